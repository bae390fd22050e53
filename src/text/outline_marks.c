/*
 * outline_marks.c - who stands behind a signature mark: spec/outline.md, O20 to O24.
 */
#include "text/outline_scan.h"
#include "text/outline_terms.h"

/* A name alone has at most so many words, and what goes on with its block in further paragraphs
 * (an office, a mission) is at most so long. */
#define NAME_WORDS 8u
#define OFFICE_WORDS 24u
#define OFFICE_PARAGRAPHS 3u

/* The word after the first emphasised run of words [first, end), which are of one paragraph;
 * first if nothing is emphasised. */
static uint32_t emphasis_end(const struct chancery_text *text, uint32_t first, uint32_t end)
{
    uint32_t at = first;
    while (at < end && !(text->word[at].flags & CHY_WORD_EMPHASIS))
        at++;
    if (at == end)
        return first;
    while (at < end && (text->word[at].flags & CHY_WORD_EMPHASIS))
        at++;
    return at;
}

/* "Interim President of the Republic", but not a page's head or number, nor a footnote, which
 * is a sentence ("a.i." ends with a full stop and is none). */
static bool is_office(const struct chancery_text *text, uint32_t first, uint32_t end)
{
    chancery_span begins = chy_text_word(text, first), ends = chy_text_word(text, end - 1);
    uint8_t byte = begins.ptr[0];
    bool letter = (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte >= 0x80;
    if (!letter || chy_is_symbol(begins))
        return false;
    const uint8_t *stop = memchr(ends.ptr, '.', ends.len);
    return !stop || stop + 1 != ends.ptr + ends.len;
}

/* Is what follows the block, up to limit, the rest of it? */
static bool goes_on(const struct chancery_text *text, uint32_t end, uint32_t limit)
{
    if (end >= limit || limit - end > OFFICE_WORDS ||
        text->word[limit - 1].paragraph - text->word[end].paragraph >= OFFICE_PARAGRAPHS)
        return false;
    while (end < limit) {
        uint32_t next = chy_paragraph_end(text, end);
        if (next > limit)
            next = limit;
        if (!is_office(text, end, next))
            return false;
        end = next;
    }
    return true;
}

/* limit: the next mark or anchor, or the end of the text. */
static struct chy_range read_block(const struct chancery_text *text, uint32_t first,
                                   uint32_t limit)
{
    uint32_t end = first;
    if (first < limit) {
        end = chy_paragraph_end(text, first - 1);
        /* "(Signed)" alone on its paragraph: the name is the next one. */
        if (end == first && chy_paragraph_end(text, first) - first <= OFFICE_WORDS)
            end = chy_paragraph_end(text, first);
        if (end > limit)
            end = limit;
    }
    struct chy_range block = {first, end - first};
    uint32_t name_end = emphasis_end(text, first, end);
    bool only_name = name_end > first ? name_end == end : block.count <= NAME_WORDS;
    if (block.count > 0 && only_name && goes_on(text, end, limit))
        block.count = limit - first;
    return block;
}

/* Through the first emphasised run, else the first paragraph of the block. */
static void split_block(struct chy_mark *mark, const struct chancery_text *text)
{
    uint32_t first = mark->block.first, end = first + mark->block.count;
    if (mark->block.count == 0)
        return;
    uint32_t paragraph_end = chy_paragraph_end(text, first);
    if (paragraph_end > end)
        paragraph_end = end;
    uint32_t name_end = emphasis_end(text, first, paragraph_end);
    if (name_end == first)
        name_end = paragraph_end;
    mark->name = (struct chy_range){first, name_end - first};
    mark->office = (struct chy_range){name_end, end - name_end};
}

void chy_marks_read(struct chy_outline *out, const struct chy_scan *scan)
{
    const struct chancery_text *text = scan->text;
    uint32_t anchor = 0;
    for (uint32_t i = 0; i < out->marks; i++) {
        struct chy_mark *mark = &out->mark[i];
        uint32_t first = mark->mark.first + mark->mark.count;
        while (anchor < scan->anchors && scan->anchor[anchor].range.first < first)
            anchor++;
        uint32_t limit =
            anchor < scan->anchors ? scan->anchor[anchor].range.first : text->words;
        if (i + 1 < out->marks && out->mark[i + 1].mark.first < limit)
            limit = out->mark[i + 1].mark.first;
        mark->block = read_block(text, first, limit);
        split_block(mark, text);
    }
}
