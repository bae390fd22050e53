/*
 * fold.h - the typographic variants that words/v1 does not tell apart.
 */
#ifndef CHY_FOLD_H
#define CHY_FOLD_H

#include "base/buf.h"

/* The fold table, W3: the character that stands in words/v1 for the one whose UTF-8 is E2 80
 * and this byte; 0: itself. */
char chy_fold_of(uint8_t last);

/* Appends well-formed text without soft hyphens and with the fold table of
 * spec/canonical-text.md (W2, W3) applied. The result may need NFC again, where a soft hyphen
 * kept marks apart. */
void chy_fold(struct chy_buf *out, chancery_span text);

#endif
