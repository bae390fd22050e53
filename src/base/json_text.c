#include "base/json_text.h"

#include "base/escape.h"

#include <string.h>

/* The letter of a two-character escape, or 0. */
static char short_escape(uint8_t c)
{
    switch (c) {
    case '"':
    case '\\':
        return (char)c;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

/* \uxxxx, above U+FFFF a pair of surrogates. */
static void add_escape(struct chy_buf *buf, uint32_t cp)
{
    char letter = cp < 0x80 ? short_escape((uint8_t)cp) : 0;
    if (letter) {
        chy_buf_byte(buf, '\\');
        chy_buf_byte(buf, (uint8_t)letter);
    } else if (cp > 0xFFFF) {
        chy_buf_printf(buf, "\\u%04x\\u%04x", (unsigned)(0xD800 + ((cp - 0x10000) >> 10)),
                       (unsigned)(0xDC00 + (cp & 0x3FF)));
    } else {
        chy_buf_printf(buf, "\\u%04x", (unsigned)cp);
    }
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The high bit of some byte is set where one of the eight is 0. */
static uint64_t zero_in(uint64_t bytes)
{
    return (bytes - EACH(1)) & ~bytes & EACH(0x80);
}

/* Do these eight bytes stand for themselves? */
static bool are_plain(const uint8_t *ptr)
{
    uint64_t bytes;
    memcpy(&bytes, ptr, sizeof bytes);
    const uint64_t controls = (bytes - EACH(0x20)) & ~bytes & EACH(0x80);
    return (controls | zero_in(bytes ^ EACH('"')) | zero_in(bytes ^ EACH('\\'))) == 0;
}

/* How many bytes at ptr stand for themselves, in the canonical form. */
static size_t plain_run(const uint8_t *ptr, const uint8_t *end)
{
    const uint8_t *p = ptr;
    while (end - p >= 8 && are_plain(p))
        p += 8;
    while (p < end && *p >= 0x20 && *p != '"' && *p != '\\')
        p++;
    return (size_t)(p - ptr);
}

/* The same, one character at a time, where hidden ones are escaped. */
static size_t visible_run(const uint8_t *ptr, const uint8_t *end)
{
    struct chy_glyph glyph = chy_glyph_at(ptr, end);
    return glyph.visible && *ptr != '"' && *ptr != '\\' ? glyph.taken : 0;
}

void chy_json_add_string(struct chy_buf *buf, chancery_span utf8, bool escape_hidden)
{
    const uint8_t *ptr = utf8.ptr, *end = utf8.len > 0 ? ptr + utf8.len : ptr;
    chy_buf_byte(buf, '"');
    while (ptr < end && chy_buf_ok(buf)) {
        size_t run = escape_hidden ? visible_run(ptr, end) : plain_run(ptr, end);
        chy_buf_add(buf, ptr, run);
        ptr += run;
        if (ptr < end && run == 0) {
            struct chy_glyph glyph = chy_glyph_at(ptr, end);
            add_escape(buf, glyph.cp);
            ptr += glyph.taken;
        }
    }
    chy_buf_byte(buf, '"');
}
