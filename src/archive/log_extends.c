/*
 * log_extends.c - is a log what it was when it was seen last, and more?
 */
#include "archive/remembered.h"

bool chy_log_extends(bool *extends, const struct chy_log *log,
                     const struct chy_remembered *last, chancery_error *error)
{
    struct chy_log_hashes h = {.log = log};
    struct chy_merkle_proof proof;
    const struct chy_checkpoint *old = &last->checkpoint, *now = &log->checkpoint;
    bool ok = true;
    *extends = !last->found || old->size == 0 ||
               (old->size == now->size && chy_digest_eq(&old->root, &now->root));
    if (!*extends && old->size < now->size) {
        ok = chy_merkle_consistency(&proof, old->size, now->size, chy_log_hash, &h, error);
        *extends =
            ok && chy_merkle_extends(&now->root, now->size, &old->root, old->size, &proof);
    }
    chy_buf_done(&h.tile);
    return ok;
}
