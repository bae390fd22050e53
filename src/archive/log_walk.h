/*
 * log_walk.h - every entry of a log in order, and the root that they give.
 */
#ifndef CHY_LOG_WALK_H
#define CHY_LOG_WALK_H

#include "archive/log.h"

/* Views until it returns. False, with the error set, ends the walk. */
typedef bool chy_entry_fn(void *context, uint64_t index, chancery_span entry,
                          chancery_error *error);

struct chy_log_walk {
    chy_entry_fn *each; /* NULL: only the roots are wanted */
    void *context;
    uint64_t before;             /* a smaller size, of which the root is wanted too */
    chancery_digest root_before; /* set where the log is at least as large */
    chancery_digest root;
};

/* CHANCERY_E_LOG where a bundle is cut off; what reading gives. The caller compares the roots
 * with those that were signed, before it believes what it was shown. */
CHY_MUST_USE bool chy_log_walk(struct chy_log_walk *walk, const struct chy_log *log,
                               chancery_error *error);

#endif
