/*
 * outline_first.c - with what bytes a heading may begin: spec/outline.md, O10 and O17. Nearly
 * all words of a text begin otherwise, and need not be compared with the phrases of each
 * language.
 */
#include "text/outline_terms.h"

#include <pthread.h>

/* Of ASCII by its byte; else by two bytes, of which several may have the same place. */
enum { ASCII = 0x80, PLACES = ASCII + 0x400 };

enum { OPENS = 1, ANNEXES = 2 };

static uint8_t may_begin[PLACES];

static size_t place_of(const uint8_t *bytes, size_t length)
{
    if (bytes[0] < ASCII || length < 2)
        return bytes[0] & (ASCII - 1u);
    return ASCII + (((bytes[0] & 0x0Fu) << 6) | (bytes[1] & 0x3Fu));
}

static void add(uint8_t what, const void *character)
{
    const uint8_t *bytes = character;
    may_begin[place_of(bytes, bytes[0] < ASCII ? 1 : 2)] |= what;
}

static void add_phrases(uint8_t what, chy_phrases list)
{
    for (; list && *list; list++) {
        uint8_t forms[CHY_FIRST_FORMS][4];
        for (size_t i = chy_first_forms(forms, *list); i > 0; i--)
            add(what, forms[i - 1]);
    }
}

/* Every digit and numeral that chy_number_at takes. */
static void add_numbers(void)
{
    static const char *const numerals[] = {"〇", "一", "二", "三", "四", "五",
                                           "六", "七", "八", "九", "十"};
    for (uint8_t digit = 0; digit < 10; digit++) {
        const uint8_t ascii[1] = {(uint8_t)('0' + digit)}, arabic[2] = {0xD9, 0xA0u + digit};
        add(OPENS, ascii);
        add(OPENS, arabic);
    }
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
        add(OPENS, numerals[i]);
}

static void fill(void)
{
    for (const struct chy_language *const *language = chy_languages; *language; language++) {
        add_phrases(ANNEXES, (*language)->annex);
        for (unsigned i = 0; i < CHY_KINDS; i++)
            add_phrases(OPENS, (*language)->opening[i]);
        if ((*language)->order != CHY_ORDER_DATE_SENDER)
            continue;
        add_numbers();
        add_phrases(OPENS, (*language)->date); /* words of its forms, and letters for others */
        add_phrases(OPENS, (*language)->month);
    }
}

static bool may(uint8_t what, chancery_span word)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    return pthread_once(&once, fill) != 0 || (may_begin[place_of(word.ptr, word.len)] & what);
}

bool chy_may_open(chancery_span word)
{
    return may(OPENS, word);
}

bool chy_may_annex(chancery_span word)
{
    return may(ANNEXES, word);
}
