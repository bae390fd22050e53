/*
 * ed25519.c - keys and signatures by libsodium, which only this file and base/secret.c include.
 */
#include "sign/ed25519.h"

#include "base/encode.h"
#include "base/secret.h"
#include "base/sha256.h"

#include <sodium.h>
#include <stdlib.h>

_Static_assert(sizeof(((chancery_public_key *)0)->b) == crypto_sign_PUBLICKEYBYTES,
               "public key");
_Static_assert(sizeof(((chancery_signature *)0)->b) == crypto_sign_BYTES, "signature");

bool chancery_init(chancery_error *error)
{
    if (sodium_init() < 0)
        return chy_fail(error, CHANCERY_E_INTERNAL, "the cryptographic library did not start");
    return true;
}

bool chancery_key_from_seed(chancery_key **out, const uint8_t seed[32], chancery_error *error)
{
    chancery_key *key = calloc(1, sizeof *key);
    if (!key)
        return chy_fail_memory(error);
    key->secret = chy_secret_new(crypto_sign_SECRETKEYBYTES, error);
    if (!key->secret) {
        chancery_key_free(key);
        return false;
    }
    (void)crypto_sign_seed_keypair(key->public_key.b, key->secret, seed);
    *out = key;
    return true;
}

bool chancery_key_generate(chancery_key **out, chancery_error *error)
{
    uint8_t *seed = chy_secret_new(crypto_sign_SEEDBYTES, error);
    if (!seed)
        return false;
    randombytes_buf(seed, crypto_sign_SEEDBYTES);
    bool ok = chancery_key_from_seed(out, seed, error);
    chy_secret_free(seed);
    return ok;
}

void chancery_key_free(chancery_key *key)
{
    if (!key)
        return;
    chy_secret_free(key->secret);
    if (key->signer)
        key->signer->done(key->held);
    free(key);
}

bool chy_key_elsewhere(struct chancery_key **out, const chancery_public_key *public_key,
                       const struct chy_signer *signer, void *held, chancery_error *error)
{
    chancery_key *key = calloc(1, sizeof *key);
    if (!key) {
        signer->done(held);
        return chy_fail_memory(error);
    }
    *key = (chancery_key){.public_key = *public_key, .signer = signer, .held = held};
    *out = key;
    return true;
}

chancery_public_key chancery_key_public(const chancery_key *key)
{
    return key->public_key;
}

bool chy_ed25519_verify(const chancery_public_key *key, chancery_span message,
                        const chancery_signature *signature)
{
    return crypto_sign_verify_detached(signature->b, message.ptr, message.len, key->b) == 0;
}

static bool sign_elsewhere(chancery_signature *out, const struct chancery_key *key,
                           chancery_span message, chancery_error *error)
{
    chancery_signature made;
    if (!key->signer->sign(&made, key->held, &key->public_key, message, error))
        return false;
    if (!chy_ed25519_verify(&key->public_key, message, &made)) {
        chy_fail(error, CHANCERY_E_KEY,
                 "the signature that came back does not verify under this key");
        return chy_fail_next(error,
                             "Nothing was signed. See that the agent or token is what it "
                             "should be, and try again.");
    }
    *out = made;
    return true;
}

/* A fault while signing can give away the secret key, so nothing leaves unverified. */
bool chy_ed25519_sign(chancery_signature *out, const struct chancery_key *key,
                      chancery_span message, chancery_error *error)
{
    chancery_signature made;
    if (key->signer)
        return sign_elsewhere(out, key, message, error);
    if (crypto_sign_detached(made.b, NULL, message.ptr, message.len, key->secret) != 0 ||
        !chy_ed25519_verify(&key->public_key, message, &made))
        return chy_fail(error, CHANCERY_E_INTERNAL, "a signature just made does not verify");
    *out = made;
    return true;
}

bool chy_ed25519_key_is_good(const chancery_public_key *key)
{
    return crypto_core_ed25519_is_valid_point(key->b) == 1;
}

bool chy_ed25519_require_good(const chancery_public_key *key, chancery_error *error)
{
    return chy_ed25519_key_is_good(key) ||
           chy_fail(
               error, CHANCERY_E_KEY,
               "this public key is weak: it is not a point of full order in canonical form, "
               "so signatures under it prove nothing");
}

void chy_spki(uint8_t out[44], const chancery_public_key *key)
{
    /* SEQUENCE { SEQUENCE { OBJECT IDENTIFIER 1.3.101.112 } BIT STRING of 256 bits } */
    static const uint8_t prefix[12] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                       0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
    memcpy(out, prefix, sizeof prefix);
    memcpy(out + sizeof prefix, key->b, sizeof key->b);
}

void chy_keyid(chancery_digest *out, const chancery_public_key *key)
{
    uint8_t der[44];
    chy_spki(der, key);
    chy_sha256(out, chy_span(der, sizeof der));
}

void chancery_key_id(char out[65], const chancery_public_key *key)
{
    chancery_digest id;
    chy_keyid(&id, key);
    chy_hex(out, id.b, sizeof id.b);
}
