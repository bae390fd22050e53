/*
 * page_line.h - a line at the head or foot of a page that bears no words of the text: the
 * document's own symbol, job number and page number (spec/canonical-text.md, X5).
 */
#ifndef CHY_PAGE_LINE_H
#define CHY_PAGE_LINE_H

#include "text/canon.h"

/* What the document's own pages may bear. Borrowed. */
struct chy_own {
    char *const *symbol;
    size_t symbols;
    const char *job; /* NULL: none */
};

enum chy_page_line {
    CHY_PAGE_LINE_NONE,
    CHY_PAGE_LINE_SURE,   /* symbol, job number, "2/3" or a catchword: only a page bears it */
    CHY_PAGE_LINE_NUMBER, /* "2" alone: one of a row, or a number of the text */
    CHY_PAGE_LINE_DASHED  /* "- 2 -" */
};

/* What the line (as a text of its own) is on this page of so many. */
enum chy_page_line chy_page_line(const struct chancery_text *line, const struct chy_own *own,
                                 uint32_t page, uint32_t pages);

#endif
