/*
 * typeset.h - what a program read in a PDF, line by line: words that were broken at the ends of
 * lines, and lines that only pages bear (spec/canonical-text.md, X3 to X5). Of both, nobody can
 * tell from the page alone whether they are of the text, so that each is a doubt, which custody
 * settles by what was signed.
 */
#ifndef CHY_TYPESET_H
#define CHY_TYPESET_H

#include "text/page_line.h"

struct chy_typeset_line {
    chancery_span bytes; /* without its end */
    uint32_t page;       /* from 1 */
    bool page_line;
    uint32_t doubts; /* its words if it is a page line; else 1 if its hyphen is one, or 0 */
    size_t doubt;    /* index of the first */
};

struct chy_doubt {
    bool page_line; /* a word of such a line; else a hyphen at a line's end */
    bool kept;      /* in the next text that is made; at first false */
    size_t at;      /* the byte of the text made last where it stands, or would */
    char *word;     /* page_line: the word */
};

struct chy_typeset {
    struct chy_typeset_line *line; /* bytes borrowed */
    size_t lines;
    struct chy_doubt *doubt; /* in the order of the text */
    size_t doubts;
    uint32_t pages;
};

/* CHANCERY_E_MEMORY, and _LIMIT where no text could hold so much. */
CHY_MUST_USE bool chy_typeset_read(struct chy_typeset *out, chancery_span extracted,
                                   const struct chy_own *own, chancery_error *error);
void chy_typeset_done(struct chy_typeset *typeset);

/* Appends one reading, in which what is doubtful is as `kept` says, and sets each doubt's `at`.
 * A hyphen is dropped or kept only where the two lines that it joins stand side by side. */
void chy_typeset_join(struct chy_buf *out, struct chy_typeset *typeset);

#endif
