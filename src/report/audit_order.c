/*
 * audit_order.c - a report whose items were looked at in another order than that of the log is
 * put into that of the log, so that reports can be merged and compared line by line.
 */
#include "report/audit.h"

#include "base/fd.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/lines.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

struct placed {
    uint32_t rank;
    uint32_t len;
    uint64_t place;
};

static int by_order(const void *a, const void *b)
{
    const struct placed *one = a, *other = b;
    return (one->rank > other->rank) - (one->rank < other->rank);
}

static bool is_in_order(const uint32_t *rank, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (rank[i] < rank[i - 1])
            return false;
    return true;
}

/* The first line says what was audited; the others are items. */
static bool find_lines(struct placed *out, struct chy_lines *lines, const uint32_t *rank,
                       size_t count, chancery_error *error)
{
    chancery_span text;
    uint64_t place;
    bool more = false;
    for (size_t i = 0; i <= count; i++) {
        if (!chy_lines_next(lines, &text, &place, &more, error))
            return false;
        if (!more)
            return chy_fail(error, CHANCERY_E_IO, "it was changed while it was written");
        out[i] = (struct placed){i > 0 ? rank[i - 1] : 0, (uint32_t)text.len, place};
    }
    qsort(out + 1, count, sizeof *out, by_order);
    return true;
}

static bool write_lines(int fd, struct chy_lines *lines, const struct placed *placed,
                        size_t count, chancery_error *error)
{
    chancery_span text;
    struct chy_buf out = {0};
    bool ok = true;
    for (size_t i = 0; ok && i <= count; i++) {
        ok = chy_lines_again(lines, &text, placed[i].place, placed[i].len, error);
        if (!ok)
            break;
        chy_buf_span(&out, text);
        chy_buf_byte(&out, '\n');
        if (out.len < 1 << 16 && i < count)
            continue;
        ok = chy_buf_finish(&out, error) && (chy_fd_write(fd, chy_buf_view(&out)) ||
                                             chy_fail_errno(error, NULL, "cannot write it"));
        chy_buf_clear(&out);
    }
    chy_buf_done(&out);
    return ok;
}

/* It takes the place of what is unfinished as a whole, and is locked as that was. */
static bool replace(struct chy_part *part, struct chy_lines *lines, const struct placed *placed,
                    size_t count, chancery_error *error)
{
    char *path = chy_dupf(error, "%s.order", part->path);
    if (!path)
        return false;
    (void)unlink(path); /* of a run that was killed here */
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0644);
    bool ok = fd >= 0 || chy_fail_errno(error, path, "cannot write it");
    if (ok && flock(fd, LOCK_EX | LOCK_NB) != 0)
        ok = chy_fail_errno(error, path, "cannot write it");
    if (ok && !write_lines(fd, lines, placed, count, error))
        ok = chy_fail_where(error, path);
    if (ok && rename(path, part->part) != 0)
        ok = chy_fail_errno(error, part->part, "cannot write it");
    if (ok) {
        close(part->fd);
        part->fd = fd;
    } else if (fd >= 0) {
        close(fd);
        (void)unlink(path);
    }
    free(path);
    return ok;
}

bool chy_part_order(struct chy_part *part, const uint32_t *rank, size_t count,
                    chancery_error *error)
{
    struct chy_lines lines = {0};
    struct placed *placed;
    bool ok;
    if (!part->path || is_in_order(rank, count))
        return true;
    if (!(placed = calloc(count + 1, sizeof *placed)))
        return chy_fail_memory(error);
    ok = chy_lines_open(&lines, part->part, CHY_MAX_REPORT, error) &&
         find_lines(placed, &lines, rank, count, error) &&
         replace(part, &lines, placed, count, error);
    chy_lines_done(&lines);
    free(placed);
    return ok;
}
