/*
 * directory_proposal.c - what a root is asked to sign where nothing of its own waits: shown
 * first, since it came from elsewhere.
 */
#include "base/encode.h"
#include "custody/directory_say.h"
#include "custody/directory_standing.h"

static void say_proposal(struct chy_buf *out, const struct chy_standing *standing,
                         const struct chy_directory *directory,
                         const struct chy_version *version, const char *path)
{
    struct chy_paint paint = chy_paint_of(out, false);
    chy_buf_escaped(out, chy_span_str(path));
    chy_buf_printf(out, ": version %lld, ", (long long)directory->version);
    if (standing->version && standing->version != version)
        chy_buf_printf(out, "which changes version %lld so:\n",
                       (long long)standing->directory.version);
    else
        chy_buf_str(out, standing->version ? "which is in force:\n" : "the first:\n");
    if (standing->version && standing->version != version) {
        if (chy_say_changes(out, &standing->directory, directory) == 0)
            chy_buf_str(out, "Nothing is changed.\n");
    } else {
        chy_say_directory(&paint, directory, (chancery_date){0});
    }
    chy_buf_str(out, "  sha256   ");
    chy_buf_hex(out, version->digest.b, sizeof version->digest.b);
    chy_buf_byte(out, '\n');
}

char *chancery_directory_proposal(char digest[65], const char *path, const char *home,
                                  chancery_error *error)
{
    struct chy_versions versions = {0};
    struct chy_standing standing = {0};
    struct chy_directory directory = {0};
    const struct chy_version *version = NULL;
    struct chy_buf text = {0};
    char *made = NULL;
    if (!chy_versions_load(&versions, path, error))
        goto out;
    if (!chy_standing_find(&standing, &versions, home, error) ||
        !chy_standing_proposal(&directory, &version, &versions, &standing, error))
        goto fail;
    if (!version) {
        version = standing.version;
        if (!version) {
            chy_fail(error, CHANCERY_E_REFUSED,
                     "no version of this directory waits to be signed");
            chy_fail_next(error, "Make one: chancery directory init FILE --root ROOT.pub "
                                 "--expires YYYY-MM-DD");
            goto fail;
        }
        if (!chy_version_read(&directory, &versions, version, error))
            goto fail;
    } else if (!chy_standing_precedes(&standing, &directory, error)) {
        goto fail;
    }
    say_proposal(&text, &standing, &directory, version, path);
    chy_hex(digest, version->digest.b, sizeof version->digest.b);
    made = chy_buf_take(&text, NULL, error);
    goto out;
fail:
    chy_fail_in_file(error, path);
out:
    chy_buf_done(&text);
    chy_directory_done(&directory);
    chy_standing_done(&standing);
    chy_versions_done(&versions);
    return made;
}
