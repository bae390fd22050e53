#include "base/encode.h"

#include <string.h>

#if defined(__SSE2__) && !defined(CHY_PORTABLE)
#include <emmintrin.h>
#define CHY_ENCODE_SSE2 1
#endif

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

#ifdef CHY_ENCODE_SSE2

static inline __m128i within(__m128i bytes, char first, char last)
{
    return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)(first - 1))),
                         _mm_cmplt_epi8(bytes, _mm_set1_epi8((char)(last + 1))));
}

static inline __m128i where(__m128i mask, int moved)
{
    return _mm_and_si128(mask, _mm_set1_epi8((char)moved));
}

/* Sixteen digits at a time: how many are known to be digits, from the first on. A record has a
 * digest for each paragraph of its letter. */
static size_t are_hex(chancery_span text)
{
    size_t done = 0;
    for (; text.len - done >= 16; done += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(text.ptr + done));
        __m128i known = _mm_or_si128(within(bytes, '0', '9'), within(bytes, 'a', 'f'));
        if (_mm_movemask_epi8(known) != 0xFFFF)
            break;
    }
    return done;
}

/* The same sixteen to eight bytes: how many bytes are done. */
static size_t unhex_blocks(uint8_t *to, size_t len, const uint8_t *from)
{
    size_t done = 0;
    for (; len - done >= 8; done += 8, from += 16, to += 8) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)from);
        __m128i digit = within(bytes, '0', '9'), letter = within(bytes, 'a', 'f');
        __m128i values =
            _mm_add_epi8(bytes, _mm_or_si128(where(digit, -'0'), where(letter, 10 - 'a')));
        __m128i pairs = _mm_or_si128(_mm_slli_epi16(values, 4), _mm_srli_epi16(values, 8));
        pairs = _mm_and_si128(pairs, _mm_set1_epi16(0xFF));
        _mm_storel_epi64((__m128i *)(void *)to, _mm_packus_epi16(pairs, pairs));
    }
    return done;
}

#else

static size_t are_hex(chancery_span text)
{
    (void)text;
    return 0;
}

static size_t unhex_blocks(uint8_t *to, size_t len, const uint8_t *from)
{
    (void)to, (void)len, (void)from;
    return 0;
}

#endif

bool chy_unhex(void *out, size_t len, chancery_span hex)
{
    if (hex.len / 2 != len || hex.len % 2 != 0)
        return false;
    for (size_t i = are_hex(hex); i < hex.len; i++) {
        if (!is_hex(hex.ptr[i]))
            return false;
    }
    uint8_t *bytes = out;
    for (size_t i = unhex_blocks(bytes, len, hex.ptr); i < len; i++)
        bytes[i] = (uint8_t)(nibble(hex.ptr[2 * i]) << 4 | nibble(hex.ptr[2 * i + 1]));
    return true;
}

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void put_digits(uint8_t to[4], uint32_t word)
{
    to[0] = (uint8_t)base64_digits[word >> 18];
    to[1] = (uint8_t)base64_digits[word >> 12 & 63];
    to[2] = (uint8_t)base64_digits[word >> 6 & 63];
    to[3] = (uint8_t)base64_digits[word & 63];
}

#ifdef CHY_ENCODE_SSE2

static inline int word_at(const uint8_t *in)
{
    return (int)((uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2]);
}

/* Twelve bytes at a time to sixteen digits: how many bytes are done. */
static size_t base64_blocks(uint8_t *to, const uint8_t *in, size_t len)
{
    size_t done = 0;
    for (; len - done >= 12; done += 12, in += 12, to += 16) {
        const __m128i words =
            _mm_set_epi32(word_at(in + 9), word_at(in + 6), word_at(in + 3), word_at(in));
        /* six bits in each byte, the first six in the lowest */
        const __m128i values = _mm_or_si128(
            _mm_or_si128(_mm_srli_epi32(words, 18),
                         _mm_and_si128(_mm_srli_epi32(words, 4), _mm_set1_epi32(0x3F00))),
            _mm_or_si128(_mm_and_si128(_mm_slli_epi32(words, 10), _mm_set1_epi32(0x3F0000)),
                         _mm_and_si128(_mm_slli_epi32(words, 24), _mm_set1_epi32(0x3F000000))));
        const __m128i lower = _mm_cmpgt_epi8(values, _mm_set1_epi8(25)),
                      digit = _mm_cmpgt_epi8(values, _mm_set1_epi8(51)),
                      plus = _mm_cmpgt_epi8(values, _mm_set1_epi8(61)),
                      slash = _mm_cmpgt_epi8(values, _mm_set1_epi8(62));
        __m128i moved =
            _mm_add_epi8(where(lower, 'a' - 26 - 'A'), where(digit, '0' - 52 - ('a' - 26)));
        moved = _mm_add_epi8(moved, _mm_add_epi8(where(plus, '+' - 62 - ('0' - 52)),
                                                 where(slash, '/' - 63 - ('+' - 62))));
        _mm_storeu_si128((__m128i *)(void *)to,
                         _mm_add_epi8(_mm_add_epi8(values, _mm_set1_epi8('A')), moved));
    }
    return done;
}

#else

static size_t base64_blocks(uint8_t *to, const uint8_t *in, size_t len)
{
    (void)to, (void)in, (void)len;
    return 0;
}

#endif

void chy_buf_base64(struct chy_buf *buf, const void *ptr, size_t len)
{
    const uint8_t *in = ptr;
    uint8_t *to = chy_buf_reserve(buf, (len + 2) / 3 * 4);
    if (!to)
        return;
    const size_t done = base64_blocks(to, in, len);
    size_t left = len - done;
    in = left > 0 ? in + done : in;
    to += done / 3 * 4;
    for (; left >= 3; left -= 3, in += 3, to += 4)
        put_digits(to, (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2]);
    if (left > 0) {
        put_digits(to, (uint32_t)in[0] << 16 | (left > 1 ? (uint32_t)in[1] << 8 : 0));
        to[3] = '=';
        if (left == 1)
            to[2] = '=';
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

#ifdef CHY_ENCODE_SSE2

/* Six bits of each byte, joined to 24 of each four, to three bytes of each; two more bytes are
 * overwritten after the twelve. */
static inline void put_joined(uint8_t *to, __m128i values)
{
    __m128i first = _mm_slli_epi16(_mm_and_si128(values, _mm_set1_epi16(0xFF)), 6);
    __m128i pairs = _mm_or_si128(first, _mm_srli_epi16(values, 8));
    __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(0x00011000));
    uint32_t part[4];
    memcpy(part, &fours, sizeof part);
    for (size_t i = 0; i < 4; i += 2, to += 6) {
        uint64_t six = __builtin_bswap64((uint64_t)part[i] << 40 | (uint64_t)part[i + 1] << 16);
        memcpy(to, &six, sizeof six);
    }
}

/* Sixteen digits at a time, while five groups of four are left and all are digits; the number
 * of groups done. A directory of years is hundreds of megabytes of them. */
static size_t unbase64_blocks(uint8_t *to, const uint8_t *from, size_t groups, unsigned *seen)
{
    __m128i standard = _mm_setzero_si128(), url = standard;
    size_t done = 0;
    for (; groups - done >= 5; done += 4, from += 16, to += 12) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)from);
        __m128i upper = within(bytes, 'A', 'Z'), lower = within(bytes, 'a', 'z'),
                digit = within(bytes, '0', '9');
        __m128i plus = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('+')),
                slash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('/')),
                minus = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('-')),
                under = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_'));
        __m128i signs = _mm_or_si128(plus, slash), others = _mm_or_si128(minus, under);
        __m128i all = _mm_or_si128(_mm_or_si128(_mm_or_si128(upper, lower), digit),
                                   _mm_or_si128(signs, others));
        if (_mm_movemask_epi8(all) != 0xFFFF)
            break;
        standard = _mm_or_si128(standard, signs);
        url = _mm_or_si128(url, others);
        __m128i moved = _mm_or_si128(
            _mm_or_si128(_mm_or_si128(where(upper, -'A'), where(lower, 26 - 'a')),
                         where(digit, 52 - '0')),
            _mm_or_si128(_mm_or_si128(where(plus, 62 - '+'), where(slash, 63 - '/')),
                         _mm_or_si128(where(minus, 62 - '-'), where(under, 63 - '_'))));
        put_joined(to, _mm_add_epi8(bytes, moved));
    }
    *seen |= _mm_movemask_epi8(standard) ? 0x40u : 0;
    *seen |= _mm_movemask_epi8(url) ? 0x80u : 0;
    return done;
}

#else

static size_t unbase64_blocks(uint8_t *to, const uint8_t *from, size_t groups, unsigned *seen)
{
    (void)to, (void)from, (void)groups, (void)seen;
    return 0;
}

#endif

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
    size_t done = unbase64_blocks(to, from, digits / 4, &seen);
    from += 4 * done;
    to += 3 * done;
    for (size_t i = done; i < digits / 4; i++, from += 4, to += 3) {
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
