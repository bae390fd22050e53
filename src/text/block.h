/*
 * block.h - what the bytes of a block are, 64 at a time, as bits: the first byte's is the
 * lowest.
 */
#ifndef CHY_BLOCK_H
#define CHY_BLOCK_H

#include <stdbool.h>
#include <stdint.h>
#if defined(__SSE2__) && !defined(CHY_PORTABLE)
#include <emmintrin.h>
#define CHY_BLOCK_SSE2 1
#endif

enum { CHY_BLOCK = 64 };

struct chy_block {
    uint64_t space, line; /* U+0020, LF */
    uint64_t control;     /* what else of ASCII does not print */
    uint64_t above;       /* above ASCII */
};

/* Of the bytes above ASCII: those that go on with a character, those that begin one of three
 * bytes, or of more (or are never right); and of those that begin one of two bytes, many that
 * are surely plain (chy_is_plain_pair) if they go on at all: Latin letters with marks, and
 * Cyrillic. */
struct chy_block_above {
    uint64_t tail, three, more, surely;
};

#ifdef CHY_BLOCK_SSE2

enum { CHY_BLOCK_PARTS = CHY_BLOCK / 16 };
/* Before a loop over the parts of a block. */
#define CHY_EACH_PART                                                                          \
    _Pragma("GCC unroll 4") for (unsigned part = 0; part < CHY_BLOCK_PARTS; part++)

static inline __m128i chy_block_load(const uint8_t *block, unsigned part)
{
    return _mm_loadu_si128((const __m128i *)(const void *)(block + 16 * part));
}

static inline __m128i chy_block_all(uint8_t byte)
{
    return _mm_set1_epi8((char)byte);
}

static inline uint64_t chy_block_bits(__m128i bytes, unsigned part)
{
    return (uint64_t)(unsigned)_mm_movemask_epi8(bytes) << 16 * part;
}

/* Comparisons are of signed bytes: those above ASCII are the least, and 0x80 the least of them.
 */
static inline struct chy_block chy_block_of(const uint8_t *block)
{
    struct chy_block is = {0};
    CHY_EACH_PART
    {
        __m128i v = chy_block_load(block, part);
        __m128i low = _mm_cmplt_epi8(v, chy_block_all(' '));
        __m128i del = _mm_cmpeq_epi8(v, chy_block_all(0x7F));
        is.space |= chy_block_bits(_mm_cmpeq_epi8(v, chy_block_all(' ')), part);
        is.line |= chy_block_bits(_mm_cmpeq_epi8(v, chy_block_all('\n')), part);
        is.control |= chy_block_bits(_mm_or_si128(low, del), part);
        is.above |= chy_block_bits(v, part);
    }
    is.control &= ~(is.line | is.above);
    return is;
}

/* First bytes of Arabic letters, whether or not they go on: U+061D to U+063F; U+0640 to U+064A,
 * U+0660 to U+066F and U+0671 to U+067F. (Others of these rows are marks, or invisible.) */
static inline uint64_t chy_block_arabic(const uint8_t *block)
{
    uint64_t bits = 0;
    CHY_EACH_PART
    {
        __m128i first = chy_block_load(block, part), second = chy_block_load(block + 1, part);
        __m128i letters = _mm_cmplt_epi8(second, chy_block_all(0x8B));
        __m128i more = _mm_andnot_si128(_mm_cmpeq_epi8(second, chy_block_all(0xB0)),
                                        _mm_cmpgt_epi8(second, chy_block_all(0x9F)));
        __m128i row = _mm_and_si128(_mm_cmpeq_epi8(first, chy_block_all(0xD9)),
                                    _mm_or_si128(letters, more));
        __m128i other = _mm_and_si128(_mm_cmpeq_epi8(first, chy_block_all(0xD8)),
                                      _mm_cmpgt_epi8(second, chy_block_all(0x9C)));
        bits |= chy_block_bits(_mm_or_si128(row, other), part);
    }
    return bits;
}

static inline struct chy_block_above chy_block_above_of(const uint8_t *block)
{
    struct chy_block_above is = {0};
    uint64_t ascii = 0;
    CHY_EACH_PART
    {
        __m128i v = chy_block_load(block, part);
        ascii |= chy_block_bits(_mm_cmpgt_epi8(v, chy_block_all(0xFF)), part);
        is.tail |= chy_block_bits(_mm_cmplt_epi8(v, chy_block_all(0xC0)), part);
        is.three |= chy_block_bits(_mm_cmpgt_epi8(v, chy_block_all(0xDF)), part);
        is.more |= chy_block_bits(_mm_cmpgt_epi8(v, chy_block_all(0xEF)), part);
        __m128i latin = _mm_cmpeq_epi8(v, chy_block_all(0xC3));
        __m128i cyrillic =
            _mm_cmpeq_epi8(_mm_or_si128(v, chy_block_all(1)), chy_block_all(0xD1));
        is.surely |= chy_block_bits(_mm_or_si128(latin, cyrillic), part);
    }
    is.more &= ~ascii;
    is.three &= ~(ascii | is.more);
    return is;
}

/* Copies a block, each LF as a space. */
static inline void chy_block_copy(uint8_t *to, const uint8_t *block)
{
    CHY_EACH_PART
    {
        __m128i v = chy_block_load(block, part);
        __m128i line = _mm_cmpeq_epi8(v, chy_block_all('\n'));
        v = _mm_xor_si128(v, _mm_and_si128(line, chy_block_all('\n' ^ ' ')));
        _mm_storeu_si128((__m128i *)(void *)(to + 16 * part), v);
    }
}

static inline __m128i chy_block_marks_of(const uint8_t *block, unsigned part)
{
    __m128i v = chy_block_load(block, part);
    return _mm_or_si128(_mm_cmpeq_epi8(v, chy_block_all('*')),
                        _mm_cmpeq_epi8(v, chy_block_all('_')));
}

/* `*` and `_`. Most blocks have none. */
static inline uint64_t chy_block_marks(const uint8_t *block)
{
    uint64_t bits = 0;
    __m128i any = _mm_setzero_si128();
    CHY_EACH_PART
    any = _mm_or_si128(any, chy_block_marks_of(block, part));
    if (_mm_movemask_epi8(any) == 0)
        return 0;
    CHY_EACH_PART
    bits |= chy_block_bits(chy_block_marks_of(block, part), part);
    return bits;
}

static inline unsigned chy_block_spaces(const uint8_t *block)
{
    __m128i count = _mm_setzero_si128();
    CHY_EACH_PART
    count =
        _mm_sub_epi8(count, _mm_cmpeq_epi8(chy_block_load(block, part), chy_block_all(' ')));
    __m128i sums = _mm_sad_epu8(count, _mm_setzero_si128());
    return (unsigned)(_mm_cvtsi128_si32(sums) + _mm_extract_epi16(sums, 4));
}

#else

static inline struct chy_block chy_block_of(const uint8_t *block)
{
    struct chy_block is = {0};
    for (unsigned i = 0; i < CHY_BLOCK; i++) {
        uint8_t byte = block[i];
        is.space |= (uint64_t)(byte == ' ') << i;
        is.line |= (uint64_t)(byte == '\n') << i;
        is.control |= (uint64_t)((byte < ' ' && byte != '\n') || byte == 0x7F) << i;
        is.above |= (uint64_t)(byte >= 0x80) << i;
    }
    return is;
}

static inline struct chy_block_above chy_block_above_of(const uint8_t *block)
{
    struct chy_block_above is = {0};
    for (unsigned i = 0; i < CHY_BLOCK; i++) {
        uint8_t byte = block[i];
        is.tail |= (uint64_t)(byte >= 0x80 && byte < 0xC0) << i;
        is.surely |= (uint64_t)(byte == 0xC3 || byte == 0xD0 || byte == 0xD1) << i;
        is.three |= (uint64_t)(byte >= 0xE0 && byte < 0xF0) << i;
        is.more |= (uint64_t)(byte >= 0xF0) << i;
    }
    return is;
}

static inline void chy_block_copy(uint8_t *to, const uint8_t *block)
{
    for (unsigned i = 0; i < CHY_BLOCK; i++)
        to[i] = block[i] == '\n' ? ' ' : block[i];
}

static inline uint64_t chy_block_arabic(const uint8_t *block)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < CHY_BLOCK; i++) {
        uint8_t second = block[i + 1];
        bool row = second < 0x8B || (second > 0x9F && second != 0xB0);
        bits |= (uint64_t)((block[i] == 0xD8 && second > 0x9C) || (block[i] == 0xD9 && row))
                << i;
    }
    return bits;
}

static inline uint64_t chy_block_marks(const uint8_t *block)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < CHY_BLOCK; i++)
        bits |= (uint64_t)(block[i] == '*' || block[i] == '_') << i;
    return bits;
}

static inline unsigned chy_block_spaces(const uint8_t *block)
{
    unsigned count = 0;
    for (unsigned i = 0; i < CHY_BLOCK; i++)
        count += block[i] == ' ';
    return count;
}

#endif

/* The number of the lowest bit; some are set. */
static inline unsigned chy_lowest(uint64_t bits)
{
    return (unsigned)__builtin_ctzll(bits);
}

/* The bits below a number up to 64. */
static inline uint64_t chy_below(unsigned number)
{
    return number < 64 ? (UINT64_C(1) << number) - 1 : UINT64_MAX;
}

#endif
