#include "archive/counted.h"

#include "base/sha256.h"

#include <stdlib.h>

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(chancery_digest));
}

void chy_digests_sort(chancery_digest *digest, size_t count)
{
    if (count > 1)
        qsort(digest, count, sizeof *digest, by_bytes);
}

bool chy_digests_have(const chancery_digest *sorted, size_t count,
                      const chancery_digest *wanted)
{
    return count > 0 && bsearch(wanted, sorted, count, sizeof *sorted, by_bytes);
}

size_t chy_digests_lacking(const chancery_digest *sorted, size_t count,
                           const chancery_digest *wanted, size_t wanteds)
{
    size_t lacking = 0;
    for (size_t i = 0; i < wanteds; i++)
        lacking += !chy_digests_have(sorted, count, &wanted[i]);
    return lacking;
}

static void take_signatures(struct chy_counted *out, const struct chy_record *record)
{
    for (size_t i = 0; i < record->signatures; i++)
        if (record->signature[i].by)
            out->signature[out->signatures++] = record->signature[i].digest;
    chy_digests_sort(out->signature, out->signatures);
}

/* Its token verifies; that it has lapsed since takes it from nobody. */
static bool is_good(const struct chy_stamp *stamp)
{
    return !stamp->why || stamp->lapsed;
}

static const struct chy_record_line *line_of(const struct chy_record *record, size_t *at)
{
    while (record->line[*at].kind != CHY_LINE_TIMESTAMP)
        ++*at;
    return &record->line[(*at)++];
}

/* Stamps are in the order of their lines. */
static bool take_stamps(struct chy_counted *out, const struct chy_record *record,
                        chancery_error *error)
{
    chancery_digest *token = calloc(record->stamps + 1, sizeof *token);
    size_t tokens = 0, at = 0;
    if (!token)
        return chy_fail_memory(error);
    for (size_t i = 0; i < record->stamps; i++)
        if (is_good(&record->stamp[i]))
            token[tokens++] = record->stamp[i].token;
    chy_digests_sort(token, tokens);
    for (size_t i = 0; i < record->stamps; i++) {
        const struct chy_stamp *stamp = &record->stamp[i];
        const struct chy_record_line *line = line_of(record, &at);
        if (is_good(stamp) && (chy_digests_have(out->signature, out->signatures, &stamp->of) ||
                               chy_digests_have(token, tokens, &stamp->of)))
            out->stamp[out->stamps++] =
                chy_digest_of(chy_span(record->bytes + line->offset, line->length));
    }
    chy_digests_sort(out->stamp, out->stamps);
    free(token);
    return true;
}

bool chy_counted_of(struct chy_counted *out, const struct chy_record *record,
                    chancery_error *error)
{
    *out = (struct chy_counted){
        .signature = calloc(record->signatures + 1, sizeof *out->signature),
        .stamp = calloc(record->stamps + 1, sizeof *out->stamp),
    };
    if (!out->signature || !out->stamp)
        return chy_fail_memory(error);
    take_signatures(out, record);
    return take_stamps(out, record, error);
}

void chy_counted_done(struct chy_counted *counted)
{
    free(counted->signature);
    free(counted->stamp);
    *counted = (struct chy_counted){0};
}
