#include "base/utf8.h"

static bool within(uint8_t byte, uint8_t low, uint8_t high)
{
    return low <= byte && byte <= high;
}

/* Table 3-7 of the Unicode Standard: the first byte alone tells the length and narrows the
 * second byte, which shuts out overlong forms, surrogates and what is above U+10FFFF. */
unsigned chy_utf8_decode(uint32_t *cp, const uint8_t *ptr, const uint8_t *end)
{
    uint8_t low = 0x80, high = 0xBF;
    uint32_t value = ptr[0];
    unsigned len;
    if (value < 0x80) {
        *cp = value;
        return 1;
    }
    if (value >= 0xC2 && value <= 0xDF) {
        len = 2;
    } else if (value >= 0xE0 && value <= 0xEF) {
        len = 3;
        low = value == 0xE0 ? 0xA0 : low;
        high = value == 0xED ? 0x9F : high;
    } else if (value >= 0xF0 && value <= 0xF4) {
        len = 4;
        low = value == 0xF0 ? 0x90 : low;
        high = value == 0xF4 ? 0x8F : high;
    } else {
        return 0;
    }
    if ((size_t)(end - ptr) < len || !within(ptr[1], low, high))
        return 0;
    value = (value & (0x7Fu >> len)) << 6 | (ptr[1] & 0x3Fu);
    for (unsigned i = 2; i < len; i++) {
        if (!within(ptr[i], 0x80, 0xBF))
            return 0;
        value = value << 6 | (ptr[i] & 0x3Fu);
    }
    *cp = value;
    return len;
}

unsigned chy_utf8_encode(uint8_t out[4], uint32_t cp)
{
    unsigned len = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const uint8_t first[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
    for (unsigned i = len - 1; i > 0; i--) {
        out[i] = (uint8_t)(0x80 | (cp & 0x3F));
        cp >>= 6;
    }
    out[0] = (uint8_t)(first[len] | cp);
    return len;
}
