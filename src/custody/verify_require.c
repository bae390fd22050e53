/*
 * verify_require.c - what --require signed does not take: rules 2.12 and 2.15 of
 * spec/verdict.md.
 */
#include "custody/chain.h"
#include "custody/verify.h"

#include <stdlib.h>

/* The words of the document that stand for a letter whose signatories signed others. */
static void require_words(struct chancery_verdict *verdict, const struct chy_verdict_act *act)
{
    const bool translated = act->statement.type == CHY_ACT_TRANSLATION;
    char label[CHY_ACT_LABEL];
    chy_act_label(label, &act->statement);
    if (translated || act->edited)
        chy_findings_add(&verdict->findings, CHANCERY_F_NOT_THESE_WORDS, &act->digest,
                         act->statement.subject, 0,
                         translated ? "These are the words of the %s: those who signed the "
                                      "letter did not sign them."
                                    : "The %s stands here as another edited it: those who "
                                      "signed it did not sign these words.",
                         label);
}

/* Each signature that somebody else vouches for, or made, and all words that are not signed. */
void chy_verify_require_signed(struct chancery_verdict *verdict)
{
    for (size_t i = 0; i < verdict->acts; i++) {
        const struct chy_verdict_act *act = &verdict->act[i];
        require_words(verdict, act);
        for (size_t k = 0; k < act->statement.signatories; k++) {
            const struct chy_signatory *who = &act->statement.signatory[k];
            if (act->status[k] != CHY_ATTESTED && act->status[k] != CHY_PER_PROCURATIONEM)
                continue;
            char *label = chy_signatory_label(who);
            verdict->findings.failed |= !label;
            if (label)
                chy_findings_add(&verdict->findings, CHANCERY_F_NOT_BY_KEY, &act->digest,
                                 who->name, 0,
                                 act->status[k] == CHY_ATTESTED
                                     ? "%s has not signed with a key: another office vouches "
                                       "for the signature."
                                     : "%s has not signed: another signed in this place.",
                                 label);
            free(label);
        }
    }
}
