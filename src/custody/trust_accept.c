#include "custody/trust_accept.h"

#include "base/encode.h"
#include "base/sha256.h"
#include "custody/trust_walk.h"

#include <stdlib.h>

static bool fail_unsigned(const struct chy_walk *walk, chancery_error *error)
{
    char has[65], wanted[65];
    if (walk->other_id) {
        chy_hex(has, walk->id.b, sizeof walk->id.b);
        chy_hex(wanted, walk->pin->id.b, sizeof walk->pin->id.b);
        chy_fail(error, CHANCERY_E_DIRECTORY,
                 "this is another directory: its id is %s, and %s is trusted", has, wanted);
        return chy_fail_next(error, "Name the directory file that belongs to these roots.");
    }
    if (walk->versions->count == 0) {
        chy_fail(error, CHANCERY_E_DIRECTORY,
                 "this file holds no signed version of a directory");
        return chy_fail_next(error, "Name the file of a directory; its keepers sign it with "
                                    "chancery directory sign FILE --key ROOT.key.");
    }
    if (walk->most == 0) {
        chy_fail(error, CHANCERY_E_DIRECTORY,
                 "none of the trusted roots signed this directory");
        return chy_fail_next(
            error,
            "Check which directory and which root keys are meant (--directory, --root).");
    }
    chy_fail(error, CHANCERY_E_DIRECTORY, "the directory has %zu of %zu root signatures",
             walk->most, walk->needed);
    if (walk->needed > walk->pin->roots)
        return chy_fail_next(error,
                             "Name %zu of the directory's root keys, with --root for each.",
                             walk->needed);
    if (walk->needed == walk->pin->roots) /* all of them, as where no threshold is said */
        return chy_fail_next(
            error,
            "Have the other roots sign it (chancery directory sign); where it is signed, name "
            "the roots of one version, and say --threshold %zu if that is its threshold.",
            walk->most);
    return chy_fail_next(error, "Have the other roots sign it (chancery directory sign).");
}

/* What was seen once is never undone: no lower version, and no other one under the same
 * number. */
static bool is_remembered(const struct chy_walk *walk, chancery_error *error)
{
    if (walk->reached.directory.version != walk->pin->version ||
        chy_digest_eq(&walk->at->digest, &walk->pin->digest))
        return true;
    char seen[65], here[65];
    chy_hex(seen, walk->pin->digest.b, sizeof walk->pin->digest.b);
    chy_hex(here, walk->at->digest.b, sizeof walk->at->digest.b);
    chy_fail(error, CHANCERY_E_DIRECTORY,
             "equivocation: its version %lld is not the version %lld that was seen before, "
             "though its roots signed both: %s now, %s then",
             (long long)walk->pin->version, (long long)walk->pin->version, here, seen);
    return chy_fail_next(error,
                         "Do not rely on this file; show both to the directory's keepers. To "
                         "trust this one all the same: chancery directory trust FILE --root "
                         "ROOT.pub --force");
}

static bool is_fresh(const struct chy_walk *walk, chancery_error *error)
{
    if (walk->reached.directory.version >= walk->pin->version)
        return true;
    chy_fail(error, CHANCERY_E_DIRECTORY,
             "it ends at version %lld, and version %lld was seen before",
             (long long)walk->reached.directory.version, (long long)walk->pin->version);
    return chy_fail_next(error,
                         "Get the newest directory file; this one was set back. To go back on "
                         "purpose: chancery directory trust FILE --root ROOT.pub --force");
}

static bool climb(struct chy_walk *walk, chancery_error *error)
{
    bool moved = false;
    if (!chy_walk_first(walk, &moved, error))
        return false;
    if (!moved)
        return fail_unsigned(walk, error);
    while (moved) {
        if (!is_remembered(walk, error) || !chy_walk_next(walk, &moved, error))
            return false;
    }
    return is_fresh(walk, error);
}

/* Higher versions that some root of the version in force signed. */
static bool count_partly_signed(const struct chy_walk *walk, size_t *count,
                                chancery_error *error)
{
    for (size_t i = 0; i < walk->versions->count; i++) {
        const struct chy_version *version = &walk->versions->item[i];
        struct chy_signers signers;
        if (version->claims <= walk->reached.directory.version)
            continue;
        if (!chy_version_signers(&signers, walk->versions, version,
                                 walk->reached.directory.root, walk->reached.directory.roots,
                                 error))
            return false;
        *count += signers.count > 0;
    }
    return true;
}

/* The version in force is judged by all rules (D39); the versions that led to it, by what they
 * changed. */
static bool complete(struct chy_walk *walk, chancery_error *error)
{
    struct chy_step *reached = &walk->reached;
    if (!reached->whole) {
        struct chy_directory whole = {0};
        if (!chy_directory_read_part(&whole, chy_buf_view(&reached->payload), error))
            return chy_walk_fail_unread(error);
        chy_directory_done(&reached->directory);
        reached->directory = whole;
        reached->whole = true;
    }
    return chy_directory_complete(&reached->directory, error) || chy_walk_fail_unread(error);
}

bool chy_trust_accept(struct chancery_trust *out, struct chy_versions *versions,
                      const struct chy_pin *pin, chancery_error *error)
{
    struct chy_walk walk = {.versions = versions, .pin = pin};
    const struct chy_directory *directory = &walk.reached.directory;
    size_t partly = 0;
    bool ok = climb(&walk, error) && complete(&walk, error) &&
              chy_directory_former(directory, walk.former, walk.formers, error) &&
              count_partly_signed(&walk, &partly, error);
    /* what the pin has seen was checked when it was seen */
    if (ok && directory->version != pin->version)
        ok = chy_directory_keys(directory, error);
    if (ok) {
        out->directory = *directory;
        out->digest = walk.at->digest;
        out->partly_signed = partly;
        out->former = walk.former;
        out->formers = walk.formers;
        walk.reached.directory = (struct chy_directory){0};
        walk.former = NULL;
    }
    chy_step_done(&walk.reached);
    free(walk.former);
    return ok;
}
