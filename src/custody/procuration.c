/*
 * procuration.c - who signs in the place of another, as the directory allows: spec/verdict.md,
 * rule 2.14.
 */
#include "custody/chain.h"

#include "base/limits.h"
#include "custody/attest.h"
#include "custody/proven.h"

bool chy_chain_procures(const struct chy_directory *directory, const struct chy_holder *by,
                        const struct chy_signatory *signatory, chancery_date date)
{
    return signatory->name && !chy_same_name(by->name, signatory->name) &&
           chy_directory_held(directory, signatory->name, &signatory->office, date, NULL) ==
               CHY_HELD &&
           chy_directory_gives(directory, &by->key, NULL, &by->office, date) &&
           chy_directory_allows(directory, &by->office, CHY_ACT_PROCURATION, &signatory->office,
                                date);
}

/* Who holds an office of a signatory signs for that office: in their own place, or as one of
 * the persons whom it asks for. Such a signature says nothing of another signatory. */
bool chy_chain_speaks_in_it(const struct chy_directory *directory, const struct chy_holder *by,
                            const struct chy_statement *statement)
{
    for (size_t i = 0; i < statement->signatories; i++) {
        const struct chy_office *office = &statement->signatory[i].office;
        if (chy_directory_gives(directory, &by->key, NULL, office, statement->date) ||
            chy_directory_held(directory, by->name, office, statement->date, NULL) == CHY_HELD)
            return true;
    }
    return false;
}

bool chy_chain_stands_in(const struct chy_directory *directory, const struct chy_holder *by,
                         const struct chy_statement *statement, size_t signatory)
{
    return statement->type <= CHY_ACT_ISSUE &&
           chy_chain_procures(directory, by, &statement->signatory[signatory],
                              statement->date) &&
           !chy_chain_speaks_in_it(directory, by, statement);
}

/* The places of an act, while those who sign for others are looked for. Whom an office may sign
 * for can be several, so who was found for one place may have to make room at another: then as
 * many places are filled as can be, whatever the order of the lines. */
struct filling {
    const struct chy_record_signature **place;
    const struct chy_record *record;
    uint32_t act;
    const struct chy_statement *statement;
    const struct chy_chain_times *times;
    bool timed;                              /* only those who lack no proven time */
    bool left[CHY_MAX_SIGNATORIES + 1];      /* to an attestation */
    uint32_t asked[CHY_MAX_SIGNATORIES + 1]; /* persons, since the last empty place */
    size_t asks;
};

/* Of two signatures, the one with the earlier proof; then by key. */
static int compare(const struct chy_record_signature *a, const struct chy_record_signature *b)
{
    if (a->proven != b->proven)
        return a->proven < b->proven ? -1 : 1;
    return memcmp(a->by->key.b, b->by->key.b, sizeof a->by->key.b);
}

/* Those of the act whose keys are known, in that order. */
static const struct chy_record_signature *next_signer(const struct filling *f,
                                                      const struct chy_record_signature *last)
{
    const struct chy_record_signature *next = NULL, *one = NULL;
    while ((one = chy_record_next(f->record, f->act, one)))
        if (one->by && (!last || compare(one, last) > 0) && (!next || compare(one, next) < 0))
            next = one;
    return next;
}

static bool is_good(const struct filling *f, const struct chy_record_signature *one)
{
    return chy_directory_key_state(f->times->directory, &one->by->key, f->statement->date,
                                   chy_proven(one), NULL) <= CHY_KEY_OLDER;
}

/* Is it as good as is asked for now? */
static bool does(const struct filling *f, size_t i, const struct chy_record_signature *one)
{
    return one && is_good(f, one) &&
           !(f->timed && chy_chain_lacks_time(one, &f->statement->signatory[i],
                                              f->statement->date, f->times));
}

static bool was_asked(const struct filling *f, uint32_t person)
{
    for (size_t i = 0; i < f->asks; i++)
        if (f->asked[i] == person)
            return true;
    return false;
}

static bool is_for_another(const struct filling *f, size_t i)
{
    return chy_chain_is_for_another(f->times->directory, f->place[i],
                                    &f->statement->signatory[i], f->statement->date);
}

/* How many places a person fills, but for `except`; *at: one of them. */
static unsigned places_of(size_t *at, const struct filling *f, uint32_t person, size_t except)
{
    unsigned count = 0;
    for (size_t i = 0; i < f->statement->signatories; i++) {
        if (i == except || !f->place[i] || f->place[i]->by->person != person)
            continue;
        *at = i;
        count++;
    }
    return count;
}

/* Who fills no other place first, then who can leave one to another; nobody leaves their own.
 */
static bool fill(struct filling *f, size_t i)
{
    for (int room = 0; room < 2; room++) {
        const struct chy_record_signature *one = NULL;
        while ((one = next_signer(f, one))) {
            size_t other = SIZE_MAX;
            uint32_t person = one->by->person;
            if (was_asked(f, person) || !does(f, i, one) ||
                !chy_chain_stands_in(f->times->directory, one->by, f->statement, i))
                continue;
            unsigned count = places_of(&other, f, person, i);
            if (count > 1 || (count == 1) != (room == 1) || f->asks > CHY_MAX_SIGNATORIES ||
                (count == 1 && !is_for_another(f, other)))
                continue;
            f->asked[f->asks++] = person;
            if (count == 1 && !fill(f, other))
                continue;
            f->place[i] = one;
            return true;
        }
    }
    return false;
}

/* With a key that has ended, where there is nothing else. */
static void fill_badly(struct filling *f, size_t i)
{
    const struct chy_record_signature *one = NULL;
    size_t other;
    while (!f->place[i] && !f->left[i] && (one = next_signer(f, one))) {
        if (places_of(&other, f, one->by->person, i) == 0 &&
            chy_chain_stands_in(f->times->directory, one->by, f->statement, i))
            f->place[i] = one;
    }
}

/* Does it let any office sign for another? */
static bool may_any(const struct chy_directory *directory)
{
    for (size_t i = 0; i < directory->authorizations; i++)
        if (directory->authorization[i].act[CHY_ACT_PROCURATION])
            return true;
    return false;
}

static void fill_all(struct filling *f)
{
    for (size_t i = 0; i < f->statement->signatories; i++) {
        f->asks = 0;
        if (!f->left[i] && !does(f, i, f->place[i]))
            (void)fill(f, i);
    }
}

void chy_chain_procurators(const struct chy_record_signature **place,
                           const struct chy_record *record, uint32_t act,
                           const struct chy_chain_times *times)
{
    struct filling f = {.place = place,
                        .record = record,
                        .act = act,
                        .statement = &record->act[act].statement,
                        .times = times};
    bool demanded = chy_chain_time_demanded(times, f.statement->date);
    if (f.statement->type > CHY_ACT_ISSUE || !may_any(times->directory))
        return;
    for (size_t i = 0; i < f.statement->signatories; i++)
        f.left[i] = !demanded && !does(&f, i, place[i]) &&
                    chy_attestation_of(record, act, i, times) != UINT32_MAX;
    /* Those with the time that is demanded first: others take only what these leave. */
    f.timed = true;
    if (demanded)
        fill_all(&f);
    f.timed = false;
    fill_all(&f);
    for (size_t i = 0; i < f.statement->signatories; i++)
        fill_badly(&f, i);
}

void chy_procurations_trust(struct chy_record *record, const struct chy_directory *directory)
{
    for (size_t i = 0; i < record->signatures; i++) {
        const struct chy_record_signature *one = &record->signature[i];
        struct chy_act *act = &record->act[one->act];
        if (!one->by || !act->readable || act->trusted || act->statement.type > CHY_ACT_ISSUE)
            continue;
        if (!may_any(directory))
            return;
        for (size_t k = 0; k < act->statement.signatories && !act->trusted; k++)
            act->trusted = chy_chain_stands_in(directory, one->by, &act->statement, k);
    }
}
