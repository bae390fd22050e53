/*
 * audit_part.c - files that grow while an audit runs, and get their name when it has ended.
 */
#include "report/audit.h"

#include "base/fd.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* What others put there under this name is neither emptied nor written into: by a hard link it
 * would be any file. */
static bool check_own(const struct stat *st, const char *part, chancery_error *error)
{
    const char *why = !S_ISREG(st->st_mode) ? "it is no file to go on with"
                      : st->st_nlink != 1
                          ? "the file has another name too, and what it holds would be lost"
                      : st->st_uid != geteuid() ? "it is the file of another user"
                                                : NULL;
    if (!why)
        return true;
    chy_fail(error, CHANCERY_E_REFUSED, "%s", why);
    chy_fail_where(error, part);
    return chy_fail_next(error, "Move it away, or name another file.");
}

bool chy_part_open(struct chy_report_part *out, const char *path, bool fresh,
                   chancery_error *error)
{
    struct stat st;
    *out = (struct chy_report_part){.fd = -1};
    if (!path)
        return true;
    out->path = chy_dup(chy_span_str(path), error);
    out->part = chy_dupf(error, "%s.part", path);
    if (!out->path || !out->part)
        return false;
    out->fd = open(out->part,
                   O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
                   0644);
    if (out->fd < 0 && errno == ELOOP)
        return chy_fd_refuse_link(out->part, error);
    if (out->fd < 0 || fstat(out->fd, &st) != 0)
        return chy_fail_errno(error, out->part, "cannot write it");
    if (!check_own(&st, out->part, error))
        return false;
    if (flock(out->fd, LOCK_EX | LOCK_NB) != 0) {
        chy_fail(error, CHANCERY_E_CONFLICT, "another audit writes it");
        chy_fail_where(error, out->part);
        return chy_fail_next(error, "Wait until it has ended, or name another file.");
    }
    return !fresh || ftruncate(out->fd, 0) == 0 ||
           chy_fail_errno(error, out->part, "cannot write it");
}

bool chy_part_write(const struct chy_report_part *part, chancery_span bytes,
                    chancery_error *error)
{
    return !part->path || chy_fd_write(part->fd, bytes) ||
           chy_fail_errno(error, part->part, "cannot write it");
}

bool chy_part_finish(struct chy_report_part *part, chancery_error *error)
{
    if (!part->path)
        return true;
    return (fsync(part->fd) == 0 || chy_fail_errno(error, part->part, "cannot write it")) &&
           (rename(part->part, part->path) == 0 ||
            chy_fail_errno(error, part->path, "cannot write it")) &&
           chy_file_sync_folder_of(part->path, error);
}

void chy_part_done(struct chy_report_part *part)
{
    if (part->path && part->fd >= 0)
        close(part->fd);
    free(part->path);
    free(part->part);
    *part = (struct chy_report_part){.fd = -1};
}
