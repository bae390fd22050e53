/*
 * pem.h - one PEM block (RFC 7468) in a file, read strictly and without OpenSSL.
 */
#ifndef CHY_PEM_H
#define CHY_PEM_H

#include "base/buf.h"
#include "base/span.h"

/* Finds the first "-----BEGIN LABEL-----" line; *rest is what follows it. False if there is
 * none. Views live as long as text. */
bool chy_pem_find(chancery_span *label, chancery_span *rest, chancery_span text);

/* Appends the bytes of the block that chy_pem_find found. Text after the block is ignored, but
 * a second block is refused: it would be unclear which one is meant. CHANCERY_E_KEY. */
CHY_MUST_USE bool chy_pem_decode(struct chy_buf *der, chancery_span label, chancery_span rest,
                                 chancery_error *error);

/* Appends a block with lines of 64 characters. */
void chy_pem_write(struct chy_buf *out, const char *label, chancery_span der);

#endif
