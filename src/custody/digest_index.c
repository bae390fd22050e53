#include "custody/digest_index.h"

#include "base/sha256.h"

#include <stdlib.h>

#define FIRST_CAP 16

/* Where the key is, or would be: there is always a free slot. */
static size_t place(const struct chy_index_slot *slot, size_t cap, const chancery_digest *key)
{
    uint64_t hash;
    memcpy(&hash, key->b, sizeof hash);
    size_t i = (size_t)hash & (cap - 1);
    while (slot[i].taken && !chy_digest_eq(&slot[i].key, key))
        i = (i + 1) & (cap - 1);
    return i;
}

uint32_t chy_digest_index_find(const struct chy_digest_index *index, const chancery_digest *key)
{
    if (index->cap == 0)
        return CHY_NO_INDEX;
    const struct chy_index_slot *slot = &index->slot[place(index->slot, index->cap, key)];
    return slot->taken ? slot->value : CHY_NO_INDEX;
}

static bool grow(struct chy_digest_index *index, chancery_error *error)
{
    size_t cap = index->cap ? 2 * index->cap : FIRST_CAP;
    struct chy_index_slot *slot = calloc(cap, sizeof *slot);
    if (!slot)
        return chy_fail_memory(error);
    for (size_t i = 0; i < index->cap; i++) {
        if (index->slot[i].taken)
            slot[place(slot, cap, &index->slot[i].key)] = index->slot[i];
    }
    free(index->slot);
    index->slot = slot;
    index->cap = cap;
    return true;
}

bool chy_digest_index_set(struct chy_digest_index *index, const chancery_digest *key,
                          uint32_t value, chancery_error *error)
{
    if (2 * (index->count + 1) > index->cap && !grow(index, error))
        return false;
    struct chy_index_slot *slot = &index->slot[place(index->slot, index->cap, key)];
    index->count += !slot->taken;
    *slot = (struct chy_index_slot){*key, value, true};
    return true;
}

void chy_digest_index_done(struct chy_digest_index *index)
{
    free(index->slot);
    *index = (struct chy_digest_index){0};
}
