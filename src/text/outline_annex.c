/*
 * outline_annex.c - the headings of annexes: spec/outline.md, O17 and O18.
 */
#include "text/outline_scan.h"
#include "text/outline_terms.h"

/* The words of "[Original: English and French]" after its first ones are no more. */
#define SOURCE_WORDS 12u

uint32_t chy_annex_source(const struct chy_language *language, const struct chancery_text *text,
                          uint32_t at)
{
    const struct chy_language *marked;
    uint32_t words = chy_phrase_at(language->annex_source, text, at, text->words);
    if (words == 0)
        return 0;
    for (uint32_t i = at + words; i < text->words && i < at + words + SOURCE_WORDS; i++) {
        if (chy_mark_at(text, i, &marked) > 0)
            return 0;
        if (chy_span_ends(chy_text_word(text, i), CHY_LITERAL("]")))
            return i + 1 - at;
    }
    return 0;
}

uint32_t chy_annex_of(const struct chy_language *language, const struct chancery_text *text,
                      uint32_t at)
{
    uint32_t words = chy_phrase_at(language->annex_of, text, at, text->words);
    if (words == 0 || language->order != CHY_ORDER_SENDER_DATE)
        return words;
    uint32_t dated = chy_dated_at(language, text, at + words);
    return dated > at + words ? dated - at : 0;
}

uint32_t chy_annex_end(const struct chy_language *language, const struct chancery_text *text,
                       uint32_t next)
{
    uint32_t words = chy_annex_of(language, text, next);
    if (words > 0)
        next = chy_heading_reach(language, text, next, next + words);
    return next + chy_annex_source(language, text, next);
}

/* "I", "الأول", "十二"; but a new line or paragraph after "Annex" is a title: "A summary". */
static uint32_t number_words(const struct chy_language *language,
                             const struct chancery_text *text, uint32_t at)
{
    chancery_span rest;
    int value;
    if (at >= text->words || (text->word[at].flags & CHY_WORD_LINE))
        return 0;
    if (chy_is_numeral(chy_text_word(text, at)))
        return 1;
    uint32_t words = chy_phrase_with(language->annex_number, "*:.", text, at, text->words);
    if (words > 0 || chy_text_word(text, at).ptr[0] < 0x80)
        return words;
    words = chy_number_at(&value, &rest, text, at, chy_paragraph_end(text, at), 3);
    return rest.len == 0 ? words : 0;
}

uint32_t chy_annex_at(const struct chy_language **language, const struct chancery_text *text,
                      uint32_t at)
{
    uint32_t words = 0;
    const struct chy_language *const *known = chy_languages;
    const bool may = chy_may_annex(chy_text_word(text, at));
    for (; may && *known; known++) {
        words = chy_phrase_with((*known)->annex, "*", text, at, text->words);
        if (words > 0)
            break;
    }
    if (words > 0)
        *language = *known;
    else
        words = chy_annexed_heading(language, text, at);
    return words > 0 ? words + number_words(*language, text, at + words) : 0;
}
