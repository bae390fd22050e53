/*
 * agree.c - a text read again: each act where it stands, and what no act accounts for.
 */
#include "custody/agree_parts.h"

#include <stdlib.h>

/* Letters stand in the order of the text. */
const struct chy_letter *chy_agree_letter(const struct chy_outline *outline,
                                          struct chy_range range)
{
    uint32_t low = 0, high = outline->letters;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (outline->letter[middle].all.first < range.first)
            low = middle + 1;
        else
            high = middle;
    }
    bool inside =
        low < outline->letters && outline->letter[low].all.first < chy_range_end(range);
    return inside ? &outline->letter[low] : NULL;
}

/* NULL: none, or none that can be compared. */
static const struct chy_buf *title_of(struct chy_buf *words,
                                      const struct chy_statement *statement)
{
    bool has = statement->title && chy_words_of(words, chy_span_str(statement->title), NULL) &&
               chy_buf_ok(words);
    return has ? words : NULL;
}

void chy_agree(struct chy_findings *findings, const chancery_digest *act,
               const struct chy_statement *statement, const struct chancery_text *text,
               const struct chy_outline *outline, struct chy_range range,
               const struct chy_directory *directory)
{
    const struct chy_letter *letter = chy_agree_letter(outline, range);
    struct chy_buf words = {0};
    const struct chy_buf *title = letter ? title_of(&words, statement) : NULL;
    bool continues = letter && chy_agree_continues(title, text, letter, chy_range_end(range));
    if (letter && !continues)
        chy_agree_title(findings, act, statement, text, letter, title);
    chy_buf_done(&words);
    if (statement->type == CHY_ACT_ISSUE) {
        chy_agree_masthead(findings, act, statement, text, outline);
        return;
    }
    chy_agree_marks(findings, act, statement, text, outline, range, directory);
    if (continues)
        chy_agree_continued(findings, act, statement, letter, directory);
    else if (letter)
        chy_agree_heading(findings, act, statement, text, letter, directory);
}

static void report_unsigned(struct chy_findings *findings, const chancery_digest *act,
                            const struct chancery_text *text, struct chy_range range,
                            const char *what)
{
    char *words = chy_esc(chy_text_words(text, range.first, range.count));
    if (words)
        chy_findings_add(findings, CHANCERY_F_UNSIGNED_LETTER, act, NULL, 0,
                         "At line %u stands a %s: \"%s\".", text->word[range.first].line, what,
                         words);
    findings->failed |= !words;
    free(words);
}

void chy_agree_unsigned(struct chy_findings *findings, const chancery_digest *act,
                        const struct chancery_text *text, const struct chy_outline *outline,
                        const bool *accounted)
{
    for (uint32_t i = 0; i < outline->letters; i++) {
        const struct chy_letter *letter = &outline->letter[i];
        if (!accounted[letter->all.first])
            report_unsigned(findings, act, text, letter->heading,
                            "letter that no act judged here accounts for");
    }
    for (uint32_t i = 0; i < outline->marks; i++) {
        const struct chy_mark *mark = &outline->mark[i];
        struct chy_range shown = {mark->mark.first, mark->mark.count + mark->block.count};
        /* A mark of a letter that was reported as a whole is not said again. */
        if (mark->letter != UINT32_MAX && !accounted[outline->letter[mark->letter].all.first])
            continue;
        if (!accounted[mark->mark.first])
            report_unsigned(findings, act, text, shown,
                            "signature that no act judged here accounts for");
    }
}
