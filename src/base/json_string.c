/*
 * json_string.c - reading the strings of JSON text.
 */
#include "base/json_reader.h"

#include "base/utf8.h"

#include <string.h>

/* Four hexadecimal digits of either case, taken; false where there are not so many. */
static bool take_hex(struct chy_reader *r, uint32_t *out)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++, r->at++) {
        uint8_t c = r->at < r->end ? *r->at : 0, low = c | 0x20;
        if (c >= '0' && c <= '9')
            value = value << 4 | (c - (uint32_t)'0');
        else if (low >= 'a' && low <= 'f')
            value = value << 4 | (low - (uint32_t)'a' + 10);
        else
            return false;
    }
    *out = value;
    return true;
}

/* What follows \u: a code point, or the first of a pair of surrogates. */
static bool read_code_point(struct chy_reader *r)
{
    uint32_t cp, low;
    uint8_t utf8[4];
    if (!take_hex(r, &cp))
        return chy_reader_fail(r, "four hexadecimal digits are needed here");
    if (cp >= 0xD800 && cp <= 0xDFFF) {
        if (cp > 0xDBFF || !chy_reader_is(r, '\\') || r->end - r->at < 6 || r->at[1] != 'u')
            return chy_reader_fail(r, "the other half of a surrogate pair is needed");
        r->at += 2;
        if (!take_hex(r, &low) || low < 0xDC00 || low > 0xDFFF)
            return chy_reader_fail(r, "the other half of a surrogate pair is needed");
        cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
    }
    chy_buf_add(&r->text, utf8, chy_utf8_encode(utf8, cp));
    return true;
}

/* Does the canonical form write these digits of \u? Only for what has no shorter escape, and
 * with small letters. */
static bool is_needed(const uint8_t digits[4])
{
    static const char shorter[] = "\b\t\n\f\r";
    uint8_t low = digits[3];
    if (digits[0] != '0' || digits[1] != '0' || (digits[2] != '0' && digits[2] != '1') ||
        (low >= 'A' && low <= 'F'))
        return false;
    int cp = (digits[2] == '1' ? 16 : 0) + (low <= '9' ? low - '0' : low - 'a' + 10);
    return !memchr(shorter, cp, sizeof shorter - 1);
}

/* What follows a backslash. */
static bool read_escape(struct chy_reader *r)
{
    static const char names[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
    const char *name = r->at < r->end ? memchr(names, *r->at, sizeof names - 1) : NULL;
    if (name) {
        r->other |= *name == '/';
        chy_buf_byte(&r->text, (uint8_t)bytes[name - names]);
        r->at++;
        return true;
    }
    if (!chy_reader_is(r, 'u'))
        return chy_reader_fail(r, "one of \" \\ / b f n r t u is needed after \\");
    r->at++;
    const uint8_t *digits = r->at;
    if (!read_code_point(r))
        return false;
    r->other |= !is_needed(digits);
    return true;
}

/* Eight bytes of printing ASCII of which none is a quote or a backslash. A borrow or a carry
 * sets too many of the high bits, and then they are looked at one by one. */
static bool are_plain(const uint8_t *ptr)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = 0x80 * ones;
    uint64_t bytes;
    memcpy(&bytes, ptr, sizeof bytes);
    uint64_t quote = bytes ^ '"' * ones, slash = bytes ^ '\\' * ones;
    return ((bytes | (bytes - 0x20 * ones) | (quote - ones) | (slash - ones)) & high) == 0;
}

bool chy_reader_plain(chancery_span *view, struct chy_reader *r)
{
    const uint8_t *ptr = r->at;
    while (ptr < r->end && *ptr != '"') {
        uint32_t cp;
        unsigned len = 1;
        if (r->end - ptr >= 8 && are_plain(ptr)) {
            ptr += 8;
            continue;
        }
        if (*ptr < 0x20 || *ptr == '\\')
            return false;
        if (*ptr >= 0x80 && (len = chy_utf8_decode(&cp, ptr, r->end)) == 0)
            return false;
        ptr += len;
    }
    if (ptr == r->end)
        return false;
    *view = chy_span(r->at, (size_t)(ptr - r->at));
    r->at = ptr + 1;
    return true;
}

bool chy_reader_string(struct chy_reader *r)
{
    for (;;) {
        const uint8_t *run = r->at, *end = run;
        while (end < r->end && *end >= 0x20 && *end < 0x80 && *end != '"' && *end != '\\')
            end++;
        chy_buf_add(&r->text, run, (size_t)(end - run));
        r->at = end;
        if (chy_reader_take(r, '"'))
            return chy_buf_ok(&r->text) || chy_fail_memory(r->error);
        if (chy_reader_take(r, '\\')) {
            if (!read_escape(r))
                return false;
            continue;
        }
        if (r->at == r->end || *r->at < 0x20) {
            return chy_reader_fail(r, r->at == r->end
                                          ? "the closing quote of a string is needed"
                                          : "a control character in a string must be escaped");
        }
        uint32_t cp;
        unsigned len = chy_utf8_decode(&cp, r->at, r->end);
        if (len == 0)
            return chy_reader_fail(r, "this byte of a string is not well-formed UTF-8");
        chy_buf_add(&r->text, r->at, len);
        r->at += len;
    }
}
