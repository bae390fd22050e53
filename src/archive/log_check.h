/*
 * log_check.h - the whole of a log checked (spec/log.md, L14): each defect is said in a report
 * for people, and told to whoever wants it.
 */
#ifndef CHY_LOG_CHECK_H
#define CHY_LOG_CHECK_H

#include "archive/remembered.h"

enum chy_log_defect {
    CHY_LOG_DAMAGED,
    CHY_LOG_MISSING,
    CHY_LOG_UNREADABLE, /* by this user */
    CHY_LOG_BEHIND,     /* it was larger before */
    CHY_LOG_FORKED,     /* its first entries were others */
    CHY_LOG_OTHER_KEY   /* another key signed a log of this name */
};

/* file: within the log, static or good until it returns. */
typedef void chy_log_tell_fn(void *context, enum chy_log_defect defect, const char *file,
                             const char *sentence);

struct chy_log_older { /* what the log said before */
    const char *name;  /* "remembered" */
    const char *path;  /* where that is kept */
    chancery_span note;
    struct chy_checkpoint checkpoint;
    chancery_digest root; /* of the first checkpoint.size entries, as they are now */
};

struct chy_log_check {
    const struct chy_log *log;
    const char *home;      /* where checkpoints are remembered; NULL: nowhere */
    chy_log_tell_fn *tell; /* NULL: nobody */
    void *context;
    /* What comes of it. chy_log_check_done. */
    struct chy_log_older older[2];
    size_t olders;
    struct chy_remembered remembered;
    char *path;            /* of what is remembered */
    struct chy_buf report; /* a line for each defect */
    size_t missing, damaged, contradicted;
    bool lost;    /* leaves are neither in entries nor in tiles as they were signed */
    bool vouched; /* a checkpoint was remembered, and the log extends it */
};

/* A log that is open, against its own files and what is remembered of it; a good one is
 * remembered. A home that cannot be written to stops nothing; what is remembered and cannot be
 * read is an error. */
CHY_MUST_USE bool chy_log_check(struct chy_log_check *check, chancery_error *error);
void chy_log_check_done(struct chy_log_check *check);

/* For log_check.c and log_held.c: the files alone, with older[].root. */
CHY_MUST_USE bool chy_log_check_files(struct chy_log_check *check, chancery_error *error);
/* Counts, reports and tells a defect. */
void chy_log_say(struct chy_log_check *check, enum chy_log_defect defect, const char *file,
                 const char *format, ...) CHY_PRINTF(4, 5);

#endif
