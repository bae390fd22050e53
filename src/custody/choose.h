/*
 * choose.h - the presented document chooses the act that is judged, never the record
 * (spec/verdict.md, rules 0.x).
 */
#ifndef CHY_CHOOSE_H
#define CHY_CHOOSE_H

#include "custody/judge.h"

struct chy_choice {
    struct chy_judgement best;
    bool any;         /* an act was chosen */
    unsigned gravity; /* what became of it, where others are about the document too (fate.h) */
    bool many;        /* more of these are authentic than are looked at for that */
};

/* Chooses among the trusted acts of the expected type (-1: any) that the document matches;
 * where it matches none of these, among all; where it matches none at all, the act that most of
 * its words come from, else one that bears its name. name: the document's path. The caller
 * frees choice->best. CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_choose(struct chy_choice *choice, const struct chy_case *given,
                             const char *name, int expected, chancery_error *error);

#endif
