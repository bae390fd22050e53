/*
 * log_check.c - the whole of a log from its entries up, against its tiles and its checkpoint,
 * and against an older checkpoint. Goes on after every defect.
 */
#include "archive/log_vouch.h"
#include "archive/log_walk.h"
#include "archive/remembered.h"

#include "base/file.h"

#include <stdlib.h>

struct checking {
    struct chy_log log;
    struct chy_log_vouch vouch;
    bool entries_are_good; /* known where the tiles at the edge do not say it */
    bool lost;             /* leaves are neither in entries nor in tiles as they were signed */
    struct chy_edge edge;
    struct older { /* what the log said before */
        const char *name;
        chancery_span note;
        struct chy_checkpoint checkpoint;
        chancery_digest root; /* of the first checkpoint.size entries, as they are now */
    } older[2];
    size_t olders;
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
    chy_buf_printf(&c->report, "%s%s\n",
                   error.code == CHANCERY_E_UNREADABLE ? CHY_LOG_UNREADABLE : "", error.text);
    if (error.code == CHANCERY_E_MISSING || error.code == CHANCERY_E_UNREADABLE)
        c->missing++;
    else
        c->damaged++;
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
    c->damaged++;
    name_tile(c, level, index, count);
    if (c->tile.len < bytes)
        chy_buf_printf(&c->report, "it is cut off: %zu of %zu bytes\n", c->tile.len, bytes);
    else if (c->vouch.edge_is_good || c->entries_are_good)
        chy_buf_str(&c->report, "its hashes are not those of the entries\n");
    else
        chy_buf_str(&c->report, "its hashes are not those of the entries; it or these are "
                                "damaged\n");
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
    for (size_t i = 0; i < c->olders; i++)
        if (c->edge.size == c->older[i].checkpoint.size)
            c->older[i].root = chy_edge_root(&c->edge);
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
    if (read < width) {
        c->damaged++;
        name_tile(c, CHY_TILE_ENTRIES, index, width);
        chy_buf_printf(&c->report, "it is cut off after %u of %u entries\n", read, width);
    }
    return read;
}

static void blame_entries(struct checking *c, uint64_t index, unsigned width, const char *what)
{
    c->damaged++;
    name_tile(c, CHY_TILE_ENTRIES, index, width);
    chy_buf_printf(&c->report, "%s\n", what);
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
            blame_entries(c, index, width, "its entries are not those that were signed");
        memcpy(leaf, good, width * sizeof *leaf);
        return;
    }
    if (read < width) {
        c->lost = true;
        chy_buf_clear(&c->tile);
        bool usable = chy_log_read_hashes(&c->tile, &c->log, 0, index, width, NULL);
        for (; usable && read < width; read++)
            memcpy(&leaf[read], c->tile.ptr + read * sizeof *leaf, sizeof *leaf);
    } else if (width == CHY_TILE_WIDTH &&
               chy_log_vouch_fold(&signed_fold, &c->vouch, 0, index)) {
        fold = chy_merkle_fold(leaf, width);
        if (chy_digest_eq(&fold, &signed_fold))
            return;
        c->lost = true;
        blame_entries(c, index, width, "its entries are not those that were signed");
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
    if (chy_digest_eq(&root, &c->log.checkpoint.root))
        return;
    c->lost = true;
    if (c->damaged + c->missing > 0)
        return;
    c->damaged++;
    chy_buf_str(&c->report, "checkpoint: its root is not that of the entries\n");
}

static void compare_older(struct checking *c, const struct older *older)
{
    unsigned long long size = older->checkpoint.size, now = c->log.checkpoint.size;
    if (size > now) {
        c->contradicted++;
        chy_buf_printf(
            &c->report,
            "rolled back: the %s checkpoint has %llu entries, and the log has %llu\n",
            older->name, size, now);
    } else if (c->lost && !chy_digest_eq(&older->checkpoint.root, &older->root)) {
        chy_buf_printf(&c->report,
                       "until that is restored nobody can tell whether it extends the %s "
                       "checkpoint of %llu entries\n",
                       older->name, size);
        return;
    } else if (!chy_digest_eq(&older->checkpoint.root, &older->root)) {
        c->contradicted++;
        chy_buf_printf(&c->report,
                       "forked: the first %llu entries are not those of the %s checkpoint\n",
                       size, older->name);
    } else {
        chy_buf_printf(&c->report, "extends the %s checkpoint of %llu entries\n", older->name,
                       size);
        return;
    }
    if (c->damaged + c->missing > 0) /* then it may be the copy that is at fault */
        return;
    chy_buf_str(&c->report,
                "The log signed both of these, which contradict each other. Keep them: "
                "they are the proof.\n\n");
    chy_buf_span(&c->report, older->note);
    chy_buf_byte(&c->report, '\n');
    chy_buf_span(&c->report, chy_buf_view(&c->log.bytes));
}

static bool check(struct checking *c, chancery_error *error)
{
    uint64_t size = c->log.checkpoint.size;
    for (size_t i = 0; i < c->olders; i++)
        c->older[i].root = chy_merkle_empty();
    chy_log_vouch_init(&c->vouch, &c->log);
    c->entries_are_good = !c->vouch.edge_is_good && entries_give_root(&c->log);
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
    for (size_t i = 0; i < c->olders; i++)
        compare_older(c, &c->older[i]);
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

static bool add_older(struct checking *c, const char *name, chancery_span note,
                      chancery_error *error)
{
    struct older *older = &c->older[c->olders];
    older->name = name;
    older->note = note;
    if (!chy_checkpoint_open(&older->checkpoint, note, &c->log.key, error))
        return false;
    c->olders++;
    return true;
}

/* A home that cannot be written to does not stop a check: memory is best effort. */
static void remember(const struct checking *c, const char *home)
{
    bool stored = chy_remembered_store(home, &c->log.key, chy_buf_view(&c->log.bytes),
                                       c->log.checkpoint.size, NULL);
    (void)stored;
}

static enum chancery_exit status_of(const struct checking *c)
{
    return c->damaged + c->contradicted > 0 ? CHANCERY_EXIT_NOT_AUTHENTIC
           : c->missing > 0                 ? CHANCERY_EXIT_INDETERMINATE
                                            : CHANCERY_EXIT_OK;
}

bool chancery_log_check(char **done, enum chancery_exit *status, const char *log,
                        const char *against, const char *log_key, const char *home,
                        chancery_error *error)
{
    struct chy_note_key given;
    struct chy_buf old = {0};
    struct chy_remembered remembered = {0};
    struct checking *c = calloc(1, sizeof *c);
    bool ok = false;
    *done = NULL;
    if (!c) {
        chy_fail_memory(error);
        goto out;
    }
    c->log.lock = -1;
    if (log_key && !chy_note_key_given(&given, log_key, error))
        goto out;
    if (!chy_log_open(&c->log, log, false, log_key ? &given : NULL, error) ||
        !chy_remembered_load(&remembered, home, &c->log.key, error))
        goto out;
    if (against && (!chy_file_read(&old, against, CHY_MAX_NOTE, error) ||
                    !add_older(c, "older", chy_buf_view(&old), error))) {
        chy_fail_where(error, against);
        goto out;
    }
    if (remembered.found && !add_older(c, "remembered", chy_buf_view(&remembered.note), error))
        goto out;
    ok = check(c, error) && (*done = report(c, error)) != NULL;
    *status = status_of(c);
    if (ok && home && *status == CHANCERY_EXIT_OK)
        remember(c, home);
out:
    if (c) {
        chy_log_vouch_done(&c->vouch);
        chy_log_done(&c->log);
        chy_buf_done(&c->bundle);
        chy_buf_done(&c->tile);
        chy_buf_done(&c->report);
    }
    free(c);
    chy_remembered_done(&remembered);
    chy_buf_done(&old);
    return ok;
}
