#include "custody/match.h"

#include "base/sha256.h"
#include "custody/digest_index.h"

#include <stdlib.h>

/* Words of a range, quoted and cut short for a sentence; "" if memory is short. */
static char *quote(const struct chancery_text *text, struct chy_range range)
{
    return chy_esc(chy_text_words(text, range.first, range.count));
}

/* The paragraphs that the reports of inner texts speak of: those that do not stand there. */
static bool list_told(struct chy_digest_index *told, const struct chy_inner *inner,
                      size_t inners)
{
    for (size_t i = 0; i < inners; i++) {
        for (size_t k = 0; k < inner[i].match->places; k++) {
            enum chy_stand stand = inner[i].match->place[k].stand;
            const chancery_digest *digest = &inner[i].statement->paragraph[k].digest;
            if (stand != CHY_STANDS && stand != CHY_UNSOUGHT &&
                !chy_digest_index_set(told, digest, 0, NULL))
                return false;
        }
    }
    return true;
}

/* Does this run of words stand inside an inner text that is not whole? Then its report speaks
 * of it. */
static bool stands_inside(const struct chy_inner *inner, size_t inners, struct chy_range range)
{
    for (size_t i = 0; i < inners; i++) {
        const struct chy_range *own = &inner[i].match->range;
        if (!inner[i].match->whole && range.first >= own->first &&
            chy_range_end(range) <= chy_range_end(*own))
            return true;
    }
    return false;
}

/* Where moved paragraphs stand, in the order of the text. */
struct moved {
    uint32_t *first;
    size_t count;
};

static int compare_words(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static bool list_moved(struct moved *moved, const struct chy_match *match)
{
    moved->first = calloc(match->places + 1, sizeof *moved->first);
    if (!moved->first)
        return false;
    for (size_t i = 0; i < match->places; i++)
        if (match->place[i].stand == CHY_MOVED)
            moved->first[moved->count++] = match->place[i].range.first;
    qsort(moved->first, moved->count, sizeof *moved->first, compare_words);
    return true;
}

/* Words that moved here are no insertion. */
static bool holds_moved(const struct moved *moved, struct chy_range gap)
{
    size_t low = 0, high = moved->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (moved->first[middle] < gap.first)
            low = middle + 1;
        else
            high = middle;
    }
    return low < moved->count && moved->first[low] < chy_range_end(gap);
}

static void mark_told(bool *told, struct chy_range range)
{
    if (told && range.count > 0)
        memset(told + range.first, true, range.count);
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

/* The signed paragraphs, numbered from 1. */
static bool list_own(struct chy_digest_index *own, const struct chy_statement *statement)
{
    for (size_t i = 0; i < statement->paragraphs; i++) {
        if (!chy_digest_index_set(own, &statement->paragraph[i].digest, (uint32_t)i + 1, NULL))
            return false;
    }
    return true;
}

/* The signed paragraph that these words are once more; CHY_NO_INDEX: none. Each word of the
 * text is hashed once, as these runs do not overlap. */
static uint32_t repeated(const struct chy_digest_index *own, struct chy_range range,
                         const struct chancery_text *text)
{
    chancery_digest digest = chy_digest_of(chy_text_words(text, range.first, range.count));
    return chy_digest_index_find(own, &digest);
}

/* Within a letter, words of others are a contradiction: it is signed as one run of words.
 * Between the parts of an issue they are extra. */
static void report_inserted(struct chy_findings *findings, struct chy_range range,
                            uint32_t after, const chancery_digest *act, const char *label,
                            bool extra, const struct chancery_text *text,
                            const struct chy_digest_index *own)
{
    enum chancery_finding_code code =
        extra ? CHANCERY_F_EXTRA_WORDS : CHANCERY_F_PARAGRAPH_INSERTED;
    uint32_t number = repeated(own, range, text);
    char *words = quote(text, range);
    if (words && number != CHY_NO_INDEX)
        chy_findings_add(findings, code, act, NULL, after,
                         "After paragraph %u of the %s, at line %u, its paragraph %u is "
                         "repeated: \"%s\".",
                         after, label, text->word[range.first].line, number, words);
    else if (words)
        chy_findings_add(
            findings, code, act, NULL, after,
            "After paragraph %u of the %s, at line %u, words were inserted: \"%s\".", after,
            label, text->word[range.first].line, words);
    else
        findings->failed = true;
    free(words);
}

void chy_match_report(struct chy_findings *findings, const struct chy_match *match,
                      const chancery_digest *act, const struct chy_statement *statement,
                      const struct chancery_text *text, const struct chy_inner *inner,
                      size_t inners, bool *told_words)
{
    char label[CHY_ACT_LABEL];
    struct chy_digest_index told = {0}, own = {0};
    struct moved moved = {0};
    uint32_t end = UINT32_MAX; /* of the last words that stand where they should */
    chy_act_label(label, statement);
    findings->failed |= !list_told(&told, inner, inners) || !list_own(&own, statement) ||
                        !list_moved(&moved, match);
    for (size_t i = 0; i < match->places; i++) {
        const struct chy_place *place = &match->place[i];
        bool in_order = place->stand == CHY_STANDS || place->stand == CHY_ALTERED;
        struct chy_range gap = {end,
                                in_order && end != UINT32_MAX ? place->range.first - end : 0};
        if (gap.count > 0 && !stands_inside(inner, inners, gap) && !holds_moved(&moved, gap)) {
            report_inserted(findings, gap, (uint32_t)i, act, label,
                            statement->type == CHY_ACT_ISSUE || match->stopped, text, &own);
            mark_told(told_words, gap);
        }
        if (place->stand != CHY_STANDS && place->stand != CHY_UNSOUGHT &&
            chy_digest_index_find(&told, &statement->paragraph[i].digest) == CHY_NO_INDEX)
            report_place(findings, place, (uint32_t)i + 1, act, label, text);
        if (place->stand == CHY_ALTERED)
            mark_told(told_words, place->range);
        if (in_order)
            end = place->range.first + place->range.count;
    }
    if (match->stopped)
        chy_findings_add(
            findings, CHANCERY_F_SEARCH_STOPPED, act, NULL, 0,
            "The search for the paragraphs of the %s was stopped at its limit of work.", label);
    chy_digest_index_done(&told);
    chy_digest_index_done(&own);
    free(moved.first);
}
