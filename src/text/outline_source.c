/*
 * outline_source.c - the bytes of the file behind a range of words: spec/outline.md, O28.
 */
#include "text/outline.h"

/* The length of the line ending at `at`: LF, CR LF, CR, FF, U+2028 or U+2029; 0 if there is
 * none. */
static size_t line_ending(const struct chancery_text *text, size_t at)
{
    const uint8_t *p = text->source + at;
    size_t left = text->source_len - at;
    if (left == 0)
        return 0;
    if (p[0] == '\r')
        return left > 1 && p[1] == '\n' ? 2 : 1;
    if (p[0] == '\n' || p[0] == '\f')
        return 1;
    if (left > 2 && p[0] == 0xE2 && p[1] == 0x80 && (p[2] == 0xA8 || p[2] == 0xA9))
        return 3;
    return 0;
}

static bool ends_line(const struct chancery_text *text, size_t at)
{
    return line_ending(text, at) > 0 || (at >= 2 && line_ending(text, at - 2) == 3);
}

/* Back from `at` to the beginning of its line; if the word before, which ends at `floor`, is on
 * that line, not at all. */
static size_t find_start(const struct chancery_text *text, size_t at, size_t floor)
{
    size_t line = at;
    while (line > floor && !ends_line(text, line - 1))
        line--;
    return line > floor || floor == 0 ? line : at;
}

/* On from `at` past the line ending; if the next word, which begins at `ceiling`, is on that
 * line, not at all. */
static size_t find_end(const struct chancery_text *text, size_t at, size_t ceiling)
{
    size_t line = at;
    while (line < ceiling && line_ending(text, line) == 0)
        line++;
    return line < ceiling || ceiling == text->source_len ? line + line_ending(text, line) : at;
}

chancery_span chy_outline_source(const struct chancery_text *text, struct chy_range range)
{
    if (range.count == 0)
        return (chancery_span){0};
    uint32_t last = range.first + range.count - 1;
    size_t floor = range.first > 0 ? text->word[range.first - 1].source_end : 0;
    size_t ceiling = last + 1 < text->words ? text->word[last + 1].source : text->source_len;
    size_t start = find_start(text, text->word[range.first].source, floor);
    size_t end = find_end(text, text->word[last].source_end, ceiling);
    return (chancery_span){text->source + start, end - start};
}
