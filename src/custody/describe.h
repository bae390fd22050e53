/*
 * describe.h - a statement in words, for the person who drafts or signs it. Everything is
 * escaped.
 */
#ifndef CHY_DESCRIBE_H
#define CHY_DESCRIBE_H

#include "custody/record.h"
#include "custody/verdict.h"

/* Every member of a statement, one a line; of paragraphs their number. What it carries is
 * described by its acts in the record (NULL: none), where they are there. */
void chy_describe(struct chy_buf *out, const struct chy_statement *statement,
                  const struct chy_record *record);
/* "Dioncounda Traoré, Interim President of the Republic, Mali" */
void chy_describe_signatory(struct chy_buf *out, const struct chy_signatory *signatory);
/* Those who have not signed yet (one bool for each signatory), "; " between them. */
void chy_describe_waiting(struct chy_buf *out, const struct chy_statement *statement,
                          const bool *has_signed);
/* What verification would find now, but for what the missing signature explains; one a line. */
void chy_describe_findings(struct chy_buf *out, const struct chy_findings *findings);
void chy_describe_office(struct chy_buf *out, const struct chy_office *office);

/* A warning where a file that is carried by its digest reads as a letter: it has a letter's
 * heading or a signature mark. Letters on paper have no record, so this is allowed. A file that
 * cannot be read gives no line. */
CHY_MUST_USE bool chy_describe_letters(struct chy_buf *out, const char *path,
                                       chancery_error *error);

#endif
