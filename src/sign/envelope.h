/*
 * envelope.h - DSSE v1 envelopes, one a line (spec/custody-record.md).
 *
 * Reading gives the payload's bytes and the signatures as they stand; nothing is trusted until
 * a signature was verified over chy_envelope_pae of these very bytes, and nothing is
 * re-serialised.
 */
#ifndef CHY_ENVELOPE_H
#define CHY_ENVELOPE_H

#include "base/buf.h"
#include "base/span.h"
#include "sign/ed25519.h"

#define CHY_STATEMENT_TYPE "application/vnd.in-toto+json"
#define CHY_DIRECTORY_TYPE "application/vnd.chancery.directory+json"

struct chy_envelope_signature {
    chancery_signature signature;
    chancery_digest keyid;
    bool has_keyid; /* a well-formed keyid stood there; only a hint */
};

struct chy_envelope {
    char *payload_type;
    uint8_t *payload;
    size_t payload_len;
    struct chy_envelope_signature *signature;
    size_t signatures; /* at least 1 */
};

/* One line, without its LF. CHANCERY_E_JSON, _FORMAT or _ENVELOPE. DSSE: unknown members are
 * ignored, a keyid that is absent or odd is no error, several signatures are accepted, none is
 * not; a signature that is not 64 bytes is dropped if another one is there. */
CHY_MUST_USE bool chy_envelope_read(struct chy_envelope *out, chancery_span line,
                                    chancery_error *error);
void chy_envelope_done(struct chy_envelope *envelope);

/* A line as chy_envelope_write writes it, its payload yet to be decoded: views of the line. */
struct chy_plain_envelope {
    chancery_span payload; /* base64 */
    chancery_span type;
    struct chy_envelope_signature signature;
};
/* False, without an error, for any other line. */
bool chy_envelope_plain(struct chy_plain_envelope *out, chancery_span line);

/* Appends one line with its LF: one signature, keyid of key. Canonical JSON. */
void chy_envelope_write(struct chy_buf *out, const char *payload_type, chancery_span payload,
                        const chancery_public_key *key, const chancery_signature *signature);

/* Appends the pre-authentication encoding: "DSSEv1" SP len(type) SP type SP len(payload) SP
 * payload. */
void chy_envelope_pae(struct chy_buf *out, const char *payload_type, chancery_span payload);

#endif
