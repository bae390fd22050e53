/*
 * verdict_signed.c - who signed, for the first line of a verdict that is not that all is well.
 */
#include "report/verdict_signed.h"

void chy_report_name(struct chy_pen *pen, const struct chy_verdict_act *act, size_t signatory)
{
    const struct chy_signatory *who = &act->statement.signatory[signatory];
    if (act->by && act->by[signatory].name) {
        chy_pen_text(pen, act->by[signatory].name);
        chy_buf_str(&pen->out, " for ");
    }
    chy_pen_text(pen, who->name ? who->name : who->office.office);
}

static bool has_signed(const struct chy_verdict_act *act, size_t signatory)
{
    return act->status[signatory] == CHY_SIGNED ||
           act->status[signatory] == CHY_PER_PROCURATIONEM;
}

/* The signatories whose signatures count, with their act: "A and B (letter of 2012-09-18)". */
static bool signers(struct chy_pen *pen, const struct chy_verdict_act *act, const char *before)
{
    char label[CHY_ACT_LABEL];
    const struct chy_statement *statement = &act->statement;
    size_t count = 0, at = 0;
    for (size_t i = 0; i < statement->signatories; i++)
        count += has_signed(act, i);
    if (count == 0)
        return false;
    chy_buf_str(&pen->out, before);
    for (size_t i = 0; i < statement->signatories; i++) {
        if (!has_signed(act, i))
            continue;
        chy_pen_separator(pen, at++, count);
        chy_report_name(pen, act, i);
    }
    chy_act_label(label, statement);
    chy_buf_printf(&pen->out, " (%s%s)", label, act->edited ? ", before it was edited" : "");
    return true;
}

/* Who signed, where the verdict is not that all is well: of an issue, from the letter outwards.
 */
void chy_report_signed_by(struct chy_pen *pen, const struct chancery_verdict *verdict)
{
    const char *first =
        verdict->match == CHY_LEVEL_NONE ? " Signed, but in another form, by " : " Signed by ";
    bool any = false;
    if (verdict->acts == 0)
        return;
    for (size_t i = verdict->act[0].statement.type == CHY_ACT_ISSUE ? verdict->acts : 1;
         i-- > 0;)
        any |= signers(pen, &verdict->act[i], any ? ", " : first);
    chy_buf_str(&pen->out, any ? "." : " No signature on it counts.");
}
