/*
 * masthead.h - what a text says of itself, as fields of its statement: the title, and what an
 * issue's masthead and foot say. Read when it is drafted, and again before it is signed.
 */
#ifndef CHY_MASTHEAD_H
#define CHY_MASTHEAD_H

#include "custody/statement.h"
#include "text/outline.h"

/* Fills symbol, distribution, original_language, job_number and masthead_date of an empty
 * statement; what the text does not say stays empty. CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_masthead_fill(struct chy_statement *statement,
                                    const struct chancery_text *text,
                                    const struct chy_outline *outline, chancery_error *error);
/* Do two statements say the same in these fields? Names the JSON path of the first that
 * differs. */
bool chy_masthead_is(const struct chy_statement *a, const struct chy_statement *b,
                     const char **path);

/* Is the title the heading of the text's first letter? A text without one says nothing of
 * it. */
bool chy_title_agrees(const struct chy_statement *statement, const struct chancery_text *text,
                      const struct chy_outline *outline);

#endif
