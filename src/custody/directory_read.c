/*
 * directory_read.c - one version's payload into a struct (spec/directory.md, rules D1 to D11).
 * What entries may not say beside each other is for the index.
 */
#include "custody/directory_fields.h"
#include "custody/directory_index.h"
#include "custody/directory_time.h"
#include "custody/directory_log.h"

#include "base/date.h"
#include "base/limits.h"
#include "sign/ed25519.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --- the lists --- */

/* Why an entry was ended or voided; absent where it was not. */
static bool read_reason(char **out, const struct chy_cursor *object, const char *key,
                        chancery_error *error)
{
    struct chy_cursor member;
    if (!chy_json_optional(&member, object, key))
        return true;
    if (!chy_field_string(out, object, key, error))
        return false;
    return **out ? true : chy_json_fail(&member, error, "a reason is not empty");
}

static bool read_ended(char **out, const struct chy_cursor *object, chancery_date until,
                       chancery_error *error)
{
    struct chy_cursor member;
    if (!read_reason(out, object, "ended", error))
        return false;
    if (!*out || chy_date_is_set(until))
        return true;
    return chy_json_optional(&member, object, "ended") &&
           chy_json_fail(&member, error, "a term that was ended has an until");
}

static bool read_holder(void *item, const struct chy_cursor *cursor, chancery_error *error)
{
    static const char *const members[] = {"capacity", "ended", "key",   "name", "of",
                                          "office",   "since", "until", "void"};
    static const char *const capacities[] = {"full", "interim", "acting"};
    struct chy_holder *holder = item;
    return chy_field_members(cursor, members, COUNT(members), error) &&
           chy_field_string(&holder->name, cursor, "name", error) &&
           chy_field_office(&holder->office, cursor, error) &&
           chy_field_member_key(&holder->key, cursor, "key", error) &&
           chy_field_word(&holder->capacity, cursor, "capacity", capacities, COUNT(capacities),
                          error) &&
           chy_field_term(&holder->since, &holder->until, cursor, error) &&
           read_ended(&holder->ended, cursor, holder->until, error) &&
           read_reason(&holder->voided, cursor, "void", error);
}

/* An office signs its own letters: only what is done with letters can be done for another. */
static bool read_acts(struct chy_authorization *one, const struct chy_cursor *object,
                      chancery_error *error)
{
    struct chy_cursor list, element;
    chancery_span name, before = {0};
    size_t count;
    if (!chy_json_member(&list, object, "acts", error) ||
        !chy_json_array(&count, &list, CHY_ACT_LATER, error))
        return false;
    if (count == 0)
        return chy_json_fail(&list, error, "an authorisation names at least one act");
    for (size_t i = 0; i < count; i++) {
        if (!chy_json_element(&element, &list, i, error) ||
            !chy_json_string(&name, &element, CHY_MAX_STRING, error))
            return false;
        enum chy_act_type type = chy_act_type_of(name);
        if (type == CHY_ACT_LETTER || type >= CHY_ACT_LATER)
            return chy_json_fail(&element, error,
                                 "this is no act that can be done for another office");
        if (i > 0 && strcmp((const char *)before.ptr, (const char *)name.ptr) >= 0)
            return chy_json_fail(&element, error,
                                 "acts stand once each, in the order of the alphabet");
        one->act[type] = true;
        before = name;
    }
    return true;
}

static bool read_authorization(void *item, const struct chy_cursor *cursor,
                               chancery_error *error)
{
    static const char *const members[] = {"acts",   "ended", "for",   "of",
                                          "office", "since", "until", "void"};
    static const char *const for_members[] = {"of", "office"};
    struct chy_authorization *one = item;
    struct chy_cursor other;
    return chy_field_members(cursor, members, COUNT(members), error) &&
           read_acts(one, cursor, error) && chy_field_office(&one->office, cursor, error) &&
           chy_json_member(&other, cursor, "for", error) &&
           chy_field_members(&other, for_members, COUNT(for_members), error) &&
           chy_field_office(&one->on_behalf_of, &other, error) &&
           chy_field_term(&one->since, &one->until, cursor, error) &&
           read_ended(&one->ended, cursor, one->until, error) &&
           read_reason(&one->voided, cursor, "void", error);
}

static bool read_quorum(void *item, const struct chy_cursor *cursor, chancery_error *error)
{
    static const char *const members[] = {"ended", "of",    "office", "persons",
                                          "since", "until", "void"};
    struct chy_quorum *one = item;
    struct chy_cursor persons;
    return chy_field_members(cursor, members, COUNT(members), error) &&
           chy_field_office(&one->office, cursor, error) &&
           chy_json_member(&persons, cursor, "persons", error) &&
           chy_json_integer(&one->persons, &persons, 2, CHY_MAX_QUORUM, error) &&
           chy_field_term(&one->since, &one->until, cursor, error) &&
           read_ended(&one->ended, cursor, one->until, error) &&
           read_reason(&one->voided, cursor, "void", error);
}

/* Absent where no office has one; an empty list would be a second way to say so. */
static bool read_quorums(struct chy_directory *out, const struct chy_cursor *root,
                         chancery_error *error)
{
    struct chy_cursor list;
    if (!chy_json_optional(&list, root, "thresholds"))
        return true;
    if (!chy_field_list(&out->office_quorum, &out->office_quorums, root, "thresholds",
                        CHY_MAX_THRESHOLDS, sizeof *out->office_quorum, read_quorum, error))
        return false;
    return out->office_quorums > 0 ||
           chy_json_fail(&list, error, "a list of thresholds is not empty where it is there");
}

static bool read_end(void *item, const struct chy_cursor *cursor, chancery_error *error)
{
    static const char *const members[] = {"at", "by", "key", "state", "void"};
    static const char *const states[] = {"retired", "superseded", "compromised"};
    struct chy_key_end *end = item;
    struct chy_cursor by;
    if (!chy_field_members(cursor, members, COUNT(members), error) ||
        !chy_field_member_key(&end->key, cursor, "key", error) ||
        !chy_field_word(&end->state, cursor, "state", states, COUNT(states), error) ||
        !chy_field_date(&end->at, cursor, "at", error) ||
        !chy_json_member(&by, cursor, "by", error) ||
        !read_reason(&end->voided, cursor, "void", error))
        return false;
    end->has_by = !chy_json_is_null(&by);
    if (end->has_by != (strcmp(end->state, "superseded") == 0))
        return chy_json_fail(&by, error,
                             "a superseded key, and no other, names the key that follows it");
    return !end->has_by || chy_field_key(&end->by, &by, error);
}

static bool add_alias(struct chy_directory *out, size_t *cap, const struct chy_cursor *office,
                      const struct chy_cursor *alias, chancery_error *error)
{
    chancery_span name;
    if (!chy_grow(&out->alias, cap, out->aliases, sizeof *out->alias, CHY_MAX_HOLDERS,
                  "aliases", error))
        return false;
    struct chy_alias *made = &out->alias[out->aliases++];
    if (!chy_field_office(&made->office, office, error) ||
        !read_reason(&made->voided, office, "void", error) ||
        !chy_json_string(&name, alias, CHY_MAX_STRING, error))
        return false;
    made->alias = chy_dup(name, error);
    return made->alias != NULL;
}

static bool read_offices(struct chy_directory *out, const struct chy_cursor *root,
                         chancery_error *error)
{
    static const char *const members[] = {"aliases", "of", "office", "void"};
    struct chy_cursor list, entry, aliases, alias;
    size_t count, names, cap = 0;
    if (!chy_json_member(&list, root, "offices", error) ||
        !chy_json_array(&count, &list, CHY_MAX_HOLDERS, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!chy_json_element(&entry, &list, i, error) ||
            !chy_field_members(&entry, members, COUNT(members), error) ||
            !chy_json_member(&aliases, &entry, "aliases", error) ||
            !chy_json_array(&names, &aliases, CHY_MAX_HOLDERS, error))
            return false;
        if (names == 0)
            return chy_json_fail(&aliases, error,
                                 "an office that is listed has at least one alias");
        for (size_t k = 0; k < names; k++) {
            if (!chy_json_element(&alias, &aliases, k, error) ||
                !add_alias(out, &cap, &entry, &alias, error))
                return false;
        }
        out->alias[out->aliases - names].first = true;
    }
    return true;
}

static bool read_roots(struct chy_directory *out, const struct chy_cursor *root,
                       chancery_error *error)
{
    static const char *const members[] = {"keys", "threshold"};
    struct chy_cursor roots, threshold;
    if (!chy_json_member(&roots, root, "roots", error) ||
        !chy_field_members(&roots, members, COUNT(members), error) ||
        !chy_field_list(&out->root, &out->roots, &roots, "keys", CHY_MAX_ROOTS,
                        sizeof *out->root, chy_field_key, error) ||
        !chy_json_member(&threshold, &roots, "threshold", error) ||
        !chy_json_integer(&out->threshold, &threshold, 1, CHY_MAX_ROOTS, error))
        return false;
    if ((size_t)out->threshold > out->roots)
        return chy_json_fail(&threshold, error,
                             "a threshold of %d can never be met by %zu root keys",
                             (int)out->threshold, out->roots);
    for (size_t i = 1; i < out->roots; i++) {
        for (size_t k = 0; k < i; k++) {
            if (chy_key_eq(&out->root[i], &out->root[k]))
                return chy_json_fail(&roots, error, "root keys %zu and %zu are the same", k + 1,
                                     i + 1);
        }
    }
    return true;
}

/* --- the whole --- */

static bool read_head(struct chy_directory *out, const struct chy_cursor *root,
                      chancery_error *error)
{
    struct chy_cursor member;
    chancery_span format;
    if (!chy_json_member(&member, root, "format", error) ||
        !chy_json_string(&format, &member, CHY_MAX_STRING, error))
        return false;
    if (!chy_span_is(format, CHY_DIRECTORY_FORMAT))
        return chy_json_fail(&member, error,
                             "this is no directory in the format " CHY_DIRECTORY_FORMAT);
    if (!chy_json_member(&member, root, "id", error) ||
        !chy_json_digest(&out->id, &member, error) ||
        !chy_json_member(&member, root, "version", error) ||
        !chy_json_integer(&out->version, &member, 1, CHY_MAX_VERSIONS, error) ||
        !chy_field_date(&out->expires, root, "expires", error) ||
        !chy_json_member(&member, root, "previous", error))
        return false;
    out->has_previous = !chy_json_is_null(&member);
    if (out->has_previous != (out->version > 1))
        return chy_json_fail(&member, error,
                             "version 1, and no other, has no version before it");
    return !out->has_previous || chy_json_digest(&out->previous, &member, error);
}

static bool read_all(struct chy_directory *out, const struct chy_cursor *root,
                     chancery_error *error)
{
    static const char *const members[] = {"authorizations",
                                          "expires",
                                          "format",
                                          "holders",
                                          "id",
                                          "keyEnds",
                                          "offices",
                                          "previous",
                                          "provenTimeSince",
                                          "roots",
                                          "thresholds",
                                          "timestampAuthorities",
                                          CHY_DIRECTORY_LOGS,
                                          "version"};
    return read_head(out, root, error) &&
           chy_field_members(root, members, COUNT(members), error) &&
           read_roots(out, root, error) &&
           chy_field_list(&out->holder, &out->holders, root, "holders", CHY_MAX_HOLDERS,
                          sizeof *out->holder, read_holder, error) &&
           chy_field_list(&out->authorization, &out->authorizations, root, "authorizations",
                          CHY_MAX_AUTHORIZATIONS, sizeof *out->authorization,
                          read_authorization, error) &&
           chy_field_list(&out->end, &out->ends, root, "keyEnds", CHY_MAX_HOLDERS,
                          sizeof *out->end, read_end, error) &&
           read_offices(out, root, error) && read_quorums(out, root, error) &&
           chy_directory_time_read(out, root, error) &&
           chy_directory_logs_read(out, root, error);
}

bool chy_directory_read_part(struct chy_directory *out, chancery_span payload,
                             chancery_error *error)
{
    static const struct chy_directory nothing;
    struct chy_directory made = {0};
    struct chy_json *json = NULL;
    bool canonical, ok = false;

    if (!chy_json_read(&json, &canonical, payload, error))
        goto out;
    struct chy_cursor root = chy_json_root(json);
    if (!read_all(&made, &root, error))
        goto out;
    if (!canonical) {
        chy_fail(error, CHANCERY_E_CANONICAL,
                 "it is not in its canonical form (sorted members, no white space)");
        goto out;
    }
    if (made.version == 1 && !chy_directory_history(&nothing, &made, error))
        goto out;
    *out = made;
    made = (struct chy_directory){0};
    ok = true;
out:
    chy_directory_done(&made);
    chy_json_free(json);
    return ok;
}

bool chy_directory_complete(struct chy_directory *directory, chancery_error *error)
{
    return chy_directory_index_make(directory, error) &&
           chy_directory_logs_roles(directory, error);
}

bool chy_directory_read(struct chy_directory *out, chancery_span payload, chancery_error *error)
{
    struct chy_directory made = {0};
    if (chy_directory_read_part(&made, payload, error) &&
        chy_directory_complete(&made, error)) {
        *out = made;
        return true;
    }
    chy_directory_done(&made);
    return false;
}
