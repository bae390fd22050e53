/*
 * screen.h - what is said where a text is refused: the place, the character and what to do.
 */
#ifndef CHY_SCREEN_H
#define CHY_SCREEN_H

#include "base/error.h"

/* The character at `offset` of the file is refused: it is ill-formed, of a refused class, a
 * soft hyphen in the wrong place, or (where none is so) one combining mark too many. Sets
 * CHANCERY_E_ENCODING or _CHARACTER with line, column and offset; always false. Reads the file
 * from its beginning: call once, at the end. */
bool chy_screen_fail(chancery_error *error, chancery_span file, size_t offset);

#endif
