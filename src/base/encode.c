#include "base/encode.h"

static const char hex_digits[] = "0123456789abcdef";

void chy_hex(char *out, const void *ptr, size_t len)
{
    const uint8_t *bytes = ptr;
    for (size_t i = 0; i < len; i++) {
        *out++ = hex_digits[bytes[i] >> 4];
        *out++ = hex_digits[bytes[i] & 15];
    }
    *out = '\0';
}

void chy_buf_hex(struct chy_buf *buf, const void *ptr, size_t len)
{
    uint8_t *to = chy_buf_reserve(buf, 2 * len);
    if (to) /* the NUL falls in the byte that a buffer has to spare */
        chy_hex((char *)to, ptr, len);
}

void chy_buf_decimal(struct chy_buf *buf, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    chy_buf_add(buf, digits + at, sizeof digits - at);
}

/* Without jumps here and below: whether a digit or a letter comes next cannot be foretold. */
static bool is_hex(uint8_t c)
{
    return (c - (unsigned)'0' < 10) | (c - (unsigned)'a' < 6);
}

static unsigned nibble(uint8_t c)
{
    return (c & 15u) + 9u * (c >> 6); /* the letters are 0x61 to 0x66 */
}

bool chy_unhex(void *out, size_t len, chancery_span hex)
{
    if (hex.len / 2 != len || hex.len % 2 != 0)
        return false;
    for (size_t i = 0; i < hex.len; i++) {
        if (!is_hex(hex.ptr[i]))
            return false;
    }
    uint8_t *bytes = out;
    for (size_t i = 0; i < len; i++)
        bytes[i] = (uint8_t)(nibble(hex.ptr[2 * i]) << 4 | nibble(hex.ptr[2 * i + 1]));
    return true;
}

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void chy_buf_base64(struct chy_buf *buf, const void *ptr, size_t len)
{
    const uint8_t *in = ptr;
    uint8_t *to = chy_buf_reserve(buf, (len + 2) / 3 * 4);
    for (size_t i = 0; to && i < len; i += 3, to += 4) {
        size_t left = len - i;
        uint32_t word = (uint32_t)in[i] << 16;
        word |= left > 1 ? (uint32_t)in[i + 1] << 8 : 0;
        word |= left > 2 ? (uint32_t)in[i + 2] : 0;
        to[0] = (uint8_t)base64_digits[word >> 18];
        to[1] = (uint8_t)base64_digits[word >> 12 & 63];
        to[2] = left > 1 ? (uint8_t)base64_digits[word >> 6 & 63] : '=';
        to[3] = left > 2 ? (uint8_t)base64_digits[word & 63] : '=';
    }
}

/* The value of each byte as a digit in the low six bits, and above them which alphabet it is
 * of: 0x40 the standard one alone (+ /), 0x80 the URL-safe one alone (- _), none both, 0xC0
 * neither. So the union over a text has both bits where it is mixed or holds a byte that is no
 * digit, and the loop need not look at each. */
static const uint8_t base64_values[256] = {
    0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0,
    0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0,
    0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0x7E, 0xC0,
    0xBE, 0xC0, 0x7F, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3A, 0x3B, 0x3C, 0x3D, 0xC0, 0xC0,
    0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09,
    0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18,
    0x19, 0xC0, 0xC0, 0xC0, 0xC0, 0xBF, 0xC0, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x20, 0x21,
    0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x2B, 0x2C, 0x2D, 0x2E, 0x2F, 0x30,
    0x31, 0x32, 0x33, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0,
    0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0,
    0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0,
    0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0,
    0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0,
    0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0,
    0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0,
    0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0,
    0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0,
    0xC0,
};

#define IN_NO_ALPHABET 0xC0u

/* The digits of a text without its padding; 0 with a text that is not empty: padded wrongly. */
static size_t count_digits(chancery_span text)
{
    size_t len = text.len;
    while (len > 0 && text.len - len < 2 && text.ptr[len - 1] == '=')
        len--;
    bool padded = len < text.len;
    return len % 4 == 1 || (padded && text.len % 4 != 0) ? 0 : len;
}

bool chy_unbase64(struct chy_buf *out, chancery_span text)
{
    size_t digits = count_digits(text), before = out->len;
    if (digits == 0)
        return text.len == 0;
    uint8_t *to = chy_buf_reserve(out, digits / 4 * 3 + digits % 4 * 3 / 4);
    if (!to)
        return false;
    const uint8_t *from = text.ptr;
    unsigned seen = 0;
    for (size_t i = 0; i < digits / 4; i++, from += 4, to += 3) {
        unsigned a = base64_values[from[0]], b = base64_values[from[1]];
        unsigned c = base64_values[from[2]], d = base64_values[from[3]];
        seen |= a | b | c | d;
        to[0] = (uint8_t)(a << 2 | (b >> 4 & 3));
        to[1] = (uint8_t)(b << 4 | (c >> 2 & 15));
        to[2] = (uint8_t)(c << 6 | (d & 63));
    }
    unsigned unused = 0; /* bits of the last digit that belong to no byte */
    if (digits % 4 > 1) {
        unsigned a = base64_values[from[0]], b = base64_values[from[1]];
        unsigned c = digits % 4 == 3 ? base64_values[from[2]] : 0;
        seen |= a | b | c;
        unused = digits % 4 == 3 ? c & 3 : b & 15;
        to[0] = (uint8_t)(a << 2 | (b >> 4 & 3));
        if (digits % 4 == 3)
            to[1] = (uint8_t)(b << 4 | (c >> 2 & 15));
    }
    if ((seen & IN_NO_ALPHABET) == IN_NO_ALPHABET || unused != 0) {
        out->len = before;
        return false;
    }
    return true;
}
