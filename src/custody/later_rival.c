/*
 * later_rival.c - later acts about another act of the same document: rule 8.12 of
 * spec/verdict.md.
 */
#include "custody/later_parts.h"

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

bool chy_later_same_document(const struct chy_case *given, const struct chy_statement *one,
                             bool chosen, const struct chy_statement *other)
{
    if (chy_digest_eq(&one->subject_digest, &other->subject_digest))
        return true;
    if (one->has_text && one->text_known && other->has_text && other->text_known &&
        chy_digest_eq(&one->words, &other->words))
        return true;
    return chosen && chy_match_level(one, &given->file, given->text) != CHY_LEVEL_NONE &&
           chy_match_level(other, &given->file, given->text) != CHY_LEVEL_NONE;
}

/* Does the one reissue the other, or carry it? Nothing but an issue is reissued, whatever an
 * act says that it supersedes. */
static bool follows(const struct chy_act *one, const struct chy_act *other)
{
    if (one->statement.supersedes && other->statement.type == CHY_ACT_ISSUE &&
        one->statement.issue_number > other->statement.issue_number &&
        chy_digest_eq(&one->statement.concerns.statement, &other->digest))
        return true;
    for (size_t i = 0; i < one->statement.carried; i++)
        if (!one->statement.carries[i].is_file &&
            chy_digest_eq(&one->statement.carries[i].statement, &other->digest))
            return true;
    return false;
}

bool chy_later_are_rivals(const struct chy_case *given, const struct chy_act *one, bool chosen,
                          const struct chy_act *other)
{
    return one != other && one->readable && other->readable &&
           chy_act_is_judged(one->statement.type) && chy_act_is_judged(other->statement.type) &&
           chy_later_same_document(given, &one->statement, chosen, &other->statement) &&
           !follows(one, other) && !follows(other, one);
}

/* Of the act of the record, an office of which somebody has signed. */
bool chy_later_shares_office(bool *shares, const struct chy_case *given, uint32_t act,
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
        if (chy_chain_counted(given->record, act, i, place[i], &times) == CHY_COUNTS_NOT &&
            chy_attestation_of(given->record, act, i, &times) == UINT32_MAX)
            continue;
        for (size_t k = 0; k < other->signatories; k++)
            *shares =
                *shares || chy_same_office(given->directory, &statement->signatory[i].office,
                                           &other->signatory[k].office);
    }
    free(place);
    return place ? true : chy_fail_memory(error);
}
