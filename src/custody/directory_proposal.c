/*
 * directory_proposal.c - what a root is asked to sign, shown first: it may come from elsewhere,
 * and even what waits in the keeper's own folder may have been made by another.
 */
#include "base/encode.h"
#include "base/file.h"
#include "base/sha256.h"
#include "custody/directory_say.h"
#include "custody/directory_waiting.h"

struct proposal {
    struct chy_versions versions;
    struct chy_standing standing;
    struct chy_waiting waiting; /* or what is in force, where nothing waits */
    bool in_force;
};

static bool fail_nothing(const char *path, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_REFUSED, "no version of this directory waits to be signed");
    chy_fail_where(error, path);
    return chy_fail_next(
        error, "Make one: chancery directory init FILE --root ROOT.pub --expires YYYY-MM-DD");
}

/* The version in force may get more signatures of its own roots than it needs. */
static bool take_standing(struct proposal *proposal, const char *path, chancery_error *error)
{
    const struct chy_version *version = proposal->standing.version;
    if (!version)
        return fail_nothing(path, error);
    proposal->in_force = true;
    proposal->waiting.digest = version->digest;
    return chy_version_read(&proposal->waiting.directory, &proposal->versions, version,
                            error) &&
           chy_version_signers(&proposal->waiting.own, &proposal->versions, version,
                               proposal->waiting.directory.root,
                               proposal->waiting.directory.roots, error);
}

static bool find(struct proposal *proposal, const char *path, const char *home,
                 chancery_error *error)
{
    struct chy_standing *standing = &proposal->standing;
    struct chy_waiting *waiting = &proposal->waiting;
    if ((chy_file_exists(path) || !chancery_directory_waits(path)) &&
        !chy_versions_load(&proposal->versions, path, error))
        return false;
    if (!chy_standing_find(standing, &proposal->versions, home, error) ||
        !chy_waiting_next(waiting, path, &proposal->versions, standing, error) ||
        (!waiting->waits && !chy_waiting_begun(waiting, &proposal->versions, standing, error)))
        return false;
    if (!waiting->waits)
        return take_standing(proposal, path, error);
    /* signed, and the program was stopped before it removed the file */
    proposal->in_force = standing->version && standing->version->hashed &&
                         chy_digest_eq(&standing->version->digest, &waiting->digest);
    return proposal->in_force ||
           chy_standing_precedes(standing, &waiting->directory, path, error);
}

static void say(struct chy_buf *out, const struct proposal *proposal, const char *path)
{
    const struct chy_standing *standing = &proposal->standing;
    const struct chy_waiting *waiting = &proposal->waiting;
    struct chy_paint paint = chy_paint_of(out, false);
    chy_buf_escaped(out, chy_span_str(path));
    chy_buf_printf(out, ": version %lld, ", (long long)waiting->directory.version);
    if (proposal->in_force) {
        chy_buf_str(out, "which is in force:\n");
        chy_say_directory(&paint, &waiting->directory, (chancery_date){0});
        chy_say_share(out, "It is", &waiting->directory, &waiting->own);
    } else {
        if (standing->version)
            chy_buf_printf(out, "which changes version %lld so:\n",
                           (long long)standing->directory.version);
        else
            chy_buf_str(out, "the first:\n");
        chy_say_waiting(out, waiting, standing);
    }
    chy_buf_str(out, "  sha256   ");
    chy_buf_hex(out, waiting->digest.b, sizeof waiting->digest.b);
    chy_buf_byte(out, '\n');
}

char *chancery_directory_proposal(char digest[65], const char *path, const char *home,
                                  chancery_error *error)
{
    struct proposal proposal = {0};
    struct chy_buf text = {0};
    char *made = NULL;
    if (!find(&proposal, path, home, error)) {
        chy_fail_in_file(error, path);
        goto out;
    }
    say(&text, &proposal, path);
    chy_hex(digest, proposal.waiting.digest.b, sizeof proposal.waiting.digest.b);
    made = chy_buf_take(&text, NULL, error);
out:
    chy_buf_done(&text);
    chy_waiting_done(&proposal.waiting);
    chy_standing_done(&proposal.standing);
    chy_versions_done(&proposal.versions);
    return made;
}
