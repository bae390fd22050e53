/*
 * later_may.c - who may act about an act, and what keeps such an act from counting: rule 8.8 of
 * spec/verdict.md.
 */
#include "custody/later_parts.h"

#include "base/date.h"
#include "base/sha256.h"

#include <stdlib.h>

/* --- who may --- */

size_t chy_later_others(const struct chy_later_pair *pair)
{
    return pair->by->type == CHY_ACT_RECEIPT ? pair->about->addressees
                                             : pair->about->signatories;
}

bool chy_later_vouches(const struct chy_later_pair *pair, const struct chy_signatory *other)
{
    for (size_t i = 0; i < pair->by->attesteds; i++) {
        const struct chy_signatory *one = &pair->by->attested[i];
        bool same = one->name && other->name ? chy_same_name(one->name, other->name)
                                             : !one->name && !other->name;
        if (same && chy_same_office(pair->given->directory, &one->office, &other->office))
            return true;
    }
    return false;
}

bool chy_later_may(const struct chy_later_pair *pair, size_t signatory, size_t other)
{
    /* Nobody vouches for themselves: an office signs, and another attests. */
    if (pair->by->type == CHY_ACT_ATTESTATION)
        return chy_later_vouches(pair, &pair->about->signatory[other]) &&
               chy_directory_allows(pair->given->directory,
                                    &pair->by->signatory[signatory].office, CHY_ACT_ATTESTATION,
                                    &pair->about->signatory[other].office, pair->by->date);
    const struct chy_directory *directory = pair->given->directory;
    const struct chy_office *office = &pair->by->signatory[signatory].office;
    const struct chy_office *for_office = pair->by->type == CHY_ACT_RECEIPT
                                              ? &pair->about->addressee[other]
                                              : &pair->about->signatory[other].office;
    return chy_same_office(directory, office, for_office) ||
           chy_directory_allows(directory, office, pair->by->type, for_office, pair->by->date);
}

const char *chy_later_refusal(const struct chy_later_pair *pair)
{
    return pair->by->type == CHY_ACT_RECEIPT
               ? "nobody who signed it is an addressee, or may receive for one"
           : pair->by->type == CHY_ACT_ATTESTATION
               ? "nobody who signed it may attest for an office that it vouches for"
               : "nobody who signed it may do so for an office that signed what it concerns";
}

/* --- what keeps it from counting --- */

const char *chy_later_unproven(const struct chy_later_weight *weight)
{
    return weight->untimed
               ? "a proven time is demanded, and nothing proves that it was signed within the "
                 "term, with a key in use"
               : "its key has ended, and nothing proves that the signature is older";
}

/* A reissue bears the symbol with an asterisk behind it, or with one for each time. */
static bool same_but_asterisks(const char *a, const char *b)
{
    chancery_span one = chy_span_str(a), other = chy_span_str(b);
    while (one.len > 0 && one.ptr[one.len - 1] == '*')
        one.len--;
    while (other.len > 0 && other.ptr[other.len - 1] == '*')
        other.len--;
    return one.len > 0 && chy_span_eq(one, other);
}

/* Do two issues bear a symbol both, if the first bears one at all? */
static bool share_symbol(const struct chy_statement *a, const struct chy_statement *b)
{
    for (size_t i = 0; i < a->symbols; i++)
        for (size_t k = 0; k < b->symbols; k++)
            if (same_but_asterisks(a->symbol[i], b->symbol[k]))
                return true;
    return a->symbols == 0;
}

/* What keeps an issue from superseding another; NULL: nothing. */
static const char *is_no_reissue(const struct chy_later_pair *pair)
{
    if (pair->about->type != CHY_ACT_ISSUE)
        return "only an issue can be superseded by one";
    if (pair->by->issue_number <= pair->about->issue_number)
        return "its issue number is not above that of the issue that it concerns";
    return share_symbol(pair->about, pair->by) ? NULL : "it bears another symbol";
}

/* What keeps a receipt from being one; NULL: nothing. */
static const char *is_no_receipt(const struct chy_later_pair *pair)
{
    chancery_date received = chy_time_date(pair->by->received);
    if (chy_date_cmp(received, pair->about->date) < 0)
        return "it says that the letter was received before the day that the letter bears";
    return chy_date_cmp(received, pair->by->date) > 0
               ? "it says that it was received after the day that it bears"
               : NULL;
}

const char *chy_later_void(const struct chy_later_pair *pair)
{
    if (chy_date_cmp(pair->by->date, pair->about->date) < 0)
        return "it bears an earlier date than what it concerns";
    if (chy_date_cmp(pair->by->date, chy_time_date(pair->given->now)) > 0)
        return "it bears a date that is still to come";
    if (pair->by->supersedes)
        return is_no_reissue(pair);
    const char *why = pair->by->type == CHY_ACT_RECEIPT ? is_no_receipt(pair) : NULL;
    if (why)
        return why;
    return chy_digest_eq(&pair->by->subject_digest, &pair->about->subject_digest)
               ? NULL
               : "it names another file than the act that it concerns";
}

/* --- before it is signed --- */

static bool refuse(const struct chy_later_pair *pair, size_t signatory, chancery_error *error)
{
    char *who = chy_signatory_label(&pair->by->signatory[signatory]);
    if (!who)
        return chy_fail_memory(error);
    if (pair->by->type == CHY_ACT_ATTESTATION)
        chy_fail(error, CHANCERY_E_REFUSED,
                 "%s is not authorised to attest for whom this names, or that is none of its "
                 "signatories",
                 who);
    else if (pair->by->type == CHY_ACT_RECEIPT)
        chy_fail(error, CHANCERY_E_REFUSED,
                 "%s is not its addressee, and is not authorised to receive for one", who);
    else
        chy_fail(error, CHANCERY_E_REFUSED,
                 "%s did not sign it in this office, and is not authorised to do so for an "
                 "office that did",
                 who);
    free(who);
    return chy_fail_next(error, "Name who may with --from, or ask the directory's keepers "
                                "(chancery directory authorize).");
}

bool chy_later_allowed(const struct chy_record *record, uint32_t later,
                       const struct chy_directory *directory, chancery_error *error)
{
    const struct chy_statement *by = &record->act[later].statement;
    uint32_t act = chy_chain_carried(record, &by->concerns);
    if (act == UINT32_MAX) {
        chy_fail(error, CHANCERY_E_MISSING,
                 "the record does not hold the act that it concerns");
        return chy_fail_next(error, "Merge the record of that act (chancery merge).");
    }
    const struct chy_case given = {
        .record = record, .directory = directory, .now = CHY_END_OF_TIME};
    const struct chy_later_pair pair = {
        &given, later, &record->act[act].statement, by, &record->act[act].digest, NULL};
    const char *why = chy_later_void(&pair);
    if (why) {
        chy_fail(error, CHANCERY_E_REFUSED, "the %s would not count: %s",
                 chy_act_name(by->type), why);
        return chy_fail_next(error, "Draft it as it counts: another --date, or about the file "
                                    "that was signed (chancery show lists what was).");
    }
    for (size_t i = 0; i < by->signatories; i++) {
        bool may = false;
        for (size_t k = 0; k < chy_later_others(&pair); k++)
            may = may || chy_later_may(&pair, i, k);
        if (!may)
            return refuse(&pair, i, error);
    }
    return true;
}
