/*
 * log_check.c - the whole of a log from its entries up, against its tiles and its checkpoint.
 * Goes on after every defect.
 */
#include "archive/log_check.h"

#include "archive/log_vouch.h"
#include "archive/log_walk.h"

#include <stdlib.h>

struct checking {
    struct chy_log_check *check;
    const struct chy_log *log;
    struct chy_log_vouch vouch;
    bool entries_are_good; /* known where the tiles at the edge do not say it */
    struct chy_edge edge;
    struct chy_buf bundle, tile, name;
};

void chy_log_say(struct chy_log_check *check, enum chy_log_defect defect, const char *file,
                 const char *format, ...)
{
    struct chy_buf sentence = {0};
    va_list args;
    switch (defect) {
    case CHY_LOG_DAMAGED:
        check->damaged++;
        break;
    case CHY_LOG_MISSING:
    case CHY_LOG_UNREADABLE:
        check->missing++;
        break;
    default:
        check->contradicted++;
    }
    va_start(args, format);
    chy_buf_vprintf(&sentence, format, args);
    va_end(args);
    chy_buf_str(&check->report, file);
    chy_buf_str(&check->report, ": ");
    chy_buf_span(&check->report, chy_buf_view(&sentence));
    chy_buf_byte(&check->report, '\n');
    chy_buf_byte(&sentence, '\0');
    if (!chy_buf_ok(&sentence))
        check->report.failed = true;
    else if (check->tell)
        check->tell(check->context, defect, file, (const char *)sentence.ptr);
    chy_buf_done(&sentence);
}

static const char *name_tile(struct checking *c, int level, uint64_t index, unsigned width)
{
    chy_buf_clear(&c->name);
    chy_tile_name(&c->name, level, index, width);
    chy_buf_byte(&c->name, '\0');
    if (chy_buf_ok(&c->name))
        return (const char *)c->name.ptr;
    c->check->report.failed = true;
    return "";
}

/* False, and said, where the file is not there or cannot be read. */
static bool read_tile(struct checking *c, struct chy_buf *out, int level, uint64_t index,
                      unsigned width)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    chy_buf_clear(out);
    if (chy_log_read_tile(out, c->log, level, index, width, &error))
        return true;
    chy_log_say(c->check,
                error.code == CHANCERY_E_MISSING      ? CHY_LOG_MISSING
                : error.code == CHANCERY_E_UNREADABLE ? CHY_LOG_UNREADABLE
                                                      : CHY_LOG_DAMAGED,
                name_tile(c, level, index, width), "%s", error.text);
    return false;
}

/* The hashes that follow from what lies below; those that the signed root vouches for take
 * their place, since then it is below that something is damaged, and was named. The file may be
 * wider than what is asked for: a full tile where a partial one was. */
static void compare_tile(struct checking *c, int level, uint64_t index, chancery_digest *hash,
                         unsigned count)
{
    size_t bytes = count * sizeof *hash;
    const chancery_digest *good;
    if (!read_tile(c, &c->tile, level, index, count))
        return;
    if (c->tile.len >= bytes && c->tile.len <= CHY_TILE_WIDTH * sizeof *hash &&
        memcmp(c->tile.ptr, hash, bytes) == 0)
        return;
    if (c->tile.len >= bytes && (good = chy_log_vouch_tile(&c->vouch, level, index))) {
        memcpy(hash, good, bytes);
        return;
    }
    const char *name = name_tile(c, level, index, count);
    if (c->tile.len < bytes)
        chy_log_say(c->check, CHY_LOG_DAMAGED, name, "it is cut off: %zu of %zu bytes",
                    c->tile.len, bytes);
    else if (c->vouch.edge_is_good || c->entries_are_good)
        chy_log_say(c->check, CHY_LOG_DAMAGED, name, "its hashes are not those of the entries");
    else
        chy_log_say(c->check, CHY_LOG_DAMAGED, name,
                    "its hashes are not those of the entries; it or these are damaged");
}

static bool full_tile(void *context, int level, uint64_t index, const chancery_digest *hash,
                      chancery_error *error)
{
    struct checking *c = context;
    (void)hash; /* the same, but not to be changed */
    (void)error;
    compare_tile(c, level, index, c->edge.level[level].hash, CHY_TILE_WIDTH);
    return true;
}

static bool add_leaf(struct checking *c, const chancery_digest *leaf, chancery_error *error)
{
    if (!chy_edge_add(&c->edge, leaf, full_tile, c, error))
        return false;
    for (size_t i = 0; i < c->check->olders; i++)
        if (c->edge.size == c->check->older[i].checkpoint.size)
            c->check->older[i].root = chy_edge_root(&c->edge);
    return true;
}

/* How many of the entries are there. */
static unsigned read_leaves(struct checking *c, chancery_digest *leaf, uint64_t index,
                            unsigned width)
{
    chancery_span entry, rest;
    unsigned read = 0;
    if (!read_tile(c, &c->bundle, CHY_TILE_ENTRIES, index, width))
        return 0;
    rest = chy_buf_view(&c->bundle);
    while (read < width && chy_bundle_next(&entry, &rest))
        leaf[read++] = chy_merkle_leaf(entry);
    if (read < width)
        chy_log_say(c->check, CHY_LOG_DAMAGED, name_tile(c, CHY_TILE_ENTRIES, index, width),
                    "it is cut off after %u of %u entries", read, width);
    return read;
}

static void blame_entries(struct checking *c, uint64_t index, unsigned width)
{
    chy_log_say(c->check, CHY_LOG_DAMAGED, name_tile(c, CHY_TILE_ENTRIES, index, width),
                "its entries are not those that were signed");
}

/* Where entries cannot be read or are not those that were signed, their leaves are taken from
 * the tile, so that what comes after is judged by itself. */
static void settle_leaves(struct checking *c, chancery_digest *leaf, uint64_t index,
                          unsigned width, unsigned read)
{
    const chancery_digest *good = chy_log_vouch_tile(&c->vouch, 0, index);
    chancery_digest fold, signed_fold;
    if (good) {
        if (read == width && memcmp(leaf, good, width * sizeof *leaf) != 0)
            blame_entries(c, index, width);
        memcpy(leaf, good, width * sizeof *leaf);
        return;
    }
    if (read < width) {
        c->check->lost = true;
        chy_buf_clear(&c->tile);
        bool usable = chy_log_read_hashes(&c->tile, c->log, 0, index, width, NULL);
        for (; usable && read < width; read++)
            memcpy(&leaf[read], c->tile.ptr + read * sizeof *leaf, sizeof *leaf);
    } else if (width == CHY_TILE_WIDTH &&
               chy_log_vouch_fold(&signed_fold, &c->vouch, 0, index)) {
        fold = chy_merkle_fold(leaf, width);
        if (chy_digest_eq(&fold, &signed_fold))
            return;
        c->check->lost = true;
        blame_entries(c, index, width);
    }
}

static bool check_bundle(struct checking *c, uint64_t index, unsigned width,
                         chancery_error *error)
{
    chancery_digest leaf[CHY_TILE_WIDTH] = {0};
    unsigned read = read_leaves(c, leaf, index, width);
    settle_leaves(c, leaf, index, width, read);
    for (unsigned i = 0; i < width; i++)
        if (!add_leaf(c, &leaf[i], error))
            return false;
    return true;
}

/* Do the entries give the signed root by themselves? Asked only where the tiles do not. */
static bool entries_give_root(const struct chy_log *log)
{
    struct chy_log_walk walk = {0};
    return chy_log_walk(&walk, log, NULL) && chy_digest_eq(&walk.root, &log->checkpoint.root);
}

/* Where files are damaged, the root only says that not all of the damage could be bridged. */
static void compare_root(struct checking *c)
{
    chancery_digest root = chy_edge_root(&c->edge);
    if (chy_digest_eq(&root, &c->log->checkpoint.root))
        return;
    c->check->lost = true;
    if (c->check->damaged + c->check->missing == 0)
        chy_log_say(c->check, CHY_LOG_DAMAGED, CHY_LOG_CHECKPOINT,
                    "its root is not that of the entries");
}

static bool check_files(struct checking *c, chancery_error *error)
{
    uint64_t size = c->log->checkpoint.size;
    for (size_t i = 0; i < c->check->olders; i++)
        c->check->older[i].root = chy_merkle_empty();
    chy_log_vouch_init(&c->vouch, c->log);
    c->entries_are_good = !c->vouch.edge_is_good && entries_give_root(c->log);
    for (uint64_t first = 0; first < size; first += CHY_TILE_WIDTH) {
        uint64_t left = size - first;
        unsigned width = left < CHY_TILE_WIDTH ? (unsigned)left : CHY_TILE_WIDTH;
        if (!check_bundle(c, first / CHY_TILE_WIDTH, width, error))
            return false;
    }
    for (int i = 0; i < CHY_TILE_LEVELS; i++)
        if (c->edge.level[i].count > 0)
            compare_tile(c, i, c->edge.level[i].index, c->edge.level[i].hash,
                         c->edge.level[i].count);
    compare_root(c);
    return true;
}

bool chy_log_check_files(struct chy_log_check *check, chancery_error *error)
{
    struct checking *c = calloc(1, sizeof *c);
    if (!c)
        return chy_fail_memory(error);
    c->check = check;
    c->log = check->log;
    bool ok = check_files(c, error) && chy_buf_finish(&check->report, error);
    chy_log_vouch_done(&c->vouch);
    chy_buf_done(&c->bundle);
    chy_buf_done(&c->tile);
    chy_buf_done(&c->name);
    free(c);
    return ok;
}
