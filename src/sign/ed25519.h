/*
 * ed25519.h - Ed25519 (RFC 8032) by libsodium: the one verifier of the project. libsodium
 * refuses small-order and non-canonical public keys and non-canonical S, which OpenSSL accepts.
 */
#ifndef CHY_ED25519_H
#define CHY_ED25519_H

#include "base/error.h"
#include "base/span.h"

/* What signs where the secret is elsewhere: in an agent, on a token. held is what it needs for
 * that, freed with done. */
struct chy_signer {
    bool (*sign)(chancery_signature *out, void *held, const chancery_public_key *key,
                 chancery_span message, chancery_error *error);
    void (*done)(void *held);
};

/* Something that signs. Either a secret, 32 bytes of seed and 32 of public key, in secret
 * memory (base/secret.h), made by chancery_key_from_seed and chancery_key_generate; or a
 * signer. */
struct chancery_key {
    uint8_t *secret; /* 64 bytes; NULL: it is elsewhere */
    chancery_public_key public_key;
    const struct chy_signer *signer; /* NULL with a secret */
    void *held;
};

/* A key whose secret is elsewhere. Takes held, also when it fails. */
CHY_MUST_USE bool chy_key_elsewhere(struct chancery_key **out,
                                    const chancery_public_key *public_key,
                                    const struct chy_signer *signer, void *held,
                                    chancery_error *error);

bool chy_ed25519_verify(const chancery_public_key *key, chancery_span message,
                        const chancery_signature *signature);
/* Signs and verifies what was signed, whoever did it: CHANCERY_E_INTERNAL, or _KEY where the
 * secret is elsewhere, if that fails. */
CHY_MUST_USE bool chy_ed25519_sign(chancery_signature *out, const struct chancery_key *key,
                                   chancery_span message, chancery_error *error);
/* Is the key a point of full order in canonical form? Others are refused at enrolment. */
bool chy_ed25519_key_is_good(const chancery_public_key *key);
/* The same as an error: CHANCERY_E_KEY. */
CHY_MUST_USE bool chy_ed25519_require_good(const chancery_public_key *key,
                                           chancery_error *error);

static inline bool chy_key_eq(const chancery_public_key *a, const chancery_public_key *b)
{
    return memcmp(a->b, b->b, sizeof a->b) == 0;
}

static inline bool chy_key_among(const chancery_public_key *key,
                                 const chancery_public_key *keys, size_t count)
{
    size_t i = 0;
    while (i < count && !chy_key_eq(key, &keys[i]))
        i++;
    return i < count;
}

/* SubjectPublicKeyInfo DER (RFC 8410): 44 bytes. */
void chy_spki(uint8_t out[44], const chancery_public_key *key);
/* keyid: SHA-256 of the SubjectPublicKeyInfo DER. */
void chy_keyid(chancery_digest *out, const chancery_public_key *key);

#endif
