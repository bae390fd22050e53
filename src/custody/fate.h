/*
 * fate.h - what became of acts about one document, and how that bears on which of them is
 * judged: rules 0.3 and 8.15 of spec/verdict.md.
 */
#ifndef CHY_FATE_H
#define CHY_FATE_H

#include "custody/judge.h"

/* Does the record hold anything that may be a later act? Without one nothing became of any. */
bool chy_fate_any(const struct chy_record *record);

/* How grave what later acts made of the judged act is; 0: whoever relies on it may. An act that
 * only another about the same document superseded stands: that other is judged. */
CHY_MUST_USE bool chy_fate(unsigned *gravity, const struct chy_case *given,
                           const struct chy_judgement *judgement, chancery_error *error);

/* Which of two acts about one document says better whose it is; the better is the larger. What
 * somebody signed as their own words goes before what translates others', and what the
 * directory lets an office issue goes before all: any other act its officials can make of words
 * without marks by themselves. */
unsigned chy_fate_rank(const struct chy_case *given, const struct chy_act *act);

/* The rank that a rival of this act must have for what became of it to concern whoever relies
 * on the act, whoever signed it: the act's own, if that is an issue that says by its issuer or
 * its masthead whose it is, else any. */
unsigned chy_fate_bar(const struct chy_case *given, const struct chy_act *act);

/* Is this act of the record a rival (rule 0.6) of the one that is judged, and has that rank, or
 * is by people who can speak for somebody of the chain? CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_fate_concerns(bool *concerns, const struct chy_case *given,
                                    const struct chy_judgement *judged, unsigned bar,
                                    uint32_t act, chancery_error *error);

/* Rule 8.15: of a rival that would be authentic, but for what is demanded, later acts made what
 * they did not make of the judged act. */
void chy_fate_report(struct chy_judgement *judged, const struct chy_act *rival);
/* The same where more rivals are authentic than are looked at. */
void chy_fate_report_many(struct chy_judgement *judged, const struct chy_record *record);

#endif
