#include "base/fd.h"

#include "base/span.h"

#include <errno.h>
#include <unistd.h>

/* Asked for at once where the size is not known. */
#define PIECE 65536

ssize_t chy_fd_read_some(int fd, void *out, size_t len)
{
    ssize_t n;
    do {
        n = read(fd, out, len);
    } while (n < 0 && errno == EINTR);
    return n;
}

bool chy_fd_write(int fd, chancery_span bytes)
{
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0)
            bytes = chy_span_from(bytes, (size_t)n);
    }
    return true;
}

bool chy_fd_fail_size(const char *path, uint64_t size, uint64_t limit, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_LIMIT, "it has %s%llu bytes; at most %llu are read",
             size > limit ? "" : "more than ", (unsigned long long)size,
             (unsigned long long)limit);
    return chy_fail_where(error, path);
}

bool chy_fd_read(struct chy_buf *out, int fd, const char *path, size_t expected, size_t limit,
                 chancery_error *error)
{
    size_t before = out->len, room = expected;
    while (chy_buf_ok(out)) {
        size_t left = limit - (out->len - before);
        if (room == 0 || left == 0) {
            /* the end is probably here: seen with one byte, without room for more */
            uint8_t byte;
            ssize_t n = chy_fd_read_some(fd, &byte, 1);
            if (n <= 0)
                return n == 0 || chy_fail_errno(error, path, "cannot read it");
            if (left == 0)
                return chy_fd_fail_size(path, limit, limit, error);
            chy_buf_byte(out, byte);
            room = PIECE;
            continue;
        }
        size_t want = room < left ? room : left;
        uint8_t *to = chy_buf_reserve(out, want);
        if (!to)
            break;
        ssize_t n = chy_fd_read_some(fd, to, want);
        out->len -= want - (n > 0 ? (size_t)n : 0);
        if (n <= 0)
            return n == 0 || chy_fail_errno(error, path, "cannot read it");
        room -= (size_t)n;
    }
    return chy_buf_finish(out, error) || chy_fail_where(error, path);
}

bool chy_fd_refuse_link(const char *path, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_REFUSED,
             "it is a symbolic link, and nothing is written through links");
    chy_fail_where(error, path);
    return chy_fail_next(error, "Name the file that it points to.");
}
