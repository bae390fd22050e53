/*
 * archive_grown.c - whether the record of a document that is taken in again has only grown:
 * what a bag of it holds already, as a withdrawal, is not left behind by a newer one.
 */
#include "archive/archive_add.h"
#include "archive/entry.h"

#include "base/file.h"
#include "base/limits.h"

#include <stdlib.h>

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(chancery_digest));
}

bool chy_taken_stamps(struct chy_taken *out, const struct chy_record *record,
                      chancery_error *error)
{
    out->stamp = calloc(record->lines + 1, sizeof *out->stamp);
    if (!out->stamp)
        return chy_fail_memory(error);
    for (size_t i = 0; i < record->lines; i++)
        if (record->line[i].kind == CHY_LINE_TIMESTAMP)
            out->stamp[out->stamps++] = chy_digest_of(
                chy_span(record->bytes + record->line[i].offset, record->line[i].length));
    if (out->stamps > 1)
        qsort(out->stamp, out->stamps, sizeof *out->stamp, by_bytes);
    return true;
}

/* How many timestamps of the record the one that is taken in has not. */
static size_t stamps_lacking(const struct chy_taken *taken, const struct chy_record *record)
{
    size_t lacking = 0;
    for (size_t i = 0; i < record->lines; i++) {
        if (record->line[i].kind != CHY_LINE_TIMESTAMP)
            continue;
        const chancery_digest digest = chy_digest_of(
            chy_span(record->bytes + record->line[i].offset, record->line[i].length));
        lacking += taken->stamps == 0 ||
                   !bsearch(&digest, taken->stamp, taken->stamps, sizeof digest, by_bytes);
    }
    return lacking;
}

/* The path of the bag's own record, from the archive's folder on; NULL: it is not known. */
static char *record_of(const struct chy_archive *archive, const struct chy_index_line *line,
                       const struct chy_bag *bag, chancery_error *error)
{
    for (size_t i = 0; i < bag->files; i++)
        if (bag->file[i].payload && bag->file[i].whole &&
            chy_digest_eq(&bag->file[i].sha256, &line->document))
            return chy_dupf(error, "%s/%s/%s.intoto.jsonl", archive->path, line->bag,
                            bag->file[i].path);
    return NULL;
}

static bool fail_lacking(const struct chy_index_line *line, const char *record, size_t lacking,
                         const char *what, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_REFUSED,
             "its record lacks %zu %s%s that the archive's bag %s holds", lacking, what,
             lacking == 1 ? "" : "s", line->bag);
    return chy_fail_next(error,
                         "Merge the record of that bag into it, and add the document again: "
                         "chancery merge RECORD %s.",
                         record ? record : line->bag);
}

bool chy_archive_grown(const struct chy_archive *archive, const struct chy_taken *taken,
                       const struct chy_index_line *line, const struct chy_entry *entry,
                       const struct chy_bag *bag, chancery_error *error)
{
    struct chy_entry own = {0};
    struct chy_buf bytes = {0};
    struct chy_record record = {0};
    size_t signatures = 0, stamps = 0;
    char *path = record_of(archive, line, bag, error);
    bool ok = chy_entry_parse(&own, chy_buf_view(&taken->entry), error);
    if (ok)
        signatures = chy_entry_lacks(&own, entry);
    /* a bag that is damaged, or has no record of its own, is held to its entry alone */
    if (ok && path && chy_file_read(&bytes, path, CHY_MAX_RECORD, NULL) &&
        chy_record_read(&record, chy_buf_view(&bytes), NULL))
        stamps = stamps_lacking(taken, &record);
    if (ok && signatures > 0)
        ok = fail_lacking(line, path, signatures, "signature", error);
    else if (ok && stamps > 0)
        ok = fail_lacking(line, path, stamps, "timestamp", error);
    if (!ok)
        chy_fail_where(error, taken->base);
    chy_record_done(&record);
    chy_buf_done(&bytes);
    chy_entry_done(&own);
    free(path);
    return ok;
}

bool chy_archive_grown_from(const struct chy_archive *archive, const struct chy_taken *taken,
                            const struct chy_index_line *line, chancery_error *error)
{
    const struct chy_bag_options options = {.own = true};
    struct chy_buf bytes = {0};
    struct chy_entry entry = {0};
    struct chy_bag bag = {0};
    bool ok = line->entry < archive->state.checkpoint.size ||
              chy_fail(error, CHANCERY_E_CONFLICT,
                       "its line of the bag %s has another entry "
                       "than the log",
                       line->bag);
    ok = ok && chy_archive_entry(&bytes, &archive->state, line->entry, error) &&
         chy_entry_parse(&entry, chy_buf_view(&bytes), error) &&
         chy_bag_check(&bag, archive->fd, line->bag, &options, error);
    if (ok && chy_digest_eq(&entry.document, &taken->line.document))
        ok = chy_archive_grown(archive, taken, line, &entry, &bag, error);
    chy_bag_done(&bag);
    chy_entry_done(&entry);
    chy_buf_done(&bytes);
    return ok;
}
