/*
 * outline_masthead.c - symbol, distribution, date and original language at the head of a
 * document: spec/outline.md, O5 to O9.
 */
#include "text/outline_scan.h"
#include "text/outline_terms.h"

/* A paragraph of the masthead that has no label is at most so long. */
#define SHORT_PARAGRAPH 12u

/* The word before which a masthead must stand: the first mark, heading or annex. */
static bool ends_masthead(const struct chancery_text *text, uint32_t at)
{
    const struct chy_language *language;
    bool paragraph = text->word[at].flags & CHY_WORD_PARAGRAPH;
    return chy_heading_at(text, at, true) ||
           (paragraph &&
            (chy_heading_at(text, at, false) || chy_annex_at(&language, text, at) > 0));
}

static uint32_t find_limit(const struct chancery_text *text)
{
    uint32_t limit = text->words < CHY_MASTHEAD_WORDS ? text->words : CHY_MASTHEAD_WORDS;
    bool first[256];
    chy_first_bytes(first);
    for (uint32_t i = 0; i < limit; i++) {
        const struct chy_language *language;
        if (chy_mark_at(text, i, &language) > 0 ||
            (first[chy_text_word(text, i).ptr[0]] && ends_masthead(text, i)))
            return i;
    }
    return limit;
}

typedef uint32_t label_words(const struct chancery_text *text, uint32_t at, uint32_t limit);

static uint32_t distribution_words(const struct chancery_text *text, uint32_t at,
                                   uint32_t limit)
{
    uint32_t words = 0;
    for (const struct chy_language *const *l = chy_languages; *l && words == 0; l++)
        words = chy_phrase_at((*l)->distribution, text, at, limit);
    return words;
}

static uint32_t original_words(const struct chancery_text *text, uint32_t at, uint32_t limit)
{
    uint32_t words = 0;
    for (const struct chy_language *const *l = chy_languages; *l && words == 0; l++)
        words = chy_phrase_at((*l)->original, text, at, limit);
    return words;
}

/* "English", "English and French": their words, 0 if there is no language's name; *tag is NULL
 * if there are several. */
static uint32_t language_words(const char **tag, const struct chancery_text *text, uint32_t at,
                               uint32_t limit)
{
    const char *other;
    uint32_t end = at + chy_language_name_at(tag, text, at, limit);
    while (end > at) {
        uint32_t and = 0;
        for (const struct chy_language *const *l = chy_languages; *l && and == 0; l++)
            and = chy_phrase_at((*l)->and, text, end, limit);
        uint32_t words = chy_language_name_at(&other, text, end + and, limit);
        if (words == 0)
            break;
        *tag = NULL;
        end += and+words;
    }
    return end - at;
}

/* The words of a label's value: those of languages' names, else one; none where another piece
 * of the masthead begins. */
static uint32_t value_words(const struct chancery_text *text, uint32_t at, uint32_t limit)
{
    chancery_date date;
    const char *tag;
    uint32_t number;
    if (at >= limit || chy_outline_date(&date, text, at, limit) > 0 ||
        chy_job_at(text, at, &number) > 0 || chy_is_symbol(chy_text_word(text, at)) ||
        original_words(text, at, limit) > 0 || distribution_words(text, at, limit) > 0)
        return 0;
    uint32_t words = language_words(&tag, text, at, limit);
    return words > 0 ? words : 1;
}

/* "Distr.: General", "Original: English": the words of label and value; *value is the range of
 * the value, unchanged where none follows. */
static uint32_t read_label(struct chy_range *value, label_words *label,
                           const struct chancery_text *text, uint32_t at, uint32_t limit)
{
    uint32_t words = label(text, at, limit);
    uint32_t count = words > 0 ? value_words(text, at + words, limit) : 0;
    if (count > 0 && value->count == 0)
        *value = (struct chy_range){at + words, count};
    return words + count;
}

/* Reads the labels; the word after the last of them and its value, 0 if there are none. */
static uint32_t read_labels(struct chy_outline *out, const struct chancery_text *text,
                            uint32_t limit)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < limit;) {
        uint32_t words =
            read_label(&out->masthead.distribution, distribution_words, text, i, limit);
        if (words == 0)
            words = read_label(&out->masthead.language, original_words, text, i, limit);
        i += words > 0 ? words : 1;
        if (words > 0)
            end = i;
    }
    return end;
}

/* A symbol or the date at `at`; the number of its words, 0 if it is neither. */
static uint32_t read_value(struct chy_outline *out, const struct chancery_text *text,
                           uint32_t at, uint32_t limit)
{
    uint32_t most = sizeof out->masthead.symbol / sizeof out->masthead.symbol[0];
    if (chy_is_symbol(chy_text_word(text, at)) && out->masthead.symbols < most) {
        out->masthead.symbol[out->masthead.symbols++] = (struct chy_range){at, 1};
        return 1;
    }
    chancery_date date;
    uint32_t words = chy_outline_date(&date, text, at, limit);
    if (words == 0 || out->masthead.date_words.count > 0)
        return 0;
    out->masthead.date = date;
    out->masthead.date_words = (struct chy_range){at, words};
    return words;
}

uint32_t chy_masthead_read(struct chy_outline *out, const struct chancery_text *text)
{
    uint32_t limit = find_limit(text);
    uint32_t labels = read_labels(out, text, limit);
    uint32_t end = labels;
    for (uint32_t i = 0; i < limit;) {
        /* A symbol or date counts before the last label, directly after the masthead so far, or
         * in a paragraph too short to be a sentence about another document. */
        uint32_t last = chy_paragraph_end(text, i);
        if (last > limit)
            last = limit;
        const struct chy_paragraph *paragraph = &text->paragraph[text->word[i].paragraph];
        bool counts = i <= end || last - paragraph->first <= SHORT_PARAGRAPH;
        uint32_t words = counts ? read_value(out, text, i, limit) : 0;
        i += words > 0 ? words : 1;
        if (words > 0 && i > end)
            end = i;
    }
    /* A date alone is a letter's, not a masthead's. */
    if (labels == 0 && out->masthead.symbols == 0) {
        memset(&out->masthead, 0, sizeof out->masthead);
        return 0;
    }
    if (language_words(&out->masthead.language_tag, text, out->masthead.language.first,
                       chy_range_end(out->masthead.language)) == 0)
        out->masthead.language_tag = NULL;
    return end;
}
