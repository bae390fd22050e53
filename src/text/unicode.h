/*
 * unicode.h - what the canonicaliser needs to know of a code point, in Unicode 15.0.0, from
 * tables.c, which tools/unicode-tables makes. spec/canonical-text.md names each class.
 */
#ifndef CHY_UNICODE_H
#define CHY_UNICODE_H

#include "base/error.h"

/* Why a code point is refused (CHY_CP_ALLOWED: it is not). */
enum chy_cp_class {
    CHY_CP_ALLOWED = 0,
    CHY_CP_CONTROL,
    CHY_CP_BIDI,
    CHY_CP_IGNORABLE, /* zero-width and default-ignorable, ZWJ and ZWNJ, variation selectors,
                         tags */
    CHY_CP_PRIVATE,
    CHY_CP_NONCHARACTER,
    CHY_CP_SURROGATE,
    CHY_CP_UNASSIGNED,
    CHY_CP_DRAWN /* a space that is drawn as a stroke: U+1680 */
};

/* Properties, a set. */
enum chy_cp_property {
    CHY_CP_SPACE = 1 << 4, /* White_Space */
    CHY_CP_MARK = 1 << 5,  /* general category Mn, Mc, Me */
    CHY_CP_NONSTARTER =
        1 << 6, /* nothing in its canonical decomposition has combining class 0 */
    CHY_CP_IDEOGRAPHIC =
        1 << 7, /* a word of its own: Han, Hiragana, Katakana and ideographic marks */
    CHY_CP_NORMALIZE = 1 << 8 /* NFC may change it, or join it to what stands before it; text
                                 without any such code point is NFC already */
};

/* Above the properties: with how many combining code points (class not 0) its canonical
 * decomposition ends, 0 to 3. Normalisation does not change that number, unlike the number of
 * code points. */
enum { CHY_CP_TAIL_SHIFT = 9, CHY_CP_TAIL = 3 };

/* Above that, for joiners: it joins what follows (Joining_Type L, D) or what stands before (R,
 * D), or it is passed over (T). */
enum { CHY_CP_JOINS_NEXT = 1 << 11, CHY_CP_JOINS_LAST = 1 << 12, CHY_CP_TRANSPARENT = 1 << 13 };

/* Above that: general category L. */
enum { CHY_CP_LETTER = 1 << 14 };

/* Above that: the canonical combining class, 0 to 254. */
enum { CHY_CP_CCC_SHIFT = 16 };

/* ZWNJ and ZWJ are of class CHY_CP_IGNORABLE, and allowed where RFC 5892 allows them
 * (joiner.h). */
enum { CHY_CP_ZWNJ = 0x200C, CHY_CP_ZWJ = 0x200D };

/* Class in the low four bits, properties above. A refused code point has no properties. Any
 * uint32_t is allowed. */
enum { CHY_CP_CLASS = 15 };
unsigned chy_unicode(uint32_t cp);

/* The name of a refused code point as the Unicode Character Database gives it ("RIGHT-TO-LEFT
 * OVERRIDE", "NULL"), else what it is ("unassigned in Unicode 15.0", "private use",
 * "noncharacter", "variation selector"). Static. */
const char *chy_unicode_name(uint32_t cp);

/* Why the class is refused, for an error's text ("it reorders what the reader sees"). Static.
 */
const char *chy_unicode_reason(enum chy_cp_class class);

#endif
