/*
 * outline_terms.h - the words by which the parts of a document are known, and how they are
 * compared. Only outline*.c includes it.
 *
 * Every list holds phrases in words form and ends with NULL; a further language is further
 * rows. A phrase is met as it is written or all in capitals ("LETTER DATED").
 */
#ifndef CHY_OUTLINE_TERMS_H
#define CHY_OUTLINE_TERMS_H

#include "text/outline.h"

struct chy_terms {
    const char *const *heading;  /* "Letter dated" */
    const char *const *from;     /* "from" */
    const char *const *to;       /* "addressed to" */
    const char *const *mark;     /* "(Signed)" */
    const char *const *annex;    /* "Annex" */
    const char *const *annex_of; /* "to the letter dated": the rest of an annex's heading */
    const char *const
        *annex_source; /* "[Original:": its language, before a word that ends with "]" */
    const char *const *distribution; /* "Distr.:" */
    const char *const *original;     /* "Original:" */
    const char *const *opening;      /* "Sir,": a heading is over; met as written only */
    const char *const *month;        /* the twelve months of a year, for each language */
    const char *const *language;     /* name, tag, name, tag */
};

extern const struct chy_terms chy_terms;

/* The number of words of the phrase that stands at `at`, before `to`; 0 if it does not. */
uint32_t chy_term_at(const char *const *list, const struct chancery_text *text, uint32_t at,
                     uint32_t to);
/* As chy_term_at, without the form in capitals. */
uint32_t chy_term_as_written(const char *const *list, const struct chancery_text *text,
                             uint32_t at, uint32_t to);

/* The BCP 47 tag of a language's name ("English", "[French]"); NULL if it is not known. */
const char *chy_language_tag(chancery_span name);

/* The shapes of single words. */
bool chy_is_symbol(chancery_span word);  /* "S/2012/727/Rev.1" */
bool chy_is_numeral(chancery_span word); /* of an annex: "I", "12", "A", "II:" */
/* The words of a job number at `at` ("12-52626 (E) 011012 *1252626*"), 0 if there is none;
 * *number is the index of the word that bears it. */
uint32_t chy_job_at(const struct chancery_text *text, uint32_t at, uint32_t *number);

#endif
