/*
 * directory_edit.c - what is added to a directory: init, add, authorize. Each takes the version
 * that waits, or makes it, and writes it back only if it keeps every rule.
 */
#include "base/encode.h"
#include "base/file.h"
#include "base/date.h"
#include "custody/directory_change.h"

#include <stdlib.h>
#include <sys/random.h>

static bool parse_term(chancery_date *since, chancery_date *until, const char *since_text,
                       const char *until_text, chancery_error *error)
{
    return chy_change_date(since, since_text, "--since", error) &&
           (!until_text || chy_change_date(until, until_text, "--until", error));
}

/* --- init --- */

static bool choose_id(chancery_digest *out, const char *id, chancery_error *error)
{
    if (id && !chy_unhex(out->b, sizeof out->b, chy_span_str(id)))
        return chy_fail(error, CHANCERY_E_USAGE,
                        "a directory's id is 64 lowercase hexadecimal digits; \"%s\" is not",
                        id);
    if (!id && getrandom(out->b, sizeof out->b, 0) != (ssize_t)sizeof out->b)
        return chy_fail_errno(error, NULL, "the system gives no random numbers");
    return true;
}

static bool refuse_existing(const char *path, chancery_error *error)
{
    bool ok = false;
    char *next = chy_directory_next_path(path, error);
    const char *there = chy_file_exists(path)           ? path
                        : next && chy_file_exists(next) ? next
                                                        : NULL;
    if (there) {
        chy_fail(error, CHANCERY_E_EXISTS, "there is a directory already");
        chy_fail_where(error, there);
        chy_fail_next(error,
                      "Choose another name, or move the present file away; what waits unsigned "
                      "is dropped by chancery directory discard.");
    }
    ok = next && !there;
    free(next);
    return ok;
}

bool chancery_directory_init(const char *path, const char *const *roots, size_t root_count,
                             int64_t threshold, const char *expires, const char *id,
                             int64_t now, chancery_error *error)
{
    struct chy_change change = {.path = path};
    struct chy_directory *made = &change.directory;
    made->version = 1;
    bool ok = chy_change_expires(&made->expires, expires, now, error) &&
              refuse_existing(path, error) && choose_id(&made->id, id, error) &&
              chy_change_roots(made, roots, root_count, threshold, error) &&
              chy_change_store(&change, false, error);
    chy_change_done(&change);
    return ok;
}

/* --- add --- */

/* After the office's other aliases, or as the first of a new list. One that it has is passed
 * over. */
static bool add_alias(struct chy_directory *directory, const struct chy_office *office,
                      const char *name, chancery_error *error)
{
    struct chy_alias made = {.first = true};
    size_t at = directory->aliases;
    for (size_t i = 0; i < directory->aliases; i++) {
        const struct chy_alias *one = &directory->alias[i];
        if (one->voided || !chy_same_office(NULL, &one->office, office))
            continue;
        if (chy_same_name(one->alias, name))
            return true;
        at = i + 1;
        made.first = false;
    }
    if (!chy_change_room(&directory->alias, directory->aliases, sizeof made, CHY_MAX_HOLDERS,
                         "aliases", error))
        return false;
    /* in the spelling that the list has */
    const struct chy_office *as = made.first ? office : &directory->alias[at - 1].office;
    made.office.office = chy_dup(chy_span_str(as->office), error);
    made.office.of = chy_dup(chy_span_str(as->of), error);
    made.alias = chy_dup(chy_span_str(name), error);
    memmove(&directory->alias[at + 1], &directory->alias[at],
            (directory->aliases - at) * sizeof made);
    directory->alias[at] = made;
    directory->aliases++;
    return made.office.office && made.office.of && made.alias;
}

static bool take_key(chancery_public_key *out, const chancery_holder *holder,
                     chancery_error *error)
{
    if (holder->key)
        return chancery_public_key_read(out, holder->key, error);
    *out = *holder->public_key;
    return true;
}

static bool add_holder(struct chy_directory *directory, const chancery_holder *holder,
                       chancery_error *error)
{
    if (!chy_change_room(&directory->holder, directory->holders, sizeof *directory->holder,
                         CHY_MAX_HOLDERS, "holders", error))
        return false;
    struct chy_holder *made = &directory->holder[directory->holders++];
    if (!chy_office_parse(&made->office, holder->office, error) ||
        !take_key(&made->key, holder, error) ||
        !parse_term(&made->since, &made->until, holder->since, holder->until, error))
        return false;
    made->name = chy_dup(chy_span_str(holder->name), error);
    made->capacity = chy_dup(chy_span_str(holder->capacity ? holder->capacity : "full"), error);
    if (!made->name || !made->capacity)
        return false;
    for (size_t i = 0; i < holder->alias_count; i++) {
        if (!add_alias(directory, &made->office, holder->aliases[i], error))
            return false;
    }
    return true;
}

static bool knows_office(const struct chy_directory *directory, const struct chy_office *office)
{
    for (size_t i = 0; i < directory->holders; i++) {
        if (chy_same_office(directory, &directory->holder[i].office, office))
            return true;
    }
    for (size_t i = 0; i < directory->authorizations; i++) {
        const struct chy_authorization *one = &directory->authorization[i];
        if (chy_same_office(directory, &one->office, office) ||
            chy_same_office(directory, &one->on_behalf_of, office))
            return true;
    }
    return false;
}

/* Other names alone, of an office that the directory has. */
static bool add_aliases(struct chy_directory *directory, const chancery_holder *names,
                        chancery_error *error)
{
    struct chy_office office = {0};
    bool ok = chy_office_parse(&office, names->office, error);
    if (ok && !knows_office(directory, &office)) {
        chy_fail(error, CHANCERY_E_UNKNOWN, "the directory has no such office");
        ok = chy_fail_next(error, "Check how it is written (chancery directory show), or say "
                                  "who holds it too: --name, --key and --since.");
    }
    for (size_t i = 0; ok && i < names->alias_count; i++)
        ok = add_alias(directory, &office, names->aliases[i], error);
    chy_office_done(&office);
    return ok;
}

bool chancery_directory_add(const char *path, const char *home, const chancery_holder *holder,
                            chancery_error *error)
{
    struct chy_change change = {0};
    bool alone = holder->alias_count > 0 && !holder->name && !holder->key && !holder->since;
    if (!holder->office || (!alone && (!holder->name || (!holder->key && !holder->public_key))))
        return chy_fail(error, CHANCERY_E_USAGE,
                        "a holder has a name, an office and a public key");
    bool ok = chy_change_begin(&change, path, home, error) &&
              (alone ? add_aliases(&change.directory, holder, error)
                     : add_holder(&change.directory, holder, error)) &&
              chy_change_store(&change, true, error);
    chy_change_done(&change);
    return ok;
}

/* --- require --- */

static bool add_quorum(struct chy_directory *directory, const char *office, int64_t persons,
                       const char *since, const char *until, chancery_error *error)
{
    if (!chy_change_room(&directory->office_quorum, directory->office_quorums,
                         sizeof *directory->office_quorum, CHY_MAX_THRESHOLDS, "thresholds",
                         error))
        return false;
    struct chy_quorum *made = &directory->office_quorum[directory->office_quorums++];
    made->persons = persons;
    return chy_office_parse(&made->office, office, error) &&
           parse_term(&made->since, &made->until, since, until, error);
}

/* Persons who hold this office at some time in the term; no more are counted than can be asked
 * for. */
static size_t holders_in(const struct chy_directory *directory, const struct chy_quorum *quorum)
{
    uint32_t person[CHY_MAX_QUORUM];
    size_t count = 0;
    for (size_t i = 0; i < directory->holders && count < CHY_MAX_QUORUM; i++) {
        const struct chy_holder *holder = &directory->holder[i];
        size_t k = 0;
        if (holder->voided || !chy_same_office(directory, &holder->office, &quorum->office) ||
            (chy_date_is_set(holder->until) &&
             chy_date_cmp(holder->until, quorum->since) < 0) ||
            (chy_date_is_set(quorum->until) && chy_date_cmp(quorum->until, holder->since) < 0))
            continue;
        while (k < count && person[k] != holder->person)
            k++;
        if (k == count)
            person[count++] = holder->person;
    }
    return count;
}

bool chancery_directory_require(size_t *holders, const char *path, const char *home,
                                const char *office, int64_t persons, const char *since,
                                const char *until, chancery_error *error)
{
    struct chy_change change = {0};
    if (!office || persons < 2 || persons > (int64_t)CHY_MAX_QUORUM)
        return chy_fail(error, CHANCERY_E_USAGE,
                        "a threshold names an office, and 2 to %u persons (--persons)",
                        CHY_MAX_QUORUM);
    bool ok = chy_change_begin(&change, path, home, error) &&
              add_quorum(&change.directory, office, persons, since, until, error) &&
              chy_change_store(&change, true, error);
    if (ok)
        *holders =
            holders_in(&change.directory,
                       &change.directory.office_quorum[change.directory.office_quorums - 1]);
    chy_change_done(&change);
    return ok;
}

/* --- authorize --- */

/* "issue", "forward,issue" and their like, in any order. */
static bool parse_acts(struct chy_authorization *made, const char *acts, chancery_error *error)
{
    for (const char *at = acts; at;) {
        size_t len = strcspn(at, ",");
        enum chy_act_type type = chy_act_type_of(chy_span(at, len));
        if (type == CHY_ACT_LETTER || type >= CHY_ACT_LATER)
            return chy_fail(error, CHANCERY_E_USAGE,
                            "--acts takes attestation, corrigendum, forward, issue, "
                            "per-procurationem, receipt, translation and withdrawal, with "
                            "commas between them; not \"%s\"",
                            acts);
        made->act[type] = true;
        at = at[len] ? at + len + 1 : NULL;
    }
    return true;
}

bool chancery_directory_authorize(const char *path, const char *home, const char *office,
                                  const char *acts, const char *on_behalf_of, const char *since,
                                  const char *until, chancery_error *error)
{
    struct chy_change change = {0};
    struct chy_directory *directory = &change.directory;
    bool ok = false;
    if (!office || !acts || !on_behalf_of)
        return chy_fail(error, CHANCERY_E_USAGE,
                        "an authorisation names an office, its acts and for whom");
    if (!chy_change_begin(&change, path, home, error) ||
        !chy_change_room(&directory->authorization, directory->authorizations,
                         sizeof *directory->authorization, CHY_MAX_AUTHORIZATIONS,
                         "authorisations", error))
        goto out;
    struct chy_authorization *made = &directory->authorization[directory->authorizations++];
    ok = chy_office_parse(&made->office, office, error) &&
         chy_office_parse(&made->on_behalf_of, on_behalf_of, error) &&
         parse_acts(made, acts, error) &&
         parse_term(&made->since, &made->until, since, until, error) &&
         chy_change_store(&change, true, error);
out:
    chy_change_done(&change);
    return ok;
}
