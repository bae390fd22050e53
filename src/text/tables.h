/*
 * tables.h - what tools/unicode-tables puts into tables.c. Only unicode.c and nfc.c
 * read it.
 *
 * Two stages: code points come in blocks of 128, of which most are alike; block number, then
 * place in the block, give a value that numbers a set of properties (unicode.h), or a row of
 * what normalisation knows.
 */
#ifndef CHY_TABLES_H
#define CHY_TABLES_H

#include <stddef.h>
#include <stdint.h>

#define CHY_TABLE_BITS 7
#define CHY_TABLE_BLOCKS (0x110000 >> CHY_TABLE_BITS)

extern const uint8_t chy_table_block[CHY_TABLE_BLOCKS];
extern const uint8_t chy_table_value[][1 << CHY_TABLE_BITS];
extern const uint32_t chy_table_properties[];

/* A character that maps to others or joins with others. Code points from the last block on do
 * neither, and so does row 0. Hangul syllables are computed. */
#define CHY_TABLE_NFC_BLOCKS 1525
struct chy_table_nfc {
    uint32_t first, second; /* its canonical mapping, one step; 0: none */
    uint16_t join, joins;   /* what it joins with, in chy_table_join */
};
struct chy_table_join {
    uint32_t second, composite;
};
extern const uint8_t chy_table_nfc_block[CHY_TABLE_NFC_BLOCKS];
extern const uint16_t chy_table_nfc_row[][1 << CHY_TABLE_BITS];
extern const struct chy_table_nfc chy_table_nfc[];
extern const struct chy_table_join chy_table_join[];

/* The names of refused code points that are assigned, in order. */
struct chy_table_name {
    uint32_t first, last;
    const char *name;
};
extern const struct chy_table_name chy_table_names[];
extern const size_t chy_table_name_count;

#endif
