/*
 * diff.h - which words were taken out and which were put in, between two runs of words.
 */
#ifndef CHY_DIFF_H
#define CHY_DIFF_H

#include "text/outline.h"

enum chy_change_kind {
    CHY_CHANGE_SAME,
    CHY_CHANGE_REMOVED, /* of the first text, not in the second */
    CHY_CHANGE_ADDED    /* of the second text, not in the first */
};

struct chy_change {
    enum chy_change_kind kind;
    struct chy_range range; /* of the first text, for CHY_CHANGE_ADDED of the second */
};

struct chy_diff {
    struct chy_change
        *change; /* in order; what was removed before what was added in its place */
    size_t changes;
};

/* The shortest list of changes, by Myers's algorithm in linear space. *left: steps that may
 * still be taken; where they do not suffice, what was not compared is removed and added as a
 * whole. CHANCERY_E_MEMORY. Freed with chy_diff_done. */
CHY_MUST_USE bool chy_diff_words(struct chy_diff *out, const struct chancery_text *first,
                                 struct chy_range of_first, const struct chancery_text *second,
                                 struct chy_range of_second, uint64_t *left,
                                 chancery_error *error);
void chy_diff_done(struct chy_diff *diff);

#endif
