/*
 * people.h - who signs and to whom, read out of a letter's text with the help of the directory
 * (spec/custody-record.md, drafts).
 */
#ifndef CHY_PEOPLE_H
#define CHY_PEOPLE_H

#include "custody/directory.h"
#include "text/outline.h"

/* Fills statement->signatory from the marks of the letter: the longest holder's name of the
 * directory that the block begins with, and the office that the directory gives that person and
 * the words after the name mean, or, if there are none, the heading. Without a directory (NULL)
 * the text alone tells: the name through the emphasised surname, or the block if it is only a
 * name; the office by the words after it, else by the heading; `of` by the heading ("... of
 * Mali"). CHANCERY_E_UNKNOWN, naming --from, rather than guess. */
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
