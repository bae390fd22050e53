#include "custody/directory_table.h"

#include <stdlib.h>

/* FNV-1a, 64 bits. */
static uint64_t hash(chancery_span key)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < key.len; i++)
        h = (h ^ key.ptr[i]) * 0x100000001b3u;
    return h ^ h >> 32; /* the low bits of FNV are its weakest */
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
