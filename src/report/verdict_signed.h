#ifndef CHY_VERDICT_SIGNED_H
#define CHY_VERDICT_SIGNED_H

#include "custody/verdict.h"
#include "report/pen.h"

/* The name of a signatory, after that of who signed for them: "B for A". */
void chy_report_name(struct chy_pen *pen, const struct chy_verdict_act *act, size_t signatory);

/* Who signed, where the verdict is not that all is well: of an issue, from the letter outwards.
 * Nothing where no act was judged. */
void chy_report_signed_by(struct chy_pen *pen, const struct chancery_verdict *verdict);

#endif
