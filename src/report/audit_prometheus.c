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

static void describe(struct chy_buf *out, const char *name, const char *help)
{
    chy_buf_printf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void metric(struct chy_buf *out, const char *name, chancery_span archive,
                   const char *other, chancery_span value, int64_t number)
{
    chy_buf_printf(out, "%s{archive=", name);
    label(out, archive);
    if (other) {
        chy_buf_printf(out, ",%s=", other);
        label(out, value);
    }
    chy_buf_printf(out, "} %lld\n", (long long)number);
}

/* The time of the last success that the file that is replaced tells, of the same archive. */
static bool earlier(int64_t *out, const char *path, chancery_span archive,
                    chancery_error *error)
{
    struct chy_buf bytes = {0}, start = {0};
    chancery_span line, rest;
    bool found = false;
    chy_buf_printf(&start, "%s{archive=", SUCCESS);
    label(&start, archive);
    chy_buf_str(&start, "} ");
    bool ok = chy_buf_finish(&start, error);
    if (ok && chy_file_read(&bytes, path, MAX_METRICS, NULL)) {
        rest = chy_buf_view(&bytes);
        while (!found && chy_span_line(&line, &rest)) {
            chancery_span digits = chy_span_from(line, start.len);
            if (!chy_span_starts(line, chy_buf_view(&start)) || digits.len == 0 ||
                digits.len > 15)
                continue;
            found = true;
            *out = 0;
            for (size_t i = 0; i < digits.len; i++) {
                found = found && digits.ptr[i] >= '0' && digits.ptr[i] <= '9';
                *out = *out * 10 + (digits.ptr[i] - '0');
            }
        }
    }
    if (!found)
        *out = 0;
    chy_buf_done(&bytes);
    chy_buf_done(&start);
    return ok;
}

bool chy_prometheus_write(const char *path, const struct chy_audit_summary *summary,
                          chancery_error *error)
{
    const chancery_span none = {0}, archive = summary->head.origin;
    const struct chy_audit_totals *totals = &summary->totals;
    struct chy_buf out = {0};
    int status = chy_audit_exit(summary);
    int64_t success = summary->head.time;
    if (status != CHANCERY_EXIT_OK && !earlier(&success, path, archive, error))
        return false;
    describe(&out, "chancery_audit_items", "Items of the last audit, by verdict.");
    for (size_t i = 0; i < CHY_AUDIT_VERDICTS; i++)
        metric(&out, "chancery_audit_items", archive, "verdict",
               chy_span_str(chy_audit_verdict_name((enum chy_audit_verdict)i)),
               (int64_t)totals->verdict[i]);
    describe(&out, "chancery_audit_findings", "Findings of the last audit, by code.");
    for (size_t i = 0; i < totals->codes; i++)
        metric(&out, "chancery_audit_findings", archive, "code",
               chy_span_str(totals->code[i].code), (int64_t)totals->code[i].count);
    describe(&out, "chancery_audit_log_entries", "Entries of the archive's log.");
    metric(&out, "chancery_audit_log_entries", archive, NULL, none,
           (int64_t)summary->head.size);
    describe(&out, "chancery_audit_status",
             "Exit status of the last audit: 0 good, 1 not authentic, 2 indeterminate.");
    metric(&out, "chancery_audit_status", archive, NULL, none, status);
    describe(&out, "chancery_audit_timestamp_seconds", "As of when the last audit judged.");
    metric(&out, "chancery_audit_timestamp_seconds", archive, NULL, none, summary->head.time);
    describe(&out, SUCCESS, "As of when the last audit judged that found nothing wrong.");
    metric(&out, SUCCESS, archive, NULL, none, success);
    bool ok = chy_buf_finish(&out, error) &&
              chy_file_write(path, chy_buf_view(&out), 0644, true, error);
    chy_buf_done(&out);
    return ok;
}
