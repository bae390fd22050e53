/*
 * counted.h - what of a record counts for something, so that no later record of the document
 * may leave it behind: anybody can add lines to a record, and those of nobody bind no one.
 */
#ifndef CHY_COUNTED_H
#define CHY_COUNTED_H

#include "custody/record.h"

/* Digests, sorted. */
struct chy_counted {
    chancery_digest *signature; /* by keys of the directory */
    size_t signatures;
    chancery_digest *stamp; /* of the timestamp lines over these, or over such a token */
    size_t stamps;
};

/* Of a record that was weighed (proven.h). */
CHY_MUST_USE bool chy_counted_of(struct chy_counted *out, const struct chy_record *record,
                                 chancery_error *error);
void chy_counted_done(struct chy_counted *counted);

void chy_digests_sort(chancery_digest *digest, size_t count);
bool chy_digests_have(const chancery_digest *sorted, size_t count,
                      const chancery_digest *wanted);
/* How many of these are not among the sorted ones. */
size_t chy_digests_lacking(const chancery_digest *sorted, size_t count,
                           const chancery_digest *wanted, size_t wanteds);

#endif
