/*
 * judge_rendition.c - what another program reads in a file and what its pages show need not be
 * the same: nobody but who signed for the very file says that they are.
 */
#include "custody/judge.h"

#include "custody/rendition.h"

void chy_judge_rendition(struct chy_findings *findings, const struct chy_case *given,
                         const struct chy_act *act, enum chy_level level)
{
    if (!chy_is_rendition(&act->statement, &given->file))
        chy_findings_add(findings, CHANCERY_F_RENDITION_UNSIGNED, &act->digest, given->program,
                         0,
                         "%s %s reads in it, and nobody signed for this very file: its pages "
                         "may show other words.",
                         level == CHY_LEVEL_NONE ? "It is judged by the words that"
                                                 : "The signed words are those that",
                         given->program);
    else if (level == CHY_LEVEL_NONE)
        chy_findings_add(findings, CHANCERY_F_RENDITION_DIFFERS, &act->digest, given->program,
                         0,
                         "The statement names this file as one of the same words, and %s reads "
                         "other words in it.",
                         given->program);
}
