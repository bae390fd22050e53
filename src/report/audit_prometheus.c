/*
 * audit_prometheus.c - an audit as metrics, in a file that is replaced as a whole.
 */
#include "report/audit.h"

#include "base/file.h"

#include <stdlib.h>

#define MAX_METRICS (1u << 20)
#define SUCCESS "chancery_audit_last_success_timestamp_seconds"

/* A value of a label, in quotes. */
static void label(struct chy_buf *out, chancery_span value)
{
    chy_buf_byte(out, '"');
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '"' || value.ptr[i] == '\\' || value.ptr[i] == '\n')
            chy_buf_byte(out, '\\');
        chy_buf_byte(out, value.ptr[i] == '\n' ? 'n' : value.ptr[i]);
    }
    chy_buf_byte(out, '"');
}

/* archive="...", and what was not looked at: signatures, or all but a selection. */
static void labels(struct chy_buf *out, const struct chy_audit_head *head, bool integrity_only,
                   bool chosen)
{
    struct chy_buf text = {0};
    chy_buf_str(out, "archive=");
    label(out, head->origin);
    if (integrity_only)
        chy_buf_str(out, ",checks=\"integrity\"");
    if (chosen) {
        chy_audit_chosen_say(&text, head);
        chy_audit_head_days(&text, head);
        chy_buf_str(out, ",selection=");
        label(out, chy_buf_view(&text));
    }
    out->failed = out->failed || text.failed;
    chy_buf_done(&text);
}

static void describe(struct chy_buf *out, const char *name, const char *help)
{
    chy_buf_printf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

struct metrics {
    struct chy_buf out;
    struct chy_buf labels; /* of this audit */
};

static void metric(struct metrics *m, const char *name, const char *other, const char *value,
                   int64_t number)
{
    chy_buf_printf(&m->out, "%s{", name);
    chy_buf_span(&m->out, chy_buf_view(&m->labels));
    if (other) {
        chy_buf_printf(&m->out, ",%s=", other);
        label(&m->out, chy_span_str(value));
    }
    chy_buf_printf(&m->out, "} %lld\n", (long long)number);
}

static void describe_one(struct metrics *m, const char *name, const char *help, int64_t number)
{
    describe(&m->out, name, help);
    metric(m, name, NULL, NULL, number);
}

/* --- the last success --- */

static bool read_time(int64_t *out, chancery_span digits)
{
    bool is = digits.len > 0 && digits.len <= 15;
    *out = 0;
    for (size_t i = 0; is && i < digits.len; i++) {
        is = digits.ptr[i] >= '0' && digits.ptr[i] <= '9';
        *out = *out * 10 + (digits.ptr[i] - '0');
    }
    return is;
}

/* The time that the file that is replaced has under these labels; 0: none. One that is yet to
 * come is none: it would hide for ever that no audit succeeds. */
static bool earlier(int64_t *out, chancery_span file, chancery_span with, int64_t clock,
                    chancery_error *error)
{
    struct chy_buf start = {0};
    chancery_span line, rest = file;
    int64_t time;
    *out = 0;
    chy_buf_str(&start, SUCCESS "{");
    chy_buf_span(&start, with);
    chy_buf_str(&start, "} ");
    bool ok = chy_buf_finish(&start, error);
    while (ok && chy_span_line(&line, &rest))
        if (chy_span_starts(line, chy_buf_view(&start)) &&
            read_time(&time, chy_span_from(line, start.len)) && time <= clock)
            *out = time;
    chy_buf_done(&start);
    return ok;
}

/* Of audits of everything, with signatures and (where there was one) without. */
static bool success(struct metrics *m, chancery_span file,
                    const struct chy_audit_summary *summary, int64_t clock,
                    chancery_error *error)
{
    const struct chy_audit_head *head = &summary->head;
    int64_t now = head->time < clock ? head->time : clock;
    bool good = !chy_audit_is_chosen(head) && chy_audit_exit(summary) == CHANCERY_EXIT_OK;
    bool ok = true;
    describe(&m->out, SUCCESS,
             "When the last audit of everything that found nothing wrong was made.");
    for (int integrity_only = 0; ok && integrity_only <= 1; integrity_only++) {
        struct chy_buf with = {0};
        int64_t time = 0;
        labels(&with, head, integrity_only == 1, false);
        ok = chy_buf_finish(&with, error) &&
             earlier(&time, file, chy_buf_view(&with), clock, error);
        if (good && head->integrity_only == (integrity_only == 1) && now > time)
            time = now;
        if (integrity_only == 0 || time > 0) {
            chy_buf_str(&m->out, SUCCESS "{");
            chy_buf_span(&m->out, chy_buf_view(&with));
            chy_buf_printf(&m->out, "} %lld\n", (long long)time);
        }
        chy_buf_done(&with);
    }
    return ok;
}

static void this_audit(struct metrics *m, const struct chy_audit_summary *summary)
{
    const struct chy_audit_totals *totals = &summary->totals;
    describe(&m->out, "chancery_audit_items", "Items of the last audit, by verdict.");
    for (size_t i = 0; i < CHY_AUDIT_VERDICTS; i++)
        metric(m, "chancery_audit_items", "verdict",
               chy_audit_verdict_name((enum chy_audit_verdict)i), (int64_t)totals->verdict[i]);
    describe(&m->out, "chancery_audit_findings", "Findings of the last audit, by code.");
    for (size_t i = 0; i < totals->codes; i++)
        metric(m, "chancery_audit_findings", "code", totals->code[i].code,
               (int64_t)totals->code[i].count);
    describe_one(m, "chancery_audit_log_entries", "Entries of the archive's log.",
                 (int64_t)summary->head.size);
    describe_one(m, "chancery_audit_status",
                 "Exit status of the last audit: 0 good, 1 not authentic, 2 indeterminate.",
                 chy_audit_exit(summary));
    describe_one(m, "chancery_audit_timestamp_seconds", "As of when the last audit judged.",
                 summary->head.time);
}

bool chy_prometheus_write(const char *path, const struct chy_audit_summary *summary,
                          int64_t clock, chancery_error *error)
{
    struct metrics m = {0};
    struct chy_buf file = {0};
    labels(&m.labels, &summary->head, summary->head.integrity_only,
           chy_audit_is_chosen(&summary->head));
    bool ok = chy_buf_finish(&m.labels, error);
    if (ok && !chy_file_read(&file, path, MAX_METRICS, NULL))
        chy_buf_clear(&file);
    if (ok)
        this_audit(&m, summary);
    ok = ok && success(&m, chy_buf_view(&file), summary, clock, error) &&
         chy_buf_finish(&m.out, error) &&
         chy_file_write(path, chy_buf_view(&m.out), 0644, true, error);
    chy_buf_done(&m.out);
    chy_buf_done(&m.labels);
    chy_buf_done(&file);
    return ok;
}
