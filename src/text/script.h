/*
 * script.h - the scripts and digits that characters belong to, for finding words that mix them
 * (UTS 39).
 */
#ifndef CHY_SCRIPT_H
#define CHY_SCRIPT_H

#include "text/tables.h"

#include <stdbool.h>

/* The scripts that a code point is written in; all of them where it belongs to none. */
struct chy_script_set chy_scripts_of(uint32_t cp);

/* Code points about one that are alike: written in the same scripts, not all of them, and no
 * digits. Zeroed, it has none. Most letters of a word are alike. */
struct chy_alike {
    uint32_t first, count;
    struct chy_script_set scripts; /* as chy_scripts_of, and chy_zero_of, also where none are */
    uint32_t zero;
};

/* Those about this one; count 0 where it is not such a code point. */
struct chy_alike chy_alike_of(uint32_t cp);

static inline bool chy_is_alike(const struct chy_alike *alike, uint32_t cp)
{
    return cp - alike->first < alike->count;
}

/* The zero of the decimal system that a digit belongs to; no digit: UINT32_MAX. */
uint32_t chy_zero_of(uint32_t cp);

struct chy_script_set chy_scripts_common(struct chy_script_set a, struct chy_script_set b);
bool chy_scripts_none(struct chy_script_set set);
/* Is it every script: a character of no script in particular? */
bool chy_scripts_every(struct chy_script_set set);
/* Has it any script of the other? */
bool chy_scripts_meet(struct chy_script_set a, struct chy_script_set b);

/* The Latin letter (with its marks, precomposed) that a Cyrillic or Greek letter looks like in
 * usual type; 0: none. spec/canonical-text.md has the table. */
uint32_t chy_looks_latin(uint32_t cp);

#endif
