/*
 * plain.h - what the inner loops of the canonicaliser do for each character, inline: most
 * characters of most letters are plain.
 */
#ifndef CHY_PLAIN_H
#define CHY_PLAIN_H

#include "base/utf8.h"
#include "text/tables.h"
#include "text/unicode.h"

#include <string.h>

/* chy_unicode of a code point that was decoded. */
static inline unsigned chy_properties(uint32_t cp)
{
    unsigned block = chy_table_block[cp >> CHY_TABLE_BITS];
    return chy_table_properties[chy_table_value[block][cp & ((1u << CHY_TABLE_BITS) - 1)]];
}

/* chy_utf8_decode, with what has two or three bytes decoded here. */
static inline unsigned chy_utf8_next(uint32_t *cp, const uint8_t *ptr, const uint8_t *end)
{
    if (end - ptr >= 3) {
        unsigned first = ptr[0], second = ptr[1] ^ 0x80u, third = ptr[2] ^ 0x80u;
        if (first >= 0xC2 && first <= 0xDF && second < 0x40) {
            *cp = (first & 0x1F) << 6 | second;
            return 2;
        }
        uint32_t value = (first & 0x0F) << 12 | second << 6 | third;
        if ((first & 0xF0) == 0xE0 && (second | third) < 0x40 && value >= 0x800 &&
            (value & 0xF800) != 0xD800) {
            *cp = value;
            return 3;
        }
    }
    return chy_utf8_decode(cp, ptr, end);
}

static inline bool chy_is_plain_byte(uint8_t byte)
{
    return byte > 0x20 && byte < 0x7F;
}

/* How many of the eight bytes at ptr are printing ASCII before the first that is not. In `stop`
 * the high bit of that byte is set, and of no byte before it. (What a sum carries over goes to
 * the bytes behind.) */
static inline size_t chy_plain_ascii_of_8(const uint8_t *ptr)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = 0x80 * ones;
    uint64_t bytes;
    memcpy(&bytes, ptr, sizeof bytes);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bytes = __builtin_bswap64(bytes);
#endif
    uint64_t stop = (bytes | (bytes - 0x21 * ones) | (bytes + ones)) & high;
    return stop ? (size_t)__builtin_ctzll(stop) >> 3 : 8;
}

/* Behind the printing characters of ASCII at ptr. */
static inline const uint8_t *chy_plain_ascii(const uint8_t *ptr, const uint8_t *end)
{
    while (end - ptr >= 8) {
        size_t len = chy_plain_ascii_of_8(ptr);
        ptr += len;
        if (len < 8)
            return ptr;
    }
    while (ptr < end && chy_is_plain_byte(*ptr))
        ptr++;
    return ptr;
}

/* Are the two bytes at ptr a letter that both forms hold as it is? */
static inline bool chy_is_plain_pair(const uint8_t *ptr)
{
    return (ptr[0] & 0xE0) == 0xC0 && (ptr[1] & 0xC0) == 0x80 &&
           (chy_table_plain[ptr[0] & 0x1F] >> (ptr[1] & 0x3F) & 1);
}

/* Behind the letters of that kind at ptr. */
static inline const uint8_t *chy_plain_pairs(const uint8_t *ptr, const uint8_t *end)
{
    while (end - ptr >= 2 && chy_is_plain_pair(ptr))
        ptr += 2;
    return ptr;
}

/* Is this one of U+4E00 to U+9FFF, by its bytes E4 B8 80 to E9 BF BF? Four are read. */
static inline bool chy_is_unified_ideograph(const uint8_t *ptr)
{
    uint32_t bytes;
    memcpy(&bytes, ptr, sizeof bytes);
#if !defined(__BYTE_ORDER__) || __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    bytes = __builtin_bswap32(bytes);
#endif
    bytes >>= 8;
    return bytes - 0xE4B880 <= 0xE9BFBF - 0xE4B880 && (bytes & 0xC0C0) == 0x8080;
}

/* What stands at ptr, above ASCII, if both forms hold it as it is: its length, 2 or 3 bytes,
 * and whether it is an ideograph; else 0. */
static inline unsigned chy_plain_at(const uint8_t *ptr, const uint8_t *end, bool *ideographic)
{
    *ideographic = false;
    if (end - ptr >= 3 && (ptr[0] & 0xF0) == 0xE0 &&
        ((ptr[1] ^ 0x80) | (ptr[2] ^ 0x80)) < 0x40) {
        unsigned row = chy_table_three_row[(ptr[0] & 0x0F) << 6 | (ptr[1] & 0x3F)];
        unsigned third = ptr[2] & 0x3F;
        *ideographic = chy_table_three[row].ideographic >> third & 1;
        return chy_table_three[row].plain >> third & 1 ? 3 : 0;
    }
    return end - ptr >= 2 && chy_is_plain_pair(ptr) ? 2 : 0;
}

#endif
