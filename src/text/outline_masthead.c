/*
 * outline_masthead.c - symbol, distribution, date and original language at the head of a
 * document: spec/outline.md, O5 to O9.
 */
#include "text/outline_scan.h"
#include "text/outline_terms.h"

/* A paragraph of the masthead that has no label is at most so long. */
#define SHORT_PARAGRAPH 12u

/* The word before which a masthead must stand: the first mark, heading or annex. */
static uint32_t find_limit(const struct chancery_text *text)
{
    uint32_t limit = text->words < CHY_MASTHEAD_WORDS ? text->words : CHY_MASTHEAD_WORDS;
    for (uint32_t i = 0; i < limit; i++) {
        bool paragraph = text->word[i].flags & CHY_WORD_PARAGRAPH;
        if (chy_term_at(chy_terms.mark, text, i, text->words) > 0 ||
            chy_heading_at(text, i, !paragraph) || (paragraph && chy_annex_at(text, i) > 0))
            return i;
    }
    return limit;
}

/* "Distr.: General", "Original: English": the words of label and value; *value is the range of
 * the value, unchanged where none follows. */
static uint32_t read_label(struct chy_range *value, const char *const *label,
                           const struct chancery_text *text, uint32_t at, uint32_t limit)
{
    uint32_t words = chy_term_at(label, text, at, limit);
    uint32_t next = at + words;
    if (words == 0 || next >= limit)
        return words;
    chancery_date date;
    uint32_t number;
    if (chy_outline_date(&date, text, next, limit) > 0 || chy_job_at(text, next, &number) > 0 ||
        chy_is_symbol(chy_text_word(text, next)) ||
        chy_term_at(chy_terms.original, text, next, limit) > 0 ||
        chy_term_at(chy_terms.distribution, text, next, limit) > 0)
        return words;
    if (value->count == 0)
        *value = (struct chy_range){next, 1};
    return words + 1;
}

/* Reads the labels; the word after the last of them and its value, 0 if there are none. */
static uint32_t read_labels(struct chy_outline *out, const struct chancery_text *text,
                            uint32_t limit)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < limit;) {
        uint32_t words =
            read_label(&out->masthead.distribution, chy_terms.distribution, text, i, limit);
        if (words == 0)
            words = read_label(&out->masthead.language, chy_terms.original, text, i, limit);
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
    if (out->masthead.language.count > 0)
        out->masthead.language_tag =
            chy_language_tag(chy_text_words(text, out->masthead.language.first, 1));
    return end;
}
