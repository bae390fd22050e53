/*
 * verify_folder.c - which file of a folder is the document.
 */
#include "custody/verify.h"

#include "base/file.h"

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
    if (documents == 1) {
        path = chy_path_join(folder, chy_span_str(found), error);
    } else if (documents == 0) {
        chy_fail(error, CHANCERY_E_MISSING, "the folder holds no document");
        chy_fail_next(error, "Put the document into it, beside its record, or name a file.");
    } else if ((listed = list(names, count, error))) {
        chy_fail(error, CHANCERY_E_CONFLICT, "the folder holds %zu files that may be meant: %s",
                 documents, listed);
        chy_fail_next(error, "Name the one that is to be verified.");
    }
    chy_fail_where(error, folder);
    free(listed);
    chy_names_free(names, count);
    return path;
}
