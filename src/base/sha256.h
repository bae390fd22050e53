/*
 * sha256.h - SHA-256 (FIPS 180-4), computed by OpenSSL.
 */
#ifndef CHY_SHA256_H
#define CHY_SHA256_H

#include "chancery.h"

#include <string.h>

/* The digest of some bytes at once. */
void chy_sha256(chancery_digest *out, chancery_span bytes);

static inline chancery_digest chy_digest_of(chancery_span bytes)
{
    chancery_digest digest;
    chy_sha256(&digest, bytes);
    return digest;
}

static inline bool chy_digest_eq(const chancery_digest *a, const chancery_digest *b)
{
    return memcmp(a->b, b->b, sizeof a->b) == 0;
}

/* The same in pieces. The state needs no freeing; final ends it. Not for secrets: nothing is
 * wiped. */
struct chy_sha256 {
    uint64_t state[14]; /* OpenSSL's SHA256_CTX, 112 bytes; sha256.c checks that it fits */
};

void chy_sha256_init(struct chy_sha256 *sha);
void chy_sha256_update(struct chy_sha256 *sha, chancery_span bytes);
void chy_sha256_final(chancery_digest *out, struct chy_sha256 *sha);

#endif
