/*
 * log_hash.c - the hashes of a log's tree, from its tiles.
 */
#include "archive/log.h"

bool chy_log_read_hashes(struct chy_buf *out, const struct chy_log *log, int level,
                         uint64_t index, unsigned width, chancery_error *error)
{
    if (!chy_log_read_tile(out, log, level, index, width, error))
        return false;
    if (out->len >= width * sizeof(chancery_digest))
        return true;
    chy_fail(error, CHANCERY_E_LOG, "a tile is cut off");
    chy_fail_where(error, log->folder);
    return chy_fail_next(
        error, "See what is damaged (chancery log check), and restore it from a copy.");
}

/* The hash of a full subtree lies in a tile, or is folded from a run of hashes of one. */
bool chy_log_hash(void *context, chancery_digest *out, unsigned level, uint64_t index,
                  chancery_error *error)
{
    struct chy_log_hashes *h = context;
    unsigned tier = level / 8, folded = level % 8;
    uint64_t first = index << folded, tile = first / CHY_TILE_WIDTH;
    uint64_t there = (h->log->checkpoint.size >> (8 * tier)) - tile * CHY_TILE_WIDTH;
    unsigned width = there < CHY_TILE_WIDTH ? (unsigned)there : CHY_TILE_WIDTH;
    size_t at = (size_t)(first % CHY_TILE_WIDTH), count = (size_t)1 << folded;
    chancery_digest hash[CHY_TILE_WIDTH];
    chy_buf_clear(&h->tile);
    if (!chy_log_read_hashes(&h->tile, h->log, (int)tier, tile, width, error))
        return false;
    memcpy(hash, h->tile.ptr + at * sizeof *hash, count * sizeof *hash);
    *out = chy_merkle_fold(hash, count);
    return true;
}
