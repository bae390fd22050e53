/*
 * file_append.c - adding lines to a file that only grows, under a lock.
 */
#include "base/file.h"

#include "base/fd.h"
#include "base/span.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct grown {
    const char *path;
    int fd;
    bool made;  /* by us: it is not left behind empty */
    size_t len; /* before anything is added */
};

static bool open_or_make(struct grown *file, chancery_error *error)
{
    const int flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    do { /* again if it was removed in between */
        file->fd = open(file->path, flags | O_CREAT | O_EXCL, 0644);
        file->made = file->fd >= 0;
        if (file->fd < 0 && errno == EEXIST)
            file->fd = open(file->path, flags);
        else if (file->fd < 0)
            break;
    } while (file->fd < 0 && errno == ENOENT);
    if (file->fd >= 0)
        return true;
    if (errno == ELOOP)
        return chy_fd_refuse_link(file->path, error);
    return chy_fail_errno(error, file->path, "cannot open it");
}

static bool lock(const struct grown *file, chancery_error *error)
{
    int failed;
    do {
        failed = flock(file->fd, LOCK_EX);
    } while (failed && errno == EINTR);
    return !failed || chy_fail_errno(error, file->path, "cannot lock it");
}

/* While we waited for the lock the file may have been replaced or removed: what is added to the
 * old one would be lost. */
static bool is_still_there(const struct grown *file)
{
    struct stat ours, there;
    return fstat(file->fd, &ours) == 0 && lstat(file->path, &there) == 0 &&
           ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

static bool open_locked(struct grown *file, chancery_error *error)
{
    for (;;) {
        if (!open_or_make(file, error))
            return false;
        if (!lock(file, error)) {
            close(file->fd);
            return false;
        }
        if (is_still_there(file))
            return true;
        close(file->fd);
    }
}

static bool check_regular(const struct grown *file, chancery_error *error)
{
    struct stat st;
    if (fstat(file->fd, &st) != 0)
        return chy_fail_errno(error, file->path, "cannot read it");
    if (!S_ISREG(st.st_mode)) {
        chy_fail(error, CHANCERY_E_UNREADABLE, "it is a device or a pipe, not a file");
        chy_fail_where(error, file->path);
        return chy_fail_next(error, "Name a file.");
    }
    return true;
}

/* On disk whole, or as before. */
static bool write_durably(const struct grown *file, chancery_span text, chancery_error *error)
{
    if (chy_fd_write(file->fd, text) && fsync(file->fd) == 0)
        return true;
    chy_fail_errno(error, file->path, "cannot add to it");
    if (ftruncate(file->fd, (off_t)file->len) != 0)
        chy_fail_next(error, "Free space on the disk; an incomplete last line does no harm.");
    return false;
}

static bool append_locked(struct grown *file, size_t limit, chy_append_fn *decide,
                          void *context, chancery_error *error)
{
    struct chy_buf present = {0}, lines = {0}, text = {0};
    bool ok = false;
    if (!check_regular(file, error) ||
        !chy_fd_read(&present, file->fd, file->path, 0, limit, error))
        goto out;
    file->len = present.len;
    if (!decide(context, chy_buf_view(&present), &lines, error) ||
        !chy_buf_finish(&lines, error))
        goto out;
    if (lines.len == 0) {
        ok = true;
        goto out;
    }
    chy_buf_init(&text, limit - present.len);
    if (present.len > 0 && present.ptr[present.len - 1] != '\n')
        chy_buf_byte(&text, '\n');
    chy_buf_span(&text, chy_buf_view(&lines));
    if (present.len == limit || text.over) {
        chy_fail(error, CHANCERY_E_LIMIT, "it would have more than %zu bytes, the limit",
                 limit);
        chy_fail_where(error, file->path);
        goto out;
    }
    if (!chy_buf_finish(&text, error) || !write_durably(file, chy_buf_view(&text), error))
        goto out;
    /* whoever fills an empty file also sees to it that its name is on disk */
    ok = present.len > 0 || chy_file_sync_folder_of(file->path, error);
out:
    chy_buf_done(&text);
    chy_buf_done(&lines);
    chy_buf_done(&present);
    return ok;
}

bool chy_file_append(const char *path, size_t limit, chy_append_fn *decide, void *context,
                     chancery_error *error)
{
    struct grown file = {.path = path, .fd = -1};
    if (!open_locked(&file, error))
        return false;
    bool ok = append_locked(&file, limit, decide, context, error);
    struct stat st;
    if (file.made && fstat(file.fd, &st) == 0 && st.st_size == 0)
        unlink(path);
    close(file.fd); /* and the lock with it */
    return ok;
}
