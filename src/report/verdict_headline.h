/*
 * verdict_headline.h - the first line of a verdict. For verdict_text.c alone.
 */
#ifndef CHY_VERDICT_HEADLINE_H
#define CHY_VERDICT_HEADLINE_H

#include "custody/verdict.h"
#include "report/pen.h"

/* With its LF. The verdict is decided. */
void chy_report_headline(struct chy_pen *pen, const struct chancery_verdict *verdict);

#endif
