/*
 * rows.c - records that are added, and read by their numbers.
 */
#include "base/rows.h"

#include "base/fd.h"
#include "base/limits.h"
#include "base/span.h"
#include "base/rows_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* Read at once. */
#define PAGE 4096

bool chy_rows_new(struct chy_rows **out, size_t size, const char *folder, chancery_error *error)
{
    *out = NULL;
    if (size == 0 || size > CHY_ROWS_RECORD)
        return chy_fail(error, CHANCERY_E_INTERNAL, "a table of records of %zu bytes", size);
    struct chy_rows *rows = calloc(1, sizeof *rows);
    if (!rows)
        return chy_fail_memory(error);
    *rows = (struct chy_rows){.size = size, .fd = -1};
    rows->folder = chy_dup(chy_span_str(folder ? folder : CHY_SCRATCH), error);
    if (!rows->folder) {
        chy_rows_free(rows);
        return false;
    }
    *out = rows;
    return true;
}

void chy_rows_free(struct chy_rows *rows)
{
    if (!rows)
        return;
    if (rows->fd >= 0)
        close(rows->fd);
    chy_buf_done(&rows->held);
    chy_buf_done(&rows->page);
    free(rows->folder);
    free(rows);
}

uint64_t chy_rows_count(const struct chy_rows *rows)
{
    return rows ? rows->filed + rows->held.len / rows->size : 0;
}

/* --- the file --- */

/* Whatever it is, it is the machine's, and not of what is in the table. */
static bool fail_file(const struct chy_rows *rows, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_IO, "a temporary file cannot be used in this folder: %s",
             strerror(errno));
    chy_fail_where(error, rows->folder);
    return chy_fail_next(error,
                         "Make room there. An audit's is in the folder that TMPDIR names.");
}

bool chy_rows_read(void *out, const struct chy_rows *rows, uint64_t first, size_t count,
                   chancery_error *error)
{
    uint8_t *to = out;
    const size_t len = count * rows->size;
    for (size_t got = 0; got < len;) {
        ssize_t n = pread(rows->fd, to + got, len - got, (off_t)(first * rows->size + got));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            errno = n < 0 ? errno : EIO;
            return fail_file(rows, error);
        }
        got += (size_t)n;
    }
    return true;
}

bool chy_rows_write(const struct chy_rows *rows, uint64_t first, const void *records,
                    size_t count, chancery_error *error)
{
    const uint8_t *from = records;
    const size_t len = count * rows->size;
    for (size_t put = 0; put < len;) {
        ssize_t n = pwrite(rows->fd, from + put, len - put, (off_t)(first * rows->size + put));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            errno = n < 0 ? errno : EIO;
            return fail_file(rows, error);
        }
        put += (size_t)n;
    }
    return true;
}

bool chy_rows_flush(struct chy_rows *rows, chancery_error *error)
{
    const size_t count = rows->held.len / rows->size;
    if (rows->fd < 0) {
        rows->fd = chy_fd_scratch(rows->folder);
        if (rows->fd < 0)
            return fail_file(rows, error);
    }
    if (!chy_rows_write(rows, rows->filed, rows->held.ptr, count, error))
        return false;
    rows->filed += count;
    chy_buf_clear(&rows->held);
    return true;
}

/* --- records --- */

bool chy_rows_add(struct chy_rows *rows, const void *record, chancery_error *error)
{
    if (rows->held.len + rows->size > CHY_MAX_HELD && !chy_rows_flush(rows, error))
        return false;
    chy_buf_add(&rows->held, record, rows->size);
    return chy_buf_finish(&rows->held, error);
}

static bool turn_to(struct chy_rows *rows, uint64_t number, chancery_error *error)
{
    const uint64_t most = PAGE / rows->size, from = number / most * most;
    const uint64_t left = rows->filed - from;
    const size_t count = (size_t)(left < most ? left : most);
    chy_buf_clear(&rows->page);
    void *to = chy_buf_reserve(&rows->page, count * rows->size);
    if (!to)
        return chy_buf_finish(&rows->page, error);
    rows->from = from;
    if (chy_rows_read(to, rows, from, count, error))
        return true;
    chy_buf_clear(&rows->page);
    return false;
}

/* Where in the page it stands; the page's length: nowhere. */
static size_t place_in_page(const struct chy_rows *rows, uint64_t number)
{
    const size_t count = rows->page.len / rows->size;
    return number >= rows->from && number - rows->from < count
               ? (size_t)(number - rows->from) * rows->size
               : rows->page.len;
}

bool chy_rows_get(void *out, struct chy_rows *rows, uint64_t number, chancery_error *error)
{
    if (number >= chy_rows_count(rows))
        return chy_fail(error, CHANCERY_E_INTERNAL, "a table has no such record");
    if (number >= rows->filed) {
        memcpy(out, rows->held.ptr + (size_t)(number - rows->filed) * rows->size, rows->size);
        return true;
    }
    if (place_in_page(rows, number) == rows->page.len && !turn_to(rows, number, error))
        return false;
    memcpy(out, rows->page.ptr + place_in_page(rows, number), rows->size);
    return true;
}

bool chy_rows_put(struct chy_rows *rows, uint64_t number, const void *record,
                  chancery_error *error)
{
    if (number >= chy_rows_count(rows))
        return chy_fail(error, CHANCERY_E_INTERNAL, "a table has no such record");
    if (number >= rows->filed) {
        memcpy(rows->held.ptr + (size_t)(number - rows->filed) * rows->size, record,
               rows->size);
        return true;
    }
    chy_buf_clear(&rows->page);
    return chy_rows_write(rows, number, record, 1, error);
}

/* --- by a key --- */

static bool key_at(uint64_t *out, struct chy_rows *rows, uint64_t number, chancery_error *error)
{
    uint8_t record[CHY_ROWS_RECORD];
    if (!chy_rows_get(record, rows, number, error))
        return false;
    memcpy(out, record, sizeof *out);
    return true;
}

/* Keys that are digests lie evenly: about how far between two the key is. */
static uint64_t guess(uint64_t key, uint64_t least, uint64_t most, uint64_t span)
{
    const double part = (double)(key - least) / ((double)(most - least) + 1);
    const uint64_t at = (uint64_t)(part * (double)span);
    return at < span ? at : span - 1;
}

/* Every other step halves what is left, so that keys that lie unevenly cost no more than twice
 * what halving alone does. */
bool chy_rows_first(uint64_t *number, struct chy_rows *rows, uint64_t key,
                    chancery_error *error)
{
    uint64_t low = 0, high = chy_rows_count(rows), least = 0, most = UINT64_MAX, found;
    for (bool even = true; low < high; even = !even) {
        const uint64_t span = high - low;
        const bool in_range = key >= least && key <= most;
        const uint64_t middle =
            low + (even && in_range ? guess(key, least, most, span) : span / 2);
        if (!key_at(&found, rows, middle, error))
            return false;
        if (found < key) {
            low = middle + 1;
            least = found;
        } else {
            high = middle;
            most = found;
        }
    }
    *number = low;
    return true;
}
