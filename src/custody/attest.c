/*
 * attest.c - signatures that an office vouches for.
 */
#include "custody/attest.h"

#include "base/date.h"
#include "base/sha256.h"
#include "custody/later_parts.h"

#include <stdlib.h>

/* Is it signed by all whom it names, with keys whose end, if any, does not matter, and when it
 * had to be? No memory: no. */
static bool is_signed(const struct chy_record *record, uint32_t act,
                      const struct chy_chain_times *times)
{
    const struct chy_statement *statement = &record->act[act].statement;
    const struct chy_record_signature **place =
        calloc(statement->signatories + 1, sizeof *place);
    bool ok = place != NULL;
    if (ok)
        chy_chain_places(place, record, act, times);
    for (size_t i = 0; ok && i < statement->signatories; i++)
        ok = chy_chain_counted(record, act, i, place[i], times) == CHY_COUNTS;
    free(place);
    return ok;
}

bool chy_attestation_stands(const struct chy_record *record, uint32_t attestation, uint32_t act,
                            size_t signatory, const struct chy_chain_times *times)
{
    const struct chy_act *by = &record->act[attestation], *about = &record->act[act];
    const struct chy_case given = {
        .record = record, .directory = times->directory, .now = times->now};
    const struct chy_later_pair pair = {&given,         attestation,    &about->statement,
                                        &by->statement, &about->digest, NULL};
    bool may = false;
    if (!by->readable || !by->trusted || by->statement.type != CHY_ACT_ATTESTATION ||
        by->statement.unknown_field ||
        !chy_digest_eq(&by->statement.concerns.statement, &about->digest) ||
        chy_later_void(&pair))
        return false;
    for (size_t i = 0; i < by->statement.signatories; i++)
        may = may || chy_later_may(&pair, i, signatory);
    return may && is_signed(record, attestation, times);
}

uint32_t chy_attestation_of(const struct chy_record *record, uint32_t act, size_t signatory,
                            const struct chy_chain_times *times)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < record->acts; i++) {
        const struct chy_act *one = &record->act[i];
        if (one->statement.type != CHY_ACT_ATTESTATION ||
            !chy_attestation_stands(record, i, act, signatory, times))
            continue;
        const struct chy_act *other = best == UINT32_MAX ? NULL : &record->act[best];
        int order = other ? (int)one->statement.basis - (int)other->statement.basis : -1;
        if (order == 0)
            order = memcmp(one->digest.b, other->digest.b, sizeof one->digest.b);
        if (order < 0)
            best = i;
    }
    return best;
}

void chy_attestation_report(struct chy_findings *findings, const struct chy_record *record,
                            uint32_t act, uint32_t attestation,
                            const struct chy_signatory *signatory, const char *who)
{
    const struct chy_statement *by = &record->act[attestation].statement;
    static const char *const saw[] = {[CHY_BASIS_ORIGINAL] =
                                          "the original that is signed by hand",
                                      [CHY_BASIS_COPY] = "a certified copy",
                                      [CHY_BASIS_HOLDING] = "its archives"};
    char date[11];
    char *attester = chy_signatory_label(&by->signatory[0]);
    char *reference = chy_esc(chy_span_str(by->reference));
    bool archival = by->basis == CHY_BASIS_HOLDING;
    chy_date_format(date, by->date);
    findings->failed |= !attester || !reference;
    if (attester && reference)
        chy_findings_add(
            findings, archival ? CHANCERY_F_ARCHIVAL : CHANCERY_F_ATTESTED,
            &record->act[act].digest, signatory->name, 0,
            archival ? "%s: unchanged since %s, on the word of %s, from %s (%s); no signature "
                       "was checked."
                     : "%s: attested on %s by %s, from %s (%s).",
            who, date, attester, saw[by->basis], reference);
    free(attester);
    free(reference);
}

void chy_attestations_trust(struct chy_record *record, const struct chy_chain_times *times)
{
    for (uint32_t i = 0; i < record->acts; i++) {
        const struct chy_statement *by = &record->act[i].statement;
        if (!record->act[i].readable || by->type != CHY_ACT_ATTESTATION)
            continue;
        uint32_t about = chy_record_find(record, &by->concerns.statement);
        if (about == UINT32_MAX || !record->act[about].readable || record->act[about].trusted ||
            record->act[about].statement.type > CHY_ACT_ISSUE)
            continue;
        for (size_t k = 0; k < record->act[about].statement.signatories; k++)
            record->act[about].trusted |= chy_attestation_stands(record, i, about, k, times);
    }
}
