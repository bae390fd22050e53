/*
 * file_write.c - a new file, or a new one in place of an old one, all or nothing.
 */
#include "base/file.h"

#include "base/encode.h"
#include "base/fd.h"
#include "base/span.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Says early and plainly what linking into place would refuse; that still decides. */
static bool check_target(const char *path, bool force, chancery_error *error)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return errno == ENOENT || chy_fail_errno(error, path, "cannot write it");
    if (S_ISLNK(st.st_mode))
        return chy_fd_refuse_link(path, error);
    errno = S_ISDIR(st.st_mode) ? EISDIR : EEXIST;
    if (errno == EEXIST && force)
        return true;
    return chy_fail_errno(error, path, "cannot write it");
}

char *chy_fd_temporary_name(const char *folder, chancery_error *error)
{
    uint8_t random[8];
    char name[32] = ".chancery-";
    if (getentropy(random, sizeof random) != 0) {
        chy_fail_errno(error, folder, "cannot make a random name");
        return NULL;
    }
    chy_hex(name + strlen(name), random, sizeof random);
    return chy_path_join(folder, chy_span_str(name), error);
}

static bool fill(int fd, const char *path, chancery_span bytes, chancery_error *error)
{
    return (chy_fd_write(fd, bytes) && fsync(fd) == 0) ||
           chy_fail_errno(error, path, "cannot write it");
}

/* A file that gets its name when it is whole: whoever ends us before leaves nothing behind.
 * *done is false, without an error, where the file system or a missing /proc does not allow
 * it. */
static bool write_nameless(bool *done, const char *path, const char *folder,
                           chancery_span bytes, unsigned mode, chancery_error *error)
{
    char self[32];
    int fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, (mode_t)mode);
    *done = false;
    if (fd < 0)
        return true;
    bool ok = fill(fd, path, bytes, error);
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    if (ok && linkat(AT_FDCWD, self, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0)
        *done = true;
    else if (ok && errno == EEXIST)
        ok = chy_fail_errno(error, path, "cannot write it");
    close(fd); /* what it holds is synced */
    return ok;
}

static bool write_temporary(const char *temporary, const char *path, chancery_span bytes,
                            unsigned mode, chancery_error *error)
{
    int fd =
        open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, (mode_t)mode);
    if (fd < 0)
        return chy_fail_errno(error, path, "cannot write it");
    bool ok = fill(fd, path, bytes, error);
    if (close(fd) != 0 && ok)
        ok = chy_fail_errno(error, path, "cannot write it");
    if (!ok)
        unlink(temporary);
    return ok;
}

/* Gives the temporary file its name; it has no other after, whatever happened. */
static bool put_in_place(const char *temporary, const char *path, bool force)
{
    if (force && rename(temporary, path) == 0)
        return true;
    bool ok = !force && link(temporary, path) == 0;
    int number = errno;
    if (!force && !ok && (number == EPERM || number == EOPNOTSUPP)) {
        /* a file system without hard links, as on a memory stick */
        ok = renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0;
        number = errno;
    }
    unlink(temporary);
    errno = number;
    return ok;
}

static bool write_named(const char *path, const char *folder, chancery_span bytes,
                        unsigned mode, bool force, chancery_error *error)
{
    char *temporary = chy_fd_temporary_name(folder, error);
    bool ok = temporary && write_temporary(temporary, path, bytes, mode, error) &&
              (put_in_place(temporary, path, force) ||
               chy_fail_errno(error, path, "cannot write it"));
    free(temporary);
    return ok;
}

static bool write_standard_output(chancery_span bytes, chancery_error *error)
{
    return chy_fd_write(STDOUT_FILENO, bytes) || chy_fail_errno(error, "-", "cannot write it");
}

bool chy_file_write(const char *path, chancery_span bytes, unsigned mode, bool force,
                    chancery_error *error)
{
    if (strcmp(path, "-") == 0)
        return write_standard_output(bytes, error);
    if (!check_target(path, force, error))
        return false;
    bool done = false;
    char *folder = chy_path_folder(path, error);
    bool ok = folder && (force || write_nameless(&done, path, folder, bytes, mode, error)) &&
              (done || write_named(path, folder, bytes, mode, force, error)) &&
              chy_file_sync_folder(folder, error);
    free(folder);
    return ok;
}
