/*
 * merkle.h - the Merkle tree of RFC 6962, section 2.1: hashes, proofs and their verification.
 * Pure: where the hashes of a tree are kept is the caller's.
 */
#ifndef CHY_MERKLE_H
#define CHY_MERKLE_H

#include "base/error.h"
#include "base/limits.h"
#include "base/sha256.h"

chancery_digest chy_merkle_empty(void);
chancery_digest chy_merkle_leaf(chancery_span entry);
chancery_digest chy_merkle_node(const chancery_digest *left, const chancery_digest *right);
/* The root over count hashes, at least one, of which all but the last stand for trees that are
 * full and of one size, and the last for one that is no larger. */
chancery_digest chy_merkle_fold(const chancery_digest *hash, size_t count);

struct chy_merkle_proof {
    chancery_digest hash[CHY_MAX_PROOF]; /* from the leaves upwards */
    size_t count;
};

/* Gives the hash of the full subtree that is the index-th of those of 2^level leaves. */
typedef bool chy_merkle_fn(void *context, chancery_digest *out, unsigned level, uint64_t index,
                           chancery_error *error);

/* index < size. */
CHY_MUST_USE bool chy_merkle_inclusion(struct chy_merkle_proof *out, uint64_t index,
                                       uint64_t size, chy_merkle_fn *hash, void *context,
                                       chancery_error *error);
/* old <= size. Empty where old is 0 or size. */
CHY_MUST_USE bool chy_merkle_consistency(struct chy_merkle_proof *out, uint64_t old,
                                         uint64_t size, chy_merkle_fn *hash, void *context,
                                         chancery_error *error);

bool chy_merkle_includes(const chancery_digest *root, uint64_t size, uint64_t index,
                         const chancery_digest *leaf, const struct chy_merkle_proof *proof);
/* False for old = 0: the empty tree proves nothing. */
bool chy_merkle_extends(const chancery_digest *root, uint64_t size,
                        const chancery_digest *old_root, uint64_t old,
                        const struct chy_merkle_proof *proof);
/* The same for leaves start to end of the tree, where these are one subtree: start is a
 * multiple of the least power of two that is no less than their number. */
bool chy_merkle_is_subtree(uint64_t start, uint64_t end);
bool chy_merkle_extends_subtree(const chancery_digest *root, uint64_t size,
                                const chancery_digest *old_root, uint64_t start, uint64_t end,
                                const struct chy_merkle_proof *proof);

#endif
