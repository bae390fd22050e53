#include "custody/match.h"

#include <stdlib.h>

/* Words of a range, quoted and cut short for a sentence; "" if memory is short. */
static char *quote(const struct chancery_text *text, struct chy_range range)
{
    return chy_esc(chy_text_words(text, range.first, range.count));
}

static bool speaks_of_paragraph(const struct chy_inner *inner,
                                const struct chy_digested *paragraph)
{
    for (size_t i = 0; i < inner->statement->paragraphs; i++) {
        const struct chy_digested *own = &inner->statement->paragraph[i];
        if (own->words == paragraph->words &&
            memcmp(own->digest.b, paragraph->digest.b, sizeof own->digest.b) == 0)
            return true;
    }
    return false;
}

/* Is this paragraph, or this run of words, part of something that has a report of its own? */
static bool told_elsewhere(const struct chy_inner *inner, size_t inners,
                           const struct chy_digested *paragraph, struct chy_range range)
{
    for (size_t i = 0; i < inners; i++) {
        const struct chy_range *own = &inner[i].match->range;
        if (paragraph && speaks_of_paragraph(&inner[i], paragraph))
            return true;
        if (range.count > 0 && range.first >= own->first &&
            range.first + range.count <= own->first + own->count)
            return true;
    }
    return false;
}

/* Words that moved here are no insertion. */
static bool holds_moved(const struct chy_match *match, struct chy_range gap)
{
    for (size_t i = 0; i < match->places; i++) {
        const struct chy_place *place = &match->place[i];
        if (place->stand == CHY_MOVED && place->range.first >= gap.first &&
            place->range.first < gap.first + gap.count)
            return true;
    }
    return false;
}

static void report_place(struct chy_findings *findings, const struct chy_place *place,
                         uint32_t number, const chancery_digest *act, const char *label,
                         const struct chancery_text *text)
{
    char *words = quote(text, place->range);
    uint32_t line = place->range.count ? text->word[place->range.first].line : 0;
    if (!words)
        findings->failed = true;
    else if (place->stand == CHY_MOVED)
        chy_findings_add(findings, CHANCERY_F_PARAGRAPH_MOVED, act, NULL, number,
                         "Paragraph %u of the %s stands out of order, at line %u: \"%s\".",
                         number, label, line, words);
    else if (place->stand == CHY_ALTERED)
        chy_findings_add(findings, CHANCERY_F_PARAGRAPH_ALTERED, act, NULL, number,
                         "Paragraph %u of the %s was altered; at line %u now stands: \"%s\".",
                         number, label, line, words);
    else
        chy_findings_add(findings, CHANCERY_F_PARAGRAPH_MISSING, act, NULL, number,
                         "Paragraph %u of the %s is missing.", number, label);
    free(words);
}

static void report_inserted(struct chy_findings *findings, struct chy_range range,
                            uint32_t after, const chancery_digest *act, const char *label,
                            const struct chancery_text *text)
{
    char *words = quote(text, range);
    if (words)
        chy_findings_add(
            findings, CHANCERY_F_PARAGRAPH_INSERTED, act, NULL, after,
            "After paragraph %u of the %s, at line %u, words were inserted: \"%s\".", after,
            label, text->word[range.first].line, words);
    else
        findings->failed = true;
    free(words);
}

void chy_match_report(struct chy_findings *findings, const struct chy_match *match,
                      const chancery_digest *act, const struct chy_statement *statement,
                      const struct chancery_text *text, const struct chy_inner *inner,
                      size_t inners)
{
    char label[CHY_ACT_LABEL];
    uint32_t end = UINT32_MAX; /* of the last words that stand where they should */
    chy_act_label(label, statement);
    for (size_t i = 0; i < match->places; i++) {
        const struct chy_place *place = &match->place[i];
        bool in_order = place->stand == CHY_STANDS || place->stand == CHY_ALTERED;
        struct chy_range gap = {end,
                                in_order && end != UINT32_MAX ? place->range.first - end : 0};
        if (gap.count > 0 && !told_elsewhere(inner, inners, NULL, gap) &&
            !holds_moved(match, gap))
            report_inserted(findings, gap, (uint32_t)i, act, label, text);
        if (place->stand != CHY_STANDS &&
            !told_elsewhere(inner, inners, &statement->paragraph[i], place->range))
            report_place(findings, place, (uint32_t)i + 1, act, label, text);
        if (in_order)
            end = place->range.first + place->range.count;
    }
    if (match->stopped)
        chy_findings_add(
            findings, CHANCERY_F_SEARCH_STOPPED, act, NULL, 0,
            "The search for the paragraphs of the %s was stopped at its limit of work.", label);
}
