/*
 * agree.h - does a text say what its statement says? (spec/verdict.md, rules 3.x) Read again
 * from the text every time: when a draft is made, before a signature, and in verification.
 */
#ifndef CHY_AGREE_H
#define CHY_AGREE_H

#include "custody/directory.h"
#include "custody/verdict.h"
#include "text/outline.h"

/* The words of `text` in `range` are the statement's own text; outline is of the whole text.
 * Adds MARK_UNNAMED, SIGNATORY_UNMARKED, NO_MARKS, DATE_DIFFERS, ADDRESSEE_DIFFERS,
 * SENDER_DIFFERS, for an issue MASTHEAD_DIFFERS. directory (may be NULL) gives the aliases of
 * offices. Marks of an issue's text belong to what it carries and are not looked at here. */
void chy_agree(struct chy_findings *findings, const chancery_digest *act,
               const struct chy_statement *statement, const struct chancery_text *text,
               const struct chy_outline *outline, struct chy_range range,
               const struct chy_directory *directory);

/* Every letter and signature mark of the text whose first word is not accounted for (one bool
 * for each word of the text): UNSIGNED_LETTER. */
void chy_agree_unsigned(struct chy_findings *findings, const chancery_digest *act,
                        const struct chancery_text *text, const struct chy_outline *outline,
                        const bool *accounted);

/* The first letter of the outline that begins within the range; NULL. */
const struct chy_letter *chy_agree_letter(const struct chy_outline *outline,
                                          struct chy_range range);

/* Where a name begins in words [at, end): after "Mr.", "H.E." and the like, of a closed list. A
 * name may begin with such a word itself, so the words at `at` are tried too. */
uint32_t chy_name_begins(const struct chancery_text *text, uint32_t at, uint32_t end);

/* Without the punctuation and note signs that cling to the last word of a heading. */
chancery_span chy_agree_trimmed(chancery_span words);

#endif
