/*
 * later_rival.c - later acts about another act of the same document: rule 8.12 of
 * spec/verdict.md.
 */
#include "custody/later_parts.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/attest.h"

#include <stdlib.h>

struct chy_later_pair chy_later_on_chain(const struct chy_later_pair *pair)
{
    struct chy_later_pair on_chain = *pair;
    if (pair->rival) {
        on_chain.about = &pair->rival->statement;
        on_chain.act = &pair->rival->digest;
    }
    return on_chain;
}

/* Who has several offices is one person: what they withdrew in one they do not mean in another.
 * The directory gives each key to one person, by name. */
static bool same_person(const struct chy_signatory *one, const struct chy_signatory *other)
{
    return one->name && other->name && chy_same_name(one->name, other->name);
}

bool chy_later_is_own(const struct chy_later_pair *on_chain, size_t signatory, size_t other)
{
    return on_chain->rival && on_chain->by->type != CHY_ACT_RECEIPT &&
           same_person(&on_chain->by->signatory[signatory], &on_chain->about->signatory[other]);
}

static bool same_words(const struct chy_statement *one, const struct chy_statement *other)
{
    return chy_digest_eq(&one->subject_digest, &other->subject_digest) ||
           (one->has_text && one->text_known && other->has_text && other->text_known &&
            chy_digest_eq(&one->words, &other->words));
}

bool chy_later_same_document(const struct chy_case *given, const struct chy_statement *one,
                             bool chosen, const struct chy_statement *other)
{
    return same_words(one, other) ||
           (chosen && chy_match_level(one, &given->file, given->text) != CHY_LEVEL_NONE &&
            chy_match_level(other, &given->file, given->text) != CHY_LEVEL_NONE);
}

static bool carries(const struct chy_act *one, const struct chy_act *other)
{
    for (size_t i = 0; i < one->statement.carried; i++)
        if (!one->statement.carries[i].is_file &&
            chy_digest_eq(&one->statement.carries[i].statement, &other->digest))
            return true;
    return false;
}

/* Have all whom it names signed it, of whom one may? */
static bool is_reissued_by_right(const struct chy_later_pair *pair)
{
    const struct chy_chain_times times = chy_case_times(pair->given);
    const struct chy_record *record = pair->given->record;
    const struct chy_record_signature *place[CHY_MAX_SIGNATORIES + 1];
    bool may = false;
    if (pair->by->signatories > CHY_MAX_SIGNATORIES)
        return false;
    chy_chain_places(place, record, pair->later, &times);
    for (size_t i = 0; i < pair->by->signatories; i++) {
        if (chy_chain_counted(record, pair->later, i, place[i], &times) != CHY_COUNTS)
            return false;
        for (size_t k = 0; k < pair->about->signatories; k++)
            may = may || chy_later_may(pair, i, k);
    }
    return may;
}

/* Does the one reissue the other, on this day or after it? Saying so is not enough: it would
 * make a withdrawn issue current again. Nor does it in the same bytes or words: who means a
 * withdrawn text again writes another. */
static bool reissues(const struct chy_case *given, const struct chy_act *one,
                     const struct chy_act *other, chancery_date since)
{
    const struct chy_later_pair pair = {given,
                                        (uint32_t)(one - given->record->act),
                                        &other->statement,
                                        &one->statement,
                                        &other->digest,
                                        NULL};
    return one->statement.supersedes &&
           chy_digest_eq(&one->statement.concerns.statement, &other->digest) &&
           !same_words(&one->statement, &other->statement) &&
           chy_date_cmp(one->statement.date, since) >= 0 && !chy_later_void(&pair) &&
           is_reissued_by_right(&pair);
}

bool chy_later_are_rivals(const struct chy_case *given, const struct chy_act *one, bool chosen,
                          const struct chy_act *other, chancery_date since)
{
    return one != other && one->readable && other->readable &&
           chy_act_is_judged(one->statement.type) && chy_act_is_judged(other->statement.type) &&
           chy_later_same_document(given, &one->statement, chosen, &other->statement) &&
           !carries(one, other) && !carries(other, one) &&
           !reissues(given, one, other, since) &&
           !reissues(given, other, one, (chancery_date){0});
}

/* Of the act of the record, an office of which somebody has signed, or a person who has: who
 * signs for another does not make that one's act his own to withdraw. */
bool chy_later_shares(bool *shares, const struct chy_case *given, uint32_t act,
                      const struct chy_statement *other, chancery_error *error)
{
    const struct chy_statement *statement = &given->record->act[act].statement;
    const struct chy_chain_times times = chy_case_times(given);
    const struct chy_record_signature **place =
        calloc(statement->signatories + 1, sizeof *place);
    *shares = false;
    if (place)
        chy_chain_places(place, given->record, act, &times);
    for (size_t i = 0; place && i < statement->signatories; i++) {
        if (place[i] && chy_chain_is_for_another(given->directory, place[i],
                                                 &statement->signatory[i], statement->date))
            continue;
        if (chy_chain_counted(given->record, act, i, place[i], &times) == CHY_COUNTS_NOT &&
            chy_attestation_of(given->record, act, i, &times) == UINT32_MAX)
            continue;
        for (size_t k = 0; k < other->signatories; k++)
            *shares = *shares || same_person(&statement->signatory[i], &other->signatory[k]) ||
                      chy_same_office(given->directory, &statement->signatory[i].office,
                                      &other->signatory[k].office);
    }
    free(place);
    return place ? true : chy_fail_memory(error);
}
