/*
 * index.c - the words of a text one by one: where each is in words/v1, and where it was read in
 * the file. The pieces of the file that have words are those of the forms, in the same order.
 */
#include "text/scan.h"

#include <stdlib.h>

/* Where the word that begins at a byte of words/v1 ends. */
static size_t word_end(const struct chancery_text *text, size_t from)
{
    const uint8_t *space = memchr(text->words_bytes + from, ' ', text->words_len - from);
    return space ? (size_t)(space - text->words_bytes) : text->words_len;
}

static void add_word(struct chancery_text *text, uint32_t *paragraph, struct scan *scan,
                     const struct piece *piece)
{
    const struct chy_word *last = text->words > 0 ? &text->word[text->words - 1] : NULL;
    struct chy_word *word = &text->word[text->words];
    chancery_span own = chy_scan_own(piece);
    size_t offset = last ? last->offset + last->length + 1 : 0;
    bool begins = *paragraph + 1 < text->paragraphs &&
                  text->paragraph[*paragraph + 1].first == text->words;
    *paragraph += begins;
    *word = (struct chy_word){
        .offset = (uint32_t)offset,
        .length = (uint32_t)(word_end(text, offset) - offset),
        .source = (uint32_t)(own.ptr - scan->begin),
        .source_end = (uint32_t)(own.ptr + own.len - scan->begin),
        .line = scan->line,
        .paragraph = *paragraph,
        .flags = !last || scan->row != scan->word_row ? CHY_WORD_LINE : 0,
    };
    word->flags |= !last || begins ? CHY_WORD_PARAGRAPH : 0;
    scan->word_row = scan->row;
    text->words++;
}

static void flag_emphasis(struct chancery_text *text)
{
    uint32_t last = 0;
    for (uint32_t i = 0; i < text->emphases; i++) {
        while (text->word[last].offset < text->emphasis[i].offset)
            last++;
        for (uint32_t at = last - text->emphasis[i].back; at <= last; at++)
            text->word[at].flags |= CHY_WORD_EMPHASIS;
    }
}

/* What the forms were made of is read once more, so that nothing of it is refused. */
static bool read_words(struct chancery_text *text, size_t words, chancery_error *error)
{
    struct scan scan = chy_scan_begin(chy_span(text->source, text->source_len), text, error);
    uint32_t paragraph = 0;
    for (chy_scan_blanks(&scan); scan.ptr < scan.end; chy_scan_blanks(&scan)) {
        struct piece piece;
        if (!chy_scan_piece(&scan, &piece))
            return false;
        scan.ptr = scan.blanks = piece.to;
        if (chy_scan_is_word(&piece) && text->words < words)
            add_word(text, &paragraph, &scan, &piece);
    }
    return true;
}

bool chy_text_index(struct chancery_text *text, chancery_error *error)
{
    if (text->word)
        return true;
    const struct chy_paragraph *end = &text->paragraph[text->paragraphs - 1];
    size_t words = (size_t)end->first + end->count;
    text->word = calloc(words, sizeof *text->word);
    if (!text->word)
        return chy_fail_memory(error);
    if (!read_words(text, words, error)) {
        free(text->word);
        text->word = NULL;
        text->words = 0;
        return false;
    }
    flag_emphasis(text);
    return true;
}
