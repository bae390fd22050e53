/*
 * der.h - DER (X.690), walked and not interpreted: what a timestamp token is held to before
 * OpenSSL, which also takes BER, sees it.
 */
#ifndef CHY_DER_H
#define CHY_DER_H

#include "base/error.h"
#include "base/span.h"

enum {
    CHY_DER_BOOLEAN = 0x01,
    CHY_DER_INTEGER = 0x02,
    CHY_DER_OCTETS = 0x04,
    CHY_DER_NULL = 0x05,
    CHY_DER_UTF8 = 0x0c,
    CHY_DER_SEQUENCE = 0x30,
    CHY_DER_SET = 0x31
};

/* Views of the bytes that it was taken from. */
struct chy_der {
    uint8_t tag; /* class, constructed or not, and number, in one byte */
    chancery_span content;
    chancery_span whole; /* with tag and length */
};

/* Takes the next value off *rest. False where there is none, or its length is indefinite, not
 * the shortest, or more than is there. */
CHY_MUST_USE bool chy_der_take(struct chy_der *out, chancery_span *rest);
/* The same, of this tag. */
CHY_MUST_USE bool chy_der_take_tag(struct chy_der *out, chancery_span *rest, uint8_t tag);

/* Is it one value and nothing after it, of definite and shortest lengths at every depth, with
 * strings in one piece, and BOOLEAN, INTEGER and NULL as DER has them? */
bool chy_der_is_strict(chancery_span bytes);

#endif
