/*
 * reading.h - the words of a file that another program read, where a PDF's hyphens and page
 * lines leave it open what they are: what a statement signs decides, paragraph by paragraph
 * (spec/canonical-text.md, X3 to X6).
 */
#ifndef CHY_READING_H
#define CHY_READING_H

#include "custody/statement.h"
#include "text/rendition.h"

struct chy_reading {
    chancery_text *text;
    uint32_t found; /* words of signed paragraphs that were read */
    bool whole;     /* these are the signed words, all of them and no others */
    bool stopped;   /* there was more to try than may be tried */
    char *left_out; /* lines of pages that are not in the text, for a sentence; NULL: none */
};

/* The work that may still be done, in bytes to read and to hash. */
struct chy_reading_work {
    uint64_t left;
};

/* The reading in which most of the statement's words stand. in_order: all of them, from the
 * first word to the last, or it is not looked further. What the canonicaliser refuses,
 * CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_reading_of(struct chy_reading *out, chancery_span extracted,
                                 const struct chy_statement *statement, bool in_order,
                                 struct chy_reading_work *work, chancery_error *error);
/* The reading in which every doubtful hyphen goes and the document's own page lines do: of a
 * .docx, the text as it is. */
CHY_MUST_USE bool chy_reading_first(struct chy_reading *out, chancery_span extracted,
                                    enum chy_medium medium, chancery_error *error);
void chy_reading_done(struct chy_reading *reading);

#endif
