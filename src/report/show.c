/*
 * show.c - what there is to show of a document: its record and its draft.
 */
#include "report/show.h"

#include "base/file.h"
#include "base/limits.h"
#include "custody/carry.h"

#include <stdlib.h>

static bool read_draft(struct chy_shown *shown, const char *file, chancery_error *error)
{
    shown->draft_path = chy_draft_path(file, error);
    if (!shown->draft_path)
        return false;
    if (!chy_file_exists(shown->draft_path))
        return true;
    return chy_draft_read(&shown->draft, &shown->drafted, shown->draft_path, error);
}

static bool read_record(struct chy_shown *shown, const char *file, const char *record,
                        chancery_error *error)
{
    struct chy_buf bytes = {0};
    bool ok =
        chy_record_open(&bytes, &shown->path, &shown->recorded, file, record, error) &&
        (!shown->recorded || chy_record_read(&shown->record, chy_buf_view(&bytes), error));
    chy_fail_where(error, shown->path);
    chy_buf_done(&bytes);
    return ok;
}

char *chancery_show(const char *file, const char *record, bool words, bool json, bool color,
                    chancery_error *error)
{
    struct chy_shown shown = {.words = words};
    char *text = NULL;
    if (!read_record(&shown, file, record, error) || !read_draft(&shown, file, error))
        goto out;
    if (!shown.recorded && shown.draft.len == 0) {
        chy_fail(error, CHANCERY_E_MISSING, "it has neither a custody record nor a draft");
        chy_fail_where(error, file);
        chy_fail_next(error,
                      "Make a draft with chancery draft, or name the record with --record.");
        goto out;
    }
    text = json ? chy_show_json(&shown, error) : chy_show_text(&shown, color, error);
out:
    free(shown.path);
    free(shown.draft_path);
    chy_record_done(&shown.record);
    chy_statement_done(&shown.drafted);
    chy_buf_done(&shown.draft);
    return text;
}
