#include "custody/judge.h"

#include "custody/agree.h"
#include "custody/deceptive.h"

#include <stdlib.h>

static const struct chy_act *act_of(const struct chy_judgement *judgement,
                                    const struct chy_case *given, size_t link)
{
    return &given->record->act[judgement->chain.link[link].act];
}

/* The judged act against the whole document. */
static bool place_judged(struct chy_judgement *out, const struct chy_case *given,
                         struct chy_budget *budget, chancery_error *error)
{
    const struct chy_act *act = act_of(out, given, 0);
    chy_match_consistent(&out->findings, &act->digest, &act->statement, out->level,
                         given->text);
    if (!given->text)
        return true;
    if (out->level != CHY_LEVEL_NONE) {
        out->match[0].whole = true;
        out->match[0].range = (struct chy_range){0, given->text->words};
        out->match[0].found = given->text->words;
        return true;
    }
    if (!act->statement.has_text) {
        chy_findings_add(
            &out->findings, CHANCERY_F_BYTES_DIFFER, &act->digest, act->statement.subject, 0,
            "The file is not the one that was signed, and this act signs bytes alone.");
        return true;
    }
    return chy_match_find(&out->match[0], &act->statement, given->text, 0, given->text->words,
                          budget, error);
}

/* Why a carried text that was not found whole is a finding. */
static void report_not_whole(struct chy_judgement *out, const struct chy_case *given,
                             size_t link)
{
    const struct chy_act *act = act_of(out, given, link);
    char label[CHY_ACT_LABEL];
    chy_act_label(label, &act->statement);
    if (out->level != CHY_LEVEL_NONE || out->match[link].found == 0)
        chy_findings_add(
            &out->findings, CHANCERY_F_NOT_CONTAINED, &act->digest, act->statement.subject, 0,
            "The issued text does not hold the words of the %s as they were signed.", label);
    if (out->match[link].found > 0)
        chy_match_report(&out->findings, &out->match[link], &act->digest, &act->statement,
                         given->text, NULL, 0);
}

/* What an issued text carries must stand in it, one after the other (rules 6.x). *cursor: where
 * the last one ended. */
static bool place_carried(struct chy_judgement *out, const struct chy_case *given, size_t link,
                          uint32_t *cursor, struct chy_budget *budget, chancery_error *error)
{
    const struct chy_link *self = &out->chain.link[link];
    const struct chy_act *act = act_of(out, given, link),
                         *carrier = act_of(out, given, self->carrier);
    struct chy_match *match = &out->match[link];
    uint32_t end = given->text->words;
    if (carrier->statement.carries[self->carried].as != CHY_AS_VERBATIM ||
        !act->statement.has_text || !act->statement.text_known)
        return true;
    if (!chy_match_find(match, &act->statement, given->text, *cursor, end, budget, error))
        return false;
    if (!match->whole && *cursor > 0) {
        /* Not after the one before: if it is whole elsewhere, only the order is wrong. */
        struct chy_match anywhere;
        if (!chy_match_find(&anywhere, &act->statement, given->text, 0, end, budget, error))
            return false;
        if (anywhere.whole) {
            chy_findings_add(&out->findings, CHANCERY_F_OUT_OF_ORDER, &act->digest,
                             act->statement.subject, 0,
                             "A carried letter stands at line %u, before or within the one "
                             "that it should follow.",
                             given->text->word[anywhere.range.first].line);
            chy_match_done(match);
            *match = anywhere;
            return true;
        }
        chy_match_done(&anywhere);
    }
    if (!match->whole)
        report_not_whole(out, given, link);
    if (match->range.count > 0)
        *cursor = match->range.first + match->range.count;
    return true;
}

/* A carried act without text signs a file, which stands beside the document. */
static void find_file_of(struct chy_judgement *out, const struct chy_case *given, size_t link)
{
    const struct chy_act *act = act_of(out, given, link);
    chancery_digest digest;
    bool found = false;
    char *name = chy_esc(chy_span_str(act->statement.subject));
    if (!name)
        out->findings.failed = true;
    else if (!given->annex ||
             !given->annex(given->annex_context, &digest, &found,
                           chy_span_str(act->statement.subject)) ||
             !found)
        chy_findings_add(&out->findings, CHANCERY_F_ANNEX_ABSENT, &act->digest,
                         act->statement.subject, 0,
                         "The signed file %s is not beside the document.", name);
    else if (memcmp(digest.b, act->statement.subject_digest.b, sizeof digest.b) != 0)
        chy_findings_add(
            &out->findings, CHANCERY_F_ANNEX_DIFFERS, &act->digest, act->statement.subject, 0,
            "The file %s beside the document is not the one that was signed.", name);
    free(name);
}

/* The judged act's own paragraphs, where the document is not what it signs. What is carried
 * speaks for itself. */
static bool report_differences(struct chy_judgement *out, const struct chy_case *given,
                               chancery_error *error)
{
    const struct chy_act *act = act_of(out, given, 0);
    struct chy_inner *inner = calloc(out->chain.links, sizeof *inner);
    size_t inners = 0;
    if (!inner)
        return chy_fail_memory(error);
    for (size_t i = 1; i < out->chain.links; i++)
        if (out->match[i].places > 0)
            inner[inners++] =
                (struct chy_inner){&act_of(out, given, i)->statement, &out->match[i]};
    chy_match_report(&out->findings, &out->match[0], &act->digest, &act->statement, given->text,
                     inner, inners);
    free(inner);
    return true;
}

/* The text read again: each act where it stands, then what no act accounts for (rules 3.x). */
static bool read_again(struct chy_judgement *out, const struct chy_case *given,
                       chancery_error *error)
{
    bool issue = act_of(out, given, 0)->statement.type == CHY_ACT_ISSUE;
    struct chy_range *accounted = calloc(out->chain.links, sizeof *accounted);
    if (!accounted)
        return chy_fail_memory(error);
    for (size_t i = 0; i < out->chain.links; i++) {
        const struct chy_act *act = act_of(out, given, i);
        if (out->match[i].range.count > 0)
            chy_agree(&out->findings, &act->digest, &act->statement, given->text,
                      given->outline, out->match[i].range, given->directory);
        if (i > 0 || !issue)
            accounted[i] = out->match[i].range;
    }
    chy_agree_unsigned(&out->findings, &act_of(out, given, 0)->digest, given->text,
                       given->outline, accounted, out->chain.links);
    free(accounted);
    return true;
}

static bool judge_text(struct chy_judgement *out, const struct chy_case *given,
                       struct chy_budget *budget, chancery_error *error)
{
    uint32_t cursor = 0;
    bool issue = act_of(out, given, 0)->statement.type == CHY_ACT_ISSUE;
    if (!place_judged(out, given, budget, error))
        return false;
    for (size_t i = 1; i < out->chain.links; i++) {
        if (!act_of(out, given, i)->statement.has_text)
            find_file_of(out, given, i);
        else if (issue && given->text && !place_carried(out, given, i, &cursor, budget, error))
            return false;
    }
    if (!given->text)
        return true;
    if (out->level == CHY_LEVEL_NONE && out->match[0].places > 0 &&
        !report_differences(out, given, error))
        return false;
    chy_find_deceptive(&out->findings, &act_of(out, given, 0)->digest, given->text);
    return read_again(out, given, error);
}

bool chy_judge(struct chy_judgement *out, const struct chy_case *given, uint32_t act,
               enum chy_level level, struct chy_budget *budget, chancery_error *error)
{
    *out = (struct chy_judgement){.act = act, .level = level};
    if (!chy_chain_collect(&out->chain, given->record, act, error))
        goto fail;
    out->match = calloc(out->chain.links, sizeof *out->match);
    if (!out->match) {
        chy_fail_memory(error);
        goto fail;
    }
    if (!judge_text(out, given, budget, error))
        goto fail;
    if (!chy_chain_judge(&out->findings, &out->chain, given->record, given->directory,
                         given->now, given->annex, given->annex_context, error))
        goto fail;
    return true;
fail:
    chy_judgement_done(out);
    return false;
}

void chy_judgement_done(struct chy_judgement *judgement)
{
    for (size_t i = 0; judgement->match && i < judgement->chain.links; i++)
        chy_match_done(&judgement->match[i]);
    free(judgement->match);
    chy_chain_done(&judgement->chain);
    chy_findings_done(&judgement->findings);
    *judgement = (struct chy_judgement){0};
}

/* --- what no signature covers --- */

static void mark_covered(bool *covered, const struct chy_match *match)
{
    if (match->whole)
        memset(covered + match->range.first, true, match->range.count);
    for (size_t i = 0; !match->whole && i < match->places; i++)
        if (match->place[i].stand == CHY_STANDS || match->place[i].stand == CHY_MOVED)
            memset(covered + match->place[i].range.first, true, match->place[i].range.count);
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
                         const struct chy_judgement *judgement,
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
    for (size_t i = 0; i < judgement->chain.links; i++)
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
