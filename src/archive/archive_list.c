/*
 * archive_list.c - what an archive holds, as its index says.
 */
#include "archive/archive.h"

#include "base/lines.h"

#include <stdlib.h>

static void say_line(struct chy_buf *out, const struct chy_index_line *line)
{
    chy_buf_printf(out, "%llu  %s", (unsigned long long)line->entry, line->bag);
    if (line->symbol[0]) {
        chy_buf_str(out, "  ");
        chy_buf_escaped(out, chy_span_str(line->symbol));
    }
    if (line->language[0]) {
        chy_buf_str(out, "  ");
        chy_buf_escaped(out, chy_span_str(line->language));
    }
    chy_buf_byte(out, '\n');
}

static bool list_lines(struct chy_buf *out, const struct chy_archive *archive, bool json,
                       chancery_error *error)
{
    struct chy_lines lines = {0};
    chancery_span text;
    uint64_t place, count = 0;
    bool more = true;
    bool ok = chy_lines_open(&lines, archive->index, UINT64_MAX, error);
    while (ok && (ok = chy_lines_next(&lines, &text, &place, &more, error)) && more) {
        struct chy_index_line line;
        if (archive->unfinished && !chy_index_line_read(&line, text, NULL))
            break; /* an interrupted add tore it, and the next one mends it */
        ok = chy_index_line_read(&line, text, error);
        if (ok && line.entry != count)
            ok = chy_fail(error, CHANCERY_E_CONFLICT, "line %llu of it is of entry %llu",
                          (unsigned long long)count + 1, (unsigned long long)line.entry);
        if (ok && json) {
            chy_buf_span(out, text);
            chy_buf_byte(out, '\n');
        } else if (ok) {
            say_line(out, &line);
        }
        count++;
    }
    chy_lines_done(&lines);
    if (ok && count != archive->state.checkpoint.size && !archive->unfinished)
        ok = chy_fail(error, CHANCERY_E_CONFLICT, "it has %llu lines, and the log %llu entries",
                      (unsigned long long)count,
                      (unsigned long long)archive->state.checkpoint.size);
    if (!ok) {
        chy_fail_where(error, archive->index);
        chy_fail_next(error, "Make it anew: chancery archive repair-index.");
    }
    return ok;
}

char *chancery_archive_list(const char *path, bool json, bool *unfinished,
                            chancery_error *error)
{
    struct chy_archive archive;
    struct chy_buf out = {0};
    char *listed = NULL;
    if (!chy_archive_open(&archive, path, false, error))
        return NULL;
    *unfinished = archive.unfinished;
    if (list_lines(&out, &archive, json, error))
        listed = chy_buf_take(&out, NULL, error);
    chy_buf_done(&out);
    chy_archive_done(&archive);
    return listed;
}
