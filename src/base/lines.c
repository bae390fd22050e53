#include "base/lines.h"

#include "base/fd.h"
#include "base/limits.h"
#include "base/span.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* Asked for at once, where nobody has said how many. */
#define PIECE ((size_t)1 << 18)

void chy_lines_of(struct chy_lines *out, chancery_span bytes)
{
    *out = (struct chy_lines){.bytes = bytes, .whole = bytes, .limit = UINT64_MAX};
}

bool chy_lines_open(struct chy_lines *out, const char *path, uint64_t limit,
                    chancery_error *error)
{
    struct chy_lines made = {.limit = limit};
    size_t size;
    bool regular;
    made.path = chy_dup(chy_span_str(path), error);
    if (!made.path)
        return false;
    made.fd = chy_fd_open(path, limit, &size, &regular, error);
    made.open = made.fd >= 0;
    bool ok = made.open;
    if (ok && !regular) {
        ok = chy_fd_read(&made.held, made.fd, path, size, (size_t)limit, error);
        made.bytes = made.whole = chy_buf_view(&made.held);
        chy_fd_close(made.fd);
        made.open = false;
    }
    if (ok) {
        *out = made;
        return true;
    }
    chy_lines_done(&made);
    return false;
}

bool chy_lines_take(struct chy_lines *out, int fd, const char *path, uint64_t limit,
                    chancery_error *error)
{
    char *copy = chy_dup(chy_span_str(path), error);
    if (!copy)
        return false;
    *out = (struct chy_lines){.path = copy, .fd = fd, .open = true, .limit = limit};
    return true;
}

/* What was given out makes room for the next piece. */
static bool read_piece(struct chy_lines *lines, chancery_error *error)
{
    struct chy_buf *held = &lines->held;
    if (lines->from > 0) {
        held->len -= lines->from;
        memmove(held->ptr, held->ptr + lines->from, held->len);
        lines->from = 0;
    }
    const size_t piece = lines->piece > 0 ? lines->piece : PIECE;
    uint8_t *to = chy_buf_reserve(held, piece);
    if (!to)
        return chy_buf_finish(held, error) || chy_fail_where(error, lines->path);
    ssize_t n = chy_fd_read_some(lines->fd, to, piece);
    held->len -= piece - (n > 0 ? (size_t)n : 0);
    if (n < 0)
        return chy_fail_errno(error, lines->path, "cannot read it");
    lines->ended = n == 0;
    if (lines->at + held->len > lines->limit)
        return chy_fd_fail_size(lines->path, lines->limit, lines->limit, error);
    return true;
}

/* Goes past the rest of a line that is too long to be anything. */
static bool skip_rest(struct chy_lines *lines, chancery_error *error)
{
    struct chy_buf *held = &lines->held;
    for (;;) {
        chancery_span rest = chy_span_from(chy_buf_view(held), lines->from);
        const uint8_t *lf = rest.len > 0 ? memchr(rest.ptr, '\n', rest.len) : NULL;
        size_t skipped = lf ? (size_t)(lf - rest.ptr) + 1 : rest.len;
        lines->from += skipped;
        lines->at += skipped;
        lines->torn = !lf;
        if (lf || lines->ended)
            return true;
        if (!read_piece(lines, error))
            return false;
    }
}

/* The rest of a line whose beginning was given out is gone past first. */
static bool next_of_file(struct chy_lines *lines, chancery_span *line, bool *more,
                         chancery_error *error)
{
    size_t seen = 0; /* bytes of this line that hold no LF */
    for (;;) {
        chancery_span rest = chy_span_from(chy_buf_view(&lines->held), lines->from);
        const uint8_t *lf =
            rest.len > seen ? memchr(rest.ptr + seen, '\n', rest.len - seen) : NULL;
        seen = lf ? (size_t)(lf - rest.ptr) : rest.len;
        if (lf || seen > CHY_MAX_LINE || (lines->ended && seen > 0)) {
            *line = chy_span_sub(rest, 0, seen);
            *more = true;
            return true;
        }
        if (lines->ended) {
            *more = false;
            return true;
        }
        if (!read_piece(lines, error))
            return false;
    }
}

bool chy_lines_next(struct chy_lines *lines, chancery_span *line, uint64_t *place, bool *more,
                    chancery_error *error)
{
    if (!lines->open) {
        *place = (uint64_t)(lines->whole.len - lines->bytes.len);
        *more = chy_span_line(line, &lines->bytes);
        lines->torn = lines->whole.len > 0 && lines->whole.ptr[lines->whole.len - 1] != '\n';
        return true;
    }
    if (lines->given && !skip_rest(lines, error))
        return false;
    *place = lines->at;
    if (!next_of_file(lines, line, more, error))
        return false;
    lines->given = *more;
    return true;
}

bool chy_lines_again(struct chy_lines *lines, chancery_span *line, uint64_t place, size_t len,
                     chancery_error *error)
{
    if (!lines->open) {
        *line = chy_span_sub(lines->whole, (size_t)place, len);
        return true;
    }
    lines->given = false;
    lines->from = 0;
    chy_buf_clear(&lines->held);
    uint8_t *to = chy_buf_reserve(&lines->held, len);
    if (!to)
        return chy_buf_finish(&lines->held, error) || chy_fail_where(error, lines->path);
    for (size_t got = 0; got < len;) {
        ssize_t n = pread(lines->fd, to + got, len - got, (off_t)(place + got));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return chy_fail_errno(error, lines->path, "cannot read it");
        if (n == 0) {
            chy_fail(error, CHANCERY_E_IO, "it was changed while it was read");
            chy_fail_where(error, lines->path);
            return chy_fail_next(error, "Try again.");
        }
        got += (size_t)n;
    }
    *line = chy_buf_view(&lines->held);
    return true;
}

void chy_lines_done(struct chy_lines *lines)
{
    if (lines->open)
        chy_fd_close(lines->fd);
    chy_buf_done(&lines->held);
    free(lines->path);
    *lines = (struct chy_lines){0};
}
