/*
 * chain_time.c - what proven times say of a chain: spec/verdict.md, rules 2.8, 2.9 and 7.4 to
 * 7.6; spec/time.md, rules W3 to W5 and N3.
 */
#include "custody/chain.h"

#include "base/date.h"
#include "custody/proven.h"

#include <stdlib.h>

#define DAY 86400
#define WARN_DAYS 90
#define EARLIEST_ZONE (14 * 3600) /* where a day begins first, before UTC */

/* Was it there before the day began anywhere? */
static bool is_before(int64_t proven, chancery_date day)
{
    return chy_date_cmp(chy_time_date(proven + EARLIEST_ZONE), day) < 0;
}

static void add_unproven(struct chy_findings *findings, const struct chy_act *act,
                         const struct chy_signatory *signatory, const char *who,
                         bool for_another, const int64_t *proven)
{
    char at[21] = "";
    if (proven)
        chy_time_format(at, *proven);
    if (proven)
        chy_findings_add(
            findings, CHANCERY_F_TIME_UNPROVEN, &act->digest, signatory->name, 0,
            "The signature of %s is proven to be of %s or before, and for that day "
            "%s.",
            who, at,
            for_another ? "the directory does not let them sign in that place"
                        : "the directory does not give this key to the signatory");
    else
        chy_findings_add(findings, CHANCERY_F_TIME_UNPROVEN, &act->digest, signatory->name, 0,
                         "Nothing proves when %s signed.", who);
}

bool chy_chain_time_demanded(const struct chy_chain_times *times, chancery_date date)
{
    return !times->waived &&
           (times->required || (chy_date_is_set(times->directory->proven_since) &&
                                chy_date_cmp(date, times->directory->proven_since) >= 0));
}

static void judge_one(struct chy_findings *findings, const struct chy_act *act,
                      const struct chy_signatory *signatory, const char *who, bool for_another,
                      const struct chy_record_signature *signature,
                      const struct chy_chain_times *times)
{
    const int64_t *proven = chy_proven(signature);
    bool demanded = chy_chain_time_demanded(times, act->statement.date);
    char at[21], date[11];
    if (demanded && (!proven || (!chy_directory_gives(times->directory, &signature->by->key,
                                                      signatory->name, &signatory->office,
                                                      chy_time_date(*proven)) &&
                                 !chy_chain_procures(times->directory, signature->by, signatory,
                                                     chy_time_date(*proven)))))
        add_unproven(findings, act, signatory, who, for_another, proven);
    if (!proven && signature->lapsed) {
        chy_time_format(at, signature->lapsed);
        chy_findings_add(findings, CHANCERY_F_TIMESTAMP_LAPSES, &act->digest, signatory->name,
                         0, "What proved the time of the signature of %s lapsed at %s.", who,
                         at);
    }
    if (!proven)
        return;
    chy_time_format(at, *proven);
    chy_date_format(date, act->statement.date);
    if (is_before(*proven, act->statement.date))
        chy_findings_add(findings, CHANCERY_F_PROVEN_BEFORE_DATE, &act->digest, signatory->name,
                         0, "%s had signed by %s, before the date that the act bears, %s.", who,
                         at, date);
    else
        chy_findings_add(findings, CHANCERY_F_TIME_PROVEN, &act->digest, signatory->name, 0,
                         "The signature of %s is proven to be of %s or before.", who, at);
    chy_time_format(at, signature->lapses);
    if (signature->lapses - WARN_DAYS * DAY < times->now)
        chy_findings_add(findings, CHANCERY_F_TIMESTAMP_LAPSES, &act->digest, signatory->name,
                         0, "What proves the time of the signature of %s lapses at %s.", who,
                         at);
}

/* Of a signature without a proven time there is nothing to say where none is demanded. */
static bool has_to_say(const struct chy_act *act, const struct chy_record_signature *signature,
                       const struct chy_chain_times *times)
{
    return chy_proven(signature) || signature->lapsed ||
           chy_chain_time_demanded(times, act->statement.date);
}

void chy_chain_time(struct chy_findings *findings, int64_t *proven, const struct chy_act *act,
                    const struct chy_record_signature *const *place,
                    const struct chy_chain_times *times)
{
    for (size_t i = 0; i < act->statement.signatories; i++) {
        const struct chy_signatory *signatory = &act->statement.signatory[i];
        const struct chy_holder *by = place[i] ? place[i]->by : NULL;
        const struct chy_signatory signer = {
            .name = by ? by->name : NULL, .office = by ? by->office : (struct chy_office){0}};
        bool for_another = by && chy_chain_is_for_another(times->directory, place[i], signatory,
                                                          act->statement.date);
        /* It is the signature of who made it. */
        proven[i] = place[i] ? place[i]->proven : CHY_NEVER;
        if (by && !has_to_say(act, place[i], times))
            continue;
        char *who = by ? chy_signatory_label(for_another ? &signer : signatory) : NULL;
        findings->failed |= place[i] && !who;
        if (who)
            judge_one(findings, act, signatory, who, for_another, place[i], times);
        free(who);
    }
}

void chy_chain_carried_time(struct chy_findings *findings, const struct chy_act *carrier,
                            const int64_t *proven, const struct chy_statement *carried)
{
    int64_t first = CHY_NEVER;
    char at[21], date[11];
    for (size_t i = 0; i < carrier->statement.signatories; i++)
        first = proven[i] < first ? proven[i] : first;
    if (first == CHY_NEVER || !is_before(first, carried->date))
        return;
    chy_time_format(at, first);
    chy_date_format(date, carried->date);
    chy_findings_add(findings, CHANCERY_F_CARRIED_LATER, &carrier->digest, NULL, 0,
                     "This act had been signed by %s, and what it carries bears the later date "
                     "%s.",
                     at, date);
}
