#ifndef CHY_VERDICT_SIGNED_H
#define CHY_VERDICT_SIGNED_H

#include "custody/verdict.h"
#include "report/pen.h"

/* Who signed, where the verdict is not that all is well: of an issue, from the letter outwards.
 * Nothing where no act was judged. */
void chy_report_signed_by(struct chy_pen *pen, const struct chancery_verdict *verdict);

#endif
