/*
 * carry.h - what a forward or an issue carries: files into `carries` entries, with the record
 * lines that go along.
 */
#ifndef CHY_CARRY_H
#define CHY_CARRY_H

#include "custody/preview.h"
#include "custody/record.h"
#include "custody/trust.h"

/* Adds one entry to statement->carries for the file, and the lines of its record to `lines`. A
 * file with a custody record that has an act about it is carried by its statement, with every
 * signature that verifies under the directory; any other by its digest. CHANCERY_E_REFUSED if
 * it is drafted or recorded and nobody has signed it, or it was changed since it was, or it is
 * not authentic; CHANCERY_E_TRUST if trust is needed and NULL. */
CHY_MUST_USE bool chy_carry_file(struct chy_statement *statement, size_t *cap,
                                 struct chy_buf *lines, const char *path,
                                 const struct chancery_trust *trust, chancery_error *error);

/* Says of an entry that what it carries was edited. CHANCERY_E_REFUSED for a file that is
 * carried by its digest, which is what it is. */
CHY_MUST_USE bool chy_carry_edited(struct chy_carried *carried, const char *path,
                                   chancery_error *error);

/* The same for what a later act concerns: the act that verification of the file would judge,
 * and all lines of its record. *of: that act's statement, freed by the caller with
 * chy_statement_done. CHANCERY_E_REFUSED if nobody has signed one, or it is not authentic. */
CHY_MUST_USE bool chy_carry_concerned(struct chy_carried *concerns, struct chy_statement *of,
                                      struct chy_buf *lines, struct chy_document *document,
                                      const char *record, const struct chancery_trust *trust,
                                      chancery_error *error);

/* "Annex" for one annex, "Annex I", "Annex II" ... for several: labels of a forward. */
CHY_MUST_USE bool chy_carry_label(struct chy_statement *statement, chancery_error *error);

/* The path of a file's draft, "FILE.statement.json". The caller frees. */
char *chy_draft_path(const char *file, chancery_error *error);

/* The draft at a path, in canonical form, as it would be signed: people may have re-indented
 * it. Both are done by the caller, also after a failure. CHANCERY_E_JSON and all of a
 * statement. */
CHY_MUST_USE bool chy_draft_read(struct chy_buf *payload, struct chy_statement *statement,
                                 const char *path, chancery_error *error);

#endif
