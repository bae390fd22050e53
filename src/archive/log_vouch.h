/*
 * log_vouch.h - which tiles of a log its signed root vouches for, from the root down: so that
 * of a tile and what lies below it the damaged one can be named.
 */
#ifndef CHY_LOG_VOUCH_H
#define CHY_LOG_VOUCH_H

#include "archive/log.h"

struct chy_log_vouch {
    const struct chy_log *log;
    bool edge_is_good; /* the tiles at the right edge give the signed root */
    struct chy_edge edge;
    struct chy_buf tile;
    struct chy_vouched { /* of each level the tile that was asked for last */
        bool known, good;
        uint64_t index;
        chancery_digest hash[CHY_TILE_WIDTH];
    } level[CHY_TILE_LEVELS];
};

/* The caller's storage, zeroed; some 80 KiB. log must live as long. */
void chy_log_vouch_init(struct chy_log_vouch *vouch, const struct chy_log *log);
void chy_log_vouch_done(struct chy_log_vouch *vouch);
/* The hashes of this tile as it is stored, if they are those that were signed; else NULL. A
 * view until the next call. */
const chancery_digest *chy_log_vouch_tile(struct chy_log_vouch *vouch, int level,
                                          uint64_t index);
/* What a full tile must fold to, if the tile above it is good. */
CHY_MUST_USE bool chy_log_vouch_fold(chancery_digest *out, struct chy_log_vouch *vouch,
                                     int level, uint64_t index);

#endif
