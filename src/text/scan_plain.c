/*
 * scan_plain.c - the words that most files have most of: plain letters between single spaces,
 * and ideographs. Both forms hold them as the file does, so that only their places are noted.
 */
#include "text/plain.h"
#include "text/scan.h"

#include <stdlib.h>

/* A file has fewer words than bytes: room for as many as a third is enough for nearly all. What
 * is not used costs nothing, as no page of it is touched. */
bool chy_scan_grow(struct scan *scan)
{
    size_t cap =
        scan->word_cap > 0 ? 2 * scan->word_cap : (size_t)(scan->end - scan->begin) / 3 + 16;
    struct chy_word *more = realloc(scan->out->word, cap * sizeof *more);
    if (!more)
        return chy_fail_memory(scan->error);
    scan->out->word = more;
    scan->word_cap = cap;
    return true;
}

/* Leaves those bits of a block that stand before its first character above ASCII that is no
 * plain letter of two bytes, if there is one. *half: the block begins, ends with the second
 * byte of a letter. */
static uint64_t plain_blanks(const uint8_t *block, bool *half, bool *more)
{
    struct chy_stops stops = chy_stops_of(block);
    stops.above &= *half ? ~UINT64_C(1) : UINT64_MAX;
    *half = false;
    while (stops.above) {
        const uint8_t *at = block + __builtin_ctzll(stops.above);
        size_t next = (size_t)(chy_plain_pairs(at, block + CHY_BLOCK + 1) - block);
        if (block + next == at) {
            *more = false;
            return stops.blank & ((UINT64_C(1) << next) - 1);
        }
        *half = next > CHY_BLOCK;
        stops.above = next < CHY_BLOCK ? stops.above & UINT64_MAX << next : 0;
    }
    return stops.blank;
}

bool chy_scan_plain(struct scan *scan)
{
    const uint8_t *last = scan->ptr, *from = last + 1, *block = from;
    const size_t shift = scan->words.len - (size_t)(scan->words_run.from - scan->begin);
    bool half = false, more = true;
    while (more && scan->end - block > CHY_BLOCK) {
        if (scan->word_cap - scan->out->words < CHY_BLOCK && !chy_scan_grow(scan))
            return false;
        struct chy_word *word = scan->out->word + scan->out->words;
        uint64_t blanks = plain_blanks(block, &half, &more);
        for (; blanks; blanks &= blanks - 1) {
            const uint8_t *at = block + __builtin_ctzll(blanks);
            if (*at != ' ' || at == from) {
                more = false;
                break;
            }
            set_word(word++, scan, from, at, (size_t)(from - scan->begin) + shift,
                     (size_t)(at - from), 0);
            last = at;
            from = at + 1;
        }
        scan->out->words = (uint32_t)(word - scan->out->word);
        block += CHY_BLOCK;
    }
    scan->ptr = scan->blanks = scan->text_run.to = scan->words_run.to = last;
    return true;
}

/* What stands at ptr: its length, 0 at the end and where it is ill-formed. */
static inline unsigned peek(const struct scan *scan, const uint8_t *ptr, uint32_t *cp,
                            unsigned *properties)
{
    unsigned len = ptr < scan->end ? chy_utf8_next(cp, ptr, scan->end) : 0;
    *properties = len > 0 ? chy_properties(*cp) : 0;
    return len;
}

bool chy_scan_ideographs(struct scan *scan)
{
    const uint8_t *ptr = scan->ptr;
    uint32_t cp;
    unsigned properties, len = peek(scan, ptr, &cp, &properties);
    flush(&scan->words, &scan->words_run);
    scan->words_run = (struct run){0};
    while (len == 3 && chy_is_plain_ideograph(properties)) {
        const uint8_t *behind = ptr + len;
        len = peek(scan, behind, &cp, &properties);
        if ((len == 0 && behind < scan->end) || (properties & CHY_CP_MARK) || cp == SOFT_HYPHEN)
            break;
        if (scan->out->words == scan->word_cap && !chy_scan_grow(scan))
            return false;
        uint8_t *to = chy_buf_reserve(&scan->words, 4);
        if (!to)
            return chy_buf_finish(&scan->words, scan->error);
        to[0] = ' ';
        memcpy(to + 1, ptr, 3);
        set_word(&scan->out->word[scan->out->words++], scan, ptr, behind, scan->words.len - 3,
                 3, 0);
        ptr = behind;
        scan->combining = 0;
    }
    scan->ptr = scan->blanks = scan->text_run.to = ptr;
    return true;
}
