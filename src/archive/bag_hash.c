/*
 * bag_hash.c - digests of other people's manifests, by OpenSSL's EVP; SHA-256 as everywhere.
 */
#include "archive/bag_hash.h"

#include <openssl/evp.h>

static const struct {
    const char *name;
    size_t len;
} algs[CHY_BAG_ALGS] = {
    [CHY_BAG_MD5] = {"md5", 16},       [CHY_BAG_SHA1] = {"sha1", 20},
    [CHY_BAG_SHA224] = {"sha224", 28}, [CHY_BAG_SHA256] = {"sha256", 32},
    [CHY_BAG_SHA384] = {"sha384", 48}, [CHY_BAG_SHA512] = {"sha512", 64},
};

enum chy_bag_alg chy_bag_alg_of(chancery_span name)
{
    enum chy_bag_alg alg = CHY_BAG_MD5;
    while (alg < CHY_BAG_ALGS && !chy_span_is(name, algs[alg].name))
        alg++;
    return alg;
}

const char *chy_bag_alg_name(enum chy_bag_alg alg)
{
    return algs[alg].name;
}

size_t chy_bag_alg_len(enum chy_bag_alg alg)
{
    return algs[alg].len;
}

static bool fail(enum chy_bag_alg alg, chancery_error *error)
{
    return chy_fail(error, CHANCERY_E_INTERNAL, "OpenSSL could not compute %s", algs[alg].name);
}

bool chy_bag_hash_init(struct chy_bag_hash *hash, unsigned wanted, chancery_error *error)
{
    *hash = (struct chy_bag_hash){.algs = wanted};
    chy_sha256_init(&hash->sha256);
    for (enum chy_bag_alg alg = CHY_BAG_MD5; alg < CHY_BAG_ALGS; alg++) {
        if (alg == CHY_BAG_SHA256 || !(wanted & 1u << alg))
            continue;
        EVP_MD *kind = EVP_MD_fetch(NULL, algs[alg].name, NULL);
        hash->other[alg] = EVP_MD_CTX_new();
        bool ok = kind && hash->other[alg] && EVP_DigestInit_ex(hash->other[alg], kind, NULL);
        EVP_MD_free(kind);
        if (!ok)
            return fail(alg, error);
    }
    return true;
}

bool chy_bag_hash_update(struct chy_bag_hash *hash, chancery_span bytes, chancery_error *error)
{
    chy_sha256_update(&hash->sha256, bytes);
    for (enum chy_bag_alg alg = CHY_BAG_MD5; alg < CHY_BAG_ALGS; alg++)
        if (hash->other[alg] && !EVP_DigestUpdate(hash->other[alg], bytes.ptr, bytes.len))
            return fail(alg, error);
    return true;
}

bool chy_bag_hash_final(uint8_t out[CHY_BAG_ALGS][CHY_BAG_MAX_DIGEST],
                        struct chy_bag_hash *hash, chancery_error *error)
{
    chancery_digest sha256;
    chy_sha256_final(&sha256, &hash->sha256);
    memcpy(out[CHY_BAG_SHA256], sha256.b, sizeof sha256.b);
    for (enum chy_bag_alg alg = CHY_BAG_MD5; alg < CHY_BAG_ALGS; alg++)
        if (hash->other[alg] && !EVP_DigestFinal_ex(hash->other[alg], out[alg], NULL))
            return fail(alg, error);
    return true;
}

void chy_bag_hash_done(struct chy_bag_hash *hash)
{
    for (enum chy_bag_alg alg = CHY_BAG_MD5; alg < CHY_BAG_ALGS; alg++)
        EVP_MD_CTX_free(hash->other[alg]);
    *hash = (struct chy_bag_hash){0};
}
