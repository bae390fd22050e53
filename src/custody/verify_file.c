/*
 * verify_file.c - verification of what stands on disk.
 */
#include "custody/verify.h"

#include "base/file.h"
#include "base/limits.h"
#include "custody/marked.h"
#include "custody/record.h"

#include <stdlib.h>

/* Everything that is read before the judgement. */
struct reading {
    const chancery_verify_options *options;
    struct chy_presented presented;
    struct chy_buf document, record;
    chancery_text *original;
    char *found, *folder; /* the document of a folder, if one was named; where annexes stand */
};

static bool read_all(struct reading *r, const chancery_trust *trust, chancery_error *error)
{
    const chancery_verify_options *options = r->options;
    struct chy_presented *presented = &r->presented;
    if (chy_file_is_folder(options->file)) {
        if (!(r->found = chy_folder_document(options->file, error)))
            return false;
        presented->name = r->found;
    }
    if (!chy_file_read_head(&r->document, &presented->digest, presented->name, CHY_MAX_TEXT + 1,
                            error))
        return false;
    presented->document = chy_buf_view(&r->document);
    if (!chy_record_load(&r->record, presented->name, options->record, &presented->digest,
                         presented->document, error))
        return false;
    presented->record = chy_buf_view(&r->record);
    if (!chy_presented_read(presented, &r->document, &r->record, options->record, trust,
                            error) ||
        !(r->folder = chy_path_folder(presented->name, error)))
        return false;
    presented->folder = r->folder;
    if (options->original && (!chancery_text_read(&r->original, options->original, error) ||
                              !chy_text_index(r->original, error)))
        return false;
    presented->original = r->original;
    presented->original_name = options->original;
    return true;
}

/* What is quoted has other words than what was signed, though nobody altered these: it is said
 * what it is, and nothing is decided. */
static bool is_readable(const chancery_verdict *verdict, const struct chy_presented *presented,
                        chancery_error *error)
{
    return verdict->status != CHANCERY_STATUS_NOT_AUTHENTIC ||
           verdict->match != CHY_LEVEL_NONE || presented->program ||
           !chy_is_marked(presented->document, error);
}

bool chancery_verify(chancery_verdict **out, const chancery_verify_options *options,
                     const chancery_trust *trust, chancery_error *error)
{
    chancery_error own = CHANCERY_ERROR_INIT, *report = error ? error : &own;
    struct reading r = {.options = options,
                        .presented = {.name = options->file,
                                      .expect = options->expect,
                                      .require_signed = options->require_signed,
                                      .proof = options->proof,
                                      .scan = options->scan,
                                      .require_time = options->require_proven_time}};
    *out = NULL;
    bool ok = read_all(&r, trust, report) && chy_verify(out, &r.presented, trust, report);
    if (ok && !is_readable(*out, &r.presented, report)) {
        chy_fail_where(report, r.presented.name);
        chancery_verdict_free(*out);
        *out = NULL;
        ok = false;
    }
    if (!*out)
        *out = chancery_verdict_undecided(r.presented.name, report);
    chy_reading_done(&r.presented.reading);
    chancery_text_free(r.original);
    chy_buf_done(&r.document);
    chy_buf_done(&r.record);
    free(r.folder);
    free(r.found);
    return ok;
}
