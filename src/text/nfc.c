/*
 * nfc.c - Normalization Form C.
 *
 * Nearly all text is NFC already. A character without CHY_CP_NORMALIZE changes only if one with
 * it follows, so the text is copied up to the last character before such a one; from there on
 * characters are taken apart, their marks put in order and joined again, until the next
 * character without the property, where nothing joins across.
 *
 * Hangul is left whole where it is whole: a syllable taken apart would join again, and one
 * without a final consonant joins with that as it stands.
 */
#include "text/nfc.h"

#include "base/limits.h"
#include "text/plain.h"

/* The bytes of U+0000 to U+02FF begin below this one, and none of them changes. */
enum { FIRST_BYTE_OF_U0300 = 0xCC };

/* The Unicode Standard, section 3.12. */
enum {
    HANGUL = 0xAC00,
    LEADING = 0x1100,
    VOWEL = 0x1161,
    TRAILING = 0x11A7, /* one before the first: none at all */
    LEADINGS = 19,
    VOWELS = 21,
    TRAILINGS = 28
};

struct mark {
    uint32_t cp;
    unsigned class; /* canonical combining class, above 0 */
};

/* A character that is not written yet, since what follows may join it, and its marks in order.
 */
struct pending {
    uint32_t starter;
    bool has_starter;
    unsigned marks;
    struct mark mark[CHY_MAX_COMBINING];
};

static const struct chy_table_nfc *row_of(uint32_t cp)
{
    size_t block = cp >> CHY_TABLE_BITS;
    if (block >= CHY_TABLE_NFC_BLOCKS)
        return &chy_table_nfc[0];
    return &chy_table_nfc[chy_table_nfc_row[chy_table_nfc_block[block]]
                                           [cp & ((1u << CHY_TABLE_BITS) - 1)]];
}

static uint32_t join_hangul(uint32_t first, uint32_t second)
{
    if (first >= LEADING && first < LEADING + LEADINGS && second >= VOWEL &&
        second < VOWEL + VOWELS)
        return HANGUL + ((first - LEADING) * VOWELS + second - VOWEL) * TRAILINGS;
    if (first >= HANGUL && first < HANGUL + LEADINGS * VOWELS * TRAILINGS &&
        (first - HANGUL) % TRAILINGS == 0 && second > TRAILING && second < TRAILING + TRAILINGS)
        return first + second - TRAILING;
    return 0;
}

/* What two characters join to; 0: they do not. */
static uint32_t join(uint32_t first, uint32_t second)
{
    const struct chy_table_nfc *row = row_of(first);
    const struct chy_table_join *with = &chy_table_join[row->join];
    for (unsigned i = 0; i < row->joins && with[i].second <= second; i++)
        if (with[i].second == second)
            return with[i].composite;
    return row->joins == 0 ? join_hangul(first, second) : 0;
}

/* Marks join the starter in order, unless one of their own class that stays stands between. */
static void join_marks(struct pending *pending)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < pending->marks; i++) {
        const struct mark mark = pending->mark[i];
        bool blocked = kept > 0 && pending->mark[kept - 1].class == mark.class;
        uint32_t composite =
            pending->has_starter && !blocked ? join(pending->starter, mark.cp) : 0;
        if (composite)
            pending->starter = composite;
        else
            pending->mark[kept++] = mark;
    }
    pending->marks = kept;
}

static void write(struct chy_buf *out, struct pending *pending)
{
    uint8_t bytes[4 * (CHY_MAX_COMBINING + 1)];
    unsigned len = 0;
    if (pending->has_starter)
        len = chy_utf8_encode(bytes, pending->starter);
    for (unsigned i = 0; i < pending->marks; i++)
        len += chy_utf8_encode(bytes + len, pending->mark[i].cp);
    chy_buf_add(out, bytes, len);
    pending->has_starter = false;
    pending->marks = 0;
}

/* Behind the marks of its class and of lower ones: the Canonical Ordering Algorithm. */
static bool add_mark(struct pending *pending, struct mark mark)
{
    if (pending->marks == CHY_MAX_COMBINING)
        return false;
    unsigned at = pending->marks++;
    for (; at > 0 && pending->mark[at - 1].class > mark.class; at--)
        pending->mark[at] = pending->mark[at - 1];
    pending->mark[at] = mark;
    return true;
}

static void add_starter(struct chy_buf *out, struct pending *pending, uint32_t cp)
{
    join_marks(pending);
    if (pending->has_starter && pending->marks == 0) {
        uint32_t composite = join(pending->starter, cp);
        if (composite) {
            pending->starter = composite;
            return;
        }
    }
    write(out, pending);
    pending->starter = cp;
    pending->has_starter = true;
}

/* Adds a character, taken apart as far as it goes: a mapping has one or two characters, of
 * which only the first is mapped again. False where there are too many marks. */
static bool add(struct chy_buf *out, struct pending *pending, uint32_t cp)
{
    uint32_t behind[4];
    unsigned count = 0;
    for (const struct chy_table_nfc *row = row_of(cp); row->first != 0; row = row_of(cp)) {
        if (row->second != 0)
            behind[count++] = row->second;
        cp = row->first;
    }
    for (;;) {
        unsigned class = chy_properties(cp) >> CHY_CP_CCC_SHIFT;
        if (class == 0)
            add_starter(out, pending, cp);
        else if (!add_mark(pending, (struct mark){cp, class}))
            return false;
        if (count == 0)
            return true;
        cp = behind[--count];
    }
}

/* Normalises the character at *ptr and those after it that may change or join; *ptr moves to
 * the next one that does not. */
static bool normalise(struct chy_buf *out, const uint8_t **ptr, const uint8_t *end,
                      chancery_error *error)
{
    struct pending pending; /* its marks are read no further than they are set */
    uint32_t cp;
    unsigned len = chy_utf8_decode(&cp, *ptr, end);
    pending.has_starter = false;
    pending.marks = 0;
    do {
        if (len == 0)
            return chy_fail(error, CHANCERY_E_ENCODING, "text is not well-formed UTF-8");
        if (!add(out, &pending, cp)) {
            return chy_fail(error, CHANCERY_E_CHARACTER,
                            "more than %u combining marks stand on one character",
                            CHY_MAX_COMBINING);
        }
        *ptr += len;
        len = *ptr < end ? chy_utf8_next(&cp, *ptr, end) : 0;
    } while (*ptr < end && (len == 0 || (chy_properties(cp) & CHY_CP_NORMALIZE)));
    join_marks(&pending);
    write(out, &pending);
    return true;
}

unsigned chy_nfc_join(uint8_t out[4], const uint8_t **ptr, const uint8_t *end)
{
    uint32_t starter, mark;
    unsigned last = 0, len = chy_utf8_next(&starter, *ptr, end);
    const uint8_t *next = *ptr + len;
    if (len == 0 || (starter >= 0x80 &&
                     (chy_properties(starter) >> CHY_CP_CCC_SHIFT || row_of(starter)->first)))
        return 0;
    while (next < end && (len = chy_utf8_next(&mark, next, end)) > 0) {
        unsigned properties = chy_properties(mark), class = properties >> CHY_CP_CCC_SHIFT;
        if (!(properties & CHY_CP_NORMALIZE))
            break;
        if (class == 0 || class < last)
            return 0;
        starter = join(starter, mark);
        if (starter == 0)
            return 0;
        last = class;
        next += len;
    }
    if (last == 0)
        return 0;
    *ptr = next;
    return chy_utf8_encode(out, starter);
}

/* Where the last character before ptr begins, which is not before `begin`. */
static const uint8_t *before(const uint8_t *ptr, const uint8_t *begin)
{
    while (ptr > begin && (*--ptr & 0xC0) == 0x80) {
    }
    return ptr;
}

bool chy_nfc(struct chy_buf *out, chancery_span text, chancery_error *error)
{
    const uint8_t *ptr = text.ptr, *end = text.ptr + text.len, *copied = ptr;
    while (ptr < end) {
        uint32_t cp;
        if (*ptr < FIRST_BYTE_OF_U0300) {
            ptr++;
            continue;
        }
        unsigned len = chy_utf8_next(&cp, ptr, end);
        if (len > 0 && !(chy_properties(cp) & CHY_CP_NORMALIZE)) {
            ptr += len;
            continue;
        }
        uint8_t joined[4];
        ptr = before(ptr, copied);
        chy_buf_short(out, copied, (size_t)(ptr - copied));
        len = chy_nfc_join(joined, &ptr, end);
        chy_buf_short(out, joined, len);
        if (len == 0 && !normalise(out, &ptr, end, error))
            return false;
        copied = ptr;
    }
    chy_buf_short(out, copied, (size_t)(end - copied));
    return true;
}
