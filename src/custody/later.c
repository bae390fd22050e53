/*
 * later.c - acts about other acts, and what they make of them. An office speaks for what it
 * signed, whoever holds it now; nobody else's word changes anything.
 */
#include "custody/later_parts.h"

#include "base/limits.h"

#include <stdlib.h>

static bool speak(struct chy_later_weight *weight, const struct chy_later_pair *pair,
                  size_t signatory, enum chy_counting counted)
{
    const struct chy_later_pair on_chain = chy_later_on_chain(pair);
    bool may = false;
    for (size_t k = 0; k < chy_later_others(pair); k++)
        may = may || chy_later_may(pair, signatory, k);
    for (size_t k = 0; may && k < chy_later_others(&on_chain); k++) {
        if (!chy_later_may(&on_chain, signatory, k) &&
            !chy_later_is_own(&on_chain, signatory, k))
            continue;
        weight->reaches = true;
        weight->spoke[k] |= counted == CHY_COUNTS;
    }
    weight->unproven |= may && counted != CHY_COUNTS;
    weight->untimed |= may && counted == CHY_COUNTS_UNTIMED;
    return may && counted == CHY_COUNTS;
}

static bool weigh_signatures(struct chy_later_weight *weight, const struct chy_later_pair *pair,
                             chancery_error *error)
{
    const struct chy_chain_times times = chy_case_times(pair->given);
    const struct chy_record *record = pair->given->record;
    const struct chy_record_signature **place =
        calloc(pair->by->signatories + 1, sizeof *place);
    bool ok = place != NULL;
    weight->all = true;
    if (ok)
        chy_chain_places(place, record, pair->later, &times);
    for (size_t i = 0; ok && i < pair->by->signatories; i++) {
        const struct chy_signatory *who = &pair->by->signatory[i];
        enum chy_counting counted = chy_chain_counted(record, pair->later, i, place[i], &times);
        weight->all = weight->all && counted != CHY_COUNTS_NOT;
        if (counted == CHY_COUNTS_NOT || !speak(weight, pair, i, counted))
            continue;
        char *label = chy_signatory_label(who);
        ok = label != NULL;
        chy_buf_printf(&weight->speakers, "%s%s", weight->counts ? " and " : "",
                       ok ? label : "");
        weight->counts = true;
        free(label);
    }
    free(place);
    return ok ? chy_buf_finish(&weight->speakers, error) : chy_fail_memory(error);
}

static bool all_of(const bool *flag, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!flag[i])
            return false;
    return true;
}

/* whole: by all who signed. The gravest stands, and of one gravity what is whole. */
static void stand(struct chy_laters *out, enum chy_standing standing, bool whole)
{
    if (standing > out->standing)
        out->in_part = !whole;
    else if (standing == out->standing)
        out->in_part = out->in_part && !whole;
    out->standing = standing > out->standing ? standing : out->standing;
}

/* --- one act of the chain --- */

/* All later acts about one act, first weighed, then told: whether all have withdrawn is known
 * after the last. */
struct about {
    const struct chy_case *given;
    const struct chy_chain *chain;
    size_t link;
    uint32_t act;
    const struct chy_laters *laters;
    bool crowded; /* so many acts of the chain are about this document that no rival is looked
                     at */
    struct chy_later_weight *weight; /* one for each act of the record */
    bool *withdrew;                  /* one for each signatory */
};

/* What changes no standing must not make one unknown. */
static bool only_adds(const struct chy_statement *by)
{
    return by->type == CHY_ACT_RECEIPT || by->type == CHY_ACT_ATTESTATION;
}

/* What became of an act became of its rivals (rule 8.12): who signs a withdrawn letter once
 * more has no fresh one. What is judged itself is no later act about it. */
static bool pair_of(struct chy_later_pair *out, const struct about *about, size_t later)
{
    const struct chy_record *record = about->given->record;
    const struct chy_act *by = &record->act[later], *on = &record->act[about->act];
    uint32_t concerned = about->laters->concerned[later];
    if (concerned == UINT32_MAX || about->laters->in_chain[later])
        return false;
    const struct chy_act *named = &record->act[concerned];
    if (named != on &&
        (about->crowded || only_adds(&by->statement) || about->laters->in_chain[concerned] ||
         !chy_later_are_rivals(about->given, on, about->link == 0, named, by->statement.date)))
        return false;
    *out = (struct chy_later_pair){about->given,   (uint32_t)later, &named->statement,
                                   &by->statement, &named->digest,  named != on ? on : NULL};
    return true;
}

/* What is said of a rival counts where one who said it may speak for the chain's act, or where
 * an office or a person has signed both. */
static bool reach(struct chy_later_weight *weight, const struct about *about,
                  const struct chy_later_pair *pair, chancery_error *error)
{
    bool shares = weight->reaches || !pair->rival;
    if (!shares && (weight->counts || weight->unproven) &&
        !chy_later_shares(&shares, about->given, about->laters->concerned[pair->later],
                          &pair->rival->statement, error))
        return false;
    weight->counts = weight->counts && shares;
    weight->unproven = weight->unproven && shares;
    return true;
}

static bool weigh(struct chy_laters *out, struct about *about,
                  const struct chy_later_pair *pair, chancery_error *error)
{
    struct chy_later_weight *weight = &about->weight[pair->later];
    const struct chy_later_pair on_chain = chy_later_on_chain(pair);
    const char *none = NULL, **why = pair->rival ? &none : &out->why[pair->later];
    size_t signatories = on_chain.about->signatories;
    if (!about->given->record->act[pair->later].trusted) {
        *why = "no key of a signatory that it names has signed it";
        return true;
    }
    if ((*why = chy_later_void(pair)))
        return true;
    if (!(weight->spoke = calloc(chy_later_others(&on_chain) + 1, sizeof *weight->spoke)))
        return chy_fail_memory(error);
    if (!weigh_signatures(weight, pair, error))
        return false;
    if (!weight->counts && !weight->unproven)
        *why = chy_later_refusal(pair);
    else if (!weight->all && pair->by->type != CHY_ACT_WITHDRAWAL)
        *why = "not all whom it names have signed it";
    else if (only_adds(pair->by) && pair->by->unknown_field)
        *why = "it has a field that this version does not know";
    else if (only_adds(pair->by) && !weight->counts)
        *why = chy_later_unproven(weight);
    else if (!reach(weight, about, pair, error))
        return false;
    if (*why)
        weight->counts = weight->unproven = false;
    bool withdraws = pair->by->type == CHY_ACT_WITHDRAWAL && !pair->by->unknown_field;
    for (size_t i = 0; withdraws && i < signatories; i++)
        about->withdrew[i] |= weight->spoke[i];
    return true;
}

static enum chy_standing standing_by(const struct chy_statement *by)
{
    static const enum chy_standing by_type[] = {[CHY_ACT_ISSUE] = CHY_SUPERSEDED,
                                                [CHY_ACT_WITHDRAWAL] = CHY_WITHDRAWN,
                                                [CHY_ACT_CORRIGENDUM] = CHY_CORRECTED,
                                                [CHY_ACT_RECEIPT] = CHY_CURRENT,
                                                [CHY_ACT_ATTESTATION] = CHY_CURRENT};
    return by_type[by->type];
}

/* Withdrawals add up. Each corrigendum says something else, and is by those who signed it. */
static bool is_whole(const struct about *about, const struct chy_later_pair *pair)
{
    const struct chy_later_pair on_chain = chy_later_on_chain(pair);
    const bool *by = pair->by->type == CHY_ACT_WITHDRAWAL    ? about->withdrew
                     : pair->by->type == CHY_ACT_CORRIGENDUM ? about->weight[pair->later].spoke
                                                             : NULL;
    return !by || all_of(by, on_chain.about->signatories);
}

static void tell(struct chy_laters *out, struct chy_findings *findings,
                 const struct about *about, const struct chy_later_pair *pair)
{
    const struct chy_later_weight *weight = &about->weight[pair->later];
    enum chy_standing standing = standing_by(pair->by);
    out->told[pair->later] |= weight->counts || weight->unproven;
    if (weight->counts && pair->by->unknown_field) {
        chy_later_report_unknown(findings, pair);
        stand(out, CHY_STANDING_UNKNOWN, true);
    } else if (weight->counts) {
        bool whole = is_whole(about, pair);
        chy_later_report(findings, pair, weight, whole);
        out->counts[pair->later] = true;
        stand(out, standing, whole);
    } else if (weight->unproven) {
        chy_later_report_unproven(findings, pair, weight);
        stand(out, CHY_STANDING_UNKNOWN, true);
    }
}

static bool judge_about(struct chy_laters *out, struct chy_findings *findings,
                        struct about *about, chancery_error *error)
{
    size_t acts = about->given->record->acts;
    struct chy_later_pair pair;
    bool ok = true;
    for (size_t i = 0; ok && i < acts; i++)
        ok = !pair_of(&pair, about, i) || weigh(out, about, &pair, error);
    for (size_t i = 0; ok && i < acts; i++)
        if (pair_of(&pair, about, i))
            tell(out, findings, about, &pair);
    return ok;
}

/* --- all of them --- */

/* A chain that tells one document so often hides nothing behind it: it is indeterminate. */
static bool is_crowded(const struct about *about)
{
    const struct chy_record *record = about->given->record;
    const struct chy_statement *on = &record->act[about->act].statement;
    size_t before = 0;
    for (size_t i = 0; i < about->link; i++)
        before += chy_later_same_document(
            about->given, &record->act[about->chain->link[i].act].statement, false, on);
    return before >= CHY_MAX_CHAIN;
}

/* Is there a later act to be weighed? */
static bool any_later(struct about *about, struct chy_findings *findings)
{
    const struct chy_record *record = about->given->record;
    struct chy_later_pair pair;
    size_t own = 0, of_rivals = 0;
    for (size_t i = 0; i < record->acts; i++) {
        if (!pair_of(&pair, about, i))
            continue;
        own += !pair.rival;
        of_rivals += pair.rival != NULL;
    }
    about->crowded = of_rivals > 0 && is_crowded(about);
    if (about->crowded)
        chy_findings_add(
            findings, CHANCERY_F_CHAIN_DEPTH, &record->act[about->act].digest, NULL, 0,
            "More than %u acts that are judged are about one document; what became "
            "of other acts about it was not looked at.",
            CHY_MAX_CHAIN);
    return own > 0 || (of_rivals > 0 && !about->crowded);
}

static bool judge_link(struct chy_laters *out, struct chy_findings *findings,
                       const struct chy_case *given, const struct chy_chain *chain, size_t link,
                       chancery_error *error)
{
    uint32_t act = chain->link[link].act;
    const struct chy_record *record = given->record;
    struct about about = {
        .given = given, .chain = chain, .link = link, .act = act, .laters = out};
    if (!any_later(&about, findings))
        return true;
    about.weight = calloc(record->acts, sizeof *about.weight);
    about.withdrew = calloc(record->act[act].statement.signatories + 1, sizeof *about.withdrew);
    bool ok = about.weight && about.withdrew ? judge_about(out, findings, &about, error)
                                             : chy_fail_memory(error);
    for (size_t i = 0; about.weight && i < record->acts; i++) {
        free(about.weight[i].spoke);
        chy_buf_done(&about.weight[i].speakers);
    }
    free(about.weight);
    free(about.withdrew);
    return ok;
}

/* What each act of the record is about, and which are judged themselves. */
static void look_round(struct chy_laters *out, const struct chy_record *record,
                       const struct chy_chain *chain)
{
    for (size_t i = 0; i < record->acts; i++) {
        const struct chy_act *act = &record->act[i];
        out->concerned[i] = act->readable && chy_is_about_act(&act->statement)
                                ? chy_record_find(record, &act->statement.concerns.statement)
                                : UINT32_MAX;
    }
    for (size_t i = 0; i < chain->links; i++)
        out->in_chain[chain->link[i].act] = true;
}

bool chy_later_judge(struct chy_laters *out, struct chy_findings *findings,
                     const struct chy_case *given, const struct chy_chain *chain,
                     chancery_error *error)
{
    size_t room = given->record->acts + 1;
    *out = (struct chy_laters){.why = calloc(room, sizeof *out->why),
                               .counts = calloc(room, sizeof *out->counts),
                               .told = calloc(room, sizeof *out->told),
                               .concerned = calloc(room, sizeof *out->concerned),
                               .in_chain = calloc(room, sizeof *out->in_chain)};
    if (!out->why || !out->counts || !out->told || !out->concerned || !out->in_chain)
        return chy_fail_memory(error);
    look_round(out, given->record, chain);
    for (size_t i = 0; i < chain->links; i++)
        if (!judge_link(out, findings, given, chain, i, error))
            return false;
    return true;
}

void chy_laters_done(struct chy_laters *laters)
{
    free(laters->why);
    free(laters->counts);
    free(laters->told);
    free(laters->concerned);
    free(laters->in_chain);
    *laters = (struct chy_laters){0};
}
