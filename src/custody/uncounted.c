/*
 * uncounted.c - why a signature that is there for somebody does not count.
 */
#include "custody/uncounted.h"

#include "base/date.h"
#include "base/sha256.h"
#include "custody/attest.h"
#include "custody/later_parts.h"
#include "custody/proven.h"

#include <stdlib.h>

/* --- one that another made in their place --- */

/* Why it fills no place; NULL: it does, or is not meant for this one. */
static const char *why_not_for(const struct chy_record_signature *one,
                               const struct chy_statement *statement,
                               const struct chy_signatory *signatory,
                               const struct chy_directory *directory)
{
    for (size_t i = 0; i < statement->signatories; i++) {
        const struct chy_signatory *who = &statement->signatory[i];
        if ((who->name && chy_same_name(who->name, one->by->name)) ||
            chy_same_office(directory, &who->office, &one->by->office))
            return NULL;
    }
    if (!signatory->name || !chy_directory_ever_allows(directory, &one->by->office,
                                                       CHY_ACT_PROCURATION, &signatory->office))
        return NULL;
    if (!chy_directory_gives(directory, &one->by->key, NULL, &one->by->office, statement->date))
        return "the directory does not give this key that office";
    return chy_directory_allows(directory, &one->by->office, CHY_ACT_PROCURATION,
                                &signatory->office, statement->date)
               ? NULL
               : "the directory does not authorise that office to sign for the other";
}

/* Of several, that of the lowest key: the order of the lines means nothing. */
static char *for_another(const struct chy_record *record, uint32_t act, size_t signatory,
                         const struct chy_directory *directory, bool *failed)
{
    const struct chy_statement *statement = &record->act[act].statement;
    const struct chy_signatory *who = &statement->signatory[signatory];
    const struct chy_record_signature *found = NULL, *one = NULL;
    while (statement->type <= CHY_ACT_ISSUE && (one = chy_record_next(record, act, one)))
        if (one->by &&
            (!found || memcmp(one->by->key.b, found->by->key.b, sizeof one->by->key.b) < 0) &&
            why_not_for(one, statement, who, directory))
            found = one;
    if (!found)
        return NULL;
    const struct chy_signatory by = {.name = found->by->name, .office = found->by->office};
    char *signer = chy_signatory_label(&by), *label = chy_signatory_label(who), *said = NULL;
    char date[11];
    chy_date_format(date, statement->date);
    if (signer && label)
        said = chy_dupf(NULL,
                        " %s signed for %s, which does not count: on %s, the act's date, %s.",
                        signer, label, date, why_not_for(found, statement, who, directory));
    *failed |= !said;
    free(signer);
    free(label);
    return said;
}

/* --- an attestation --- */

/* Which of those whom it names has signed it with a key of the directory, then or at another
 * time; SIZE_MAX: nobody. Anybody can add lines. */
static size_t attester(const struct chy_record *record, uint32_t act,
                       const struct chy_directory *directory)
{
    const struct chy_statement *by = &record->act[act].statement;
    const struct chy_record_signature *one = NULL;
    size_t found = SIZE_MAX;
    while ((one = chy_record_next(record, act, one)))
        for (size_t i = 0; one->by && i < by->signatories && i < found; i++)
            if (chy_same_office(directory, &by->signatory[i].office, &one->by->office) &&
                (!by->signatory[i].name || chy_same_name(by->signatory[i].name, one->by->name)))
                found = i;
    return found;
}

/* Why its signatures are not enough. */
static const char *why_not_signed(const struct chy_later_pair *pair, size_t attester,
                                  const struct chy_chain_times *times, bool *failed)
{
    const struct chy_record *record = pair->given->record;
    const struct chy_record_signature **place =
        calloc(pair->by->signatories + 1, sizeof *place);
    *failed |= !place;
    if (!place)
        return "";
    chy_chain_places(place, record, pair->later, times);
    const struct chy_record_signature *own = place[attester];
    enum chy_counting counted = chy_chain_counted(record, pair->later, attester, own, times);
    const struct chy_later_weight weight = {.untimed = counted == CHY_COUNTS_UNTIMED};
    const char *why = !own ? "on that day the directory does not give this key that office"
                      : counted == CHY_COUNTS ? "not all whom it names have signed it"
                      : counted == CHY_COUNTS_UNPROVEN || counted == CHY_COUNTS_UNTIMED
                          ? chy_later_unproven(&weight)
                      : chy_directory_key_state(times->directory, &own->by->key, pair->by->date,
                                                chy_proven(own), NULL) == CHY_KEY_AFTER
                          ? "its key had ended by then"
                          : "the directory asks for more persons to sign for that office";
    free(place);
    return why;
}

static char *attested(const struct chy_record *record, uint32_t act, size_t signatory,
                      const struct chy_chain_times *times, bool *failed)
{
    const struct chy_act *about = &record->act[act];
    const struct chy_signatory *who = &about->statement.signatory[signatory];
    const struct chy_case given = {.record = record,
                                   .directory = times->directory,
                                   .now = times->now,
                                   .require_time = times->required};
    struct chy_later_pair pair = {0};
    size_t by = SIZE_MAX;
    for (uint32_t i = 0; i < record->acts; i++) {
        const struct chy_act *one = &record->act[i];
        const struct chy_later_pair next = {
            &given, i, &about->statement, &one->statement, &about->digest, NULL};
        if (!one->readable || one->statement.type != CHY_ACT_ATTESTATION ||
            !chy_digest_eq(&one->statement.concerns.statement, &about->digest) ||
            (pair.given && memcmp(one->digest.b, record->act[pair.later].digest.b,
                                  sizeof one->digest.b) > 0) ||
            !chy_later_vouches(&next, who) ||
            chy_attestation_stands(record, i, act, signatory, times))
            continue;
        size_t signer = attester(record, i, times->directory);
        if (signer == SIZE_MAX)
            continue;
        by = signer;
        pair = next;
    }
    if (!pair.given)
        return NULL;
    const char *why = chy_later_void(&pair);
    if (!why && pair.by->unknown_field)
        why = "it has a field that this version does not know";
    if (!why && !chy_later_may(&pair, by, signatory))
        why =
            "on that day the directory does not authorise that office to attest for the other";
    if (!why)
        why = why_not_signed(&pair, by, times, failed);
    char *signer = chy_signatory_label(&pair.by->signatory[by]);
    char *label = chy_signatory_label(who), *said = NULL;
    char date[11];
    chy_date_format(date, pair.by->date);
    if (signer && label)
        said = chy_dupf(NULL, " %s attested on %s that %s signed, which does not count: %s.",
                        signer, date, label, why);
    *failed |= !said;
    free(signer);
    free(label);
    return said;
}

/* --- either --- */

char *chy_uncounted(const char **next, bool *failed, const struct chy_record *record,
                    uint32_t act, size_t signatory, const struct chy_chain_times *times)
{
    char *said = for_another(record, act, signatory, times->directory, failed);
    *next =
        "Ask for the signatory's own signature, or for that of an office which the directory "
        "authorises on the act's date, and merge it (chancery merge).";
    if (said)
        return said;
    *next = "Ask for an attestation that counts: by an office that the directory authorises on "
            "its date, with a key in use, and timestamped where a proven time is demanded "
            "(chancery attest, chancery timestamp).";
    return record->act[act].statement.type <= CHY_ACT_ISSUE
               ? attested(record, act, signatory, times, failed)
               : NULL;
}

char *chy_uncounted_about(const char **next, bool *failed, const struct chy_record *record,
                          const chancery_digest *file, const struct chy_chain_times *times)
{
    uint32_t found = UINT32_MAX;
    char *said = NULL;
    for (uint32_t i = 0; i < record->acts; i++) {
        const struct chy_act *one = &record->act[i];
        if (!one->readable || one->statement.type > CHY_ACT_ISSUE ||
            !chy_digest_eq(&one->statement.subject_digest, file) ||
            (found != UINT32_MAX &&
             memcmp(one->digest.b, record->act[found].digest.b, sizeof one->digest.b) > 0))
            continue;
        char *better = NULL;
        for (size_t k = 0; k < one->statement.signatories && !better; k++)
            better = chy_uncounted(next, failed, record, i, k, times);
        if (!better)
            continue;
        free(said);
        said = better;
        found = i;
    }
    return said;
}
