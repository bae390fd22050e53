#include "custody/rendition.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"

#include <stdlib.h>

bool chy_is_rendition(const struct chy_statement *statement, const chancery_digest *file)
{
    for (size_t i = 0; i < statement->renditions; i++) {
        if (chy_digest_eq(&statement->rendition[i].sha256, file))
            return true;
    }
    return false;
}

const char *chy_media_type(const char *name)
{
    static const struct {
        const char *ending, *type;
    } types[] = {
        {".txt", "text/plain"},
        {".pdf", "application/pdf"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".jpeg", "image/jpeg"},
        {".tif", "image/tiff"},
        {".tiff", "image/tiff"},
        {".svg", "image/svg+xml"},
        {".csv", "text/csv"},
        {".html", "text/html"},
        {".json", "application/json"},
        {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (chy_span_ends(chy_span_str(name), chy_span_str(types[i].ending)))
            return types[i].type;
    return "application/octet-stream";
}

/* The words of the first paragraph that is another, for the message. */
static bool words_differ(const struct chancery_text *letter, const struct chancery_text *read,
                         chancery_error *error)
{
    uint32_t at = 0;
    while (at < letter->words && at < read->words &&
           chy_span_eq(chy_text_word(letter, at), chy_text_word(read, at)))
        at++;
    uint32_t more = read->words - at < 8 ? read->words - at : 8;
    char *there = chy_esc(chy_text_words(read, at, more));
    if (!there)
        return chy_fail_memory(error);
    if (at < letter->words)
        chy_fail(error, CHANCERY_E_CONFLICT,
                 "its words are not those of the letter: where line %u of the letter goes on "
                 "otherwise, it says \"%s\"",
                 letter->word[at].line, there);
    else
        chy_fail(error, CHANCERY_E_CONFLICT, "it holds words that the letter does not: \"%s\"",
                 there);
    free(there);
    return chy_fail_next(
        error, "Make it from the very text, with no heads and feet of pages but its own "
               "symbol, job number and page numbers.");
}

/* The bytes hold the words of the text, which the statement has. */
static bool hold_words(chancery_span bytes, const struct chancery_text *text,
                       const struct chy_statement *statement, chancery_error *error)
{
    bool ok = false;
    enum chy_medium medium = chy_medium_of(bytes);
    struct chy_buf extracted = {0};
    struct chy_reading reading = {0};
    struct chy_reading_work work = {CHY_MAX_READING_BYTES};
    if (medium == CHY_MEDIUM_OTHER) {
        if (!chy_text_new(&reading.text, bytes, error)) {
            chy_fail_next(error, "A rendition is a PDF, a .docx or a text; carry what has no "
                                 "words that can be read as an annex.");
            goto out;
        }
    } else if (!chy_rendition_extract(&extracted, bytes, medium, error) ||
               !(medium == CHY_MEDIUM_PDF
                     ? chy_reading_of(&reading, chy_buf_view(&extracted), statement, false,
                                      &work, error)
                     : chy_reading_first(&reading, chy_buf_view(&extracted), medium, error))) {
        goto out;
    }
    ok = chy_digest_eq(&text->words_digest, &reading.text->words_digest) ||
         words_differ(text, reading.text, error);
out:
    chy_reading_done(&reading);
    chy_buf_done(&extracted);
    return ok;
}

/* Reads the file of this name beside the letter; no link, and nothing but a file. */
static bool read_beside(struct chy_buf *bytes, chancery_digest *sha256, const char *folder,
                        const char *name, chancery_error *error)
{
    bool found = false, ok = false;
    char *path = chy_path_join(folder, chy_span_str(name), error);
    if (!path || !chy_file_hash_beside(sha256, &found, folder, chy_span_str(name), error))
        goto out;
    if (!found) {
        chy_fail(error, CHANCERY_E_MISSING, "this rendition is not beside the letter");
        chy_fail_where(error, path);
        chy_fail_next(error, "Put it there, under the name that the statement gives it.");
        goto out;
    }
    ok = chy_file_read(bytes, path, CHY_MAX_TYPESET, error);
    chancery_digest again = chy_digest_of(chy_buf_view(bytes));
    if (ok && !chy_digest_eq(&again, sha256)) {
        chy_fail(error, CHANCERY_E_CONFLICT, "it was changed while it was read");
        chy_fail_next(error, "Try again when nobody writes to it.");
        ok = chy_fail_where(error, path);
    }
out:
    free(path);
    return ok;
}

bool chy_rendition_add(struct chy_statement *statement, size_t *cap, const char *path,
                       const char *folder, const struct chancery_text *text,
                       chancery_error *error)
{
    struct chy_rendition made = {0};
    struct chy_buf bytes = {0}, given = {0};
    chancery_digest digest;
    const char *name = chy_path_name(path);
    bool ok = false;
    if (!chy_path_is_plain(chy_span_str(name))) {
        chy_fail(error, CHANCERY_E_REFUSED, "a rendition needs a plain file name");
        chy_fail_next(error, "%s", CHY_PLAIN_NAME_NEXT);
        goto out;
    }
    if (!chy_file_read_head(&given, &digest, path, 0, error) ||
        !read_beside(&bytes, &made.sha256, folder, name, error))
        goto out;
    if (!chy_digest_eq(&digest, &made.sha256)) {
        chy_fail(error, CHANCERY_E_REFUSED,
                 "another file of this name stands beside the letter");
        chy_fail_next(error, "Put the rendition beside the letter, where sign looks for it.");
        goto out;
    }
    if (chy_digest_eq(&digest, &statement->subject_digest)) {
        chy_fail(error, CHANCERY_E_REFUSED,
                 "this is the letter itself, not another file of it");
        chy_fail_next(error,
                      "Name the PDF or .docx that was made from it, or leave --rendition "
                      "out.");
        goto out;
    }
    if (!hold_words(chy_buf_view(&bytes), text, statement, error) ||
        !chy_grow(&statement->rendition, cap, statement->renditions, sizeof made,
                  CHY_MAX_RENDITIONS, "renditions", error) ||
        !(made.name = chy_dup(chy_span_str(name), error)) ||
        !(made.media_type = chy_dup(chy_span_str(chy_media_type(name)), error)))
        goto out;
    statement->rendition[statement->renditions++] = made;
    made = (struct chy_rendition){0};
    ok = true;
out:
    if (!ok)
        chy_fail_where(error, path);
    free(made.name);
    free(made.media_type);
    chy_buf_done(&bytes);
    chy_buf_done(&given);
    return ok;
}

static bool holds(const struct chy_rendition *one, const struct chy_statement *statement,
                  const char *folder, const struct chancery_text *text, chancery_error *error)
{
    struct chy_buf bytes = {0};
    chancery_digest digest;
    bool ok = read_beside(&bytes, &digest, folder, one->name, error);
    if (ok && !chy_digest_eq(&digest, &one->sha256)) {
        ok = chy_fail(error, CHANCERY_E_CONFLICT,
                      "this rendition is not the file that the statement names");
        chy_fail_next(error, "Restore it, or draft anew with --force and --rendition.");
    }
    ok = ok && hold_words(chy_buf_view(&bytes), text, statement, error);
    if (!ok)
        chy_fail_where(error, one->name);
    chy_buf_done(&bytes);
    return ok;
}

bool chy_renditions_hold(const struct chy_statement *statement, const char *folder,
                         const struct chancery_text *text, chancery_error *error)
{
    for (size_t i = 0; i < statement->renditions; i++) {
        if (!holds(&statement->rendition[i], statement, folder, text, error))
            return false;
    }
    return true;
}
