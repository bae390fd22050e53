/*
 * archive_prove.c - the entry of a document in an archive's log, which names its bag.
 */
#include "archive/archive.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/lines.h"

#include <stdlib.h>

/* The length of what comes before the line of the bag. */
#define HEAD (sizeof "chancery-entry/v1\ndocument " - 1 + 64 + 1)

/* Is the line's entry this one, but for the bag? *found is then that entry. */
static bool compare(bool *same, struct chy_buf *found, const struct chy_log *log,
                    const struct chy_index_line *line, chancery_span entry,
                    chancery_error *error)
{
    struct chy_buf with = {0};
    chy_buf_span(&with, chy_span_sub(entry, 0, HEAD));
    chy_buf_str(&with, "bag ");
    chy_buf_hex(&with, line->tagmanifest.b, sizeof line->tagmanifest.b);
    chy_buf_byte(&with, '\n');
    chy_buf_span(&with, chy_span_from(entry, HEAD));
    chy_buf_clear(found);
    bool ok = chy_buf_finish(&with, error) && chy_archive_entry(found, log, line->entry, error);
    *same = ok && chy_span_eq(chy_buf_view(&with), chy_buf_view(found));
    chy_buf_done(&with);
    return ok;
}

/* Is it the line of this document? Members are sorted, so it comes after the bag's name, which
 * holds no quote; most lines are gone past without being read as JSON. */
static bool is_of(chancery_span line, chancery_span document)
{
    if (!chy_span_take(&line, CHY_LITERAL("{\"bag\":\"")))
        return false;
    const uint8_t *quote = line.len > 0 ? memchr(line.ptr, '"', line.len) : NULL;
    return quote && chy_span_starts(chy_span_from(line, (size_t)(quote - line.ptr)), document);
}

static bool search(uint64_t *index, struct chy_buf *found, const struct chy_log *log,
                   struct chy_lines *lines, chancery_span entry, chancery_error *error)
{
    char document[96] = "\",\"document\":\"";
    const size_t before = strlen(document);
    chancery_span text;
    uint64_t place;
    bool more = true, same = false, ok = true;
    memcpy(document + before, entry.ptr + HEAD - 65, 64);
    document[before + 64] = '\0';
    while (ok && !same && (ok = chy_lines_next(lines, &text, &place, &more, error)) && more) {
        struct chy_index_line line;
        if (!is_of(text, chy_span_str(document)))
            continue;
        ok = chy_index_line_read(&line, text, error);
        if (ok && line.entry < log->checkpoint.size)
            ok = compare(&same, found, log, &line, entry, error);
        *index = same ? line.entry : *index;
    }
    return ok;
}

bool chy_archive_find_entry(uint64_t *index, struct chy_buf *entry, const struct chy_log *log,
                            chancery_error *error)
{
    struct chy_lines lines = {0};
    struct chy_buf found = {0};
    char *path = chy_log_path(log->folder, "../" CHY_ARCHIVE_INDEX, error);
    bool ok = path != NULL;
    *index = UINT64_MAX;
    if (ok && entry->len > HEAD && chy_file_exists(path)) {
        ok = chy_lines_open(&lines, path, UINT64_MAX, error) &&
             search(index, &found, log, &lines, chy_buf_view(entry), error);
        if (!ok)
            chy_fail_where(error, path);
    }
    if (ok && *index != UINT64_MAX) {
        chy_buf_clear(entry);
        chy_buf_span(entry, chy_buf_view(&found));
        ok = chy_buf_finish(entry, error);
    }
    chy_lines_done(&lines);
    chy_buf_done(&found);
    free(path);
    return ok;
}
