/*
 * chain_signed.c - signed by all: spec/verdict.md, rules 2.x.
 */
#include "custody/chain.h"

#include "base/date.h"

#include <stdlib.h>

char *chy_signatory_label(const struct chy_signatory *signatory)
{
    char *name = chy_esc(chy_span_str(signatory->name ? signatory->name : "The seal"));
    char *office = chy_esc(chy_span_str(signatory->office.office));
    char *of = chy_esc(chy_span_str(signatory->office.of));
    char *made = name && office && of ? chy_dupf(NULL, "%s (%s, %s)", name, office, of) : NULL;
    free(name);
    free(office);
    free(of);
    return made;
}

static bool key_was_used(const struct chy_record_signature *const *used, size_t count,
                         const chancery_public_key *key)
{
    for (size_t i = 0; i < count; i++)
        if (used[i] && memcmp(used[i]->by->key.b, key->b, sizeof key->b) == 0)
            return true;
    return false;
}

/* A signature on the act by a key that the directory gave this signatory on the act's date, not
 * yet filed for another. */
static const struct chy_record_signature *
find_signature(const struct chy_record *record, uint32_t act,
               const struct chy_signatory *signatory, const struct chy_directory *directory,
               const struct chy_record_signature *const *used, size_t count)
{
    const struct chy_statement *statement = &record->act[act].statement;
    for (size_t i = 0; i < record->signatures; i++) {
        const struct chy_record_signature *one = &record->signature[i];
        if (one->act == act && one->by && !key_was_used(used, count, &one->by->key) &&
            chy_directory_gives(directory, &one->by->key, signatory->name, &signatory->office,
                                statement->date))
            return one;
    }
    return NULL;
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

void chy_chain_signed(struct chy_findings *findings, enum chy_signed *status,
                      const struct chy_record *record, uint32_t act,
                      const struct chy_directory *directory)
{
    const struct chy_act *self = &record->act[act];
    const struct chy_statement *statement = &self->statement;
    const struct chy_record_signature **used = calloc(statement->signatories + 1, sizeof *used);
    char date[11];
    chy_date_format(date, statement->date);
    if (!used)
        findings->failed = true;
    for (size_t i = 0; used && i < statement->signatories; i++) {
        const struct chy_signatory *signatory = &statement->signatory[i];
        enum chy_held held = chy_directory_held(directory, signatory->name, &signatory->office,
                                                statement->date, NULL);
        char *who = chy_signatory_label(signatory);
        findings->failed |= !who;
        used[i] = held == CHY_HELD && who
                      ? find_signature(record, act, signatory, directory, used, i)
                      : NULL;
        status[i] = used[i]                                        ? CHY_SIGNED
                    : held == CHY_HELD || held == CHY_HELD_UNKNOWN ? CHY_UNSIGNED
                                                                   : CHY_NOT_ENTITLED;
        if (who && held != CHY_HELD)
            report_not_held(findings, &self->digest, signatory, held, who, date);
        else if (who && !used[i])
            chy_findings_add(
                findings, CHANCERY_F_SIGNATURE_MISSING, &self->digest, signatory->name, 0,
                "%s has not signed: the record holds no signature that counts.", who);
        else if (who && chy_directory_end(directory, &used[i]->by->key))
            chy_findings_add(
                findings, CHANCERY_F_KEY_ENDED, &self->digest, signatory->name, 0,
                "The key of %s has ended, and nothing proves that the signature is older.",
                who);
        free(who);
    }
    free(used);
}
