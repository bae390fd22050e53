/*
 * directory_step.h - reading a version by what it changes of the version before
 * (spec/directory.md, D33 to D36 and D39).
 *
 * A version repeats everything that was ever said: thousands of entries, all but a few the same
 * bytes as before. Those were read when they were new. So the same bytes are left out of both
 * versions, and what is left of the two is read and compared by the same readers as the whole.
 */
#ifndef CHY_DIRECTORY_STEP_H
#define CHY_DIRECTORY_STEP_H

#include "custody/directory.h"

enum { CHY_STEP_LISTS = 4 };

struct chy_step_list {
    uint32_t *entry; /* where each begins; after the last, one past the list's ]. Empty: they
                        were not looked for yet */
    size_t count, cap;
};

/* A version that was reached. */
struct chy_step {
    struct chy_buf payload;
    struct chy_step_list list[CHY_STEP_LISTS];
    struct chy_directory directory; /* without an index; of its lists, what is changed or new */
    bool whole;                     /* or all of them */
};

/* Reads it as a whole, as chy_directory_read_part does. */
CHY_MUST_USE bool chy_step_whole(struct chy_step *out, chancery_span payload,
                                 chancery_error *error);
/* Reads the next by what it changes: true if its past is that of the version before. If not,
 * or if it cannot be read, the whole has to be read to say what is wrong. */
CHY_MUST_USE bool chy_step_next(struct chy_step *out, struct chy_step *before,
                                chancery_span payload);
void chy_step_done(struct chy_step *step);

#endif
