/*
 * sshkey.c - the private key file of OpenSSH, openssh-key-v1: spec/keys.md, rule K17.
 */
#include "sign/ssh.h"

static bool malformed(chancery_error *error)
{
    return chy_fail(error, CHANCERY_E_KEY, "the OpenSSH key file's contents are malformed");
}

/* Its key derivation, bcrypt_pbkdf, is in no library that is used here, and a cipher is not
 * written anew: the key stays with programs that have it. */
static bool encrypted(chancery_error *error)
{
    chy_fail(error, CHANCERY_E_KEY,
             "this OpenSSH key is encrypted, which only OpenSSH itself can undo");
    return chy_fail_next(error,
                         "Load it into ssh-agent (ssh-add FILE) and sign with --key "
                         "agent:COMMENT or agent:SHA256:...; or take the passphrase off a copy "
                         "(ssh-keygen -p -f COPY) and name that.");
}

/* Fills up the block: 1, 2, 3 ... and less than a block of 8. */
static bool is_padding(chancery_span rest)
{
    for (size_t i = 0; i < rest.len; i++) {
        if (rest.ptr[i] != i + 1)
            return false;
    }
    return rest.len < 8;
}

/* Two equal numbers, the type, the public key, seed and public key again, the comment. */
static bool parse_secret(struct chancery_key **out, chancery_span rest,
                         const chancery_public_key *expected, chancery_error *error)
{
    uint32_t first, second;
    chancery_span type, public_key, secret, comment;
    struct chancery_key *key = NULL;

    if (!chy_ssh_u32(&first, &rest) || !chy_ssh_u32(&second, &rest) || first != second ||
        !chy_ssh_string(&type, &rest) || !chy_span_is(type, "ssh-ed25519") ||
        !chy_ssh_string(&public_key, &rest) || public_key.len != 32 ||
        !chy_ssh_string(&secret, &rest) || secret.len != 64 ||
        !chy_ssh_string(&comment, &rest) || !is_padding(rest))
        return malformed(error);
    if (!chancery_key_from_seed(&key, secret.ptr, error))
        return false;
    chancery_span derived = chy_span(key->public_key.b, sizeof key->public_key.b);
    if (!chy_span_eq(public_key, derived) || !chy_span_eq(chy_span_from(secret, 32), derived) ||
        !chy_key_eq(expected, &key->public_key)) {
        chancery_key_free(key);
        return chy_fail(error, CHANCERY_E_KEY,
                        "the public key in this file is not that of its secret key");
    }
    *out = key;
    return true;
}

bool chy_ssh_key_parse(struct chancery_key **out, chancery_span bytes, chancery_error *error)
{
    static const chancery_span magic = {(const uint8_t *)"openssh-key-v1", 15}; /* with NUL */
    chancery_span cipher, kdf, kdf_options, blob, secret, rest;
    chancery_public_key public_key;
    uint32_t count;

    if (!chy_span_starts(bytes, magic))
        return malformed(error);
    rest = chy_span_from(bytes, magic.len);
    if (!chy_ssh_string(&cipher, &rest) || !chy_ssh_string(&kdf, &rest) ||
        !chy_ssh_string(&kdf_options, &rest) || !chy_ssh_u32(&count, &rest) || count != 1 ||
        !chy_ssh_string(&blob, &rest))
        return malformed(error);
    if (!chy_ssh_blob_parse(&public_key, blob, error))
        return false;
    if (!chy_span_is(cipher, "none"))
        return encrypted(error);
    if (!chy_span_is(kdf, "none") || kdf_options.len > 0 || !chy_ssh_string(&secret, &rest) ||
        rest.len > 0)
        return malformed(error);
    return parse_secret(out, secret, &public_key, error);
}
