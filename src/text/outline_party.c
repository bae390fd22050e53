/*
 * outline_party.c - the offices that a heading names as sender and addressees: spec/outline.md,
 * O34 to O36.
 */
#include "text/outline_terms.h"

/* Punctuation and note signs that may cling to the last word of an office. */
static bool is_punctuation(chancery_span rest)
{
    for (size_t i = 0; i < rest.len; i++) {
        if (rest.ptr[i] < 0x80 && strchr(".,;:*", rest.ptr[i]))
            continue;
        if (!chy_span_starts(chy_span_from(rest, i), CHY_LITERAL("،")))
            return false;
        i++;
    }
    return true;
}

/* The words from `at`, of which `skip` bytes are passed over, that are the phrase. */
static uint32_t phrase_words(const struct chancery_text *text, uint32_t at, uint32_t end,
                             size_t skip, chancery_span phrase)
{
    chancery_span bytes = chy_span_from(chy_text_words(text, at, end - at), skip);
    if (phrase.len == 0 || !chy_span_starts(bytes, phrase))
        return 0;
    chancery_span rest = chy_span_from(bytes, phrase.len);
    const uint8_t *space = rest.len > 0 ? memchr(rest.ptr, ' ', rest.len) : NULL;
    if (space)
        rest.len = (size_t)(space - rest.ptr);
    if (!is_punctuation(rest))
        return 0;
    uint32_t words = 1;
    for (size_t i = 0; i < phrase.len; i++)
        words += phrase.ptr[i] == ' ';
    return words;
}

struct chy_range chy_party_find(const struct chy_language *language,
                                const struct chancery_text *text, struct chy_range range,
                                chancery_span phrase)
{
    uint32_t end = chy_range_end(range);
    for (uint32_t at = range.first; at < end; at++) {
        uint32_t words = phrase_words(text, at, end, 0, phrase);
        for (chy_phrases prefix = language->prefix; words == 0 && prefix && *prefix; prefix++) {
            chancery_span cling = chy_span_str(*prefix);
            if (chy_span_starts(chy_text_word(text, at), cling))
                words = phrase_words(text, at, end, cling.len, phrase);
        }
        if (words > 0)
            return (struct chy_range){at, words};
    }
    return (struct chy_range){0};
}

bool chy_party_connective(const struct chy_language *language, chancery_span word)
{
    return chy_word_begins(language->connective, word) &&
           !chy_span_ends(word, CHY_LITERAL("'"));
}

struct chy_range chy_party_without_article(const struct chy_language *language,
                                           const struct chancery_text *text,
                                           struct chy_range range)
{
    uint32_t end = chy_range_end(range);
    uint32_t words = chy_phrase_at(language->article, text, range.first, end);
    return words > 0 && words < range.count ? chy_between(range.first + words, end) : range;
}

struct chy_range chy_party_of(const struct chy_language *language,
                              const struct chancery_text *text, struct chy_range range)
{
    uint32_t end = range.first;
    while (end < chy_range_end(range) &&
           chy_phrase_at(language->accredited, text, end, chy_range_end(range)) == 0)
        end++;
    for (uint32_t at = end; at-- > range.first + 1;) {
        uint32_t words = chy_phrase_at(language->of, text, at, end);
        if (words > 0 && at + words < end)
            return chy_party_without_article(language, text, chy_between(at + words, end));
    }
    return (struct chy_range){0};
}

bool chy_party_split(struct chy_range *left, struct chy_range *right, size_t *skip,
                     const struct chy_language *language, const struct chancery_text *text,
                     struct chy_range range, uint32_t at)
{
    uint32_t first = range.first + at, end = chy_range_end(range);
    uint32_t words = chy_phrase_at(language->and, text, first, end);
    chancery_span word = chy_text_word(text, first), before = chy_text_word(text, first - 1);
    *skip = 0;
    *left = chy_between(range.first, first);
    if (words == 0) {
        for (chy_phrases prefix = language->prefix; *skip == 0 && prefix && *prefix; prefix++) {
            chancery_span cling = chy_span_str(*prefix);
            if (!chy_span_ends(cling, CHY_LITERAL("'")) && chy_span_starts(word, cling))
                *skip = cling.len;
        }
        bool comma =
            chy_span_ends(before, CHY_LITERAL(",")) || chy_span_ends(before, CHY_LITERAL("،"));
        if (*skip == 0 && !comma)
            return false;
    }
    *right = chy_between(first + words, end);
    return right->count > 0;
}
