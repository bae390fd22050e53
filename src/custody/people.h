/*
 * people.h - who signs and to whom, read out of a letter's text with the help of the directory
 * (spec/custody-record.md, drafts).
 */
#ifndef CHY_PEOPLE_H
#define CHY_PEOPLE_H

#include "custody/directory.h"
#include "text/outline.h"

/* Fills statement->signatory from the marks of the letter: the longest holder's name of the
 * directory that the block begins with, else the name as the text alone tells; the office from
 * the directory, else the words after the name, else the heading; `of` from the unique office
 * of the directory, else from the heading ("... of Mali"). CHANCERY_E_UNKNOWN, naming --from,
 * rather than guess. directory may be NULL. */
CHY_MUST_USE bool
chy_people_signatories(struct chy_statement *statement, const struct chancery_text *text,
                       const struct chy_outline *outline, const struct chy_letter *letter,
                       const struct chy_directory *directory, chancery_error *error);

/* Fills statement->addressee from the heading's "addressed to". CHANCERY_E_UNKNOWN, naming
 * --to. */
CHY_MUST_USE bool chy_people_addressees(struct chy_statement *statement,
                                        const struct chancery_text *text,
                                        const struct chy_letter *letter,
                                        const struct chy_directory *directory,
                                        chancery_error *error);

#endif
