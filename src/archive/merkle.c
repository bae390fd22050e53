/*
 * merkle.c - hashes and proofs of RFC 6962; verification as in RFC 9162, 2.1.3.2 and 2.1.4.2.
 */
#include "archive/merkle.h"

#include "base/span.h"

chancery_digest chy_merkle_empty(void)
{
    return chy_digest_of(CHY_LITERAL(""));
}

chancery_digest chy_merkle_leaf(chancery_span entry)
{
    struct chy_sha256 sha;
    chancery_digest digest;
    chy_sha256_init(&sha);
    chy_sha256_update(&sha, CHY_LITERAL("\0"));
    chy_sha256_update(&sha, entry);
    chy_sha256_final(&digest, &sha);
    return digest;
}

chancery_digest chy_merkle_node(const chancery_digest *left, const chancery_digest *right)
{
    uint8_t both[65] = {1};
    memcpy(both + 1, left->b, sizeof left->b);
    memcpy(both + 33, right->b, sizeof right->b);
    return chy_digest_of(chy_span(both, sizeof both));
}

/* The largest power of two below n, which is at least 2. */
static uint64_t split(uint64_t n)
{
    uint64_t k = 1;
    while (k << 1 < n)
        k <<= 1;
    return k;
}

chancery_digest chy_merkle_fold(const chancery_digest *hash, size_t count)
{
    if (count == 1)
        return hash[0];
    size_t k = (size_t)split(count);
    chancery_digest left = chy_merkle_fold(hash, k),
                    right = chy_merkle_fold(hash + k, count - k);
    return chy_merkle_node(&left, &right);
}

/* --- making proofs --- */

struct source {
    chy_merkle_fn *hash;
    void *context;
    chancery_error *error;
};

/* MTH(D[from:to]) where from is a multiple of every power of two below to - from. */
static bool range(chancery_digest *out, const struct source *source, uint64_t from, uint64_t to)
{
    uint64_t n = to - from;
    chancery_digest left, right;
    if ((n & (n - 1)) == 0) {
        unsigned level = (unsigned)__builtin_ctzll(n);
        return source->hash(source->context, out, level, from >> level, source->error);
    }
    uint64_t k = split(n);
    if (!range(&left, source, from, from + k) || !range(&right, source, from + k, to))
        return false;
    *out = chy_merkle_node(&left, &right);
    return true;
}

static bool add_range(struct chy_merkle_proof *proof, const struct source *source,
                      uint64_t from, uint64_t to)
{
    if (proof->count == CHY_MAX_PROOF)
        return chy_fail(source->error, CHANCERY_E_LIMIT, "the tree is too large to prove");
    return range(&proof->hash[proof->count++], source, from, to);
}

/* PATH(index, D[from:to]) */
static bool add_path(struct chy_merkle_proof *proof, const struct source *source,
                     uint64_t index, uint64_t from, uint64_t to)
{
    if (to - from == 1)
        return true;
    uint64_t middle = from + split(to - from);
    if (index < middle)
        return add_path(proof, source, index, from, middle) &&
               add_range(proof, source, middle, to);
    return add_path(proof, source, index, middle, to) && add_range(proof, source, from, middle);
}

bool chy_merkle_inclusion(struct chy_merkle_proof *out, uint64_t index, uint64_t size,
                          chy_merkle_fn *hash, void *context, chancery_error *error)
{
    const struct source source = {hash, context, error};
    out->count = 0;
    return add_path(out, &source, index, 0, size);
}

/* SUBPROOF(old - from, D[from:to], known): known where the verifier has the hash already. */
static bool add_subproof(struct chy_merkle_proof *proof, const struct source *source,
                         uint64_t old, uint64_t from, uint64_t to, bool known)
{
    if (old == to)
        return known || add_range(proof, source, from, to);
    uint64_t middle = from + split(to - from);
    if (old <= middle)
        return add_subproof(proof, source, old, from, middle, known) &&
               add_range(proof, source, middle, to);
    return add_subproof(proof, source, old, middle, to, false) &&
           add_range(proof, source, from, middle);
}

bool chy_merkle_consistency(struct chy_merkle_proof *out, uint64_t old, uint64_t size,
                            chy_merkle_fn *hash, void *context, chancery_error *error)
{
    const struct source source = {hash, context, error};
    out->count = 0;
    return old == 0 || old == size || add_subproof(out, &source, old, 0, size, true);
}

/* --- verifying them --- */

bool chy_merkle_includes(const chancery_digest *root, uint64_t size, uint64_t index,
                         const chancery_digest *leaf, const struct chy_merkle_proof *proof)
{
    if (index >= size)
        return false;
    uint64_t fn = index, sn = size - 1;
    chancery_digest r = *leaf;
    for (size_t i = 0; i < proof->count; i++) {
        if (sn == 0)
            return false;
        if ((fn & 1) != 0 || fn == sn) {
            r = chy_merkle_node(&proof->hash[i], &r);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            r = chy_merkle_node(&r, &proof->hash[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && chy_digest_eq(&r, root);
}

bool chy_merkle_is_subtree(uint64_t start, uint64_t end)
{
    if (start >= end || end > CHY_MAX_LOG)
        return false;
    uint64_t width = end - start == 1 ? 1 : split(end - start) << 1;
    return (start & (width - 1)) == 0;
}

bool chy_merkle_extends_subtree(const chancery_digest *root, uint64_t size,
                                const chancery_digest *old_root, uint64_t start, uint64_t end,
                                const struct chy_merkle_proof *proof)
{
    if (end > size || size > CHY_MAX_LOG)
        return false;
    if (start == end) { /* nothing is in every tree */
        chancery_digest empty = chy_merkle_empty();
        return proof->count == 0 && chy_digest_eq(old_root, &empty);
    }
    if (!chy_merkle_is_subtree(start, end))
        return false;
    /* the first, the last leaf of the subtree and the last of the tree, and how far up we are
     */
    uint64_t fn = start, sn = end - 1, tn = size - 1;
    size_t i = 0;
    chancery_digest fr = *old_root, sr = *old_root;
    bool is_last = sn == tn;
    while (fn != sn && (is_last || (sn & 1) != 0)) {
        fn >>= 1;
        sn >>= 1;
        tn >>= 1;
    }
    if (fn != sn) {
        if (proof->count == 0)
            return false;
        fr = sr = proof->hash[i++];
    }
    for (; i < proof->count; i++) {
        const chancery_digest *c = &proof->hash[i];
        if (tn == 0)
            return false;
        if ((sn & 1) != 0 || sn == tn) {
            if (fn < sn)
                fr = chy_merkle_node(c, &fr);
            sr = chy_merkle_node(c, &sr);
            while ((sn & 1) == 0) {
                fn >>= 1;
                sn >>= 1;
                tn >>= 1;
            }
        } else {
            sr = chy_merkle_node(&sr, c);
        }
        fn >>= 1;
        sn >>= 1;
        tn >>= 1;
    }
    return tn == 0 && chy_digest_eq(&fr, old_root) && chy_digest_eq(&sr, root);
}

bool chy_merkle_extends(const chancery_digest *root, uint64_t size,
                        const chancery_digest *old_root, uint64_t old,
                        const struct chy_merkle_proof *proof)
{
    if (old == size)
        return old > 0 && proof->count == 0 && chy_digest_eq(root, old_root);
    return old > 0 && chy_merkle_extends_subtree(root, size, old_root, 0, old, proof);
}
