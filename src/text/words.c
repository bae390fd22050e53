/*
 * words.c - short texts as words, and whether some words stand at a place of a letter.
 */
#include "base/limits.h"
#include "text/block.h"
#include "text/canon.h"
#include "text/deceptive.h"
#include "text/forms.h"

/* M5: a name is compared with others, so a word of it that could pass for another is refused.
 */
static bool check_name(chancery_span words, chancery_error *error)
{
    chancery_span word = {0};
    enum chy_deceit why = chy_deceit_of_name(&word, words);
    if (why == CHY_DECEIT_NONE)
        return true;
    char *shown = chy_esc(word);
    chy_fail(error, CHANCERY_E_CHARACTER, "\"%s\" %s, which no name or office may",
             shown ? shown : "a word", chy_deceit_says(why));
    chancery_free(shown);
    return chy_fail_next(error, "Type it again in one script.");
}

/* Is it its own words form? Most names and offices are: words of ASCII without emphasis marks
 * and digits, one space between them. Nothing of it is folded or could pass for another. */
static bool is_plain(chancery_span text)
{
    bool after_space = true;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.ptr[i];
        bool space = c == ' ';
        if (c < ' ' || c > '~' || c == '*' || c == '_' || (c >= '0' && c <= '9') ||
            (space && after_space))
            return false;
        after_space = space;
    }
    return !after_space && text.len <= CHY_MAX_STRING;
}

bool chy_words_of(struct chy_buf *out, chancery_span text, chancery_error *error)
{
    if (is_plain(text)) {
        chy_buf_span(out, text);
        return true;
    }
    struct chancery_text forms = {0};
    bool done =
        chy_forms_read(&forms, text, error) && check_name(chancery_text_words(&forms), error);
    if (done)
        chy_buf_add(out, forms.words_bytes, forms.words_len);
    chy_forms_done(&forms);
    return done;
}

bool chy_same_words(chancery_span a, chancery_span b)
{
    struct chy_buf words_a = {0}, words_b = {0};
    bool same = chy_words_of(&words_a, a, NULL) && chy_buf_ok(&words_a);
    if (same && !chy_span_eq(a, b))
        same = chy_words_of(&words_b, b, NULL) && chy_buf_ok(&words_b) &&
               chy_span_eq(chy_buf_view(&words_a), chy_buf_view(&words_b));
    chy_buf_done(&words_a);
    chy_buf_done(&words_b);
    return same;
}

size_t chy_spaces(chancery_span words)
{
    size_t count = 0, at = 0;
    for (; words.len - at >= CHY_BLOCK; at += CHY_BLOCK)
        count += chy_block_spaces(words.ptr + at);
    for (; at < words.len; at++)
        count += words.ptr[at] == ' ';
    return count;
}

/* The words [from, to) as bytes; to is clamped. */
static chancery_span range(const struct chancery_text *text, uint32_t from, uint32_t to)
{
    to = to < text->words ? to : text->words;
    return from < to ? chy_text_words(text, from, to - from) : (chancery_span){0};
}

uint32_t chy_text_at(const struct chancery_text *text, chancery_span needle, uint32_t at,
                     uint32_t to)
{
    chancery_span words = range(text, at, to);
    uint32_t count = 1;
    if (needle.len == 0 || !chy_span_starts(words, needle) ||
        (words.len > needle.len && words.ptr[needle.len] != ' '))
        return 0;
    for (size_t i = 0; i < needle.len; i++)
        count += needle.ptr[i] == ' ';
    return count;
}
