/*
 * archive_grown.c - whether the record of a document that is taken in again has only grown:
 * what a bag of it holds already, as a withdrawal, is not left behind by a newer one.
 */
#include "archive/archive_add.h"
#include "archive/archive_label.h"
#include "archive/counted.h"
#include "archive/entry.h"

#include "base/file.h"
#include "base/limits.h"
#include "custody/proven.h"
#include "custody/trust.h"

#include <stdlib.h>

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
    chy_digests_sort(out->stamp, out->stamps);
    return true;
}

/* The bag's own record, if it is the one that was taken in; NULL. */
static const struct chy_bag_file *record_of(const struct chy_bag *bag,
                                            const struct chy_index_line *line)
{
    const struct chy_bag_file *record = NULL;
    for (size_t i = 0; !record && chy_bag_says(bag, &line->tagmanifest) && i < bag->files;
         i++) {
        struct chy_buf path = {0};
        if (!bag->file[i].payload || !bag->file[i].whole ||
            !chy_digest_eq(&bag->file[i].sha256, &line->document))
            continue;
        chy_buf_printf(&path, "%s.intoto.jsonl", bag->file[i].path);
        record = chy_buf_ok(&path) ? chy_bag_find(bag, chy_buf_view(&path)) : NULL;
        chy_buf_done(&path);
    }
    return record && record->good ? record : NULL;
}

/* What of it counts by the directory that judges now. *read: it could be read. */
static bool weigh(struct chy_counted *out, bool *read, const char *path,
                  const chancery_trust *trust, chancery_error *error)
{
    struct chy_buf bytes = {0};
    struct chy_record record = {0};
    *read = chy_file_read(&bytes, path, CHY_MAX_RECORD, NULL) &&
            chy_record_read(&record, chy_buf_view(&bytes), NULL);
    bool ok = !*read || (chy_record_weigh(&record, &trust->directory, trust->now, error) &&
                         chy_counted_of(out, &record, error));
    chy_record_done(&record);
    chy_buf_done(&bytes);
    return ok;
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
    struct chy_counted counted = {0};
    bool read = false;
    const struct chy_bag_file *record = record_of(bag, line);
    char *path =
        record ? chy_dupf(error, "%s/%s/%s", archive->path, line->bag, record->path) : NULL;
    bool ok = (!record || path) && chy_entry_parse(&own, chy_buf_view(&taken->entry), error) &&
              (!path || weigh(&counted, &read, path, taken->trust, error));
    /* a bag that is damaged, or has no record of its own, is held to its entry alone */
    size_t lacking = chy_digests_lacking(own.signature, own.signatures,
                                         read ? counted.signature : entry->signature,
                                         read ? counted.signatures : entry->signatures);
    if (ok && lacking > 0)
        ok = fail_lacking(line, path, lacking, "signature", error);
    lacking = chy_digests_lacking(taken->stamp, taken->stamps, counted.stamp, counted.stamps);
    if (ok && lacking > 0)
        ok = fail_lacking(line, path, lacking, "timestamp", error);
    if (!ok)
        chy_fail_where(error, taken->base);
    chy_counted_done(&counted);
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
