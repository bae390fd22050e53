/*
 * impact_look.c - does an act of a record rest on the key or the office?
 */
#include "custody/impact_parts.h"

#include "base/sha256.h"
#include "custody/chain.h"
#include "custody/logged.h"
#include "custody/proven.h"

#include <stdlib.h>

static bool signed_by_key(const struct chy_record *record, uint32_t act,
                          const chancery_public_key *key)
{
    const struct chy_record_signature *one = NULL;
    while ((one = chy_record_next(record, act, one))) {
        if (one->by && chy_key_eq(&one->by->key, key))
            return true;
    }
    return false;
}

static bool names_office(const struct chy_statement *statement,
                         const struct chy_directory *directory, const struct chy_office *office)
{
    for (size_t i = 0; i < statement->signatories; i++) {
        if (chy_same_office(directory, &statement->signatory[i].office, office))
            return true;
    }
    return false;
}

/* Has this office signed it for one of its signatories? */
static bool signed_by_office(const struct chy_record *record, uint32_t act,
                             const struct chy_directory *directory,
                             const struct chy_office *office)
{
    const struct chy_statement *statement = &record->act[act].statement;
    const struct chy_record_signature *one = NULL;
    while ((one = chy_record_next(record, act, one))) {
        if (!one->by || !chy_same_office(directory, &one->by->office, office))
            continue;
        for (size_t i = 0; i < statement->signatories; i++)
            if (chy_chain_stands_in(directory, one->by, statement, i))
                return true;
    }
    return false;
}

static bool rests(const struct chy_impact_search *search, const struct chy_record *record,
                  uint32_t act, const struct chy_directory *directory)
{
    const struct chy_act *self = &record->act[act];
    if (!self->readable || self->statement.type == CHY_ACT_FOREIGN)
        return false;
    const struct chy_office *office = &search->subject->office;
    return search->subject->is_key
               ? signed_by_key(record, act, &search->subject->key)
               : self->trusted && (names_office(&self->statement, directory, office) ||
                                   signed_by_office(record, act, directory, office));
}

/* Is an act of the record about what the proof's entry names? */
static bool is_named(const struct chy_record *record, const struct chancery_proof *proof)
{
    for (size_t i = 0; i < record->acts; i++) {
        const struct chy_act *act = &record->act[i];
        if (act->readable && chy_act_is_judged(act->statement.type) &&
            chy_digest_eq(&act->statement.subject_digest, &proof->document))
            return true;
    }
    return false;
}

/* Sets hit[act] for each act of the record that rests on it by this directory. */
static bool look(bool *any, bool **hit, struct chy_record *record,
                 const struct chy_impact_search *search, chancery_span bytes,
                 const struct chy_directory *directory, chancery_error *error)
{
    chy_record_done(record);
    if (!chy_record_read(record, bytes, error) || !chy_record_check(record, directory, error))
        return false;
    for (size_t i = 0; i < search->proofs->count; i++) {
        chy_logged_prove(record, search->proofs->proof[i]);
        search->used[i] |= is_named(record, search->proofs->proof[i]);
    }
    if (!chy_record_prove(record, directory, search->now->now, error))
        return false;
    if (!*hit)
        *hit = calloc(record->acts + 1, sizeof **hit);
    if (!*hit)
        return chy_fail_memory(error);
    for (size_t i = 0; i < record->acts; i++) {
        (*hit)[i] |= rests(search, record, (uint32_t)i, directory);
        *any |= (*hit)[i];
    }
    return true;
}

bool chy_impact_look(bool *any, bool **hit, struct chy_record *record,
                     const struct chy_impact_search *search, chancery_span bytes,
                     chancery_error *error)
{
    *any = false;
    return (search->out->before.version == 0 ||
            look(any, hit, record, search, bytes, &search->before.directory, error)) &&
           look(any, hit, record, search, bytes, &search->now->directory, error);
}
