/*
 * audit_counted.c - a report whose lines are held to each other: who alters one of them has to
 * alter what it ends with, and leaves no item out.
 */
#include "archive/audit_report.h"

#include "base/sha256.h"

bool chy_audit_totals_same(const struct chy_audit_totals *a, const struct chy_audit_totals *b)
{
    if (a->items != b->items || memcmp(a->verdict, b->verdict, sizeof a->verdict) != 0 ||
        a->codes != b->codes || a->warned != b->warned || a->corrected != b->corrected ||
        a->superseded != b->superseded || a->withdrawn != b->withdrawn)
        return false;
    for (size_t i = 0; i < a->codes; i++)
        if (strcmp(a->code[i].code, b->code[i].code) != 0 ||
            a->code[i].count != b->code[i].count)
            return false;
    return true;
}

static bool head_digest(chancery_digest *out, const struct chy_audit_head *head,
                        chancery_error *error)
{
    struct chy_buf text = {0};
    chy_audit_head_write(&text, head);
    bool ok = chy_buf_finish(&text, error);
    if (ok)
        *out = chy_digest_of(chy_buf_view(&text));
    chy_buf_done(&text);
    return ok;
}

static bool take_head(struct chy_audit_counted *c, const struct chy_audit_head *head,
                      chancery_error *error)
{
    if (c->headed || c->totals.items > 0)
        return chy_fail(error, CHANCERY_E_FORMAT, "it begins twice");
    c->headed = true;
    return head_digest(&c->head, head, error);
}

static bool take_end(struct chy_audit_counted *c, const struct chy_audit_summary *summary,
                     chancery_error *error)
{
    chancery_digest head;
    c->ended = true;
    if (!chy_audit_totals_same(&c->totals, &summary->totals))
        return chy_fail(error, CHANCERY_E_FORMAT,
                        "its summary counts other items than it holds");
    if (!head_digest(&head, &summary->head, error))
        return false;
    return !c->headed || chy_digest_eq(&head, &c->head) ||
           chy_fail(error, CHANCERY_E_FORMAT, "its beginning and its end are not of one audit");
}

bool chy_audit_counted_take(struct chy_audit_counted *counted,
                            const struct chy_audit_line *line, chancery_error *error)
{
    if (counted->ended)
        return chy_fail(error, CHANCERY_E_FORMAT, "it goes on after its summary");
    if (line->kind == CHY_AUDIT_HEAD)
        return take_head(counted, &line->head, error);
    if (line->kind == CHY_AUDIT_SUMMARY)
        return take_end(counted, &line->summary, error);
    return chy_audit_totals_add(&counted->totals, &line->item, error);
}

void chy_audit_counted_done(struct chy_audit_counted *counted)
{
    chy_audit_totals_done(&counted->totals);
}
