/*
 * audit_index.c - what is looked up by the lines of an archive's index, and entries of its log.
 */
#include "archive/audit.h"

#include "base/limits.h"

uint64_t chy_audit_first(const chancery_digest *digest)
{
    uint64_t number = 0;
    for (size_t i = 0; i < 8; i++)
        number = number << 8 | digest->b[i];
    return number;
}

uint64_t chy_audit_hash(chancery_span name)
{
    chancery_digest digest = chy_digest_of(name);
    return chy_audit_first(&digest);
}

uint64_t chy_audit_number_key(const struct chy_index_line *line, bool with_issue)
{
    struct chy_sha256 sha;
    chancery_digest digest;
    uint64_t issue = with_issue ? (uint64_t)line->issue : 0;
    chy_sha256_init(&sha);
    chy_sha256_update(&sha, chy_span_str(line->symbol));
    chy_sha256_update(&sha, chy_span("", 1));
    chy_sha256_update(&sha, chy_span_str(line->language));
    chy_sha256_update(&sha, chy_span("", 1));
    chy_sha256_update(&sha, chy_span(&issue, sizeof issue));
    chy_sha256_final(&digest, &sha);
    return chy_audit_first(&digest);
}

bool chy_audit_is_systemic(const chancery_error *error)
{
    return error->code == CHANCERY_E_IO || error->code == CHANCERY_E_MEMORY ||
           error->code == CHANCERY_E_INTERNAL;
}

bool chy_audit_entry(chancery_span *out, struct chy_audit_entries *entries, uint64_t index,
                     chancery_error *error)
{
    uint64_t number = index / CHY_TILE_WIDTH, left;
    chancery_span rest;
    if (entries->held != number + 1) {
        chancery_error why = CHANCERY_ERROR_INIT;
        left = entries->log->checkpoint.size - number * CHY_TILE_WIDTH;
        chy_buf_clear(&entries->bundle);
        entries->held = number + 1;
        entries->readable =
            chy_log_read_tile(&entries->bundle, entries->log, CHY_TILE_ENTRIES, number,
                              left < CHY_TILE_WIDTH ? (unsigned)left : CHY_TILE_WIDTH, &why);
        if (!entries->readable && chy_audit_is_systemic(&why) && error)
            *error = why;
    }
    if (!entries->readable)
        return false;
    rest = chy_buf_view(&entries->bundle);
    for (uint64_t i = index % CHY_TILE_WIDTH;; i--)
        if (!chy_bundle_next(out, &rest))
            return false;
        else if (i == 0)
            return true;
}
