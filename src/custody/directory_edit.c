/*
 * directory_edit.c - making version 1: init, add, authorize. Each reads PATH.next.json, changes
 * the struct, and writes it back only if reading it again finds that it keeps every rule.
 */
#include "base/date.h"
#include "base/encode.h"
#include "base/file.h"
#include "custody/directory_file.h"

#include <stdlib.h>
#include <sys/random.h>

/* Is there anything signed at PATH? A file without versions in it counts as none. */
static bool refuse_signed(const char *path, chancery_error *error)
{
    struct chy_versions versions = {0};
    if (!chy_file_exists(path))
        return true;
    bool ok = chy_versions_load(&versions, path, error);
    if (ok && versions.count > 0) {
        chy_fail(error, CHANCERY_E_REFUSED,
                 "this directory is signed, and this version of chancery makes no version "
                 "after the first");
        chy_fail_where(error, path);
        chy_fail_next(
            error,
            "Make a new directory, and trust it with --force, or wait for a version that can.");
        ok = false;
    }
    chy_versions_done(&versions);
    return ok;
}

static bool load_next(struct chy_directory *out, const char *path, chancery_error *error)
{
    struct chy_buf payload = {0};
    bool ok = false;
    char *next = chy_directory_next_path(path, error);
    if (!next || !refuse_signed(path, error))
        goto out;
    if (!chy_directory_next_load(&payload, next, error)) {
        chy_fail_next(
            error,
            "Begin with: chancery directory init FILE --root ROOT.pub --expires YYYY-MM-DD");
        goto out;
    }
    ok =
        chy_directory_read(out, chy_buf_view(&payload), error) || chy_fail_in_file(error, next);
out:
    free(next);
    chy_buf_done(&payload);
    return ok;
}

/* Does what was made keep the rules? What a rule says is a conflict with what was asked for. */
static bool keeps_rules(chancery_span payload, chancery_error *error)
{
    struct chy_directory again = {0};
    chancery_error why = CHANCERY_ERROR_INIT;
    bool ok = chy_directory_read(&again, payload, &why) && chy_directory_keys(&again, &why);
    if (!ok)
        chy_fail(error, why.code == CHANCERY_E_FORMAT ? CHANCERY_E_CONFLICT : why.code, "%s",
                 why.text);
    chy_directory_done(&again);
    return ok;
}

static bool store_next(const struct chy_directory *directory, const char *path, bool replace,
                       chancery_error *error)
{
    struct chy_buf payload;
    bool ok = false;
    chy_buf_init(&payload, CHY_MAX_PAYLOAD);
    char *next = chy_directory_next_path(path, error);
    if (!next || !chy_directory_write(&payload, directory, error) ||
        !keeps_rules(chy_buf_view(&payload), error))
        goto out;
    chy_buf_byte(&payload, '\n');
    ok = chy_buf_finish(&payload, error) &&
         chy_file_write(next, chy_buf_view(&payload), 0644, replace, error);
out:
    free(next);
    chy_buf_done(&payload);
    return ok;
}

static bool parse_date(chancery_date *out, const char *text, const char *option,
                       chancery_error *error)
{
    if (text && chy_date_parse(out, chy_span_str(text)))
        return true;
    if (!text)
        return chy_fail(error, CHANCERY_E_USAGE, "%s is missing; it takes a date, YYYY-MM-DD",
                        option);
    return chy_fail(error, CHANCERY_E_USAGE, "%s takes a date, YYYY-MM-DD; \"%s\" is not one",
                    option, text);
}

static bool parse_term(chancery_date *since, chancery_date *until, const char *since_text,
                       const char *until_text, chancery_error *error)
{
    return parse_date(since, since_text, "--since", error) &&
           (!until_text || parse_date(until, until_text, "--until", error));
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
        chy_fail_next(error, "Choose another name, or move the present file away.");
    }
    ok = next && !there;
    free(next);
    return ok;
}

bool chancery_directory_init(const char *path, const char *const *roots, size_t root_count,
                             int64_t threshold, const char *expires, const char *id,
                             chancery_error *error)
{
    struct chy_directory made = {.version = 1, .threshold = threshold};
    bool ok = false;
    if (root_count == 0 || root_count > CHY_MAX_ROOTS)
        return chy_fail(error, CHANCERY_E_USAGE, "a directory has 1 to %u root keys",
                        CHY_MAX_ROOTS);
    if (threshold < 1 || (size_t)threshold > root_count)
        return chy_fail(error, CHANCERY_E_USAGE,
                        "a threshold of %lld cannot be met by %zu root key%s",
                        (long long)threshold, root_count, root_count == 1 ? "" : "s");
    if (!parse_date(&made.expires, expires, "--expires", error) ||
        !refuse_existing(path, error) || !choose_id(&made.id, id, error))
        return false;
    made.root = calloc(root_count, sizeof *made.root);
    if (!made.root)
        return chy_fail_memory(error);
    while (made.roots < root_count) {
        if (!chancery_public_key_read(&made.root[made.roots], roots[made.roots], error))
            goto out;
        made.roots++;
    }
    ok = store_next(&made, path, false, error);
out:
    chy_directory_done(&made);
    return ok;
}

/* --- add --- */

/* Room for one more at the end of a list. */
static bool add_room(void *items_ptr, size_t count, size_t item_size, size_t max,
                     const char *what, chancery_error *error)
{
    size_t cap = count;
    return chy_grow(items_ptr, &cap, count, item_size, max, what, error);
}

/* After the office's other aliases, or as the first of a new list. One that it has is passed
 * over. */
static bool add_alias(struct chy_directory *directory, const struct chy_office *office,
                      const char *name, chancery_error *error)
{
    struct chy_alias made = {.first = true};
    size_t at = directory->aliases;
    for (size_t i = 0; i < directory->aliases; i++) {
        const struct chy_alias *one = &directory->alias[i];
        if (!chy_same_office(NULL, &one->office, office))
            continue;
        if (chy_same_name(one->alias, name))
            return true;
        at = i + 1;
        made.first = false;
    }
    if (!add_room(&directory->alias, directory->aliases, sizeof made, CHY_MAX_HOLDERS,
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

static bool add_holder(struct chy_directory *directory, const chancery_holder *holder,
                       chancery_error *error)
{
    if (!add_room(&directory->holder, directory->holders, sizeof *directory->holder,
                  CHY_MAX_HOLDERS, "holders", error))
        return false;
    struct chy_holder *made = &directory->holder[directory->holders++];
    if (!chy_office_parse(&made->office, holder->office, error) ||
        !chancery_public_key_read(&made->key, holder->key, error) ||
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

bool chancery_directory_add(const char *path, const chancery_holder *holder,
                            chancery_error *error)
{
    struct chy_directory directory = {0};
    bool ok = false;
    if (!holder->name || !holder->office || !holder->key)
        return chy_fail(error, CHANCERY_E_USAGE,
                        "a holder has a name, an office and a public key");
    ok = load_next(&directory, path, error) && add_holder(&directory, holder, error) &&
         store_next(&directory, path, true, error);
    chy_directory_done(&directory);
    return ok;
}

/* --- authorize --- */

/* "issue" or "forward,issue". */
static bool parse_acts(struct chy_authorization *made, const char *acts, chancery_error *error)
{
    for (const char *at = acts; at;) {
        size_t len = strcspn(at, ",");
        enum chy_act_type type = chy_act_type_of(chy_span(at, len));
        if (type != CHY_ACT_FORWARD && type != CHY_ACT_ISSUE)
            return chy_fail(error, CHANCERY_E_USAGE,
                            "--acts takes forward, issue or forward,issue; not \"%s\"", acts);
        made->act[type] = true;
        at = at[len] ? at + len + 1 : NULL;
    }
    return true;
}

bool chancery_directory_authorize(const char *path, const char *office, const char *acts,
                                  const char *on_behalf_of, const char *since,
                                  const char *until, chancery_error *error)
{
    struct chy_directory directory = {0};
    bool ok = false;
    if (!office || !acts || !on_behalf_of)
        return chy_fail(error, CHANCERY_E_USAGE,
                        "an authorisation names an office, its acts and for whom");
    if (!load_next(&directory, path, error) ||
        !add_room(&directory.authorization, directory.authorizations,
                  sizeof *directory.authorization, CHY_MAX_AUTHORIZATIONS, "authorisations",
                  error))
        goto out;
    struct chy_authorization *made = &directory.authorization[directory.authorizations++];
    ok = chy_office_parse(&made->office, office, error) &&
         chy_office_parse(&made->on_behalf_of, on_behalf_of, error) &&
         parse_acts(made, acts, error) &&
         parse_term(&made->since, &made->until, since, until, error) &&
         store_next(&directory, path, true, error);
out:
    chy_directory_done(&directory);
    return ok;
}
