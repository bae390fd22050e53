/*
 * tables.h - what tools/unicode-tables puts into tables.c. Only unicode.c, plain.h,
 * nfc.c and script.c read it.
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

/* The code points of two bytes that both forms hold as they are and that end no word: a bit for
 * each second byte (its low six bits), by the low five bits of the first. */
extern const uint64_t chy_table_plain[32];

/* The same for those of three bytes, and which of them are ideographs: bits for the third byte,
 * in a row that the first two bytes tell, by their low four and six bits. */
struct chy_table_three {
    uint64_t plain, ideographic;
};
extern const uint8_t chy_table_three_row[1024];
extern const struct chy_table_three chy_table_three[];

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

/* The scripts that a character is written in (Script_Extensions, with those of UTS 39 that are
 * written together), as bits. */
struct chy_script_set {
    uint64_t bits[3];
};
/* A run of code points of the same scripts ends where the next one begins; set 0 is all
 * scripts: Common, Inherited, or not assigned. */
struct chy_table_script {
    uint32_t first;
    uint32_t set;
};
extern const struct chy_table_script chy_table_script[];
extern const size_t chy_table_script_count;
extern const struct chy_script_set chy_table_script_set[];
extern const struct chy_script_set chy_table_latin, chy_table_cyrillic, chy_table_greek;
extern const struct chy_script_set chy_table_east; /* written with Latin: Hanb, Jpan, Kore */
extern const struct chy_script_set
    chy_table_beside_latin; /* recommended, but Cyrillic and Greek */

/* The zeros of the decimal systems, in order. */
extern const uint32_t chy_table_zero[];
extern const size_t chy_table_zero_count;

/* The names of refused code points that are assigned, in order. */
struct chy_table_name {
    uint32_t first, last;
    const char *name;
};
extern const struct chy_table_name chy_table_names[];
extern const size_t chy_table_name_count;

#endif
