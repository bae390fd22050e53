/*
 * scan.h - what is shared by the files that read a file into its two forms (forms.h).
 */
#ifndef CHY_SCAN_H
#define CHY_SCAN_H

#include "base/buf.h"
#include "base/span.h"
#include "text/canon.h"
#include "text/unicode.h"

enum { SOFT_HYPHEN = 0xAD, LINE_SEPARATOR = 0x2028, PARAGRAPH_SEPARATOR = 0x2029 };

/* What a piece holds. */
enum {
    HAS_NORMALIZE = 1, /* a character that NFC may change */
    HAS_FOLD = 2,      /* perhaps a character of the fold table */
    HAS_SOFT = 4,      /* a soft hyphen */
    HAS_JOINER = 8,    /* ZWNJ or ZWJ, which are right in some places */
    IS_IDEOGRAPH = 16
};

struct piece {
    const uint8_t *from, *to; /* its bytes in the file */
    unsigned traits;
};

/* Bytes of the file that a form holds as they are, and that are not copied to it yet. */
struct run {
    const uint8_t *from, *to;
};

struct scan {
    const uint8_t *begin, *ptr, *end; /* the file, and where reading stands */
    const uint8_t *blanks;  /* from here to ptr only spaces and tabs, not written yet */
    unsigned breaks;        /* line ends not written yet; 2: a blank line */
    bool altered;           /* text/v1 has other line ends and blanks here than the file */
    unsigned combining;     /* combining marks in a row, as decomposed */
    uint32_t line;          /* of the file */
    uint32_t row, word_row; /* line ends so far; what that was at the last word */
    size_t word_cap, paragraph_cap;
    struct run text_run, words_run;
    struct chy_buf text, words, folded;
    struct chancery_text *out;
    chancery_error *error;
};

static inline chancery_span between(const uint8_t *from, const uint8_t *to)
{
    return chy_span(from, (size_t)(to - from));
}

static inline bool is_joiner(uint32_t cp)
{
    return cp == CHY_CP_ZWNJ || cp == CHY_CP_ZWJ;
}

/* The character at ptr is refused. Always false. */
bool chy_scan_refuse(struct scan *scan, const uint8_t *ptr);

/* Reads the piece at scan->ptr, which is empty before white space and controls. */
CHY_MUST_USE bool chy_scan_piece(struct scan *scan, struct piece *piece);

/* Copies what waits to the form that it belongs to. */
static inline void flush(struct chy_buf *out, struct run *run)
{
    if (run->to > run->from)
        chy_buf_span(out, between(run->from, run->to));
    run->from = run->to;
}

/* Room for one more word. */
CHY_MUST_USE bool chy_scan_grow(struct scan *scan);

/* Member by member: a whole struct would be put together elsewhere first, and copied. */
static inline void set_word(struct chy_word *word, const struct scan *scan, const uint8_t *from,
                            const uint8_t *to, size_t offset, size_t length, uint8_t flags)
{
    word->offset = (uint32_t)offset;
    word->length = (uint32_t)length;
    word->source = (uint32_t)(from - scan->begin);
    word->source_end = (uint32_t)(to - scan->begin);
    word->line = scan->line;
    word->paragraph = scan->out->paragraphs - 1;
    word->flags = flags;
}

/* Behind a word that both forms hold as the file does, where a space follows: takes words on as
 * long as each comes after one space, and has nothing but plain letters of one or two bytes. */
CHY_MUST_USE bool chy_scan_plain(struct scan *scan);

/* Behind an ideograph: takes on such as have no marks. */
CHY_MUST_USE bool chy_scan_ideographs(struct scan *scan);

#endif
