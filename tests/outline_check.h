/*
 * outline_check.h - what holds of every outline, whatever the text: for the unit tests and the
 * fuzz target. spec/outline.md, O1, O16, O20, O23, O26 and O28.
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
            !outline_within(letter->to, letter->heading))
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

static inline const char *outline_check_marks(const struct chancery_text *text,
                                              const struct chy_outline *outline)
{
    struct chy_range all = {0, text->words};
    uint32_t end = 0;
    for (uint32_t i = 0; i < outline->marks; i++) {
        const struct chy_mark *mark = &outline->mark[i];
        if (mark->mark.count == 0 || mark->mark.first < end)
            return "marks are empty or not in order";
        end = chy_range_end(mark->mark);
        if (mark->block.count > 0 && mark->block.first != end)
            return "a block does not follow its mark";
        end += mark->block.count;
        if (!outline_within(mark->block, all) || !outline_within(mark->name, mark->block) ||
            !outline_within(mark->office, mark->block) ||
            mark->name.count + mark->office.count != mark->block.count)
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
    uint32_t mark = 0;
    for (uint32_t i = 0; i < text->words; i++) {
        if (chy_term_at(chy_terms.mark, text, i, text->words) == 0)
            continue;
        if (mark == outline->marks || outline->mark[mark++].mark.first != i)
            return "a signature mark is lost";
    }
    return mark == outline->marks ? NULL : "a mark where there is none";
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
    if (!wrong && !outline_within(outline->job, (struct chy_range){0, text->words}))
        wrong = "the job number is outside the text";
    return wrong ? wrong : outline_check_source(text, outline);
}

#endif
