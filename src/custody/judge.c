#include "custody/judge.h"

#include "base/sha256.h"
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
                         struct chy_search *search, chancery_error *error)
{
    const struct chy_act *act = act_of(out, given, 0);
    chy_match_consistent(&out->findings, &act->digest, &act->statement, out->level,
                         given->text);
    if (given->program)
        chy_judge_rendition(&out->findings, given, act, out->level);
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
    return !act->statement.text_known || chy_match_find(&out->match[0], &act->statement, search,
                                                        0, given->text->words, error);
}

/* Why a carried text that was not found whole is a finding. */
static void report_not_whole(struct chy_judgement *out, const struct chy_case *given,
                             size_t link)
{
    const struct chy_act *act = act_of(out, given, link);
    char label[CHY_ACT_LABEL];
    const struct chy_match *match = &out->match[link];
    chy_act_label(label, &act->statement);
    if (!match->whole_unsought && (out->level != CHY_LEVEL_NONE || match->found == 0))
        chy_findings_add(
            &out->findings, CHANCERY_F_NOT_CONTAINED, &act->digest, act->statement.subject, 0,
            "The issued text does not hold the words of the %s as they were signed.", label);
    if (match->found > 0 || match->stopped)
        chy_match_report(&out->findings, match, &act->digest, &act->statement, given->text,
                         NULL, 0, out->told);
}

/* What an issued text carries must stand in it, one after the other (rules 6.x). *cursor: where
 * the last one ended. */
static bool place_carried(struct chy_judgement *out, const struct chy_case *given, size_t link,
                          uint32_t *cursor, struct chy_search *search, chancery_error *error)
{
    const struct chy_act *act = act_of(out, given, link);
    struct chy_match *match = &out->match[link];
    uint32_t end = given->text->words;
    enum chy_carried_as as = chy_judge_as(out, given, link);
    if (as == CHY_AS_TRANSLATION)
        return true;
    if (!chy_match_find(match, &act->statement, search, *cursor, end, error))
        return false;
    if (as == CHY_AS_EDITED) {
        chy_judge_edited(out, given, link);
        if (match->range.count > 0)
            *cursor = chy_range_end(match->range);
        return true;
    }
    if (!match->whole && *cursor > 0) {
        /* Not after the one before: if it is whole elsewhere, only the order is wrong. */
        struct chy_match anywhere;
        if (!chy_match_find(&anywhere, &act->statement, search, 0, end, error))
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
    else if (!chy_digest_eq(&digest, &act->statement.subject_digest))
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
    for (size_t i = 1; i < out->chain.links; i++) {
        /* What the issuer edited speaks for no words of the issue. */
        if (out->match[i].places > 0 && !out->chain.link[i].edited)
            inner[inners++] =
                (struct chy_inner){&act_of(out, given, i)->statement, &out->match[i]};
    }
    chy_match_report(&out->findings, &out->match[0], &act->digest, &act->statement, given->text,
                     inner, inners, out->told);
    free(inner);
    return true;
}

/* The text read again: each act where it stands, then what no act accounts for (rules 3.x). */
static bool read_again(struct chy_judgement *out, const struct chy_case *given,
                       chancery_error *error)
{
    bool issue = act_of(out, given, 0)->statement.type == CHY_ACT_ISSUE;
    bool *accounted = calloc((size_t)given->text->words + 1, sizeof *accounted);
    if (!accounted)
        return chy_fail_memory(error);
    for (size_t i = 0; i < out->chain.links; i++) {
        const struct chy_act *act = act_of(out, given, i);
        const struct chy_range *range = &out->match[i].range;
        struct chy_statement shown = act->statement; /* borrows all that it holds */
        if (out->chain.link[i].edited)
            shown.title = NULL; /* a heading may be edited too */
        if (range->count > 0 && shown.type == CHY_ACT_TRANSLATION)
            chy_judge_translation(&out->findings, given, &act->digest, &shown, *range);
        else if (range->count > 0)
            chy_agree(&out->findings, &act->digest, &shown, given->text, given->outline, *range,
                      given->directory);
        if (out->chain.link[i].edited && i > 0)
            chy_judge_accounts(accounted, out, given, i);
        else if (i > 0 || !issue)
            memset(accounted + range->first, true, range->count);
    }
    chy_agree_unsigned(&out->findings, &act_of(out, given, 0)->digest, given->text,
                       given->outline, accounted);
    free(accounted);
    return true;
}

/* Can a carried text be looked for in the document? */
static bool is_readable(struct chy_judgement *out, const struct chy_case *given, size_t link)
{
    const struct chy_act *act = act_of(out, given, link);
    const struct chy_statement *judged = &act_of(out, given, 0)->statement;
    char label[CHY_ACT_LABEL];
    chy_act_label(label, &act->statement);
    if (out->level == CHY_LEVEL_NONE && judged->has_text && !judged->text_known)
        return false; /* nobody can say whether this is the issued text */
    if (!act->statement.text_known)
        chy_match_unknown_form(&out->findings, &act->digest);
    else if (!given->text)
        chy_findings_add(&out->findings, CHANCERY_F_CONTENTS_UNREAD, &act->digest,
                         act->statement.subject, 0,
                         "What was issued is not text, so whether it holds the words of the %s "
                         "cannot be seen.",
                         label);
    return act->statement.text_known && given->text;
}

static bool judge_text(struct chy_judgement *out, const struct chy_case *given,
                       struct chy_search *search, chancery_error *error)
{
    uint32_t cursor = 0;
    bool issue = act_of(out, given, 0)->statement.type == CHY_ACT_ISSUE;
    if (!place_judged(out, given, search, error))
        return false;
    for (size_t i = 1; i < out->chain.links; i++) {
        out->chain.link[i].edited = chy_judge_as(out, given, i) == CHY_AS_EDITED;
        if (!act_of(out, given, i)->statement.has_text)
            find_file_of(out, given, i);
        else if (issue && is_readable(out, given, i) &&
                 !place_carried(out, given, i, &cursor, search, error))
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
               enum chy_level level, struct chy_search *search, chancery_error *error)
{
    *out = (struct chy_judgement){.act = act, .level = level};
    if (!chy_chain_collect(&out->chain, given->record, act, error))
        goto fail;
    out->match = calloc(out->chain.links, sizeof *out->match);
    if (!out->match) {
        chy_fail_memory(error);
        goto fail;
    }
    if (given->text &&
        !(out->told = calloc((size_t)given->text->words + 1, sizeof *out->told))) {
        chy_fail_memory(error);
        goto fail;
    }
    if (!judge_text(out, given, search, error))
        goto fail;
    const struct chy_chain_times times = chy_case_times(given);
    if (!chy_chain_judge(&out->findings, &out->chain, given->record, &times, given->annex,
                         given->annex_context, error))
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
    free(judgement->told);
    chy_chain_done(&judgement->chain);
    chy_findings_done(&judgement->findings);
    *judgement = (struct chy_judgement){0};
}
