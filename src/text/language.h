/*
 * language.h - what documents say in each language, and where they say it: one table a
 * language, each in a file of its own, listed in languages.c. spec/outline.md shows the forms.
 *
 * A list holds phrases in words form (so that each Chinese character is a word) and ends with
 * NULL; a list that is NULL is empty. A phrase is met as it is written or all in capitals
 * ("LETTER DATED"), and a slash in it with or without spaces around. Of the phrases of a list
 * the first counts that stands there, so the longer goes before the shorter.
 */
#ifndef CHY_LANGUAGE_H
#define CHY_LANGUAGE_H

#include "text/canon.h"

enum chy_letter_kind {
    CHY_KIND_LETTER,
    CHY_KIND_IDENTICAL, /* identical letters, to several addressees */
    CHY_KIND_NOTE,      /* a note verbale */
    CHY_KINDS
};

/* How a heading is built. */
enum chy_heading_order {
    CHY_ORDER_OPENING_DATE, /* "Letter dated DATE from SENDER addressed to ADDRESSEE" */
    CHY_ORDER_SENDER_DATE,  /* "Письмо SENDER от DATE на имя ADDRESSEE" */
    CHY_ORDER_DATE_SENDER   /* "DATE SENDER 给 ADDRESSEE 的信" */
};

typedef const char *const *chy_phrases;

struct chy_language {
    const char *tag;  /* BCP 47 */
    const char *name; /* "French" */

    /* headings of letters */
    enum chy_heading_order order;
    uint32_t heading_words; /* a heading is no longer, unless its paragraph ends later */
    chy_phrases opening[CHY_KINDS]; /* "Letter dated"; none where the date comes first */
    chy_phrases closing[CHY_KINDS]; /* "的信", where the date comes first */
    chy_phrases dated;              /* "от", before a date that comes after the sender */
    chy_phrases from;               /* "from" */
    chy_phrases to;                 /* "addressed to" */
    chy_phrases then_from;          /* for `from` after an addressee; NULL: as `from` */
    chy_phrases then_to;            /* for `to` after a sender; NULL: as `to` */
    chy_phrases not_from;           /* "par intérim": it begins as `from`, and is none */
    chy_phrases weak_to; /* "to": after a date it makes a heading, but names no addressee */
    chy_phrases body;    /* "Sir,": as written, a heading is over */
    chy_phrases not_body_after; /* "His": the next word, "Excellency,", is no salutation */
    chy_phrases goes_on;        /* after a closing: it was the middle of a sentence */

    /* dates */
    chy_phrases date;  /* "D M Y": day, month's name, year, N the month's number; other words
                          as they stand */
    chy_phrases month; /* twelve months of a year, and the same with other names */
    chy_phrases day_ending; /* "er" of "1er" */

    /* signature marks */
    chy_phrases mark;          /* "Signed", in brackets */
    bool name_before;          /* the name stands before the mark, not after it */
    chy_phrases office_before; /* "Le": an office that stands before the mark begins so; with
                                  an apostrophe it is the beginning of the word */
    uint32_t office_words;     /* an office is no longer */

    /* annexes */
    chy_phrases annex;       /* "Annex" */
    chy_phrases annex_of;    /* "to the letter dated": the rest of an annex's heading */
    chy_phrases annex_after; /* "的附件": after a letter's heading, it makes it an annex's */
    chy_phrases annex_number; /* "الأول": beside numerals */
    chy_phrases annex_source; /* "[Original:", before words that end with "]" */

    /* mastheads */
    chy_phrases distribution; /* "Distr.:" */
    chy_phrases original;     /* "Original:" */
    chy_phrases languages;    /* name, tag, name, tag */

    /* what a heading's sender and addressee are made of */
    chy_phrases article;    /* "the", before an office */
    chy_phrases and;        /* between two offices */
    chy_phrases prefix;     /* "l'", "و": clings to the word after it */
    chy_phrases of;         /* between an office and what it is of */
    chy_phrases accredited; /* "to the United Nations": after what an office is of */
    chy_phrases connective; /* single words of a heading that name nobody */
};

/* Every language, ended by NULL. The first that knows a phrase is taken. */
extern const struct chy_language *const chy_languages[];

extern const struct chy_language chy_language_ar, chy_language_en, chy_language_es,
    chy_language_fr, chy_language_ru, chy_language_zh;

#endif
