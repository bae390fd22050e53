/*
 * directory_discard.c - dropping the version that waits, so that one wrong change before the
 * roots signed is undone (spec/directory.md, D46).
 *
 * All is decided under the file's lock, as signing is. What roots have begun to sign goes only
 * where that is asked for: copies of its lines may be elsewhere.
 */
#include "base/file.h"
#include "base/sha256.h"
#include "custody/directory_say.h"
#include "custody/directory_waiting.h"

#include <stdlib.h>

struct discard {
    const char *path, *next, *home;
    bool force;
    struct chy_versions versions;
    struct chy_standing standing;
    struct chy_waiting waiting;
    bool unreadable; /* PATH.next.json is no version of a directory */
};

static bool fail_nothing(const struct discard *discard, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_REFUSED, "no version of this directory waits");
    chy_fail_where(error, discard->path);
    return chy_fail_next(error, "See what is in force: chancery directory show %s",
                         discard->path);
}

static bool refuse_begun(const struct discard *discard, chancery_error *error)
{
    const struct chy_waiting *waiting = &discard->waiting;
    size_t count = discard->standing.version ? waiting->before.count : waiting->own.count;
    chy_fail(error, CHANCERY_E_REFUSED, "version %lld is signed by %zu root%s already",
             (long long)waiting->directory.version, count, count == 1 ? "" : "s");
    chy_fail_where(error, discard->path);
    return chy_fail_next(error,
                         "Have the others sign it; or, if no copy of the file is elsewhere "
                         "where it could be completed, say --force.");
}

/* What is in PATH.next.json need not be readable to be dropped; what is in the lines must be.
 */
static bool find(struct discard *discard, chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    if (!chy_standing_find(&discard->standing, &discard->versions, discard->home, error))
        return false;
    if (!chy_waiting_next(&discard->waiting, discard->path, &discard->versions,
                          &discard->standing, &why)) {
        discard->unreadable = why.code != CHANCERY_E_MEMORY && why.code != CHANCERY_E_IO;
        if (!discard->unreadable && error)
            *error = why;
        return discard->unreadable;
    }
    return discard->waiting.waits ||
           chy_waiting_begun(&discard->waiting, &discard->versions, &discard->standing, error);
}

/* Does this line hold the version that is dropped? */
static bool is_dropped(const struct discard *discard, chancery_span line)
{
    struct chy_envelope envelope = {0};
    if (!chy_envelope_read(&envelope, line, NULL))
        return false;
    chancery_digest digest = chy_digest_of(chy_span(envelope.payload, envelope.payload_len));
    bool dropped = strcmp(envelope.payload_type, CHY_DIRECTORY_TYPE) == 0 &&
                   chy_digest_eq(&digest, &discard->waiting.digest);
    chy_envelope_done(&envelope);
    return dropped;
}

/* The file without those lines, every other byte as it was. */
static bool drop_lines(const struct discard *discard, chancery_span present,
                       chancery_error *error)
{
    struct chy_buf kept = {0};
    chancery_span rest = present, line;
    while (chy_span_line(&line, &rest)) {
        bool ended = line.ptr + line.len < present.ptr + present.len;
        if (!is_dropped(discard, line))
            chy_buf_span(&kept, chy_span(line.ptr, line.len + ended));
    }
    bool ok =
        chy_buf_finish(&kept, error) &&
        (kept.len > 0 ? chy_file_write(discard->path, chy_buf_view(&kept), 0644, true, error)
                      : chy_file_remove(discard->path, error));
    chy_buf_done(&kept);
    return ok;
}

static bool decide(void *context, chancery_span present, struct chy_buf *lines,
                   chancery_error *error)
{
    struct discard *discard = context;
    struct chy_waiting *waiting = &discard->waiting;
    (void)lines;
    if (!chy_versions_read(&discard->versions, present, error) || !find(discard, error))
        return false;
    if (!waiting->waits && !discard->unreadable)
        return fail_nothing(discard, error);
    /* left behind by a program that was stopped: the version is in force, and stays */
    const struct chy_version *version = discard->standing.version;
    bool in_force = version && waiting->waits && version->hashed &&
                    chy_digest_eq(&version->digest, &waiting->digest);
    bool begun =
        waiting->waits && !in_force && chy_waiting_is_begun(waiting, &discard->standing);
    if (begun && !discard->force)
        return refuse_begun(discard, error);
    return (!begun || drop_lines(discard, present, error)) &&
           chy_file_remove(discard->next, error);
}

static char *describe(const struct discard *discard, chancery_error *error)
{
    const struct chy_waiting *waiting = &discard->waiting;
    const struct chy_standing *standing = &discard->standing;
    struct chy_buf out = {0};
    if (discard->unreadable) {
        chy_buf_str(&out, "Dropped ");
        chy_buf_escaped(&out, chy_span_str(discard->next));
        chy_buf_str(&out, ", which could not be read.\n");
    } else {
        bool begun = chy_waiting_is_begun(waiting, standing);
        bool follows =
            chy_standing_precedes(standing, &waiting->directory, discard->path, NULL);
        chy_buf_printf(&out, "Dropped version %lld of ", (long long)waiting->directory.version);
        chy_buf_escaped(&out, chy_span_str(discard->path));
        chy_buf_str(&out, begun ? ", and the root signatures on it. It said:\n"
                                : ", which no root had signed. It said:\n");
        if (follows && standing->version) {
            chy_say_changes(&out, &standing->directory, &waiting->directory);
        } else {
            struct chy_paint paint = chy_paint_of(&out, false);
            chy_say_directory(&paint, &waiting->directory, (chancery_date){0});
        }
    }
    char *text = chy_buf_take(&out, NULL, error);
    chy_buf_done(&out);
    return text;
}

bool chancery_directory_discard(char **done, const char *path, const char *home, bool force,
                                chancery_error *error)
{
    struct discard discard = {.path = path, .home = home, .force = force};
    char *next = chy_directory_next_path(path, error), *text = NULL;
    bool ok = false;
    discard.next = next;
    if (!next)
        goto out;
    if (!chy_file_exists(path) && !chy_file_exists(next)) {
        fail_nothing(&discard, error);
        goto out;
    }
    if (!chy_file_append(path, CHY_MAX_DIRECTORY, decide, &discard, error)) {
        chy_fail_in_file(error, path);
        goto out;
    }
    text = describe(&discard, error);
    ok = text != NULL;
    if (ok)
        *done = text;
out:
    free(next);
    chy_waiting_done(&discard.waiting);
    chy_standing_done(&discard.standing);
    chy_versions_done(&discard.versions);
    return ok;
}
