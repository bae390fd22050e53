/*
 * directory_show.c - a directory file as it says itself, for people and as JSON. Nothing is
 * checked against a pin: a version's own roots may be anyone's, and the report says so.
 */
#include "base/date.h"
#include "base/encode.h"
#include "base/file.h"
#include "custody/directory_file.h"

#include <stdlib.h>

struct shown {
    const char *path;
    struct chy_versions versions;
    struct chy_directory directory; /* the highest version that its own roots signed, if any */
    const struct chy_version *version; /* its payload; NULL: none is signed */
    size_t signatures;                 /* by its own roots */
    bool waits;
    struct chy_directory next; /* what PATH.next.json holds */
};

/* The highest version that has its own threshold; else the highest that some root of its own
 * signed. */
static bool pick(struct shown *shown, chancery_error *error)
{
    for (size_t i = shown->versions.count; i > 0; i--) {
        const struct chy_version *version = &shown->versions.item[i - 1];
        struct chy_directory directory = {0};
        struct chy_signers signers;
        if (!chy_directory_read(&directory, chy_version_payload(version), NULL))
            continue;
        if (!chy_version_signers(&signers, &shown->versions, version, directory.root,
                                 directory.roots, error)) {
            chy_directory_done(&directory);
            return false;
        }
        bool whole = signers.count >= (size_t)directory.threshold;
        if (signers.count > 0 && (whole || !shown->version)) {
            chy_directory_done(&shown->directory);
            shown->directory = directory;
            shown->version = version;
            shown->signatures = signers.count;
        } else {
            chy_directory_done(&directory);
        }
        if (whole)
            break;
    }
    return true;
}

static bool load(struct shown *shown, chancery_error *error)
{
    struct chy_buf payload = {0};
    bool ok = false;
    char *next = chy_directory_next_path(shown->path, error);
    if (!next)
        return false;
    shown->waits = chy_file_exists(next);
    if ((!shown->waits || chy_file_exists(shown->path)) &&
        (!chy_versions_load(&shown->versions, shown->path, error) || !pick(shown, error))) {
        chy_fail_where(error, shown->path);
        goto out;
    }
    if (shown->waits && (!chy_directory_next_load(&payload, next, error) ||
                         !chy_directory_read(&shown->next, chy_buf_view(&payload), error))) {
        chy_fail_in_file(error, next);
        goto out;
    }
    ok = shown->waits || shown->version;
    if (!ok) {
        chy_fail(error, CHANCERY_E_DIRECTORY,
                 "this file holds no signed version of a directory");
        chy_fail_where(error, shown->path);
    }
out:
    free(next);
    chy_buf_done(&payload);
    return ok;
}

/* --- for people --- */

struct paint {
    struct chy_buf *out;
    const char *bold, *dim, *plain;
};

static void say_text(struct chy_buf *out, const char *text)
{
    chy_buf_escaped(out, chy_span_str(text));
}

static void say_office(struct chy_buf *out, const struct chy_office *office)
{
    say_text(out, office->office);
    chy_buf_str(out, "; ");
    say_text(out, office->of);
}

static void say_term(struct chy_buf *out, chancery_date since, chancery_date until)
{
    char from[11], to[11];
    chy_date_format(from, since);
    chy_date_format(to, until);
    chy_buf_printf(out, "%s to %s", from, chy_date_is_set(until) ? to : "open");
}

static void say_key(const struct paint *paint, const chancery_public_key *key)
{
    char id[65];
    chancery_key_id(id, key);
    chy_buf_printf(paint->out, "%skey %.16s%s", paint->dim, id, paint->plain);
}

static void say_holders(const struct paint *paint, const struct chy_directory *directory)
{
    struct chy_buf *out = paint->out;
    chy_buf_printf(out, "%sHolders%s (%zu)\n", paint->bold, paint->plain, directory->holders);
    for (size_t i = 0; i < directory->holders; i++) {
        const struct chy_holder *holder = &directory->holder[i];
        const struct chy_key_end *end = chy_directory_end(directory, &holder->key);
        chy_buf_str(out, "  ");
        say_text(out, holder->name);
        chy_buf_str(out, "\n      ");
        say_office(out, &holder->office);
        if (strcmp(holder->capacity, "full") != 0)
            chy_buf_printf(out, " (%s)", holder->capacity);
        chy_buf_str(out, "\n      ");
        say_term(out, holder->since, holder->until);
        chy_buf_str(out, "  ");
        say_key(paint, &holder->key);
        if (end) {
            char at[11];
            chy_date_format(at, end->at);
            chy_buf_printf(out, " %s %s", end->state, at);
        }
        chy_buf_byte(out, '\n');
    }
}

static void say_authorizations(const struct paint *paint, const struct chy_directory *directory)
{
    struct chy_buf *out = paint->out;
    if (directory->authorizations > 0)
        chy_buf_printf(out, "%sAuthorisations%s (%zu)\n", paint->bold, paint->plain,
                       directory->authorizations);
    for (size_t i = 0; i < directory->authorizations; i++) {
        const struct chy_authorization *one = &directory->authorization[i];
        chy_buf_str(out, "  ");
        say_office(out, &one->office);
        chy_buf_printf(out, "\n      may %s%s%s for ",
                       one->act[CHY_ACT_FORWARD] ? "forward" : "",
                       one->act[CHY_ACT_FORWARD] && one->act[CHY_ACT_ISSUE] ? " and " : "",
                       one->act[CHY_ACT_ISSUE] ? "issue" : "");
        say_office(out, &one->on_behalf_of);
        chy_buf_str(out, "\n      ");
        say_term(out, one->since, one->until);
        chy_buf_byte(out, '\n');
    }
}

static void say_aliases(const struct paint *paint, const struct chy_directory *directory)
{
    if (directory->aliases > 0)
        chy_buf_printf(paint->out, "%sAliases%s (%zu)\n", paint->bold, paint->plain,
                       directory->aliases);
    for (size_t i = 0; i < directory->aliases; i++) {
        chy_buf_str(paint->out, "  ");
        say_text(paint->out, directory->alias[i].alias);
        chy_buf_str(paint->out, "\n      is ");
        say_office(paint->out, &directory->alias[i].office);
        chy_buf_byte(paint->out, '\n');
    }
}

static void say_directory(const struct paint *paint, const struct chy_directory *directory)
{
    struct chy_buf *out = paint->out;
    char expires[11];
    chy_date_format(expires, directory->expires);
    chy_buf_str(out, "  id       ");
    chy_buf_hex(out, directory->id.b, sizeof directory->id.b);
    chy_buf_printf(out, "\n  expires  %s\n  roots    %lld of %zu must sign\n", expires,
                   (long long)directory->threshold, directory->roots);
    for (size_t i = 0; i < directory->roots; i++) {
        chy_buf_str(out, "           ");
        say_key(paint, &directory->root[i]);
        chy_buf_byte(out, '\n');
    }
    say_holders(paint, directory);
    say_authorizations(paint, directory);
    say_aliases(paint, directory);
}

static void say_all(const struct paint *paint, const struct shown *shown)
{
    struct chy_buf *out = paint->out;
    chy_buf_str(out, paint->bold);
    say_text(out, shown->path);
    chy_buf_printf(
        out, "%s\nNothing here was checked against a pin: this is what the file itself says.\n",
        paint->plain);
    if (shown->version) {
        const struct chy_directory *directory = &shown->directory;
        chy_buf_printf(out, "\n%sVersion %lld%s: %zu of %lld root signatures%s\n", paint->bold,
                       (long long)directory->version, paint->plain, shown->signatures,
                       (long long)directory->threshold,
                       shown->signatures < (size_t)directory->threshold ? ", not in force yet"
                                                                        : "");
        say_directory(paint, directory);
    }
    if (shown->waits) {
        chy_buf_printf(out, "\n%sWaiting to be signed: version %lld%s\n", paint->bold,
                       (long long)shown->next.version, paint->plain);
        say_directory(paint, &shown->next);
    }
    if (shown->versions.junk > 0)
        chy_buf_printf(out, "\n%zu lines of the file are no version of a directory.\n",
                       shown->versions.junk);
}

/* --- as JSON --- */

static void set_shown(struct chy_json *object, const struct shown *shown)
{
    chy_json_set(object, "directory", chy_json_new_cstring(shown->path));
    chy_json_set(object, "checked", chy_json_new_bool(false));
    if (shown->version) {
        chy_json_set(
            object, "digest",
            chy_json_new_hex(shown->version->digest.b, sizeof shown->version->digest.b));
        chy_json_set(object, "rootSignatures",
                     chy_json_new_integer((int64_t)shown->signatures));
        chy_json_set(object, "signed", chy_directory_json(&shown->directory));
    } else {
        chy_json_set(object, "digest", chy_json_new_null());
        chy_json_set(object, "rootSignatures", chy_json_new_integer(0));
        chy_json_set(object, "signed", chy_json_new_null());
    }
    chy_json_set(object, "waiting",
                 shown->waits ? chy_directory_json(&shown->next) : chy_json_new_null());
    chy_json_set(object, "otherLines", chy_json_new_integer((int64_t)shown->versions.junk));
}

char *chancery_directory_show(const char *path, bool json, bool color, chancery_error *error)
{
    struct shown shown = {.path = path};
    struct chy_buf out = {0};
    char *text = NULL;
    if (!load(&shown, error))
        goto out;
    if (json) {
        struct chy_json *object = chy_json_new_object();
        set_shown(object, &shown);
        chy_json_write_pretty(&out, object);
        chy_buf_byte(&out, '\n');
        chy_json_free(object);
    } else {
        struct paint paint = {&out, color ? "\033[1m" : "", color ? "\033[2m" : "",
                              color ? "\033[0m" : ""};
        say_all(&paint, &shown);
    }
    text = chy_buf_take(&out, NULL, error);
out:
    chy_buf_done(&out);
    chy_directory_done(&shown.directory);
    chy_directory_done(&shown.next);
    chy_versions_done(&shown.versions);
    return text;
}
