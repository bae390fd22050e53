/*
 * entry_read.c - what an entry lists.
 */
#include "archive/entry.h"

#include "base/encode.h"
#include "base/limits.h"

#include <stdlib.h>

#define VERSION "chancery-entry/v1"

static bool read_digest(chancery_digest *out, chancery_span line, chancery_span before)
{
    return chy_span_starts(line, before) &&
           chy_unhex(out->b, sizeof out->b, chy_span_from(line, before.len));
}

/* The line is "withdraws HEX", and HEX comes after that of the line before. */
static bool read_withdrawn(struct chy_entry *out, chancery_digest *last, chancery_span line)
{
    chancery_digest next;
    if (!read_digest(&next, line, CHY_LITERAL("withdraws ")) ||
        (out->withdrawn > 0 && memcmp(last->b, next.b, sizeof next.b) >= 0))
        return false;
    *last = next;
    out->withdrawn++;
    return true;
}

/* Why the bytes are no entry; NULL: they are one. */
static const char *read_lines(struct chy_entry *out, chancery_span bytes, size_t *cap,
                              chancery_error *error)
{
    chancery_digest withdrawn = {{0}};
    chancery_span line, after, rest = bytes;
    if (bytes.len == 0 || bytes.ptr[bytes.len - 1] != '\n')
        return "its last line is cut off";
    if (!chy_span_line(&line, &rest) || !chy_span_is(line, VERSION))
        return "its first line is not " VERSION;
    if (!chy_span_line(&line, &rest) ||
        !read_digest(&out->document, line, CHY_LITERAL("document ")))
        return "it does not name a document";
    after = rest;
    out->has_bag =
        chy_span_line(&line, &after) && read_digest(&out->bag, line, CHY_LITERAL("bag "));
    if (out->has_bag)
        rest = after;
    while (chy_span_line(&line, &rest)) {
        if (out->signatures == 0 && read_withdrawn(out, &withdrawn, line))
            continue;
        if (!chy_grow(&out->signature, cap, out->signatures, sizeof *out->signature, SIZE_MAX,
                      "signatures", error))
            return "memory ran out";
        chancery_digest *next = &out->signature[out->signatures];
        if (!read_digest(next, line, CHY_LITERAL("signature ")))
            return "a line of it does not name a signature";
        if (out->signatures > 0 && memcmp(next[-1].b, next->b, sizeof next->b) >= 0)
            return "its signatures are not sorted";
        out->signatures++;
    }
    return out->signatures > 0 ? NULL : "it names no signature";
}

bool chy_entry_parse(struct chy_entry *out, chancery_span bytes, chancery_error *error)
{
    size_t cap = 0;
    *out = (struct chy_entry){0};
    if (bytes.len > CHY_MAX_ENTRY)
        return chy_fail(error, CHANCERY_E_LIMIT,
                        "an entry of %zu bytes is too long; at most %u are allowed", bytes.len,
                        CHY_MAX_ENTRY);
    const char *why = read_lines(out, bytes, &cap, error);
    if (!why)
        return true;
    chy_entry_done(out);
    return chy_fail(error, CHANCERY_E_NOTE, "it is no entry of ours: %s", why);
}

void chy_entry_done(struct chy_entry *entry)
{
    free(entry->signature);
    *entry = (struct chy_entry){0};
}

bool chy_entry_withdrawn_next(chancery_digest *out, chancery_span *rest)
{
    chancery_span line;
    while (chy_span_line(&line, rest))
        if (read_digest(out, line, CHY_LITERAL("withdraws ")))
            return true;
    return false;
}
