/*
 * record_path.c - which custody record belongs to a file.
 *
 * Nothing is verified here: a record that says it is about the file is only looked at first,
 * and the verdict then rests on its signatures.
 */
#include "custody/record.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "text/outline.h"

#include <stdlib.h>

#define SUFFIX ".intoto.jsonl"

/* How well a record fits, by its best act; better ones are larger. */
enum fit {
    FIT_NONE = 0,
    FIT_SYMBOL = 2, /* an issue of the symbol on the text's masthead */
    FIT_WORDS = 4,  /* an act about these words */
    FIT_BYTES = 6,  /* an act about this very file */
    FIT_LAST = 1    /* added: no other act of the record carries it */
};

struct search {
    const chancery_digest *file;
    const struct chancery_text *text; /* NULL: bytes alone are compared */
    struct chy_outline outline;       /* of text */
    unsigned best;                    /* enum fit */
    char *path, *other;               /* the best, and another as good */
};

static bool has_symbol(const struct search *search, const struct chy_statement *statement)
{
    for (uint32_t i = 0; i < search->outline.masthead.symbols; i++) {
        struct chy_range range = search->outline.masthead.symbol[i];
        chancery_span symbol = chy_text_words(search->text, range.first, range.count);
        for (size_t k = 0; k < statement->symbols; k++) {
            if (chy_span_is(symbol, statement->symbol[k]))
                return true;
        }
    }
    return false;
}

static unsigned fit_of_act(const struct search *search, const struct chy_act *act)
{
    const struct chy_statement *statement = &act->statement;
    if (!act->readable || statement->type > CHY_ACT_ISSUE)
        return FIT_NONE;
    if (chy_digest_eq(&statement->subject_digest, search->file))
        return FIT_BYTES;
    if (!search->text)
        return FIT_NONE;
    if (statement->text_known && chy_digest_eq(&statement->words, &search->text->words_digest))
        return FIT_WORDS;
    return has_symbol(search, statement) ? FIT_SYMBOL : FIT_NONE;
}

static bool is_carried(const struct chy_record *record, const chancery_digest *digest)
{
    for (size_t i = 0; i < record->acts; i++) {
        const struct chy_statement *statement = &record->act[i].statement;
        for (size_t k = 0; k < statement->carried; k++) {
            if (!statement->carries[k].is_file &&
                chy_digest_eq(&statement->carries[k].statement, digest))
                return true;
        }
    }
    return false;
}

static unsigned fit_of_record(const struct search *search, const struct chy_record *record)
{
    unsigned best = FIT_NONE;
    for (size_t i = 0; i < record->acts; i++) {
        unsigned fit = fit_of_act(search, &record->act[i]);
        if (fit != FIT_NONE && fit >= (best & ~(unsigned)FIT_LAST)) {
            fit += is_carried(record, &record->act[i].digest) ? 0 : FIT_LAST;
            best = fit > best ? fit : best;
        }
    }
    return best;
}

/* Reads one record of the folder; what cannot be read does not fit. *left: bytes that may still
 * be read; *skipped is set where they do not suffice. False only for want of memory. */
static bool try_record(struct search *search, const char *path, size_t *left, bool *skipped,
                       chancery_error *error)
{
    struct chy_buf bytes = {0};
    struct chy_record record = {0};
    chancery_error cause = CHANCERY_ERROR_INIT;
    size_t limit = *left < CHY_MAX_RECORD ? *left : CHY_MAX_RECORD;
    bool ok = true;
    if (!chy_file_read(&bytes, path, limit, &cause)) {
        *skipped |= cause.code == CHANCERY_E_LIMIT;
    } else if (chy_record_read(&record, chy_buf_view(&bytes), &cause)) {
        *left -= bytes.len;
        unsigned fit = fit_of_record(search, &record);
        if (fit > FIT_NONE && fit >= search->best) {
            char **place = fit > search->best ? &search->path : &search->other;
            free(search->other);
            search->other = NULL;
            free(*place);
            *place = chy_dup(chy_span_str(path), error);
            ok = *place != NULL;
            search->best = fit;
        }
    }
    ok = ok && (cause.code != CHANCERY_E_MEMORY || chy_fail_memory(error));
    chy_record_done(&record);
    chy_buf_done(&bytes);
    return ok;
}

/* The names of the records in a folder; none where the folder cannot be listed. */
static bool list_records(char ***names, size_t *count, const char *folder,
                         chancery_error *error)
{
    chancery_error cause = CHANCERY_ERROR_INIT;
    if (chy_file_list(names, count, folder, SUFFIX, &cause))
        return true;
    *names = NULL;
    *count = 0;
    return cause.code != CHANCERY_E_MEMORY || chy_fail_memory(error);
}

static bool search_folder(struct search *search, const char *folder, chancery_error *error)
{
    char **names = NULL;
    size_t count = 0, left = CHY_MAX_SEARCHED_BYTES;
    bool skipped = false, ok = false;
    if (!list_records(&names, &count, folder, error))
        return false;
    for (size_t i = 0; i < count && i < CHY_MAX_SEARCHED; i++) {
        char *path = chy_path_join(folder, chy_span_str(names[i]), error);
        bool done = path && try_record(search, path, &left, &skipped, error);
        free(path);
        if (!done)
            goto out;
    }
    skipped |= count > CHY_MAX_SEARCHED;
    ok = search->path || !skipped;
    if (!ok) {
        chy_fail(error, CHANCERY_E_LIMIT,
                 "the folder holds more records than are searched (%u, of %u bytes together), "
                 "and none of those searched is about the document",
                 CHY_MAX_SEARCHED, CHY_MAX_SEARCHED_BYTES);
        chy_fail_where(error, folder);
        chy_fail_next(error, "Name the record with --record.");
    }
out:
    chy_names_free(names, count);
    return ok;
}

/* Moves the path of the one record that fits best into *path; NULL if none fits. */
static bool find(char **path, const char *file, const chancery_digest *file_digest,
                 const struct chancery_text *text, chancery_error *error)
{
    struct search search = {.file = file_digest, .text = text};
    bool ok = false;
    char *folder = chy_path_folder(file, error);
    if (!folder || (text && !chy_outline_read(&search.outline, text, error)) ||
        !search_folder(&search, folder, error))
        goto out;
    if (search.other) {
        chy_fail(error, CHANCERY_E_CONFLICT,
                 "two records are about it and fit equally: %s and %s", search.path,
                 search.other);
        chy_fail_where(error, file);
        chy_fail_next(error, "Merge them with chancery merge, or name one with --record.");
        goto out;
    }
    *path = search.path;
    search.path = NULL;
    ok = true;
out:
    free(folder);
    free(search.path);
    free(search.other);
    chy_outline_done(&search.outline);
    return ok;
}

bool chy_record_path(char **path, bool *exists, const char *file, const char *given,
                     const chancery_digest *file_digest, const struct chancery_text *text,
                     chancery_error *error)
{
    char *found = NULL, *beside = NULL;
    if (given) {
        *path = chy_dup(chy_span_str(given), error);
        *exists = strcmp(given, "-") == 0 || chy_file_exists(given);
        return *path != NULL;
    }
    beside = chy_dupf(error, "%s" SUFFIX, file);
    if (!beside)
        return false;
    *exists = chy_file_exists(beside);
    if (!*exists && file_digest) {
        if (!find(&found, file, file_digest, text, error)) {
            free(beside);
            return false;
        }
        *exists = found != NULL;
    }
    if (found)
        free(beside);
    *path = found ? found : beside;
    return true;
}
