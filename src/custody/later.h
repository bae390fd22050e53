/*
 * later.h - acts about other acts, and what they make of them: spec/verdict.md, rules 8.x.
 */
#ifndef CHY_LATER_H
#define CHY_LATER_H

#include "custody/judge.h"

struct chy_laters {
    /* One for each act of the record, static: why a later act about the chain does not count;
     * NULL where it does, or is none. */
    const char **why;
    bool *counts, *told; /* one for each act of the record; told: a finding speaks of it */
    uint32_t *concerned; /* which act of the record each is about; UINT32_MAX: none of it */
    bool *in_chain;
    enum chy_standing standing;
    bool in_part; /* withdrawn or corrected, by some of its signatories */
};

/* Weighs every later act of the record that concerns an act of the chain. CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_later_judge(struct chy_laters *out, struct chy_findings *findings,
                                  const struct chy_case *given, const struct chy_chain *chain,
                                  chancery_error *error);
void chy_laters_done(struct chy_laters *laters);

/* Why a later act that this version does not read says nothing of what is judged (rule 8.1);
 * static, NULL: it may say anything. chain: NULL: nothing is judged. */
const char *chy_later_unread(const struct chy_case *given, const struct chy_chain *chain,
                             uint32_t later);

/* Before it is drafted: does it withdraw its act for somebody for whom no withdrawal of the
 * record does that counts, or will when it is signed? *waits: one of these waits for somebody
 * whom it names. */
bool chy_later_widens(bool *waits, const struct chy_record *record,
                      const struct chy_statement *withdrawal,
                      const struct chy_chain_times *times);

/* Before it is signed: may those whom this later act names do it? CHANCERY_E_REFUSED,
 * CHANCERY_E_MISSING if the record does not hold what it concerns. */
CHY_MUST_USE bool chy_later_allowed(const struct chy_record *record, uint32_t later,
                                    const struct chy_directory *directory,
                                    chancery_error *error);

#endif
