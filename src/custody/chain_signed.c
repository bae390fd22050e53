/*
 * chain_signed.c - signed by all: spec/verdict.md, rules 2.x.
 */
#include "custody/chain.h"

#include "base/date.h"
#include "custody/attest.h"
#include "custody/proven.h"
#include "custody/uncounted.h"

#include <stdlib.h>

char *chy_signatory_label(const struct chy_signatory *signatory)
{
    struct chy_buf label = {0};
    chy_buf_esc(&label, chy_span_str(signatory->name ? signatory->name : "The seal"));
    chy_buf_str(&label, " (");
    chy_buf_esc(&label, chy_span_str(signatory->office.office));
    chy_buf_str(&label, ", ");
    chy_buf_esc(&label, chy_span_str(signatory->office.of));
    chy_buf_byte(&label, ')');
    char *made = chy_buf_take(&label, NULL, NULL);
    chy_buf_done(&label);
    return made;
}

/* Has this key's signature a place already? */
static bool has_place(const struct chy_record_signature *const *place, size_t count,
                      const chancery_public_key *key)
{
    for (size_t i = 0; i < count; i++) {
        if (place[i] && chy_key_eq(&place[i]->by->key, key))
            return true;
    }
    return false;
}

bool chy_chain_lacks_time(const struct chy_record_signature *place,
                          const struct chy_signatory *signatory, chancery_date claimed,
                          const struct chy_chain_times *times)
{
    chancery_date day;
    return !chy_chain_signed_day(&day, place, claimed, times) ||
           (!chy_directory_gives(times->directory, &place->by->key, signatory->name,
                                 &signatory->office, day) &&
            !chy_chain_procures(times->directory, place->by, signatory, day));
}

/* The lower, the better: a key in use or proven older, with the time that is demanded; without
 * it; one that has ended; one that had ended by then. */
static int rank(const struct chy_record_signature *one, const struct chy_signatory *signatory,
                chancery_date date, const struct chy_chain_times *times)
{
    enum chy_key_state state =
        chy_directory_key_state(times->directory, &one->by->key, date, chy_proven(one), NULL);
    bool lacks = state <= CHY_KEY_OLDER && chy_chain_lacks_time(one, signatory, date, times);
    return (int)state + (lacks ? CHY_KEY_UNPROVEN : 0) +
           (state > CHY_KEY_OLDER ? CHY_KEY_UNPROVEN : 0);
}

/* A signature on the act, not yet filed for another place, by a key that the directory gave
 * this signatory on the act's date: the best there is, of equals the earliest. */
static const struct chy_record_signature *
find_signature(const struct chy_record *record, uint32_t act,
               const struct chy_signatory *signatory, const struct chy_chain_times *times,
               const struct chy_record_signature *const *place)
{
    const struct chy_statement *statement = &record->act[act].statement;
    const struct chy_record_signature *best = NULL, *one = NULL;
    int best_rank = 0;
    while ((one = chy_record_next(record, act, one))) {
        if (!one->by || has_place(place, statement->signatories, &one->by->key) ||
            !chy_directory_gives(times->directory, &one->by->key, signatory->name,
                                 &signatory->office, statement->date))
            continue;
        int now = rank(one, signatory, statement->date, times);
        if (!best || now < best_rank || (now == best_rank && one->proven < best->proven)) {
            best = one;
            best_rank = now;
        }
    }
    return best;
}

/* A key is one person's, so only a nameless seal can take a signature that another place needs:
 * seals choose last. The order of the record's lines then changes nothing. */
void chy_chain_places(const struct chy_record_signature **place,
                      const struct chy_record *record, uint32_t act,
                      const struct chy_chain_times *times)
{
    const struct chy_statement *statement = &record->act[act].statement;
    for (size_t i = 0; i < statement->signatories; i++)
        place[i] = NULL;
    for (size_t i = 0; i < 2 * statement->signatories; i++) {
        const struct chy_signatory *signatory =
            &statement->signatory[i % statement->signatories];
        if ((i < statement->signatories) == (signatory->name != NULL))
            place[i % statement->signatories] =
                find_signature(record, act, signatory, times, place);
    }
    chy_chain_procurators(place, record, act, times);
}

bool chy_chain_is_for_another(const struct chy_directory *directory,
                              const struct chy_record_signature *signature,
                              const struct chy_signatory *signatory, chancery_date date)
{
    return !chy_directory_gives(directory, &signature->by->key, signatory->name,
                                &signatory->office, date);
}

/* Who signs for another, told. */
static void report_procured(struct chy_findings *findings, const struct chy_act *act,
                            const struct chy_signatory *signatory, const char *who,
                            const char *signer)
{
    chy_findings_add(findings, CHANCERY_F_PER_PROCURATIONEM, &act->digest, signatory->name, 0,
                     "%s signed for %s, as the directory allows.", signer, who);
}

/* What counts where no time is demanded never comes to nothing where one is: who demands more
 * must not be told less of what became of a letter. */
enum chy_counting chy_chain_counted(const struct chy_record *record, uint32_t act,
                                    size_t signatory, const struct chy_record_signature *place,
                                    const struct chy_chain_times *times)
{
    const struct chy_statement *statement = &record->act[act].statement;
    const struct chy_signatory *who = &statement->signatory[signatory];
    struct chy_chain_times waived = *times;
    enum chy_key_state state =
        place ? chy_directory_key_state(times->directory, &place->by->key, statement->date,
                                        chy_proven(place), NULL)
              : CHY_KEY_AFTER;
    waived.waived = true;
    if (state == CHY_KEY_AFTER ||
        !chy_chain_has_quorum(record, act, &who->office, place, &waived))
        return CHY_COUNTS_NOT;
    if (state == CHY_KEY_UNPROVEN)
        return CHY_COUNTS_UNPROVEN;
    return chy_chain_lacks_time(place, who, statement->date, times) ||
                   !chy_chain_has_quorum(record, act, &who->office, place, times)
               ? CHY_COUNTS_UNTIMED
               : CHY_COUNTS;
}

static void report_not_held(struct chy_findings *findings, const chancery_digest *act,
                            const struct chy_signatory *signatory, enum chy_held held,
                            const char *who, const char *date)
{
    if (held == CHY_HELD_OTHER_TIME)
        chy_findings_add(findings, CHANCERY_F_OUTSIDE_TERM, act, signatory->name, 0,
                         "%s did not hold this office on %s, the act's date, by the directory.",
                         who, date);
    else if (held == CHY_HELD_BY_ANOTHER)
        chy_findings_add(findings, CHANCERY_F_OFFICE_NOT_HELD, act, signatory->name, 0,
                         "On %s, by the directory, another person held the office of %s.", date,
                         who);
    else
        chy_findings_add(findings, CHANCERY_F_NOT_IN_DIRECTORY, act, signatory->name, 0,
                         "The directory does not know %s.", who);
}

/* How the key ended, as a part of a sentence; the caller frees. */
static char *describe_end(const struct chy_key_end *end)
{
    char date[11], by[65] = "";
    chy_date_format(date, end->at);
    if (strcmp(end->state, "compromised") == 0)
        return chy_dupf(NULL, "has been compromised since %s", date);
    if (!end->has_by)
        return chy_dupf(NULL, "was retired on %s", date);
    chancery_key_id(by, &end->by);
    return chy_dupf(NULL, "was superseded on %s by the key %.16s", date, by);
}

/* The signatory has signed, with a key that may have ended. False: it had, by the act's date.
 */
static bool judge_key(struct chy_findings *findings, const struct chy_act *act,
                      const struct chy_signatory *signatory, const char *who,
                      const struct chy_record_signature *signature,
                      const struct chy_directory *directory)
{
    const struct chy_key_end *end;
    enum chy_key_state state = chy_directory_key_state(
        directory, &signature->by->key, act->statement.date, chy_proven(signature), &end);
    char *how = end ? describe_end(end) : NULL;
    char date[11];
    chy_date_format(date, act->statement.date);
    findings->failed |= end && !how;
    if (how && state == CHY_KEY_AFTER)
        chy_findings_add(findings, CHANCERY_F_SIGNED_AFTER_END, &act->digest, signatory->name,
                         0, "The key of %s %s, and the act bears the date %s.", who, how, date);
    else if (how && state == CHY_KEY_UNPROVEN)
        chy_findings_add(findings, CHANCERY_F_KEY_ENDED, &act->digest, signatory->name, 0,
                         "The key of %s %s, and nothing proves that the signature is older.",
                         who, how);
    free(how);
    return state != CHY_KEY_AFTER;
}

/* The same, and who signed for another. */
static bool judge_place(struct chy_findings *findings, enum chy_signed *status,
                        const struct chy_act *act, const struct chy_signatory *signatory,
                        const char *who, const struct chy_record_signature *place,
                        const struct chy_directory *directory)
{
    if (!chy_chain_is_for_another(directory, place, signatory, act->statement.date))
        return judge_key(findings, act, signatory, who, place, directory);
    const struct chy_signatory by = {.name = place->by->name, .office = place->by->office};
    char *signer = chy_signatory_label(&by);
    *status = CHY_PER_PROCURATIONEM;
    findings->failed |= !signer;
    bool good = signer && judge_key(findings, act, signatory, signer, place, directory);
    if (good)
        report_procured(findings, act, signatory, who, signer);
    free(signer);
    return good;
}

/* Is a signature that is missing, or as good as missing, or not enough, vouched for? What the
 * directory says of the office stands against it; where it says nothing, the attestation does.
 */
static bool attested(struct chy_findings *findings, const struct chy_record *record,
                     uint32_t act, size_t signatory, const struct chy_record_signature *place,
                     enum chy_held held, const char *who, const struct chy_chain_times *times)
{
    const struct chy_directory *directory = times->directory;
    const struct chy_statement *statement = &record->act[act].statement;
    enum chy_key_state state =
        place ? chy_directory_key_state(directory, &place->by->key, statement->date,
                                        chy_proven(place), NULL)
              : CHY_KEY_AFTER;
    if (statement->type > CHY_ACT_ISSUE || (held != CHY_HELD && held != CHY_HELD_UNKNOWN))
        return false;
    /* A line added beside the attestation takes nothing from it: those who signed with keys and
     * those who are vouched for are enough together. */
    if (state <= CHY_KEY_OLDER &&
        (chy_chain_time_demanded(times, statement->date) ||
         chy_chain_has_quorum(record, act, &statement->signatory[signatory].office, place,
                              times) ||
         !chy_chain_is_attested(record, act, signatory, times)))
        return false;
    uint32_t by = chy_attestation_of(record, act, signatory, times);
    if (by == UINT32_MAX)
        return false;
    chy_attestation_report(findings, record, act, by, &statement->signatory[signatory], who);
    return true;
}

/* What there is in its place is said too: who looks at the record sees a signature. */
static void report_missing(struct chy_findings *findings, const struct chy_record *record,
                           uint32_t act, size_t signatory, const char *who,
                           const struct chy_chain_times *times)
{
    const char *next = NULL;
    char *instead = chy_uncounted(&next, &findings->failed, record, act, signatory, times);
    chy_findings_add(findings, CHANCERY_F_SIGNATURE_MISSING, &record->act[act].digest,
                     record->act[act].statement.signatory[signatory].name, 0,
                     "%s has not signed: the record holds no signature that counts.%s", who,
                     instead ? instead : "");
    if (instead)
        chy_findings_next(findings, next);
    free(instead);
}

void chy_chain_signed(struct chy_findings *findings, enum chy_signed *status, int64_t *proven,
                      const struct chy_record *record, uint32_t act,
                      const struct chy_chain_times *times)
{
    const struct chy_directory *directory = times->directory;
    const struct chy_act *self = &record->act[act];
    const struct chy_statement *statement = &self->statement;
    const struct chy_record_signature **place =
        calloc(statement->signatories + 1, sizeof *place);
    char date[11];
    chy_date_format(date, statement->date);
    if (!place) {
        findings->failed = true;
        return;
    }
    chy_chain_places(place, record, act, times);
    for (size_t i = 0; i < statement->signatories; i++) {
        const struct chy_signatory *signatory = &statement->signatory[i];
        enum chy_held held = chy_directory_held(directory, signatory->name, &signatory->office,
                                                statement->date, NULL);
        char *who = chy_signatory_label(signatory);
        findings->failed |= !who;
        if (who && attested(findings, record, act, i, place[i], held, who, times)) {
            status[i] = CHY_ATTESTED;
            place[i] = NULL;
            chy_chain_attested_quorum(findings, record, act, i, times);
            if (proven && chy_chain_time_demanded(times, statement->date))
                chy_findings_add(findings, CHANCERY_F_TIME_UNPROVEN, &self->digest,
                                 signatory->name, 0,
                                 "When %s signed on paper is proven by nothing.", who);
            free(who);
            continue;
        }
        status[i] = place[i]                                       ? CHY_SIGNED
                    : held == CHY_HELD || held == CHY_HELD_UNKNOWN ? CHY_UNSIGNED
                                                                   : CHY_NOT_ENTITLED;
        if (who && held != CHY_HELD)
            report_not_held(findings, &self->digest, signatory, held, who, date);
        else if (who && !place[i])
            report_missing(findings, record, act, i, who, times);
        else if (who &&
                 !judge_place(findings, &status[i], self, signatory, who, place[i], directory))
            status[i] = CHY_NOT_ENTITLED;
        else if (who)
            chy_chain_quorum(findings, record, act, signatory, place[i], times);
        free(who);
    }
    if (proven)
        chy_chain_time(findings, proven, self, place, times);
    free(place);
}
