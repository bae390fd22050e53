/*
 * later.c - acts about other acts, and what they make of them. An office speaks for what it
 * signed, whoever holds it now; nobody else's word changes anything.
 */
#include "custody/later_parts.h"

#include "base/date.h"
#include "base/sha256.h"

#include <stdlib.h>

/* Did this signatory sign with a key that has ended, at a time that nothing proves? */
static bool is_unproven(const struct chy_findings *signing, const struct chy_signatory *who)
{
    for (size_t i = 0; i < signing->count; i++) {
        const struct chy_finding *one = &signing->item[i];
        if (one->code == CHANCERY_F_KEY_ENDED &&
            (who->name ? one->subject && strcmp(one->subject, who->name) == 0 : !one->subject))
            return true;
    }
    return false;
}

static bool speak(struct chy_later_weight *weight, const struct chy_later_pair *pair,
                  size_t signatory, bool unproven)
{
    bool may = false;
    for (size_t k = 0; k < chy_later_others(pair); k++) {
        if (!chy_later_may(pair, signatory, k))
            continue;
        may = true;
        weight->spoke[k] |= !unproven;
    }
    weight->unproven |= may && unproven;
    return may && !unproven;
}

static bool weigh_signatures(struct chy_later_weight *weight, const struct chy_later_pair *pair,
                             chancery_error *error)
{
    struct chy_findings signing = {0};
    enum chy_signed *status = calloc(pair->by->signatories + 1, sizeof *status);
    bool ok = status != NULL;
    weight->all = true;
    const struct chy_chain_times times = {.directory = pair->given->directory};
    if (ok)
        chy_chain_signed(&signing, status, NULL, pair->given->record, pair->later, &times);
    ok = ok && !signing.failed;
    for (size_t i = 0; ok && i < pair->by->signatories; i++) {
        const struct chy_signatory *who = &pair->by->signatory[i];
        bool has_signed = status[i] == CHY_SIGNED &&
                          chy_chain_has_quorum(pair->given->record, pair->later, &who->office,
                                               pair->given->directory);
        weight->all = weight->all && has_signed;
        if (!has_signed || !speak(weight, pair, i, is_unproven(&signing, who)))
            continue;
        char *label = chy_signatory_label(who);
        ok = label != NULL;
        chy_buf_printf(&weight->speakers, "%s%s", weight->counts ? " and " : "",
                       ok ? label : "");
        weight->counts = true;
        free(label);
    }
    chy_findings_done(&signing);
    free(status);
    return ok ? chy_buf_finish(&weight->speakers, error) : chy_fail_memory(error);
}

static bool all_of(const bool *flag, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!flag[i])
            return false;
    return true;
}

static void stand(struct chy_laters *out, enum chy_standing standing)
{
    out->standing = standing > out->standing ? standing : out->standing;
}

/* --- one act of the chain --- */

/* All later acts about one act, first weighed, then told: whether all have withdrawn is known
 * after the last. */
struct about {
    const struct chy_case *given;
    const struct chy_chain *chain;
    uint32_t act;
    struct chy_later_weight *weight; /* one for each act of the record */
    bool *withdrew;                  /* one for each signatory */
};

/* What is judged itself is no later act about it. */
static bool is_in(const struct chy_chain *chain, uint32_t act)
{
    for (size_t i = 0; i < chain->links; i++)
        if (chain->link[i].act == act)
            return true;
    return false;
}

static bool pair_of(struct chy_later_pair *out, const struct about *about, size_t later)
{
    const struct chy_act *concerned = &about->given->record->act[about->act];
    const struct chy_act *act = &about->given->record->act[later];
    *out = (struct chy_later_pair){about->given, (uint32_t)later, &concerned->statement,
                                   &act->statement, &concerned->digest};
    return act->readable && chy_is_about_act(&act->statement) &&
           !is_in(about->chain, out->later) &&
           chy_digest_eq(&act->statement.concerns.statement, &concerned->digest);
}

/* What changes no standing must not make one unknown. */
static bool only_adds(const struct chy_statement *by)
{
    return by->type == CHY_ACT_RECEIPT || by->type == CHY_ACT_ATTESTATION;
}

static bool weigh(struct chy_laters *out, struct about *about,
                  const struct chy_later_pair *pair, chancery_error *error)
{
    struct chy_later_weight *weight = &about->weight[pair->later];
    const char **why = &out->why[pair->later];
    size_t signatories = pair->about->signatories;
    if (!about->given->record->act[pair->later].trusted) {
        *why = "no key of a signatory that it names has signed it";
        return true;
    }
    if ((*why = chy_later_void(pair)))
        return true;
    if (!(weight->spoke = calloc(chy_later_others(pair) + 1, sizeof *weight->spoke)))
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
        *why = "its key has ended, and nothing proves that the signature is older";
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

static void tell(struct chy_laters *out, struct chy_findings *findings,
                 const struct about *about, const struct chy_later_pair *pair)
{
    const struct chy_later_weight *weight = &about->weight[pair->later];
    enum chy_standing standing = standing_by(pair->by);
    if (weight->counts && pair->by->unknown_field) {
        chy_later_report_unknown(findings, pair);
        stand(out, CHY_STANDING_UNKNOWN);
    } else if (weight->counts) {
        bool whole = all_of(about->withdrew, pair->about->signatories);
        chy_later_report(findings, pair, weight, whole);
        out->counts[pair->later] = true;
        if (standing == CHY_WITHDRAWN)
            out->in_part = whole ? false : out->in_part || out->standing < CHY_WITHDRAWN;
        stand(out, standing);
    } else if (weight->unproven) {
        chy_later_report_unproven(findings, pair);
        stand(out, CHY_STANDING_UNKNOWN);
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

static bool judge_link(struct chy_laters *out, struct chy_findings *findings,
                       const struct chy_case *given, const struct chy_chain *chain, size_t link,
                       chancery_error *error)
{
    uint32_t act = chain->link[link].act;
    const struct chy_record *record = given->record;
    struct chy_later_pair pair;
    bool any = false;
    struct about about = {.given = given, .chain = chain, .act = act};
    for (size_t i = 0; !any && i < record->acts; i++)
        any = pair_of(&pair, &about, i);
    if (!any)
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

bool chy_later_judge(struct chy_laters *out, struct chy_findings *findings,
                     const struct chy_case *given, const struct chy_chain *chain,
                     chancery_error *error)
{
    *out = (struct chy_laters){.why = calloc(given->record->acts + 1, sizeof *out->why),
                               .counts = calloc(given->record->acts + 1, sizeof *out->counts)};
    if (!out->why || !out->counts)
        return chy_fail_memory(error);
    for (size_t i = 0; i < chain->links; i++)
        if (!judge_link(out, findings, given, chain, i, error))
            return false;
    return true;
}

void chy_laters_done(struct chy_laters *laters)
{
    free(laters->why);
    free(laters->counts);
    *laters = (struct chy_laters){0};
}
