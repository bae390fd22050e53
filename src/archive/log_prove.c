/*
 * log_prove.c - a file that proves an entry to whoever knows the log's key.
 */
#include "archive/log_prove.h"

#include "archive/archive.h"
#include "archive/entry.h"
#include "archive/log_cosigned.h"

#include "base/file.h"

#include <stdlib.h>

/* The first entry that has this leaf hash; UINT64_MAX: none. Every leaf of the log is looked
 * at, 8 KiB for 256 entries. */
static bool find_leaf(uint64_t *index, const struct chy_log *log, const chancery_digest *leaf,
                      chancery_error *error)
{
    struct chy_buf tile = {0};
    uint64_t size = log->checkpoint.size;
    bool ok = true;
    *index = UINT64_MAX;
    for (uint64_t first = 0; ok && *index == UINT64_MAX && first < size;
         first += CHY_TILE_WIDTH) {
        unsigned width =
            size - first < CHY_TILE_WIDTH ? (unsigned)(size - first) : CHY_TILE_WIDTH;
        chy_buf_clear(&tile);
        ok = chy_log_read_hashes(&tile, log, 0, first / CHY_TILE_WIDTH, width, error);
        for (unsigned i = 0; ok && i < width && *index == UINT64_MAX; i++)
            if (memcmp(tile.ptr + i * sizeof *leaf, leaf, sizeof *leaf) == 0)
                *index = first + i;
    }
    chy_buf_done(&tile);
    return ok;
}

/* The number of the entry, which becomes the one that the log has. Where an archive's index
 * stands beside the log it says the number, and the log is not looked through; an index that
 * cannot be read matters only where the log has no such entry by itself. */
static bool find(uint64_t *index, struct chy_buf *entry, const struct chy_log *log,
                 chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    const bool listed = chy_archive_find_entry(index, entry, log, &why);
    if (listed && *index != UINT64_MAX)
        return true;
    const chancery_digest leaf = chy_merkle_leaf(chy_buf_view(entry));
    if (!find_leaf(index, log, &leaf, error))
        return false;
    if (*index == UINT64_MAX && !listed && error && error->code == CHANCERY_OK)
        *error = why;
    return *index != UINT64_MAX || listed;
}

bool chy_log_prove_entry(struct chy_tlog_proof *proof, struct chy_buf *note,
                         const struct chy_log *log, chancery_error *error)
{
    struct chy_log_hashes h = {.log = log};
    struct chy_checkpoint checkpoint;
    const chancery_digest leaf = chy_merkle_leaf(chy_buf_view(&proof->extra));
    bool ok = chy_log_cosigned_best(&checkpoint, note, log, proof->index, error) &&
              chy_merkle_inclusion(&proof->path, proof->index, checkpoint.size, chy_log_hash,
                                   &h, error);
    chy_buf_done(&h.tile);
    proof->note = chy_buf_view(note);
    if (!ok || chy_merkle_includes(&checkpoint.root, checkpoint.size, proof->index, &leaf,
                                   &proof->path))
        return ok;
    chy_fail(error, CHANCERY_E_LOG, "its tiles do not give the root of its checkpoint");
    chy_fail_where(error, log->folder);
    return chy_fail_next(
        error, "See what is damaged (chancery log check), and restore it from a copy.");
}

static bool fail_absent(const char *record, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_UNKNOWN, "the log holds no entry of it with these signatures");
    chy_fail_where(error, record);
    return chy_fail_next(error, "Add it first: chancery log append.");
}

bool chancery_log_prove(const char *log, const char *record, const char *file, bool force,
                        chancery_error *error)
{
    struct chy_log opened = {.lock = -1};
    struct chy_tlog_proof proof = {0};
    struct chy_buf bytes = {0}, note = {0};
    bool ok = false;
    if (!chy_file_outside_archives(file, error) || !chy_entry_of(&proof.extra, record, error) ||
        !chy_log_open(&opened, log, false, NULL, error))
        goto out;
    if (!find(&proof.index, &proof.extra, &opened, error))
        goto out;
    if (proof.index == UINT64_MAX) {
        fail_absent(record, error);
        goto out;
    }
    if (!chy_log_prove_entry(&proof, &note, &opened, error))
        goto out;
    chy_tlog_proof_format(&bytes, &proof);
    ok = chy_buf_finish(&bytes, error) &&
         chy_file_write(file, chy_buf_view(&bytes), 0644, force, error);
out:
    chy_buf_done(&bytes);
    chy_buf_done(&note);
    chy_tlog_proof_done(&proof);
    chy_log_done(&opened);
    return ok;
}
