/*
 * log_cosign.c - what a witness does: it sees that a log only grew since it looked last,
 * remembers that, and says so with the time (C2SP tlog-cosignature). And how a log takes the
 * cosignatures that come back.
 */
#include "archive/log.h"
#include "archive/remembered.h"

#include "base/file.h"

#include <stdlib.h>

/* Where the tiles cannot be read, that is the error. */
static bool extends(const struct chy_log *log, const struct chy_remembered *last,
                    chancery_error *error)
{
    bool ok = false;
    if (!chy_log_extends(&ok, log, last, error))
        return false;
    if (ok)
        return true;
    chy_fail(error, CHANCERY_E_LOG,
             "it does not extend the checkpoint of %llu entries that was seen before: it has "
             "%llu, and was rolled back, forked or damaged",
             (unsigned long long)last->checkpoint.size,
             (unsigned long long)log->checkpoint.size);
    chy_fail_where(error, log->folder);
    return chy_fail_next(error, "See which, and the proof of it: chancery log check.");
}

/* Has this key signed the checkpoint already? The first time that it saw it is worth most. */
static bool refuse_again(const struct chy_log *log, const struct chy_note_key *key,
                         chancery_error *error)
{
    struct chy_note_answer answer;
    struct chy_note *note = malloc(sizeof *note);
    if (!note)
        return chy_fail_memory(error);
    bool ok = chy_note_read(note, chy_buf_view(&log->bytes), error);
    if (ok && note->signatures == CHY_MAX_NOTE_SIGNATURES)
        ok = chy_fail(error, CHANCERY_E_LIMIT, "the checkpoint has %zu signatures already",
                      note->signatures);
    if (ok && chy_note_open(&answer, note, key, 1, NULL)) {
        chy_fail(error, CHANCERY_E_REFUSED, "%s has cosigned this checkpoint already",
                 key->name);
        ok = chy_fail_where(error, log->folder);
    }
    free(note);
    return ok;
}

/* The text that is signed, and the note with one signature more. */
static bool add_cosignature(struct chy_buf *out, const struct chy_log *log,
                            const struct chy_note_key *key, const struct chancery_key *secret,
                            int64_t now, chancery_error *error)
{
    struct chy_note *note = malloc(sizeof *note);
    if (!note)
        return chy_fail_memory(error);
    chy_buf_span(out, chy_buf_view(&log->bytes));
    bool ok = chy_note_read(note, chy_buf_view(&log->bytes), error) &&
              chy_note_sign(out, note->text, key, secret, now, error) &&
              chy_buf_finish(out, error);
    free(note);
    return ok;
}

static bool cosign(struct chy_buf *made, const struct chy_log *log,
                   const chancery_cosign_options *options, const struct chy_note_key *key,
                   chancery_error *error)
{
    struct chy_remembered last;
    if (!chy_remembered_load(&last, options->home, &log->key, error))
        return false;
    /* It is remembered before it is signed: a witness that forgot could be shown another. */
    bool ok = refuse_again(log, key, error) && extends(log, &last, error) &&
              chy_remembered_store(options->home, &log->key, chy_buf_view(&log->bytes),
                                   log->checkpoint.size, error) &&
              add_cosignature(made, log, key, options->key, options->now, error);
    chy_remembered_done(&last);
    return ok;
}

bool chancery_log_cosign(char **done, const chancery_cosign_options *options,
                         chancery_error *error)
{
    struct chy_log log = {.lock = -1};
    struct chy_note_key key, given;
    struct chy_buf made = {0}, vkey = {0};
    const chancery_public_key public_key = chancery_key_public(options->key);
    bool in_place = options->output == NULL, ok = false;
    *done = NULL;
    if (!options->home) {
        chy_fail(error, CHANCERY_E_USAGE, "a witness needs a home to remember what it saw");
        chy_fail_next(error, "Set CHANCERY_HOME to a folder of the witness.");
        goto out;
    }
    if (!chy_note_key_make(&key, chy_span_str(options->name), CHY_NOTE_COSIGNATURE, &public_key,
                           error) ||
        (options->log_key && !chy_note_key_given(&given, options->log_key, error)) ||
        !chy_log_open(&log, options->log, in_place, options->log_key ? &given : NULL, error))
        goto out;
    if (chy_key_eq(&key.key, &log.key.key)) {
        chy_fail(error, CHANCERY_E_REFUSED, "a log is no witness of itself");
        chy_fail_next(error, "Cosign with a key that is the witness's own.");
        goto out;
    }
    if ((!in_place && !chy_file_outside_archives(options->output, error)) ||
        !cosign(&made, &log, options, &key, error))
        goto out;
    ok = in_place ? chy_log_write(log.folder, CHY_LOG_CHECKPOINT, chy_buf_view(&made), error)
                  : chy_file_write(options->output, chy_buf_view(&made), 0644, options->force,
                                   error);
    chy_note_key_format(&vkey, &key);
    ok = ok && (*done = chy_buf_take(&vkey, NULL, error)) != NULL;
out:
    chy_log_done(&log);
    chy_buf_done(&vkey);
    chy_buf_done(&made);
    return ok;
}

/* --- taking them back --- */

static bool has_signature(const struct chy_note *note, const struct chy_note_signature *one)
{
    for (size_t i = 0; i < note->signatures; i++)
        if (note->signature[i].id == one->id && chy_span_eq(note->signature[i].name, one->name))
            return true;
    return false;
}

static bool merge(struct chy_buf *out, size_t *added, const struct chy_log *log,
                  const struct chy_note *own, const struct chy_note *other,
                  chancery_error *error)
{
    if (!chy_span_eq(own->text, other->text)) {
        chy_fail(error, CHANCERY_E_CONFLICT, "it is not the log's checkpoint of now");
        return chy_fail_next(error, "Have the present one cosigned: chancery log checkpoint.");
    }
    chy_buf_span(out, chy_buf_view(&log->bytes));
    for (size_t i = 0; i < other->signatures; i++) {
        const struct chy_note_signature *one = &other->signature[i];
        if (has_signature(own, one))
            continue;
        if (own->signatures + ++*added > CHY_MAX_NOTE_SIGNATURES)
            return chy_fail(error, CHANCERY_E_LIMIT, "at most %u signatures are allowed",
                            CHY_MAX_NOTE_SIGNATURES);
        chy_buf_str(out, "\xe2\x80\x94 ");
        chy_buf_span(out, one->name);
        chy_buf_byte(out, ' ');
        chy_buf_span(out, one->base64);
        chy_buf_byte(out, '\n');
    }
    return chy_buf_finish(out, error);
}

bool chancery_log_add_cosignatures(size_t *added, const char *log, const char *file,
                                   chancery_error *error)
{
    struct chy_log opened = {.lock = -1};
    struct chy_buf bytes = {0}, made = {0};
    struct chy_note *notes = calloc(2, sizeof *notes);
    bool ok = false;
    *added = 0;
    if (!notes) {
        chy_fail_memory(error);
        goto out;
    }
    if (!chy_file_read(&bytes, file, CHY_MAX_NOTE, error) ||
        !chy_log_open(&opened, log, true, NULL, error))
        goto out;
    if (!chy_note_read(&notes[0], chy_buf_view(&opened.bytes), error) ||
        !chy_note_read(&notes[1], chy_buf_view(&bytes), error) ||
        !merge(&made, added, &opened, &notes[0], &notes[1], error)) {
        chy_fail_where(error, file);
        goto out;
    }
    ok = *added == 0 || chy_log_write(log, CHY_LOG_CHECKPOINT, chy_buf_view(&made), error);
out:
    chy_log_done(&opened);
    free(notes);
    chy_buf_done(&made);
    chy_buf_done(&bytes);
    return ok;
}
