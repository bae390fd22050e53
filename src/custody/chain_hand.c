/*
 * chain_hand.c - the right hand: spec/verdict.md, rules 5.x.
 */
#include "custody/chain.h"

#include <stdlib.h>

/* Why one of the carrier's signatories may carry this; NULL if none may. *who: which one. */
static const char *right_hand(const struct chy_statement *carrier,
                              const struct chy_statement *carried,
                              const struct chy_directory *directory,
                              const struct chy_signatory **who)
{
    for (size_t i = 0; i < carrier->signatories; i++) {
        const struct chy_office *hand = &carrier->signatory[i].office;
        *who = &carrier->signatory[i];
        for (size_t k = 0; k < carried->addressees; k++) {
            if (chy_same_office(directory, hand, &carried->addressee[k]))
                return "as its addressee";
            if (chy_directory_allows(directory, hand, carrier->type, &carried->addressee[k],
                                     carrier->date))
                return "authorised to act for its addressee";
        }
        for (size_t k = 0; k < carried->signatories; k++) {
            if (chy_same_office(directory, hand, &carried->signatory[k].office))
                return "as its sender";
            if (chy_directory_allows(directory, hand, carrier->type,
                                     &carried->signatory[k].office, carrier->date))
                return "authorised to act for its sender";
        }
    }
    *who = &carrier->signatory[0];
    /* Who puts words into another's mouth needs more than that nobody else is meant. */
    return carried->addressees == 0 && carrier->type != CHY_ACT_TRANSLATION
               ? "as a paper without addressee"
               : NULL;
}

void chy_chain_hand(struct chy_findings *findings, const chancery_digest *act,
                    const struct chy_statement *carrier, const struct chy_statement *carried,
                    const struct chy_directory *directory)
{
    const struct chy_signatory *who = NULL;
    const char *how = right_hand(carrier, carried, directory, &who);
    char *name = chy_signatory_label(who);
    char label[CHY_ACT_LABEL];
    const char *verb = carrier->type == CHY_ACT_ISSUE         ? "issued"
                       : carrier->type == CHY_ACT_TRANSLATION ? "translated"
                                                              : "forwarded";
    chy_act_label(label, carried);
    if (!name)
        findings->failed = true;
    else if (how)
        chy_findings_add(findings, CHANCERY_F_HAND, act, who->name, 0, "%s %s the %s %s.", name,
                         verb, label, how);
    else
        chy_findings_add(
            findings, CHANCERY_F_WRONG_HAND, act, who->name, 0,
            "%s %s the %s, is not its addressee, and is not authorised to act for one.", name,
            verb, label);
    free(name);
}
