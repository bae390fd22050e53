/*
 * log_check.c - the whole of a log from its entries up, against its tiles and its checkpoint,
 * and against an older checkpoint. Goes on after every defect.
 */
#include "archive/log.h"

#include "base/file.h"

#include <stdlib.h>

struct checking {
    struct chy_log log;
    struct chy_edge edge;
    struct chy_checkpoint old;
    bool has_old;
    chancery_digest old_root; /* of the first old.size entries, as they are now */
    struct chy_buf bundle, tile, report;
    size_t missing, damaged, contradicted;
};

static void name_tile(struct checking *c, int level, uint64_t index, unsigned width)
{
    chy_tile_name(&c->report, level, index, width);
    chy_buf_str(&c->report, ": ");
}

/* False, and said, where the file is not there or cannot be read. */
static bool read_tile(struct checking *c, struct chy_buf *out, int level, uint64_t index,
                      unsigned width)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    chy_buf_clear(out);
    if (chy_log_read_tile(out, c->log.folder, level, index, width, &error))
        return true;
    name_tile(c, level, index, width);
    chy_buf_printf(&c->report, "%s\n", error.text);
    if (error.code == CHANCERY_E_MISSING)
        c->missing++;
    else
        c->damaged++;
    return false;
}

/* The file may be wider than what is asked for: a full tile where a partial one was. */
static bool compare_tile(struct checking *c, int level, uint64_t index,
                         const chancery_digest *hash, unsigned count)
{
    size_t bytes = count * sizeof *hash;
    if (!read_tile(c, &c->tile, level, index, count))
        return true;
    if (c->tile.len >= bytes && c->tile.len <= CHY_TILE_WIDTH * sizeof *hash &&
        memcmp(c->tile.ptr, hash, bytes) == 0)
        return true;
    c->damaged++;
    name_tile(c, level, index, count);
    if (c->tile.len < bytes)
        chy_buf_printf(&c->report, "it is cut off: %zu of %zu bytes\n", c->tile.len, bytes);
    else
        chy_buf_str(&c->report, "its hashes are not those of the entries\n");
    return true;
}

static bool full_tile(void *context, int level, uint64_t index, const chancery_digest *hash,
                      chancery_error *error)
{
    (void)error;
    return compare_tile(context, level, index, hash, CHY_TILE_WIDTH);
}

static bool add_leaf(struct checking *c, const chancery_digest *leaf, chancery_error *error)
{
    if (!chy_edge_add(&c->edge, leaf, full_tile, c, error))
        return false;
    if (c->has_old && c->edge.size == c->old.size)
        c->old_root = chy_edge_root(&c->edge);
    return true;
}

/* Where entries cannot be read, their leaves are taken from the tile, so that what comes after
 * is judged by itself; the bundle was reported. */
static bool check_bundle(struct checking *c, uint64_t index, unsigned width,
                         chancery_error *error)
{
    chancery_digest leaf = {{0}};
    chancery_span entry, rest;
    unsigned read = 0;
    if (read_tile(c, &c->bundle, CHY_TILE_ENTRIES, index, width)) {
        rest = chy_buf_view(&c->bundle);
        for (; read < width && chy_bundle_next(&entry, &rest); read++) {
            leaf = chy_merkle_leaf(entry);
            if (!add_leaf(c, &leaf, error))
                return false;
        }
        if (read < width) {
            c->damaged++;
            name_tile(c, CHY_TILE_ENTRIES, index, width);
            chy_buf_printf(&c->report, "it is cut off after %u of %u entries\n", read, width);
        }
    }
    if (read == width)
        return true;
    chy_buf_clear(&c->tile);
    bool usable = chy_log_read_tile(&c->tile, c->log.folder, 0, index, width, NULL);
    for (; read < width; read++) {
        leaf = (chancery_digest){{0}};
        if (usable && c->tile.len >= (read + 1u) * sizeof leaf)
            memcpy(&leaf, c->tile.ptr + read * sizeof leaf, sizeof leaf);
        if (!add_leaf(c, &leaf, error))
            return false;
    }
    return true;
}

static void compare_root(struct checking *c)
{
    chancery_digest root = chy_edge_root(&c->edge);
    if (chy_digest_eq(&root, &c->log.checkpoint.root))
        return;
    c->damaged++;
    chy_buf_str(&c->report, "checkpoint: its root is not that of the entries\n");
}

static void compare_old(struct checking *c, chancery_span old)
{
    if (c->old.size > c->log.checkpoint.size) {
        c->contradicted++;
        chy_buf_printf(&c->report, "rolled back: the log had %llu entries, and now has %llu\n",
                       (unsigned long long)c->old.size,
                       (unsigned long long)c->log.checkpoint.size);
    } else if (!chy_digest_eq(&c->old.root, &c->old_root)) {
        c->contradicted++;
        chy_buf_printf(&c->report,
                       "forked: the first %llu entries are not those that were signed before\n",
                       (unsigned long long)c->old.size);
    } else {
        chy_buf_printf(&c->report, "extends the older checkpoint of %llu entries\n",
                       (unsigned long long)c->old.size);
        return;
    }
    if (c->damaged + c->missing > 0) /* then it may be the copy that is at fault */
        return;
    chy_buf_str(&c->report,
                "The log signed both of these, which contradict each other. Keep them: "
                "they are the proof.\n\n");
    chy_buf_span(&c->report, old);
    chy_buf_byte(&c->report, '\n');
    chy_buf_span(&c->report, chy_buf_view(&c->log.bytes));
}

static bool check(struct checking *c, chancery_span old, chancery_error *error)
{
    uint64_t size = c->log.checkpoint.size;
    c->old_root = chy_merkle_empty();
    for (uint64_t first = 0; first < size; first += CHY_TILE_WIDTH) {
        uint64_t left = size - first;
        unsigned width = left < CHY_TILE_WIDTH ? (unsigned)left : CHY_TILE_WIDTH;
        if (!check_bundle(c, first / CHY_TILE_WIDTH, width, error))
            return false;
    }
    for (int i = 0; i < CHY_TILE_LEVELS; i++)
        if (c->edge.level[i].count > 0)
            (void)compare_tile(c, i, c->edge.level[i].index, c->edge.level[i].hash,
                               c->edge.level[i].count);
    compare_root(c);
    if (c->has_old)
        compare_old(c, old);
    return chy_buf_finish(&c->report, error);
}

static char *report(const struct checking *c, chancery_error *error)
{
    struct chy_buf out = {0};
    size_t defects = c->damaged + c->missing + c->contradicted;
    chy_buf_printf(&out, "%s: %s, %llu entries", defects == 0 ? "GOOD" : "BAD", c->log.key.name,
                   (unsigned long long)c->log.checkpoint.size);
    if (defects > 0)
        chy_buf_printf(&out, "; %zu damaged, %zu missing, %zu contradicted", c->damaged,
                       c->missing, c->contradicted);
    chy_buf_byte(&out, '\n');
    chy_buf_span(&out, chy_buf_view(&c->report));
    if (c->damaged + c->missing > 0)
        chy_buf_str(&out,
                    "next: Restore these files from a copy of the log, and check again.\n");
    char *text = chy_buf_take(&out, NULL, error);
    chy_buf_done(&out);
    return text;
}

bool chancery_log_check(char **done, enum chancery_exit *status, const char *log,
                        const char *against, chancery_error *error)
{
    struct chy_buf old = {0};
    struct checking *c = calloc(1, sizeof *c);
    bool ok = false;
    *done = NULL;
    if (!c) {
        chy_fail_memory(error);
        goto out;
    }
    c->log.lock = -1;
    if (!chy_log_open(&c->log, log, false, error))
        goto out;
    if (against) {
        if (!chy_file_read(&old, against, CHY_MAX_NOTE, error))
            goto out;
        if (!chy_checkpoint_open(&c->old, chy_buf_view(&old), &c->log.key, error)) {
            chy_fail_where(error, against);
            goto out;
        }
        c->has_old = true;
    }
    ok = check(c, chy_buf_view(&old), error) && (*done = report(c, error)) != NULL;
    *status = c->damaged + c->contradicted > 0 ? CHANCERY_EXIT_NOT_AUTHENTIC
              : c->missing > 0                 ? CHANCERY_EXIT_INDETERMINATE
                                               : CHANCERY_EXIT_OK;
out:
    if (c) {
        chy_log_done(&c->log);
        chy_buf_done(&c->bundle);
        chy_buf_done(&c->tile);
        chy_buf_done(&c->report);
    }
    free(c);
    chy_buf_done(&old);
    return ok;
}
