/*
 * scratch.c - a file that nobody else can open, and that goes with the process.
 */
#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Where a file system makes no file without a name: one whose name is taken away at once. */
static int make_named(const char *folder)
{
    char *path = chy_fd_temporary_name(folder, NULL);
    int fd = path ? open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600) : -1;
    if (fd >= 0 && unlink(path) != 0) {
        const int number = errno;
        close(fd);
        fd = -1;
        errno = number;
    }
    free(path);
    return fd;
}

int chy_fd_scratch(const char *folder)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    return fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT)
               ? fd
               : make_named(folder);
}
