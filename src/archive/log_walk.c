#include "archive/log_walk.h"

#include <stdlib.h>

static bool ignore_tile(void *context, int level, uint64_t index, const chancery_digest *hash,
                        chancery_error *error)
{
    (void)context, (void)level, (void)index, (void)hash, (void)error;
    return true;
}

static bool fail_short(const struct chy_log *log, uint64_t index, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_LOG, "entry %llu is cut off", (unsigned long long)index);
    chy_fail_where(error, log->folder);
    return chy_fail_next(
        error, "See what is damaged (chancery log check), and restore it from a copy.");
}

static bool take_bundle(struct chy_log_walk *walk, struct chy_edge *edge,
                        const struct chy_log *log, chancery_span rest, unsigned width,
                        chancery_error *error)
{
    chancery_span entry;
    for (unsigned i = 0; i < width; i++) {
        if (!chy_bundle_next(&entry, &rest))
            return fail_short(log, edge->size, error);
        if (walk->each && !walk->each(walk->context, edge->size, entry, error))
            return false;
        chancery_digest leaf = chy_merkle_leaf(entry);
        if (!chy_edge_add(edge, &leaf, ignore_tile, NULL, error))
            return false;
        if (edge->size == walk->before)
            walk->root_before = chy_edge_root(edge);
    }
    return true;
}

bool chy_log_walk(struct chy_log_walk *walk, const struct chy_log *log, chancery_error *error)
{
    uint64_t size = log->checkpoint.size;
    struct chy_edge *edge = calloc(1, sizeof *edge);
    struct chy_buf bundle = {0};
    bool ok = edge != NULL || chy_fail_memory(error);
    walk->root_before = chy_merkle_empty();
    for (uint64_t first = 0; ok && first < size; first += CHY_TILE_WIDTH) {
        uint64_t left = size - first;
        unsigned width = left < CHY_TILE_WIDTH ? (unsigned)left : CHY_TILE_WIDTH;
        chy_buf_clear(&bundle);
        ok = chy_log_read_tile(&bundle, log, CHY_TILE_ENTRIES, first / CHY_TILE_WIDTH, width,
                               error) &&
             take_bundle(walk, edge, log, chy_buf_view(&bundle), width, error);
    }
    if (ok)
        walk->root = chy_edge_root(edge);
    chy_buf_done(&bundle);
    free(edge);
    return ok;
}
