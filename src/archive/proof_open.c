/*
 * proof_open.c - a proof that somebody handed over, verified with a log's key: offline, from
 * the file alone.
 */
#include "archive/checkpoint.h"
#include "archive/entry.h"
#include "archive/remembered.h"
#include "archive/tlog_proof.h"

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

/* *why: the file proves nothing. */
static bool verify(struct chancery_proof *out, chancery_span bytes,
                   const struct chy_note_key *key, const char *home, chancery_error *why,
                   chancery_error *error)
{
    struct chy_tlog_proof file;
    struct chy_entry entry = {0};
    struct chy_checkpoint checkpoint;
    bool ok = false;
    if (!chy_tlog_proof_parse(&file, bytes, why) ||
        !chy_checkpoint_open(&checkpoint, file.note, key, why))
        goto out;
    out->index = file.index;
    out->size = checkpoint.size;
    if (!compare_remembered(out, &checkpoint, file.note, key, home, error))
        goto out;
    if (file.extra.len == 0) {
        chy_fail(why, CHANCERY_E_NOTE, "it does not hold the entry as extra data");
        goto out;
    }
    out->leaf = chy_merkle_leaf(chy_buf_view(&file.extra));
    if (file.index >= checkpoint.size) {
        chy_fail(why, CHANCERY_E_NOTE, "its index is past the end of the log that was signed");
        goto out;
    }
    if (!chy_merkle_includes(&checkpoint.root, checkpoint.size, file.index, &out->leaf,
                             &file.path)) {
        chy_fail(why, CHANCERY_E_NOTE,
                 "its hashes do not lead from the entry to the root that the log signed");
        goto out;
    }
    if (!chy_entry_parse(&entry, chy_buf_view(&file.extra), why))
        goto out;
    out->document = entry.document;
    out->signature = entry.signature;
    out->signatures = entry.signatures;
    entry.signature = NULL;
    ok = true;
out:
    chy_entry_done(&entry);
    chy_tlog_proof_done(&file);
    return ok;
}

bool chancery_proof_open(chancery_proof **out, const char *file, const char *log_key,
                         const char *home, chancery_error *error)
{
    struct chy_note_key key;
    struct chy_buf bytes = {0};
    chancery_error why = CHANCERY_ERROR_INIT;
    struct chancery_proof *proof = calloc(1, sizeof *proof);
    bool ok = false;
    *out = NULL;
    if (!proof) {
        chy_fail_memory(error);
        goto out;
    }
    if (!chy_note_key_given(&key, log_key, error) ||
        !(proof->origin = chy_dup(chy_span_str(key.name), error)))
        goto out;
    if (key.type != CHY_NOTE_ED25519) {
        chy_fail(error, CHANCERY_E_KEY, "it is the key of a witness, not of a log");
        goto out;
    }
    if (!chy_file_read(&bytes, file, CHY_MAX_PROOF_FILE, error))
        goto out;
    if (!verify(proof, chy_buf_view(&bytes), &key, home, &why, error)) {
        if (why.code == CHANCERY_OK) /* the error is set */
            goto out;
        if (why.code == CHANCERY_E_MEMORY) {
            chy_fail_memory(error);
            goto out;
        }
        if (!(proof->why = chy_dup(chy_span_str(why.text), error)))
            goto out;
    }
    *out = proof;
    proof = NULL;
    ok = true;
out:
    chancery_proof_free(proof);
    chy_buf_done(&bytes);
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
