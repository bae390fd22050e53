/*
 * sha256.c - the only file that hashes.
 *
 * OpenSSL's low-level SHA256_* is used on purpose, although OpenSSL 3 calls it deprecated in
 * favour of EVP: it runs the same code with the CPU's SHA instructions, but fetches no
 * provider, which alone takes longer than all the hashing of a one-shot verification. The
 * deprecation is silenced in this file only.
 */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "base/sha256.h"

#include <openssl/sha.h>
#include <string.h>

_Static_assert(sizeof(SHA256_CTX) <= sizeof(struct chy_sha256),
               "struct chy_sha256 is too small");

/* The low-level functions have no failure that a caller could meet: each returns 1. A copy of
 * 112 bytes in and out keeps OpenSSL's type out of our header without breaking aliasing
 * rules. */

void chy_sha256_init(struct chy_sha256 *sha)
{
    SHA256_CTX context;
    SHA256_Init(&context);
    memcpy(sha->state, &context, sizeof context);
}

void chy_sha256_update(struct chy_sha256 *sha, chancery_span bytes)
{
    SHA256_CTX context;
    if (bytes.len == 0)
        return;
    memcpy(&context, sha->state, sizeof context);
    SHA256_Update(&context, bytes.ptr, bytes.len);
    memcpy(sha->state, &context, sizeof context);
}

void chy_sha256_final(chancery_digest *out, struct chy_sha256 *sha)
{
    SHA256_CTX context;
    memcpy(&context, sha->state, sizeof context);
    SHA256_Final(out->b, &context);
}

void chy_sha256(chancery_digest *out, chancery_span bytes)
{
    SHA256_CTX context;
    SHA256_Init(&context);
    if (bytes.len > 0)
        SHA256_Update(&context, bytes.ptr, bytes.len);
    SHA256_Final(out->b, &context);
}
