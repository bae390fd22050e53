#include "base/json_text.h"

#include "base/escape.h"
#include "base/limits.h"
#include "base/span.h"

bool chy_json_fail_at(chancery_error *error, chancery_span bytes, size_t offset)
{
    uint32_t line = 1, column = 1;
    if (offset > bytes.len) {
        offset = bytes.len;
    }
    for (size_t i = 0; i < offset; i++) {
        if (bytes.ptr[i] == '\n') {
            line++;
            column = 1;
        } else if ((bytes.ptr[i + 1 < bytes.len ? i + 1 : i] & 0xC0) != 0x80) {
            column++; /* the next byte begins a character */
        }
    }
    return chy_fail_at(error, offset, line, column);
}

/* The end of a string, past its closing quote; i is past the opening one. An end that is not
 * there is for the parser to report. */
static size_t skip_string(chancery_span bytes, size_t i)
{
    while (i < bytes.len && bytes.ptr[i] != '"') {
        i += bytes.ptr[i] == '\\' ? 2 : 1;
    }
    return i + 1;
}

bool chy_json_prescan(chancery_span bytes, chancery_error *error)
{
    if (chy_span_starts(bytes, CHY_LITERAL("\xEF\xBB\xBF"))) {
        chy_fail(error, CHANCERY_E_JSON,
                 "it begins with a byte-order mark, which JSON forbids");
        chy_fail_next(error, "Save the file as UTF-8 without a byte-order mark.");
        return chy_fail_at(error, 0, 1, 1);
    }
    const uint8_t *nul = bytes.len > 0 ? memchr(bytes.ptr, '\0', bytes.len) : NULL;
    if (nul) {
        chy_fail(error, CHANCERY_E_JSON, "it holds a zero byte, which JSON forbids");
        return chy_json_fail_at(error, bytes, (size_t)(nul - bytes.ptr));
    }
    unsigned depth = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        uint8_t c = bytes.ptr[i];
        if (c == '"') {
            i = skip_string(bytes, i + 1) - 1;
        } else if (c == '[' || c == '{') {
            depth++;
            if (depth > CHY_MAX_DEPTH) {
                chy_fail(error, CHANCERY_E_LIMIT,
                         "it is nested more than %u levels deep, the limit", CHY_MAX_DEPTH);
                return chy_json_fail_at(error, bytes, i);
            }
        } else if ((c == ']' || c == '}') && depth > 0) {
            depth--;
        }
    }
    return true;
}

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

/* How many bytes at ptr stand for themselves, in the canonical form. */
static size_t plain_run(const uint8_t *ptr, const uint8_t *end)
{
    const uint8_t *p = ptr;
    while (p < end && *p >= 0x20 && *p != '"' && *p != '\\') {
        p++;
    }
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
