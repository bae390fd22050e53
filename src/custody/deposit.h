/*
 * deposit.h - the statement of a letter that was signed on paper: nobody signs it with a key,
 * and who attests the signatures puts it into the record. Until then it waits in
 * FILE.attested.json.
 */
#ifndef CHY_DEPOSIT_H
#define CHY_DEPOSIT_H

#include "custody/statement.h"

/* The path "FILE.attested.json". The caller frees. */
char *chy_deposit_path(const char *file, chancery_error *error);

/* Reads a statement of a letter, forward or issue that people may have re-indented: its
 * canonical payload appended, *statement freed by the caller. CHANCERY_E_CONFLICT for another
 * act. */
CHY_MUST_USE bool chy_deposit_read(struct chy_buf *payload, struct chy_statement *statement,
                                   const char *path, chancery_error *error);
/* Writes it for people to read. */
CHY_MUST_USE bool chy_deposit_write(const char *path, chancery_span payload,
                                    chancery_error *error);

/* A line with the payload under a signature that is nobody's, so that it can be judged before
 * it is signed. */
void chy_deposit_line(struct chy_buf *lines, chancery_span payload);

#endif
