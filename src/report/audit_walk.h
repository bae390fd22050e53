/*
 * audit_walk.h - reports that were written before, read item by item, and what changed from one
 * to the next. For audit_check.c and audit_changes.c.
 */
#ifndef CHY_AUDIT_WALK_H
#define CHY_AUDIT_WALK_H

#include "archive/audit_report.h"
#include "base/lines.h"

struct chy_audit_walk {
    const char *report;
    struct chy_lines lines;
    struct chy_audit_counted counted;
    struct chy_audit_line line; /* the item that is looked at; at the end the summary */
};

/* To the first item. chy_audit_walk_done in any case. Errors as those of reading lines. */
CHY_MUST_USE bool chy_audit_walk_start(struct chy_audit_walk *walk, const char *report,
                                       chancery_error *error);
CHY_MUST_USE bool chy_audit_walk_next(struct chy_audit_walk *walk, chancery_error *error);
bool chy_audit_walk_ended(const struct chy_audit_walk *walk);
void chy_audit_walk_done(struct chy_audit_walk *walk);

/* A report and its summary. */
struct chy_audit_past {
    const char *report; /* NULL: there is none */
    struct chy_audit_line line;
};

/* A line for each item that changed between two reports, and for each that is gone. *lost: so
 * many that are entries of the log are gone, which cannot be. */
CHY_MUST_USE bool chy_audit_changes(struct chy_buf *out, uint64_t *lost,
                                    const struct chy_audit_past *was,
                                    const struct chy_audit_past *is, chancery_error *error);

#endif
