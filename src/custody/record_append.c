/*
 * record_append.c - adding lines to a record file, which only grows.
 */
#include "custody/record.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/record_line.h"

struct addition {
    chancery_span wanted;
    size_t added;
};

/* A line without the CR that a mail program put at its end. */
static chancery_digest line_digest(chancery_span line)
{
    if (chy_span_ends(line, CHY_LITERAL("\r")))
        line.len--;
    return chy_digest_of(line);
}

/* The digests of all lines; *count of them. */
static bool index_lines(struct chy_digest_index *seen, size_t *count, chancery_span present,
                        chancery_error *error)
{
    chancery_span line;
    for (*count = 0; chy_span_line(&line, &present); ++*count) {
        chancery_digest digest = line_digest(line);
        if (!chy_digest_index_set(seen, &digest, 0, error))
            return false;
    }
    return true;
}

/* A letter named in place of its record must not have lines added to it. */
static bool looks_like_record(chancery_span present)
{
    chancery_span line;
    while (chy_span_line(&line, &present)) {
        if (!chy_record_line_is_blank(line))
            return line.ptr[0] == '{';
    }
    return true;
}

static bool add_missing(void *context, chancery_span present, struct chy_buf *lines,
                        chancery_error *error)
{
    struct addition *addition = context;
    struct chy_digest_index seen = {0};
    chancery_span rest = addition->wanted, line;
    size_t count = 0;
    bool ok = false;
    addition->added = 0;
    present = chy_record_unmarked(present);
    if (!looks_like_record(present)) {
        chy_fail(error, CHANCERY_E_REFUSED, "it is no custody record: it holds other text");
        chy_fail_next(error, "Name the record, not the document.");
        goto out;
    }
    if (!index_lines(&seen, &count, present, error))
        goto out;
    while (chy_span_line(&line, &rest)) {
        chancery_digest digest = line_digest(line);
        if (chy_record_line_is_blank(line) ||
            chy_digest_index_find(&seen, &digest) != CHY_NO_INDEX)
            continue;
        if (count + addition->added >= CHY_MAX_LINES) {
            chy_fail(error, CHANCERY_E_LIMIT, "it would have more than %u lines, the limit",
                     CHY_MAX_LINES);
            goto out;
        }
        if (!chy_digest_index_set(&seen, &digest, 0, error))
            goto out;
        chy_buf_span(lines, line);
        chy_buf_byte(lines, '\n');
        addition->added++;
    }
    ok = chy_buf_finish(lines, error);
out:
    chy_digest_index_done(&seen);
    return ok;
}

bool chy_record_append(const char *path, chancery_span lines, size_t *added,
                       chancery_error *error)
{
    struct addition addition = {.wanted = lines};
    bool ok = chy_file_outside_bags(path, error) &&
              chy_file_append(path, CHY_MAX_RECORD, add_missing, &addition, error);
    chy_fail_where(error, path);
    if (ok && added)
        *added = addition.added;
    return ok;
}
