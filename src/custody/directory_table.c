#include "custody/directory_table.h"

#include <stdlib.h>

/* As FNV-1a, but eight bytes at a time; what is left over comes with its length. */
static uint64_t hash(chancery_span key)
{
    const uint64_t prime = 0x9e3779b97f4a7c15u;
    uint64_t h = 0xcbf29ce484222325u ^ key.len, word;
    size_t at = 0;
    for (; key.len - at >= sizeof word; at += sizeof word) {
        memcpy(&word, key.ptr + at, sizeof word);
        h = (h ^ word) * prime;
        h ^= h >> 32;
    }
    for (word = 0; at < key.len; at++)
        word = word << 8 | key.ptr[at];
    h = (h ^ word) * prime;
    return h ^ h >> 32; /* the low bits of a product are its weakest */
}

/* Where the key is, or would be: there is always a free slot. */
static struct chy_table_slot *place(struct chy_table_slot *slot, size_t cap, chancery_span key)
{
    size_t i = (size_t)hash(key) & (cap - 1);
    while (slot[i].taken && !chy_span_eq(slot[i].key, key))
        i = (i + 1) & (cap - 1);
    return &slot[i];
}

uint32_t chy_table_find(const struct chy_table *table, chancery_span key)
{
    if (table->cap == 0)
        return CHY_NOT_FOUND;
    const struct chy_table_slot *slot = place(table->slot, table->cap, key);
    return slot->taken ? slot->value : CHY_NOT_FOUND;
}

static bool grow(struct chy_table *table, chancery_error *error)
{
    size_t cap = table->cap > 0 ? 2 * table->cap : 16;
    struct chy_table_slot *slot = calloc(cap, sizeof *slot);
    if (!slot)
        return chy_fail_memory(error);
    for (size_t i = 0; i < table->cap; i++) {
        if (table->slot[i].taken)
            *place(slot, cap, table->slot[i].key) = table->slot[i];
    }
    free(table->slot);
    table->slot = slot;
    table->cap = cap;
    return true;
}

bool chy_table_put(struct chy_table *table, chancery_span key, uint32_t value,
                   chancery_error *error)
{
    if (table->count >= table->cap / 2 && !grow(table, error))
        return false;
    *place(table->slot, table->cap, key) = (struct chy_table_slot){key, value, true};
    table->count++;
    return true;
}

void chy_table_done(struct chy_table *table)
{
    free(table->slot);
    *table = (struct chy_table){0};
}
