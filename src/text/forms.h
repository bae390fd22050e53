/*
 * forms.h - the one pass that reads a file into text/v1 and words/v1.
 */
#ifndef CHY_FORMS_H
#define CHY_FORMS_H

#include "text/canon.h"

/* Fills text, words_bytes, paragraph (offset and line) and emphasis of a zeroed chancery_text
 * from the bytes of a file, into which text may point afterwards. What was filled is freed by
 * chy_forms_done, also after a failure. */
CHY_MUST_USE bool chy_forms_read(struct chancery_text *out, chancery_span file,
                                 chancery_error *error);
void chy_forms_done(struct chancery_text *text);

#endif
