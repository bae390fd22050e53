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

/* Behind the printing characters of ASCII at ptr. Eight at a time: in `stop` the high bit of
 * the first byte that is none of them is set, and of no byte before it. (What a sum carries
 * over goes to the bytes behind.) */
static inline const uint8_t *chy_plain_ascii(const uint8_t *ptr, const uint8_t *end)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = 0x80 * ones;
    while (end - ptr >= 8) {
        uint64_t bytes;
        memcpy(&bytes, ptr, sizeof bytes);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        bytes = __builtin_bswap64(bytes);
#endif
        uint64_t stop = (bytes | (bytes - 0x21 * ones) | (bytes + ones)) & high;
        if (stop)
            return ptr + (__builtin_ctzll(stop) >> 3);
        ptr += 8;
    }
    while (ptr < end && chy_is_plain_byte(*ptr))
        ptr++;
    return ptr;
}

/* --- blocks --- */

enum { CHY_BLOCK = 64 };

/* Of the bytes of a block, as bits, the first byte's the lowest: those above ASCII, and those
 * of ASCII that are not printing. */
struct chy_stops {
    uint64_t above, blank;
};

/* Bits 8k + 7 of eight bytes, which have no others, as bits 56 + k, before what was gathered.
 */
static inline uint64_t chy_gather(uint64_t gathered, uint64_t bytes)
{
    uint64_t bits = (bytes >> 7) * UINT64_C(0x0102040810204080);
    return gathered >> 8 | (bits & UINT64_C(0xFF) << 56);
}

static inline struct chy_stops chy_stops_of(const uint8_t *block)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = 0x80 * ones;
    struct chy_stops stops = {0, 0};
    for (unsigned i = 0; i < CHY_BLOCK / 8; i++) {
        uint64_t bytes;
        memcpy(&bytes, block + 8 * i, sizeof bytes);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        bytes = __builtin_bswap64(bytes);
#endif
        uint64_t low = bytes & ~high; /* so that no sum carries over */
        uint64_t blank = ~((low + 0x5F * ones) & ~(low + ones)) & ~bytes & high;
        stops.blank = chy_gather(stops.blank, blank);
        stops.above = chy_gather(stops.above, bytes & high);
    }
    return stops;
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

/* Is this an ideographic character that normalisation leaves alone? By its properties. */
static inline bool chy_is_plain_ideograph(unsigned properties)
{
    const unsigned looked_at = CHY_CP_CLASS | CHY_CP_SPACE | CHY_CP_MARK | CHY_CP_NONSTARTER |
                               CHY_CP_IDEOGRAPHIC | CHY_CP_NORMALIZE |
                               CHY_CP_TAIL << CHY_CP_TAIL_SHIFT;
    return (properties & looked_at) == CHY_CP_IDEOGRAPHIC;
}

#endif
