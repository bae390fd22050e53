/*
 * directory_between.c - what one version of a directory file changes in another: the one that
 * waits in the one in force, unless others are asked for.
 */
#include "base/file.h"
#include "custody/directory_say.h"
#include "custody/directory_waiting.h"

struct between {
    struct chy_versions versions;
    struct chy_standing standing;
    struct chy_directory before, read;
    struct chy_waiting waiting;
    const struct chy_directory *after; /* read, or what waits */
};

/* What waits, if it follows the version in force. */
static bool load_waiting(struct between *between, const char *path, chancery_error *error)
{
    struct chy_waiting *waiting = &between->waiting;
    return chy_waiting_next(waiting, path, &between->versions, &between->standing, error) &&
           (waiting->waits ||
            chy_waiting_begun(waiting, &between->versions, &between->standing, error)) &&
           (!waiting->waits ||
            chy_standing_precedes(&between->standing, &waiting->directory, path, error));
}

static bool fail_first(const struct chy_directory *after, int64_t from, const char *path,
                       chancery_error *error)
{
    chy_fail(error, CHANCERY_E_USAGE, "version %lld has no version %lld before it",
             (long long)after->version, (long long)from);
    if (after->version == 1)
        return chy_fail_next(error, "All of it is new: chancery directory show %s", path);
    return chy_fail_next(error, "Say which two are compared: --from N --to M");
}

static bool load(struct between *between, const char *path, int64_t from, int64_t to,
                 chancery_error *error)
{
    if ((chy_file_exists(path) || !chancery_directory_waits(path)) &&
        !chy_versions_load(&between->versions, path, error))
        return false;
    if (!chy_standing_find(&between->standing, &between->versions, NULL, error))
        return false;
    int64_t standing = between->standing.directory.version;
    if ((to == 0 || to == standing + 1) && !load_waiting(between, path, error))
        return false;
    between->after = &between->waiting.directory;
    if (!between->waiting.waits) {
        between->after = &between->read;
        if (!chy_standing_version(&between->read, &between->versions, &between->standing,
                                  to ? to : standing, error))
            return false;
    }
    from = from ? from : between->after->version - 1;
    if (from < 1 || from >= between->after->version)
        return fail_first(between->after, from, path, error);
    return chy_standing_version(&between->before, &between->versions, &between->standing, from,
                                error);
}

static void write_json(struct chy_buf *out, const struct between *between,
                       chancery_error *error)
{
    struct chy_json *object = chy_json_new_object();
    chy_json_set(object, "from", chy_json_new_integer(between->before.version));
    chy_json_set(object, "to", chy_json_new_integer(between->after->version));
    chy_json_set(object, "waiting", chy_json_new_bool(between->waiting.waits));
    if (between->waiting.waits)
        chy_waiting_json(object, &between->waiting, &between->standing);
    chy_json_set(object, "changes", chy_changes_json(&between->before, between->after, error));
    chy_json_write_pretty(out, object);
    chy_buf_byte(out, '\n');
    chy_json_free(object);
}

static void write_text(struct chy_buf *out, const struct between *between)
{
    chy_buf_printf(out, "Version %lld to version %lld%s:\n", (long long)between->before.version,
                   (long long)between->after->version,
                   between->waiting.waits ? ", which waits to be signed" : "");
    if (chy_say_changes(out, &between->before, between->after) == 0)
        chy_buf_str(out, "Nothing is changed.\n");
    if (between->waiting.waits)
        chy_say_waiting_signers(out, &between->waiting, &between->standing);
}

char *chancery_directory_diff(const char *path, int64_t from, int64_t to, bool json,
                              chancery_error *error)
{
    struct between between = {0};
    struct chy_buf out = {0};
    char *text = NULL;
    if (!load(&between, path, from, to, error)) {
        chy_fail_in_file(error, path);
        goto out;
    }
    if (json)
        write_json(&out, &between, error);
    else
        write_text(&out, &between);
    text = chy_buf_take(&out, NULL, error);
out:
    chy_buf_done(&out);
    chy_directory_done(&between.before);
    chy_directory_done(&between.read);
    chy_waiting_done(&between.waiting);
    chy_standing_done(&between.standing);
    chy_versions_done(&between.versions);
    return text;
}
