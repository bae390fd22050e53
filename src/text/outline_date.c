/*
 * outline_date.c - numbers and dates in words: spec/outline.md, O4.
 */
#include "text/outline_terms.h"

#include "base/date.h"

/* What may follow a date in its last word. */
#define DATE_TAIL ",.;:)]"

/* The digit at the beginning, ASCII or Arabic-Indic: its length, 0 if there is none. */
static size_t digit_at(chancery_span bytes, size_t at, int *digit)
{
    if (at < bytes.len && bytes.ptr[at] >= '0' && bytes.ptr[at] <= '9') {
        *digit = bytes.ptr[at] - '0';
        return 1;
    }
    if (at + 1 < bytes.len && bytes.ptr[at] == 0xD9 && bytes.ptr[at + 1] >= 0xA0 &&
        bytes.ptr[at + 1] <= 0xA9) {
        *digit = bytes.ptr[at + 1] - 0xA0;
        return 2;
    }
    return 0;
}

/* Chinese numerals, 〇 to 十; -1: the word is none. */
static int chinese_numeral(chancery_span word)
{
    static const char *const numerals[] = {"〇", "一", "二", "三", "四", "五",
                                           "六", "七", "八", "九", "十"};
    if (word.len != 3 || word.ptr[0] < 0xE3)
        return -1;
    for (int i = 0; i <= 10; i++)
        if (memcmp(word.ptr, numerals[i], 3) == 0)
            return i;
    return -1;
}

/* "二〇一二" digit by digit, "十八" by tens; at most `max` numerals. */
static uint32_t chinese_number(int *value, const struct chancery_text *text, uint32_t at,
                               uint32_t to, size_t max)
{
    int tens = 0, units = 0, numeral;
    uint32_t words = 0;
    bool by_tens = false;
    while (at + words < to && words < max + 1 &&
           (numeral = chinese_numeral(chy_text_word(text, at + words))) >= 0) {
        if (numeral < 10) {
            units = units * 10 + numeral;
        } else {
            tens = words == 0 ? 1 : units;
            units = 0;
            by_tens = true;
        }
        words++;
    }
    *value = by_tens ? tens * 10 + units : units;
    return words;
}

uint32_t chy_number_at(int *value, chancery_span *rest, const struct chancery_text *text,
                       uint32_t at, uint32_t to, size_t max)
{
    if (at >= to)
        return 0;
    chancery_span word = chy_text_word(text, at);
    size_t end = 0, digits = 0, length;
    int digit;
    *rest = (chancery_span){0};
    *value = 0;
    while ((length = digit_at(word, end, &digit)) > 0 && digits < max + 1) {
        *value = *value * 10 + digit;
        end += length;
        digits++;
    }
    if (digits == 0)
        return chinese_number(value, text, at, to, max);
    *rest = chy_span_from(word, end);
    return digits <= max ? 1 : 0;
}

/* Only what may follow a date, or nothing. */
static bool is_tail(chancery_span rest, bool last)
{
    if (!last)
        return rest.len == 0;
    if (chy_span_is(rest, "،"))
        return true;
    for (size_t i = 0; i < rest.len; i++)
        if (rest.ptr[i] >= 0x80 || !strchr(DATE_TAIL, rest.ptr[i]))
            return false;
    return true;
}

static uint32_t month_at(const struct chy_language *language, int *month, const char *tail,
                         const struct chancery_text *text, uint32_t at, uint32_t to)
{
    for (int i = 0; language->month && language->month[i]; i++) {
        uint32_t words = chy_phrase_is_at(language->month[i], tail, text, at, to);
        if (words > 0) {
            *month = i % 12 + 1;
            return words;
        }
    }
    return 0;
}

struct day {
    int year, month, day;
};

/* One word of a form: D, N, Y, M, or itself. The words that it takes, 0: it is not there. */
static uint32_t read_token(struct day *out, const struct chy_language *language,
                           chancery_span token, bool last, const struct chancery_text *text,
                           uint32_t at, uint32_t to)
{
    char literal[16] = {0};
    chancery_span rest;
    int value;
    if (chy_span_is(token, "M"))
        return month_at(language, &out->month, last ? DATE_TAIL : "", text, at, to);
    if (!chy_span_is(token, "D") && !chy_span_is(token, "N") && !chy_span_is(token, "Y")) {
        memcpy(literal, token.ptr, token.len < sizeof literal ? token.len : sizeof literal - 1);
        return chy_phrase_is_at(literal, last ? DATE_TAIL : "", text, at, to);
    }

    bool year = chy_span_is(token, "Y"), day = chy_span_is(token, "D");
    uint32_t words = chy_number_at(&value, &rest, text, at, to, year ? 4 : 2);
    if (words == 0 || (year && value < 1000))
        return 0;
    /* "1er" */
    for (chy_phrases ending = language->day_ending; day && ending && *ending; ending++)
        if (chy_span_is(rest, *ending))
            rest = (chancery_span){0};
    *(year ? &out->year : day ? &out->day : &out->month) = value;
    return is_tail(rest, last) ? words : 0;
}

static uint32_t read_form(chancery_date *date, const struct chy_language *language,
                          const char *form, const struct chancery_text *text, uint32_t at,
                          uint32_t to)
{
    struct day day = {0};
    uint32_t next = at;
    for (chancery_span rest = chy_span_str(form); rest.len > 0;) {
        const uint8_t *space = memchr(rest.ptr, ' ', rest.len);
        size_t length = space ? (size_t)(space - rest.ptr) : rest.len;
        uint32_t words =
            read_token(&day, language, chy_span_sub(rest, 0, length), !space, text, next, to);
        if (words == 0)
            return 0;
        next += words;
        rest = chy_span_from(rest, space ? length + 1 : length);
    }
    return chy_date_make(date, day.year, day.month, day.day) ? next - at : 0;
}

/* Most words are no number: their first byte says so. */
static bool may_be_number(chancery_span word)
{
    uint8_t first = word.len > 0 ? word.ptr[0] : 0;
    return (first >= '0' && first <= '9') || first == 0xD9 || (first >= 0xE3 && first <= 0xE5);
}

/* D, N or Y, with which most forms begin. */
static bool begins_with_number(const char *form)
{
    return (*form == 'D' || *form == 'N' || *form == 'Y') && (form[1] == ' ' || !form[1]);
}

uint32_t chy_date_at(const struct chy_language *language, chancery_date *date,
                     const struct chancery_text *text, uint32_t at, uint32_t to)
{
    *date = (chancery_date){0};
    if (at >= to)
        return 0;
    const bool number = may_be_number(chy_text_word(text, at));
    for (chy_phrases form = language->date; *form; form++) {
        uint32_t words = number || !begins_with_number(*form)
                             ? read_form(date, language, *form, text, at, to)
                             : 0;
        if (words > 0)
            return words;
    }
    *date = (chancery_date){0};
    return 0;
}

uint32_t chy_outline_date(chancery_date *date, const struct chancery_text *text, uint32_t at,
                          uint32_t end)
{
    *date = (chancery_date){0};
    for (const struct chy_language *const *language = chy_languages; *language; language++) {
        uint32_t words = chy_date_at(*language, date, text, at, end);
        if (words > 0)
            return words;
    }
    return 0;
}
