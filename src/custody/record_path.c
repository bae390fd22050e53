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
#include "custody/reading.h"
#include "custody/rendition.h"
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
    chancery_span pdf; /* what was read in a PDF, of which text is the first reading */
    struct chy_reading_work work; /* that may still be done for its other readings */
    struct chy_buf *lines;        /* of all that fit, each once; NULL: the best one is meant */
    unsigned best;                /* enum fit */
    struct chy_digest_index seen; /* the lines of the records that fit best */
    char *path;                   /* one of these, which holds them all, or ... */
    char *other;                  /* ... NULL unless neither it nor this one does */
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

/* Has the PDF these words in another of its readings? */
static bool has_reading(bool *fits, struct search *search,
                        const struct chy_statement *statement, chancery_error *error)
{
    uint64_t words = 0, read = search->text->words;
    *fits = false;
    for (size_t i = 0; i < statement->paragraphs; i++)
        words += statement->paragraph[i].words;
    if (search->pdf.len == 0 || words > 2 * read || read > 2 * words)
        return true;
    struct chy_reading reading;
    if (!chy_reading_of(&reading, search->pdf, statement, true, &search->work, error))
        return false;
    *fits = reading.whole;
    chy_reading_done(&reading);
    return true;
}

static bool fit_of_act(unsigned *fit, struct search *search, const struct chy_act *act,
                       chancery_error *error)
{
    const struct chy_statement *statement = &act->statement;
    bool fits = false;
    *fit = FIT_NONE;
    if (!act->readable || !chy_act_is_judged(statement->type))
        return true;
    if (chy_digest_eq(&statement->subject_digest, search->file)) {
        *fit = FIT_BYTES;
        return true;
    }
    fits = chy_is_rendition(statement, search->file) ||
           (search->text && statement->text_known &&
            chy_digest_eq(&statement->words, &search->text->words_digest));
    if (!fits && search->text && statement->text_known &&
        !has_reading(&fits, search, statement, error))
        return false;
    if (fits)
        *fit = FIT_WORDS;
    else if (search->text && has_symbol(search, statement))
        *fit = FIT_SYMBOL;
    return true;
}

/* The acts that acts of the record carry. */
static bool index_carried(struct chy_digest_index *carried, const struct chy_record *record,
                          chancery_error *error)
{
    for (size_t i = 0; i < record->acts; i++) {
        const struct chy_statement *statement = &record->act[i].statement;
        for (size_t k = 0; k < statement->carried; k++) {
            if (!statement->carries[k].is_file &&
                !chy_digest_index_set(carried, &statement->carries[k].statement, 0, error))
                return false;
        }
    }
    return true;
}

static bool fit_of_record(unsigned *best, struct search *search,
                          const struct chy_record *record, chancery_error *error)
{
    struct chy_digest_index carried = {0};
    bool ok = index_carried(&carried, record, error);
    *best = FIT_NONE;
    for (size_t i = 0; ok && i < record->acts; i++) {
        const struct chy_act *act = &record->act[i];
        unsigned fit;
        ok = fit_of_act(&fit, search, act, error);
        if (fit != FIT_NONE && chy_digest_index_find(&carried, &act->digest) == CHY_NO_INDEX)
            fit += FIT_LAST;
        *best = fit > *best ? fit : *best;
    }
    chy_digest_index_done(&carried);
    return ok;
}

/* Adds the lines that no record before had; *holds_all: it has all that those had. Lines that
 * do not count make no difference between records. */
static bool take_lines(struct search *search, bool *holds_all, const struct chy_record *record,
                       chancery_error *error)
{
    size_t before = search->seen.count, shared = 0;
    for (size_t i = 0; i < record->lines; i++) {
        const struct chy_record_line *line = &record->line[i];
        chancery_span bytes = chy_span(record->bytes + line->offset, line->length);
        chancery_digest digest = chy_digest_of(bytes);
        if (line->kind == CHY_LINE_JUNK)
            continue;
        if (chy_digest_index_find(&search->seen, &digest) != CHY_NO_INDEX) {
            shared++;
            continue;
        }
        if (!chy_digest_index_set(&search->seen, &digest, 0, error))
            return false;
        if (search->lines) {
            chy_buf_span(search->lines, bytes);
            chy_buf_byte(search->lines, '\n');
        }
    }
    *holds_all = shared == before;
    return true;
}

static bool take_record(struct search *search, const struct chy_record *record,
                        const char *path, chancery_error *error)
{
    unsigned fit;
    bool holds_all;
    if (!fit_of_record(&fit, search, record, error))
        return false;
    if (fit == FIT_NONE || (fit < search->best && !search->lines))
        return true;
    if (fit > search->best && !search->lines) {
        chy_digest_index_done(&search->seen);
        search->seen = (struct chy_digest_index){0};
    }
    search->best = fit > search->best ? fit : search->best;
    size_t before = search->seen.count;
    if (!take_lines(search, &holds_all, record, error))
        return false;
    if (search->seen.count == before && !(holds_all && search->other))
        return true; /* it says nothing new */
    char **place = holds_all ? &search->path : &search->other;
    if (holds_all) {
        free(search->other);
        search->other = NULL;
    }
    free(*place);
    *place = chy_dup(chy_span_str(path), error);
    return *place != NULL;
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
    } else {
        *left -= bytes.len;
        if (chy_record_read(&record, chy_buf_view(&bytes), &cause))
            ok = take_record(search, &record, path, error);
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

static bool search_for(struct search *search, const char *file, chancery_error *error)
{
    char *folder = chy_path_folder(file, error);
    bool ok = folder &&
              (!search->text || chy_outline_read(&search->outline, search->text, error)) &&
              search_folder(search, folder, error);
    free(folder);
    return ok;
}

static void search_done(struct search *search)
{
    free(search->path);
    free(search->other);
    chy_digest_index_done(&search->seen);
    chy_outline_done(&search->outline);
}

/* Moves the path of the one record that fits best into *path; NULL if none fits. */
static bool find(char **path, const char *file, const chancery_digest *file_digest,
                 const struct chancery_text *text, chancery_error *error)
{
    struct search search = {.file = file_digest, .text = text};
    bool ok = search_for(&search, file, error);
    if (ok && search.other) {
        ok = chy_fail(error, CHANCERY_E_CONFLICT,
                      "two records are about it and fit equally: %s and %s", search.path,
                      search.other);
        chy_fail_where(error, file);
        chy_fail_next(error, "Merge them with chancery merge, or name one with --record.");
    } else if (ok) {
        *path = search.path;
        search.path = NULL;
    }
    search_done(&search);
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

/* The lines of every record of the folder that is about the document. */
static bool gather(struct chy_buf *lines, const char *file, const chancery_digest *file_digest,
                   chancery_span document, chancery_span pdf, chancery_error *error)
{
    struct chy_buf found = {0};
    struct search search = {
        .file = file_digest, .lines = &found, .pdf = pdf, .work = {CHY_MAX_READING_BYTES}};
    chancery_text *text = NULL;
    chy_buf_init(&found, CHY_MAX_RECORD);
    if (chy_text_new(&text, document, NULL))
        search.text = text;
    bool ok = search_for(&search, file, error);
    if (ok && (found.over || search.seen.count > CHY_MAX_LINES)) {
        ok = chy_fail(error, CHANCERY_E_LIMIT,
                      "the records in its folder that are about it are together larger than a "
                      "record may be (%u bytes, %u lines)",
                      CHY_MAX_RECORD, CHY_MAX_LINES);
        chy_fail_where(error, file);
        chy_fail_next(error, "Name the record with --record.");
    }
    ok = ok && chy_buf_finish(&found, error);
    if (ok) {
        *lines = found;
        found = (struct chy_buf){0};
    }
    search_done(&search);
    chancery_text_free(text);
    chy_buf_done(&found);
    return ok;
}

static bool load(struct chy_buf *bytes, const char *file, const char *given,
                 const chancery_digest *file_digest, chancery_span document, chancery_span pdf,
                 chancery_error *error)
{
    char *path = NULL;
    bool exists = false, ok = chy_record_path(&path, &exists, file, given, NULL, NULL, error);
    if (ok)
        ok = exists || given ? chy_file_read(bytes, path, CHY_MAX_RECORD, error)
                             : gather(bytes, file, file_digest, document, pdf, error);
    free(path);
    return ok;
}

bool chy_record_load(struct chy_buf *bytes, const char *file, const char *given,
                     const chancery_digest *file_digest, chancery_span document,
                     chancery_error *error)
{
    return load(bytes, file, given, file_digest, document, (chancery_span){0}, error);
}

bool chy_record_load_pdf(struct chy_buf *bytes, const char *file,
                         const chancery_digest *file_digest, chancery_span document,
                         chancery_span pdf, chancery_error *error)
{
    return load(bytes, file, NULL, file_digest, document, pdf, error);
}
