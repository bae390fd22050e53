/*
 * scan.h - what is shared by the files that read a file into its two forms (forms.h).
 */
#ifndef CHY_SCAN_H
#define CHY_SCAN_H

#include "base/buf.h"
#include "base/span.h"
#include "text/canon.h"
#include "text/unicode.h"

enum { SOFT_HYPHEN = 0xAD };

/* What a piece holds. */
enum {
    HAS_NORMALIZE = 1, /* a character that NFC may change */
    HAS_FOLD = 2,      /* perhaps a character of the fold table */
    HAS_SOFT = 4,      /* a soft hyphen */
    HAS_JOINER = 8,    /* ZWNJ or ZWJ, which are right in some places */
    IS_IDEOGRAPH = 16,
    IS_SPACE = 32 /* it is a white-space character above ASCII, which parts words */
};

struct piece {
    const uint8_t *from, *to; /* its bytes in the file */
    unsigned traits;
};

/* Bytes of the file that a form holds as they are, and that are not copied to it yet. */
struct waiting {
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
    size_t paragraph_cap;
    struct waiting waiting;
    struct chy_buf text, words, folded;
    struct chancery_text *out;
    chancery_error *error;
};

/* At the beginning of a file. */
static inline struct scan chy_scan_begin(chancery_span file, struct chancery_text *out,
                                         chancery_error *error)
{
    size_t mark = chy_span_starts(file, CHY_LITERAL("\xEF\xBB\xBF")) ? 3 : 0;
    const uint8_t *ptr = file.ptr + mark;
    return (struct scan){.begin = file.ptr,
                         .ptr = ptr,
                         .blanks = ptr,
                         .end = file.ptr + file.len,
                         .altered = true, /* no line ends at the beginning */
                         .line = 1,
                         .waiting = {ptr, ptr},
                         .out = out,
                         .error = error};
}

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

/* Moves over spaces, tabs and line ends. */
void chy_scan_blanks(struct scan *scan);

/* Reads the piece at scan->ptr, where no such blank is. scan->ptr stays. */
CHY_MUST_USE bool chy_scan_piece(struct scan *scan, struct piece *piece);

/* The piece without the soft hyphens at its ends; empty if it is nothing else. */
chancery_span chy_scan_own(const struct piece *piece);

/* Is there a word in it? Not in white space, nor in soft hyphens alone. */
static inline bool chy_scan_is_word(const struct piece *piece)
{
    return !(piece->traits & IS_SPACE) &&
           (!(piece->traits & HAS_SOFT) || chy_scan_own(piece).len > 0);
}

/* Room for more paragraphs. */
CHY_MUST_USE bool chy_scan_more_paragraphs(struct scan *scan);

/* A paragraph begins at that byte of words/v1. */
CHY_MUST_USE static inline bool chy_scan_paragraph(struct scan *scan, size_t offset)
{
    struct chancery_text *out = scan->out;
    if (out->paragraphs == scan->paragraph_cap && !chy_scan_more_paragraphs(scan))
        return false;
    struct chy_paragraph *paragraph = &out->paragraph[out->paragraphs++];
    paragraph->offset = (uint32_t)offset; /* new room is zeroed */
    paragraph->line = scan->line;
    return true;
}

/* Copies what waits of text/v1, up to there. */
void chy_scan_flush(struct scan *scan, const uint8_t *to);

/* Where a word begins, in both forms: takes words on as long as both hold them as the file
 * does. Perhaps none. */
CHY_MUST_USE bool chy_scan_plain(struct scan *scan);

#endif
