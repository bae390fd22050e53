/*
 * judge_uncovered.c - the words of a document that no signature covers: spec/verdict.md,
 * rule 1.4.
 */
#include "custody/judge.h"

#include <stdlib.h>

static void mark_covered(bool *covered, const struct chy_match *match)
{
    if (match->whole)
        memset(covered + match->range.first, true, match->range.count);
    for (size_t i = 0; !match->whole && i < match->places; i++) {
        if (match->place[i].stand == CHY_STANDS || match->place[i].stand == CHY_MOVED)
            memset(covered + match->place[i].range.first, true, match->place[i].range.count);
    }
}

static bool add_run(struct chy_unsigned **runs, size_t *cap, size_t *count,
                    const struct chancery_text *text, uint32_t first, uint32_t end,
                    chancery_error *error)
{
    if (!chy_grow(runs, cap, *count, sizeof **runs, SIZE_MAX, "runs of words", error))
        return false;
    char *words = chy_dup(chy_text_words(text, first, end - first), error);
    if (!words)
        return false;
    (*runs)[(*count)++] = (struct chy_unsigned){words, end - first, text->word[first].line};
    return true;
}

bool chy_judge_uncovered(struct chy_unsigned **runs, size_t *count,
                         const struct chy_judgement *judgement, size_t first,
                         const struct chancery_text *text, chancery_error *error)
{
    bool ok = false;
    size_t cap = 0;
    bool *covered = calloc((size_t)text->words + 1, sizeof *covered);
    *runs = NULL;
    *count = 0;
    if (!covered) {
        chy_fail_memory(error);
        goto out;
    }
    for (size_t i = first; i < judgement->chain.links; i++)
        mark_covered(covered, &judgement->match[i]);
    for (uint32_t at = 0; at < text->words;) {
        uint32_t end = at;
        while (end < text->words && !covered[end])
            end++;
        if (end > at && !add_run(runs, &cap, count, text, at, end, error))
            goto out;
        at = end + 1;
    }
    ok = true;
out:
    free(covered);
    return ok;
}

bool chy_judge_extra(size_t *words, const struct chy_judgement *judgement,
                     const struct chancery_text *text, chancery_error *error)
{
    bool *covered = calloc((size_t)text->words + 1, sizeof *covered);
    if (!covered)
        return chy_fail_memory(error);
    for (size_t i = 0; i < judgement->chain.links; i++)
        mark_covered(covered, &judgement->match[i]);
    *words = 0;
    for (uint32_t at = 0; at < text->words; at++)
        *words += !covered[at] && !(judgement->told && judgement->told[at]);
    free(covered);
    return true;
}
