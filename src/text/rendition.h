/*
 * rendition.h - the text of a file that is no text: a PDF or a document of a word processor, as
 * another program reads it (spec/canonical-text.md, X1 to X4).
 */
#ifndef CHY_RENDITION_H
#define CHY_RENDITION_H

#include "text/canon.h"

enum chy_medium { CHY_MEDIUM_OTHER, CHY_MEDIUM_PDF, CHY_MEDIUM_DOCX };

/* By its bytes, never by its name. What is OTHER may be a text. */
enum chy_medium chy_medium_of(chancery_span file);

/* "pdftotext", "pandoc": the program that reads it. */
const char *chy_medium_program(enum chy_medium medium);

/* What the program reads in the whole file, into an empty out. CHANCERY_E_MISSING where the
 * program is not installed, and what chy_child_run gives. */
CHY_MUST_USE bool chy_rendition_extract(struct chy_buf *out, chancery_span file,
                                        enum chy_medium medium, chancery_error *error);

/* Is this text the one that is looked for? */
typedef bool chy_accept_fn(const void *context, const struct chancery_text *text);

/* The canonical text of what a program read. Where lines of a PDF end in a hyphen nobody can
 * tell from the page alone whether it belongs to the word: the readings are tried in turn, at
 * most CHY_MAX_READINGS of them, until accept says yes; *accepted tells whether it did, and
 * *out is that text, else the first. CHANCERY_E_EMPTY where there are no words, and what the
 * canonicaliser refuses. */
CHY_MUST_USE bool chy_rendition_text(chancery_text **out, bool *accepted,
                                     chancery_span extracted, enum chy_medium medium,
                                     chy_accept_fn *accept, const void *context,
                                     chancery_error *error);

/* One reading of lines: mask bit i says of the i-th line end after a hyphen before a small
 * letter that the hyphen stays. Appends to out; returns how many such line ends there are. */
size_t chy_rejoin(struct chy_buf *out, chancery_span lines, uint64_t mask);

#endif
