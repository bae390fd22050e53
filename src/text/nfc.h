/*
 * nfc.h - Unicode Normalization Form C (UAX 15) of Unicode 15.0.0, by tables.c.
 */
#ifndef CHY_NFC_H
#define CHY_NFC_H

#include "base/buf.h"

/* Appends NFC(text) to out, in time linear in the text and without memory of its own. The text
 * is well-formed and has no more than CHY_MAX_COMBINING combining marks in a row (R8 of
 * spec/canonical-text.md; a screened text has not): CHANCERY_E_ENCODING or _CHARACTER where it
 * is not so. out's own failure is reported by chy_buf_finish. */
CHY_MUST_USE bool chy_nfc(struct chy_buf *out, chancery_span text, chancery_error *error);

/* Most of what is not NFC is a letter followed by marks in order, each of which joins it at
 * once: reads such a letter at *ptr (which is before end), moves behind its marks, and writes
 * what it becomes; the length. 0, with nothing done, where it is not so, or ill-formed. */
unsigned chy_nfc_join(uint8_t out[4], const uint8_t **ptr, const uint8_t *end);

#endif
