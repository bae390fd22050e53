#include "archive/entry.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/record.h"

#include <stdlib.h>

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(chancery_digest));
}

/* Does another act of the record carry it? */
static bool is_carried(const struct chy_record *record, const struct chy_act *act)
{
    for (size_t i = 0; i < record->acts; i++) {
        const struct chy_statement *other = &record->act[i].statement;
        for (size_t j = 0; record->act[i].readable && j < other->carried; j++)
            if (!other->carries[j].is_file &&
                chy_digest_eq(&other->carries[j].statement, &act->digest))
                return true;
    }
    return false;
}

static bool fail_unclear(const char *path, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_CONFLICT,
             "it holds acts about several documents, none of which "
             "carries the others");
    chy_fail_where(error, path);
    return chy_fail_next(error, "Name the document itself, with its record beside it.");
}

/* The document that the last acts of the record, which no other carries, are about. Acts about
 * an act are about its file, which another act may carry. */
static bool document_of_record(chancery_digest *out, const struct chy_record *record,
                               const char *path, chancery_error *error)
{
    bool found = false;
    for (size_t i = 0; i < record->acts; i++) {
        const struct chy_act *act = &record->act[i];
        if (!act->readable || chy_act_is_later(act->statement.type) || is_carried(record, act))
            continue;
        if (found && !chy_digest_eq(out, &act->statement.subject_digest))
            return fail_unclear(path, error);
        *out = act->statement.subject_digest;
        found = true;
    }
    if (found)
        return true;
    chy_fail(error, CHANCERY_E_REFUSED, "it holds no signed statement");
    chy_fail_where(error, path);
    return chy_fail_next(error, "Sign the document first, or check which file was meant.");
}

static bool document_of_file(chancery_digest *out, const struct chy_record *record,
                             const char *file, chancery_error *error)
{
    struct chy_buf head = {0};
    bool ok = chy_file_read_head(&head, out, file, 0, error);
    chy_buf_done(&head);
    if (!ok)
        return false;
    for (size_t i = 0; i < record->acts; i++)
        if (record->act[i].readable &&
            chy_digest_eq(out, &record->act[i].statement.subject_digest))
            return true;
    chy_fail(error, CHANCERY_E_CONFLICT, "its record holds no act about this very file");
    chy_fail_where(error, file);
    return chy_fail_next(error, "Name the file as it was signed.");
}

/* Lines of a name and a digest, sorted, each once. */
static void write_digests(struct chy_buf *out, const char *name, chancery_digest *digest,
                          size_t count)
{
    qsort(digest, count, sizeof *digest, by_bytes);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && chy_digest_eq(&digest[i], &digest[i - 1]))
            continue;
        chy_buf_printf(out, "\n%s ", name);
        chy_buf_hex(out, digest[i].b, sizeof digest[i].b);
    }
}

static bool any_counts(const struct chy_record *record)
{
    bool any = false;
    for (size_t i = 0; i < record->signatures; i++)
        any = any || record->signature[i].by;
    return any;
}

/* Has the act a signature that is listed? */
static bool is_listed(const struct chy_record *record, size_t act, bool checked)
{
    bool listed = !checked;
    for (uint32_t i = record->act[act].first; !listed && i != UINT32_MAX;
         i = record->signature[i].next)
        listed = record->signature[i].by != NULL;
    return listed;
}

bool chy_entry_write(struct chy_buf *out, const chancery_digest *document,
                     const chancery_digest *bag, const struct chy_record *record, bool checked,
                     const char *file, chancery_error *error)
{
    size_t count = 0, withdrawn = 0, before = out->len;
    chancery_digest *digest = calloc(record->signatures + record->acts + 1, sizeof *digest);
    if (!digest)
        return chy_fail_memory(error);
    checked = checked && any_counts(record);
    for (size_t i = 0; i < record->signatures; i++)
        if (!checked || record->signature[i].by)
            digest[count++] = record->signature[i].digest;
    for (size_t i = 0; i < record->acts; i++) {
        const struct chy_act *act = &record->act[i];
        if (act->readable && act->statement.type == CHY_ACT_WITHDRAWAL &&
            is_listed(record, i, checked))
            digest[count + withdrawn++] = act->statement.concerns.statement;
    }
    chy_buf_str(out, "chancery-entry/v1\ndocument ");
    chy_buf_hex(out, document->b, sizeof document->b);
    if (bag) {
        chy_buf_str(out, "\nbag ");
        chy_buf_hex(out, bag->b, sizeof bag->b);
    }
    write_digests(out, "withdraws", digest + count, withdrawn);
    write_digests(out, "signature", digest, count);
    chy_buf_byte(out, '\n');
    free(digest);
    if (out->len - before <= CHY_MAX_ENTRY)
        return chy_buf_finish(out, error);
    chy_fail(error, CHANCERY_E_LIMIT, "its entry would have %zu bytes; at most %u are allowed",
             out->len - before, CHY_MAX_ENTRY);
    return chy_fail_where(error, file);
}

bool chy_entry_of(struct chy_buf *out, const char *file, chancery_error *error)
{
    struct chy_buf bytes = {0};
    struct chy_record record = {0};
    char *path = NULL;
    bool exists = false, ok = false;
    chancery_digest document;
    bool is_record = chy_span_ends(chy_span_str(file), CHY_LITERAL(".jsonl"));
    if (!chy_record_open(&bytes, &path, &exists, file, NULL, error))
        goto out;
    if (!exists) {
        chy_fail(error, CHANCERY_E_MISSING, "there is no custody record of it");
        chy_fail_where(error, file);
        chy_fail_next(error, "Sign it first, or put its record beside it.");
        goto out;
    }
    if (!chy_record_read(&record, chy_buf_view(&bytes), error)) {
        chy_fail_where(error, path);
        goto out;
    }
    ok = (is_record ? document_of_record(&document, &record, path, error)
                    : document_of_file(&document, &record, file, error)) &&
         chy_entry_write(out, &document, NULL, &record, false, file, error);
out:
    chancery_free(path);
    chy_record_done(&record);
    chy_buf_done(&bytes);
    return ok;
}
