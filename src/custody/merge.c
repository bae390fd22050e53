/*
 * merge.c - the union of records.
 */
#include "base/file.h"
#include "base/limits.h"
#include "custody/record.h"

#include <stdlib.h>

struct merging {
    struct chy_buf lines; /* to add, of all records */
    struct chy_buf notes; /* what was left out, a line each */
    size_t offered;       /* lines in `lines` */
};

/* Sorts the lines of one record into what is added and what is left out. */
static void take_lines(struct merging *m, const struct chy_record *record, const char *path)
{
    for (size_t i = 0; i < record->lines; i++) {
        const struct chy_record_line *line = &record->line[i];
        if (line->kind == CHY_LINE_JUNK) {
            chy_buf_str(&m->notes, "\nLeft out: ");
            chy_buf_escaped(&m->notes, chy_span_str(path));
            chy_buf_printf(&m->notes, " line %u: %s", line->number, line->why);
        } else {
            chy_buf_add(&m->lines, record->bytes + line->offset, line->length);
            chy_buf_byte(&m->lines, '\n');
            m->offered++;
        }
    }
}

static bool take_record(struct merging *m, const char *path, chancery_error *error)
{
    struct chy_buf bytes = {0};
    struct chy_record record = {0};
    size_t before = m->offered;
    bool ok = chy_file_read(&bytes, path, CHY_MAX_RECORD, error) &&
              chy_record_read(&record, chy_buf_view(&bytes), error);
    if (ok) {
        take_lines(m, &record, path);
        if (m->offered == before && record.lines > 0) {
            ok = chy_fail(error, CHANCERY_E_FORMAT,
                          "it is no custody record: none of its lines is an envelope or a "
                          "timestamp");
            chy_fail_next(error, "Name a record (.intoto.jsonl), not a document.");
        }
    }
    chy_fail_where(error, path);
    chy_record_done(&record);
    chy_buf_done(&bytes);
    return ok;
}

static char *describe(const struct merging *m, const char *path, size_t added,
                      chancery_error *error)
{
    struct chy_buf done = {0};
    chy_buf_printf(&done, "%zu %s added to ", added, added == 1 ? "line" : "lines");
    chy_buf_escaped(&done, chy_span_str(path));
    if (m->offered > added) {
        chy_buf_printf(&done, "; %zu %s there already", m->offered - added,
                       m->offered - added == 1 ? "was" : "were");
    }
    chy_buf_byte(&done, '.');
    chy_buf_span(&done, chy_buf_view(&m->notes));
    char *text = chy_buf_take(&done, NULL, error);
    chy_buf_done(&done);
    return text;
}

/* A record that is not there is begun only beside its document: else its name is likely
 * mistyped. */
static bool has_place(const char *path, chancery_error *error)
{
    static const char record[] = ".intoto.jsonl";
    chancery_span name = chy_span_str(path);
    if (chy_file_exists(path))
        return true;
    if (chy_span_ends(name, chy_span_str(record))) {
        char *document = chy_dup(chy_span_sub(name, 0, name.len - strlen(record)), error);
        bool there = document && chy_file_exists(document);
        free(document);
        if (there || !document)
            return there;
    }
    chy_fail(error, CHANCERY_E_MISSING,
             "there is no such record, and no document beside which it would be begun");
    chy_fail_where(error, path);
    return chy_fail_next(error,
                         "Check the name; a new record is begun as DOCUMENT.intoto.jsonl "
                         "beside its document.");
}

bool chancery_merge(char **done, const char *path, const char *const *others, size_t count,
                    chancery_error *error)
{
    struct merging merging = {0};
    size_t added = 0;
    char *text = NULL;
    if (!has_place(path, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!take_record(&merging, others[i], error))
            goto out;
    }
    if (chy_buf_finish(&merging.lines, error) && chy_buf_finish(&merging.notes, error) &&
        chy_record_append(path, chy_buf_view(&merging.lines), &added, error))
        text = describe(&merging, path, added, error);
    if (text)
        *done = text;
out:
    chy_buf_done(&merging.lines);
    chy_buf_done(&merging.notes);
    return text != NULL;
}
