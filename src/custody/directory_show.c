/*
 * directory_show.c - a directory file as it says itself, for people and as JSON. Nothing is
 * checked against a pin: a version's own roots may be anyone's, and the report says so.
 */
#include "base/date.h"
#include "base/encode.h"
#include "base/file.h"
#include "custody/directory_change.h"
#include "custody/directory_say.h"

#include <stdlib.h>

struct shown {
    const char *path;
    struct chy_versions versions;
    struct chy_directory directory; /* the highest version that its own roots signed, if any */
    const struct chy_version *version; /* its payload; NULL: none is signed */
    size_t signatures;                 /* by its own roots */
    bool waits;
    struct chy_directory next; /* what PATH.next.json holds */
    chancery_date at;          /* only what counts on this day; not set: all */
};

/* The version that the file's first one leads to, if there is one first version that its own
 * roots signed. */
static bool pick_standing(struct shown *shown)
{
    struct chy_standing standing;
    struct chy_signers signers;
    bool ok = chy_standing_find(&standing, &shown->versions, NULL, NULL) && standing.version &&
              chy_version_signers(&signers, &shown->versions, standing.version,
                                  standing.directory.root, standing.directory.roots, NULL);
    if (ok) {
        shown->directory = standing.directory;
        shown->version = standing.version;
        shown->signatures = signers.count;
        standing.directory = (struct chy_directory){0};
    }
    chy_standing_done(&standing);
    return ok;
}

/* Else the highest version that has its own threshold; else the highest that some root of its
 * own signed. */
static bool pick(struct shown *shown, chancery_error *error)
{
    if (pick_standing(shown))
        return true;
    for (size_t i = shown->versions.count; i > 0; i--) {
        const struct chy_version *version = &shown->versions.item[i - 1];
        struct chy_directory directory = {0};
        struct chy_signers signers;
        if (!chy_version_read(&directory, &shown->versions, version, NULL))
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

static void say_all(const struct chy_paint *paint, const struct shown *shown)
{
    struct chy_buf *out = paint->out;
    char day[11];
    chy_buf_str(out, paint->bold);
    chy_say_text(out, shown->path);
    chy_buf_printf(
        out, "%s\nNothing here was checked against a pin: this is what the file itself says.\n",
        paint->plain);
    chy_date_format(day, shown->at);
    if (day[0])
        chy_buf_printf(out, "What counts on %s:\n", day);
    if (shown->version) {
        const struct chy_directory *directory = &shown->directory;
        chy_buf_printf(out, "\n%sVersion %lld%s: %zu of %lld root signatures%s\n", paint->bold,
                       (long long)directory->version, paint->plain, shown->signatures,
                       (long long)directory->threshold,
                       shown->signatures < (size_t)directory->threshold ? ", not in force yet"
                                                                        : "");
        chy_say_directory(paint, directory, shown->at);
    }
    if (shown->waits) {
        chy_buf_printf(out, "\n%sWaiting to be signed: version %lld%s\n", paint->bold,
                       (long long)shown->next.version, paint->plain);
        chy_say_directory(paint, &shown->next, shown->at);
    }
    if (shown->versions.junk > 0)
        chy_buf_printf(out, "\n%zu lines of the file are no version of a directory.\n",
                       shown->versions.junk);
}

/* --- as JSON --- */

/* As one version's JSON, of which only the holders that count on the day are left. The struct
 * borrows from the directory. */
static struct chy_json *shown_json(const struct chy_directory *directory, chancery_date at)
{
    struct chy_directory part = *directory;
    size_t count = 0;
    if (!chy_date_is_set(at))
        return chy_directory_json(directory);
    part.holder = calloc(directory->holders + 1, sizeof *part.holder);
    for (size_t i = 0; part.holder && i < directory->holders; i++) {
        const struct chy_holder *holder = &directory->holder[i];
        if (!holder->voided && chy_date_cmp(holder->since, at) <= 0 &&
            (!chy_date_is_set(holder->until) || chy_date_cmp(at, holder->until) <= 0))
            part.holder[count++] = *holder;
    }
    part.holders = count;
    struct chy_json *made = part.holder ? chy_directory_json(&part) : NULL;
    free(part.holder);
    return made;
}

static void set_shown(struct chy_json *object, const struct shown *shown)
{
    chy_json_set(object, "directory", chy_json_new_cstring(shown->path));
    chy_json_set(object, "checked", chy_json_new_bool(false));
    chy_json_set(object, "at", chy_json_new_date(shown->at));
    if (shown->version) {
        chy_json_set(
            object, "digest",
            chy_json_new_hex(shown->version->digest.b, sizeof shown->version->digest.b));
        chy_json_set(object, "rootSignatures",
                     chy_json_new_integer((int64_t)shown->signatures));
        chy_json_set(object, "signed", shown_json(&shown->directory, shown->at));
    } else {
        chy_json_set(object, "digest", chy_json_new_null());
        chy_json_set(object, "rootSignatures", chy_json_new_integer(0));
        chy_json_set(object, "signed", chy_json_new_null());
    }
    chy_json_set(object, "waiting",
                 shown->waits ? shown_json(&shown->next, shown->at) : chy_json_new_null());
    chy_json_set(object, "otherLines", chy_json_new_integer((int64_t)shown->versions.junk));
}

char *chancery_directory_show(const char *path, const char *at, bool json, bool color,
                              chancery_error *error)
{
    struct shown shown = {.path = path};
    struct chy_buf out = {0};
    char *text = NULL;
    if ((at && !chy_change_date(&shown.at, at, "--at", error)) || !load(&shown, error))
        goto out;
    if (json) {
        struct chy_json *object = chy_json_new_object();
        set_shown(object, &shown);
        chy_json_write_pretty(&out, object);
        chy_buf_byte(&out, '\n');
        chy_json_free(object);
    } else {
        struct chy_paint paint = chy_paint_of(&out, color);
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
