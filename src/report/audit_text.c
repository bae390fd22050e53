/*
 * audit_text.c - an audit for people: each item that somebody has to act on, with what was
 * found, where, why, and what to do next; then all in one sentence.
 */
#include "report/audit.h"

#include "base/date.h"

static const char *headline(enum chy_audit_verdict verdict)
{
    switch (verdict) {
    case CHY_AUDIT_NOT_AUTHENTIC:
        return "NOT AUTHENTIC";
    case CHY_AUDIT_INDETERMINATE:
        return "INDETERMINATE";
    case CHY_AUDIT_COMPLETED:
        return "SUPERSEDED";
    case CHY_AUDIT_INTACT:
        return "INTACT, BUT";
    case CHY_AUDIT_AUTHENTIC:
        break;
    }
    return "AUTHENTIC, BUT";
}

static void finding_text(struct chy_pen *pen, const struct chy_audit_finding *finding)
{
    chy_buf_str(&pen->out, "  ");
    if (finding->path.len > 0) {
        chy_buf_escaped(&pen->out, finding->path);
        chy_buf_str(&pen->out, ": ");
    }
    chy_buf_escaped(&pen->out, finding->sentence);
    chy_buf_str(&pen->out, " (");
    chy_buf_escaped(&pen->out, finding->code);
    chy_buf_str(&pen->out, ")\n");
    if (finding->next.len > 0) {
        chy_buf_str(&pen->out, "    next: ");
        chy_buf_escaped(&pen->out, finding->next);
        chy_buf_byte(&pen->out, '\n');
    }
}

static void findings_text(struct chy_pen *pen, const struct chy_audit_findings *findings,
                          enum chancery_severity least)
{
    for (int severity = CHANCERY_CONTRADICTED; severity >= (int)least; severity--)
        for (size_t i = 0; i < findings->count; i++)
            if ((int)findings->item[i].severity == severity)
                finding_text(pen, &findings->item[i]);
}

/* That a newer bag is there is nothing to act on, and yet whoever opens this one is to know. */
static const struct chy_audit_finding *newer_bag(const struct chy_audit_item *item)
{
    for (size_t i = 0; i < item->findings.count; i++)
        if (chy_span_is(item->findings.item[i].code, chancery_audit_name(CHANCERY_A_NEWER_BAG)))
            return &item->findings.item[i];
    return NULL;
}

void chy_audit_text_item(struct chy_pen *pen, const struct chy_audit_item *item)
{
    const struct chy_audit_finding *newer = newer_bag(item);
    bool good = item->verdict >= CHY_AUDIT_COMPLETED &&
                chy_audit_worst(&item->findings) == CHANCERY_NOTE;
    if (good && !newer)
        return;
    chy_pen_style(pen, item->verdict == CHY_AUDIT_NOT_AUTHENTIC ? "1;31" : good ? "1" : "1;33");
    chy_buf_str(&pen->out, headline(good ? CHY_AUDIT_COMPLETED : item->verdict));
    chy_pen_style(pen, "0");
    chy_buf_str(&pen->out, "  ");
    chy_pen_style(pen, "1");
    chy_buf_escaped(&pen->out, item->name);
    chy_pen_style(pen, "0");
    chy_buf_byte(&pen->out, '\n');
    findings_text(pen, &item->findings, CHANCERY_WARNING);
    if (newer)
        finding_text(pen, newer);
    chy_buf_byte(&pen->out, '\n');
}

static void count(struct chy_pen *pen, uint64_t number, const char *what)
{
    if (number == 0)
        return;
    chy_buf_str(&pen->out, "  ");
    chy_audit_number(&pen->out, number);
    chy_buf_printf(&pen->out, " %s\n", what);
}

static void log_text(struct chy_pen *pen, const struct chy_audit_summary *summary)
{
    enum chancery_severity worst = chy_audit_worst(&summary->log);
    chy_buf_str(&pen->out, "The log ");
    chy_buf_escaped(&pen->out, summary->head.origin);
    if (summary->head.origin.len > 0)
        chy_buf_byte(&pen->out, ' ');
    if (worst == CHANCERY_NOTE) {
        chy_buf_str(&pen->out, "is whole: ");
        chy_audit_number(&pen->out, summary->head.size);
        chy_buf_printf(&pen->out, " entr%s.\n", summary->head.size == 1 ? "y" : "ies");
        return;
    }
    chy_buf_str(&pen->out, worst == CHANCERY_CONTRADICTED
                               ? "is damaged, or contradicts itself:\n"
                               : "is not complete:\n");
    findings_text(pen, &summary->log, CHANCERY_NOTE);
}

/* Where nothing is known of a log but what it says itself, its keepers' word is all there is.
 * What contradicts it has been told. */
static void vouched_text(struct chy_pen *pen, const struct chy_audit_summary *summary)
{
    for (size_t i = 0; i < CHY_AUDIT_VOUCHERS; i++)
        if (summary->vouched[i])
            return;
    if (summary->head.origin.len > 0 && summary->log.count == 0)
        chy_buf_str(
            &pen->out,
            "Nothing vouched for this log: no key that was given or that the directory "
            "lists, no remembered checkpoint, no earlier report, no quorum of "
            "witnesses; one made anew would look the same. Name its key (--log-key), as its "
            "keepers have published it.\n");
}

static void proven_text(struct chy_pen *pen, const struct chy_audit_head *head)
{
    char time[21];
    if (!head->has_proven)
        return;
    chy_time_format(time, head->proven);
    chy_buf_printf(&pen->out,
                   "A quorum of the directory's witnesses cosigned the log: its entries were "
                   "there by %s.\n",
                   time);
}

static void basis_text(struct chy_pen *pen, const struct chy_audit_head *head)
{
    char time[21];
    chy_time_format(time, head->time);
    if (head->has_directory)
        chy_buf_printf(&pen->out, "Judged by version %lld of the directory, as of %s.\n",
                       (long long)head->directory_version, time);
    else
        chy_buf_printf(
            &pen->out,
            "Digests and the log only, no signatures (--integrity-only), as of %s.\n", time);
    if (head->shards > 0)
        chy_buf_printf(&pen->out, "This is part %lld of %lld: merge all of them.\n",
                       (long long)head->shard, (long long)head->shards);
    if (head->sample > 0)
        chy_buf_printf(&pen->out, "A sample of %lld items, chosen by seed %lld.\n",
                       (long long)head->sample, (long long)head->seed);
    if (head->pattern.len > 0) {
        chy_buf_str(&pen->out, "Only names like ");
        chy_buf_escaped(&pen->out, head->pattern);
        chy_buf_str(&pen->out, ".\n");
    }
    if (head->has_since)
        chy_buf_str(&pen->out, "Without what the report of --since holds as good.\n");
}

void chy_audit_text_summary(struct chy_pen *pen, const struct chy_audit_summary *summary)
{
    const struct chy_audit_totals *totals = &summary->totals;
    chy_pen_style(pen, "1");
    chy_audit_sentence(&pen->out, summary);
    chy_pen_style(pen, "0");
    chy_buf_str(&pen->out, ".\n");
    count(pen, totals->warned, "of the good ones have something to act on");
    count(pen, totals->withdrawn, "withdrawn");
    count(pen, totals->corrected, "corrected");
    count(pen, totals->superseded, "superseded by a later issue");
    for (size_t i = 0; i < totals->codes; i++)
        if (strcmp(totals->code[i].code, chancery_audit_name(CHANCERY_A_NEWER_BAG)) == 0)
            count(pen, totals->code[i].count, "superseded in the archive by a newer bag");
    if (summary->archive.count > 0) {
        chy_buf_str(&pen->out, "The archive itself:\n");
        findings_text(pen, &summary->archive, CHANCERY_NOTE);
    }
    log_text(pen, summary);
    vouched_text(pen, summary);
    proven_text(pen, &summary->head);
    basis_text(pen, &summary->head);
}
