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
    uint64_t rank, place, len;
};

struct ordering {
    chy_part_rank_fn *rank;
    void *context;
    size_t count;
    struct chy_lines lines;
    struct placed first;     /* the line that says what was audited */
    struct chy_rows *placed; /* struct placed: the items */
};

static bool is_in_order(bool *is, const struct ordering *o, chancery_error *error)
{
    uint64_t before = 0, rank;
    *is = true;
    for (size_t i = 0; *is && i < o->count; i++) {
        if (!o->rank(o->context, &rank, i, error))
            return false;
        *is = rank >= before;
        before = rank;
    }
    return true;
}

static bool find_line(struct placed *out, struct ordering *o, chancery_error *error)
{
    chancery_span text;
    bool more = false;
    if (!chy_lines_next(&o->lines, &text, &out->place, &more, error))
        return false;
    out->len = text.len;
    return more || chy_fail(error, CHANCERY_E_IO, "it was changed while it was written");
}

static bool find_lines(struct ordering *o, chancery_error *error)
{
    struct placed placed = {0};
    if (!find_line(&o->first, o, error))
        return false;
    for (size_t i = 0; i < o->count; i++)
        if (!o->rank(o->context, &placed.rank, i, error) || !find_line(&placed, o, error) ||
            !chy_rows_add(o->placed, &placed, error))
            return false;
    return chy_rows_sort(o->placed, chy_rows_by_key, NULL, error);
}

static bool write_lines(int fd, struct ordering *o, chancery_error *error)
{
    chancery_span text;
    struct placed placed = o->first;
    struct chy_buf out = {0};
    bool ok = true;
    for (size_t i = 0; ok && i <= o->count; i++) {
        ok = (i == 0 || chy_rows_get(&placed, o->placed, i - 1, error)) &&
             chy_lines_again(&o->lines, &text, placed.place, (size_t)placed.len, error);
        if (!ok)
            break;
        chy_buf_span(&out, text);
        chy_buf_byte(&out, '\n');
        if (out.len < 1 << 16 && i < o->count)
            continue;
        ok = chy_buf_finish(&out, error) && (chy_fd_write(fd, chy_buf_view(&out)) ||
                                             chy_fail_errno(error, NULL, "cannot write it"));
        chy_buf_clear(&out);
    }
    chy_buf_done(&out);
    return ok;
}

/* It takes the place of what is unfinished as a whole, and is locked as that was. */
static bool replace(struct chy_report_part *part, struct ordering *o, chancery_error *error)
{
    char *path = chy_dupf(error, "%s.order", part->path);
    if (!path)
        return false;
    (void)unlink(path); /* of a run that was killed here */
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0644);
    bool ok = fd >= 0 || chy_fail_errno(error, path, "cannot write it");
    if (ok && flock(fd, LOCK_EX | LOCK_NB) != 0)
        ok = chy_fail_errno(error, path, "cannot write it");
    if (ok && !write_lines(fd, o, error))
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

bool chy_part_order(struct chy_report_part *part, size_t count, chy_part_rank_fn *rank,
                    void *context, const char *scratch, chancery_error *error)
{
    struct ordering o = {.rank = rank, .context = context, .count = count};
    bool ordered;
    if (!part->path)
        return true;
    if (!is_in_order(&ordered, &o, error))
        return false;
    if (ordered)
        return true;
    bool ok = chy_rows_new(&o.placed, sizeof(struct placed), scratch, error) &&
              chy_lines_open(&o.lines, part->part, CHY_MAX_REPORT, error) &&
              find_lines(&o, error) && replace(part, &o, error);
    chy_lines_done(&o.lines);
    chy_rows_free(o.placed);
    return ok;
}
