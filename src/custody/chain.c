#include "custody/chain.h"

#include "base/date.h"
#include "base/limits.h"

#include <stdlib.h>

/* --- collecting --- */

static bool chain_holds(const struct chy_chain *chain, uint32_t act)
{
    for (size_t i = 0; i < chain->links; i++)
        if (chain->link[i].act == act)
            return true;
    return false;
}

static bool collect(struct chy_chain *chain, size_t *cap, const struct chy_record *record,
                    struct chy_link link, unsigned depth, chancery_error *error)
{
    const struct chy_statement *statement = &record->act[link.act].statement;
    if (!chy_grow(&chain->link, cap, chain->links, sizeof link, SIZE_MAX, "acts", error))
        return false;
    link.status = calloc(statement->signatories + 1, sizeof *link.status);
    if (!link.status)
        return chy_fail_memory(error);
    uint32_t self = (uint32_t)chain->links;
    chain->link[chain->links++] = link;
    for (size_t i = 0; i < statement->carried; i++) {
        if (statement->carries[i].is_file)
            continue;
        if (depth == CHY_MAX_CHAIN) {
            chain->too_deep = true;
            break;
        }
        uint32_t act = chy_record_find(record, &statement->carries[i].statement);
        if (act == UINT32_MAX || !record->act[act].readable || chain_holds(chain, act))
            continue;
        struct chy_link next = {.act = act, .carrier = self, .carried = i};
        if (!collect(chain, cap, record, next, depth + 1, error))
            return false;
    }
    return true;
}

bool chy_chain_collect(struct chy_chain *out, const struct chy_record *record, uint32_t act,
                       chancery_error *error)
{
    size_t cap = 0;
    *out = (struct chy_chain){0};
    if (collect(out, &cap, record, (struct chy_link){.act = act, .carrier = UINT32_MAX}, 1,
                error))
        return true;
    chy_chain_done(out);
    return false;
}

void chy_chain_done(struct chy_chain *chain)
{
    for (size_t i = 0; i < chain->links; i++)
        free(chain->link[i].status);
    free(chain->link);
    *chain = (struct chy_chain){0};
}

/* --- rule 2: signed by all --- */

/* A person and office for a sentence: "Dioncounda Traoré (Interim President of the Republic,
 * Mali)". */
static char *describe(const struct chy_signatory *signatory)
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
        char *who = describe(signatory);
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

/* --- rule 4: nothing lost --- */

static void lost_statement(struct chy_findings *findings, const chancery_digest *act,
                           const struct chy_carried *carried, const struct chy_record *record,
                           const char *label)
{
    uint32_t found = chy_record_find(record, &carried->statement);
    if (found == UINT32_MAX || !record->act[found].readable) {
        chy_findings_add(findings, CHANCERY_F_CARRIED_ABSENT, act, carried->label, 0,
                         "What is carried as \"%s\" is not in the record.", label);
        return;
    }
    for (size_t i = 0; i < carried->seens; i++) {
        const struct chy_record_signature *seen =
            chy_record_signature(record, found, &carried->seen[i]);
        if (!seen || !seen->by)
            chy_findings_add(findings, CHANCERY_F_SEEN_ABSENT, act, carried->label, 0,
                             "A signature on \"%s\" that was there when it was carried is %s.",
                             label, seen ? "by no key of the directory" : "not in the record");
    }
}

static void lost_file(struct chy_findings *findings, const chancery_digest *act,
                      const struct chy_carried *carried, chy_annex_fn *annex, void *context)
{
    chancery_digest digest;
    bool found = false;
    char *name = chy_esc(chy_span_str(carried->name));
    if (!name) {
        findings->failed = true;
        return;
    }
    if (!annex || !annex(context, &digest, &found, chy_span_str(carried->name)) || !found)
        chy_findings_add(findings, CHANCERY_F_ANNEX_ABSENT, act, carried->name, 0,
                         "The annex file %s is not beside the document.", name);
    else if (memcmp(digest.b, carried->sha256.b, sizeof digest.b) != 0)
        chy_findings_add(findings, CHANCERY_F_ANNEX_DIFFERS, act, carried->name, 0,
                         "The file %s beside the document is not the annex that was carried.",
                         name);
    free(name);
}

/* --- rule 5: the right hand --- */

/* Why one of the carrier's signatories may carry this; NULL if none may. *who: which one. */
static const char *right_hand(const struct chy_statement *carrier,
                              const struct chy_statement *carried,
                              const struct chy_directory *directory,
                              const struct chy_signatory **who)
{
    for (size_t i = 0; i < carrier->signatories; i++) {
        const struct chy_office *hand = &carrier->signatory[i].office;
        *who = &carrier->signatory[i];
        for (size_t k = 0; k < carried->addressees; k++) {
            if (chy_same_office(directory, hand, &carried->addressee[k]))
                return "as its addressee";
            if (chy_directory_allows(directory, hand, carrier->type, &carried->addressee[k],
                                     carrier->date))
                return "authorised to act for its addressee";
        }
        for (size_t k = 0; k < carried->signatories; k++) {
            if (chy_same_office(directory, hand, &carried->signatory[k].office))
                return "as its sender";
            if (chy_directory_allows(directory, hand, carrier->type,
                                     &carried->signatory[k].office, carrier->date))
                return "authorised to act for its sender";
        }
    }
    *who = &carrier->signatory[0];
    return carried->addressees == 0 ? "as a paper without addressee" : NULL;
}

void chy_chain_hand(struct chy_findings *findings, const chancery_digest *act,
                    const struct chy_statement *carrier, const struct chy_statement *carried,
                    const struct chy_directory *directory)
{
    const struct chy_signatory *who = NULL;
    const char *how = right_hand(carrier, carried, directory, &who);
    char *name = describe(who);
    char label[CHY_ACT_LABEL];
    const char *verb = carrier->type == CHY_ACT_ISSUE ? "issued" : "forwarded";
    chy_act_label(label, carried);
    if (!name)
        findings->failed = true;
    else if (how)
        chy_findings_add(findings, CHANCERY_F_HAND, act, who->name, 0, "%s %s the %s %s.", name,
                         verb, label, how);
    else
        chy_findings_add(
            findings, CHANCERY_F_WRONG_HAND, act, who->name, 0,
            "%s %s the %s, is not its addressee, and is not authorised to act for one.", name,
            verb, label);
    free(name);
}

/* --- rule 7: in time --- */

static void in_time(struct chy_findings *findings, const chancery_digest *act,
                    const struct chy_statement *statement, const struct chy_statement *carried,
                    int64_t now)
{
    char own[11], other[11];
    chy_date_format(own, statement->date);
    if (carried && chy_date_cmp(statement->date, carried->date) < 0) {
        chy_date_format(other, carried->date);
        chy_findings_add(findings, CHANCERY_F_DATES_BACKWARDS, act, NULL, 0,
                         "This act bears the date %s, and what it carries the later date %s.",
                         own, other);
    }
    if (!carried && chy_date_cmp(statement->date, chy_time_date(now)) > 0)
        chy_findings_add(findings, CHANCERY_F_DATE_IN_FUTURE, act, NULL, 0,
                         "This act bears the date %s, which is still to come.", own);
}

/* --- all of them --- */

static void judge_carried(struct chy_findings *findings, const struct chy_record *record,
                          const struct chy_act *self, const struct chy_carried *carried,
                          const struct chy_directory *directory, int64_t now,
                          chy_annex_fn *annex, void *context)
{
    char *label = chy_esc(chy_span_str(carried->label ? carried->label : "carried letter"));
    if (!label) {
        findings->failed = true;
        return;
    }
    if (carried->is_file) {
        lost_file(findings, &self->digest, carried, annex, context);
    } else {
        uint32_t found = chy_record_find(record, &carried->statement);
        lost_statement(findings, &self->digest, carried, record, label);
        if (found != UINT32_MAX && record->act[found].readable) {
            const struct chy_statement *statement = &record->act[found].statement;
            chy_chain_hand(findings, &self->digest, &self->statement, statement, directory);
            in_time(findings, &self->digest, &self->statement, statement, now);
        }
    }
    if (carried->as != CHY_AS_VERBATIM)
        chy_findings_add(
            findings, carried->as == CHY_AS_EDITED ? CHANCERY_F_EDITED : CHANCERY_F_TRANSLATION,
            &self->digest, carried->label, 0, "\"%s\" is carried as %s, which is not judged.",
            label, carried->as == CHY_AS_EDITED ? "an edited text" : "a translation");
    free(label);
}

bool chy_chain_judge(struct chy_findings *findings, struct chy_chain *chain,
                     const struct chy_record *record, const struct chy_directory *directory,
                     int64_t now, chy_annex_fn *annex, void *context, chancery_error *error)
{
    for (size_t i = 0; i < chain->links; i++) {
        struct chy_link *link = &chain->link[i];
        const struct chy_act *self = &record->act[link->act];
        chy_chain_signed(findings, link->status, record, link->act, directory);
        in_time(findings, &self->digest, &self->statement, NULL, now);
        for (size_t k = 0; k < self->statement.carried; k++)
            judge_carried(findings, record, self, &self->statement.carries[k], directory, now,
                          annex, context);
        if (self->statement.unknown_field)
            chy_findings_add(findings, CHANCERY_F_UNKNOWN_FIELD, &self->digest,
                             self->statement.unknown_field, 0,
                             "The statement has a field that this version does not know.");
    }
    if (chain->too_deep)
        chy_findings_add(findings, CHANCERY_F_CHAIN_DEPTH, NULL, NULL, 0,
                         "Acts carry acts more than %u deep; what lies deeper was not judged.",
                         CHY_MAX_CHAIN);
    return findings->failed ? chy_fail_memory(error) : true;
}
