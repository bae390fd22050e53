/*
 * judge_as.c - what a document holds otherwise than it was signed: spec/verdict.md, rules 6.3,
 * 6.4 and 6.6.
 */
#include "custody/judge.h"

#include "base/sha256.h"

#include <stdlib.h>

enum chy_carried_as chy_judge_as(const struct chy_judgement *judgement,
                                 const struct chy_case *given, size_t link)
{
    const struct chy_record *record = given->record;
    const struct chy_link *self = &judgement->chain.link[link];
    const struct chy_statement *judged = &record->act[judgement->chain.link[0].act].statement;
    const chancery_digest *act = &record->act[self->act].digest;
    const struct chy_carried *own = NULL;
    for (size_t i = 0; i < judged->carried; i++) {
        const struct chy_carried *one = &judged->carries[i];
        if (!one->is_file && chy_digest_eq(&one->statement, act) &&
            (!own || one->as == CHY_AS_VERBATIM))
            own = one;
    }
    if (own)
        return own->as;
    uint32_t carrier = judgement->chain.link[self->carrier].act;
    enum chy_carried_as as = record->act[carrier].statement.carries[self->carried].as;
    return as == CHY_AS_VERBATIM && chy_chain_translates(&judgement->chain, record, act)
               ? CHY_AS_TRANSLATION
               : as;
}

/* The same as for what contradicts, with another weight: the issuer signed for these words. */
static void tell(struct chy_findings *to, const struct chy_findings *from)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct chy_finding *one = &from->item[i];
        chy_findings_add(to,
                         one->code == CHANCERY_F_SEARCH_STOPPED ? one->code : CHANCERY_F_EDITED,
                         &one->act, one->subject, one->paragraph, "%s", one->sentence);
    }
    to->failed |= from->failed;
}

void chy_judge_edited(struct chy_judgement *judgement, const struct chy_case *given,
                      size_t link)
{
    const struct chy_match *match = &judgement->match[link];
    const struct chy_act *act = &given->record->act[judgement->chain.link[link].act];
    struct chy_findings found = {0};
    char label[CHY_ACT_LABEL];
    chy_act_label(label, &act->statement);
    if (match->whole || judgement->level == CHY_LEVEL_NONE)
        return; /* where the document is not the issuer's, nobody knows who edited it */
    if (match->found == 0 && !match->stopped)
        chy_findings_add(
            &judgement->findings, CHANCERY_F_EDITED_AWAY, &act->digest, act->statement.subject,
            0, "No paragraph of the %s stands in the document as it was signed.", label);
    else
        chy_match_report(&found, match, &act->digest, &act->statement, given->text, NULL, 0,
                         NULL);
    tell(&judgement->findings, &found);
    chy_findings_done(&found);
}
