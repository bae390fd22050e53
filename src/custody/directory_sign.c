/*
 * directory_sign.c - a root's signature on the version that waits, or on the one that still
 * lacks it. All is decided under the file's lock, so that two roots may sign at once.
 */
#include "base/file.h"
#include "custody/directory_file.h"

#include <stdlib.h>

struct signing {
    const struct chancery_key *key;
    chancery_span next; /* the payload in PATH.next.json; empty: none waits */
    /* what came of it */
    struct chy_directory directory;
    size_t has; /* signatures after this one */
    bool had;   /* this key had signed before */
};

/* The version in the file that another root has begun to sign: the first of the directory.
 * Later versions are accepted where they are read, by the thresholds of two versions; here one
 * who adds a line, with a root of his own in it, must not get the others to complete it. */
static bool choose(struct signing *signing, struct chy_versions *versions,
                   const struct chy_version **chosen, chancery_error *error)
{
    *chosen = NULL;
    for (size_t i = versions->count; i > 0 && !*chosen; i--) {
        const struct chy_version *version = &versions->item[i - 1];
        struct chy_signers signers;
        if (version->claims != 1 ||
            !chy_directory_read(&signing->directory, chy_version_payload(version), NULL))
            continue;
        if (!chy_version_signers(&signers, versions, version, signing->directory.root,
                                 signing->directory.roots, error))
            return false;
        if (signers.count > 0)
            *chosen = version;
        else
            chy_directory_done(&signing->directory);
    }
    if (*chosen)
        return true;
    chy_fail(error, CHANCERY_E_REFUSED, "no version of this directory waits to be signed");
    return chy_fail_next(
        error, "Make one: chancery directory init FILE --root ROOT.pub --expires YYYY-MM-DD");
}

/* Roots sign one version of each number: another that some of these roots signed stands in the
 * way. */
static bool refuse_fork(struct signing *signing, struct chy_versions *versions,
                        chancery_span payload, chancery_error *error)
{
    for (size_t i = 0; i < versions->count; i++) {
        const struct chy_version *version = &versions->item[i];
        struct chy_signers signers;
        if (version->claims != signing->directory.version ||
            chy_span_eq(chy_version_payload(version), payload))
            continue;
        if (!chy_version_signers(&signers, versions, version, signing->directory.root,
                                 signing->directory.roots, error))
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

static bool is_root(const struct signing *signing)
{
    const struct chy_directory *directory = &signing->directory;
    return chy_key_among(&signing->key->public_key, directory->root, directory->roots);
}

/* Who signed this very payload, if it stands in the file. */
static bool count_signers(struct signing *signing, struct chy_versions *versions,
                          chancery_span payload, chancery_error *error)
{
    const struct chy_directory *directory = &signing->directory;
    struct chy_signers signers = {0};
    for (size_t i = 0; i < versions->count; i++) {
        if (chy_span_eq(chy_version_payload(&versions->item[i]), payload) &&
            !chy_version_signers(&signers, versions, &versions->item[i], directory->root,
                                 directory->roots, error))
            return false;
    }
    for (size_t k = 0; k < directory->roots; k++) {
        if (chy_key_eq(&directory->root[k], &signing->key->public_key))
            signing->had = signers.by[k];
    }
    signing->has = signers.count;
    return true;
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
        signing->has++;
    }
    chy_buf_done(&message);
    return ok && chy_buf_finish(lines, error);
}

static bool decide(void *context, chancery_span present, struct chy_buf *lines,
                   chancery_error *error)
{
    struct signing *signing = context;
    struct chy_versions versions = {0};
    const struct chy_version *chosen = NULL;
    chancery_span payload = signing->next;
    bool ok = false;

    if (!chy_versions_read(&versions, present, error))
        goto out;
    if (payload.len == 0) {
        if (!choose(signing, &versions, &chosen, error))
            goto out;
        payload = chy_version_payload(chosen);
    } else if (!chy_directory_read(&signing->directory, payload, error)) {
        goto out;
    }
    if (!is_root(signing)) {
        chy_fail(error, CHANCERY_E_REFUSED, "this key is not a root key of the directory");
        chy_fail_next(error, "Sign with one of its root keys.");
        goto out;
    }
    ok = chy_directory_keys(&signing->directory, error) &&
         refuse_fork(signing, &versions, payload, error) &&
         count_signers(signing, &versions, payload, error) &&
         (signing->had || sign_payload(signing, payload, lines, error));
out:
    chy_versions_done(&versions);
    return ok;
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

static char *describe(const struct signing *signing, const char *path, chancery_error *error)
{
    const struct chy_directory *directory = &signing->directory;
    struct chy_buf text = {0};
    chy_buf_printf(&text, "Signed version %lld of ", (long long)directory->version);
    chy_buf_escaped(&text, chy_span_str(path));
    chy_buf_printf(&text, ": %zu of %lld root signatures.\n", signing->has,
                   (long long)directory->threshold);
    if (signing->has < (size_t)directory->threshold)
        chy_buf_str(
            &text,
            "It is not in force yet: another root has to sign it (chancery directory sign).\n");
    char *made = chy_buf_take(&text, NULL, error);
    chy_buf_done(&text);
    return made;
}

bool chancery_directory_waits(const char *path)
{
    char *next = chy_directory_next_path(path, NULL);
    bool waits = next && chy_file_exists(next);
    free(next);
    return waits;
}

bool chancery_directory_sign(char **done, const char *path, const chancery_key *key,
                             chancery_error *error)
{
    struct signing signing = {.key = key};
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
        chy_fail(error, CHANCERY_E_REFUSED,
                 "this key has signed version %lld already: it has %zu of %lld root signatures",
                 (long long)signing.directory.version, signing.has,
                 (long long)signing.directory.threshold);
        chy_fail_where(error, path);
        goto out;
    }
    text = describe(&signing, path, error);
    ok = text != NULL;
    if (ok)
        *done = text;
out:
    free(next);
    chy_directory_done(&signing.directory);
    chy_buf_done(&payload);
    return ok;
}
