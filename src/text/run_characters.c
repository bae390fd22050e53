/*
 * run_characters.c - words of which both forms are known as they are read, character by
 * character: in words/v1 a space parts ideographs, and some characters are folded; in both a
 * letter may be joined by the marks behind it.
 */
#include "text/block.h"
#include "text/fold.h"
#include "text/nfc.h"
#include "text/run.h"

/* Blocks are read again where so many bytes had no ideograph, and nothing that is altered. */
enum { BEFORE_BLOCKS = 64 };

/* The first byte of U+0300 to U+033F, all of them marks. */
enum { MARKS = 0xCC };

/* Where reading stands. Kept apart while letters are copied, as bytes may alias anything. */
struct at {
    const uint8_t *ptr, *start; /* start: of the word or ideograph at ptr */
    uint8_t *out;
    bool before_ideograph, before_other; /* a space has to be written there */
};

/* --- what stays --- */

/* Printing ASCII: up to eight bytes at once, of which some are written over. */
static inline void take_ascii(struct at *at, const uint8_t *end)
{
    size_t len = 1;
    *at->out = ' ';
    at->out += at->before_other;
    at->start = at->before_other ? at->ptr : at->start;
    if (end - at->ptr >= 8) {
        len = chy_plain_ascii_of_8(at->ptr);
        memcpy(at->out, at->ptr, 8);
    } else {
        *at->out = *at->ptr;
    }
    at->out += len;
    at->ptr += len;
    at->before_ideograph = true;
    at->before_other = false;
}

/* A letter or ideograph above ASCII; false: it is none. */
static inline bool take_above(struct at *at, const uint8_t *end)
{
    bool ideographic;
    unsigned len = chy_plain_at(at->ptr, end, &ideographic);
    if (len == 0)
        return false;
    *at->out = ' ';
    at->out += ideographic ? at->before_ideograph : at->before_other;
    at->start = ideographic || at->before_other ? at->ptr : at->start;
    for (unsigned i = 0; i < len; i++)
        at->out[i] = at->ptr[i];
    at->out += len;
    at->ptr += len;
    at->before_ideograph = true;
    at->before_other = ideographic;
    return true;
}

/* An ideograph and a space: four bytes are read, and the last of them is written over. */
static inline void copy_ideograph(uint8_t *out, const uint8_t *ptr)
{
    memcpy(out, ptr, 4);
    out[3] = ' ';
}

/* Ideographs, of those that are most of Chinese, and behind each a space: two at a time, as
 * neither waits for the other. Returns where they end, and moves *to behind the last space. */
static inline const uint8_t *copy_ideographs(uint8_t **to, const uint8_t *ptr,
                                             const uint8_t *end)
{
    uint8_t *out = *to;
    do {
        while (end - ptr >= 10 && chy_is_unified_ideograph(ptr + 3)) {
            copy_ideograph(out, ptr);
            copy_ideograph(out + 4, ptr + 3);
            out += 8;
            ptr += 6;
            if (!chy_is_unified_ideograph(ptr)) {
                *to = out;
                return ptr;
            }
        }
        copy_ideograph(out, ptr);
        out += 4;
        ptr += 3;
    } while (end - ptr >= 4 && chy_is_unified_ideograph(ptr));
    *to = out;
    return ptr;
}

static inline void take_ideographs(struct at *at, const uint8_t *end)
{
    uint8_t *out = at->out;
    *out = ' ';
    out += at->before_ideograph;
    at->ptr = copy_ideographs(&out, at->ptr, end);
    at->out = out - 1;
    at->start = at->ptr - 3;
    at->before_ideograph = at->before_other = true;
}

/* --- blanks --- */

/* A space, a line end or two, or U+00A0, behind which is no other blank: how many bytes; 0: it
 * is none of these. */
static inline unsigned blank_at(const uint8_t *ptr, const uint8_t *end)
{
    unsigned len = *ptr == ' ' || *ptr == '\n' ? 1 : 0;
    if (end - ptr >= 2 &&
        (len > 0 ? *ptr == '\n' && ptr[1] == '\n' : *ptr == 0xC2 && ptr[1] == 0xA0))
        len = 2;
    return len > 0 && end - ptr > len && ptr[len] != ' ' && ptr[len] != '\n' ? len : 0;
}

static inline bool take_blank(struct scan *scan, struct at *at, unsigned len)
{
    uint32_t ends = *at->ptr == '\n' ? len : 0;
    *at->out++ = ' ';
    at->ptr += len;
    at->start = at->ptr;
    at->before_ideograph = at->before_other = false;
    scan->line += ends;
    scan->row += ends;
    return ends < 2 || chy_scan_paragraph(scan, (size_t)(at->out - scan->words.ptr));
}

/* Takes letters and ideographs with such blanks between, up to something else; or up to behind
 * a blank from where blocks may be read (*blocked). False: there is no memory. */
static bool take_words(struct scan *scan, struct plain *plain, const uint8_t **blocks,
                       bool *blocked)
{
    struct at at = {.ptr = plain->ptr,
                    .start = plain->start,
                    .out = plain->out,
                    .before_ideograph = plain->before_ideograph,
                    .before_other = plain->before_other};
    const uint8_t *end = scan->end;
    bool after_blank = at.ptr == at.start && at.ptr > plain->begin, more = true, ok = true;
    *blocked = false;
    while (at.ptr < end && more) {
        unsigned blank = 0;
        if (chy_is_plain_byte(*at.ptr)) {
            take_ascii(&at, end);
        } else if (end - at.ptr >= 4 && chy_is_unified_ideograph(at.ptr)) {
            take_ideographs(&at, end);
            *blocks = at.ptr + BEFORE_BLOCKS;
        } else if (*at.ptr >= 0x80 && *at.ptr != MARKS && take_above(&at, end)) {
            *blocks = at.before_other ? at.ptr + BEFORE_BLOCKS : *blocks;
        } else if (!after_blank && (blank = blank_at(at.ptr, end)) > 0) {
            ok = take_blank(scan, &at, blank);
            *blocked = ok && at.ptr >= *blocks && end - at.ptr >= 2 * CHY_BLOCK;
            more = ok && !*blocked;
        } else {
            more = false;
        }
        after_blank = blank > 0;
    }
    plain->word = at.start == plain->start ? plain->word : NULL;
    plain->ptr = at.ptr;
    plain->start = at.start;
    plain->out = at.out;
    plain->before_ideograph = at.before_ideograph;
    plain->before_other = at.before_other;
    return ok;
}

/* --- what is altered --- */

/* A character of the fold table. */
static bool take_folded(struct scan *scan, struct plain *plain)
{
    const uint8_t *ptr = plain->ptr;
    if (scan->end - ptr < 3 || ptr[0] != 0xE2 || ptr[1] != 0x80)
        return false;
    char folded = chy_fold_of(ptr[2]);
    if (!folded)
        return false;
    if (plain->before_other)
        plain->start = plain->ptr;
    begin_altered(scan, plain, plain->start);
    *plain->out = ' ';
    plain->out += plain->before_other;
    *plain->out++ = (uint8_t)folded;
    plain->before_ideograph = true;
    plain->before_other = false;
    plain->ptr += 3;
    return true;
}

/* Copies what waits of text/v1 up to there, which mostly is little. */
static void flush_text(struct scan *scan, const uint8_t *to)
{
    struct waiting *waiting = &scan->waiting;
    size_t len = (size_t)(to - waiting->from);
    if (len <= CHY_BLOCK && scan->end - waiting->from >= CHY_BLOCK &&
        scan->text.cap - scan->text.len >= CHY_BLOCK && chy_buf_ok(&scan->text)) {
        memcpy(scan->text.ptr + scan->text.len, waiting->from, CHY_BLOCK);
        scan->text.len += len;
    } else {
        chy_scan_flush(scan, to);
    }
}

bool chy_run_marks(struct scan *scan, struct plain *plain, const uint8_t *start)
{
    const uint8_t *next, *letter;
    uint8_t joined[4];
    bool ideographic = false;
    if (plain->ptr == plain->begin || blank_before(plain->begin, plain->ptr) > 0)
        return false;
    next = letter = character_before(plain->ptr);
    if (*letter >= 0x80 && (chy_plain_at(letter, scan->end, &ideographic) == 0 || ideographic))
        return false;
    unsigned len = chy_nfc_join(joined, &next, scan->end);
    if (len == 0)
        return false;
    begin_altered(scan, plain, start);
    flush_text(scan, letter);
    if (!chy_buf_ok(&scan->text))
        return false;
    if (plain->word_text == SIZE_MAX)
        plain->word_text = scan->text.len - (size_t)(letter - plain->word);
    chy_buf_short(&scan->text, joined, len);
    scan->waiting = (struct waiting){next, next};
    plain->out -= plain->ptr - letter;
    memcpy(plain->out, joined, 4); /* what is more than len is written over */
    plain->out += len;
    plain->ptr = plain->altered = next;
    return chy_buf_ok(&scan->text);
}

bool chy_run_characters(struct scan *scan, struct plain *plain, bool *stopped)
{
    const uint8_t *blocks = plain->ptr; /* may be read from here on */
    bool blocked = false;
    plain->start = word_before(plain);
    plain->word = plain->word == plain->start ? plain->word : NULL;
    plain->before_ideograph = plain->ptr > plain->start;
    plain->before_other = false;
    *stopped = false;
    while (!*stopped && !blocked) {
        if (!take_words(scan, plain, &blocks, &blocked))
            return false;
        if (plain->ptr == scan->end)
            *stopped = true;
        else if (!blocked &&
                 (chy_run_marks(scan, plain, plain->start) || take_folded(scan, plain)))
            blocks = plain->ptr + BEFORE_BLOCKS;
        else
            *stopped = !blocked;
    }
    return true;
}
