/*
 * outline_heading.c - the headings of letters: spec/outline.md, O10 to O15.
 */
#include "text/outline_scan.h"
#include "text/outline_terms.h"

static bool says_from_or_to(const struct chy_language *language,
                            const struct chancery_text *text, uint32_t at, uint32_t end)
{
    return chy_phrase_at(language->from, text, at, end) > 0 ||
           chy_phrase_at(language->to, text, at, end) > 0;
}

/* Does the heading name its sender or addressee, beginning with the word `at`? */
static bool names_somebody(const struct chy_opening *opening, const struct chancery_text *text,
                           uint32_t at, uint32_t end)
{
    for (; at < end; at++)
        if (says_from_or_to(opening->language, text, at, end))
            return true;
    return false;
}

/* So much of a heading that it is one in the middle of a paragraph too. */
static bool is_strict(const struct chy_opening *opening, const struct chancery_text *text)
{
    const struct chy_language *language = opening->language;
    if (opening->date.year == 0)
        return false;
    if (language->order == CHY_ORDER_DATE_SENDER)
        return chy_phrase_at(language->goes_on, text, opening->end, text->words) == 0;
    return says_from_or_to(language, text, opening->next, text->words);
}

static bool is_strict_at(const struct chancery_text *text, uint32_t at)
{
    struct chy_opening opening;
    unsigned may = chy_may_open(chy_text_word(text, at));
    for (unsigned i = 0; may != 0 && chy_languages[i]; i++, may >>= 1)
        if ((may & 1) && chy_opening_read(&opening, chy_languages[i], text, at) &&
            is_strict(&opening, text))
            return true;
    return false;
}

/* A word at which a heading that began before is over. */
static bool ends_heading(const struct chy_language *language, const struct chancery_text *text,
                         uint32_t at)
{
    const struct chy_language *marked;
    return chy_mark_at(text, at, &marked) > 0 || chy_begins_body(language, text, at) ||
           is_strict_at(text, at);
}

uint32_t chy_heading_reach(const struct chy_language *language,
                           const struct chancery_text *text, uint32_t at, uint32_t from)
{
    uint32_t end = chy_heading_limit(language, text, at);
    bool cut = end < chy_paragraph_end(text, at);
    uint32_t line_end = 0;           /* of the first line that ends after "addressed to ..." */
    uint32_t addressed = UINT32_MAX; /* the first word of the addressee */
    for (uint32_t i = from; i < end; i++) {
        if (ends_heading(language, text, i))
            return i;
        uint32_t to = chy_phrase_at(language->to, text, i, end);
        if (to > 0 && addressed == UINT32_MAX)
            addressed = i + to;
        if (i > addressed && line_end == 0 && (text->word[i].flags & CHY_WORD_LINE))
            line_end = i;
    }
    if (from > end)
        return from;
    return cut && line_end > 0 ? line_end : end;
}

static uint32_t opening_end(const struct chy_opening *opening, const struct chancery_text *text,
                            uint32_t at)
{
    if (opening->end > 0)
        return opening->end;
    /* Before the date, nothing ends a heading that has a sender there. */
    uint32_t from = opening->sender.count > 0 ? opening->next : at + 1;
    return chy_heading_reach(opening->language, text, at, from);
}

/* At the beginning of a paragraph a heading may say less. */
static bool is_loose(const struct chy_opening *opening, const struct chancery_text *text,
                     uint32_t at)
{
    const struct chy_language *language = opening->language;
    uint32_t next = opening->next, end = opening_end(opening, text, at);
    if (language->order == CHY_ORDER_DATE_SENDER)
        return end == text->words || (text->word[end].flags & CHY_WORD_LINE);
    bool dated = opening->date.year != 0;
    if (next >= end)
        return dated;
    if (language->order == CHY_ORDER_SENDER_DATE)
        return opening->sender.count == 0 && names_somebody(opening, text, next, end);
    return dated ? chy_phrase_at(language->weak_to, text, next, end) > 0
                 : names_somebody(opening, text, next, end);
}

bool chy_heading_at(const struct chancery_text *text, uint32_t at, bool strict)
{
    struct chy_opening opening;
    return chy_opening_find(&opening, text, at) &&
           (is_strict(&opening, text) || (!strict && is_loose(&opening, text, at)));
}

uint32_t chy_heading_end(const struct chancery_text *text, uint32_t at)
{
    struct chy_opening opening;
    return chy_opening_find(&opening, text, at) ? opening_end(&opening, text, at) : at + 1;
}

uint32_t chy_annexed_heading(const struct chy_language **language,
                             const struct chancery_text *text, uint32_t at)
{
    struct chy_opening opening;
    if (!chy_may_open(chy_text_word(text, at)))
        return 0;
    for (const struct chy_language *const *known = chy_languages; *known; known++) {
        if (!(*known)->annex_after || !chy_opening_read(&opening, *known, text, at))
            continue;
        uint32_t words = chy_phrase_at((*known)->annex_after, text, opening.end, text->words);
        *language = *known;
        return words > 0 ? opening.end + words - at : 0;
    }
    return 0;
}

/* --- sender and addressee ---------------------------------------------------------- */

/* The first word from which one of the phrases stands, and how many they are; `end` and 0 if
 * none does. */
static struct chy_range find(chy_phrases list, chy_phrases except,
                             const struct chancery_text *text, uint32_t at, uint32_t end)
{
    for (; at < end; at++) {
        uint32_t words = chy_phrase_at(list, text, at, end);
        if (words > 0 && chy_phrase_at(except, text, at, end) == 0)
            return (struct chy_range){at, words};
    }
    return (struct chy_range){end, 0};
}

/* Either may come first; the first reaches to the second, the second to the end. */
static void read_parties(struct chy_letter *letter, const struct chy_language *language,
                         const struct chancery_text *text, uint32_t next, uint32_t end)
{
    struct chy_range from = find(language->from, language->not_from, text, next, end);
    struct chy_range to = find(language->to, NULL, text, next, end);
    if (from.first < to.first && language->then_to)
        to = find(language->then_to, NULL, text, chy_range_end(from), end);
    else if (to.first < from.first && language->then_from)
        from = find(language->then_from, language->not_from, text, chy_range_end(to), end);
    if (from.count > 0)
        letter->from = chy_between(chy_range_end(from), to.first > from.first ? to.first : end);
    if (to.count > 0)
        letter->to = chy_between(chy_range_end(to), from.first > to.first ? from.first : end);
}

void chy_letter_heading(struct chy_letter *letter, const struct chancery_text *text)
{
    struct chy_opening opening;
    uint32_t end = chy_range_end(letter->heading);
    if (!chy_opening_find(&opening, text, letter->heading.first))
        return;
    letter->terms = opening.language;
    letter->language = opening.language->tag;
    letter->kind = opening.kind;
    letter->date = opening.date;
    read_parties(letter, opening.language, text, opening.next, end);
    if (opening.end > 0)
        letter->to = opening.to;
    /* "Письмо от DATE SENDER на имя ADDRESSEE" */
    if (opening.sender.count > 0)
        letter->from = opening.sender;
    else if (letter->terms->order == CHY_ORDER_SENDER_DATE && letter->to.count > 0)
        letter->from = chy_between(
            opening.next, find(letter->terms->to, NULL, text, opening.next, end).first);
    letter->heading_only_date = letter->from.count == 0 && letter->to.count == 0;
}
