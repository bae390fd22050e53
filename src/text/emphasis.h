/*
 * emphasis.h - drops matched emphasis marks from words, spec/canonical-text.md E1 to E5.
 */
#ifndef CHY_EMPHASIS_H
#define CHY_EMPHASIS_H

#include "text/canon.h"

/* The words lie in bytes, joined by one U+0020. Drops matched marks in place; notes which words
 * stand between (emphasis), and where the paragraphs begin now. CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_emphasis_drop(struct chancery_text *out, struct chy_buf *bytes,
                                    chancery_error *error);

#endif
