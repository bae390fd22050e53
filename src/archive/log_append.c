/*
 * log_append.c - new entries: tiles and bundles first, then the checkpoint that makes them part
 * of the log. Whatever ends us before leaves the old log, and files that nobody reads.
 */
#include "archive/entry.h"
#include "archive/log.h"
#include "archive/log_cosigned.h"
#include "archive/remembered.h"

#include "base/encode.h"
#include "base/file.h"

#include <stdlib.h>
#include <unistd.h>

struct appending {
    struct chy_log log;
    struct chy_edge edge;
    struct chy_buf bundle;  /* of the entries right of the last full one */
    struct chy_buf written; /* paths of what is to be on disk before the checkpoint */
    struct chy_edge_level before[CHY_TILE_LEVELS]; /* of each level: count and index */
};

static bool fail_damaged(const struct chy_log *log, const char *what, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_LOG, "%s", what);
    chy_fail_where(error, log->folder);
    return chy_fail_next(error,
                         "See what is damaged (chancery log check), and restore it from a "
                         "copy.");
}

/* The tiles at the right edge; their root must be the one that was signed. */
static bool load_edge(struct appending *a, chancery_error *error)
{
    uint64_t size = a->log.checkpoint.size;
    struct chy_buf tile = {0};
    bool ok = true;
    a->edge.size = size;
    for (int i = 0; ok && i < CHY_TILE_LEVELS; i++, size >>= 8) {
        struct chy_edge_level *level = &a->edge.level[i];
        level->count = (unsigned)(size % CHY_TILE_WIDTH);
        level->index = size / CHY_TILE_WIDTH;
        size_t bytes = level->count * sizeof level->hash[0];
        chy_buf_clear(&tile);
        if (bytes > 0)
            ok = chy_log_read_tile(&tile, &a->log, i, level->index, level->count, error) &&
                 (tile.len >= bytes || fail_damaged(&a->log, "a tile is cut off", error));
        if (ok && bytes > 0)
            memcpy(level->hash, tile.ptr, bytes);
        a->before[i].count = level->count;
        a->before[i].index = level->index;
    }
    chy_buf_done(&tile);
    chancery_digest root = chy_edge_root(&a->edge);
    return ok &&
           (chy_digest_eq(&root, &a->log.checkpoint.root) ||
            fail_damaged(&a->log, "its tiles do not give the root of its checkpoint", error));
}

/* The entries of the bundle that is not full: those that the checkpoint is about. */
static bool load_bundle(struct appending *a, chancery_error *error)
{
    const struct chy_edge_level *leaves = &a->edge.level[0];
    struct chy_buf file = {0};
    chancery_span entry, rest;
    bool ok = leaves->count == 0 || chy_log_read_tile(&file, &a->log, CHY_TILE_ENTRIES,
                                                      leaves->index, leaves->count, error);
    rest = chy_buf_view(&file);
    for (unsigned i = 0; ok && i < leaves->count; i++) {
        chancery_digest leaf;
        ok = chy_bundle_next(&entry, &rest);
        if (ok) {
            leaf = chy_merkle_leaf(entry);
            ok = chy_digest_eq(&leaf, &leaves->hash[i]);
            chy_bundle_add(&a->bundle, entry);
        }
        if (!ok)
            fail_damaged(&a->log, "the newest entries are not those of its tiles", error);
    }
    chy_buf_done(&file);
    return ok && chy_buf_finish(&a->bundle, error);
}

static bool write_tile(struct appending *a, int level, uint64_t index, unsigned width,
                       chancery_span bytes, chancery_error *error)
{
    struct chy_buf name = {0};
    chy_tile_name(&name, level, index, width);
    chy_buf_byte(&name, '\0');
    bool ok = chy_buf_finish(&name, error) &&
              chy_log_put(&a->written, a->log.folder, (const char *)name.ptr, bytes, error);
    chy_buf_done(&name);
    return ok;
}

static bool write_hashes(struct appending *a, int level, uint64_t index,
                         const chancery_digest *hash, unsigned count, chancery_error *error)
{
    return write_tile(a, level, index, count, chy_span(hash, count * sizeof *hash), error);
}

static bool write_full(void *context, int level, uint64_t index, const chancery_digest *hash,
                       chancery_error *error)
{
    struct appending *a = context;
    if (level == 0) {
        if (!write_tile(a, CHY_TILE_ENTRIES, index, CHY_TILE_WIDTH, chy_buf_view(&a->bundle),
                        error))
            return false;
        chy_buf_clear(&a->bundle);
    }
    return write_hashes(a, level, index, hash, CHY_TILE_WIDTH, error);
}

static bool write_partial(struct appending *a, chancery_error *error)
{
    const struct chy_edge_level *leaves = &a->edge.level[0];
    bool ok = leaves->count == 0 || write_tile(a, CHY_TILE_ENTRIES, leaves->index,
                                               leaves->count, chy_buf_view(&a->bundle), error);
    for (int i = 0; ok && i < CHY_TILE_LEVELS; i++) {
        const struct chy_edge_level *level = &a->edge.level[i];
        if (level->count > 0 &&
            (level->count != a->before[i].count || level->index != a->before[i].index))
            ok = write_hashes(a, i, level->index, level->hash, level->count, error);
    }
    return ok;
}

/* What has become full needs no partial tiles any more. They do no harm where they stay. */
static void remove_partial(const struct appending *a, int level, uint64_t index)
{
    struct chy_buf name = {0};
    char **names = NULL;
    size_t count = 0;
    chy_buf_printf(&name, "%s/", a->log.folder);
    chy_tile_name(&name, level, index, CHY_TILE_WIDTH);
    chy_buf_str(&name, ".p");
    chy_buf_byte(&name, '\0');
    const char *folder = (const char *)name.ptr;
    if (chy_buf_ok(&name) && chy_file_exists(folder) &&
        chy_file_list(&names, &count, folder, "", NULL)) {
        for (size_t i = 0; i < count; i++) {
            char *path = chy_log_path(folder, names[i], NULL);
            if (path)
                unlink(path);
            free(path);
        }
        rmdir(folder);
    }
    chy_names_free(names, count);
    chy_buf_done(&name);
}

static void tidy(const struct appending *a)
{
    for (int i = 0; i < CHY_TILE_LEVELS; i++) {
        if (a->before[i].count == 0 || a->edge.level[i].index == a->before[i].index)
            continue;
        remove_partial(a, i, a->before[i].index);
        if (i == 0)
            remove_partial(a, CHY_TILE_ENTRIES, a->before[i].index);
    }
}

static bool add_entries(struct appending *a, chancery_span entries, struct chy_buf *report,
                        chancery_error *error)
{
    chancery_span entry;
    while (chy_bundle_next(&entry, &entries)) {
        chancery_digest leaf = chy_merkle_leaf(entry);
        chy_buf_decimal(report, a->edge.size);
        chy_buf_byte(report, ' ');
        chy_buf_hex(report, leaf.b, sizeof leaf.b);
        chy_buf_byte(report, '\n');
        chy_bundle_add(&a->bundle, entry);
        if (!chy_buf_finish(&a->bundle, error) ||
            !chy_edge_add(&a->edge, &leaf, write_full, a, error))
            return false;
    }
    return chy_buf_finish(report, error) && write_partial(a, error) &&
           chy_log_cosigned_keep(&a->written, &a->log, error) &&
           chy_log_sync(a->log.folder, &a->written, error);
}

static bool collect(struct chy_buf *entries, const char *const *records, size_t count,
                    chancery_error *error)
{
    struct chy_buf entry = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        chy_buf_clear(&entry);
        ok = chy_entry_of(&entry, records[i], error);
        chy_bundle_add(entries, chy_buf_view(&entry));
    }
    chy_buf_done(&entry);
    return ok && chy_buf_finish(entries, error);
}

/* A log that was restored from an older copy would grow a second history, which every reader
 * who saw the first would take for fraud. */
static bool refuse_fork(const struct appending *a, const struct chy_remembered *last,
                        const char *home, chancery_error *error)
{
    unsigned long long now = a->log.checkpoint.size, then = last->checkpoint.size;
    char *path = chy_remembered_path(home, &a->log.key, error);
    if (!path)
        return false;
    if (then > now)
        chy_fail(
            error, CHANCERY_E_LOG,
            "it has %llu entries, and had %llu when it was seen last: it is an older copy, "
            "and would be forked",
            now, then);
    else
        chy_fail(error, CHANCERY_E_LOG,
                 "its first %llu entries are not those that it had when it was seen last: it "
                 "was forked",
                 then);
    chy_fail_where(error, a->log.folder);
    chy_fail_next(error,
                  "Restore the newest copy of the log, and add to that. If no copy of it is "
                  "left, begin a log of another origin and key. To sign a second history all "
                  "the same, which its readers will refuse, first remove %s.",
                  path);
    free(path);
    return false;
}

static bool may_grow(const struct appending *a, const char *home, chancery_error *error)
{
    struct chy_remembered last;
    bool extends = false;
    bool ok = chy_remembered_load(&last, home, &a->log.key, error) &&
              chy_log_extends(&extends, &a->log, &last, error);
    if (ok && !extends)
        ok = refuse_fork(a, &last, home, error);
    chy_remembered_done(&last);
    return ok;
}

/* The entries are in the log already: a home that cannot be written to changes nothing of
 * that. */
static void remember(const struct appending *a, const char *home)
{
    char *path = home ? chy_log_path(a->log.folder, CHY_LOG_CHECKPOINT, NULL) : NULL;
    struct chy_buf note = {0};
    bool stored =
        path && chy_file_read(&note, path, CHY_MAX_NOTE, NULL) &&
        chy_remembered_store(home, &a->log.key, chy_buf_view(&note), a->edge.size, NULL);
    (void)stored;
    chy_buf_done(&note);
    free(path);
}

static bool append(struct appending *a, chancery_span entries, const chancery_key *key,
                   const char *home, struct chy_buf *report, chancery_error *error)
{
    const chancery_public_key public_key = chancery_key_public(key);
    if (!chy_key_eq(&public_key, &a->log.key.key)) {
        chy_fail(error, CHANCERY_E_KEY, "the key is not the log's");
        chy_fail_where(error, a->log.folder);
        return chy_fail_next(error, "Name the log's own key with --key.");
    }
    if (!load_edge(a, error) || !load_bundle(a, error) || !may_grow(a, home, error) ||
        !add_entries(a, entries, report, error))
        return false;
    chancery_digest root = chy_edge_root(&a->edge);
    if (!chy_log_sign(a->log.folder, &a->log.key, key, a->edge.size, &root, error))
        return false;
    remember(a, home);
    tidy(a);
    return true;
}

bool chy_log_append_entries(const char *log, chancery_span entries,
                            const struct chancery_key *key, const char *home,
                            struct chy_buf *report, chancery_error *error)
{
    struct appending *a = calloc(1, sizeof *a);
    if (!a)
        return chy_fail_memory(error);
    a->log.lock = -1;
    bool ok = chy_log_open(&a->log, log, true, NULL, error) &&
              append(a, entries, key, home, report, error);
    chy_log_done(&a->log);
    chy_buf_done(&a->bundle);
    chy_buf_done(&a->written);
    free(a);
    return ok;
}

/* An entry without a bag would stop an archive for ever: its index could not go on. */
static bool refuse_archive(const char *log, chancery_error *error)
{
    char *adding = chy_log_path(log, "../.adding", error);
    char *index = chy_log_path(log, "../index.jsonl", error);
    bool is = adding && index && chy_file_is_folder(adding) && chy_file_exists(index);
    bool ok = adding && index && !is;
    free(adding);
    free(index);
    if (!is)
        return ok;
    chy_fail(error, CHANCERY_E_REFUSED, "it is the log of an archive, which alone adds to it");
    chy_fail_where(error, log);
    return chy_fail_next(error, "Take the document in: chancery archive add.");
}

bool chancery_log_append(char **done, const char *log, const char *const *records, size_t count,
                         const chancery_key *key, const char *home, chancery_error *error)
{
    struct chy_buf entries = {0}, report = {0};
    *done = NULL;
    bool ok = refuse_archive(log, error) && collect(&entries, records, count, error) &&
              chy_log_append_entries(log, chy_buf_view(&entries), key, home, &report, error) &&
              (*done = chy_buf_take(&report, NULL, error)) != NULL;
    chy_buf_done(&report);
    chy_buf_done(&entries);
    return ok;
}
