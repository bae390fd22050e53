/*
 * outline_opening.c - the first words of the headings of letters, in the order that each
 * language has: spec/outline.md, O10 and O11.
 */
#include "text/outline_scan.h"
#include "text/outline_terms.h"

uint32_t chy_heading_limit(const struct chy_language *language,
                           const struct chancery_text *text, uint32_t at)
{
    uint32_t end = chy_paragraph_end(text, at);
    return end - at > language->heading_words ? at + language->heading_words : end;
}

static uint32_t opening_words(const struct chy_language *language, enum chy_letter_kind *kind,
                              const struct chancery_text *text, uint32_t at)
{
    for (unsigned i = 0; i < CHY_KINDS; i++) {
        uint32_t words = chy_phrase_at(language->opening[i], text, at, text->words);
        if (words > 0) {
            *kind = (enum chy_letter_kind)i;
            return words;
        }
    }
    return 0;
}

bool chy_begins_body(const struct chy_language *language, const struct chancery_text *text,
                     uint32_t at)
{
    if (!chy_may_begin_body(language, chy_text_word(text, at)) ||
        chy_phrase_as_written(language->body, text, at, text->words) == 0)
        return false;
    /* "addressed to His Excellency, the President" goes on. */
    return at == 0 || !chy_word_begins(language->not_body_after, chy_text_word(text, at - 1));
}

/* "Письмо SENDER от DATE": the date, before which nothing ends the heading. */
static bool read_sender_date(struct chy_opening *out, const struct chancery_text *text,
                             uint32_t at)
{
    const struct chy_language *language = out->language, *marked;
    enum chy_letter_kind kind;
    uint32_t limit = chy_heading_limit(language, text, at), first = at + out->words;
    for (uint32_t i = first; i < limit; i++) {
        uint32_t words = chy_phrase_at(language->dated, text, i, limit);
        if (words > 0) {
            uint32_t date = chy_date_at(language, &out->date, text, i + words, limit);
            out->sender = chy_between(first, i);
            out->next = i + words + date;
            if (date > 0)
                return true;
        }
        if (chy_mark_at(text, i, &marked) > 0 || chy_begins_body(language, text, i) ||
            opening_words(language, &kind, text, i) > 0)
            return false;
    }
    return false;
}

/* The closing at `at`, "的信": its kind and words. */
static uint32_t closing_words(const struct chy_language *language, enum chy_letter_kind *kind,
                              const struct chancery_text *text, uint32_t at, uint32_t limit)
{
    for (unsigned i = 0; i < CHY_KINDS; i++) {
        uint32_t words = chy_phrase_at(language->closing[i], text, at, limit);
        if (words > 0) {
            *kind = (enum chy_letter_kind)i;
            return words;
        }
    }
    return 0;
}

/* "DATE SENDER 给 ADDRESSEE 的信": a heading only if all of it is there. */
static bool read_date_sender(struct chy_opening *out, const struct chancery_text *text,
                             uint32_t at)
{
    const struct chy_language *language = out->language, *marked;
    chancery_date other;
    uint32_t limit = chy_heading_limit(language, text, at), to = 0;
    uint32_t words = chy_date_at(language, &out->date, text, at, limit);
    if (words == 0)
        return false;
    out->next = at + words;
    for (uint32_t i = out->next; i < limit; i++) {
        words = to == 0 ? chy_phrase_at(language->to, text, i, limit) : 0;
        if (words > 0) {
            out->sender = chy_between(out->next, i);
            to = i + words;
        }
        words = to > 0 ? closing_words(language, &out->kind, text, i, limit) : 0;
        if (words > 0) {
            out->to = chy_between(to, i);
            out->end = i + words;
            return out->to.count > 0;
        }
        if (chy_mark_at(text, i, &marked) > 0 || chy_begins_body(language, text, i) ||
            chy_date_at(language, &other, text, i, limit) > 0)
            return false;
    }
    return false;
}

bool chy_opening_read(struct chy_opening *out, const struct chy_language *language,
                      const struct chancery_text *text, uint32_t at)
{
    *out = (struct chy_opening){.language = language};
    if (language->order == CHY_ORDER_DATE_SENDER)
        return read_date_sender(out, text, at);
    out->words = opening_words(language, &out->kind, text, at);
    if (out->words == 0)
        return false;
    if (language->order == CHY_ORDER_SENDER_DATE)
        return read_sender_date(out, text, at);
    out->next = at + out->words;
    out->next += chy_date_at(language, &out->date, text, out->next, text->words);
    return true;
}

bool chy_opening_find(struct chy_opening *out, const struct chancery_text *text, uint32_t at)
{
    unsigned may = chy_may_open(chy_text_word(text, at));
    for (unsigned i = 0; may != 0 && chy_languages[i]; i++, may >>= 1)
        if ((may & 1) && chy_opening_read(out, chy_languages[i], text, at))
            return true;
    return false;
}

uint32_t chy_dated_at(const struct chy_language *language, const struct chancery_text *text,
                      uint32_t at)
{
    struct chy_opening opening = {.language = language};
    return at < text->words && read_sender_date(&opening, text, at) ? opening.next : at;
}
