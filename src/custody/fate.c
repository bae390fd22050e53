#include "custody/fate.h"

#include "base/encode.h"
#include "base/limits.h"
#include "custody/later_parts.h"

#include <stdlib.h>

bool chy_fate_any(const struct chy_record *record)
{
    for (size_t i = 0; i < record->acts; i++) {
        const struct chy_act *act = &record->act[i];
        if (act->readable &&
            (act->statement.type == CHY_ACT_LATER || chy_is_about_act(&act->statement)))
            return true;
    }
    return false;
}

/* Has an issue superseded it that this document is not? */
static bool is_superseded_elsewhere(const struct chy_case *given,
                                    const struct chy_laters *laters)
{
    for (size_t i = 0; i < given->record->acts; i++) {
        const struct chy_statement *by = &given->record->act[i].statement;
        if (laters->counts[i] && by->type == CHY_ACT_ISSUE &&
            chy_match_level(by, &given->file, given->text) == CHY_LEVEL_NONE)
            return true;
    }
    return false;
}

/* A later act of a kind that is not known may say anything (rule 8.1). */
static bool has_unread(const struct chy_case *given, const struct chy_chain *chain)
{
    for (size_t i = 0; i < given->record->acts; i++) {
        const struct chy_act *act = &given->record->act[i];
        if (act->readable && act->trusted && act->statement.type == CHY_ACT_LATER &&
            !chy_later_unread(given, chain, (uint32_t)i))
            return true;
    }
    return false;
}

bool chy_fate(unsigned *gravity, const struct chy_case *given,
              const struct chy_judgement *judgement, chancery_error *error)
{
    struct chy_laters laters = {0};
    struct chy_findings findings = {0};
    const struct chy_chain *chain = &judgement->chain;
    *gravity = 0;
    if (!chy_fate_any(given->record))
        return true;
    bool ok = chy_later_judge(&laters, &findings, given, chain, error);
    if (ok && findings.failed)
        ok = chy_fail_memory(error);
    if (ok && laters.standing >= CHY_CORRECTED &&
        (laters.standing != CHY_SUPERSEDED || is_superseded_elsewhere(given, &laters)))
        *gravity = 2 * (unsigned)laters.standing + !laters.in_part;
    else if (ok)
        *gravity =
            chy_findings_worst(&findings) >= CHANCERY_INDETERMINATE || has_unread(given, chain);
    chy_findings_done(&findings);
    chy_laters_done(&laters);
    return ok;
}

/* Does the directory let one of its issuers do this for an addressee or a sender of what it
 * carries? To be that oneself is not enough: everybody can write to themselves. */
static bool is_entrusted_with(const struct chy_case *given, const struct chy_statement *issue,
                              const struct chy_statement *carried)
{
    const struct chy_directory *directory = given->directory;
    for (size_t i = 0; i < issue->signatories; i++) {
        const struct chy_office *hand = &issue->signatory[i].office;
        for (size_t k = 0; k < carried->addressees; k++)
            if (chy_directory_allows(directory, hand, CHY_ACT_ISSUE, &carried->addressee[k],
                                     issue->date))
                return true;
        for (size_t k = 0; k < carried->signatories; k++)
            if (chy_directory_allows(directory, hand, CHY_ACT_ISSUE,
                                     &carried->signatory[k].office, issue->date))
                return true;
    }
    return false;
}

static bool is_entrusted(const struct chy_case *given, const struct chy_statement *issue)
{
    size_t acts = 0;
    for (size_t i = 0; i < issue->carried; i++) {
        if (issue->carries[i].is_file)
            continue;
        uint32_t carried = chy_chain_carried(given->record, &issue->carries[i]);
        if (carried == UINT32_MAX ||
            !is_entrusted_with(given, issue, &given->record->act[carried].statement))
            return false;
        acts++;
    }
    return acts > 0;
}

enum { TRANSLATED, WRITTEN, FORWARDED, ISSUED, ENTRUSTED };

unsigned chy_fate_rank(const struct chy_case *given, const struct chy_act *act)
{
    switch (act->statement.type) {
    case CHY_ACT_ISSUE:
        return is_entrusted(given, &act->statement) ? ENTRUSTED : ISSUED;
    case CHY_ACT_FORWARD:
        return FORWARDED;
    case CHY_ACT_LETTER:
        return WRITTEN;
    default:
        return TRANSLATED;
    }
}

static bool is_rival(const struct chy_case *given, const struct chy_judgement *judged,
                     uint32_t act)
{
    const struct chy_act *self = &given->record->act[act];
    for (size_t i = 0; i < judged->chain.links; i++)
        if (judged->chain.link[i].act == act)
            return false;
    return chy_later_are_rivals(given, &given->record->act[judged->act], true, self,
                                (chancery_date){0});
}

/* A forward says whose it is of what it carries, not of its own words: everybody can forward
 * something under them. */
unsigned chy_fate_bar(const struct chy_case *given, const struct chy_act *act)
{
    const unsigned rank = chy_fate_rank(given, act);
    const bool masthead = given->outline && given->outline->masthead.symbols > 0;
    return rank == ENTRUSTED || (rank == ISSUED && masthead) ? rank : 0;
}

/* May an office that the rival names withdraw for one of these signatories? */
static bool may_withdraw(const struct chy_case *given, const struct chy_statement *rival,
                         const struct chy_statement *other)
{
    for (size_t i = 0; i < rival->signatories; i++)
        for (size_t k = 0; k < other->signatories; k++)
            if (chy_directory_allows(given->directory, &rival->signatory[i].office,
                                     CHY_ACT_WITHDRAWAL, &other->signatory[k].office,
                                     rival->date))
                return true;
    return false;
}

bool chy_fate_concerns(bool *concerns, const struct chy_case *given,
                       const struct chy_judgement *judged, unsigned bar, uint32_t act,
                       chancery_error *error)
{
    const struct chy_act *rival = &given->record->act[act];
    *concerns = is_rival(given, judged, act);
    if (!*concerns || bar == 0 || chy_fate_rank(given, rival) >= bar)
        return true;
    *concerns = false;
    for (size_t i = 0; !*concerns && i < judged->chain.links; i++) {
        const struct chy_statement *link =
            &given->record->act[judged->chain.link[i].act].statement;
        if (!chy_later_shares(concerns, given, act, link, error))
            return false;
        *concerns = *concerns || may_withdraw(given, &rival->statement, link);
    }
    return true;
}

void chy_fate_report(struct chy_judgement *judged, const struct chy_act *rival)
{
    const struct chy_signatory *first = &rival->statement.signatory[0];
    char *who = chy_signatory_label(first);
    char label[CHY_ACT_LABEL];
    chy_act_label(label, &rival->statement);
    if (who)
        chy_findings_add(&judged->findings, CHANCERY_F_RIVAL_OVERTAKEN, &rival->digest,
                         first->name, 0,
                         "Another act about this very document, the %s by %s, was withdrawn, "
                         "superseded or corrected, or a later act leaves that open.",
                         label, who);
    judged->findings.failed |= !who;
    free(who);
}

void chy_fate_report_many(struct chy_judgement *judged, const struct chy_record *record)
{
    chy_findings_add(&judged->findings, CHANCERY_F_RIVAL_OVERTAKEN,
                     &record->act[judged->act].digest, NULL, 0,
                     "More than %u acts about this very document are authentic; what became of "
                     "the others was not looked at.",
                     CHY_MAX_RIVALS);
}
