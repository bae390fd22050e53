/*
 * canon_properties.h - what holds of every file that the canonicaliser is given. For unit tests
 * and the fuzz target.
 */
#ifndef CHY_TESTS_CANON_PROPERTIES_H
#define CHY_TESTS_CANON_PROPERTIES_H

#include "base/limits.h"
#include "base/sha256.h"
#include "text/canon.h"

static inline bool canon_digest_is(const chancery_digest *digest, chancery_span bytes)
{
    chancery_digest other;
    chy_sha256(&other, bytes);
    return memcmp(&other, digest, sizeof other) == 0;
}

static inline bool canon_digests_agree(const chancery_text *text, chancery_span file)
{
    if (!canon_digest_is(&text->file, file) ||
        !canon_digest_is(&text->text_digest, chancery_text_form(text)) ||
        !canon_digest_is(&text->words_digest, chancery_text_words(text)))
        return false;
    for (uint32_t i = 0; i < text->paragraphs; i++) {
        const struct chy_paragraph *p = &text->paragraph[i];
        if (!canon_digest_is(&text->paragraph_digest[i],
                             chy_text_words(text, p->first, p->count)))
            return false;
    }
    return true;
}

/* Words lie side by side in words/v1 and in order in the file; paragraphs cover them. */
static inline bool canon_is_in_order(const chancery_text *text)
{
    uint32_t offset = 0, source = 0, line = 1, first = 0;
    for (uint32_t i = 0; i < text->words; i++) {
        const struct chy_word *word = &text->word[i];
        bool begins =
            word->paragraph < text->paragraphs && text->paragraph[word->paragraph].first == i;
        if (word->offset != offset || word->length == 0 || word->source < source ||
            word->source_end <= word->source || word->line < line ||
            begins != ((word->flags & CHY_WORD_PARAGRAPH) != 0) ||
            (word->flags & ~(CHY_WORD_LINE | CHY_WORD_PARAGRAPH | CHY_WORD_EMPHASIS)))
            return false;
        offset = word->offset + word->length + 1;
        source = word->source_end;
        line = word->line;
    }
    for (uint32_t i = 0; i < text->paragraphs; i++) {
        if (text->paragraph[i].first != first || text->paragraph[i].count == 0)
            return false;
        first += text->paragraph[i].count;
    }
    return first == text->words && offset == text->words_len + 1 && source <= text->source_len;
}

static inline bool canon_same_paragraphs(const chancery_text *a, const chancery_text *b)
{
    for (uint32_t i = 0; i < a->paragraphs && a->paragraphs == b->paragraphs; i++) {
        if (a->paragraph[i].count != b->paragraph[i].count ||
            memcmp(&a->paragraph_digest[i], &b->paragraph_digest[i], 32) != 0)
            return false;
    }
    return a->paragraphs == b->paragraphs;
}

/* Reads bytes again, and compares words/v1 and, if same_text, text/v1 and paragraphs. */
static inline bool canon_reads_as(const chancery_text *text, chancery_span bytes,
                                  bool same_text)
{
    chancery_text *again = NULL;
    bool same = chy_text_new(&again, bytes, NULL) &&
                chy_span_eq(chancery_text_words(again), chancery_text_words(text));
    if (same && same_text) {
        same = chy_span_eq(chancery_text_form(again), chancery_text_form(text)) &&
               canon_same_paragraphs(text, again);
    }
    chancery_text_free(again);
    return same;
}

/* Every line break a space: the words stay. */
static inline bool canon_reflows(const chancery_text *text)
{
    char *flat = chy_dup(chancery_text_form(text), NULL);
    for (size_t i = 0; flat && i < text->text_len; i++)
        flat[i] = flat[i] == '\n' ? ' ' : flat[i];
    bool same = flat && canon_reads_as(text, chy_span(flat, text->text_len), false);
    chancery_free(flat);
    return same;
}

/* The name of a property that does not hold of a file; NULL: all hold. */
static inline const char *canon_broken(chancery_span file)
{
    chancery_text *text = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    if (!chy_text_new(&text, file, &error)) {
        bool said = error.code != CHANCERY_OK && error.text[0] != '\0' && !text;
        return said ? NULL : "a refusal says why";
    }
    bool small = text->text_len <= CHY_MAX_TEXT && text->words_len <= CHY_MAX_TEXT;
    const char *broken = NULL;
    if (!canon_digests_agree(text, file))
        broken = "digests agree";
    else if (!canon_is_in_order(text))
        broken = "words and paragraphs are in order";
    else if (small && !canon_reads_as(text, chancery_text_form(text), true))
        broken = "text/v1 is idempotent";
    else if (small && !canon_reads_as(text, chancery_text_words(text), false))
        broken = "words/v1 is idempotent";
    else if (small && !canon_reflows(text))
        broken = "words/v1 re-flows";
    chancery_text_free(text);
    return broken;
}

#endif
