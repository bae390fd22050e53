/*
 * directory_end.c - what becomes of entries: the end of a key and of a term, entries that never
 * counted; and the roots and the expiry of the next version.
 */
#include "base/date.h"
#include "custody/directory_change.h"
#include "sign/ed25519.h"

#include <stdlib.h>

static bool set_reason(char **out, const char *reason, chancery_error *error)
{
    if (!reason || !reason[0]) {
        chy_fail(error, CHANCERY_E_USAGE,
                 "what stands in a signed version is not undone "
                 "without saying why");
        return chy_fail_next(error, "Give the reason: --reason TEXT");
    }
    free(*out);
    *out = chy_dup(chy_span_str(reason), error);
    return *out != NULL;
}

/* --- which entry is meant --- */

struct wanted {
    struct chy_office office, on_behalf_of;
    const char *name;
    int64_t persons;     /* of a threshold; 0: none is meant */
    chancery_date since; /* not set: any */
};

static bool wanted_read(struct wanted *out, const chancery_entry *entry, chancery_error *error)
{
    *out = (struct wanted){.name = entry->name, .persons = entry->persons};
    if (!entry->office)
        return chy_fail(error, CHANCERY_E_USAGE, "--office says which entry is meant");
    if (!!entry->name + !!entry->on_behalf_of + (entry->persons != 0) > 1)
        return chy_fail(error, CHANCERY_E_USAGE,
                        "--name means a holder, --for an authorisation and --persons a "
                        "threshold; say one of them");
    return chy_office_parse(&out->office, entry->office, error) &&
           (!entry->on_behalf_of ||
            chy_office_parse(&out->on_behalf_of, entry->on_behalf_of, error)) &&
           (!entry->since || chy_change_date(&out->since, entry->since, "--since", error));
}

static void wanted_done(struct wanted *wanted)
{
    chy_office_done(&wanted->office);
    chy_office_done(&wanted->on_behalf_of);
}

static bool is_holder(const struct wanted *wanted, const struct chy_directory *directory,
                      const struct chy_holder *holder)
{
    return !holder->voided && chy_same_name(holder->name, wanted->name) &&
           chy_same_office(directory, &holder->office, &wanted->office) &&
           (!chy_date_is_set(wanted->since) || chy_date_cmp(holder->since, wanted->since) == 0);
}

static bool is_authorization(const struct wanted *wanted, const struct chy_directory *directory,
                             const struct chy_authorization *one)
{
    return !one->voided && chy_same_office(directory, &one->office, &wanted->office) &&
           chy_same_office(directory, &one->on_behalf_of, &wanted->on_behalf_of) &&
           (!chy_date_is_set(wanted->since) || chy_date_cmp(one->since, wanted->since) == 0);
}

/* The parts of an entry that may change. */
struct entry {
    chancery_date *until;
    char **ended, **voided;
};

static bool one_of(size_t found, chancery_error *error)
{
    if (found == 1)
        return true;
    chy_fail(error, CHANCERY_E_UNKNOWN,
             found == 0 ? "no entry of the directory is like this"
                        : "%zu entries of the directory are like this",
             found);
    return chy_fail_next(error, found == 0
                                    ? "List what is there: chancery directory show FILE"
                                    : "Say which one by its first day: --since YYYY-MM-DD");
}

static bool find_entry(struct entry *out, struct chy_directory *directory,
                       const struct wanted *wanted, chancery_error *error)
{
    size_t found = 0;
    for (size_t i = 0; i < directory->holders && wanted->name; i++) {
        struct chy_holder *holder = &directory->holder[i];
        if (is_holder(wanted, directory, holder)) {
            *out = (struct entry){&holder->until, &holder->ended, &holder->voided};
            found++;
        }
    }
    for (size_t i = 0; i < directory->office_quorums && wanted->persons != 0; i++) {
        struct chy_quorum *one = &directory->office_quorum[i];
        if (!one->voided && one->persons == wanted->persons &&
            chy_same_office(directory, &one->office, &wanted->office) &&
            (!chy_date_is_set(wanted->since) || chy_date_cmp(one->since, wanted->since) == 0)) {
            *out = (struct entry){&one->until, &one->ended, &one->voided};
            found++;
        }
    }
    for (size_t i = 0; i < directory->authorizations && wanted->on_behalf_of.office; i++) {
        struct chy_authorization *one = &directory->authorization[i];
        if (is_authorization(wanted, directory, one)) {
            *out = (struct entry){&one->until, &one->ended, &one->voided};
            found++;
        }
    }
    return one_of(found, error);
}

/* --- terms --- */

static bool end_term(struct chy_directory *directory, const struct wanted *wanted,
                     const char *until, const char *reason, chancery_error *error)
{
    struct entry entry;
    chancery_date date;
    if (!wanted->name && !wanted->on_behalf_of.office && wanted->persons == 0)
        return chy_fail(error, CHANCERY_E_USAGE,
                        "say whose term ends, with --name, which authorisation, with --for, or "
                        "which threshold, with --persons");
    if (!chy_change_date(&date, until, "--until", error) ||
        !find_entry(&entry, directory, wanted, error))
        return false;
    if (chy_date_is_set(*entry.until) && chy_date_cmp(date, *entry.until) >= 0) {
        chy_fail(error, CHANCERY_E_CONFLICT,
                 "the term ends by then already; a term is never made longer");
        return chy_fail_next(error, "Add another term after it (chancery directory add).");
    }
    *entry.until = date;
    return set_reason(entry.ended, reason, error);
}

bool chancery_directory_end_term(const char *path, const char *home,
                                 const chancery_entry *entry, const char *until,
                                 const char *reason, chancery_error *error)
{
    struct chy_change change = {0};
    struct wanted wanted;
    bool ok = wanted_read(&wanted, entry, error) &&
              chy_change_begin(&change, path, home, error) &&
              end_term(&change.directory, &wanted, until, reason, error) &&
              chy_change_store(&change, true, error);
    wanted_done(&wanted);
    chy_change_done(&change);
    return ok;
}

/* --- void --- */

static bool void_aliases(struct chy_directory *directory, const struct wanted *wanted,
                         const char *reason, chancery_error *error)
{
    bool found = false;
    for (size_t i = 0; i < directory->aliases; i++) {
        struct chy_alias *alias = &directory->alias[i];
        if (alias->voided || !chy_same_office(NULL, &alias->office, &wanted->office))
            continue;
        found = true;
        if (!set_reason(&alias->voided, reason, error))
            return false;
    }
    return one_of(found, error);
}

static struct chy_key_end *live_end(const struct chy_directory *directory,
                                    const chancery_public_key *key)
{
    for (size_t i = 0; i < directory->ends; i++) {
        if (!directory->end[i].voided && chy_key_eq(&directory->end[i].key, key))
            return &directory->end[i];
    }
    return NULL;
}

static bool void_end(struct chy_directory *directory, const char *file, const char *reason,
                     chancery_error *error)
{
    chancery_public_key key;
    if (!chancery_public_key_read(&key, file, error))
        return false;
    struct chy_key_end *end = live_end(directory, &key);
    return one_of(end != NULL, error) && set_reason(&end->voided, reason, error);
}

static bool void_entry(struct chy_directory *directory, const struct wanted *wanted,
                       const char *reason, chancery_error *error)
{
    struct entry entry;
    if (!wanted->name && !wanted->on_behalf_of.office && wanted->persons == 0)
        return void_aliases(directory, wanted, reason, error);
    return find_entry(&entry, directory, wanted, error) &&
           set_reason(entry.voided, reason, error);
}

bool chancery_directory_void(const char *path, const char *home, const chancery_entry *entry,
                             const char *reason, chancery_error *error)
{
    struct chy_change change = {0};
    struct wanted wanted = {0};
    bool of_key = entry->key && !entry->office && !entry->name && !entry->on_behalf_of;
    if (entry->key && !of_key)
        return chy_fail(error, CHANCERY_E_USAGE,
                        "--key means the end of a key; it goes with no other entry");
    bool ok = (of_key || wanted_read(&wanted, entry, error)) &&
              chy_change_begin(&change, path, home, error) &&
              (of_key ? void_end(&change.directory, entry->key, reason, error)
                      : void_entry(&change.directory, &wanted, reason, error)) &&
              chy_change_store(&change, true, error);
    wanted_done(&wanted);
    chy_change_done(&change);
    return ok;
}

/* --- the end of a key --- */

/* A day, or the UTC day of a time; none that is still to come. */
static bool parse_end(chancery_date *out, const char *text, int64_t now, chancery_error *error)
{
    int64_t time;
    if (!text || !chy_time_parse(&time, chy_span_str(text)))
        return chy_fail(error, CHANCERY_E_USAGE,
                        "--at takes a date, YYYY-MM-DD, or a time as in RFC 3339; \"%s\" is "
                        "neither",
                        text ? text : "");
    if (time > now) {
        chy_fail(error, CHANCERY_E_USAGE, "a key cannot have ended in the future");
        return chy_fail_next(error, "Say when it ended, or end it when the day has come.");
    }
    *out = chy_time_date(time);
    return true;
}

/* An end that is there already is voided for a new one; one that was not signed yet is
 * replaced. */
static bool clear_end(struct chy_change *change, const chancery_public_key *key,
                      const char *reason, chancery_error *error)
{
    struct chy_directory *directory = &change->directory;
    struct chy_key_end *end = live_end(directory, key);
    if (!end)
        return true;
    if ((size_t)(end - directory->end) < change->standing.directory.ends)
        return set_reason(&end->voided, reason, error);
    free(end->state);
    directory->ends--;
    memmove(end, end + 1, (size_t)(directory->end + directory->ends - end) * sizeof *end);
    return true;
}

static bool add_end(struct chy_change *change, const chancery_key_end *end, int64_t now,
                    chancery_error *error)
{
    struct chy_directory *directory = &change->directory;
    struct chy_key_end made = {0};
    if (!end->state ||
        (strcmp(end->state, "retired") != 0 && strcmp(end->state, "superseded") != 0 &&
         strcmp(end->state, "compromised") != 0))
        return chy_fail(error, CHANCERY_E_USAGE,
                        "--state takes retired, superseded or compromised, not \"%s\"",
                        end->state ? end->state : "");
    made.has_by = end->by != NULL;
    if (made.has_by != (strcmp(end->state, "superseded") == 0))
        return chy_fail(error, CHANCERY_E_USAGE,
                        "--by names the key that follows a superseded one, and goes with no "
                        "other state");
    if (!parse_end(&made.at, end->at, now, error) ||
        !chancery_public_key_read(&made.key, end->key, error) ||
        (made.has_by && !chancery_public_key_read(&made.by, end->by, error)))
        return false;
    if (!chy_directory_key(directory, &made.key)) {
        chy_fail(error, CHANCERY_E_UNKNOWN, "the directory gives this key to nobody");
        chy_fail_where(error, end->key);
        return chy_fail_next(error, "List its keys: chancery directory show FILE");
    }
    if (!clear_end(change, &made.key, end->reason, error) ||
        !chy_change_room(&directory->end, directory->ends, sizeof made, CHY_MAX_HOLDERS,
                         "ends of keys", error))
        return false;
    made.state = chy_dup(chy_span_str(end->state), error);
    directory->end[directory->ends++] = made;
    return made.state != NULL;
}

bool chancery_directory_end_key(const char *path, const char *home, const chancery_key_end *end,
                                int64_t now, chancery_error *error)
{
    struct chy_change change = {0};
    bool ok = chy_change_begin(&change, path, home, error) &&
              add_end(&change, end, now, error) && chy_change_store(&change, true, error);
    chy_change_done(&change);
    return ok;
}

/* --- roots and expiry --- */

bool chancery_directory_roots(const char *path, const char *home, const char *const *roots,
                              size_t root_count, int64_t threshold, chancery_error *error)
{
    struct chy_change change = {0};
    bool ok = chy_change_begin(&change, path, home, error) &&
              chy_change_roots(&change.directory, roots, root_count, threshold, error) &&
              chy_change_store(&change, true, error);
    chy_change_done(&change);
    return ok;
}

bool chancery_directory_renew(const char *path, const char *home, const char *expires,
                              int64_t now, chancery_error *error)
{
    struct chy_change change = {0};
    bool ok = chy_change_begin(&change, path, home, error) &&
              chy_change_expires(&change.directory.expires, expires, now, error) &&
              chy_change_store(&change, true, error);
    chy_change_done(&change);
    return ok;
}
