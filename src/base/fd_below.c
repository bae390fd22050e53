/*
 * fd_below.c - files below a folder that is open, where somebody else may have put a link.
 */
#include "base/fd.h"

#include "base/span.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool refuse(const char *shown, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_REFUSED,
             "a link, a folder or a device stands in its place, and is not followed");
    chy_fail_where(error, shown);
    return chy_fail_next(error, "Find out who put it there, and bring the file itself back.");
}

/* The next name of the path, up to its '/'; what follows it. NULL with errno: it is none. */
static const char *take_name(char name[256], const char *path)
{
    size_t len = strcspn(path, "/");
    if (len == 0 || len > 255) {
        errno = len == 0 ? ENOENT : ENAMETOOLONG;
        return NULL;
    }
    memcpy(name, path, len);
    name[len] = '\0';
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        errno = ELOOP;
        return NULL;
    }
    return path + len;
}

/* -1 with errno; ELOOP and ENOTDIR where something else than a folder is on the way. */
static int walk(int folder, const char *path)
{
    char name[256];
    int at = folder, next, number;
    for (;;) {
        const char *rest = take_name(name, path);
        bool last = rest && *rest == '\0';
        next = !rest ? -1
                     : openat(at, name,
                              O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY |
                                  (last ? O_NONBLOCK : O_DIRECTORY));
        number = errno;
        if (at != folder)
            close(at);
        errno = number;
        if (next < 0 || last)
            return next;
        at = next;
        path = rest + 1;
    }
}

int chy_fd_open_below(int folder, const char *path, uint64_t limit, size_t *size,
                      const char *shown, chancery_error *error)
{
    struct stat st;
    int fd = walk(folder, path);
    bool ok = fd >= 0;
    *size = 0;
    if (!ok && (errno == ELOOP || errno == ENOTDIR || errno == ENXIO))
        refuse(shown, error);
    else if (!ok)
        chy_fail_errno(error, shown, "cannot open it");
    if (ok && fstat(fd, &st) != 0)
        ok = chy_fail_errno(error, shown, "cannot read it");
    else if (ok && !S_ISREG(st.st_mode))
        ok = refuse(shown, error);
    else if (ok && (uint64_t)st.st_size > limit)
        ok = chy_fd_fail_size(shown, (uint64_t)st.st_size, limit, error);
    if (ok) {
        *size = (size_t)st.st_size;
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

bool chy_fd_read_below(struct chy_buf *out, int folder, const char *path, size_t limit,
                       const char *shown, chancery_error *error)
{
    size_t size, before = out->len;
    int fd = chy_fd_open_below(folder, path, limit, &size, shown, error);
    bool ok = fd >= 0 && chy_fd_read(out, fd, shown, size, limit, error);
    if (!ok)
        out->len = before;
    if (fd >= 0)
        close(fd);
    return ok;
}
