/*
 * skipped.h - what a command that looks through folders did not look at, for people and as
 * JSON.
 */
#ifndef CHY_REPORT_SKIPPED_H
#define CHY_REPORT_SKIPPED_H

#include "base/folder_tree.h"
#include "base/json.h"
#include "report/pen.h"

/* A line for each, and what to do about them. */
void chy_skipped_text(struct chy_pen *pen, const struct chy_skips *skips);
/* An array of objects with name and why. */
struct chy_json *chy_skipped_json(const struct chy_skips *skips);

#endif
