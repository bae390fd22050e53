/*
 * tables.h - what tools/unicode-tables puts into tables.c. Only unicode.c reads it.
 *
 * Two stages: code points come in blocks of 128, of which most are alike; block number, then
 * place in the block, give a value that numbers a set of properties (unicode.h).
 */
#ifndef CHY_TABLES_H
#define CHY_TABLES_H

#include <stddef.h>
#include <stdint.h>

#define CHY_TABLE_BITS 7
#define CHY_TABLE_BLOCKS (0x110000 >> CHY_TABLE_BITS)

extern const uint8_t chy_table_block[CHY_TABLE_BLOCKS];
extern const uint8_t chy_table_value[][1 << CHY_TABLE_BITS];
extern const uint16_t chy_table_properties[];

/* The names of refused code points that are assigned, in order. */
struct chy_table_name {
    uint32_t first, last;
    const char *name;
};
extern const struct chy_table_name chy_table_names[];
extern const size_t chy_table_name_count;

#endif
