/*
 * describe.h - a statement in words, for the person who drafts or signs it. Everything is
 * escaped.
 */
#ifndef CHY_DESCRIBE_H
#define CHY_DESCRIBE_H

#include "custody/statement.h"

/* "act", "title", "date", "from", "to", "carries", "digests" of a statement, one a line. */
void chy_describe(struct chy_buf *out, const struct chy_statement *statement);
/* "Dioncounda Traoré, Interim President of the Republic, Mali" */
void chy_describe_signatory(struct chy_buf *out, const struct chy_signatory *signatory);
/* Those who have not signed yet (one bool for each signatory), "; " between them. */
void chy_describe_waiting(struct chy_buf *out, const struct chy_statement *statement,
                          const bool *has_signed);
void chy_describe_office(struct chy_buf *out, const struct chy_office *office);

/* A warning where a file that is carried by its digest reads as a letter: it has a letter's
 * heading or a signature mark. Letters on paper have no record, so this is allowed. A file that
 * cannot be read gives no line. */
CHY_MUST_USE bool chy_describe_letters(struct chy_buf *out, const char *path,
                                       chancery_error *error);

#endif
