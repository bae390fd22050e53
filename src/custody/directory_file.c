#include "custody/directory_file.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/sha256.h"

#include <stdlib.h>

/* --- what a payload claims --- */

/* In a canonical payload "version" is the last member and "previous" no part of a string, since
 * a quote inside one is escaped. */
static bool read_claims(struct chy_version *version)
{
    static const char previous[] = "\"previous\":\"", number[] = ",\"version\":";
    const char *text = (const char *)version->payload;
    const char *at = memmem(text, version->len, previous, sizeof previous - 1);
    if (at) {
        size_t from = (size_t)(at - text) + sizeof previous - 1;
        version->has_previous = chy_unhex(version->previous.b, sizeof version->previous.b,
                                          chy_span_sub(chy_version_payload(version), from, 64));
    }
    size_t end = version->len, i;
    if (end == 0 || text[end - 1] != '}')
        return false;
    for (i = end - 1; i > 0 && text[i - 1] >= '0' && text[i - 1] <= '9'; i--)
        continue;
    if (i == end - 1 || end - 1 - i > 9 ||
        !chy_span_ends(chy_span(text, i), chy_span_str(number)))
        return false;
    for (; i < end - 1; i++)
        version->claims = 10 * version->claims + (text[i] - '0');
    return true;
}

static void version_done(struct chy_version *version)
{
    free(version->payload);
    free(version->signature);
    *version = (struct chy_version){0};
}

/* --- reading --- */

static struct chy_version *find(const struct chy_versions *versions,
                                const chancery_digest *digest)
{
    for (size_t i = 0; i < versions->count; i++) {
        if (chy_digest_eq(&versions->item[i].digest, digest))
            return &versions->item[i];
    }
    return NULL;
}

/* Adds an envelope to its version, made if it is the first; takes its payload. */
static bool add(struct chy_versions *versions, struct chy_envelope *envelope,
                chancery_error *error)
{
    struct chy_version made = {.payload = envelope->payload, .len = envelope->payload_len};
    made.digest = chy_digest_of(chy_version_payload(&made));
    struct chy_version *version = find(versions, &made.digest);
    if (!version && !read_claims(&made)) {
        versions->junk++;
        return true;
    }
    if (!version) {
        if (!chy_grow(&versions->item, &versions->cap, versions->count, sizeof made,
                      CHY_MAX_VERSIONS, "versions", error))
            return false;
        version = &versions->item[versions->count++];
        *version = made;
        envelope->payload = NULL;
    }
    for (size_t i = 0; i < envelope->signatures; i++) {
        if (!chy_grow(&version->signature, &version->cap, version->signatures,
                      sizeof *version->signature, CHY_MAX_LINES, "signatures", error))
            return false;
        version->signature[version->signatures++] = envelope->signature[i];
    }
    return true;
}

static bool add_line(struct chy_versions *versions, chancery_span line, chancery_error *error)
{
    struct chy_envelope envelope = {0};
    chancery_error why = CHANCERY_ERROR_INIT;
    bool ok = true;
    if (!chy_envelope_read(&envelope, line, &why)) {
        ok = why.code != CHANCERY_E_MEMORY || chy_fail_memory(error);
        versions->junk++;
    } else if (strcmp(envelope.payload_type, CHY_DIRECTORY_TYPE) != 0) {
        versions->junk++;
    } else {
        ok = add(versions, &envelope, error);
    }
    chy_envelope_done(&envelope);
    return ok;
}

static int by_claim(const void *a, const void *b)
{
    const struct chy_version *one = a, *other = b;
    int order = (one->claims > other->claims) - (one->claims < other->claims);
    return order ? order : memcmp(&one->digest, &other->digest, sizeof one->digest);
}

bool chy_versions_read(struct chy_versions *out, chancery_span bytes, chancery_error *error)
{
    struct chy_versions made = {0};
    chancery_span line;
    size_t lines = 0;
    while (chy_span_line(&line, &bytes)) {
        if (line.len == 0)
            continue;
        if (++lines > CHY_MAX_LINES) {
            chy_fail(error, CHANCERY_E_LIMIT, "the directory file has more than %u lines",
                     CHY_MAX_LINES);
            goto fail;
        }
        if (!add_line(&made, line, error))
            goto fail;
    }
    if (made.count > 1)
        qsort(made.item, made.count, sizeof *made.item, by_claim);
    *out = made;
    return true;
fail:
    chy_versions_done(&made);
    return false;
}

/* A directory that was begun and not signed is not a missing one. */
static bool is_begun(const char *path, chancery_error *error)
{
    char *next = chy_directory_next_path(path, error);
    bool waits = next && !chy_file_exists(path) && chy_file_exists(next);
    free(next);
    if (waits) {
        chy_fail(error, CHANCERY_E_MISSING, "no root has signed this directory yet");
        chy_fail_where(error, path);
        chy_fail_next(error, "Sign it first: chancery directory sign FILE --key ROOT.key");
    }
    return waits;
}

bool chy_versions_load(struct chy_versions *out, const char *path, chancery_error *error)
{
    struct chy_buf file = {0};
    bool ok =
        !is_begun(path, error) && chy_file_read(&file, path, CHY_MAX_DIRECTORY, error) &&
        (chy_versions_read(out, chy_buf_view(&file), error) || chy_fail_where(error, path));
    chy_buf_done(&file);
    return ok;
}

void chy_versions_done(struct chy_versions *versions)
{
    for (size_t i = 0; i < versions->count; i++)
        version_done(&versions->item[i]);
    free(versions->item);
    *versions = (struct chy_versions){0};
}

/* --- signatures --- */

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
    struct chy_buf message = {0};
    *out = (struct chy_signers){0};
    chy_envelope_pae(&message, CHY_DIRECTORY_TYPE, chy_version_payload(version));
    if (!chy_buf_finish(&message, error))
        return false;
    for (size_t k = 0; k < count; k++)
        chy_keyid(&keyids[k], &keys[k]);
    struct trial trial = {versions, keys, count, chy_buf_view(&message), out};
    for (size_t i = 0; i < version->signatures && out->count < count; i++)
        try_keys(&trial, &version->signature[i], keyids);
    chy_buf_done(&message);
    if (versions->trials < CHY_MAX_TRIALS)
        return true;
    chy_fail(error, CHANCERY_E_LIMIT,
             "the directory file holds too many signatures that no root made");
    return chy_fail_next(error, "Remove the lines that no root signed.");
}

/* --- what waits --- */

char *chy_directory_next_path(const char *path, chancery_error *error)
{
    return chy_dupf(error, "%s.next.json", path);
}

bool chy_directory_next_load(struct chy_buf *out, const char *next_path, chancery_error *error)
{
    if (!chy_file_read(out, next_path, CHY_MAX_PAYLOAD, error))
        return false;
    if (out->len > 0 && out->ptr[out->len - 1] == '\n')
        out->len--;
    return true;
}

bool chy_fail_in_file(chancery_error *error, const char *path)
{
    if (!error || error->code == CHANCERY_OK || error->where[0] != '$')
        return chy_fail_where(error, path);
    char *where = chy_dupf(NULL, "%s: %s", path, error->where);
    error->where[0] = '\0';
    chy_fail_where(error, where ? where : path);
    free(where);
    return false;
}
