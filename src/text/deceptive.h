/*
 * deceptive.h - words that could pass for others: spec/canonical-text.md, M1 to M5.
 */
#ifndef CHY_DECEPTIVE_H
#define CHY_DECEPTIVE_H

#include "text/canon.h"

enum chy_deceit {
    CHY_DECEIT_NONE = 0,
    CHY_DECEIT_SCRIPTS,      /* M1: letters of several scripts */
    CHY_DECEIT_LOOK_ALIKE,   /* M2: of Cyrillic or Greek letters, and looks Latin */
    CHY_DECEIT_DIGITS,       /* M3: digits of several systems */
    CHY_DECEIT_DIGIT_LETTER, /* M4: a letter in a number that looks like a digit */
};

/* "mixes letters of several scripts". Static. */
const char *chy_deceit_says(enum chy_deceit why);

/* Is a word of a name or office deceptive (M5)? In words form; *word is the first that is. */
enum chy_deceit chy_deceit_of_name(chancery_span *word, chancery_span words);

/* Goes through the deceptive words of a text, in order: begin with {.text = text}. */
struct chy_deceptive {
    const struct chancery_text *text;
    uint32_t word; /* the one that was found */
    enum chy_deceit why;
    uint32_t next;               /* where the search goes on */
    bool surveyed;               /* the paragraph was looked at for the three that follow */
    bool latin, greek, cyrillic; /* it has letters that are surely of that script */
};
/* Finds the next one; false at the end. Linear in the text, over all calls. */
bool chy_deceptive_next(struct chy_deceptive *search);

#endif
