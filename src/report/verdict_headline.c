/*
 * verdict_headline.c - the first line of a verdict says who signed, to whom, when, and whether
 * to rely on it.
 */
#include "report/verdict_headline.h"

#include "base/date.h"
#include "report/verdict_signed.h"

/* A letter whose annexes are files is the signatories' own: nothing was handed on. */
static bool hands_on(const struct chy_statement *statement)
{
    bool letters = false;
    for (size_t i = 0; i < statement->carried; i++)
        letters = letters || !statement->carries[i].is_file;
    return letters;
}

static const char *verb(const struct chy_statement *statement)
{
    return statement->type == CHY_ACT_ISSUE                            ? "issued it"
           : statement->type == CHY_ACT_FORWARD && hands_on(statement) ? "forwarded it"
                                                                       : "signed it";
}

static void names(struct chy_pen *pen, const struct chy_verdict_act *act)
{
    for (size_t i = 0; i < act->statement.signatories; i++) {
        chy_pen_separator(pen, i, act->statement.signatories);
        chy_report_name(pen, act, i);
    }
}

static void addressees(struct chy_pen *pen, const struct chy_statement *statement)
{
    for (size_t i = 0; i < statement->addressees; i++) {
        chy_buf_str(&pen->out, i == 0 ? " to the " : "");
        chy_pen_separator(pen, i, statement->addressees);
        chy_pen_text(pen, statement->addressee[i].office);
    }
}

static void deed(struct chy_pen *pen, const struct chy_verdict_act *act)
{
    char date[11];
    const struct chy_statement *statement = &act->statement;
    chy_date_format(date, statement->date);
    names(pen, act);
    if (statement->type == CHY_ACT_TRANSLATION)
        chy_buf_printf(&pen->out, " vouched for its translation from %s into %s",
                       statement->original_language, statement->language);
    else
        chy_buf_printf(&pen->out, " %s", verb(statement));
    addressees(pen, statement);
    chy_buf_printf(&pen->out, " on %s%s", date, act->edited ? ", before it was edited" : "");
}

/* Whose letter a translation is of, and that they did not sign these words. article: "a", "A".
 */
static void translation_of(struct chy_pen *pen, const struct chancery_verdict *verdict,
                           const char *article)
{
    const struct chy_statement *by = &verdict->act[0].statement;
    char date[11];
    chy_date_format(date, by->date);
    chy_buf_printf(&pen->out, "%s translation from %s into %s, vouched for by ", article,
                   by->original_language, by->language);
    names(pen, &verdict->act[0]);
    chy_buf_printf(&pen->out, " on %s", date);
    for (size_t i = 1; i < verdict->acts && i < 2; i++) {
        const struct chy_statement *of = &verdict->act[i].statement;
        chy_date_format(date, of->date);
        chy_buf_printf(&pen->out, ", of the letter of %s signed by ", date);
        names(pen, &verdict->act[i]);
        addressees(pen, of);
    }
    chy_buf_str(&pen->out, ". They did not sign these words.");
}

/* Of an issue, which holds what it carries: the deeds from the letter outwards. Of a forward,
 * which does not: its own, and that the rest is not in this file. */
static void deeds(struct chy_pen *pen, const struct chancery_verdict *verdict,
                  const char *article)
{
    if (verdict->act[0].statement.type == CHY_ACT_TRANSLATION) {
        translation_of(pen, verdict, article);
        return;
    }
    bool holds_all = verdict->act[0].statement.type == CHY_ACT_ISSUE;
    for (size_t i = holds_all ? verdict->acts : 1; i-- > 0;) {
        deed(pen, &verdict->act[i]);
        chy_buf_str(&pen->out, i > 0 ? "; " : ".");
    }
    if (!holds_all && verdict->acts > 1)
        chy_buf_str(&pen->out, " What it carries is signed too, and is not in this file.");
}

/* The finding that the first line gives as the reason: findings are sorted, the gravest first.
 * Of what is merely missing, a carried letter's record explains most, and a letter that stands
 * there unsigned is what a reader must know next. */
static const struct chy_finding *reason(const struct chancery_verdict *verdict)
{
    const struct chy_finding *first =
        verdict->findings.count ? &verdict->findings.item[0] : NULL;
    if (!first || chancery_finding_severity(first->code) > CHANCERY_INDETERMINATE)
        return first;
    static const enum chancery_finding_code before[] = {CHANCERY_F_CARRIED_ABSENT,
                                                        CHANCERY_F_UNSIGNED_LETTER};
    for (size_t k = 0; k < sizeof before / sizeof *before; k++)
        for (size_t i = 0; i < verdict->findings.count; i++)
            if (verdict->findings.item[i].code == before[k])
                return &verdict->findings.item[i];
    return first;
}

/* ", signed for A by B", where somebody signed for another. */
static void say_procurators(struct chy_pen *pen, const struct chancery_verdict *verdict)
{
    size_t count = 0;
    for (size_t i = 0; i < verdict->acts; i++) {
        const struct chy_verdict_act *act = &verdict->act[i];
        for (size_t k = 0; k < act->statement.signatories; k++) {
            if (!act->by[k].name)
                continue;
            chy_buf_str(&pen->out, count++ == 0 ? ", signed for " : "; for ");
            chy_pen_text(pen, act->statement.signatory[k].name);
            chy_buf_str(&pen->out, " by ");
            chy_pen_text(pen, act->by[k].name);
        }
    }
}

/* Whoever says that a letter stands here edited. False: nobody does. */
static bool say_editors(struct chy_pen *pen, const struct chancery_verdict *verdict)
{
    size_t count = 0;
    for (size_t i = 0; i < verdict->acts; i++) {
        const struct chy_statement *by = &verdict->act[i].statement;
        bool edits = false;
        for (size_t k = 0; k < by->carried; k++)
            edits = edits || by->carries[k].as == CHY_AS_EDITED;
        if (!edits)
            continue;
        chy_buf_str(&pen->out, count++ == 0 ? ", AS EDITED BY " : "; ");
        names(pen, &verdict->act[i]);
    }
    return count > 0;
}

static bool is_attested(const struct chancery_verdict *verdict)
{
    for (size_t i = 0; i < verdict->acts; i++)
        for (size_t k = 0; k < verdict->act[i].statement.signatories; k++)
            if (verdict->act[i].status[k] == CHY_ATTESTED)
                return true;
    return false;
}

/* ", on the attestation of A, X; B, Y". False: nothing rests on one. */
static bool say_attesters(struct chy_pen *pen, const struct chancery_verdict *verdict)
{
    const char *between = " ";
    if (!is_attested(verdict))
        return false;
    chy_buf_str(&pen->out, ", on the attestation of");
    for (size_t i = 0; i < verdict->laters; i++) {
        const struct chy_statement *by = &verdict->later[i].statement;
        if (by->type != CHY_ACT_ATTESTATION)
            continue;
        chy_buf_str(&pen->out, between);
        chy_pen_text(pen, by->signatory[0].name ? by->signatory[0].name
                                                : by->signatory[0].office.office);
        chy_buf_str(&pen->out, ", ");
        chy_pen_text(pen, by->signatory[0].office.of);
        between = "; ";
    }
    return true;
}

/* Issues and forwards that hold translations. False: none is held. */
static bool say_translators(struct chy_pen *pen, const struct chancery_verdict *verdict)
{
    size_t count = 0;
    for (size_t i = 1; i < verdict->acts; i++) {
        const struct chy_statement *by = &verdict->act[i].statement;
        if (by->type != CHY_ACT_TRANSLATION)
            continue;
        chy_buf_str(&pen->out, count++ == 0 ? ", in translation vouched for by " : "; ");
        names(pen, &verdict->act[i]);
    }
    return count > 0;
}

struct past {
    const char *word, *so, *so_in_part;
    enum chancery_finding_code code, code_in_part;
};

/* The finding that says what became of it: of several, one that cannot be followed as the
 * others can, since its file is not there. */
static const struct chy_finding *what_became(const struct chancery_verdict *verdict,
                                             const struct past *past)
{
    enum chancery_finding_code code = verdict->in_part ? past->code_in_part : past->code;
    const struct chy_finding *why = NULL;
    for (size_t i = 0; i < verdict->findings.count; i++) {
        const struct chy_finding *one = &verdict->findings.item[i];
        if (one->code == code && (!why || (!why->next && one->next)))
            why = one;
    }
    return why;
}

/* Authentic as a statement of who said what, and overtaken by a later act. */
static void headline_past(struct chy_pen *pen, const struct chancery_verdict *verdict)
{
    static const struct past pasts[] = {
        [CHY_CORRECTED] = {"CORRECTED", "read it with its corrections",
                           "read it with the corrections of those who made them",
                           CHANCERY_F_CORRECTED, CHANCERY_F_CORRECTED_IN_PART},
        [CHY_SUPERSEDED] = {"SUPERSEDED", "use the later issue", "use the later issue",
                            CHANCERY_F_SUPERSEDED, CHANCERY_F_SUPERSEDED},
        [CHY_WITHDRAWN] = {"WITHDRAWN", "do not act on it any longer",
                           "do not act on it any longer", CHANCERY_F_WITHDRAWN,
                           CHANCERY_F_WITHDRAWN_IN_PART}};
    const struct past *past = &pasts[verdict->standing];
    const struct chy_finding *why = what_became(verdict, past);
    const char *so = verdict->in_part ? past->so_in_part : past->so;
    chy_pen_style(pen, "1;33");
    chy_buf_printf(&pen->out, "AUTHENTIC, BUT %s%s", past->word,
                   verdict->in_part ? " IN PART" : "");
    say_editors(pen, verdict);
    chy_pen_style(pen, "0");
    say_procurators(pen, verdict);
    if (say_attesters(pen, verdict) &&
        chy_findings_has(&verdict->findings, CHANCERY_F_ARCHIVAL))
        chy_buf_str(&pen->out, " (unchanged since then; no signature was checked)");
    say_translators(pen, verdict);
    chy_buf_printf(&pen->out, ": %s. %s ",
                   why && why->next ? "ask for its corrections as they were signed" : so,
                   why ? why->sentence : "");
    deeds(pen, verdict, "A");
}

/* What rests on another's word says so before anything else. */
static void headline_authentic(struct chy_pen *pen, const struct chancery_verdict *verdict,
                               bool edited)
{
    bool is_translation = verdict->act[0].statement.type == CHY_ACT_TRANSLATION;
    say_procurators(pen, verdict);
    bool attested = say_attesters(pen, verdict);
    bool translated = say_translators(pen, verdict);
    bool archival = chy_findings_has(&verdict->findings, CHANCERY_F_ARCHIVAL);
    chy_buf_str(&pen->out, ": ");
    if (attested && archival)
        chy_buf_str(&pen->out, "unchanged since then; no signature was checked. ");
    else if (edited)
        chy_buf_str(&pen->out, "you can rely on who issued these words, not on it that who "
                               "signed the letter said them. ");
    else if (translated)
        chy_buf_str(&pen->out, "you can rely on who signed, and on these words as far as on "
                               "their translator. ");
    else if (!is_translation)
        chy_buf_printf(&pen->out, "you can rely on who signed which words%s. ",
                       attested ? " as far as on that" : "");
    deeds(pen, verdict, is_translation && !(attested && archival) ? "a" : "A");
}

void chy_report_headline(struct chy_pen *pen, const struct chancery_verdict *verdict)
{
    const struct chy_finding *why = NULL;
    bool edited;
    switch (verdict->status) {
    case CHANCERY_STATUS_AUTHENTIC:
        if (verdict->standing >= CHY_CORRECTED) {
            headline_past(pen, verdict);
            break;
        }
        chy_pen_style(pen, "1;32");
        chy_buf_str(&pen->out, "AUTHENTIC");
        edited = say_editors(pen, verdict);
        chy_pen_style(pen, "0");
        headline_authentic(pen, verdict, edited);
        break;
    case CHANCERY_STATUS_INDETERMINATE:
        chy_pen_style(pen, "1;33");
        chy_buf_str(&pen->out, "INDETERMINATE");
        chy_pen_style(pen, "0");
        chy_buf_str(&pen->out, ": do not rely on it yet. ");
        why = reason(verdict);
        break;
    default:
        chy_pen_style(pen, "1;31");
        chy_buf_str(&pen->out, "NOT AUTHENTIC");
        chy_pen_style(pen, "0");
        chy_buf_str(&pen->out, ": do not rely on it. ");
        why = reason(verdict);
        break;
    }
    chy_buf_str(&pen->out, why ? why->sentence : "");
    if (verdict->status != CHANCERY_STATUS_AUTHENTIC)
        chy_report_signed_by(pen, verdict);
    chy_buf_str(&pen->out, "\n");
}
