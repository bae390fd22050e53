/*
 * rendition.h - the text of a file that is no text: a PDF or a document of a word processor, as
 * another program reads it (spec/canonical-text.md, X1 and X2).
 */
#ifndef CHY_RENDITION_H
#define CHY_RENDITION_H

#include "base/buf.h"
#include "base/span.h"

enum chy_medium { CHY_MEDIUM_OTHER, CHY_MEDIUM_PDF, CHY_MEDIUM_DOCX };

/* By its bytes, never by its name. What is OTHER may be a text. */
enum chy_medium chy_medium_of(chancery_span file);

/* "pdftotext", "pandoc": the program that reads it. */
const char *chy_medium_program(enum chy_medium medium);

/* What the program reads in the whole file, into an empty out. CHANCERY_E_MISSING where the
 * program is not installed, and what chy_child_run gives. */
CHY_MUST_USE bool chy_rendition_extract(struct chy_buf *out, chancery_span file,
                                        enum chy_medium medium, chancery_error *error);

#endif
