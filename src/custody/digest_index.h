/*
 * digest_index.h - finds the number that belongs to a digest. Digests are copied; they are
 * SHA-256 of bytes from outside, so their own bits are the hash.
 *
 * A zeroed struct is an empty index.
 */
#ifndef CHY_DIGEST_INDEX_H
#define CHY_DIGEST_INDEX_H

#include "base/error.h"

#define CHY_NO_INDEX UINT32_MAX

struct chy_index_slot {
    chancery_digest key;
    uint32_t value;
    bool taken;
};

struct chy_digest_index {
    struct chy_index_slot *slot;
    size_t cap, count; /* cap: 0 or a power of two */
};

/* CHY_NO_INDEX if it is not there. */
uint32_t chy_digest_index_find(const struct chy_digest_index *index,
                               const chancery_digest *key);
/* Adds it, or replaces its number. CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_digest_index_set(struct chy_digest_index *index,
                                       const chancery_digest *key, uint32_t value,
                                       chancery_error *error);
void chy_digest_index_done(struct chy_digest_index *index);

#endif
