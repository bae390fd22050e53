/*
 * proof_open.c - a proof that somebody handed over, verified with a log's key and those of
 * witnesses: offline, from the file alone.
 */
#include "archive/entry.h"
#include "archive/log_key.h"
#include "archive/remembered.h"
#include "archive/tlog_proof.h"
#include "archive/witnessed.h"

#include "base/file.h"
#include "custody/logged.h"

#include <stdlib.h>

/* A checkpoint smaller than the remembered one is only older, and of a larger one this file
 * does not say whether it extends it; of one size there can only be one root. */
static bool compare_remembered(struct chancery_proof *out, const struct chy_checkpoint *now,
                               chancery_span note, const struct chy_note_key *key,
                               const char *home, chancery_error *error)
{
    struct chy_remembered last;
    if (!chy_remembered_load(&last, home, key, error))
        return false;
    bool ok = true;
    if (last.found && last.checkpoint.size == now->size &&
        !chy_digest_eq(&last.checkpoint.root, &now->root)) {
        out->remembered = chy_dup(chy_buf_view(&last.note), error);
        out->given = chy_dup(note, error);
        ok = out->remembered && out->given;
    } else if (home && (!last.found || last.checkpoint.size < now->size)) {
        /* A home that cannot be written to does not stop a verification. */
        bool stored = chy_remembered_store(home, key, note, now->size, NULL);
        (void)stored;
    }
    chy_remembered_done(&last);
    return ok;
}

static bool take_entry(struct chancery_proof *out, const struct chy_tlog_proof *file,
                       const struct chy_checkpoint *checkpoint, chancery_error *why)
{
    struct chy_entry entry;
    if (file->extra.len == 0)
        return chy_fail(why, CHANCERY_E_NOTE, "it does not hold the entry as extra data");
    out->leaf = chy_merkle_leaf(chy_buf_view(&file->extra));
    if (file->index >= checkpoint->size)
        return chy_fail(why, CHANCERY_E_NOTE,
                        "its index is past the end of the log that was signed");
    if (!chy_merkle_includes(&checkpoint->root, checkpoint->size, file->index, &out->leaf,
                             &file->path))
        return chy_fail(
            why, CHANCERY_E_NOTE,
            "its hashes do not lead from the entry to the root that the log signed");
    if (!chy_entry_parse(&entry, chy_buf_view(&file->extra), why))
        return false;
    out->document = entry.document;
    out->signature = entry.signature;
    out->signatures = entry.signatures;
    return true;
}

/* *why: the file proves nothing. */
static bool verify(struct chancery_proof *out, const struct chy_tlog_proof *file,
                   const struct chy_witnesses *keys, const char *home, int64_t now,
                   chancery_error *why, chancery_error *error)
{
    struct chy_witnessed witnessed;
    struct chy_checkpoint checkpoint;
    if (!chy_witnessed_open(&checkpoint, &witnessed, file->note, keys, now, why))
        return false;
    out->index = file->index;
    out->size = checkpoint.size;
    if (!compare_remembered(out, &checkpoint, file->note, keys->key, home, error) ||
        !take_entry(out, file, &checkpoint, why))
        return false;
    out->witnesses = witnessed.witnesses;
    out->has_time = witnessed.has_time;
    out->time = witnessed.time;
    return true;
}

static bool find_key(struct chy_witnesses *keys, const chancery_proof_options *options,
                     const struct chy_tlog_proof *file, const struct chy_directory *directory,
                     chancery_error *why, chancery_error *error)
{
    return chy_log_key_find(keys->key, options->log_key, directory, file->note, why, error) &&
           chy_witnesses_of(keys, directory, error);
}

bool chancery_proof_open(chancery_proof **out, const chancery_proof_options *options,
                         const chancery_trust *trust, chancery_error *error)
{
    struct chy_witnesses *keys = calloc(1, sizeof *keys);
    struct chy_tlog_proof file = {0};
    struct chy_buf bytes = {0};
    chancery_error why = CHANCERY_ERROR_INIT, own = CHANCERY_ERROR_INIT;
    chancery_error *report = error ? error : &own;
    struct chancery_proof *proof = calloc(1, sizeof *proof);
    bool ok = false;
    *out = NULL;
    if (!keys || !proof) {
        chy_fail_memory(report);
        goto out;
    }
    if (!chy_file_read(&bytes, options->file, CHY_MAX_PROOF_FILE, report))
        goto out;
    bool proven = chy_tlog_proof_parse(&file, chy_buf_view(&bytes), &why);
    proven = find_key(keys, options, &file, &trust->directory, &why, report) && proven &&
             verify(proof, &file, keys, options->home, trust->now, &why, report);
    if (why.code == CHANCERY_E_MEMORY)
        chy_fail_memory(report);
    if (report->code != CHANCERY_OK ||
        (!proven && !(proof->why = chy_dup(chy_span_str(why.text), report))) ||
        !(proof->origin = chy_dup(chy_span_str(keys->key->name), report)))
        goto out;
    *out = proof;
    proof = NULL;
    ok = true;
out:
    chancery_proof_free(proof);
    chy_tlog_proof_done(&file);
    chy_buf_done(&bytes);
    free(keys);
    return ok;
}

void chancery_proof_free(chancery_proof *proof)
{
    if (!proof)
        return;
    free(proof->why);
    free(proof->origin);
    free(proof->remembered);
    free(proof->given);
    free(proof->signature);
    free(proof);
}
