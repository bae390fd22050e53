#include "archive/tile.h"

void chy_tile_name(struct chy_buf *out, int level, uint64_t index, unsigned width)
{
    uint64_t above = 1000;
    if (level == CHY_TILE_ENTRIES)
        chy_buf_str(out, "tile/entries/");
    else
        chy_buf_printf(out, "tile/%d/", level);
    while (index / above > 0)
        above *= 1000;
    for (; above > 1000; above /= 1000)
        chy_buf_printf(out, "x%03u/", (unsigned)(index / (above / 1000) % 1000));
    chy_buf_printf(out, "%03u", (unsigned)(index % 1000));
    if (width < CHY_TILE_WIDTH)
        chy_buf_printf(out, ".p/%u", width);
}

bool chy_edge_add(struct chy_edge *edge, const chancery_digest *leaf, chy_tile_fn *full,
                  void *context, chancery_error *error)
{
    chancery_digest hash = *leaf;
    if (edge->size == CHY_MAX_LOG)
        return chy_fail(error, CHANCERY_E_LIMIT, "the log is full");
    edge->size++;
    for (int i = 0; i < CHY_TILE_LEVELS; i++) {
        struct chy_edge_level *level = &edge->level[i];
        level->hash[level->count++] = hash;
        if (level->count < CHY_TILE_WIDTH)
            break;
        if (!full(context, i, level->index, level->hash, error))
            return false;
        hash = chy_merkle_fold(level->hash, CHY_TILE_WIDTH);
        level->count = 0;
        level->index++;
    }
    return true;
}

chancery_digest chy_edge_root(const struct chy_edge *edge)
{
    chancery_digest hash[CHY_TILE_WIDTH], rest = chy_merkle_empty();
    bool any = false;
    for (int i = 0; i < CHY_TILE_LEVELS; i++) {
        const struct chy_edge_level *level = &edge->level[i];
        size_t count = level->count;
        memcpy(hash, level->hash, count * sizeof hash[0]);
        if (any) /* what is right of the full subtrees of this level */
            hash[count++] = rest;
        if (count > 0)
            rest = chy_merkle_fold(hash, count);
        any = count > 0;
    }
    return rest;
}

void chy_bundle_add(struct chy_buf *out, chancery_span entry)
{
    chy_buf_byte(out, (uint8_t)(entry.len >> 8));
    chy_buf_byte(out, (uint8_t)entry.len);
    chy_buf_span(out, entry);
}

bool chy_bundle_next(chancery_span *entry, chancery_span *rest)
{
    if (rest->len < 2)
        return false;
    size_t len = (size_t)rest->ptr[0] << 8 | rest->ptr[1];
    if (rest->len - 2 < len)
        return false;
    *entry = chy_span(rest->ptr + 2, len);
    *rest = chy_span(rest->ptr + 2 + len, rest->len - 2 - len);
    return true;
}
