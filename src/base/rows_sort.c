/*
 * rows_sort.c - a table in order: pieces that fit in memory are sorted by themselves, and then
 * merged, some at a time, until there is one.
 */
#include "base/rows.h"

#include "base/limits.h"
#include "base/rows_parts.h"

#include <stdlib.h>
#include <string.h>

/* Runs that are merged at a time, and the bytes that are held of each. */
#define RUNS 32
#define RUN_BYTES 4096

struct run {
    uint64_t next, end; /* records that are not held yet */
    uint8_t *held;
    size_t at, count; /* records of held: the first, and how many there are */
};

struct merging {
    struct chy_rows *from, *to;
    chy_rows_compare *compare;
    void *context;
    uint8_t *memory;
    struct run run[RUNS];
};

int chy_rows_by_key(const void *a, const void *b, void *none)
{
    uint64_t one, other;
    (void)none;
    memcpy(&one, a, sizeof one);
    memcpy(&other, b, sizeof other);
    return (one > other) - (one < other);
}

/* How many records one piece has. */
static uint64_t piece_of(const struct chy_rows *rows)
{
    return CHY_MAX_HELD / rows->size;
}

static bool sort_pieces(struct chy_rows *rows, chy_rows_compare *compare, void *context,
                        chancery_error *error)
{
    struct chy_buf piece = {0};
    bool ok = true;
    for (uint64_t first = 0; ok && first < rows->filed; first += piece_of(rows)) {
        const uint64_t left = rows->filed - first;
        const size_t count = (size_t)(left < piece_of(rows) ? left : piece_of(rows));
        chy_buf_clear(&piece);
        void *records = chy_buf_reserve(&piece, count * rows->size);
        if (!records) {
            ok = chy_buf_finish(&piece, error);
            break;
        }
        ok = chy_rows_read(records, rows, first, count, error);
        if (ok)
            qsort_r(records, count, rows->size, compare, context);
        ok = ok && chy_rows_write(rows, first, records, count, error);
    }
    chy_buf_done(&piece);
    return ok;
}

/* False: an error. A run that is at its end holds none. */
static bool fill(struct merging *m, struct run *run, chancery_error *error)
{
    const uint64_t left = run->end - run->next, most = RUN_BYTES / m->from->size;
    run->at = 0;
    run->count = (size_t)(left < most ? left : most);
    run->next += run->count;
    return run->count == 0 ||
           chy_rows_read(run->held, m->from, run->next - run->count, run->count, error);
}

static const uint8_t *front(const struct merging *m, const struct run *run)
{
    return run->held + run->at * m->from->size;
}

/* The run whose next record comes first; NULL: all are at their ends. */
static struct run *first_of(struct merging *m)
{
    struct run *first = NULL;
    for (size_t i = 0; i < RUNS; i++) {
        struct run *run = &m->run[i];
        if (run->at == run->count)
            continue;
        if (!first || m->compare(front(m, run), front(m, first), m->context) < 0)
            first = run;
    }
    return first;
}

/* Of the runs of `length` from `begin` on. */
static bool merge_some(struct merging *m, uint64_t begin, uint64_t length,
                       chancery_error *error)
{
    struct run *run;
    for (size_t i = 0; i < RUNS; i++) {
        const uint64_t from = begin + i * length, end = from + length;
        m->run[i] = (struct run){.next = from < m->from->filed ? from : m->from->filed,
                                 .end = end < m->from->filed ? end : m->from->filed,
                                 .held = m->memory + i * RUN_BYTES};
        if (!fill(m, &m->run[i], error))
            return false;
    }
    while ((run = first_of(m))) {
        if (!chy_rows_add(m->to, front(m, run), error) ||
            (++run->at == run->count && !fill(m, run, error)))
            return false;
    }
    return true;
}

/* One pass over all: runs become longer ones in another file, which takes the place of this. */
static bool merge_all(struct merging *m, uint64_t length, chancery_error *error)
{
    struct chy_rows *rows = m->from;
    bool ok = chy_rows_new(&m->to, rows->size, rows->folder, error);
    for (uint64_t begin = 0; ok && begin < rows->filed; begin += length * RUNS)
        ok = merge_some(m, begin, length, error);
    ok = ok && chy_rows_flush(m->to, error);
    if (ok) {
        const int fd = rows->fd;
        rows->fd = m->to->fd;
        m->to->fd = fd;
    }
    chy_rows_free(m->to);
    return ok;
}

bool chy_rows_sort(struct chy_rows *rows, chy_rows_compare *compare, void *context,
                   chancery_error *error)
{
    struct merging m = {.from = rows, .compare = compare, .context = context};
    if (rows->fd < 0) {
        if (rows->held.len > 0)
            qsort_r(rows->held.ptr, rows->held.len / rows->size, rows->size, compare, context);
        return true;
    }
    chy_buf_done(&rows->page);
    bool ok = chy_rows_flush(rows, error) && sort_pieces(rows, compare, context, error);
    if (ok && rows->filed > piece_of(rows)) {
        m.memory = malloc((size_t)RUNS * RUN_BYTES);
        ok = m.memory || chy_fail_memory(error);
    }
    for (uint64_t length = piece_of(rows); ok && length < rows->filed; length *= RUNS)
        ok = merge_all(&m, length, error);
    if (ok) /* all is in the file */
        chy_buf_done(&rows->held);
    free(m.memory);
    return ok;
}
