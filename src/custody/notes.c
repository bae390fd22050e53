#include "custody/notes.h"

#include "base/date.h"
#include "base/sha256.h"

#include <stdlib.h>

/* Notes of one kind that are listed one by one; a record full of junk must not drown the
 * report. */
#define LISTED 20u

struct counter {
    struct chy_findings *findings;
    unsigned count[CHANCERY_FINDING_COUNT];
};

static bool to_list(struct counter *counter, enum chancery_finding_code code)
{
    return ++counter->count[code] <= LISTED;
}

static bool in_chain(const struct chy_chain *chain, size_t act)
{
    for (size_t i = 0; chain && i < chain->links; i++) {
        if (chain->link[i].act == act)
            return true;
    }
    return false;
}

static void note_lines(struct counter *counter, const struct chy_record *record)
{
    for (size_t i = 0; i < record->lines; i++) {
        const struct chy_record_line *line = &record->line[i];
        if (line->kind == CHY_LINE_JUNK && to_list(counter, CHANCERY_F_JUNK_LINE))
            chy_findings_add(counter->findings, CHANCERY_F_JUNK_LINE, NULL, NULL, 0,
                             "Line %u of the record does not count: %s.", line->number,
                             line->why);
    }
    for (size_t i = 0; i < record->stamps; i++) {
        const struct chy_stamp *stamp = &record->stamp[i];
        if (stamp->why && to_list(counter, CHANCERY_F_TIMESTAMP))
            chy_findings_add(counter->findings, CHANCERY_F_TIMESTAMP, NULL, NULL, 0,
                             "The timestamp in line %u of the record does not count: %s.",
                             stamp->line, stamp->why);
    }
}

static void note_signatures(struct counter *counter, const struct chy_record *record)
{
    for (size_t i = 0; i < record->signatures; i++) {
        const struct chy_record_signature *signature = &record->signature[i];
        if (!signature->by && record->act[signature->act].readable &&
            to_list(counter, CHANCERY_F_FOREIGN_SIGNATURE))
            chy_findings_add(counter->findings, CHANCERY_F_FOREIGN_SIGNATURE,
                             &record->act[signature->act].digest, NULL, 0,
                             "The signature in line %u of the record verifies under no key of "
                             "the directory.",
                             signature->line);
    }
    /* A note: whoever adds such lines must not be able to spoil a verdict with them. */
    if (record->trials_stopped)
        chy_findings_add(counter->findings, CHANCERY_F_FOREIGN_SIGNATURE, NULL, NULL, 0,
                         "More signatures without a useful keyid than are tried: some were "
                         "not checked.");
}

static bool carries_chain(const struct chy_statement *statement, const struct chy_case *given,
                          const struct chy_chain *chain)
{
    for (size_t i = 0; i < statement->carried; i++)
        for (size_t k = 0; k < chain->links; k++)
            if (!statement->carries[i].is_file &&
                chy_digest_eq(&statement->carries[i].statement,
                              &given->record->act[chain->link[k].act].digest))
                return true;
    return false;
}

/* Is it a later act about an act of the chain? */
static bool is_about(const struct chy_statement *statement, const struct chy_case *given,
                     const struct chy_chain *chain)
{
    for (size_t k = 0; chain && k < chain->links; k++)
        if (chy_is_about_act(statement) &&
            chy_digest_eq(&statement->concerns.statement,
                          &given->record->act[chain->link[k].act].digest))
            return true;
    return false;
}

static bool is_rival(const struct chy_case *given, const struct chy_chain *chain,
                     const struct chy_act *act)
{
    return chain && act->trusted &&
           chy_match_level(&act->statement, &given->file, given->text) != CHY_LEVEL_NONE &&
           !carries_chain(&act->statement, given, chain);
}

static void note_rival(struct counter *counter, const struct chy_act *act)
{
    const struct chy_signatory *first = &act->statement.signatory[0];
    char *who = chy_esc(chy_span_str(first->name ? first->name : first->office.office));
    char label[CHY_ACT_LABEL];
    chy_act_label(label, &act->statement);
    if (who && to_list(counter, CHANCERY_F_RIVAL_ACT))
        chy_findings_add(counter->findings, CHANCERY_F_RIVAL_ACT, &act->digest, first->name, 0,
                         "The record holds another act about this very document, the %s by %s.",
                         label, who);
    counter->findings->failed |= !who;
    free(who);
}

/* Of a later act that is not read, only that it is there is known. */
static void note_unread(struct counter *counter, const struct chy_case *given,
                        const struct chy_chain *chain, size_t index, struct chy_laters *laters)
{
    const struct chy_act *act = &given->record->act[index];
    const char *why = chy_later_unread(given, chain, (uint32_t)index);
    if (why && to_list(counter, CHANCERY_F_LATER_IGNORED))
        chy_findings_add(counter->findings, CHANCERY_F_LATER_IGNORED, &act->digest,
                         act->statement.predicate_type, 0,
                         "Line %u of the record is a later act, which is not read and does not "
                         "count: %s.",
                         act->line, why);
    if (why)
        return;
    if (laters->standing < CHY_STANDING_UNKNOWN)
        laters->standing = CHY_STANDING_UNKNOWN;
    chy_findings_add(counter->findings, CHANCERY_F_LATER_ACT, &act->digest,
                     act->statement.predicate_type, 0,
                     "Line %u of the record is a later act, which is not judged.", act->line);
}

static void note_act(struct counter *counter, const struct chy_case *given,
                     const struct chy_chain *chain, size_t index, struct chy_laters *laters)
{
    const struct chy_record *record = given->record;
    const struct chy_act *act = &record->act[index];
    enum chy_act_type type = act->statement.type;
    if (!act->readable) {
        if (to_list(counter, CHANCERY_F_BAD_PAYLOAD))
            chy_findings_add(counter->findings, CHANCERY_F_BAD_PAYLOAD, &act->digest, NULL, 0,
                             "The statement in line %u of the record does not count: %s.",
                             act->line, act->why);
    } else if (type == CHY_ACT_LATER && act->trusted) {
        note_unread(counter, given, chain, index, laters);
    } else if (type >= CHY_ACT_LATER) {
        if (to_list(counter, CHANCERY_F_FOREIGN_STATEMENT))
            chy_findings_add(counter->findings, CHANCERY_F_FOREIGN_STATEMENT, &act->digest,
                             act->statement.predicate_type, 0,
                             "Line %u of the record is a statement of another kind.",
                             act->line);
    } else if (laters->why && laters->why[index]) {
        if (to_list(counter, CHANCERY_F_LATER_IGNORED))
            chy_findings_add(counter->findings, CHANCERY_F_LATER_IGNORED, &act->digest, NULL, 0,
                             "The %s in line %u of the record does not count: %s.",
                             chy_act_name(type), act->line, laters->why[index]);
    } else if ((laters->told && laters->told[index]) ||
               is_about(&act->statement, given, chain)) {
        /* told where it was weighed */
    } else if (!chy_act_is_later(type) && is_rival(given, chain, act)) {
        note_rival(counter, act);
    } else if (to_list(counter, CHANCERY_F_OTHER_ACT)) {
        chy_findings_add(counter->findings, CHANCERY_F_OTHER_ACT, &act->digest, NULL, 0,
                         "Line %u of the record is a %s that the judged act does not carry.",
                         act->line, chy_act_name(type));
    }
}

static void note_rest(struct counter *counter)
{
    for (unsigned code = 0; code < CHANCERY_FINDING_COUNT; code++) {
        if (counter->count[code] > LISTED)
            chy_findings_add(counter->findings, (enum chancery_finding_code)code, NULL, NULL, 0,
                             "%u more of this kind are not listed.",
                             counter->count[code] - LISTED);
    }
}

void chy_notes(struct chy_findings *findings, const struct chy_case *given,
               const struct chy_chain *chain, struct chy_laters *laters)
{
    const struct chy_record *record = given->record;
    struct counter counter = {.findings = findings};
    note_lines(&counter, record);
    note_signatures(&counter, record);
    for (size_t i = 0; i < record->acts; i++) {
        if (!in_chain(chain, i))
            note_act(&counter, given, chain, i, laters);
    }
    note_rest(&counter);
}

void chy_notes_directory(struct chy_findings *findings, const struct chancery_trust *trust)
{
    char date[11];
    chy_date_format(date, trust->directory.expires);
    if (trust->expired)
        chy_findings_add(
            findings, CHANCERY_F_DIRECTORY_EXPIRED, NULL, trust->path, 0,
            "The directory expired on %s; what it says of the time after that is not known.",
            date);
    if (trust->partly_signed > 0)
        chy_findings_add(
            findings, CHANCERY_F_DIRECTORY_PARTLY_SIGNED, NULL, trust->path, 0,
            "%zu later versions of the directory lack root signatures and do not count.",
            trust->partly_signed);
}
