#include "archive/log_vouch.h"

static unsigned width_of(const struct chy_log_vouch *vouch, int level, uint64_t index)
{
    uint64_t there = (vouch->log->checkpoint.size >> (8 * level)) - index * CHY_TILE_WIDTH;
    return there < CHY_TILE_WIDTH ? (unsigned)there : CHY_TILE_WIDTH;
}

static bool read_hashes(struct chy_log_vouch *vouch, chancery_digest *out, int level,
                        uint64_t index, unsigned width)
{
    chy_buf_clear(&vouch->tile);
    if (!chy_log_read_hashes(&vouch->tile, vouch->log, level, index, width, NULL))
        return false;
    memcpy(out, vouch->tile.ptr, width * sizeof *out);
    return true;
}

void chy_log_vouch_init(struct chy_log_vouch *vouch, const struct chy_log *log)
{
    uint64_t size = log->checkpoint.size;
    bool all = true;
    vouch->log = log;
    vouch->edge.size = size;
    for (int i = 0; i < CHY_TILE_LEVELS; i++, size >>= 8) {
        struct chy_edge_level *level = &vouch->edge.level[i];
        level->count = (unsigned)(size % CHY_TILE_WIDTH);
        level->index = size / CHY_TILE_WIDTH;
        all = all && (level->count == 0 ||
                      read_hashes(vouch, level->hash, i, level->index, level->count));
    }
    chancery_digest root = chy_edge_root(&vouch->edge);
    vouch->edge_is_good = all && chy_digest_eq(&root, &log->checkpoint.root);
}

void chy_log_vouch_done(struct chy_log_vouch *vouch)
{
    chy_buf_done(&vouch->tile);
}

bool chy_log_vouch_fold(chancery_digest *out, struct chy_log_vouch *vouch, int level,
                        uint64_t index)
{
    if (level + 1 >= CHY_TILE_LEVELS)
        return false;
    const chancery_digest *above = chy_log_vouch_tile(vouch, level + 1, index / CHY_TILE_WIDTH);
    if (above)
        *out = above[index % CHY_TILE_WIDTH];
    return above != NULL;
}

/* The levels are few, and each asks the one above. */
const chancery_digest *chy_log_vouch_tile(struct chy_log_vouch *vouch, int level,
                                          uint64_t index)
{
    struct chy_vouched *own = &vouch->level[level];
    unsigned width = width_of(vouch, level, index);
    chancery_digest fold, signed_fold;
    if (!vouch->edge_is_good)
        return NULL;
    if (width < CHY_TILE_WIDTH)
        return vouch->edge.level[level].hash;
    if (!own->known || own->index != index) {
        own->known = true;
        own->index = index;
        own->good = chy_log_vouch_fold(&signed_fold, vouch, level, index) &&
                    read_hashes(vouch, own->hash, level, index, width);
        if (own->good) {
            fold = chy_merkle_fold(own->hash, width);
            own->good = chy_digest_eq(&fold, &signed_fold);
        }
    }
    return own->good ? own->hash : NULL;
}
