/*
 * outline_terms.h - how phrases of the languages, and the shapes of single words, are met in a
 * text. Only outline*.c, page_line.c and their tests include it.
 */
#ifndef CHY_OUTLINE_TERMS_H
#define CHY_OUTLINE_TERMS_H

#include "text/language.h"
#include "text/outline.h"

/* In which languages the first words of a heading (chy_opening_read) may begin with this word:
 * a bit for each of chy_languages, the first the lowest. In others they cannot. */
unsigned chy_may_open(chancery_span word);
/* The same of the phrases with which an annex's heading begins, in any language, and of those
 * with which a body begins in one. */
bool chy_may_annex(chancery_span word);
bool chy_may_begin_body(const struct chy_language *language, chancery_span word);

/* The forms in which the first character of a phrase is met: as it is, its capital, and that
 * without its accent. How many. */
enum { CHY_FIRST_FORMS = 3 };
size_t chy_first_forms(uint8_t forms[CHY_FIRST_FORMS][4], const char *phrase);

/* The number of words of the first phrase that stands at `at`, before `to`, as it is written or
 * all in capitals; 0 if none does. */
uint32_t chy_phrase_at(chy_phrases list, const struct chancery_text *text, uint32_t at,
                       uint32_t to);
/* As chy_phrase_at, without the form in capitals. */
uint32_t chy_phrase_as_written(chy_phrases list, const struct chancery_text *text, uint32_t at,
                               uint32_t to);
/* As chy_phrase_at; any of the characters of `tail` may follow, in the last word. */
uint32_t chy_phrase_with(chy_phrases list, const char *tail, const struct chancery_text *text,
                         uint32_t at, uint32_t to);
/* As chy_phrase_at, of a phrase by itself. */
uint32_t chy_phrase_is_at(const char *phrase, const char *tail,
                          const struct chancery_text *text, uint32_t at, uint32_t to);
/* Does the word begin with one of the list? A phrase that ends with an apostrophe is the
 * beginning of a word, any other a whole one. */
bool chy_word_begins(chy_phrases list, chancery_span word);

/* The bytes with which a letter's or an annex's heading, a job number or a page number may
 * begin: no other word has to be looked at twice. */
void chy_first_bytes(bool bytes[256]);

/* The words of the signature mark at `at`, and in whose language it is; 0: there is none. */
uint32_t chy_mark_at(const struct chancery_text *text, uint32_t at,
                     const struct chy_language **language);

/* A date in this language's forms: the number of its words, 0 if there is none. */
uint32_t chy_date_at(const struct chy_language *language, chancery_date *date,
                     const struct chancery_text *text, uint32_t at, uint32_t to);
/* A number of 1 to max digits in one word, or of Chinese numerals; its words, 0: there is none.
 * What follows the digits in their word is *rest. */
uint32_t chy_number_at(int *value, chancery_span *rest, const struct chancery_text *text,
                       uint32_t at, uint32_t to, size_t max);

/* The words of a language's name ("English", "французском языке") and its BCP 47 tag. */
uint32_t chy_language_name_at(const char **tag, const struct chancery_text *text, uint32_t at,
                              uint32_t to);

/* The shapes of single words. */
bool chy_is_symbol(chancery_span word);                 /* "S/2012/727/Rev.1" */
bool chy_same_symbol(chancery_span a, chancery_span b); /* but for a reissue's asterisks */
bool chy_is_numeral(chancery_span word);                /* of an annex: "I", "12", "A", "II:" */
/* The 3 of "2/3"; 0 if the word is no page number. */
uint32_t chy_page_count(chancery_span word);
/* A letter that is no capital begins it; letters of scripts without capitals are none. */
bool chy_begins_small(chancery_span word);
/* A full stop, or a Chinese one, ends it. */
bool chy_ends_sentence(chancery_span word);
/* Is it the mark of a footnote alone, "¹" or "*"? */
bool chy_is_note_mark(chancery_span word);
/* The "12-52626" of "12-52626", "12-52626E", "12-52626(E)" and "GE.12-52626"; empty where the
 * word is no job number. */
chancery_span chy_job_digits(chancery_span word);
/* The words of a job number at `at` ("12-52626 (E) 011012 *1252626*"), 0 if there is none;
 * *number is the index of the word that bears it. */
uint32_t chy_job_at(const struct chancery_text *text, uint32_t at, uint32_t *number);

#endif
