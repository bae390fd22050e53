/*
 * signing_find.c - what has to be signed: a draft, or an act that somebody else signed first.
 */
#include "custody/signing.h"

#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/carry.h"
#include "custody/chain.h"
#include "custody/proven.h"

#include <stdlib.h>

/* One for whom somebody has signed, though not as many of the office's holders as the directory
 * asks for; this key is that of another holder, who has not signed. */
static void find_countersigned(struct chancery_signing *signing,
                               const struct chy_statement *statement, uint32_t act,
                               const struct chy_record_signature *const *place,
                               const struct chy_directory *directory)
{
    const struct chy_holder *holder = chy_directory_key(directory, &signing->key);
    const struct chy_record_signature *one = NULL;
    while (holder && (one = chy_record_next(&signing->record, act, one))) {
        if (one->by && one->by->person == holder->person)
            signing->key_signed = true;
    }
    for (size_t i = 0; holder && i < statement->signatories && !signing->key_signed; i++) {
        const struct chy_office *office = &statement->signatory[i].office;
        if (!place[i] || signing->has_signed[i] || signing->place != SIZE_MAX ||
            !chy_directory_gives(directory, &signing->key, NULL, office, statement->date))
            continue;
        signing->place = i;
        signing->countersigns = true;
    }
}

bool chy_signing_place(struct chancery_signing *signing, const struct chy_statement *statement,
                       const chancery_digest *act, const struct chancery_trust *trust,
                       chancery_error *error)
{
    const struct chy_directory *directory = &trust->directory;
    const struct chy_chain_times times = {
        .directory = directory, .now = trust->now, .to_come = true};
    uint32_t index = chy_record_find(&signing->record, act);
    const struct chy_record_signature **place =
        calloc(statement->signatories + 1, sizeof *place);
    free(signing->has_signed);
    signing->key_signed = false;
    signing->place = SIZE_MAX;
    signing->has_signed = calloc(statement->signatories + 1, sizeof *signing->has_signed);
    if (!place || !signing->has_signed) {
        free(place);
        return chy_fail_memory(error);
    }
    signing->countersigns = false;
    if (index != UINT32_MAX)
        chy_chain_places(place, &signing->record, index, &times);
    for (size_t i = 0; i < statement->signatories; i++) {
        signing->has_signed[i] =
            place[i] && chy_chain_has_quorum(&signing->record, index,
                                             &statement->signatory[i].office, place[i], &times);
        signing->has_signed[i] |=
            index != UINT32_MAX && chy_chain_is_attested(&signing->record, index, i, &times);
        signing->key_signed |= place[i] && chy_key_eq(&place[i]->by->key, &signing->key);
    }
    for (size_t i = 0; i < statement->signatories && !signing->key_signed; i++) {
        const struct chy_signatory *signatory = &statement->signatory[i];
        bool is_better = signing->place == SIZE_MAX ||
                         (signatory->name && !statement->signatory[signing->place].name);
        /* Who is signed for may still sign. */
        bool is_free = !place[i] || chy_chain_is_for_another(directory, place[i], signatory,
                                                             statement->date);
        if (is_better && is_free &&
            chy_directory_gives(directory, &signing->key, signatory->name, &signatory->office,
                                statement->date))
            signing->place = i;
    }
    if (index != UINT32_MAX && signing->place == SIZE_MAX && !signing->key_signed)
        find_countersigned(signing, statement, index,
                           (const struct chy_record_signature *const *)place, directory);
    if (signing->on_behalf_of.office.office &&
        !chy_signing_procure(signing, statement,
                             (const struct chy_record_signature *const *)place, directory,
                             error)) {
        free(place);
        return false;
    }
    signing->others = 0;
    if (signing->place != SIZE_MAX) {
        const struct chy_office *office = &statement->signatory[signing->place].office;
        struct chy_for_office found = {
            0, chy_directory_quorum(directory, office, statement->date,
                                    chy_chain_time_demanded(&times, statement->date)
                                        ? chy_time_date(times.now)
                                        : statement->date)};
        if (index != UINT32_MAX)
            found = chy_chain_for_office(&signing->record, index, office, place[signing->place],
                                         &times, NULL, NULL);
        /* Who signs for another is none of the persons who hold the office. */
        size_t with = found.persons + (signing->procurator.name == NULL || found.needed <= 1);
        signing->others = found.needed > with ? found.needed - with : 0;
    }
    free(place);
    return true;
}

static bool none_found(const struct chancery_signing *signing, bool untrusted,
                       chancery_error *error)
{
    if (untrusted)
        chy_fail(error, CHANCERY_E_REFUSED,
                 "there is no draft, and nobody whom the directory knows has signed what the "
                 "record says of it");
    else if (signing->record.acts > 0)
        chy_fail(error, CHANCERY_E_CONFLICT,
                 "there is no draft, and no act in the record is about this very file");
    else
        chy_fail(error, CHANCERY_E_MISSING, "there is neither a draft nor a record of it");
    if (signing->record.acts > 0 && !untrusted)
        return chy_fail_next(
            error,
            "If the file was changed after it was signed, restore it; else draft it anew.");
    return chy_fail_next(error, "Draft it first: chancery draft, forward or issue.");
}

/* Without a draft: the act of the record about this file in which this key has a place; failing
 * that, any, so that the reason can be told. An act counts only if one of its signatories has
 * signed it: anybody can add lines. */
static bool choose_act(const struct chy_act **chosen, struct chancery_signing *signing,
                       const struct chancery_trust *trust, chancery_error *error)
{
    bool has_place = false, untrusted = false;
    *chosen = NULL;
    for (size_t i = 0; i < signing->record.acts; i++) {
        const struct chy_act *act = &signing->record.act[i];
        if (!act->readable || act->statement.type >= CHY_ACT_LATER ||
            !chy_digest_eq(&act->statement.subject_digest, &signing->document.digest))
            continue;
        untrusted |= !act->trusted;
        if (!act->trusted)
            continue;
        if (!chy_signing_place(signing, &act->statement, &act->digest, trust, error))
            return false;
        if (has_place && signing->place != SIZE_MAX) {
            chy_fail(error, CHANCERY_E_CONFLICT,
                     "the record holds several statements about it that wait for this key");
            return chy_fail_next(error, "Draft it anew, and sign the draft.");
        }
        if (!*chosen || signing->place != SIZE_MAX)
            *chosen = act;
        has_place |= signing->place != SIZE_MAX;
    }
    return *chosen ? true : none_found(signing, untrusted, error);
}

static bool load_act(struct chancery_signing *signing, const struct chancery_trust *trust,
                     chancery_error *error)
{
    const struct chy_act *chosen;
    if (!choose_act(&chosen, signing, trust, error))
        return false;
    chy_buf_add(&signing->payload, chosen->payload, chosen->payload_len);
    return chy_buf_finish(&signing->payload, error) &&
           chy_statement_read(&signing->statement, chy_buf_view(&signing->payload), error);
}

static bool load_record(struct chancery_signing *signing, const char *record,
                        const struct chancery_trust *trust, chancery_error *error)
{
    bool exists = false;
    if (!chy_record_path(&signing->record_path, &exists, signing->document.path, record, NULL,
                         NULL, error) ||
        !chy_file_outside_bags(signing->record_path, error))
        return false;
    if (exists &&
        !chy_file_read(&signing->record_bytes, signing->record_path, CHY_MAX_RECORD, error))
        return false;
    return chy_record_read(&signing->record, chy_buf_view(&signing->record_bytes), error) &&
           chy_record_weigh(&signing->record, &trust->directory, trust->now, error);
}

bool chy_signing_find(struct chancery_signing *signing, const char *record,
                      const struct chancery_trust *trust, chancery_error *error)
{
    if (!load_record(signing, record, trust, error))
        return false;
    signing->from_draft = chy_file_exists(signing->draft_path);
    return signing->from_draft ? chy_draft_read(&signing->payload, &signing->statement,
                                                signing->draft_path, error)
                               : load_act(signing, trust, error);
}
