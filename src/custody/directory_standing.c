#include "custody/directory_standing.h"

#include "base/encode.h"
#include "base/sha256.h"
#include "custody/trust_accept.h"

#include <stdlib.h>

/* --- in force --- */

struct firsts {
    struct chy_pin pin; /* the last complete first version's roots as a pin */
    size_t complete;    /* first versions that their own roots have signed */
    bool pinned;        /* one has the id of the reader's pin */
};

static bool look_at_first(struct firsts *firsts, struct chy_versions *versions,
                          const struct chy_version *version, const struct chy_pin *pin,
                          chancery_error *error)
{
    struct chy_directory directory = {0};
    struct chy_signers signers;
    bool ok = true;
    if (!chy_version_read(&directory, versions, version, NULL))
        return true;
    firsts->pinned |= pin && chy_digest_eq(&directory.id, &pin->id);
    ok = chy_version_signers(&signers, versions, version, directory.root, directory.roots,
                             error);
    if (ok && signers.count >= (size_t)directory.threshold) {
        struct chy_pin *made = &firsts->pin;
        *made = (struct chy_pin){
            .roots = directory.roots, .threshold = directory.threshold, .has_id = true};
        memcpy(made->root, directory.root, directory.roots * sizeof *directory.root);
        made->id = directory.id;
        firsts->complete++;
    }
    chy_directory_done(&directory);
    return ok;
}

static bool accept(struct chy_standing *out, struct chy_versions *versions,
                   const struct chy_pin *pin, chancery_error *error)
{
    struct chancery_trust trust = {0};
    if (!chy_trust_accept(&trust, versions, pin, error))
        return false;
    out->directory = trust.directory;
    out->former = trust.former;
    out->formers = trust.formers;
    out->version = chy_versions_find(versions, &trust.digest);
    return true;
}

bool chy_standing_find(struct chy_standing *out, struct chy_versions *versions,
                       const char *home, chancery_error *error)
{
    struct firsts firsts = {0};
    struct chy_pin pin = {0};
    bool stored = false, ok = false;
    *out = (struct chy_standing){0};
    if (home && !chy_pin_load(&pin, &stored, home, error))
        goto out;
    for (size_t i = 0; i < versions->count && versions->item[i].claims <= 1; i++) {
        if (versions->item[i].claims == 1 &&
            !look_at_first(&firsts, versions, &versions->item[i], stored ? &pin : NULL, error))
            goto out;
    }
    if (!firsts.pinned && firsts.complete > 1) {
        chy_fail(error, CHANCERY_E_CONFLICT,
                 "this file holds %zu first versions, each signed by roots of its own",
                 firsts.complete);
        chy_fail_next(error, "Say which roots are yours: chancery directory trust FILE --root "
                             "ROOT.pub");
        goto out;
    }
    ok = (!firsts.pinned && firsts.complete == 0) ||
         accept(out, versions, firsts.pinned ? &pin : &firsts.pin, error);
out:
    chy_pin_done(&pin);
    return ok;
}

void chy_standing_done(struct chy_standing *standing)
{
    chy_directory_done(&standing->directory);
    free(standing->former);
    *standing = (struct chy_standing){0};
}

/* --- above it --- */

/* What was made for another version can only be dropped. */
static bool advise_discard(const char *path, chancery_error *error)
{
    return chy_fail_next(error,
                         "Drop what waits (chancery directory discard %s says what is "
                         "lost), and make the change again.",
                         path);
}

bool chy_standing_precedes(const struct chy_standing *standing,
                           const struct chy_directory *next, const char *path,
                           chancery_error *error)
{
    const struct chy_directory *before = &standing->directory;
    chancery_error why = CHANCERY_ERROR_INIT;
    bool follows = next->version == before->version + 1;
    if (follows && standing->version)
        follows = next->has_previous &&
                  chy_digest_eq(&next->previous, &standing->version->digest) &&
                  chy_digest_eq(&next->id, &before->id);
    if (!follows && !standing->version) {
        chy_fail(error, CHANCERY_E_CONFLICT,
                 "a version %lld waits, but no version is in force that it could follow",
                 (long long)next->version);
        return chy_fail_next(error, "Have the other roots sign the version before it.");
    }
    if (!follows) {
        chy_fail(error, CHANCERY_E_CONFLICT,
                 "the version that waits does not follow version %lld, which is in force",
                 (long long)before->version);
        return advise_discard(path, error);
    }
    if (standing->version && !chy_directory_history(before, next, &why)) {
        chy_fail(error, CHANCERY_E_CONFLICT, "%s", why.text);
        chy_fail_where(error, why.where);
        return advise_discard(path, error);
    }
    if (chy_directory_former(next, standing->former, standing->formers, &why))
        return true;
    chy_fail(error, why.code == CHANCERY_E_MEMORY ? why.code : CHANCERY_E_CONFLICT, "%s",
             why.text);
    chy_fail_where(error, why.where);
    return chy_fail_next(error, "Give the holder a key that was never a root's.");
}

/* Does this version claim to stand directly above the one in force? */
static bool is_above(const struct chy_standing *standing, const struct chy_version *version)
{
    if (!standing->version)
        return version->claims == 1;
    return version->claims == standing->directory.version + 1 && version->has_previous &&
           chy_digest_eq(&version->previous, &standing->version->digest);
}

/* Anybody can add a line with a root of his own in it: what counts is a signature of those who
 * decide now. */
static bool is_begun(bool *begun, struct chy_versions *versions,
                     const struct chy_version *version, const struct chy_directory *directory,
                     const struct chy_standing *standing, chancery_error *error)
{
    const struct chy_directory *deciding = standing->version ? &standing->directory : directory;
    struct chy_signers signers;
    if (!chy_version_signers(&signers, versions, version, deciding->root, deciding->roots,
                             error))
        return false;
    *begun = signers.count > 0;
    return true;
}

bool chy_standing_proposal(struct chy_directory *out, const struct chy_version **version,
                           struct chy_versions *versions, const struct chy_standing *standing,
                           chancery_error *error)
{
    *version = NULL;
    for (size_t i = 0; i < versions->count; i++) {
        const struct chy_version *one = &versions->item[i];
        struct chy_directory directory = {0};
        bool begun = false;
        if (!is_above(standing, one) || !chy_version_read(&directory, versions, one, NULL))
            continue;
        bool ok = is_begun(&begun, versions, one, &directory, standing, error);
        if (ok && begun && *version) {
            chy_fail(error, CHANCERY_E_CONFLICT,
                     "two different versions %lld of this directory are signed already",
                     (long long)one->claims);
            chy_fail_next(error, "Find out which one is right, and remove the other.");
            ok = false;
        }
        if (ok && begun) {
            *out = directory;
            *version = one;
            continue;
        }
        chy_directory_done(&directory);
        if (!ok) {
            chy_directory_done(out);
            *version = NULL;
            return false;
        }
    }
    return true;
}

bool chy_standing_version(struct chy_directory *out, struct chy_versions *versions,
                          const struct chy_standing *standing, int64_t number,
                          chancery_error *error)
{
    const struct chy_version *at = standing->version;
    while (at && at->claims > number)
        at = at->has_previous ? chy_versions_find(versions, &at->previous) : NULL;
    if (at && at->claims == number)
        return chy_version_read(out, versions, at, error);
    chy_fail(error, CHANCERY_E_UNKNOWN, "there is no version %lld in force before this one",
             (long long)number);
    return chy_fail_next(error, "List what is there: chancery directory show FILE");
}
