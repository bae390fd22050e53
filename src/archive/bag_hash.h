/*
 * bag_hash.h - the digests that manifests of bags are made of.
 *
 * SHA-256 is always computed. MD5, SHA-1, SHA-224 and SHA-384 are there to read bags that
 * others made, never to make one.
 */
#ifndef CHY_BAG_HASH_H
#define CHY_BAG_HASH_H

#include "base/error.h"
#include "base/sha256.h"
#include "base/span.h"

enum chy_bag_alg {
    CHY_BAG_MD5,
    CHY_BAG_SHA1,
    CHY_BAG_SHA224,
    CHY_BAG_SHA256,
    CHY_BAG_SHA384,
    CHY_BAG_SHA512,
    CHY_BAG_ALGS
};

#define CHY_BAG_MAX_DIGEST 64

/* The algorithm of "md5", "sha256" ...; CHY_BAG_ALGS: none that is known. */
enum chy_bag_alg chy_bag_alg_of(chancery_span name);
const char *chy_bag_alg_name(enum chy_bag_alg alg);
size_t chy_bag_alg_len(enum chy_bag_alg alg);

struct chy_bag_hash {
    struct chy_sha256 sha256;
    unsigned algs; /* bit (1 << alg) of each that is wanted */
    void *other[CHY_BAG_ALGS];
};

/* chy_bag_hash_done in any case. CHANCERY_E_INTERNAL: this system's OpenSSL does not offer
 * one. */
CHY_MUST_USE bool chy_bag_hash_init(struct chy_bag_hash *hash, unsigned algs,
                                    chancery_error *error);
CHY_MUST_USE bool chy_bag_hash_update(struct chy_bag_hash *hash, chancery_span bytes,
                                      chancery_error *error);
/* out[alg] of each that is wanted, and of SHA-256. */
CHY_MUST_USE bool chy_bag_hash_final(uint8_t out[CHY_BAG_ALGS][CHY_BAG_MAX_DIGEST],
                                     struct chy_bag_hash *hash, chancery_error *error);
void chy_bag_hash_done(struct chy_bag_hash *hash);

#endif
