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
