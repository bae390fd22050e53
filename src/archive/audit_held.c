/*
 * audit_held.c - the log of an archive, held to the checkpoints of earlier reports: who keeps
 * these needs no other memory to notice that a log was cut off, forked or made anew.
 */
#include "archive/audit.h"

#include "archive/remembered.h"
#include "base/limits.h"
#include "custody/directory_file.h"

#include <stdlib.h>
#include <sys/stat.h>

/* Is a part of the log lost that the comparison would need? Then nobody is accused. */
static bool cannot_tell(struct chy_audit *audit, const struct chy_audit_head *was,
                        const char *report)
{
    static const enum chancery_audit_code codes[] = {
        CHANCERY_A_LOG_DAMAGED, CHANCERY_A_LOG_MISSING, CHANCERY_A_LOG_UNREADABLE};
    struct chy_audit_findings *findings = &audit->summary.log;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (!chy_audit_has(findings, chancery_audit_name(codes[i])))
            continue;
        chy_audit_find(
            findings, codes[i], CHY_LITERAL("log"),
            "Until that is restored nobody can tell whether the log extends the %llu "
            "entries of the report %s.",
            (unsigned long long)was->size, report);
        return true;
    }
    return false;
}

static bool hold_grown(struct chy_audit *audit, const struct chy_audit_head *was,
                       const char *report, chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    bool grew = false;
    if (!chy_log_grew(&grew, &audit->log, was->size, &was->root, &why)) {
        if (chy_audit_is_systemic(&why)) {
            if (error)
                *error = why;
            return false;
        }
        grew = false;
    }
    if (grew)
        audit->summary.vouched[CHY_AUDIT_BY_REPORT] = true;
    else if (!cannot_tell(audit, was, report))
        chy_audit_find(&audit->summary.log, CHANCERY_A_LOG_FORKED,
                       CHY_LITERAL("log/checkpoint"),
                       "The log is forked: its first %llu entries are not those that it had in "
                       "the report %s.",
                       (unsigned long long)was->size, report);
    return true;
}

bool chy_audit_hold(void *context, const struct chy_audit_head *was, const char *report,
                    chancery_error *error)
{
    struct chy_audit *audit = context;
    struct chy_audit_summary *summary = &audit->summary;
    const struct chy_audit_head *is = &summary->head;
    if (was->origin.len == 0 && !audit->unheld)
        audit->unheld = report;
    if (was->origin.len == 0 || is->origin.len == 0)
        return true;
    audit->held = true;
    if (!chy_span_eq(was->origin, is->origin)) {
        chy_fail(error, CHANCERY_E_CONFLICT, "it is the report of another archive");
        return chy_fail_where(error, report);
    }
    if (!chy_digest_eq(&was->key, &is->key)) {
        chy_audit_add(&summary->log, chancery_audit_name(CHANCERY_A_LOG_FORKED),
                      chancery_audit_severity(CHANCERY_A_LOG_FORKED),
                      CHY_LITERAL("log/log.json"), CHY_AUDIT_NEXT_OTHER_KEY,
                      "The log has another key than in the report %s.", report);
        return true;
    }
    if (was->size <= is->size)
        return hold_grown(audit, was, report, error);
    chy_audit_find(&summary->log, CHANCERY_A_LOG_BEHIND, CHY_LITERAL("log/checkpoint"),
                   "The log has %llu entries, and had %llu in the report %s: it was rolled "
                   "back, or is an older copy.",
                   (unsigned long long)is->size, (unsigned long long)was->size, report);
    return true;
}

void chy_audit_hold_end(struct chy_audit *audit)
{
    if (!audit->unheld || audit->held || audit->summary.head.origin.len == 0)
        return;
    chy_audit_find(&audit->summary.log, CHANCERY_A_LOG_UNHELD, CHY_LITERAL("log/checkpoint"),
                   "The report %s does not say what the log was, which could not be opened "
                   "then: nobody can tell by it whether the log only grew.",
                   audit->unheld);
}

bool chy_audit_fail_report(const char *report, chancery_error *error)
{
    const enum chancery_code code = error ? error->code : CHANCERY_OK;
    if (code == CHANCERY_E_FORMAT || code == CHANCERY_E_JSON || code == CHANCERY_E_CANONICAL)
        chy_fail_next(error, "Name a report as chancery audit wrote it, from a copy where it "
                             "was altered; or leave it out.");
    return chy_fail_in_file(error, report);
}

/* The first line that says what was audited; of what --json printed, the last. */
static bool read_head(const char *report, chy_audit_hold_fn *hold, void *context,
                      chancery_error *error)
{
    struct chy_lines lines = {0};
    struct chy_audit_line line = {0};
    chancery_span text;
    uint64_t place;
    bool more = true, ok = chy_lines_open(&lines, report, CHY_MAX_REPORT, error);
    while (ok) {
        ok = chy_lines_next(&lines, &text, &place, &more, error);
        if (ok && !more)
            ok = chy_fail(error, CHANCERY_E_FORMAT,
                          "it is no report: it does not say of which archive");
        ok = ok && chy_audit_line_read(&line, text, error);
        if (!ok || line.kind != CHY_AUDIT_ITEM)
            break;
        chy_audit_line_done(&line);
    }
    if (ok)
        ok = hold(context, line.kind == CHY_AUDIT_HEAD ? &line.head : &line.summary.head,
                  report, error);
    else
        chy_audit_fail_report(report, error);
    chy_audit_line_done(&line);
    chy_lines_done(&lines);
    return ok;
}

bool chy_audit_hold_given(const chancery_audit_options *options, chy_audit_hold_fn *hold,
                          void *context, chancery_error *error)
{
    const char *const given[] = {options->previous, options->baseline};
    struct stat st;
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        if (!given[i])
            continue;
        /* It is read again: a pipe would be empty by then. */
        if (stat(given[i], &st) == 0 && !S_ISREG(st.st_mode)) {
            chy_fail(error, CHANCERY_E_UNREADABLE, "it is no regular file");
            return chy_fail_where(error, given[i]);
        }
        if (!read_head(given[i], hold, context, error))
            return false;
    }
    return true;
}
