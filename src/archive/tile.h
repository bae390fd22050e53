/*
 * tile.h - tiles and entry bundles of a log (C2SP tlog-tiles): their names, the tiles that
 * still grow, and what a bundle holds. No files here.
 */
#ifndef CHY_TILE_H
#define CHY_TILE_H

#include "archive/merkle.h"
#include "base/buf.h"
#include "base/span.h"

enum { CHY_TILE_WIDTH = 256, CHY_TILE_LEVELS = 6, CHY_TILE_ENTRIES = -1 };

/* "tile/0/x001/234.p/5"; level CHY_TILE_ENTRIES: "tile/entries/…". width CHY_TILE_WIDTH: full.
 */
void chy_tile_name(struct chy_buf *out, int level, uint64_t index, unsigned width);

/* At every level the hashes of the tile that is not full yet. */
struct chy_edge {
    struct chy_edge_level {
        chancery_digest hash[CHY_TILE_WIDTH];
        unsigned count; /* below CHY_TILE_WIDTH */
        uint64_t index;
    } level[CHY_TILE_LEVELS];
    uint64_t size; /* leaves */
};

/* A tile has become full. */
typedef bool chy_tile_fn(void *context, int level, uint64_t index, const chancery_digest *hash,
                         chancery_error *error);
CHY_MUST_USE bool chy_edge_add(struct chy_edge *edge, const chancery_digest *leaf,
                               chy_tile_fn *full, void *context, chancery_error *error);
chancery_digest chy_edge_root(const struct chy_edge *edge);

/* An entry with its length before it. It has at most CHY_MAX_ENTRY bytes. */
void chy_bundle_add(struct chy_buf *out, chancery_span entry);
/* Takes the next entry off *rest; false at the end, and where it is cut off: then *rest is not
 * empty. */
bool chy_bundle_next(chancery_span *entry, chancery_span *rest);

#endif
