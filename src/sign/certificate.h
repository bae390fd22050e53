/*
 * certificate.h - the public key of an X.509 certificate that an authority vouches for
 * (spec/keys.md, rules K29 to K31). OpenSSL judges the chain; nothing here is reached by a
 * command that verifies letters.
 */
#ifndef CHY_CERTIFICATE_H
#define CHY_CERTIFICATE_H

#include "base/buf.h"
#include "base/span.h"
#include "sign/ed25519.h"

/* What stands in the PEM files certificate and authority[0 .. count). CHANCERY_E_KEY
 * (malformed, not Ed25519, weak), _REFUSED (the authorities do not vouch for it at `now`, or
 * not for signatures). */
CHY_MUST_USE bool chy_certificate_key(chancery_public_key *out, chancery_span certificate,
                                      const chancery_span *authority, size_t count, int64_t now,
                                      chancery_error *error);

/* The one certificate of a PEM file as DER, appended to out. CHANCERY_E_KEY. */
CHY_MUST_USE bool chy_certificate_der(struct chy_buf *out, chancery_span file,
                                      chancery_error *error);
/* "CN=Specimen, to 2040-01-01": whose a certificate in DER is, and its last day; not escaped.
 * The caller frees. NULL with CHANCERY_E_KEY where it is none, or more. */
char *chy_certificate_label(chancery_span der, chancery_error *error);

#endif
