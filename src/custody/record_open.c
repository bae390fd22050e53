/*
 * record_open.c - the record that a person means, and one part of one line of it.
 */
#include "custody/record.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/record_line.h"

#include <stdlib.h>

static bool is_record_name(const char *file)
{
    return strcmp(file, "-") == 0 || chy_span_ends(chy_span_str(file), CHY_LITERAL(".jsonl"));
}

/* The digest of a document of any kind, and its text if it is one. */
static bool read_document(chancery_digest *digest, chancery_text **text, const char *file,
                          chancery_error *error)
{
    struct chy_buf bytes = {0};
    chancery_error cause = CHANCERY_ERROR_INIT;
    char *folder = NULL;
    bool found = chy_file_read(&bytes, file, CHY_MAX_TEXT, &cause), ok = found;
    if (found) {
        chy_sha256(digest, chy_buf_view(&bytes));
        if (!chy_text_new(text, chy_buf_view(&bytes), NULL))
            *text = NULL; /* a map: found by its bytes alone */
    } else if (cause.code == CHANCERY_E_LIMIT) {
        folder = chy_path_folder(file, error);
        ok = folder && chy_file_hash_beside(digest, &found, folder,
                                            chy_span_str(chy_path_name(file)), error);
    }
    if (ok && !found) {
        ok = chy_fail(error, CHANCERY_E_MISSING, "it was there a moment ago and is gone");
        chy_fail_where(error, file);
    } else if (!ok && error && error->code == CHANCERY_OK) {
        *error = cause;
    }
    free(folder);
    chy_buf_done(&bytes);
    return ok;
}

static bool find(char **path, bool *exists, const char *file, chancery_error *error)
{
    chancery_digest digest;
    chancery_text *text = NULL;
    char *beside = chy_dupf(error, "%s.intoto.jsonl", file);
    bool ok = beside != NULL;
    if (ok && chy_file_exists(beside)) { /* the document itself need not be there */
        *path = beside;
        *exists = true;
        return true;
    }
    ok = ok && read_document(&digest, &text, file, error) &&
         chy_record_path(path, exists, file, NULL, &digest, text, error);
    chancery_text_free(text);
    free(beside);
    return ok;
}

bool chy_record_open(struct chy_buf *bytes, char **path, bool *exists, const char *file,
                     const char *given, chancery_error *error)
{
    char *found = NULL;
    bool ok = false;
    *exists = true;
    if (given || is_record_name(file)) {
        found = chy_dup(chy_span_str(given ? given : file), error);
        if (!found)
            goto out;
    } else if (!find(&found, exists, file, error)) {
        goto out;
    }
    if (*exists && !chy_file_read(bytes, found, CHY_MAX_RECORD, error))
        goto out;
    *path = found;
    found = NULL;
    ok = true;
out:
    free(found);
    return ok;
}

/* --- one part of one line --- */

static bool find_line(chancery_span *out, chancery_span record, size_t number,
                      chancery_error *error)
{
    chancery_span line;
    size_t lines = 0;
    while (chy_span_line(&line, &record)) {
        if (++lines == number) {
            *out = line;
            return true;
        }
    }
    chy_fail(error, CHANCERY_E_USAGE, "it has %zu lines; there is no line %zu", lines, number);
    return chy_fail_next(error, "See the lines with chancery show.");
}

static void add_part(struct chy_buf *out, const struct chy_envelope *envelope,
                     enum chancery_extract what)
{
    chancery_span payload = chy_span(envelope->payload, envelope->payload_len);
    switch (what) {
    case CHANCERY_EXTRACT_PAE:
        chy_envelope_pae(out, envelope->payload_type, payload);
        return;
    case CHANCERY_EXTRACT_PAYLOAD:
        chy_buf_span(out, payload);
        return;
    case CHANCERY_EXTRACT_SIGNATURE:
        chy_buf_add(out, envelope->signature[0].signature.b,
                    sizeof envelope->signature[0].signature.b);
        return;
    }
}

bool chancery_extract(uint8_t **out, size_t *len, const char *file, const char *record,
                      size_t line, enum chancery_extract what, chancery_error *error)
{
    struct chy_buf bytes = {0}, part = {0};
    struct chy_envelope envelope = {0};
    chancery_span text;
    char *path = NULL, *taken = NULL;
    bool exists = false;
    if (!chy_record_open(&bytes, &path, &exists, file, record, error))
        goto out;
    if (!exists) {
        chy_fail(error, CHANCERY_E_MISSING, "it has no custody record");
        chy_fail_where(error, file);
        chy_fail_next(error, "Name the record with --record.");
        goto out;
    }
    if (find_line(&text, chy_record_unmarked(chy_buf_view(&bytes)), line, error) &&
        chy_envelope_read(&envelope, text, error)) {
        add_part(&part, &envelope, what);
        taken = chy_buf_take(&part, len, error);
    }
    if (taken)
        *out = (uint8_t *)taken;
    chy_fail_where(error, path);
out:
    free(path);
    chy_envelope_done(&envelope);
    chy_buf_done(&bytes);
    chy_buf_done(&part);
    return taken != NULL;
}
