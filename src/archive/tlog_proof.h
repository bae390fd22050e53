/*
 * tlog_proof.h - a proof that something is in a log, as one file (C2SP tlog-proof@v1): index,
 * inclusion proof and checkpoint, and as extra data the entry itself.
 */
#ifndef CHY_TLOG_PROOF_H
#define CHY_TLOG_PROOF_H

#include "archive/merkle.h"
#include "base/buf.h"
#include "base/span.h"

struct chy_tlog_proof {
    struct chy_buf extra; /* decoded; empty: none */
    uint64_t index;
    struct chy_merkle_proof path;
    chancery_span note; /* the checkpoint as it was signed; a view of what was read */
};

/* CHANCERY_E_NOTE, _LIMIT. Nothing is verified. */
CHY_MUST_USE bool chy_tlog_proof_parse(struct chy_tlog_proof *out, chancery_span bytes,
                                       chancery_error *error);
void chy_tlog_proof_format(struct chy_buf *out, const struct chy_tlog_proof *proof);
void chy_tlog_proof_done(struct chy_tlog_proof *proof);

#endif
