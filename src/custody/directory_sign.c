/*
 * directory_sign.c - a root's signature on the version that waits, or on the one that still
 * lacks it. All is decided under the file's lock, so that two roots may sign at once.
 */
#include "base/encode.h"
#include "base/file.h"
#include "base/sha256.h"
#include "custody/directory_waiting.h"

#include <stdlib.h>

struct signing {
    const struct chancery_key *key; /* NULL: only whether it may sign is asked */
    const chancery_public_key *public_key;
    const char *path, *home;
    const char *shown;      /* digest in hex of what the user was shown; NULL: any */
    chancery_span next;     /* the payload in PATH.next.json; empty: none waits */
    struct chy_buf chosen;  /* the payload where none waits */
    chancery_digest digest; /* of the payload that is signed */
    struct chy_versions versions;
    struct chy_standing standing;
    /* what came of it */
    struct chy_directory directory;
    size_t of_before, of_own; /* signatures after this one, of the roots before and its own */
    bool had;                 /* this key had signed before */
};

static bool fail_nothing_waits(const struct signing *signing, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_REFUSED, "no version of this directory waits to be signed");
    return chy_fail_next(
        error, signing->standing.version
                   ? "Make a change first: chancery directory add, authorize, end, end-term, "
                     "void, roots or renew"
                   : "Make one: chancery directory init FILE --root ROOT.pub --expires "
                     "YYYY-MM-DD");
}

/* The version in force may get more signatures of its own roots than it needs. */
static bool is_standing(const struct signing *signing)
{
    const struct chy_version *version = signing->standing.version;
    return version && chy_digest_eq(&version->digest, &signing->digest);
}

/* What to sign where nothing waits: the version above the one in force that its roots have
 * begun to sign, else the one in force. */
static bool choose(struct signing *signing, chancery_error *error)
{
    const struct chy_version *chosen;
    chancery_span payload;
    if (!chy_standing_proposal(&signing->directory, &chosen, &signing->versions,
                               &signing->standing, error))
        return false;
    if (!chosen && !signing->standing.version)
        return fail_nothing_waits(signing, error);
    if (!chosen) {
        chosen = signing->standing.version;
        if (!chy_version_read(&signing->directory, &signing->versions, chosen, error))
            return false;
    }
    if (!chy_version_payload(&payload, &signing->versions, chosen, error))
        return false;
    chy_buf_span(&signing->chosen, payload);
    return chy_buf_finish(&signing->chosen, error);
}

/* Roots sign one version of each number: another that those who decide signed stands in the
 * way. */
static bool refuse_fork(struct signing *signing, bool standing, chancery_error *error)
{
    struct chy_versions *versions = &signing->versions;
    const struct chy_directory *deciding = signing->standing.version && !standing
                                               ? &signing->standing.directory
                                               : &signing->directory;
    for (size_t i = 0; i < versions->count; i++) {
        const struct chy_version *version = &versions->item[i];
        struct chy_signers signers;
        if (version->claims != signing->directory.version)
            continue;
        if (!chy_version_hash(versions, version, error))
            return false;
        if (chy_digest_eq(&version->digest, &signing->digest))
            continue;
        if (!chy_version_signers(&signers, versions, version, deciding->root, deciding->roots,
                                 error))
            return false;
        if (signers.count > 0) {
            chy_fail(error, CHANCERY_E_CONFLICT,
                     "another version %lld of this directory is signed already",
                     (long long)version->claims);
            return chy_fail_next(error, "Find out which one is right, and remove the other.");
        }
    }
    return true;
}

static bool is_root(const struct signing *signing, const struct chy_directory *directory)
{
    return chy_key_among(signing->public_key, directory->root, directory->roots);
}

/* Who of these roots signed this very payload, if it stands in the file. */
static bool count_signers(size_t *count, struct signing *signing,
                          const struct chy_directory *directory, chancery_error *error)
{
    struct chy_versions *versions = &signing->versions;
    struct chy_signers signers = {0};
    const struct chy_version *version = chy_versions_find(versions, &signing->digest);
    if (version && !chy_version_signers(&signers, versions, version, directory->root,
                                        directory->roots, error))
        return false;
    for (size_t k = 0; k < directory->roots; k++) {
        if (chy_key_eq(&directory->root[k], signing->public_key))
            signing->had |= signers.by[k];
    }
    *count = signers.count;
    return true;
}

/* May this key sign this version now? A later version is signed first by a root of the one in
 * force, so that none is completed that those who decide now have not begun. */
static bool may_sign(struct signing *signing, bool standing, chancery_error *error)
{
    const struct chy_directory *own = &signing->directory,
                               *before = &signing->standing.directory;
    bool later = signing->standing.version && !standing;
    if (!count_signers(&signing->of_own, signing, own, error) ||
        (later && !count_signers(&signing->of_before, signing, before, error)))
        return false;
    if (!is_root(signing, own) && !(later && is_root(signing, before))) {
        chy_fail(error, CHANCERY_E_REFUSED, "this key is not a root key of the directory");
        return chy_fail_next(error, "Sign with one of its root keys.");
    }
    if (later && signing->of_before == 0 && !is_root(signing, before)) {
        chy_fail(error, CHANCERY_E_REFUSED,
                 "no root of version %lld, which is in force, has signed version %lld yet",
                 (long long)before->version, (long long)own->version);
        return chy_fail_next(error, "Have one of those sign first, then this one.");
    }
    return true;
}

/* Is it what the user was shown? The file may have changed since. */
static bool is_shown(const struct signing *signing, chancery_error *error)
{
    char digest[65];
    chy_hex(digest, signing->digest.b, sizeof signing->digest.b);
    if (!signing->shown || strcmp(signing->shown, digest) == 0)
        return true;
    chy_fail(error, CHANCERY_E_CONFLICT, "the directory changed since it was shown");
    return chy_fail_next(error, "Look at it again, then sign.");
}

static bool sign_payload(struct signing *signing, chancery_span payload, struct chy_buf *lines,
                         chancery_error *error)
{
    struct chy_buf message = {0};
    chancery_signature signature;
    chy_envelope_pae(&message, CHY_DIRECTORY_TYPE, payload);
    bool ok = chy_buf_finish(&message, error) &&
              chy_ed25519_sign(&signature, signing->key, chy_buf_view(&message), error);
    if (ok) {
        chy_envelope_write(lines, CHY_DIRECTORY_TYPE, payload, &signing->key->public_key,
                           &signature);
        signing->of_own += is_root(signing, &signing->directory);
        signing->of_before += is_root(signing, &signing->standing.directory);
    }
    chy_buf_done(&message);
    return ok && chy_buf_finish(lines, error);
}

static bool decide(void *context, chancery_span present, struct chy_buf *lines,
                   chancery_error *error)
{
    struct signing *signing = context;
    chancery_span payload = signing->next;

    if (!chy_versions_read(&signing->versions, present, error) ||
        !chy_standing_find(&signing->standing, &signing->versions, signing->home, error))
        return false;
    if (payload.len == 0) {
        if (!choose(signing, error))
            return false;
        payload = chy_buf_view(&signing->chosen);
    } else if (!chy_directory_read(&signing->directory, payload, error)) {
        return false;
    }
    signing->digest = chy_digest_of(payload);
    bool standing = is_standing(signing);
    return is_shown(signing, error) &&
           (standing || chy_standing_precedes(&signing->standing, &signing->directory,
                                              signing->path, error)) &&
           may_sign(signing, standing, error) &&
           chy_directory_keys(&signing->directory, error) &&
           refuse_fork(signing, standing, error) &&
           (signing->had || !signing->key || sign_payload(signing, payload, lines, error));
}

/* The payload that waits, if one does. */
static bool load_next(struct chy_buf *out, const char *path, const char *next,
                      chancery_error *error)
{
    if (chy_file_exists(next))
        return chy_directory_next_load(out, next, error);
    if (chy_file_exists(path))
        return true;
    chy_fail(error, CHANCERY_E_MISSING,
             "there is no such directory, and none that waits to be signed");
    chy_fail_where(error, path);
    return chy_fail_next(
        error, "Make one: chancery directory init FILE --root ROOT.pub --expires YYYY-MM-DD");
}

/* "1 of 2 root signatures", or of the roots before it and of its own. */
static void describe_count(struct chy_buf *text, const struct signing *signing)
{
    const struct chy_directory *own = &signing->directory,
                               *before = &signing->standing.directory;
    if (before->version != own->version && before->version > 0 && !chy_roots_same(own, before))
        chy_buf_printf(text,
                       "%zu of %lld signatures of the roots before it, %zu of %lld of its own",
                       signing->of_before, (long long)before->threshold, signing->of_own,
                       (long long)own->threshold);
    else
        chy_buf_printf(text, "%zu of %lld root signatures", signing->of_own,
                       (long long)own->threshold);
}

static bool is_complete(const struct signing *signing)
{
    const struct chy_directory *own = &signing->directory,
                               *before = &signing->standing.directory;
    return signing->of_own >= (size_t)own->threshold &&
           (before->version == own->version || signing->of_before >= (size_t)before->threshold);
}

static char *describe(const struct signing *signing, const char *path, chancery_error *error)
{
    struct chy_buf text = {0};
    chy_buf_printf(&text, "Signed version %lld of ", (long long)signing->directory.version);
    chy_buf_escaped(&text, chy_span_str(path));
    chy_buf_str(&text, ": ");
    describe_count(&text, signing);
    chy_buf_str(&text, ".\n");
    if (!is_complete(signing))
        chy_buf_str(
            &text,
            "It is not in force yet: another root has to sign it (chancery directory sign).\n");
    char *made = chy_buf_take(&text, NULL, error);
    chy_buf_done(&text);
    return made;
}

static bool fail_had(const struct signing *signing, const char *path, chancery_error *error)
{
    struct chy_buf text = {0};
    describe_count(&text, signing);
    char *count = chy_buf_take(&text, NULL, NULL);
    chy_fail(error, CHANCERY_E_REFUSED, "this key has signed version %lld already: it has %s",
             (long long)signing->directory.version, count ? count : "some root signatures");
    free(count);
    chy_buf_done(&text);
    chy_fail_next(error,
                  "Hand the file on to the other roots, who sign it, if any are missing.");
    return chy_fail_where(error, path);
}

bool chancery_directory_waits(const char *path)
{
    char *next = chy_directory_next_path(path, NULL);
    bool waits = next && chy_file_exists(next);
    free(next);
    return waits;
}

static void signing_done(struct signing *signing)
{
    chy_directory_done(&signing->directory);
    chy_standing_done(&signing->standing);
    chy_versions_done(&signing->versions);
    chy_buf_done(&signing->chosen);
}

bool chancery_directory_sign(char **done, const char *path, const char *home,
                             const chancery_key *key, const char *shown, chancery_error *error)
{
    struct signing signing = {
        .key = key, .public_key = &key->public_key, .path = path, .home = home, .shown = shown};
    struct chy_buf payload = {0};
    char *text = NULL;
    bool ok = false;
    char *next = chy_directory_next_path(path, error);
    if (!next || !load_next(&payload, path, next, error))
        goto out;
    signing.next = chy_buf_view(&payload);
    if (!chy_file_append(path, CHY_MAX_DIRECTORY, decide, &signing, error)) {
        chy_fail_in_file(error, signing.next.len > 0 ? next : path);
        goto out;
    }
    /* after a crash between the two, this alone is left to do */
    if (!chy_file_remove(next, error))
        goto out;
    if (signing.had) {
        fail_had(&signing, path, error);
        goto out;
    }
    text = describe(&signing, path, error);
    ok = text != NULL;
    if (ok)
        *done = text;
out:
    free(next);
    chy_buf_done(&payload);
    signing_done(&signing);
    return ok;
}

bool chancery_directory_may_sign(const char *path, const char *home,
                                 const chancery_public_key *key, const char *shown,
                                 chancery_error *error)
{
    struct signing signing = {.public_key = key, .path = path, .home = home, .shown = shown};
    struct chy_buf payload = {0}, present = {0}, lines = {0};
    char *next = chy_directory_next_path(path, error);
    bool ok =
        next && load_next(&payload, path, next, error) &&
        (!chy_file_exists(path) || chy_file_read(&present, path, CHY_MAX_DIRECTORY, error));
    signing.next = chy_buf_view(&payload);
    if (ok && !decide(&signing, chy_buf_view(&present), &lines, error))
        ok = chy_fail_in_file(error, signing.next.len > 0 ? next : path);
    if (ok && signing.had)
        ok = fail_had(&signing, path, error);
    free(next);
    chy_buf_done(&lines);
    chy_buf_done(&payload);
    signing_done(&signing);
    chy_buf_done(&present);
    return ok;
}
