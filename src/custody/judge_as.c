/*
 * judge_as.c - what a document holds otherwise than it was signed: spec/verdict.md, rules 3.7,
 * 6.3, 6.4 and 6.6.
 */
#include "custody/judge.h"

#include "base/sha256.h"
#include "custody/agree.h"

#include <stdlib.h>

enum chy_carried_as chy_judge_as(const struct chy_judgement *judgement,
                                 const struct chy_case *given, size_t link)
{
    const struct chy_record *record = given->record;
    const struct chy_link *self = &judgement->chain.link[link];
    const struct chy_statement *judged = &record->act[judgement->chain.link[0].act].statement;
    const chancery_digest *act = &record->act[self->act].digest;
    const struct chy_carried *own = NULL;
    for (size_t i = 0; i < judged->carried; i++) {
        const struct chy_carried *one = &judged->carries[i];
        if (!one->is_file && chy_digest_eq(&one->statement, act) &&
            (!own || one->as == CHY_AS_VERBATIM))
            own = one;
    }
    if (own)
        return own->as;
    uint32_t carrier = judgement->chain.link[self->carrier].act;
    enum chy_carried_as as = record->act[carrier].statement.carries[self->carried].as;
    return as == CHY_AS_VERBATIM && chy_chain_translates(&judgement->chain, record, act)
               ? CHY_AS_TRANSLATION
               : as;
}

/* The same as for what contradicts, with another weight: the issuer signed for these words. */
static void tell(struct chy_findings *to, const struct chy_findings *from)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct chy_finding *one = &from->item[i];
        chy_findings_add(to,
                         one->code == CHANCERY_F_SEARCH_STOPPED ? one->code : CHANCERY_F_EDITED,
                         &one->act, one->subject, one->paragraph, "%s", one->sentence);
    }
    to->failed |= from->failed;
}

static const struct chy_statement *statement_of(const struct chy_judgement *judgement,
                                                const struct chy_case *given, size_t link)
{
    return &given->record->act[judgement->chain.link[link].act].statement;
}

static bool stands(const struct chy_place *place)
{
    return place->stand == CHY_STANDS || place->stand == CHY_MOVED;
}

static bool within(struct chy_range range, uint32_t word)
{
    return word >= range.first && word < chy_range_end(range);
}

static bool has_marks(const struct chy_outline *outline, struct chy_range range)
{
    for (uint32_t i = 0; i < outline->marks; i++)
        if (within(range, outline->mark[i].mark.first))
            return true;
    return false;
}

/* Of a letter that is not whole: does a mark stand in a paragraph that was left as it was
 * signed? */
static bool marks_stand(const struct chy_match *match, const struct chy_outline *outline)
{
    for (size_t i = 0; i < match->places && !match->whole; i++)
        if (stands(&match->place[i]) && has_marks(outline, match->place[i].range))
            return true;
    return false;
}

void chy_judge_accounts(bool *accounted, const struct chy_judgement *judgement,
                        const struct chy_case *given, size_t link)
{
    const struct chy_match *match = &judgement->match[link];
    const struct chy_outline *outline = given->outline;
    const struct chy_letter *own = statement_of(judgement, given, link)->title
                                       ? chy_agree_letter(outline, match->range)
                                       : NULL;
    if (match->whole)
        memset(accounted + match->range.first, true, match->range.count);
    for (size_t i = 0; i < match->places && !match->whole; i++)
        if (match->place[i].stand == CHY_ALTERED)
            memset(accounted + match->place[i].range.first, true, match->place[i].range.count);
    /* Its own heading may be edited, and what stands in place of a paragraph is no other
     * letter. Where marks stand as they were signed, no others are its. */
    for (uint32_t i = 0; i < outline->letters && !match->whole; i++)
        if (&outline->letter[i] != own && within(match->range, outline->letter[i].all.first))
            accounted[outline->letter[i].all.first] = false;
    bool marked = marks_stand(match, outline);
    for (uint32_t i = 0; i < outline->marks && marked; i++)
        if (within(match->range, outline->mark[i].mark.first))
            accounted[outline->mark[i].mark.first] = false;
    for (size_t i = 0; i < match->places && !match->whole; i++)
        if (stands(&match->place[i]))
            memset(accounted + match->place[i].range.first, true, match->place[i].range.count);
}

/* Do the words of the heading stand in a paragraph that was left as it was signed? Where a
 * document is set anew they may be no heading there. */
static bool title_stands(const struct chy_match *match, const char *title,
                         const struct chancery_text *text, bool *failed)
{
    struct chy_buf words = {0};
    chancery_error why = CHANCERY_ERROR_INIT;
    bool found = false, ok = chy_words_of(&words, chy_span_str(title), &why);
    *failed |= !ok && why.code == CHANCERY_E_MEMORY;
    for (size_t i = 0; i < match->places && ok && !found; i++) {
        uint32_t end = chy_range_end(match->place[i].range);
        for (uint32_t at = match->place[i].range.first; stands(&match->place[i]) && at < end;
             at++)
            found = found || chy_text_at(text, chy_buf_view(&words), at, end) > 0;
    }
    chy_buf_done(&words);
    return found;
}

static bool is_sealed(const struct chy_statement *statement)
{
    for (size_t i = 0; i < statement->signatories; i++)
        if (!statement->signatory[i].seal)
            return false;
    return true;
}

/* Who wrote the words, and that they are a letter's, is no more to be edited away than all of
 * its words are. Where each paragraph stands, the letter never showed it. */
static void report_nameless(struct chy_findings *findings, const struct chy_match *match,
                            const struct chy_act *act, const struct chy_case *given,
                            const char *label)
{
    const char *title = act->statement.title;
    bool all = true;
    for (size_t i = 0; i < match->places; i++)
        all = all && stands(&match->place[i]);
    if (all)
        return;
    if (title && !chy_agree_letter(given->outline, match->range) &&
        !title_stands(match, title, given->text, &findings->failed))
        chy_findings_add(findings, CHANCERY_F_EDITED_AWAY, &act->digest, act->statement.subject,
                         0,
                         "The heading of the %s does not stand in the document: its words can "
                         "be taken for another's.",
                         label);
    if (!is_sealed(&act->statement) && !has_marks(given->outline, match->range))
        chy_findings_add(findings, CHANCERY_F_EDITED_AWAY, &act->digest, act->statement.subject,
                         0,
                         "No signature mark of the %s stands in the document: its words can be "
                         "taken for another's.",
                         label);
}

void chy_judge_edited(struct chy_judgement *judgement, const struct chy_case *given,
                      size_t link)
{
    const struct chy_match *match = &judgement->match[link];
    const struct chy_act *act = &given->record->act[judgement->chain.link[link].act];
    struct chy_findings found = {0};
    char label[CHY_ACT_LABEL];
    chy_act_label(label, &act->statement);
    if (match->whole || judgement->level == CHY_LEVEL_NONE)
        return; /* where the document is not the issuer's, nobody knows who edited it */
    if (match->found == 0 && !match->stopped)
        chy_findings_add(
            &judgement->findings, CHANCERY_F_EDITED_AWAY, &act->digest, act->statement.subject,
            0, "No paragraph of the %s stands in the document as it was signed.", label);
    else
        chy_match_report(&found, match, &act->digest, &act->statement, given->text, NULL, 0,
                         NULL);
    if (match->range.count > 0)
        report_nameless(&judgement->findings, match, act, given, label);
    tell(&judgement->findings, &found);
    chy_findings_done(&found);
}
