/*
 * outline_heading.c - the headings of letters: spec/outline.md, O10 to O15.
 */
#include "text/outline_scan.h"
#include "text/outline_terms.h"

static bool says_from_or_to(const struct chancery_text *text, uint32_t at, uint32_t end)
{
    return chy_term_at(chy_terms.from, text, at, end) > 0 ||
           chy_term_at(chy_terms.to, text, at, end) > 0;
}

/* "Letter dated 18 September 2012 from": all that a heading in the middle of a paragraph must
 * have. The words "Letter dated" and, in *date_end, the word after the date. */
static uint32_t opening_words(const struct chancery_text *text, uint32_t at, uint32_t *date_end,
                              chancery_date *date)
{
    uint32_t words = chy_term_at(chy_terms.heading, text, at, text->words);
    if (words > 0)
        *date_end = at + words + chy_outline_date(date, text, at + words, text->words);
    return words;
}

static bool is_strict(const struct chancery_text *text, uint32_t at)
{
    uint32_t next = at;
    chancery_date date;
    uint32_t words = opening_words(text, at, &next, &date);
    return words > 0 && next > at + words && says_from_or_to(text, next, text->words);
}

bool chy_heading_at(const struct chancery_text *text, uint32_t at, bool strict)
{
    uint32_t next = at;
    chancery_date date;
    uint32_t words = opening_words(text, at, &next, &date);
    if (words == 0)
        return false;
    bool dated = next > at + words;
    if (dated && says_from_or_to(text, next, text->words))
        return true;
    if (strict)
        return false;

    uint32_t end = chy_heading_end(text, at);
    if (next >= end)
        return dated;
    if (dated)
        return chy_span_is(chy_text_word(text, next), "to");
    for (uint32_t i = next; i < end; i++) {
        if (says_from_or_to(text, i, end))
            return true;
    }
    return false;
}

/* A word at which a heading that began before is over. */
static bool ends_heading(const struct chancery_text *text, uint32_t at)
{
    uint32_t end = text->words;
    if (chy_term_at(chy_terms.mark, text, at, end) > 0 || is_strict(text, at))
        return true;
    if (chy_term_as_written(chy_terms.opening, text, at, end) == 0)
        return false;
    /* "addressed to His Excellency, the President" goes on. */
    chancery_span before = chy_text_word(text, at - 1);
    return !chy_span_is(before, "His") && !chy_span_is(before, "Her");
}

uint32_t chy_heading_end(const struct chancery_text *text, uint32_t at)
{
    uint32_t end = chy_paragraph_end(text, at);
    bool cut = end - at > CHY_HEADING_WORDS;
    if (cut)
        end = at + CHY_HEADING_WORDS;

    uint32_t line_end = 0;           /* of the first line that ends after "addressed to ..." */
    uint32_t addressed = UINT32_MAX; /* the first word of the addressee */
    for (uint32_t i = at + 1; i < end; i++) {
        if (ends_heading(text, i))
            return i;
        uint32_t to = chy_term_at(chy_terms.to, text, i, end);
        if (to > 0 && addressed == UINT32_MAX)
            addressed = i + to;
        if (i > addressed && line_end == 0 && (text->word[i].flags & CHY_WORD_LINE))
            line_end = i;
    }
    return cut && line_end > 0 ? line_end : end;
}

/* The first word from which the phrase stands; `end` if there is none. */
static uint32_t find(const char *const *list, const struct chancery_text *text, uint32_t at,
                     uint32_t end)
{
    while (at < end && chy_term_at(list, text, at, end) == 0)
        at++;
    return at;
}

static struct chy_range between(uint32_t first, uint32_t end)
{
    return (struct chy_range){first, end > first ? end - first : 0};
}

void chy_letter_heading(struct chy_letter *letter, const struct chancery_text *text)
{
    uint32_t at = letter->heading.first, end = at + letter->heading.count, next = at;
    (void)opening_words(text, at, &next, &letter->date);

    uint32_t from = find(chy_terms.from, text, next, end);
    uint32_t to = find(chy_terms.to, text, next, end);
    uint32_t from_words = chy_term_at(chy_terms.from, text, from, end);
    uint32_t to_words = chy_term_at(chy_terms.to, text, to, end);
    letter->heading_only_date = from_words == 0 && to_words == 0;
    /* Either may come first; the first reaches to the second, the second to the end. */
    if (from_words > 0)
        letter->from = between(from + from_words, to > from ? to : end);
    if (to_words > 0)
        letter->to = between(to + to_words, from > to ? from : end);
}
