#include "custody/trust_walk.h"

#include "base/encode.h"
#include "base/sha256.h"

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

static void fell_short(struct chy_walk *walk, size_t has, int64_t needed)
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

bool chy_walk_fail_unread(chancery_error *error)
{
    return chy_fail_next(error, "Verify with a version of chancery that knows this directory's "
                                "format, or ask its keepers.");
}

static bool read_whole(struct chy_step *out, struct chy_walk *walk,
                       const struct chy_version *version, chancery_error *error)
{
    chancery_span payload;
    return chy_version_payload(&payload, walk->versions, version, error) &&
           (chy_step_whole(out, payload, error) || chy_walk_fail_unread(error));
}

/* Is this version signed by the pin's threshold of pinned keys, and by its own threshold of
 * pinned keys that are its roots? Sets *step, to be freed by the caller, and *accepted. */
static bool is_pinned(struct chy_walk *walk, const struct chy_version *version,
                      struct chy_step *step, bool *accepted, chancery_error *error)
{
    const struct chy_pin *pin = walk->pin;
    const struct chy_directory *directory = &step->directory;
    struct chy_signers signers;
    if (!chy_version_signers(&signers, walk->versions, version, pin->root, pin->roots, error))
        return false;
    if (signers.count < (size_t)pin->threshold) {
        fell_short(walk, signers.count, pin->threshold);
        return true;
    }
    if (!read_whole(step, walk, version, error))
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

/* What the version says, by what it changes of the one reached; *edited: it changes the past
 * otherwise than by ending and voiding. */
static bool read_next(struct chy_step *out, bool *edited, struct chy_walk *walk,
                      const struct chy_version *version, chancery_error *error)
{
    chancery_span payload;
    if (!chy_version_payload(&payload, walk->versions, version, error))
        return false;
    *edited = !chy_step_next(out, &walk->reached, payload);
    return !*edited || read_whole(out, walk, version, error);
}

/* Says how the past was edited. A step that for want of memory was not read by its changes is
 * judged here too. */
static bool check_past(const struct chy_walk *walk, const struct chy_step *step,
                       chancery_error *error)
{
    struct chy_directory before = {0};
    bool ok = chy_directory_read_part(&before, chy_buf_view(&walk->reached.payload), error) &&
              chy_directory_history(&before, &step->directory, error);
    chy_directory_done(&before);
    return ok;
}

/* Does this version follow the one reached, signed by both thresholds? As is_pinned. */
static bool follows(struct chy_walk *walk, const struct chy_version *version,
                    struct chy_step *step, bool *accepted, chancery_error *error)
{
    const struct chy_directory *before = &walk->reached.directory;
    const struct chy_directory *directory = &step->directory;
    struct chy_signers signers;
    bool edited;
    if (!version->has_previous || !chy_digest_eq(&version->previous, &walk->at->digest))
        return true;
    if (!chy_version_signers(&signers, walk->versions, version, before->root, before->roots,
                             error))
        return false;
    if (signers.count < (size_t)before->threshold)
        return true;
    if (!read_next(step, &edited, walk, version, error))
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
    *accepted = !edited || check_past(walk, step, error);
    return *accepted;
}

typedef bool step_fn(struct chy_walk *walk, const struct chy_version *version,
                     struct chy_step *step, bool *accepted, chancery_error *error);

/* A root's key stays a root's (D15), also when other roots have taken its place. */
static bool note_roots(struct chy_walk *walk, const struct chy_directory *directory,
                       chancery_error *error)
{
    if (walk->at && same_roots(&walk->reached.directory, directory))
        return true;
    for (size_t i = 0; i < directory->roots; i++) {
        if (!chy_grow(&walk->former, &walk->former_cap, walk->formers, sizeof *walk->former,
                      CHY_MAX_ROOTS * CHY_MAX_VERSIONS, "roots", error))
            return false;
        walk->former[walk->formers++] = directory->root[i];
    }
    return true;
}

/* One step up: the version that is accepted, if there is one. *moved tells. */
static bool take_step(struct chy_walk *walk, step_fn *accepts, bool *moved,
                      chancery_error *error)
{
    struct chy_step found = {0};
    const struct chy_version *at = NULL;
    bool ok = false;
    for (size_t i = 0; i < walk->versions->count; i++) {
        const struct chy_version *version = &walk->versions->item[i];
        struct chy_step step = {0};
        bool accepted = false;
        if (at && version->claims > at->claims)
            break;
        bool decided = accepts(walk, version, &step, &accepted, error);
        if (accepted && !at) {
            found = step;
            at = version;
            continue;
        }
        chy_step_done(&step);
        if (accepted)
            decided = fail_fork(at, version, error);
        if (!decided)
            goto out;
    }
    *moved = at != NULL;
    if (at) {
        if (!note_roots(walk, &found.directory, error))
            goto out;
        chy_step_done(&walk->reached);
        walk->reached = found;
        walk->at = at;
        found = (struct chy_step){0};
    }
    ok = true;
out:
    chy_step_done(&found);
    return ok;
}

bool chy_walk_first(struct chy_walk *walk, bool *moved, chancery_error *error)
{
    return take_step(walk, is_pinned, moved, error);
}

bool chy_walk_next(struct chy_walk *walk, bool *moved, chancery_error *error)
{
    return take_step(walk, follows, moved, error);
}
