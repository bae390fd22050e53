/*
 * chain_quorum.c - several persons sign for an office: spec/verdict.md, rule 2.13.
 */
#include "base/date.h"
#include "base/limits.h"
#include "custody/attest.h"
#include "custody/proven.h"

#include <stdlib.h>

/* Persons who have signed, the earliest first; no more are counted than can be asked for. */
struct persons {
    struct {
        uint32_t person;
        chancery_date day;
    } one[CHY_MAX_QUORUM + 1];
    size_t count;
};

bool chy_chain_signed_day(chancery_date *day, const struct chy_record_signature *signature,
                          chancery_date claimed, const struct chy_chain_times *times)
{
    const int64_t *proven = chy_proven(signature);
    *day = claimed;
    if (!chy_chain_time_demanded(times, claimed))
        return true;
    if (!proven && !times->to_come)
        return false;
    *day = chy_time_date(proven ? *proven : times->now);
    return true;
}

/* Does a signature count for the office? By one who held it on the act's date, and on the day
 * that is proven where one is demanded, with a key that has not ended. */
static bool counts(chancery_date *day, const struct chy_record_signature *one,
                   chancery_date claimed, const struct chy_office *office,
                   const struct chy_chain_times *times)
{
    const struct chy_directory *directory = times->directory;
    return one->by && chy_directory_gives(directory, &one->by->key, NULL, office, claimed) &&
           chy_directory_key_state(directory, &one->by->key, claimed, chy_proven(one), NULL) <=
               CHY_KEY_OLDER &&
           chy_chain_signed_day(day, one, claimed, times) &&
           chy_directory_gives(directory, &one->by->key, NULL, office, *day);
}

/* A person counts once, by the earliest day. */
static void add(struct persons *all, uint32_t person, chancery_date day)
{
    size_t i = 0, last;
    while (i < all->count && all->one[i].person != person)
        i++;
    if (i < all->count && chy_date_cmp(all->one[i].day, day) <= 0)
        return;
    last = i < all->count ? i : all->count++;
    for (; last > 0 && chy_date_cmp(all->one[last - 1].day, day) > 0; last--)
        all->one[last] = all->one[last - 1];
    all->one[last].person = person;
    all->one[last].day = day;
    if (all->count > CHY_MAX_QUORUM)
        all->count = CHY_MAX_QUORUM;
}

static chancery_date later_of(chancery_date a, chancery_date b)
{
    return chy_date_cmp(a, b) < 0 ? b : a;
}

/* A proven time says that it was signed then or before. So the act is signed for the office by
 * the first day by which as many have signed as were needed on any day from the act's to that
 * one: who signs later can make it no worse. */
static struct chy_for_office first_enough(const struct persons *all,
                                          const struct chy_directory *directory,
                                          const struct chy_office *office,
                                          chancery_date claimed, chancery_date own)
{
    chancery_date from = later_of(claimed, own);
    struct chy_for_office found = {0, chy_directory_quorum(directory, office, claimed, from)};
    for (size_t i = 0; i < all->count; i++) {
        chancery_date to = later_of(from, all->one[i].day);
        if (i + 1 < all->count && chy_date_cmp(all->one[i + 1].day, to) <= 0)
            continue;
        found.persons = i + 1;
        found.needed = chy_directory_quorum(directory, office, claimed, to);
        if (found.persons >= found.needed)
            break;
    }
    return found;
}

struct chy_for_office chy_chain_for_office(const struct chy_record *record, uint32_t act,
                                           const struct chy_office *office,
                                           const struct chy_record_signature *own,
                                           const struct chy_chain_times *times,
                                           chy_among_fn *among, const void *context)
{
    chancery_date claimed = record->act[act].statement.date, day, own_day = claimed;
    const struct chy_record_signature *one = NULL;
    struct persons all = {.count = 0};
    if (times->directory->office_quorums == 0)
        return (struct chy_for_office){0, 1};
    while ((one = chy_record_next(record, act, one))) {
        if ((!among || among(context, one)) && counts(&day, one, claimed, office, times))
            add(&all, one->by->person, day);
    }
    if (own && !chy_chain_signed_day(&own_day, own, claimed, times))
        own_day = claimed;
    return first_enough(&all, times->directory, office, claimed, own_day);
}

bool chy_chain_has_quorum(const struct chy_record *record, uint32_t act,
                          const struct chy_office *office,
                          const struct chy_record_signature *own,
                          const struct chy_chain_times *times)
{
    struct chy_for_office found =
        chy_chain_for_office(record, act, office, own, times, NULL, NULL);
    return found.needed <= 1 || found.persons >= found.needed;
}

static void report(struct chy_findings *findings, const struct chy_act *act,
                   const struct chy_office *for_office, struct chy_for_office found,
                   const char *how)
{
    char *office = chy_esc(chy_span_str(for_office->office));
    char *of = chy_esc(chy_span_str(for_office->of));
    findings->failed |= !office || !of;
    if (office && of)
        chy_findings_add(
            findings, CHANCERY_F_OFFICE_THRESHOLD, &act->digest, for_office->office, 0,
            "The directory asks for %zu persons to sign for %s, %s; %zu %s %s.", found.needed,
            office, of, found.persons, found.persons == 1 ? "has" : "have", how);
    free(office);
    free(of);
}

/* One person has signed where the directory wants several. */
void chy_chain_quorum(struct chy_findings *findings, const struct chy_record *record,
                      uint32_t act, const struct chy_signatory *signatory,
                      const struct chy_record_signature *own,
                      const struct chy_chain_times *times)
{
    const struct chy_act *self = &record->act[act];
    struct chy_for_office found =
        chy_chain_for_office(record, act, &signatory->office, own, times, NULL, NULL);
    if (found.needed <= 1 || found.persons >= found.needed)
        return;
    report(findings, self, &signatory->office, found,
           chy_chain_time_demanded(times, self->statement.date)
               ? "signed with keys in use and at a proven time within their terms"
               : "signed with keys in use");
}

/* Whom the attestation vouches for in this office, as far as the directory gives it to them. */
static void add_attested(struct persons *all, const struct chy_statement *by,
                         const struct chy_office *office, chancery_date date,
                         const struct chy_directory *directory)
{
    const struct chy_holder *holder;
    for (size_t i = 0; i < by->attesteds; i++) {
        const struct chy_signatory *one = &by->attested[i];
        if (one->name && chy_same_office(directory, &one->office, office) &&
            chy_directory_held(directory, one->name, office, date, &holder) == CHY_HELD)
            add(all, holder->person, date);
    }
}

static struct chy_for_office attested_for(const struct chy_record *record, uint32_t act,
                                          size_t signatory, const struct chy_chain_times *times)
{
    const struct chy_statement *self = &record->act[act].statement;
    const struct chy_directory *directory = times->directory;
    const struct chy_office *office = &self->signatory[signatory].office;
    const char *name = self->signatory[signatory].name;
    const struct chy_record_signature *one = NULL;
    chancery_date day;
    struct persons all = {.count = 0};
    size_t needed = chy_directory_quorum(directory, office, self->date, self->date);
    if (needed <= 1)
        return (struct chy_for_office){1, 1};
    while ((one = chy_record_next(record, act, one)))
        if (counts(&day, one, self->date, office, times))
            add(&all, one->by->person, self->date);
    for (uint32_t i = 0; i < record->acts; i++)
        if (chy_attestation_stands(record, i, act, signatory, times))
            add_attested(&all, &record->act[i].statement, office, self->date, directory);
    /* A signatory whom the directory does not know is one more; a seal is somebody's of them.
     */
    if (name && chy_directory_held(directory, name, office, self->date, NULL) != CHY_HELD)
        all.count++;
    return (struct chy_for_office){all.count > 0 ? all.count : 1, needed};
}

bool chy_chain_is_attested(const struct chy_record *record, uint32_t act, size_t signatory,
                           const struct chy_chain_times *times)
{
    if (chy_attestation_of(record, act, signatory, times) == UINT32_MAX)
        return false;
    struct chy_for_office found = attested_for(record, act, signatory, times);
    return found.persons >= found.needed;
}

void chy_chain_attested_quorum(struct chy_findings *findings, const struct chy_record *record,
                               uint32_t act, size_t signatory,
                               const struct chy_chain_times *times)
{
    const struct chy_act *self = &record->act[act];
    struct chy_for_office found = attested_for(record, act, signatory, times);
    if (found.persons < found.needed)
        report(findings, self, &self->statement.signatory[signatory].office, found,
               "signed or been vouched for");
}
