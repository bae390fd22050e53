/*
 * nfc.h - Unicode Normalization Form C (UAX 15) of well-formed, screened text. The only door to
 * the library that does it.
 */
#ifndef CHY_NFC_H
#define CHY_NFC_H

#include "base/buf.h"

/* Appends NFC(text) to out. Text that is NFC already, as all text of code points below
 * U+0300 and nearly all other text is, is seen to be so by its properties and copied. out's own
 * failure is reported by chy_buf_finish; CHANCERY_E_INTERNAL if the library refuses. */
CHY_MUST_USE bool chy_nfc(struct chy_buf *out, chancery_span text, chancery_error *error);

#endif
