/*
 * emphasis.h - drops matched emphasis marks from words, spec/canonical-text.md E1 to E5.
 */
#ifndef CHY_EMPHASIS_H
#define CHY_EMPHASIS_H

#include "text/canon.h"

/* The words lie in bytes, joined by one U+0020. Drops matched marks in place: bytes, offsets
 * and lengths shrink, and every word from an opening mark to its closing one gets
 * CHY_WORD_EMPHASIS. */
void chy_emphasis_drop(struct chy_word *word, uint32_t words, struct chy_buf *bytes);

#endif
