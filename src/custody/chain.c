/*
 * chain.c - nothing lost, in time (spec/verdict.md, rules 4.x and 7.x), and the rules of
 * chain_signed.c and chain_hand.c for each act of a chain.
 */
#include "custody/chain.h"

#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"

#include <stdlib.h>

/* --- rule 4: nothing lost --- */

/* found: the carried act; UINT32_MAX: it is not there. */
static void lost_statement(struct chy_findings *findings, const chancery_digest *act,
                           const struct chy_carried *carried, const struct chy_record *record,
                           uint32_t found, const char *label)
{
    if (found == UINT32_MAX) {
        chy_findings_add(findings, CHANCERY_F_CARRIED_ABSENT, act, carried->label, 0,
                         "The record holds no letter, forward, issue or translation that is "
                         "the one carried as \"%s\".",
                         label);
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

bool chy_annex_beside(void *folder, chancery_digest *sha256, bool *found, chancery_span name)
{
    return chy_file_hash_beside(sha256, found, folder, name, NULL);
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
    else if (!chy_digest_eq(&digest, &carried->sha256))
        chy_findings_add(findings, CHANCERY_F_ANNEX_DIFFERS, act, carried->name, 0,
                         "The file %s beside the document is not the annex that was carried.",
                         name);
    free(name);
}

/* --- rule 7: in time --- */

static void in_order(struct chy_findings *findings, const chancery_digest *act,
                     const struct chy_statement *carrier, const struct chy_statement *carried)
{
    char own[11], other[11];
    if (chy_date_cmp(carrier->date, carried->date) >= 0)
        return;
    chy_date_format(own, carrier->date);
    chy_date_format(other, carried->date);
    chy_findings_add(findings, CHANCERY_F_DATES_BACKWARDS, act, NULL, 0,
                     "This act bears the date %s, and what it carries the later date %s.", own,
                     other);
}

/* Not after the day that is judged by, nor after the directory's expiry: of what came later the
 * directory says nothing. */
static void not_to_come(struct chy_findings *findings, const struct chy_act *act,
                        const struct chy_directory *directory, int64_t now)
{
    char date[11], expires[11];
    chy_date_format(date, act->statement.date);
    chy_date_format(expires, directory->expires);
    if (chy_date_is_set(directory->expires) &&
        chy_date_cmp(act->statement.date, directory->expires) > 0)
        chy_findings_add(
            findings, CHANCERY_F_AFTER_EXPIRY, &act->digest, NULL, 0,
            "This act bears the date %s, and the directory speaks only of the time "
            "until %s.",
            date, expires);
    if (chy_date_cmp(act->statement.date, chy_time_date(now)) > 0)
        chy_findings_add(findings, CHANCERY_F_DATE_IN_FUTURE, &act->digest, NULL, 0,
                         "This act bears the date %s, which is still to come.", date);
}

/* An issue vouches for letters; of files alone nothing says who wrote them. */
static void files_alone(struct chy_findings *findings, const struct chy_act *act)
{
    const struct chy_statement *statement = &act->statement;
    bool alone = statement->type == CHY_ACT_ISSUE;
    for (size_t i = 0; i < statement->carried; i++)
        alone = alone && statement->carries[i].is_file;
    if (alone)
        chy_findings_add(findings, CHANCERY_F_FILES_ALONE, &act->digest, NULL, 0,
                         "This issue carries files and no signed letter.");
}

/* --- all of them --- */

/* Whose hand is judged: of a translation, what it translates, or nobody would ask who may issue
 * that. NULL: nothing; another entry asks, or it is not there. */
static const struct chy_statement *handed_on(const struct chy_record *record,
                                             const struct chy_statement *carrier,
                                             const struct chy_statement *carried)
{
    if (carried->type != CHY_ACT_TRANSLATION)
        return carried;
    for (size_t i = 0; i < carrier->carried; i++)
        if (!carrier->carries[i].is_file &&
            chy_digest_eq(&carrier->carries[i].statement, &carried->carries[0].statement))
            return NULL;
    uint32_t original = chy_chain_carried_by(record, carried, 0);
    return original == UINT32_MAX ? NULL : &record->act[original].statement;
}

/* A translation says which language it is from, and may name the script for it. */
static void same_language(struct chy_findings *findings, const struct chy_act *translation,
                          const struct chy_statement *original)
{
    const char *said = translation->statement.original_language;
    char *own = original->language && (!chy_same_language(said, original->language) ||
                                       chy_other_script(said, original->language))
                    ? chy_esc(chy_span_str(original->language))
                    : NULL;
    if (own)
        chy_findings_add(findings, CHANCERY_F_LANGUAGE_DIFFERS, &translation->digest, said, 0,
                         "The translation is from the language %s, and what it translates is "
                         "in the language %s.",
                         said, own);
    free(own);
}

/* What is not carried as it was signed. */
static void other_than_verbatim(struct chy_findings *findings, const struct chy_chain *chain,
                                const struct chy_record *record, const struct chy_act *self,
                                const struct chy_carried *carried, const char *label)
{
    if (self->statement.type == CHY_ACT_TRANSLATION)
        return;
    char *editor = carried->as == CHY_AS_EDITED
                       ? chy_signatory_label(&self->statement.signatory[0])
                       : NULL;
    findings->failed |= carried->as == CHY_AS_EDITED && !editor;
    if (editor)
        chy_findings_add(findings, CHANCERY_F_EDITED, &self->digest, carried->label, 0,
                         "%s carries \"%s\" in edited form: who signed it did not sign these "
                         "words.",
                         editor, label);
    free(editor);
    if (carried->as == CHY_AS_TRANSLATION &&
        (carried->is_file || !chy_chain_translates(chain, record, &carried->statement)))
        chy_findings_add(findings, CHANCERY_F_TRANSLATION, &self->digest, carried->label, 0,
                         "\"%s\" is carried in translation, and no act of translation that is "
                         "carried with it vouches for one.",
                         label);
}

static void judge_carried(struct chy_findings *findings, const struct chy_chain *chain,
                          const struct chy_record *record, const struct chy_link *link,
                          size_t entry, const struct chy_directory *directory,
                          chy_annex_fn *annex, void *context)
{
    const struct chy_act *self = &record->act[link->act];
    const struct chy_carried *carried = &self->statement.carries[entry];
    char *label =
        chy_esc(chy_span_str(carried->label                                ? carried->label
                             : self->statement.type == CHY_ACT_TRANSLATION ? "translated letter"
                                                                           : "carried letter"));
    if (!label) {
        findings->failed = true;
        return;
    }
    if (carried->is_file) {
        lost_file(findings, &self->digest, carried, annex, context);
    } else {
        uint32_t found = chy_chain_carried_by(record, &self->statement, entry);
        lost_statement(findings, &self->digest, carried, record, found, label);
        if (found != UINT32_MAX) {
            const struct chy_statement *statement = &record->act[found].statement;
            const struct chy_statement *handed = handed_on(record, &self->statement, statement);
            if (handed)
                chy_chain_hand(findings, &self->digest, &self->statement, handed, directory);
            if (self->statement.type == CHY_ACT_TRANSLATION)
                same_language(findings, self, statement);
            in_order(findings, &self->digest, &self->statement, statement);
            chy_chain_carried_time(findings, self, link->proven, statement);
        }
    }
    other_than_verbatim(findings, chain, record, self, carried, label);
    free(label);
}

bool chy_chain_judge(struct chy_findings *findings, struct chy_chain *chain,
                     const struct chy_record *record, const struct chy_chain_times *times,
                     chy_annex_fn *annex, void *context, chancery_error *error)
{
    const struct chy_directory *directory = times->directory;
    for (size_t i = 0; i < chain->links; i++) {
        struct chy_link *link = &chain->link[i];
        const struct chy_act *self = &record->act[link->act];
        chy_chain_signed(findings, link->status, link->proven, record, link->act, times);
        not_to_come(findings, self, directory, times->now);
        for (size_t k = 0; k < self->statement.carried; k++)
            judge_carried(findings, chain, record, link, k, directory, annex, context);
        files_alone(findings, self);
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
