#include "custody/directory_change.h"

#include "base/date.h"
#include "base/file.h"

#include <stdlib.h>

/* A version that roots have begun to sign is not changed any more. */
static bool refuse_begun(struct chy_change *change, chancery_error *error)
{
    struct chy_directory begun = {0};
    const struct chy_version *version;
    if (!chy_standing_proposal(&begun, &version, &change->versions, &change->standing, error))
        return false;
    if (!version)
        return true;
    chy_directory_done(&begun);
    chy_fail(error, CHANCERY_E_REFUSED,
             "version %lld of this directory is signed by some of its roots already, and waits "
             "for the others",
             (long long)version->claims);
    return chy_fail_next(
        error,
        "Have them sign it (chancery directory sign), then make the change; or "
        "drop it (chancery directory discard %s).",
        change->path);
}

static bool load_standing(struct chy_change *change, const char *home, chancery_error *error)
{
    if (!chy_file_exists(change->path))
        return true;
    if (!chy_versions_load(&change->versions, change->path, error))
        return false;
    return (chy_standing_find(&change->standing, &change->versions, home, error) &&
            refuse_begun(change, error)) ||
           chy_fail_in_file(error, change->path);
}

/* The next version as the one in force says it, with its own number and what it follows. */
static bool copy_standing(struct chy_change *change, chancery_error *error)
{
    const struct chy_version *version = change->standing.version;
    struct chy_directory *made = &change->directory;
    if (!chy_version_read(made, &change->versions, version, error))
        return false;
    if (made->version >= CHY_MAX_VERSIONS)
        return chy_fail(error, CHANCERY_E_LIMIT, "a directory has at most %u versions",
                        CHY_MAX_VERSIONS);
    made->version++;
    made->has_previous = true;
    made->previous = version->digest;
    return true;
}

static bool load_next(struct chy_change *change, const char *next, chancery_error *error)
{
    struct chy_buf payload = {0};
    bool ok = false;
    if (!chy_file_exists(next)) {
        chy_fail(error, CHANCERY_E_MISSING, "there is no such directory");
        chy_fail_where(error, change->path);
        chy_fail_next(
            error,
            "Make one: chancery directory init FILE --root ROOT.pub --expires YYYY-MM-DD");
        goto out;
    }
    if (!chy_directory_next_load(&payload, next, error))
        goto out;
    ok = (chy_directory_read(&change->directory, chy_buf_view(&payload), error) &&
          chy_standing_precedes(&change->standing, &change->directory, change->path, error)) ||
         chy_fail_in_file(error, next);
out:
    chy_buf_done(&payload);
    return ok;
}

bool chy_change_begin(struct chy_change *out, const char *path, const char *home,
                      chancery_error *error)
{
    *out = (struct chy_change){.path = path};
    char *next = chy_directory_next_path(path, error);
    bool ok = next && load_standing(out, home, error) &&
              (out->standing.version && !chy_file_exists(next) ? copy_standing(out, error)
                                                               : load_next(out, next, error));
    free(next);
    return ok;
}

/* Does what was made keep the rules? What a rule says is a conflict with what was asked for. */
static bool keeps_rules(const struct chy_change *change, chancery_span payload,
                        chancery_error *error)
{
    struct chy_directory again = {0};
    chancery_error why = CHANCERY_ERROR_INIT;
    bool ok = chy_directory_read(&again, payload, &why) && chy_directory_keys(&again, &why);
    if (!ok) {
        chy_fail(error, why.code == CHANCERY_E_FORMAT ? CHANCERY_E_CONFLICT : why.code, "%s",
                 why.text);
        chy_fail_next(error, "Correct what was asked for; the directory is as it was "
                             "(chancery directory show).");
    }
    ok = ok && (!change->standing.version ||
                chy_standing_precedes(&change->standing, &again, change->path, error));
    chy_directory_done(&again);
    return ok;
}

bool chy_change_store(const struct chy_change *change, bool replace, chancery_error *error)
{
    struct chy_buf payload;
    bool ok = false;
    chy_buf_init(&payload, CHY_MAX_PAYLOAD);
    char *next = chy_directory_next_path(change->path, error);
    if (!next || !chy_directory_write(&payload, &change->directory, error) ||
        !keeps_rules(change, chy_buf_view(&payload), error))
        goto out;
    chy_buf_byte(&payload, '\n');
    ok = chy_buf_finish(&payload, error) &&
         chy_file_write(next, chy_buf_view(&payload), 0644, replace, error);
out:
    free(next);
    chy_buf_done(&payload);
    return ok;
}

void chy_change_done(struct chy_change *change)
{
    chy_directory_done(&change->directory);
    chy_standing_done(&change->standing);
    chy_versions_done(&change->versions);
}

bool chy_change_date(chancery_date *out, const char *text, const char *option,
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

bool chy_change_expires(chancery_date *out, const char *text, int64_t now,
                        chancery_error *error)
{
    if (!chy_change_date(out, text, "--expires", error))
        return false;
    if (chy_date_cmp(*out, chy_time_date(now)) >= 0)
        return true;
    chy_fail(error, CHANCERY_E_USAGE, "--expires is a day that is past");
    return chy_fail_next(error,
                         "Say a day to come: until then, who verifies need not ask for a "
                         "newer version.");
}

bool chy_change_roots(struct chy_directory *directory, const char *const *roots, size_t count,
                      int64_t threshold, chancery_error *error)
{
    if (count == 0 || count > CHY_MAX_ROOTS)
        return chy_fail(error, CHANCERY_E_USAGE, "a directory has 1 to %u root keys",
                        CHY_MAX_ROOTS);
    if (threshold < 1 || (size_t)threshold > count)
        return chy_fail(error, CHANCERY_E_USAGE,
                        "a threshold of %lld cannot be met by %zu root key%s",
                        (long long)threshold, count, count == 1 ? "" : "s");
    chancery_public_key *made = calloc(count, sizeof *made);
    if (!made)
        return chy_fail_memory(error);
    free(directory->root);
    directory->root = made;
    directory->threshold = threshold;
    for (directory->roots = 0; directory->roots < count; directory->roots++) {
        if (!chancery_public_key_read(&made[directory->roots], roots[directory->roots], error))
            return false;
    }
    return true;
}

bool chy_change_room(void *items_ptr, size_t count, size_t item_size, size_t max,
                     const char *what, chancery_error *error)
{
    size_t cap = count;
    return chy_grow(items_ptr, &cap, count, item_size, max, what, error);
}
