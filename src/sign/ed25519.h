/*
 * ed25519.h - Ed25519 (RFC 8032) by libsodium: the one verifier of the project. libsodium
 * refuses small-order and non-canonical public keys and non-canonical S, which OpenSSL accepts.
 */
#ifndef CHY_ED25519_H
#define CHY_ED25519_H

#include "base/error.h"
#include "base/span.h"

/* A secret key: 32 bytes of seed and 32 of public key, in secret memory (base/secret.h). Made
 * by chancery_key_from_seed and chancery_key_generate. */
struct chancery_key {
    uint8_t *secret; /* 64 bytes */
    chancery_public_key public_key;
};

bool chy_ed25519_verify(const chancery_public_key *key, chancery_span message,
                        const chancery_signature *signature);
/* Signs and verifies what it signed; CHANCERY_E_INTERNAL if that fails. */
CHY_MUST_USE bool chy_ed25519_sign(chancery_signature *out, const struct chancery_key *key,
                                   chancery_span message, chancery_error *error);
/* Is the key a point of full order in canonical form? Others are refused at enrolment. */
bool chy_ed25519_key_is_good(const chancery_public_key *key);

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
