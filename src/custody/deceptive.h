/*
 * deceptive.h - warnings of words that could pass for others (spec/verdict.md, 1.8).
 */
#ifndef CHY_CUSTODY_DECEPTIVE_H
#define CHY_CUSTODY_DECEPTIVE_H

#include "custody/verdict.h"
#include "text/canon.h"

/* One finding for each such word of the judged document, at most 20. */
void chy_find_deceptive(struct chy_findings *findings, const chancery_digest *act,
                        const struct chancery_text *text);

#endif
