/*
 * spoken.h - a digest as words to be read aloud, as BIP 39 writes 256 bits: 24 words, the last
 * of which also holds a checksum (spec/spoken.md).
 */
#ifndef CHY_SPOKEN_H
#define CHY_SPOKEN_H

#include "base/span.h"

enum { CHY_SPOKEN_LIST = 2048, CHY_SPOKEN_WORDS = 24 };

extern const char chy_spoken_list[CHY_SPOKEN_LIST][9]; /* generated; words of 3 to 8 letters */

/* Static words. */
void chy_spoken(const char *words[CHY_SPOKEN_WORDS], const chancery_digest *digest);

#endif
