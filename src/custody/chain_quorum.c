/*
 * chain_quorum.c - several persons sign for an office: spec/verdict.md, rule 2.13.
 */
#include "base/limits.h"
#include "custody/chain.h"
#include "custody/proven.h"

#include <stdlib.h>

/* No more are counted than can be asked for. */
size_t chy_chain_persons(const struct chy_record *record, uint32_t act,
                         const struct chy_office *office, const struct chy_directory *directory)
{
    chancery_date date = record->act[act].statement.date;
    const struct chy_record_signature *one = NULL;
    uint32_t person[CHY_MAX_QUORUM];
    size_t persons = 0;
    while (persons < CHY_MAX_QUORUM && (one = chy_record_next(record, act, one))) {
        size_t i = 0;
        if (!one->by || !chy_directory_gives(directory, &one->by->key, NULL, office, date) ||
            chy_directory_key_state(directory, &one->by->key, date, chy_proven(one), NULL) >
                CHY_KEY_OLDER)
            continue;
        while (i < persons && person[i] != one->by->person)
            i++;
        person[i] = one->by->person;
        persons += i == persons;
    }
    return persons;
}

bool chy_chain_has_quorum(const struct chy_record *record, uint32_t act,
                          const struct chy_office *office,
                          const struct chy_directory *directory)
{
    size_t needed = chy_directory_quorum(directory, office, record->act[act].statement.date);
    return needed <= 1 || chy_chain_persons(record, act, office, directory) >= needed;
}

/* One person has signed where the directory wants several. */
void chy_chain_quorum(struct chy_findings *findings, const struct chy_record *record,
                      uint32_t act, const struct chy_signatory *signatory,
                      const struct chy_directory *directory)
{
    const struct chy_act *self = &record->act[act];
    if (chy_chain_has_quorum(record, act, &signatory->office, directory))
        return;
    char *office = chy_esc(chy_span_str(signatory->office.office));
    char *of = chy_esc(chy_span_str(signatory->office.of));
    findings->failed |= !office || !of;
    if (office && of)
        chy_findings_add(
            findings, CHANCERY_F_OFFICE_THRESHOLD, &self->digest, signatory->office.office, 0,
            "The directory asks for %zu persons to sign for %s, %s; %zu have signed with keys "
            "in use.",
            chy_directory_quorum(directory, &signatory->office, self->statement.date), office,
            of, chy_chain_persons(record, act, &signatory->office, directory));
    free(office);
    free(of);
}
