/*
 * directory_table.h - a hash table from bytes to a number, for the directory's index.
 *
 * Keys are borrowed and must outlive the table. A zeroed struct is an empty table. The hash is
 * no defence against chosen keys: a directory's strings come from those whom its roots trust.
 */
#ifndef CHY_DIRECTORY_TABLE_H
#define CHY_DIRECTORY_TABLE_H

#include "base/error.h"
#include "base/span.h"

#define CHY_NOT_FOUND UINT32_MAX

struct chy_table_slot {
    chancery_span key;
    uint32_t value;
    bool taken;
};

struct chy_table {
    struct chy_table_slot *slot;
    size_t cap, count; /* cap: 0 or a power of two */
};

/* The key's number; CHY_NOT_FOUND. */
uint32_t chy_table_find(const struct chy_table *table, chancery_span key);
/* Adds a key that is not there yet. CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_table_put(struct chy_table *table, chancery_span key, uint32_t value,
                                chancery_error *error);
void chy_table_done(struct chy_table *table);

#endif
