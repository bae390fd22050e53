/*
 * file_bag.c - whether a file stands in a bag (RFC 8493), whose files never change, or in an
 * archive of these: what is put there is damage to whoever checks them.
 */
#include "base/file.h"

#include "base/escape.h"
#include "base/span.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A declaration begins with this and a digit of the version. */
static const char declaration[] = "BagIt-Version: ";

static bool declares(int folder)
{
    char head[sizeof declaration];
    struct stat st;
    int fd = openat(folder, "bagit.txt", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool is = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
              pread(fd, head, sizeof head, 0) == (ssize_t)sizeof head &&
              memcmp(head, declaration, sizeof declaration - 1) == 0 &&
              head[sizeof head - 1] >= '0' && head[sizeof head - 1] <= '9';
    if (fd >= 0)
        close(fd);
    return is;
}

bool chy_file_is_bag(const char *path)
{
    struct stat st;
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is = folder >= 0 && fstatat(folder, "data", &st, AT_SYMLINK_NOFOLLOW) == 0 &&
              S_ISDIR(st.st_mode) && declares(folder);
    if (folder >= 0)
        close(folder);
    return is;
}

static bool fail_bagged(const char *path, const char *bag, chancery_error *error)
{
    char *shown = chy_esc(chy_span_str(bag));
    if (!shown)
        return chy_fail_memory(error);
    chy_fail(error, CHANCERY_E_REFUSED, "it stands in the bag %s, which never changes", shown);
    free(shown);
    chy_fail_where(error, path);
    return chy_fail_next(error,
                         "Copy the document and its record out of the bag, and do it there; "
                         "what is kept in an archive is then added again: chancery archive "
                         "add.");
}

static bool is_archive(const char *path)
{
    struct stat st;
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is = folder >= 0 && fstatat(folder, "log/log.json", &st, AT_SYMLINK_NOFOLLOW) == 0 &&
              fstatat(folder, "index.jsonl", &st, AT_SYMLINK_NOFOLLOW) == 0 &&
              fstatat(folder, ".adding", &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
    if (folder >= 0)
        close(folder);
    return is;
}

static bool fail_archived(const char *path, const char *archive, chancery_error *error)
{
    char *shown = chy_esc(chy_span_str(archive));
    if (!shown)
        return chy_fail_memory(error);
    chy_fail(error, CHANCERY_E_REFUSED,
             "it would stand in the archive %s, where nothing but what is taken in stands",
             shown);
    free(shown);
    chy_fail_where(error, path);
    return chy_fail_next(error, "Name a place outside the archive.");
}

/* The folder's real path; of one that is not there yet, that of the first above it that is. */
static char *real_folder(const char *folder)
{
    char *path = strdup(folder), *real = NULL;
    while (path && path[0] && !(real = realpath(path, NULL)) && errno == ENOENT) {
        char *slash = strrchr(path, '/');
        if (strcmp(path, "/") == 0 || strcmp(path, ".") == 0)
            break;
        if (!slash)
            path[0] = '.';
        if (!slash || slash == path)
            path[1] = '\0';
        else
            *slash = '\0';
    }
    free(path);
    return real;
}

/* Every folder from this one up. */
static bool check_up(const char *path, const char *folder, bool archives, chancery_error *error)
{
    char *real = real_folder(folder);
    bool ok = real || errno != ENOMEM || chy_fail_memory(error);
    for (size_t len = real ? strlen(real) : 0; ok && len > 0;) {
        if (chy_file_is_bag(real))
            ok = fail_bagged(path, real, error);
        else if (archives && is_archive(real))
            ok = fail_archived(path, real, error);
        while (len > 0 && real[--len] != '/')
            ;
        real[len] = '\0'; /* not the root itself, which is no bag */
    }
    free(real);
    return ok;
}

bool chy_file_outside_bags(const char *path, chancery_error *error)
{
    char *folder = chy_path_folder(path, error);
    bool ok = folder && check_up(path, folder, false, error);
    free(folder);
    return ok;
}

bool chy_file_outside_archives(const char *path, chancery_error *error)
{
    if (strcmp(path, "-") == 0)
        return true;
    char *folder = chy_path_folder(path, error);
    bool ok = folder && check_up(path, folder, true, error);
    free(folder);
    return ok;
}

bool chy_folder_outside_archives(const char *folder, chancery_error *error)
{
    return check_up(folder, folder, true, error);
}
