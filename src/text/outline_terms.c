/*
 * outline_terms.c - the words and word shapes by which parts are known: spec/outline.md, O1 to
 * O4.
 */
#include "text/outline_terms.h"

#include "base/date.h"

static const char *const headings[] = {"Letter dated",
                                       "Letters dated",
                                       "Identical letters dated",
                                       "Note verbale dated",
                                       "Notes verbales dated",
                                       "Identical notes verbales dated",
                                       NULL};
static const char *const from[] = {"from", NULL};
static const char *const to[] = {"addressed to", NULL};

/* The printed form has "Signed" in italics between upright brackets, where emphasis marks are
 * inside a word and so are kept. "Signed:" is not a mark: running text has it too. */
static const char *const marks[] = {"(Signed)",     "(signed)",   "[Signed]",   "[signed]",
                                    "(*Signed*)",   "(_Signed_)", "(*signed*)", "(_signed_)",
                                    "(**Signed**)", "(Signed):",  "(signed):",  NULL};

static const char *const annexes[] = {"Annex", "Enclosure", "Appendix", NULL};
static const char *const annex_of[] = {"to the letter dated",
                                       "to the letters dated",
                                       "to the identical letters dated",
                                       "to the note verbale dated",
                                       "to the identical notes verbales dated",
                                       NULL};
static const char *const annex_source[] = {"[Original:", NULL};

static const char *const distributions[] = {"Distr.:", "Distr.", NULL};
static const char *const originals[] = {"Original:", NULL};

static const char *const openings[] = {
    /* salutations */
    "Sir,", "Sir:", "Madam,", "Madam:", "Sirs,", "Excellency,", "Excellencies,",
    "Your Excellency,", "Your Excellencies,", "Mr. President,", "Madam President,",
    "Mr. Secretary-General,", "Madam Secretary-General,", "Dear",
    /* first words of a body without one */
    "I have", "We have", "I am", "We are", "I write", "We write", "I wish", "We wish",
    "I should", "We should", "I would", "We would", "I refer", "We refer", "On behalf",
    "Upon instructions", "Upon the instructions", "Upon instruction", "On instructions",
    "On the instructions", "Further to", "With reference", "With regard", "Pursuant to",
    "In accordance", "In connection", "In reference", "The Permanent Mission",
    "The Permanent Representative", "The Ministry", NULL};

static const char *const months[] = {"January",  "February", "March",  "April",     "May",
                                     "June",     "July",     "August", "September", "October",
                                     "November", "December", NULL};

static const char *const languages[] = {"Arabic",  "ar",     "Chinese", "zh",      "English",
                                        "en",      "French", "fr",      "Russian", "ru",
                                        "Spanish", "es",     NULL};

const struct chy_terms chy_terms = {
    .heading = headings,
    .from = from,
    .to = to,
    .mark = marks,
    .annex = annexes,
    .annex_of = annex_of,
    .annex_source = annex_source,
    .distribution = distributions,
    .original = originals,
    .opening = openings,
    .month = months,
    .language = languages,
};

static uint8_t capital(uint8_t byte)
{
    return byte >= 'a' && byte <= 'z' ? (uint8_t)(byte - 'a' + 'A') : byte;
}

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_capital(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z';
}

/* Does `bytes` begin with the phrase, as written or (capitals) with its letters raised? */
static bool begins(chancery_span bytes, chancery_span phrase, bool capitals)
{
    if (bytes.len < phrase.len)
        return false;
    for (size_t i = 0; i < phrase.len; i++) {
        if (bytes.ptr[i] != (capitals ? capital(phrase.ptr[i]) : phrase.ptr[i]))
            return false;
    }
    return bytes.len == phrase.len || bytes.ptr[phrase.len] == ' ';
}

static uint32_t count_words(chancery_span phrase)
{
    uint32_t words = 1;
    for (size_t i = 0; i < phrase.len; i++)
        words += phrase.ptr[i] == ' ';
    return words;
}

static uint32_t find_term(const char *const *list, const struct chancery_text *text,
                          uint32_t at, uint32_t end, bool capitals)
{
    if (at >= end)
        return 0;
    chancery_span rest = chy_text_words(text, at, end - at);
    for (; *list; list++) {
        /* Most words are no term: their first byte says so, whose case is the bit 0x20. */
        if ((rest.ptr[0] ^ (uint8_t) * *list) & 0xDF)
            continue;
        chancery_span phrase = chy_span_str(*list);
        if (begins(rest, phrase, false) || (capitals && begins(rest, phrase, true)))
            return count_words(phrase);
    }
    return 0;
}

uint32_t chy_term_at(const char *const *list, const struct chancery_text *text, uint32_t at,
                     uint32_t end)
{
    return find_term(list, text, at, end, true);
}

uint32_t chy_term_as_written(const char *const *list, const struct chancery_text *text,
                             uint32_t at, uint32_t end)
{
    return find_term(list, text, at, end, false);
}

const char *chy_language_tag(chancery_span name)
{
    while (name.len > 0 && (name.ptr[name.len - 1] == ']' || name.ptr[name.len - 1] == ','))
        name.len--;
    for (const char *const *row = chy_terms.language; *row; row += 2) {
        chancery_span known = chy_span_str(*row);
        if (known.len == name.len && (begins(name, known, false) || begins(name, known, true)))
            return row[1];
    }
    return NULL;
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

uint32_t chy_outline_date(chancery_date *date, const struct chancery_text *text, uint32_t at,
                          uint32_t end)
{
    *date = (chancery_date){0};
    if (at >= end || end - at < 3)
        return 0;
    int day = number_of(chy_text_word(text, at), 1, 2);
    if (day < 1)
        return 0;

    int month = 0;
    chancery_span name = chy_text_word(text, at + 1);
    for (int i = 0; chy_terms.month[i] && month == 0; i++) {
        chancery_span known = chy_span_str(chy_terms.month[i]);
        if (known.len == name.len && (begins(name, known, false) || begins(name, known, true)))
            month = i % 12 + 1;
    }
    chancery_span year = chy_text_word(text, at + 2);
    if (year.len == 5 && strchr(",.;:)]", year.ptr[4]))
        year.len--;
    int value = number_of(year, 4, 4);
    if (month == 0 || value < 1 || !chy_date_make(date, value, month, day))
        return 0;
    return 3;
}

/* Capitals, then parts between slashes, one of which begins with a digit:
 * "A/66/880-S/2012/727". A reissue has asterisks after it. */
bool chy_is_symbol(chancery_span word)
{
    bool numbered = false, slash = false;
    while (word.len > 0 && word.ptr[word.len - 1] == '*')
        word.len--;
    if (word.len == 0 || !is_capital(word.ptr[0]))
        return false;
    for (size_t i = 0; i < word.len; i++) {
        uint8_t byte = word.ptr[i];
        bool part = i > 0 && word.ptr[i - 1] == '/';
        if (byte == '/' && (part || i + 1 == word.len))
            return false;
        if (!slash && byte != '/' && byte != '.' && !is_capital(byte) && !is_digit(byte))
            return false;
        if (!is_digit(byte) && !is_capital(capital(byte)) && !strchr("/.()-", byte))
            return false;
        slash = slash || byte == '/';
        numbered = numbered || (part && is_digit(byte));
    }
    return numbered;
}

bool chy_is_numeral(chancery_span word)
{
    if (word.len > 1 && (word.ptr[word.len - 1] == ':' || word.ptr[word.len - 1] == '.'))
        word.len--;
    if (number_of(word, 1, 3) > 0)
        return true;
    if (word.len == 1)
        return is_capital(word.ptr[0]);
    for (size_t i = 0; i < word.len; i++) {
        if (!strchr("IVXLC", word.ptr[i]))
            return false;
    }
    return word.len > 0 && word.len <= 8;
}

/* "(E)" or "E", the language of the rendition. */
static bool is_rendition(chancery_span word)
{
    if (word.len == 3 && word.ptr[0] == '(' && word.ptr[2] == ')')
        word = chy_span_sub(word, 1, 1);
    return word.len == 1 && strchr("ACEFRS", word.ptr[0]);
}

/* "12-52626", "12-52626E", "12-52626(E)". */
static bool is_job_number(chancery_span word)
{
    return word.len >= 8 && number_of(chy_span_sub(word, 0, 2), 2, 2) >= 0 &&
           word.ptr[2] == '-' && number_of(chy_span_sub(word, 3, 5), 5, 5) >= 0 &&
           (word.len == 8 || is_rendition(chy_span_from(word, 8)));
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
    if (!is_job_number(chy_text_word(text, i)))
        return 0;
    i++;
    if (i < text->words && is_rendition(chy_text_word(text, i)))
        i++;
    /* The days of submission and issue, six digits each, may follow. */
    for (int days = 0; days < 4 && i < text->words; days++, i++) {
        if (number_of(chy_text_word(text, i), 6, 6) < 0)
            break;
    }
    if (i < text->words && is_barcode(text, i))
        i++;
    return i - at;
}
