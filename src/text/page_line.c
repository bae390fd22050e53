#include "text/page_line.h"

#include "text/outline_terms.h"

#include <stdio.h>

/* A line of more words is of the text. */
#define LINE_WORDS 12u

static bool is_own_symbol(const struct chy_own *own, chancery_span word)
{
    if (!chy_is_symbol(word))
        return false;
    for (size_t i = 0; i < own->symbols; i++)
        if (chy_same_symbol(word, chy_span_str(own->symbol[i])))
            return true;
    return false;
}

/* "1252626", perhaps with a language's letter, is the barcode of "12-52626". */
static bool is_own_barcode(chancery_span word, chancery_span number)
{
    while (word.len > 0 && word.ptr[0] == '*')
        word = chy_span_from(word, 1);
    return word.len >= 7 && memcmp(word.ptr, number.ptr, 2) == 0 &&
           memcmp(word.ptr + 2, number.ptr + 3, 5) == 0;
}

/* The words of the document's own job number at `at`; 0: there is none. */
static uint32_t own_job_words(const struct chancery_text *line, const struct chy_own *own,
                              uint32_t at)
{
    uint32_t number = at, words = own->job ? chy_job_at(line, at, &number) : 0;
    chancery_span job = own->job ? chy_job_digits(chy_span_str(own->job)) : (chancery_span){0};
    if (words == 0 || job.len == 0)
        return 0;
    for (uint32_t i = at; i < at + words; i++) {
        chancery_span word = chy_text_word(line, i), digits = chy_job_digits(word);
        bool barcode = digits.len == 0 && word.len > 6;
        if ((digits.len > 0 && !chy_span_eq(digits, job)) ||
            (barcode && !is_own_barcode(word, job)))
            return 0;
    }
    return words;
}

static bool is_dash(chancery_span word)
{
    return chy_span_is(word, "-") || chy_span_is(word, "\xE2\x80\x93") ||
           chy_span_is(word, "\xE2\x80\x94");
}

static bool is_catchword(chancery_span word)
{
    return chy_span_is(word, "/\xE2\x80\xA6") || chy_span_is(word, "/...");
}

/* "-2-" in one word. */
static bool is_dashed(chancery_span word, chancery_span number)
{
    return word.len == number.len + 2 && word.ptr[0] == '-' && word.ptr[word.len - 1] == '-' &&
           chy_span_eq(chy_span_sub(word, 1, number.len), number);
}

enum chy_page_line chy_page_line(const struct chancery_text *line, const struct chy_own *own,
                                 uint32_t page, uint32_t pages)
{
    char number[16], of[32];
    uint32_t numbers = 0, dashes = 0, sure = 0;
    snprintf(number, sizeof number, "%u", page);
    snprintf(of, sizeof of, "%u/%u", page, pages);
    if (line->words > LINE_WORDS)
        return CHY_PAGE_LINE_NONE;
    for (uint32_t at = 0; at < line->words;) {
        chancery_span word = chy_text_word(line, at);
        uint32_t words = own_job_words(line, own, at);
        if (words > 0 || is_own_symbol(own, word) || chy_span_is(word, of) ||
            (is_catchword(word) && page < pages))
            sure++;
        else if (chy_span_is(word, number))
            numbers++;
        else if (is_dashed(word, chy_span_str(number)))
            numbers++, dashes += 2;
        else if (is_dash(word) && (at == 0 || at + 1 == line->words))
            dashes++;
        else
            return CHY_PAGE_LINE_NONE;
        at += words > 0 ? words : 1;
    }
    if (numbers > 1 || (dashes != 0 && (dashes != 2 || numbers != 1)))
        return CHY_PAGE_LINE_NONE;
    if (sure > 0)
        return CHY_PAGE_LINE_SURE;
    return numbers == 0 ? CHY_PAGE_LINE_NONE
           : dashes > 0 ? CHY_PAGE_LINE_DASHED
                        : CHY_PAGE_LINE_NUMBER;
}
