#include "custody/trust_accept.h"

#include "base/encode.h"
#include "base/sha256.h"

/* One walk up the versions: from the lowest that the pinned keys signed, each next one signed
 * by the roots before it and by its own. */
struct walk {
    struct chy_versions *versions;
    const struct chy_pin *pin;
    struct chy_directory directory; /* the version reached */
    const struct chy_version *at;   /* its payload; NULL: none yet */
    size_t most, needed;            /* the best that fell short of a pinned threshold */
    bool other_id;                  /* a version of another directory was passed over */
    chancery_digest id;             /* that one's */
};

/* How many of the keys that signed are roots of this version? */
static size_t own_signers(const struct chy_signers *signers, const chancery_public_key *keys,
                          size_t count, const struct chy_directory *directory)
{
    size_t own = 0;
    for (size_t i = 0; i < count; i++) {
        own += signers->by[i] && chy_key_among(&keys[i], directory->root, directory->roots);
    }
    return own;
}

static void fell_short(struct walk *walk, size_t has, int64_t needed)
{
    if (walk->needed == 0 || has >= walk->most) {
        walk->most = has;
        walk->needed = (size_t)needed;
    }
}

/* Two signed versions of one number: whoever signed them both shows different people different
 * directories. */
static bool fail_fork(const struct chy_version *one, const struct chy_version *version,
                      chancery_error *error)
{
    char first[65], second[65];
    chy_hex(first, one->digest.b, sizeof one->digest.b);
    chy_hex(second, version->digest.b, sizeof version->digest.b);
    chy_fail(error, CHANCERY_E_DIRECTORY,
             "equivocation: its roots signed two different versions %lld, so that neither can "
             "be relied on: %s and %s",
             (long long)version->claims, first, second);
    return chy_fail_next(error, "Show both to the directory's keepers: one of them was meant "
                                "for other eyes.");
}

static bool read_version(struct chy_directory *out, const struct chy_version *version,
                         chancery_error *error)
{
    if (chy_directory_read(out, chy_version_payload(version), error))
        return true;
    return chy_fail_next(error, "Verify with a version of chancery that knows this directory's "
                                "format, or ask its keepers.");
}

/* Is this version signed by the pin's threshold of pinned keys, and by its own threshold of
 * pinned keys that are its roots? Sets *directory, to be freed by the caller, and *accepted. */
static bool is_pinned(struct walk *walk, const struct chy_version *version,
                      struct chy_directory *directory, bool *accepted, chancery_error *error)
{
    const struct chy_pin *pin = walk->pin;
    struct chy_signers signers;
    if (!chy_version_signers(&signers, walk->versions, version, pin->root, pin->roots, error))
        return false;
    if (signers.count < (size_t)pin->threshold) {
        fell_short(walk, signers.count, pin->threshold);
        return true;
    }
    if (!read_version(directory, version, error))
        return false;
    if (pin->has_id && !chy_digest_eq(&directory->id, &pin->id)) {
        walk->other_id = true;
        walk->id = directory->id;
        return true;
    }
    size_t own = own_signers(&signers, pin->root, pin->roots, directory);
    int64_t needed =
        directory->threshold > pin->threshold ? directory->threshold : pin->threshold;
    *accepted = own >= (size_t)needed;
    if (!*accepted)
        fell_short(walk, own, needed);
    return true;
}

static bool same_roots(const struct chy_directory *a, const struct chy_directory *b)
{
    return a->threshold == b->threshold && a->roots == b->roots &&
           memcmp(a->root, b->root, a->roots * sizeof *a->root) == 0;
}

/* Does this version follow the one reached, signed by both thresholds? As is_pinned. */
static bool follows(struct walk *walk, const struct chy_version *version,
                    struct chy_directory *directory, bool *accepted, chancery_error *error)
{
    const struct chy_directory *before = &walk->directory;
    struct chy_signers signers;
    if (!version->has_previous || !chy_digest_eq(&version->previous, &walk->at->digest))
        return true;
    if (!chy_version_signers(&signers, walk->versions, version, before->root, before->roots,
                             error))
        return false;
    if (signers.count < (size_t)before->threshold)
        return true;
    if (!read_version(directory, version, error))
        return false;
    if (directory->version != before->version + 1 ||
        !chy_digest_eq(&directory->id, &before->id)) {
        return chy_fail(error, CHANCERY_E_DIRECTORY,
                        "its roots signed a version %lld that does not follow version %lld",
                        (long long)directory->version, (long long)before->version);
    }
    if (!same_roots(before, directory) &&
        !chy_version_signers(&signers, walk->versions, version, directory->root,
                             directory->roots, error))
        return false;
    if (signers.count < (size_t)directory->threshold)
        return true;
    *accepted = chy_directory_history(before, directory, error);
    return *accepted;
}

typedef bool step_fn(struct walk *walk, const struct chy_version *version,
                     struct chy_directory *directory, bool *accepted, chancery_error *error);

/* One step up: the version that is accepted, if there is one. *moved tells. */
static bool take_step(struct walk *walk, step_fn *accepts, bool *moved, chancery_error *error)
{
    struct chy_directory found = {0};
    const struct chy_version *at = NULL;
    bool ok = false;
    for (size_t i = 0; i < walk->versions->count; i++) {
        const struct chy_version *version = &walk->versions->item[i];
        struct chy_directory directory = {0};
        bool accepted = false;
        if (at && version->claims > at->claims)
            break;
        bool decided = accepts(walk, version, &directory, &accepted, error);
        if (accepted && !at) {
            found = directory;
            at = version;
            continue;
        }
        chy_directory_done(&directory);
        if (accepted)
            decided = fail_fork(at, version, error);
        if (!decided)
            goto out;
    }
    *moved = at != NULL;
    if (at) {
        chy_directory_done(&walk->directory);
        walk->directory = found;
        walk->at = at;
        found = (struct chy_directory){0};
    }
    ok = true;
out:
    chy_directory_done(&found);
    return ok;
}

static bool fail_unsigned(const struct walk *walk, chancery_error *error)
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
    if (walk->needed == (size_t)walk->pin->threshold)
        return chy_fail_next(
            error,
            "Have the other roots sign it (chancery directory sign), or say --threshold %zu "
            "if that is the directory's threshold.",
            walk->most);
    return chy_fail_next(error, "Have the other roots sign it (chancery directory sign).");
}

/* What was seen once is never undone: no lower version, and no other one under the same
 * number. */
static bool is_remembered(const struct walk *walk, chancery_error *error)
{
    if (walk->directory.version != walk->pin->version ||
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

static bool is_fresh(const struct walk *walk, chancery_error *error)
{
    if (walk->directory.version >= walk->pin->version)
        return true;
    chy_fail(error, CHANCERY_E_DIRECTORY,
             "it ends at version %lld, and version %lld was seen before",
             (long long)walk->directory.version, (long long)walk->pin->version);
    return chy_fail_next(error,
                         "Get the newest directory file; this one was set back. To go back on "
                         "purpose: chancery directory trust FILE --root ROOT.pub --force");
}

static bool climb(struct walk *walk, chancery_error *error)
{
    bool moved = false;
    if (!take_step(walk, is_pinned, &moved, error))
        return false;
    if (!moved)
        return fail_unsigned(walk, error);
    while (moved) {
        if (!is_remembered(walk, error) || !take_step(walk, follows, &moved, error))
            return false;
    }
    return is_fresh(walk, error);
}

/* Higher versions that some root of the version in force signed. */
static bool count_partly_signed(const struct walk *walk, size_t *count, chancery_error *error)
{
    for (size_t i = 0; i < walk->versions->count; i++) {
        const struct chy_version *version = &walk->versions->item[i];
        struct chy_signers signers;
        if (version->claims <= walk->directory.version)
            continue;
        if (!chy_version_signers(&signers, walk->versions, version, walk->directory.root,
                                 walk->directory.roots, error))
            return false;
        *count += signers.count > 0;
    }
    return true;
}

bool chy_trust_accept(struct chancery_trust *out, struct chy_versions *versions,
                      const struct chy_pin *pin, chancery_error *error)
{
    struct walk walk = {.versions = versions, .pin = pin};
    size_t partly = 0;
    bool ok = climb(&walk, error) && count_partly_signed(&walk, &partly, error);
    /* what the pin has seen was checked when it was seen */
    if (ok && walk.directory.version != pin->version)
        ok = chy_directory_keys(&walk.directory, error);
    if (ok) {
        out->directory = walk.directory;
        out->digest = walk.at->digest;
        out->partly_signed = partly;
        walk.directory = (struct chy_directory){0};
    }
    chy_directory_done(&walk.directory);
    return ok;
}
