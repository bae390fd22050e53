/*
 * outline_check.h - what holds of every outline, whatever the text: for the unit tests and the
 * fuzz target. spec/outline.md, O1, O16, O20, O23, O26, O28 and O37.
 */
#ifndef CHY_TESTS_OUTLINE_CHECK_H
#define CHY_TESTS_OUTLINE_CHECK_H

#include "text/outline_terms.h"

static inline bool outline_within(struct chy_range inner, struct chy_range outer)
{
    return inner.count == 0 || (inner.first >= outer.first && inner.count <= outer.count &&
                                inner.first - outer.first <= outer.count - inner.count);
}

/* Parts follow each other without a gap, and a letter's part is its letter. */
static inline const char *outline_check_parts(const struct chancery_text *text,
                                              const struct chy_outline *outline)
{
    uint32_t covered = 0, letters = 0;
    for (uint32_t i = 0; i < outline->parts; i++) {
        const struct chy_part *part = &outline->part[i];
        if (part->range.first != covered || part->range.count == 0)
            return "parts overlap, leave a gap or are empty";
        covered += part->range.count;
        if ((part->kind == CHY_PART_LETTER) != (part->letter != UINT32_MAX))
            return "a part that is no letter names a letter";
        if (part->kind == CHY_PART_LETTER && part->letter != letters++)
            return "letters are not in the order of their parts";
        if (part->kind == CHY_PART_LETTER &&
            (outline->letter[part->letter].all.first != part->range.first ||
             outline->letter[part->letter].all.count != part->range.count))
            return "a letter is not its part";
        if (i > 0 && part->kind == CHY_PART_OTHER && part[-1].kind == CHY_PART_OTHER)
            return "two unrecognised parts in a row";
    }
    if (covered != text->words || letters != outline->letters)
        return "words or letters in no part";
    return NULL;
}

static inline const char *outline_check_letters(const struct chy_outline *outline)
{
    uint32_t mark = 0;
    for (uint32_t i = 0; i < outline->letters; i++) {
        const struct chy_letter *letter = &outline->letter[i];
        if (letter->heading.first != letter->all.first || letter->heading.count == 0 ||
            !outline_within(letter->heading, letter->all) ||
            !outline_within(letter->body, letter->all) ||
            !outline_within(letter->from, letter->heading) ||
            !outline_within(letter->to, letter->heading) || !letter->language || !letter->terms)
            return "a letter's pieces are outside it";
        if (letter->first_mark < mark || letter->first_mark + letter->marks > outline->marks)
            return "a letter's marks are not in order";
        mark = letter->first_mark + letter->marks;
        for (uint32_t k = letter->first_mark; k < mark; k++) {
            if (outline->mark[k].letter != i ||
                !outline_within(outline->mark[k].mark, letter->all))
                return "a letter has a mark that is not its own";
        }
    }
    return NULL;
}

/* Name and office are the block; or the name is, and its office stands before the mark. */
static inline bool outline_block_is_whole(const struct chy_mark *mark)
{
    if (!mark->name_before && mark->office.count > 0 &&
        chy_range_end(mark->office) == mark->mark.first)
        return mark->name.count == mark->block.count && outline_within(mark->name, mark->block);
    return outline_within(mark->name, mark->block) &&
           outline_within(mark->office, mark->block) &&
           mark->name.count + mark->office.count == mark->block.count;
}

static inline const char *outline_check_marks(const struct chancery_text *text,
                                              const struct chy_outline *outline)
{
    struct chy_range all = {0, text->words};
    uint32_t end = 0;
    for (uint32_t i = 0; i < outline->marks; i++) {
        const struct chy_mark *mark = &outline->mark[i];
        bool before = mark->name_before && mark->block.count > 0;
        uint32_t first = before ? mark->block.first : mark->mark.first;
        if (mark->office.count > 0 && mark->office.first < first)
            first = mark->office.first;
        if (mark->mark.count == 0 || first < end)
            return "marks are empty or not in order, or their blocks overlap";
        if (before ? chy_range_end(mark->block) != mark->mark.first
                   : mark->block.count > 0 && mark->block.first != chy_range_end(mark->mark))
            return "a block is not beside its mark";
        end = chy_range_end(before || mark->block.count == 0 ? mark->mark : mark->block);
        if (!outline_within(mark->block, all) || !outline_block_is_whole(mark))
            return "name and office are not the block";
        if (mark->letter != UINT32_MAX && mark->letter >= outline->letters)
            return "a mark is in a letter that is not there";
    }
    return NULL;
}

/* No "(Signed)" is lost. */
static inline const char *outline_check_all_marks(const struct chancery_text *text,
                                                  const struct chy_outline *outline)
{
    const struct chy_language *language;
    uint32_t mark = 0;
    for (uint32_t i = 0; i < text->words; i++) {
        if (chy_mark_at(text, i, &language) == 0)
            continue;
        if (mark == outline->marks || outline->mark[mark++].mark.first != i)
            return "a signature mark is lost";
    }
    return mark == outline->marks ? NULL : "a mark where there is none";
}

/* Heads and feet of pages follow each other; outside letters each is a part. */
static inline const char *outline_check_pages(const struct chancery_text *text,
                                              const struct chy_outline *outline)
{
    uint32_t end = 0, part = 0;
    for (uint32_t i = 0; i < outline->pages; i++) {
        struct chy_range page = outline->page[i];
        if (page.first < end || page.count == 0 ||
            !outline_within(page, (struct chy_range){0, text->words}))
            return "pages' ends are not in order";
        end = chy_range_end(page);
        while (part < outline->parts && chy_range_end(outline->part[part].range) <= page.first)
            part++;
        if (outline->part[part].kind != CHY_PART_LETTER &&
            (outline->part[part].kind != CHY_PART_PAGE ||
             outline->part[part].range.count != page.count))
            return "a page's end is in another part";
    }
    return NULL;
}

/* The bytes of every part lie in the file, in order, and do not overlap. */
static inline const char *outline_check_source(const struct chancery_text *text,
                                               const struct chy_outline *outline)
{
    size_t end = 0;
    for (uint32_t i = 0; i < outline->parts; i++) {
        chancery_span bytes = chy_outline_source(text, outline->part[i].range);
        size_t first = (size_t)(bytes.ptr - text->source);
        if (first < end || bytes.len == 0 || first + bytes.len > text->source_len)
            return "the bytes of a part are outside the file or another part's";
        end = first + bytes.len;
    }
    return NULL;
}

/* NULL, or what is wrong. */
static inline const char *outline_check(const struct chancery_text *text,
                                        const struct chy_outline *outline)
{
    const char *wrong = outline_check_parts(text, outline);
    if (!wrong)
        wrong = outline_check_letters(outline);
    if (!wrong)
        wrong = outline_check_marks(text, outline);
    if (!wrong)
        wrong = outline_check_all_marks(text, outline);
    if (!wrong)
        wrong = outline_check_pages(text, outline);
    if (!wrong && !outline_within(outline->job, (struct chy_range){0, text->words}))
        wrong = "the job number is outside the text";
    return wrong ? wrong : outline_check_source(text, outline);
}

#endif
