/*
 * run_blocks.c - most of most files: letters, with single spaces, line ends and blank lines
 * between words. text/v1 takes them on as they are; in words/v1 each of those blanks becomes a
 * space, and what the fold table has is folded.
 */
#include "text/block.h"
#include "text/fold.h"
#include "text/run.h"

/* Of a block, as bits: what stops, and where something else is written than what is read. */
struct found {
    uint64_t odd;
    uint64_t folded; /* first bytes of characters of the fold table */
    uint64_t spaces; /* first bytes of U+00A0 that stand alone */
    uint64_t marks;  /* first bytes of marks that perhaps join a letter */
    uint64_t twice;  /* second line ends */
};

/* U+00A0 without another blank beside it. There is something before and behind. */
static bool is_lone_space(const uint8_t *ptr)
{
    if (ptr[0] != 0xC2 || ptr[1] != 0xA0)
        return false;
    bool after = ptr[-1] == ' ' || ptr[-1] == '\n' || (ptr[-1] == 0xA0 && ptr[-2] == 0xC2);
    bool before = ptr[2] == ' ' || ptr[2] == '\n' || (ptr[2] == 0xC2 && ptr[3] == 0xA0);
    return !after && !before;
}

/* U+0300 to U+036F. */
static bool is_common_mark(const uint8_t *ptr)
{
    return ptr[0] == 0xCC || (ptr[0] == 0xCD && ptr[1] < 0xB0);
}

static void look_at_two(struct found *found, const uint8_t *block, uint64_t two)
{
    for (; two; two &= two - 1) {
        unsigned i = chy_lowest(two);
        if (is_lone_space(block + i))
            found->spaces |= UINT64_C(1) << i;
        else if (is_common_mark(block + i))
            found->marks |= UINT64_C(1) << i;
        else
            found->odd |= (uint64_t)!chy_is_plain_pair(block + i) << i;
    }
}

static void look_at_three(struct found *found, const uint8_t *block, uint64_t three)
{
    for (; three; three &= three - 1) {
        unsigned i = chy_lowest(three);
        const uint8_t *ptr = block + i;
        bool ideographic, plain = chy_plain_at(ptr, ptr + 3, &ideographic) > 0 && !ideographic;
        bool folds = ptr[0] == 0xE2 && ptr[1] == 0x80 && chy_fold_of(ptr[2]);
        found->folded |= (uint64_t)folds << i;
        found->odd |= (uint64_t)(!plain && !folds) << i;
    }
}

/* *behind: the tails at the start of the block that belong to what came before; then, of the
 * next block. */
static void look_above(struct found *found, const uint8_t *block, uint64_t above,
                       uint64_t *behind)
{
    struct chy_block_above is = chy_block_above_of(block);
    uint64_t two = above & ~(is.tail | is.three | is.more), unsure = two & ~is.surely;
    uint64_t followed = is.tail >> 1 | (uint64_t)is_tail(block[CHY_BLOCK]) << 63;
    uint64_t belongs = *behind | two << 1 | is.three << 1 | is.three << 2;
    found->odd |= is.more | (is.tail & ~belongs) | (two & ~followed);
    if (unsure)
        look_at_two(found, block, unsure & ~chy_block_arabic(block));
    look_at_three(found, block, is.three);
    *behind = (two | is.three) >> 63 | is.three >> 62;
}

/* Blanks that are more than one space, or than one line end or two in a row; before is the
 * block before. */
static uint64_t odd_blanks(const struct chy_block *is, const struct chy_block *before)
{
    uint64_t after_space = is->space << 1 | before->space >> 63;
    uint64_t after_line = is->line << 1 | before->line >> 63;
    uint64_t after_lines = is->line << 2 | before->line >> 62;
    return (is->space & (after_space | after_line)) |
           (is->line & (after_space | (after_line & after_lines)));
}

/* Copies up to there, and moves behind what stands there, which is written otherwise. *stopped:
 * that is not known here. */
static bool take_other(struct scan *scan, struct plain *plain, const uint8_t *at,
                       const struct found *found, uint64_t bit, bool *stopped)
{
    chy_block_copy(plain->out, plain->ptr);
    plain->out += at - plain->ptr;
    plain->ptr = at;
    if (found->folded & bit) {
        begin_altered(scan, plain, word_before(plain));
        *plain->out++ = (uint8_t)chy_fold_of(at[2]);
        plain->ptr += 3;
    } else if (found->marks & bit) {
        *stopped = !chy_run_marks(scan, plain, word_before(plain));
    } else if (found->spaces & bit) {
        *plain->out++ = ' ';
        plain->ptr += 2;
    } else {
        plain->ptr++;
        return begin_paragraph(scan, plain);
    }
    return true;
}

/* Takes the first bytes of a block, and what begins there; no more than a block beyond is read.
 * *stopped: before the end of that. */
static bool take_bytes(struct scan *scan, struct plain *plain, const struct found *found,
                       uint64_t line, unsigned len, bool *stopped)
{
    const uint8_t *block = plain->ptr;
    uint64_t other = found->folded | found->marks | found->spaces | found->twice;
    for (uint64_t rest = (line | other) & chy_below(len); rest; rest &= rest - 1) {
        const uint8_t *at = block + chy_lowest(rest);
        uint64_t bit = rest & -rest;
        scan->line += (line & bit) != 0;
        scan->row += (line & bit) != 0;
        if ((other & bit) && at >= plain->ptr &&
            !take_other(scan, plain, at, found, bit, stopped))
            return false;
        if (*stopped)
            return true;
    }
    if (plain->ptr < block + len) {
        chy_block_copy(plain->out, plain->ptr);
        plain->out += block + len - plain->ptr;
        plain->ptr = block + len;
    }
    return true;
}

bool chy_run_blocks(struct scan *scan, struct plain *plain, bool *stopped)
{
    struct chy_block before = {0};
    uint64_t behind = 0;
    *stopped = false;
    while (!*stopped && scan->end - plain->ptr >= 2 * CHY_BLOCK) {
        const uint8_t *block = plain->ptr;
        struct chy_block is = chy_block_of(block);
        struct found found = {.odd = is.control | odd_blanks(&is, &before),
                              .twice = is.line & (is.line << 1 | before.line >> 63)};
        if (is.above | behind)
            look_above(&found, block, is.above, &behind);
        if (!take_bytes(scan, plain, &found, is.line,
                        found.odd ? chy_lowest(found.odd) : CHY_BLOCK, stopped))
            return false;
        *stopped |= found.odd != 0;
        if (plain->ptr > block + CHY_BLOCK) /* behind a character that the block's end cuts */
            behind = 0;
        before = is;
    }
    if (!*stopped && behind) { /* a character is cut here */
        const uint8_t *first = character_before(plain->ptr);
        plain->out -= plain->ptr - first;
        plain->ptr = first;
    }
    return true;
}
