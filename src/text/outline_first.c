/*
 * outline_first.c - with what bytes a heading may begin: spec/outline.md, O10 and O17. Nearly
 * all words of a text begin otherwise, and need not be compared with the phrases of each
 * language.
 */
#include "text/outline_terms.h"

#include <pthread.h>

/* Of ASCII by its byte; else by two bytes, of which several may have the same place. */
enum { ASCII = 0x80, PLACES = ASCII + 0x400 };

/* In each place a bit for each language. */
struct first {
    uint8_t open, annex, body;
};

static struct first first[PLACES];

static size_t place_of(const uint8_t *bytes, size_t length)
{
    if (bytes[0] < ASCII || length < 2)
        return bytes[0] & (ASCII - 1u);
    return ASCII + (((bytes[0] & 0x0Fu) << 6) | (bytes[1] & 0x3Fu));
}

static struct first *at(const void *character)
{
    const uint8_t *bytes = character;
    return &first[place_of(bytes, bytes[0] < ASCII ? 1 : 2)];
}

static void add_openings(uint8_t language, chy_phrases list)
{
    for (; list && *list; list++) {
        uint8_t forms[CHY_FIRST_FORMS][4];
        for (size_t i = chy_first_forms(forms, *list); i > 0; i--)
            at(forms[i - 1])->open |= language;
    }
}

static void add_annexes(uint8_t language, chy_phrases list)
{
    for (; list && *list; list++) {
        uint8_t forms[CHY_FIRST_FORMS][4];
        for (size_t i = chy_first_forms(forms, *list); i > 0; i--)
            at(forms[i - 1])->annex |= language;
    }
}

/* They are met as they are written. */
static void add_bodies(uint8_t language, chy_phrases list)
{
    for (; list && *list; list++)
        at(*list)->body |= language;
}

/* Every digit and numeral that chy_number_at takes. */
static void add_numbers(uint8_t language)
{
    static const char *const numerals[] = {"〇", "一", "二", "三", "四", "五",
                                           "六", "七", "八", "九", "十"};
    for (uint8_t digit = 0; digit < 10; digit++) {
        const uint8_t ascii[2] = {(uint8_t)('0' + digit)}, arabic[2] = {0xD9, 0xA0u + digit};
        at(ascii)->open |= language;
        at(arabic)->open |= language;
    }
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
        at(numerals[i])->open |= language;
}

static void fill(void)
{
    for (unsigned i = 0; chy_languages[i]; i++) {
        const struct chy_language *language = chy_languages[i];
        const uint8_t bit = (uint8_t)(1u << i);
        add_annexes(bit, language->annex);
        add_bodies(bit, language->body);
        for (unsigned kind = 0; kind < CHY_KINDS; kind++)
            add_openings(bit, language->opening[kind]);
        if (language->order != CHY_ORDER_DATE_SENDER)
            continue;
        add_numbers(bit);
        add_openings(bit, language->date); /* words of its forms, and letters for others */
        add_openings(bit, language->month);
    }
}

static struct first first_of(chancery_span word)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    return pthread_once(&once, fill) != 0 ? (struct first){0xFF, 0xFF, 0xFF}
                                          : first[place_of(word.ptr, word.len)];
}

unsigned chy_may_open(chancery_span word)
{
    return first_of(word).open;
}

bool chy_may_annex(chancery_span word)
{
    return first_of(word).annex != 0;
}

bool chy_may_begin_body(const struct chy_language *language, chancery_span word)
{
    unsigned i = 0;
    while (chy_languages[i] != language)
        i++;
    return first_of(word).body >> i & 1;
}
