/*
 * verify_folder.c - which file of a folder is the document.
 */
#include "custody/verify.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/record.h"

#include <stdlib.h>

/* What chancery writes beside documents, and what a file system or a mail program hides. */
bool chy_is_document(const char *name)
{
    static const char *const others[] = {".jsonl",
                                         ".statement.json",
                                         ".attested.json",
                                         ".jsonl.next.json",
                                         ".verdict.json",
                                         ".pub",
                                         ".key"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (chy_span_ends(chy_span_str(name), chy_span_str(others[i])))
            return false;
    }
    return name[0] != '.';
}

/* "a.txt, b.txt, c.txt and 4 more", escaped. */
static char *list(char *const *names, size_t count, chancery_error *error)
{
    enum { MOST = 5 };
    struct chy_buf out = {0};
    size_t said = 0, documents = 0;
    for (size_t i = 0; i < count; i++) {
        if (!chy_is_document(names[i]))
            continue;
        documents++;
        if (said == MOST)
            continue;
        chy_buf_str(&out, said++ > 0 ? ", " : "");
        chy_buf_escaped(&out, chy_span_str(names[i]));
    }
    if (documents > said)
        chy_buf_printf(&out, " and %zu more", documents - said);
    return chy_buf_take(&out, NULL, error);
}

/* --- what goes with a document --- */

/* The only document with a record of its own; NULL: none, or several. */
static const char *only_recorded(char *const *names, size_t count, const char *folder,
                                 chancery_error *error)
{
    const char *found = NULL;
    size_t recorded = 0;
    for (size_t i = 0; i < count; i++) {
        char *record = chy_is_document(names[i])
                           ? chy_dupf(error, "%s/%s.intoto.jsonl", folder, names[i])
                           : NULL;
        if (record && chy_file_exists(record)) {
            found = names[i];
            recorded++;
        }
        free(record);
    }
    return recorded == 1 ? found : NULL;
}

static bool names_file(const struct chy_statement *statement, const chancery_digest *file)
{
    bool named =
        statement->corrigendum.name && chy_digest_eq(&statement->corrigendum.sha256, file);
    for (size_t i = 0; i < statement->renditions; i++)
        named |= chy_digest_eq(&statement->rendition[i].sha256, file);
    for (size_t i = 0; i < statement->carried; i++)
        named |=
            statement->carries[i].is_file && chy_digest_eq(&statement->carries[i].sha256, file);
    return named;
}

/* Does some act of the record name a file with these bytes? */
static bool is_named(const struct chy_record *record, const char *folder, const char *name)
{
    chancery_digest digest;
    bool found = false, named = false;
    if (!chy_file_hash_beside(&digest, &found, folder, chy_span_str(name), NULL) || !found)
        return false;
    for (size_t i = 0; i < record->acts && !named; i++)
        named = record->act[i].readable && names_file(&record->act[i].statement, &digest);
    return named;
}

/* The one document whose record names all the others as its annexes, renditions or corrections:
 * a letter as it is sent. A file that nothing names could be the one that is meant. */
static const char *find_with_annexes(char *const *names, size_t count, const char *folder,
                                     chancery_error *error)
{
    const char *found = only_recorded(names, count, folder, error);
    struct chy_buf bytes = {0};
    struct chy_record record = {0};
    char *path = found ? chy_dupf(error, "%s/%s.intoto.jsonl", folder, found) : NULL;
    if (!path || !chy_file_read(&bytes, path, CHY_MAX_RECORD, NULL) ||
        !chy_record_read(&record, chy_buf_view(&bytes), NULL))
        found = NULL;
    for (size_t i = 0; found && i < count; i++) {
        if (names[i] != found && chy_is_document(names[i]) &&
            !is_named(&record, folder, names[i]))
            found = NULL;
    }
    chy_record_done(&record);
    chy_buf_done(&bytes);
    free(path);
    return found;
}

char *chy_folder_document(const char *folder, chancery_error *error)
{
    char **names = NULL, *path = NULL, *listed = NULL;
    const char *found = NULL;
    size_t count = 0, documents = 0;
    if (!chy_file_list(&names, &count, folder, "", error))
        return NULL;
    for (size_t i = 0; i < count; i++) {
        if (!chy_is_document(names[i]))
            continue;
        found = names[i];
        documents++;
    }
    if (documents > 1) {
        const char *whole = find_with_annexes(names, count, folder, error);
        found = whole ? whole : found;
        documents = whole ? 1 : documents;
    }
    if (documents == 1) {
        path = chy_path_join(folder, chy_span_str(found), error);
    } else if (documents == 0) {
        chy_fail(error, CHANCERY_E_MISSING, "the folder holds no document");
        chy_fail_next(error, "Put the document into it, beside its record, or name a file.");
    } else if ((listed = list(names, count, error))) {
        chy_fail(error, CHANCERY_E_CONFLICT, "the folder holds %zu files that may be meant: %s",
                 documents, listed);
        chy_fail_next(
            error, "Name the one that is to be verified. (Annex files and PDFs that its record "
                   "names may stand beside it.)");
    }
    chy_fail_where(error, folder);
    free(listed);
    chy_names_free(names, count);
    return path;
}
