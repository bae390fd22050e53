/*
 * folder.c - what stands in folders: making, listing, removing.
 */
#include "base/file.h"

#include "base/limits.h"
#include "base/span.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

bool chy_file_sync_folder(const char *folder, chancery_error *error)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return chy_fail_errno(error, folder, "cannot open the folder");
    bool ok = fsync(fd) == 0 || errno == EINVAL; /* some file systems sync no folders */
    if (!ok)
        chy_fail_errno(error, folder, "cannot write the folder to disk");
    close(fd);
    return ok;
}

bool chy_file_sync_folder_of(const char *path, chancery_error *error)
{
    char *folder = chy_path_folder(path, error);
    bool ok = folder && chy_file_sync_folder(folder, error);
    free(folder);
    return ok;
}

bool chy_file_remove(const char *path, chancery_error *error)
{
    if (unlink(path) != 0)
        return errno == ENOENT || chy_fail_errno(error, path, "cannot remove it");
    return chy_file_sync_folder_of(path, error);
}

bool chy_file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

bool chy_file_is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool chy_file_is_exposed(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && (st.st_mode & 077) != 0;
}

/* path is a folder, or becomes one; its parent is there. */
static bool make_one(const char *path, mode_t mode, chancery_error *error)
{
    struct stat st;
    if (mkdir(path, mode) == 0)
        return chy_file_sync_folder_of(path, error);
    if (errno != EEXIST && errno != EISDIR && errno != EROFS)
        return chy_fail_errno(error, path, "cannot make the folder");
    if (stat(path, &st) != 0)
        return chy_fail_errno(error, path, "cannot make the folder");
    if (!S_ISDIR(st.st_mode)) {
        chy_fail(error, CHANCERY_E_EXISTS, "a file is there where a folder is needed");
        chy_fail_where(error, path);
        return chy_fail_next(error, "Choose another name, or move the file away.");
    }
    return true;
}

bool chy_file_make_folder(const char *path, bool secret, chancery_error *error)
{
    char *part = chy_dup(chy_span_str(path), error);
    if (!part)
        return false;
    bool ok = true;
    for (size_t i = 1; ok && i <= strlen(path); i++) {
        if ((path[i] == '/' || path[i] == '\0') && path[i - 1] != '/') {
            part[i] = '\0';
            ok = make_one(part, secret ? 0700 : 0755, error);
            part[i] = path[i];
        }
    }
    free(part);
    return ok;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_wanted(DIR *folder, const char *name, const char *suffix)
{
    struct stat st;
    return chy_path_is_plain(chy_span_str(name)) &&
           chy_span_ends(chy_span_str(name), chy_span_str(suffix)) &&
           fstatat(dirfd(folder), name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode);
}

void chy_names_free(char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

bool chy_file_list(char ***names, size_t *count, const char *folder, const char *suffix,
                   chancery_error *error)
{
    char **list = NULL;
    size_t n = 0, cap = 0;
    bool ok = false;
    const struct dirent *entry;
    DIR *dir = opendir(folder);
    if (!dir)
        return chy_fail_errno(error, folder, "cannot list the folder");
    while ((errno = 0, entry = readdir(dir)) != NULL) {
        if (!is_wanted(dir, entry->d_name, suffix))
            continue;
        if (!chy_grow(&list, &cap, n, sizeof *list, CHY_MAX_NAMES, "files in the folder",
                      error)) {
            chy_fail_where(error, folder);
            goto out;
        }
        list[n] = chy_dup(chy_span_str(entry->d_name), error);
        if (!list[n])
            goto out;
        n++;
    }
    if (errno != 0) {
        chy_fail_errno(error, folder, "cannot list the folder");
        goto out;
    }
    if (n > 1)
        qsort(list, n, sizeof *list, by_bytes);
    *names = list;
    *count = n;
    list = NULL;
    n = 0;
    ok = true;
out:
    chy_names_free(list, n);
    closedir(dir);
    return ok;
}
