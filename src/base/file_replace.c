/*
 * file_replace.c - a file written piece by piece, that takes the place of another when it is
 * whole.
 */
#include "base/file.h"

#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void self_of(char out[32], int fd)
{
    snprintf(out, 32, "/proc/self/fd/%d", fd);
}

/* Whoever ends us leaves nothing behind. False where the file system or a missing /proc does
 * not allow it. */
static bool open_nameless(struct chy_file_new *out, const char *folder, unsigned mode)
{
    char self[32];
    out->fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, (mode_t)mode);
    if (out->fd < 0)
        return false;
    self_of(self, out->fd);
    if (access(self, F_OK) == 0)
        return true;
    close(out->fd);
    out->fd = -1;
    return false;
}

/* A name replaces another only by way of a third. */
static bool name(struct chy_file_new *file)
{
    char self[32];
    self_of(self, file->fd);
    file->named = file->named ||
                  linkat(AT_FDCWD, self, AT_FDCWD, file->temporary, AT_SYMLINK_FOLLOW) == 0;
    return file->named;
}

bool chy_file_begin(struct chy_file_new *out, const char *path, unsigned mode,
                    chancery_error *error)
{
    struct stat st;
    *out = (struct chy_file_new){.path = path, .fd = -1};
    if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
        errno = S_ISDIR(st.st_mode) ? EISDIR : EEXIST;
        return S_ISLNK(st.st_mode) ? chy_fd_refuse_link(path, error)
                                   : chy_fail_errno(error, path, "cannot write it");
    }
    char *folder = chy_path_folder(path, error);
    out->temporary = folder ? chy_fd_temporary_name(folder, error) : NULL;
    if (out->temporary && !open_nameless(out, folder, mode)) {
        out->fd = open(out->temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                       (mode_t)mode);
        out->named = out->fd >= 0;
        if (!out->named)
            chy_fail_errno(error, path, "cannot write it");
    }
    free(folder);
    return out->fd >= 0;
}

bool chy_file_add(const struct chy_file_new *file, chancery_span bytes, chancery_error *error)
{
    return chy_fd_write(file->fd, bytes) ||
           chy_fail_errno(error, file->path, "cannot write it");
}

bool chy_file_commit(struct chy_file_new *file, chancery_error *error)
{
    bool ok =
        (fsync(file->fd) == 0 && name(file) && rename(file->temporary, file->path) == 0) ||
        chy_fail_errno(error, file->path, "cannot write it");
    if (ok) { /* it has no other name any more */
        close(file->fd);
        file->fd = -1;
        ok = chy_file_sync_folder_of(file->path, error);
    }
    return ok;
}

void chy_file_end(struct chy_file_new *file)
{
    if (file->fd >= 0) {
        close(file->fd);
        if (file->named)
            (void)unlink(file->temporary);
    }
    free(file->temporary);
    *file = (struct chy_file_new){.fd = -1};
}
