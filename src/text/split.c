/*
 * split.c - the letters of a document as files of their own, byte for byte: spec/outline.md,
 * O28 to O30.
 */
#include "text/outline.h"

#include "base/file.h"
#include "base/limits.h"

#include <stdio.h>

/* "cover.txt", "annex-2.txt" in `folder`; a new string. */
static char *letter_path(const char *folder, uint32_t index, uint32_t letters,
                         chancery_error *error)
{
    char name[32] = "annex.txt";
    if (letters == 1)
        snprintf(name, sizeof name, "letter.txt");
    else if (index == 0)
        snprintf(name, sizeof name, "cover.txt");
    else if (letters > 2)
        snprintf(name, sizeof name, "annex-%u.txt", (unsigned)index);
    return chy_path_join(folder, chy_span_str(name), error);
}

/* Fails with CHANCERY_E_EXISTS for the first file that is there. */
static bool check_absent(const char *folder, uint32_t letters, chancery_error *error)
{
    for (uint32_t i = 0; i < letters; i++) {
        char *path = letter_path(folder, i, letters, error);
        bool exists = path && chy_file_exists(path);
        if (exists) {
            chy_fail(error, CHANCERY_E_EXISTS,
                     "the file is there already, and nothing was written");
            chy_fail_where(error, path);
            chy_fail_next(error, "Name another folder, or replace the files with --force.");
        }
        bool absent = path && !exists;
        chancery_free(path);
        if (!absent)
            return false;
    }
    return true;
}

static bool write_letter(struct chy_buf *written, const struct chancery_text *text,
                         const struct chy_outline *outline, uint32_t index, const char *folder,
                         bool force, chancery_error *error)
{
    char *path = letter_path(folder, index, outline->letters, error);
    bool ok = path && chy_file_write(path, chy_outline_source(text, outline->letter[index].all),
                                     0644, force, error);
    if (ok) {
        chy_buf_str(written, path);
        chy_buf_byte(written, '\n');
    }
    chancery_free(path);
    return ok;
}

bool chancery_outline_split(char **written, chancery_text *text, const char *folder, bool force,
                            chancery_error *error)
{
    struct chy_outline outline = {0};
    struct chy_buf paths = {0};
    bool ok = false;
    if (!chy_text_index(text, error) || !chy_outline_read(&outline, text, error))
        goto out;
    if (outline.letters == 0) {
        chy_fail(error, CHANCERY_E_UNKNOWN,
                 "the document has no letter that could be split off");
        chy_fail_next(error,
                      "A letter begins with a heading such as \"Letter dated 18 September "
                      "2012 from ...\"; see what was read with chancery outline.");
        goto out;
    }
    if (outline.letters > CHY_MAX_CARRIES) {
        chy_fail(error, CHANCERY_E_LIMIT,
                 "the document has %u letters; at most %u are split off",
                 (unsigned)outline.letters, CHY_MAX_CARRIES);
        goto out;
    }
    if (!force && !check_absent(folder, outline.letters, error))
        goto out;
    if (!chy_file_make_folder(folder, false, error))
        goto out;
    for (uint32_t i = 0; i < outline.letters; i++) {
        if (!write_letter(&paths, text, &outline, i, folder, force, error))
            goto out;
    }
    char *list = chy_buf_take(&paths, NULL, error);
    if (list)
        *written = list;
    ok = list != NULL;
out:
    chy_buf_done(&paths);
    chy_outline_done(&outline);
    return ok;
}
