/*
 * outline_shapes.c - single words that are known by their shape: spec/outline.md, O6, O17 and
 * O19.
 */
#include "text/outline_terms.h"

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_capital(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static bool is_small(uint8_t byte)
{
    return byte >= 'a' && byte <= 'z';
}

/* A reissue, or a footnote, has asterisks after the word. */
static chancery_span without_stars(chancery_span word)
{
    while (word.len > 0 && word.ptr[word.len - 1] == '*')
        word.len--;
    return word;
}

/* Only digits, from min to max of them; their value, or -1. */
static int number_of(chancery_span digits, size_t min, size_t max)
{
    int value = 0;
    if (digits.len < min || digits.len > max)
        return -1;
    for (size_t i = 0; i < digits.len; i++) {
        if (!is_digit(digits.ptr[i]))
            return -1;
        value = value * 10 + (digits.ptr[i] - '0');
    }
    return value;
}

/* The length of what joins two parts of a symbol, "/", ".", "(", ")", "-" or the dash that is
 * set between two symbols. */
static size_t joint_length(chancery_span word, size_t at)
{
    if (chy_span_starts(chy_span_from(word, at), CHY_LITERAL("–")))
        return 3;
    return strchr("/.()-", word.ptr[at]) ? 1 : 0;
}

/* Capitals, then parts between slashes, one of which begins with a digit:
 * "A/66/880-S/2012/727". */
bool chy_is_symbol(chancery_span word)
{
    bool numbered = false, slash = false;
    word = without_stars(word);
    if (word.len == 0 || !is_capital(word.ptr[0]))
        return false;
    for (size_t i = 0; i < word.len; i++) {
        uint8_t byte = word.ptr[i];
        bool part = i > 0 && word.ptr[i - 1] == '/';
        bool letter = is_capital(byte) || is_digit(byte);
        if (byte == '/' && (part || i + 1 == word.len))
            return false;
        if (!slash && byte != '/' && byte != '.' && !letter)
            return false;
        numbered = numbered || (part && is_digit(byte));
        slash = slash || byte == '/';
        if (letter || is_small(byte))
            continue;
        size_t joint = joint_length(word, i);
        if (joint == 0)
            return false;
        i += joint - 1;
    }
    return numbered;
}

bool chy_same_symbol(chancery_span a, chancery_span b)
{
    return chy_span_eq(without_stars(a), without_stars(b));
}

bool chy_is_numeral(chancery_span word)
{
    word = without_stars(word);
    if (word.len > 1 && (word.ptr[word.len - 1] == ':' || word.ptr[word.len - 1] == '.'))
        word.len--;
    if (number_of(word, 1, 3) > 0)
        return true;
    if (word.len == 1)
        return is_capital(word.ptr[0]);
    for (size_t i = 0; i < word.len; i++)
        if (!strchr("IVXLC", word.ptr[i]))
            return false;
    return word.len > 0 && word.len <= 8;
}

uint32_t chy_page_count(chancery_span word)
{
    const uint8_t *slash = word.len > 0 ? memchr(word.ptr, '/', word.len) : NULL;
    if (!slash)
        return 0;
    size_t before = (size_t)(slash - word.ptr);
    int page = number_of(chy_span_sub(word, 0, before), 1, 4);
    int pages = number_of(chy_span_from(word, before + 1), 1, 4);
    return page > 0 && page <= pages ? (uint32_t)pages : 0;
}

bool chy_begins_small(chancery_span word)
{
    if (word.len < 2 || word.ptr[0] < 0x80)
        return word.len > 0 && is_small(word.ptr[0]);
    uint8_t lead = word.ptr[0], next = word.ptr[1];
    if (lead == 0xC3) /* ß to ÿ */
        return next >= 0x9F;
    if (lead == 0xD0 || lead == 0xD1) /* а to ё */
        return lead == 0xD1 || next >= 0xB0;
    return (lead >= 0xD8 && lead <= 0xDB) || (lead >= 0xE3 && lead <= 0xE9);
}

bool chy_ends_sentence(chancery_span word)
{
    const uint8_t *stop = word.len > 0 ? memchr(word.ptr, '.', word.len) : NULL;
    if (stop)
        return stop + 1 == word.ptr + word.len; /* "a.i." is none */
    return chy_span_is(word, "。");
}

/* "¹", "12" raised, "*". */
bool chy_is_note_mark(chancery_span word)
{
    static const char raised[] = "\xC2\xB9\xC2\xB2\xC2\xB3";
    while (word.len > 0) {
        size_t taken = word.ptr[0] == '*' ? 1 : 0;
        for (size_t i = 0; i < 6 && taken == 0; i += 2)
            taken = chy_span_starts(word, chy_span(raised + i, 2)) ? 2 : 0;
        if (taken == 0 && word.len >= 3 && word.ptr[0] == 0xE2 && word.ptr[1] == 0x81 &&
            (word.ptr[2] == 0xB0 || (word.ptr[2] >= 0xB4 && word.ptr[2] <= 0xB9)))
            taken = 3;
        if (taken == 0)
            return false;
        word = chy_span_from(word, taken);
    }
    return true;
}

/* "(E)" or "E", the language of the rendition. */
static bool is_rendition(chancery_span word)
{
    if (word.len == 3 && word.ptr[0] == '(' && word.ptr[2] == ')')
        word = chy_span_sub(word, 1, 1);
    return word.len == 1 && strchr("ACEFRS", word.ptr[0]);
}

chancery_span chy_job_digits(chancery_span word)
{
    if (chy_span_starts(word, CHY_LITERAL("GE.")))
        word = chy_span_from(word, 3);
    else if (chy_span_starts(word, CHY_LITERAL("V.")))
        word = chy_span_from(word, 2);
    bool is_number = word.len >= 8 && number_of(chy_span_sub(word, 0, 2), 2, 2) >= 0 &&
                     word.ptr[2] == '-' && number_of(chy_span_sub(word, 3, 5), 5, 5) >= 0 &&
                     (word.len == 8 || is_rendition(chy_span_from(word, 8)));
    return is_number ? chy_span_sub(word, 0, 8) : (chancery_span){0};
}

static bool is_job_number(chancery_span word)
{
    return chy_job_digits(word).len > 0;
}

/* "*1252626*"; as a word without its asterisks where they were dropped as emphasis. */
static bool is_barcode(const struct chancery_text *text, uint32_t at)
{
    chancery_span word = chy_text_word(text, at);
    bool starred = text->word[at].flags & CHY_WORD_EMPHASIS;
    if (word.len > 2 && word.ptr[0] == '*' && word.ptr[word.len - 1] == '*') {
        word = chy_span_sub(word, 1, word.len - 2);
        starred = true;
    }
    if (word.len == 8 && is_rendition(chy_span_from(word, 7)))
        word.len--;
    return starred && number_of(word, 7, 7) >= 0;
}

/* The days of submission and issue, six digits each: the word after them. */
static uint32_t skip_days(const struct chancery_text *text, uint32_t at)
{
    for (int days = 0; days < 4 && at < text->words; days++, at++)
        if (number_of(chy_text_word(text, at), 6, 6) < 0)
            break;
    return at;
}

uint32_t chy_job_at(const struct chancery_text *text, uint32_t at, uint32_t *number)
{
    uint32_t i = at;
    *number = at;
    if (is_barcode(text, i)) {
        i++;
        if (i == text->words || !is_job_number(chy_text_word(text, i)))
            return 1;
        *number = i;
    }
    /* In Arabic documents the days stand before. */
    if (i == at)
        i = skip_days(text, at);
    if (i == text->words || !is_job_number(chy_text_word(text, i)))
        return 0;
    *number = i++;
    if (i < text->words && is_rendition(chy_text_word(text, i)))
        i++;
    i = skip_days(text, i);
    if (i < text->words && is_barcode(text, i))
        i++;
    return i - at;
}
