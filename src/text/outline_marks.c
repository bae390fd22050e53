/*
 * outline_marks.c - who stands behind a signature mark: spec/outline.md, O20 to O24.
 */
#include "text/outline_scan.h"
#include "text/outline_terms.h"

/* A name alone has at most so many words; what goes on with its block in further paragraphs (an
 * office, a mission) is in at most so many. */
#define NAME_WORDS 8u
#define OFFICE_PARAGRAPHS 3u

/* One mark, and between what it stands. */
struct place {
    const struct chancery_text *text;
    const struct chy_language *language;
    uint32_t width; /* columns of the text's longest line */
    uint32_t floor; /* the word after what stands before: an anchor, a mark and its block */
    uint32_t limit; /* the next mark or anchor, or the end of the text */
};

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* --- lines ------------------------------------------------------------------------- */

/* The columns of the words [first, end) of one line; Chinese characters take two. */
static uint32_t columns(const struct chancery_text *text, uint32_t first, uint32_t end)
{
    uint32_t count = 0;
    for (uint32_t i = text->word[first].source; i < text->word[end - 1].source_end; i++) {
        uint8_t byte = text->source[i];
        if (byte < 0x80 || byte >= 0xC0)
            count += byte >= 0xE3 ? 2 : 1;
    }
    return count;
}

static uint32_t longest_line(const struct chancery_text *text)
{
    uint32_t longest = 0, first = 0;
    for (uint32_t i = 1; i <= text->words; i++) {
        if (i < text->words && !(text->word[i].flags & CHY_WORD_LINE))
            continue;
        uint32_t width = columns(text, first, i);
        longest = width > longest ? width : longest;
        first = i;
    }
    return longest;
}

/* Did the writer end the line before word `at`? A line that was wrapped has no room for the
 * next word; some room is left where punctuation may not begin a line. */
static bool is_writers_line(const struct place *place, uint32_t at)
{
    const uint32_t slack = 6;
    const struct chancery_text *text = place->text;
    if (!(text->word[at].flags & CHY_WORD_LINE) || at == 0)
        return false;
    uint32_t first = at - 1;
    while (!(text->word[first].flags & CHY_WORD_LINE))
        first--;
    return columns(text, first, at) + 1 + columns(text, at, at + 1) + slack <= place->width;
}

/* --- names after marks --------------------------------------------------------------- */

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

/* The word after the name with which the block [first, end) begins: through the first
 * emphasised run, else to the end of the writer's line; first if the text does not tell. */
static uint32_t name_end(const struct place *place, uint32_t first, uint32_t end)
{
    end = least(end, chy_paragraph_end(place->text, first));
    uint32_t at = emphasis_end(place->text, first, end);
    if (at > first)
        return at;
    for (at = first + 1; at < end && at - first <= NAME_WORDS; at++)
        if (place->text->word[at].flags & CHY_WORD_LINE)
            return is_writers_line(place, at) ? at : first;
    return first;
}

/* "Interim President of the Republic", but not a page's head or number, nor a footnote, which
 * is a sentence. */
static bool is_office(const struct chancery_text *text, uint32_t first, uint32_t end)
{
    chancery_span begins = chy_text_word(text, first);
    uint8_t byte = begins.ptr[0];
    bool letter = (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte >= 0x80;
    return letter && !chy_is_symbol(begins) && !chy_ends_sentence(chy_text_word(text, end - 1));
}

/* Is what follows the block, up to the limit, the rest of it? */
static bool goes_on(const struct place *place, uint32_t end)
{
    const struct chancery_text *text = place->text;
    uint32_t limit = place->limit;
    if (end >= limit || limit - end > place->language->office_words ||
        text->word[limit - 1].paragraph - text->word[end].paragraph >= OFFICE_PARAGRAPHS)
        return false;
    while (end < limit) {
        uint32_t next = least(limit, chy_paragraph_end(text, end));
        if (!is_office(text, end, next))
            return false;
        end = next;
    }
    return true;
}

/* The words after the mark to the end of its paragraph; where it ends there, the next paragraph
 * if it is short. */
static uint32_t block_end(const struct place *place, uint32_t first)
{
    if (first >= place->limit)
        return first;
    uint32_t end = chy_paragraph_end(place->text, first - 1);
    uint32_t next = chy_paragraph_end(place->text, first);
    if (end == first && next - first <= place->language->office_words)
        end = next;
    return least(end, place->limit);
}

static void read_after(struct chy_mark *mark, const struct place *place)
{
    uint32_t first = chy_range_end(mark->mark), end = block_end(place, first);
    mark->block = chy_between(first, end);
    if (end == first)
        return;
    uint32_t name = name_end(place, first, end);
    bool only_name = name > first ? name == end : end - first <= NAME_WORDS;
    if (only_name && mark->office.count == 0 && goes_on(place, end))
        mark->block = chy_between(first, place->limit);
    if (name == first)
        name = least(end, chy_paragraph_end(place->text, first));
    mark->name = chy_between(first, name);
    if (mark->office.count > 0)
        mark->block = mark->name;
    else
        mark->office = chy_between(name, chy_range_end(mark->block));
}

/* --- what stands before marks ---------------------------------------------------------- */

/* Back from the mark, over at most an office's words and paragraphs, to the end of a sentence:
 * the first word of what may be its block. */
static uint32_t block_begin(const struct place *place, uint32_t end)
{
    const struct chancery_text *text = place->text;
    uint32_t at = end;
    while (at > place->floor && !chy_ends_sentence(chy_text_word(text, at - 1)) &&
           end - at < place->language->office_words &&
           text->word[end - 1].paragraph - text->word[at - 1].paragraph < OFFICE_PARAGRAPHS)
        at--;
    while (at > place->floor && at < end && chy_is_note_mark(chy_text_word(text, at)))
        at++; /* it belongs to the sentence */
    return at;
}

/* "Le Représentant permanent (Signé) ...": the office begins with the last of its opening words
 * that begins a line, else with the last. */
static struct chy_range office_before(const struct place *place, uint32_t end)
{
    const struct chancery_text *text = place->text;
    uint32_t begin = block_begin(place, end), found = end;
    for (uint32_t at = end; at-- > begin;) {
        if (!chy_word_begins(place->language->office_before, chy_text_word(text, at)))
            continue;
        if (text->word[at].flags & CHY_WORD_LINE)
            return chy_between(at, end);
        found = found == end ? at : found;
    }
    return chy_between(found, end);
}

/* The office, then the name on a line of its own, then the mark. */
static void read_before(struct chy_mark *mark, const struct place *place)
{
    uint32_t end = mark->mark.first, first = block_begin(place, end), name = first;
    for (uint32_t at = end; at-- > first + 1 && name == first;)
        if ((place->text->word[at].flags & CHY_WORD_PARAGRAPH) || is_writers_line(place, at))
            name = at;
    mark->name_before = true;
    mark->block = chy_between(first, end);
    mark->name = chy_between(name, end);
    mark->office = chy_between(first, name);
}

/* --- all marks ------------------------------------------------------------------------- */

/* The word after what stands before mark `index`: an anchor, or a mark, of whose block at least
 * one word, a name, stays its own. */
static uint32_t find_floor(const struct chy_outline *out, const struct chy_scan *scan,
                           uint32_t index, uint32_t anchor)
{
    uint32_t floor = anchor > 0 ? chy_range_end(scan->anchor[anchor - 1].range) : 0;
    if (index > 0 && chy_range_end(out->mark[index - 1].mark) >= floor)
        floor = chy_range_end(out->mark[index - 1].mark) + !out->mark[index - 1].name_before;
    return floor;
}

/* Before the mark's own block, what its language puts before it. */
static void read_head(struct chy_mark *mark, const struct place *place)
{
    if (mark->mark.first <= place->floor)
        mark->name_before = place->language->name_before;
    else if (place->language->name_before)
        read_before(mark, place);
    else if (place->language->office_before)
        mark->office = office_before(place, mark->mark.first);
}

void chy_marks_read(struct chy_outline *out, const struct chy_scan *scan)
{
    uint32_t anchor = 0;
    struct place place = {.text = scan->text};
    if (out->marks > 0)
        place.width = longest_line(scan->text);
    for (uint32_t i = 0; i < out->marks; i++) {
        while (anchor < scan->anchors &&
               scan->anchor[anchor].range.first < out->mark[i].mark.first)
            anchor++;
        place.language = scan->mark[i].language;
        place.floor = find_floor(out, scan, i, anchor);
        read_head(&out->mark[i], &place);
    }
    anchor = 0;
    for (uint32_t i = 0; i < out->marks; i++) {
        struct chy_mark *mark = &out->mark[i];
        while (anchor < scan->anchors && scan->anchor[anchor].range.first < mark->mark.first)
            anchor++;
        place.language = scan->mark[i].language;
        place.limit =
            anchor < scan->anchors ? scan->anchor[anchor].range.first : scan->text->words;
        if (i + 1 < out->marks)
            place.limit = least(place.limit, chy_mark_begin(&out->mark[i + 1]));
        if (!mark->name_before)
            read_after(mark, &place);
    }
}
