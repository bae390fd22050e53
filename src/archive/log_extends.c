/*
 * log_extends.c - is a log what it was when it was seen last, and more?
 */
#include "archive/remembered.h"

bool chy_log_grew(bool *grew, const struct chy_log *log, uint64_t size,
                  const chancery_digest *root, chancery_error *error)
{
    struct chy_log_hashes h = {.log = log};
    struct chy_merkle_proof proof;
    const struct chy_checkpoint *now = &log->checkpoint;
    bool ok = true;
    *grew = size == 0 || (size == now->size && chy_digest_eq(root, &now->root));
    if (!*grew && size < now->size) {
        ok = chy_merkle_consistency(&proof, size, now->size, chy_log_hash, &h, error);
        *grew = ok && chy_merkle_extends(&now->root, now->size, root, size, &proof);
    }
    chy_buf_done(&h.tile);
    return ok;
}

bool chy_log_extends(bool *extends, const struct chy_log *log,
                     const struct chy_remembered *last, chancery_error *error)
{
    *extends = true;
    return !last->found ||
           chy_log_grew(extends, log, last->checkpoint.size, &last->checkpoint.root, error);
}
