/*
 * audit_place.c - may what an audit writes be written where it was asked for? Never in the
 * archive that is audited, and never in place of what is no plain file. What is audited is told
 * by device and inode, whatever path leads there.
 */
#include "report/audit.h"

#include "archive/audit_sign.h"
#include "base/fd.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Is the folder the archive, or does it lie in it? One that cannot be opened is in none: it
 * will be said when the file is to be made. */
static bool is_within(const char *folder, const struct stat *archive)
{
    struct stat at, above;
    int fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    bool within = false, more = fd >= 0 && fstat(fd, &at) == 0;
    while (more && !(within = is_same(&at, archive))) {
        int up = openat(fd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
        close(fd);
        fd = up;
        more = fd >= 0 && fstat(fd, &above) == 0 && !is_same(&at, &above);
        at = above;
    }
    if (fd >= 0)
        close(fd);
    return within;
}

static bool check_kind(const char *path, chancery_error *error)
{
    struct stat st;
    if (lstat(path, &st) != 0 || S_ISREG(st.st_mode))
        return true;
    if (S_ISLNK(st.st_mode))
        return chy_fd_refuse_link(path, error);
    chy_fail(error, CHANCERY_E_REFUSED, "it is %s, which is not replaced",
             S_ISDIR(st.st_mode) ? "a folder" : "a device, a pipe or a socket");
    chy_fail_where(error, path);
    return chy_fail_next(error, "Name a file that is not there yet.");
}

static bool check_folder(const char *path, const struct stat *archive, chancery_error *error)
{
    char *folder = chy_path_folder(path, error);
    bool ok = folder != NULL;
    if (ok && archive && is_within(folder, archive)) {
        chy_fail(error, CHANCERY_E_REFUSED,
                 "it lies in the archive that is audited, where nothing is written");
        chy_fail_where(error, path);
        ok = chy_fail_next(error, "Name a file that lies elsewhere.");
    }
    free(folder);
    return ok;
}

static bool check_file(const char *path, const char *suffix, const struct stat *archive,
                       chancery_error *error)
{
    char *name = chy_dupf(error, "%s%s", path, suffix);
    bool ok = name && check_folder(name, archive, error) && check_kind(name, error);
    free(name);
    return ok;
}

/* Whoever replaced it would break the chain of those that follow it. */
static bool check_signed(const char *report, chancery_error *error)
{
    struct stat st;
    char *note = chy_audit_note_path(report, error);
    bool ok = note != NULL;
    if (ok && lstat(note, &st) == 0) {
        chy_fail(error, CHANCERY_E_EXISTS,
                 "a report of this name was signed, and is not replaced");
        chy_fail_where(error, report);
        ok = chy_fail_next(error, "Name another file; or move the report and its note away.");
    }
    free(note);
    return ok;
}

bool chy_audit_places(const chancery_audit_options *options, chancery_error *error)
{
    const struct {
        const char *path, *suffix[3];
    } files[] = {
        {options->output, {"", ".part", ".order"}},
        {options->premis, {"", ".part", ".events.part"}},
        {options->prometheus, {""}},
    };
    struct stat st;
    bool is_there = options->archive && stat(options->archive, &st) == 0;
    if (options->output && !check_signed(options->output, error))
        return false;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        for (size_t k = 0; files[i].path && k < 3 && files[i].suffix[k]; k++)
            if (!check_file(files[i].path, files[i].suffix[k], is_there ? &st : NULL, error))
                return false;
        for (size_t k = 0; files[i].path && k < i; k++)
            if (files[k].path && strcmp(files[i].path, files[k].path) == 0) {
                chy_fail(error, CHANCERY_E_REFUSED, "two things are to be written to it");
                chy_fail_where(error, files[i].path);
                return chy_fail_next(error, "Name a file for each.");
            }
    }
    return true;
}
