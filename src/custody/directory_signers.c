/*
 * directory_signers.c - which keys signed a version of a directory.
 */
#include "base/sha256.h"
#include "custody/directory_file.h"

struct trial {
    struct chy_versions *versions;
    const chancery_public_key *keys;
    size_t count;
    chancery_span message;
    struct chy_signers *signers;
};

/* True if this key made it. A key that has signed already is not tried again. */
static bool try_key(struct trial *trial, const struct chy_envelope_signature *signature,
                    size_t k)
{
    if (k >= trial->count || trial->signers->by[k] || trial->versions->trials >= CHY_MAX_TRIALS)
        return false;
    trial->versions->trials++;
    if (!chy_ed25519_verify(&trial->keys[k], trial->message, &signature->signature))
        return false;
    trial->signers->by[k] = true;
    trial->signers->count++;
    return true;
}

/* A keyid is a hint: the key that it names is tried first, then all others. */
static void try_keys(struct trial *trial, const struct chy_envelope_signature *signature,
                     const chancery_digest *keyids)
{
    size_t hinted = 0;
    while (hinted < trial->count &&
           !(signature->has_keyid && chy_digest_eq(&signature->keyid, &keyids[hinted])))
        hinted++;
    if (try_key(trial, signature, hinted))
        return;
    for (size_t k = 0; k < trial->count; k++) {
        if (k != hinted && try_key(trial, signature, k))
            return;
    }
}

bool chy_version_signers(struct chy_signers *out, struct chy_versions *versions,
                         const struct chy_version *version, const chancery_public_key *keys,
                         size_t count, chancery_error *error)
{
    chancery_digest keyids[CHY_MAX_ROOTS];
    chancery_span message;
    *out = (struct chy_signers){0};
    if (!chy_version_message(&message, versions, version, error))
        return false;
    for (size_t k = 0; k < count; k++)
        chy_keyid(&keyids[k], &keys[k]);
    struct trial trial = {versions, keys, count, message, out};
    for (size_t i = 0; i < version->signatures && out->count < count; i++)
        try_keys(&trial, &version->signature[i], keyids);
    if (versions->trials < CHY_MAX_TRIALS)
        return true;
    chy_fail(error, CHANCERY_E_LIMIT,
             "the directory file holds too many signatures that no root made");
    return chy_fail_next(error, "Remove the lines that no root signed.");
}
