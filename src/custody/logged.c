#include "custody/logged.h"

#include "base/date.h"
#include "base/sha256.h"

#include <stdio.h>
#include <stdlib.h>

static bool is_listed(const struct chancery_proof *proof, const chancery_digest *digest)
{
    for (size_t i = 0; i < proof->signatures; i++)
        if (chy_digest_eq(&proof->signature[i], digest))
            return true;
    return false;
}

/* Cosignatures do not lapse: the end of the year 9999. */
#define NO_LAPSE INT64_C(253402300799)

void chy_logged_prove(struct chy_record *record, const struct chancery_proof *proof)
{
    if (!proof || proof->why || proof->remembered || !proof->has_time)
        return;
    for (size_t i = 0; i < record->signatures; i++) {
        struct chy_record_signature *signature = &record->signature[i];
        if (!is_listed(proof, &signature->digest))
            continue;
        if (proof->time < signature->proven)
            signature->proven = proof->time;
        signature->lapses = NO_LAPSE;
    }
}

static bool is_among(const void *proof, const struct chy_record_signature *signature)
{
    return is_listed(proof, &signature->digest);
}

/* Where an office needs several persons, those in the entry must be as many. */
static bool lists_persons(struct chy_findings *findings, const struct chy_judgement *judgement,
                          const struct chy_case *given, const struct chy_signatory *signatory,
                          const struct chy_record_signature *own,
                          const struct chancery_proof *proof)
{
    const struct chy_chain_times times = chy_case_times(given);
    struct chy_for_office found = chy_chain_for_office(
        given->record, judgement->act, &signatory->office, own, &times, is_among, proof);
    if (found.needed <= 1 || found.persons >= found.needed)
        return true;
    char *who = chy_signatory_label(signatory);
    findings->failed |= !who;
    if (who)
        chy_findings_add(findings, CHANCERY_F_NOT_LOGGED,
                         &given->record->act[judgement->act].digest, signatory->name, 0,
                         "The entry that is proven lists the signatures of %zu of the %zu "
                         "persons who have to sign for the office of %s.",
                         found.persons, found.needed, who);
    free(who);
    return false;
}

/* The signatures that fill a place of the judged act must all be in the entry, and those of the
 * others who sign for an office: what it lacks was made later, or is not what was logged. */
static bool lists_all(struct chy_findings *findings, const struct chy_judgement *judgement,
                      const struct chy_case *given,
                      const struct chy_record_signature *const *place,
                      const struct chancery_proof *proof)
{
    const struct chy_act *act = &given->record->act[judgement->act];
    bool any = false;
    for (size_t i = 0; i < act->statement.signatories; i++) {
        const struct chy_signatory *signatory = &act->statement.signatory[i];
        if (!place[i])
            continue;
        any = true;
        if (is_listed(proof, &place[i]->digest)) {
            if (!lists_persons(findings, judgement, given, signatory, place[i], proof))
                return false;
            continue;
        }
        char *who = chy_signatory_label(signatory);
        if (!who)
            findings->failed = true;
        else
            chy_findings_add(findings, CHANCERY_F_NOT_LOGGED, &act->digest, signatory->name, 0,
                             "The entry that is proven does not list the signature of %s.",
                             who);
        free(who);
        return false;
    }
    if (!any)
        chy_findings_add(findings, CHANCERY_F_NOT_LOGGED, &act->digest, NULL, 0,
                         "The record holds no signature that counts, so none of the entry's "
                         "is this document's.");
    return any;
}

/* ", proven by 2026-10-01T12:00:00Z"; empty where no time is. */
static void say_time(char out[48], const struct chancery_proof *proof)
{
    char at[21];
    chy_time_format(at, proof->time);
    snprintf(out, 48, "%s%s", proof->has_time ? ", and was there by " : "",
             proof->has_time ? at : "");
}

static void take(struct chancery_verdict *verdict, const chancery_digest *act,
                 const struct chancery_proof *proof)
{
    char *origin = chy_esc(chy_span_str(proof->origin)), time[48];
    struct chy_verdict_log *log = &verdict->log;
    log->origin = chy_dup(chy_span_str(proof->origin), NULL);
    log->index = proof->index;
    log->size = proof->size;
    log->leaf = proof->leaf;
    log->has_time = proof->has_time;
    log->time = proof->time;
    say_time(time, proof);
    if (!origin || !log->origin)
        verdict->findings.failed = true;
    else
        chy_findings_add(&verdict->findings, CHANCERY_F_LOGGED, act, proof->origin, 0,
                         "It is entry %llu (counted from 0) of the %llu in the log %s, with "
                         "the signatures that count%s; %zu witnesses of the directory "
                         "cosigned.",
                         (unsigned long long)proof->index, (unsigned long long)proof->size,
                         origin, time, proof->witnesses);
    free(origin);
}

void chy_log_contradicted(struct chancery_verdict *verdict, const char *origin,
                          const char *remembered, const char *given)
{
    char *name = chy_esc(chy_span_str(origin));
    struct chy_verdict_log *log = &verdict->log;
    if (!log->checkpoint[0]) { /* the proof and the log itself may both show it */
        log->checkpoint[0] = chy_dup(chy_span_str(remembered), NULL);
        log->checkpoint[1] = chy_dup(chy_span_str(given), NULL);
    }
    if (!name || !log->checkpoint[0] || !log->checkpoint[1])
        verdict->findings.failed = true;
    else
        chy_findings_add(&verdict->findings, CHANCERY_F_LOG_CONTRADICTS, NULL, origin, 0,
                         "The log %s signed another list of entries before, so what it says "
                         "proves nothing.",
                         name);
    free(name);
}

void chy_logged(struct chancery_verdict *verdict, const struct chy_judgement *judgement,
                const struct chy_case *given, const struct chancery_proof *proof)
{
    if (!proof)
        return;
    struct chy_findings *findings = &verdict->findings;
    const struct chy_act *act = &given->record->act[judgement->act];
    const struct chy_record_signature **place = NULL;
    if (proof->remembered) {
        chy_log_contradicted(verdict, proof->origin, proof->remembered, proof->given);
    } else if (proof->why) {
        chy_findings_add(findings, CHANCERY_F_NOT_LOGGED, &act->digest, NULL, 0,
                         "The proof proves no entry of a log: %s.", proof->why);
    } else if (!chy_digest_eq(&proof->document, &act->statement.subject_digest)) {
        chy_findings_add(findings, CHANCERY_F_NOT_LOGGED, &act->digest, NULL, 0,
                         "The entry that is proven is another document's.");
    } else if (!(place = calloc(act->statement.signatories, sizeof *place))) {
        findings->failed = true;
    } else {
        const struct chy_chain_times times = chy_case_times(given);
        chy_chain_places(place, given->record, judgement->act, &times);
        if (lists_all(findings, judgement, given, place, proof))
            take(verdict, &act->digest, proof);
    }
    free(place);
}
