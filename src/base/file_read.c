/*
 * file_read.c - reading with a bound.
 */
#include "base/file.h"

#include "base/fd.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "base/span.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 16384

/* Refuses what has no end or is no file: folders, devices, sockets; and pipes unless
 * allowed. */
static bool check_kind(int fd, const char *path, uint64_t limit, bool pipes, size_t *size,
                       bool *regular, chancery_error *error)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return chy_fail_errno(error, path, "cannot read it");
    *size = 0;
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return chy_fail_errno(error, path, "cannot read it");
    }
    if (S_ISREG(st.st_mode)) {
        if ((uint64_t)st.st_size > limit)
            return chy_fd_fail_size(path, (uint64_t)st.st_size, limit, error);
        *size = (size_t)st.st_size;
        *regular = true;
        return true;
    }
    if (pipes && S_ISFIFO(st.st_mode)) {
        /* O_NONBLOCK kept open() from waiting for ever; reading is to wait for the writer */
        int flags = fcntl(fd, F_GETFL);
        return (flags >= 0 && fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) == 0) ||
               chy_fail_errno(error, path, "cannot read it");
    }
    chy_fail(error, CHANCERY_E_UNREADABLE, "it is a device or a socket, not a file");
    chy_fail_where(error, path);
    return chy_fail_next(error, "Name a file.");
}

int chy_fd_open(const char *path, uint64_t limit, size_t *size, bool *regular,
                chancery_error *error)
{
    *size = 0;
    *regular = false;
    if (strcmp(path, "-") == 0)
        return STDIN_FILENO; /* whatever it is, a terminal too */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        chy_fail_errno(error, path, "cannot open it");
    if (fd >= 0 && !check_kind(fd, path, limit, true, size, regular, error)) {
        close(fd);
        fd = -1;
    }
    return fd;
}

void chy_fd_close(int fd)
{
    if (fd != STDIN_FILENO)
        close(fd);
}

bool chy_file_read(struct chy_buf *out, const char *path, size_t limit, chancery_error *error)
{
    size_t size, before = out->len;
    bool regular;
    int fd = chy_fd_open(path, limit, &size, &regular, error);
    if (fd < 0)
        return false;
    bool ok = chy_fd_read(out, fd, path, size, limit, error);
    if (!ok)
        out->len = before;
    chy_fd_close(fd);
    return ok;
}

bool chy_fd_hash(chancery_digest *sha256, struct chy_buf *head, size_t keep, int fd,
                 const char *path, chancery_error *error)
{
    uint8_t piece[PIECE];
    uint64_t total = 0;
    ssize_t n;
    struct chy_sha256 sha;
    chy_sha256_init(&sha);
    while ((n = chy_fd_read_some(fd, piece, sizeof piece)) > 0) {
        total += (uint64_t)n;
        if (total > CHY_MAX_ANNEX)
            return chy_fd_fail_size(path, CHY_MAX_ANNEX, CHY_MAX_ANNEX, error);
        chy_sha256_update(&sha, chy_span(piece, (size_t)n));
        size_t kept = keep < (size_t)n ? keep : (size_t)n;
        if (kept > 0)
            chy_buf_add(head, piece, kept);
        keep -= kept;
    }
    if (n < 0)
        return chy_fail_errno(error, path, "cannot read it");
    chy_sha256_final(sha256, &sha);
    return true;
}

bool chy_file_read_head(struct chy_buf *head, chancery_digest *sha256, const char *path,
                        size_t keep, chancery_error *error)
{
    size_t size, before = head->len;
    bool regular;
    int fd = chy_fd_open(path, CHY_MAX_ANNEX, &size, &regular, error);
    if (fd < 0)
        return false;
    bool ok = chy_fd_hash(sha256, head, keep, fd, path, error) &&
              (chy_buf_finish(head, error) || chy_fail_where(error, path));
    if (!ok)
        head->len = before;
    chy_fd_close(fd);
    return ok;
}

/* Opens name in folder, following no link; -1 where it is not there or cannot be opened. */
static int open_beside(const char *folder, const char *name)
{
    int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at < 0)
        return -1;
    int fd = openat(at, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    int number = errno;
    close(at);
    errno = number;
    return fd;
}

bool chy_file_hash_beside(chancery_digest *sha256, bool *found, const char *folder,
                          chancery_span name, chancery_error *error)
{
    *found = false;
    if (!chy_path_is_plain(name))
        return true;
    bool ok = false, regular;
    size_t size;
    int fd = -1;
    char *path = chy_path_join(folder, name, error);
    if (!path)
        return false;
    fd = open_beside(folder, chy_path_name(path));
    if (fd < 0) {
        if (errno == ELOOP) {
            chy_fail(error, CHANCERY_E_UNREADABLE,
                     "it is a symbolic link, which is not followed");
            chy_fail_where(error, path);
            chy_fail_next(error, "Put the file itself there.");
        } else {
            ok = errno == ENOENT || chy_fail_errno(error, path, "cannot open it");
        }
        goto out;
    }
    if (check_kind(fd, path, CHY_MAX_ANNEX, false, &size, &regular, error) &&
        chy_fd_hash(sha256, NULL, 0, fd, path, error))
        *found = ok = true;
out:
    if (fd >= 0)
        close(fd);
    chancery_free(path);
    return ok;
}
