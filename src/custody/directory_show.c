/*
 * directory_show.c - a directory file as it says itself, for people and as JSON. Nothing is
 * checked against a pin: a version's own roots may be anyone's, and the report says so.
 */
#include "base/date.h"
#include "base/file.h"
#include "base/sha256.h"
#include "custody/directory_change.h"
#include "custody/directory_say.h"
#include "custody/directory_waiting.h"

#include <stdlib.h>

struct shown {
    const char *path;
    struct chy_versions versions;
    struct chy_standing standing;          /* what the file's first version leads to */
    struct chy_directory picked;           /* where that is nothing: the best that there is */
    const struct chy_directory *directory; /* one of the two */
    const struct chy_version *version;     /* its payload; NULL: none is signed */
    struct chy_signers signers;            /* its own roots that signed it */
    struct chy_waiting next, begun; /* in PATH.next.json; in the file, by too few roots */
    chancery_date at;               /* only what counts on this day; not set: all */
};

/* The version that the file's first one leads to, if there is one first version that its own
 * roots signed. */
static bool pick_standing(struct shown *shown)
{
    const struct chy_standing *standing = &shown->standing;
    const struct chy_directory *directory = &standing->directory;
    if (!chy_standing_find(&shown->standing, &shown->versions, NULL, NULL) ||
        !standing->version ||
        !chy_version_signers(&shown->signers, &shown->versions, standing->version,
                             directory->root, directory->roots, NULL)) {
        chy_standing_done(&shown->standing);
        return false;
    }
    shown->directory = directory;
    shown->version = standing->version;
    return true;
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
            chy_directory_done(&shown->picked);
            shown->picked = directory;
            shown->directory = &shown->picked;
            shown->version = version;
            shown->signers = signers;
        } else {
            chy_directory_done(&directory);
        }
        if (whole)
            break;
    }
    return true;
}

/* What roots have begun to sign above the version in force. Two such versions are told by the
 * commands that would have to choose. */
static void find_begun(struct shown *shown)
{
    struct chy_waiting *begun = &shown->begun;
    if (!shown->standing.version ||
        !chy_waiting_begun(begun, &shown->versions, &shown->standing, NULL))
        return;
    if (begun->waits && shown->next.waits && chy_digest_eq(&begun->digest, &shown->next.digest))
        chy_waiting_done(begun);
}

static bool load(struct shown *shown, chancery_error *error)
{
    bool waits = chancery_directory_waits(shown->path);
    if ((!waits || chy_file_exists(shown->path)) &&
        (!chy_versions_load(&shown->versions, shown->path, error) || !pick(shown, error)))
        return chy_fail_where(error, shown->path);
    if (!chy_waiting_next(&shown->next, shown->path, &shown->versions, &shown->standing, error))
        return false;
    find_begun(shown);
    if (shown->next.waits || shown->version)
        return true;
    chy_fail(error, CHANCERY_E_DIRECTORY, "this file holds no signed version of a directory");
    chy_fail_next(error,
                  "Have its roots sign it (chancery directory sign), or name another file.");
    return chy_fail_where(error, shown->path);
}

/* What waits, of which the JSON report has room for one. */
static const struct chy_waiting *waiting_of(const struct shown *shown)
{
    return shown->next.waits ? &shown->next : &shown->begun;
}

/* --- for people --- */

static void say_version(const struct chy_paint *paint, const struct shown *shown)
{
    const struct chy_directory *directory = shown->directory;
    bool whole = shown->signers.count >= (size_t)directory->threshold;
    chy_buf_printf(paint->out, "\n%sVersion %lld%s: %zu of %lld root signatures%s\n",
                   paint->bold, (long long)directory->version, paint->plain,
                   shown->signers.count, (long long)directory->threshold,
                   whole ? "" : ", not in force yet");
    if (!whole)
        chy_say_share(paint->out, "It is", directory, &shown->signers);
    chy_say_directory(paint, directory, shown->at);
}

/* As what it changes, if it follows; else as a whole. */
static void say_waiting(const struct chy_paint *paint, const struct shown *shown,
                        const struct chy_waiting *waiting)
{
    struct chy_buf *out = paint->out;
    const struct chy_directory *next = &waiting->directory;
    bool follows = shown->standing.version &&
                   chy_standing_precedes(&shown->standing, next, shown->path, NULL);
    chy_buf_printf(out, "\n%sWaiting to be signed: version %lld%s", paint->bold,
                   (long long)next->version, paint->plain);
    if (follows) {
        chy_buf_printf(out, ", which changes version %lld so:\n",
                       (long long)shown->standing.directory.version);
        if (chy_say_changes(out, &shown->standing.directory, next) == 0)
            chy_buf_str(out, "Nothing is changed.\n");
    } else {
        chy_buf_byte(out, '\n');
        chy_say_directory(paint, next, shown->at);
    }
    chy_say_waiting_signers(out, waiting, &shown->standing);
}

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
    if (shown->version)
        say_version(paint, shown);
    if (shown->next.waits)
        say_waiting(paint, shown, &shown->next);
    if (shown->begun.waits)
        say_waiting(paint, shown, &shown->begun);
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
    const struct chy_version *version = shown->version;
    const struct chy_waiting *waiting = waiting_of(shown);
    chy_json_set(object, "digest",
                 version ? chy_json_new_hex(version->digest.b, sizeof version->digest.b)
                         : chy_json_new_null());
    chy_json_set(object, "rootSignatures", chy_json_new_integer((int64_t)shown->signers.count));
    chy_json_set(object, "signed",
                 version ? shown_json(shown->directory, shown->at) : chy_json_new_null());
    chy_json_set(object, "waiting",
                 waiting->waits ? shown_json(&waiting->directory, shown->at)
                                : chy_json_new_null());
    if (waiting->waits)
        chy_waiting_json(object, waiting, &shown->standing);
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
    chy_directory_done(&shown.picked);
    chy_standing_done(&shown.standing);
    chy_waiting_done(&shown.next);
    chy_waiting_done(&shown.begun);
    chy_versions_done(&shown.versions);
    return text;
}
