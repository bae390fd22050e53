/*
 * notes.h - what a record holds beside the judged chain: lines that do not count, other acts,
 * later acts, timestamps; and the state of the directory (spec/verdict.md,
 * rules 7.3, 8.x, 9.x, 10.x).
 */
#ifndef CHY_NOTES_H
#define CHY_NOTES_H

#include "custody/later.h"
#include "custody/trust.h"

/* chain: what was judged; NULL: nothing. laters: what later acts about it came to; its standing
 * becomes unknown if a trusted one is there that this version does not know. A trusted act
 * about the same document that the judged one does not carry, and that does not carry it, is
 * its rival (rule 0.6). */
void chy_notes(struct chy_findings *findings, const struct chy_case *given,
               const struct chy_chain *chain, struct chy_laters *laters);
void chy_notes_directory(struct chy_findings *findings, const struct chancery_trust *trust);

#endif
