/*
 * signing_procure.c - a key that signs in the place of another: spec/verdict.md, rule 2.14.
 */
#include "custody/signing.h"

#include "custody/chain.h"

/* The place that is meant, whoever has signed there; SIZE_MAX: none. */
static size_t place_meant(const struct chancery_signing *signing,
                          const struct chy_statement *statement,
                          const struct chy_directory *directory)
{
    const struct chy_signatory *meant = &signing->on_behalf_of;
    for (size_t i = 0; i < statement->signatories; i++) {
        const struct chy_signatory *one = &statement->signatory[i];
        if (one->name && meant->name && chy_same_name(one->name, meant->name) &&
            chy_same_office(directory, &one->office, &meant->office))
            return i;
    }
    return SIZE_MAX;
}

/* Has this person signed the act already, in any place? */
static bool has_place(const struct chy_holder *holder,
                      const struct chy_record_signature *const *place, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (place[i] && place[i]->by->person == holder->person)
            return true;
    return false;
}

static const char *why_not(const struct chancery_signing *signing, size_t meant,
                           const struct chy_statement *statement,
                           const struct chy_record_signature *const *place,
                           const struct chy_holder *holder,
                           const struct chy_directory *directory)
{
    if (statement->type > CHY_ACT_ISSUE)
        return "nobody signs such an act in another's place";
    if (meant == SIZE_MAX)
        return "it names no such signatory";
    if (!holder)
        return "nobody in the directory has this key";
    if (signing->place != SIZE_MAX)
        return "this key has its own place in it, and signs there";
    if (signing->key_signed || has_place(holder, place, statement->signatories))
        return "this person has signed it already";
    if (place[meant])
        return "that place is signed already";
    if (chy_chain_speaks_in_it(directory, holder, statement))
        return "this key's office is that of a signatory that the act names, so it signs for "
               "that office and fills no other signatory's place";
    return chy_chain_stands_in(directory, holder, statement, meant)
               ? NULL
               : "the directory does not let this key's office sign for that signatory on the "
                 "date of the act";
}

static bool copy(char **to, const char *from, chancery_error *error)
{
    return (*to = chy_dup(chy_span_str(from), error)) != NULL;
}

bool chy_signing_procure(struct chancery_signing *signing,
                         const struct chy_statement *statement,
                         const struct chy_record_signature *const *place,
                         const struct chy_directory *directory, chancery_error *error)
{
    const struct chy_holder *holder = chy_directory_key(directory, &signing->key);
    size_t meant = place_meant(signing, statement, directory);
    struct chy_signatory *by = &signing->procurator;
    chy_signatory_done(by);
    signing->why = why_not(signing, meant, statement, place, holder, directory);
    signing->place = signing->why ? SIZE_MAX : meant;
    signing->countersigns = false;
    return signing->why || (copy(&by->name, holder->name, error) &&
                            copy(&by->office.office, holder->office.office, error) &&
                            copy(&by->office.of, holder->office.of, error));
}

const struct chy_signatory *chy_signing_could_procure(const struct chancery_signing *signing,
                                                      const struct chy_directory *directory)
{
    const struct chy_statement *statement = &signing->statement;
    const struct chy_holder *holder = chy_directory_key(directory, &signing->key);
    for (size_t i = 0; holder && !signing->key_signed && i < statement->signatories; i++)
        if (!signing->has_signed[i] && chy_chain_stands_in(directory, holder, statement, i))
            return &statement->signatory[i];
    return NULL;
}
