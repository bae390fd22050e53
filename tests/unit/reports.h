/*
 * reports.h - an earlier report of the archive, as it was written or spoiled, and the ways in
 * which an audit is given one. Include it after cmocka.h.
 */
#ifndef CHY_TESTS_REPORTS_H
#define CHY_TESTS_REPORTS_H

#include "audited.h"

static const char *const last[] = {"last"};

/* The ways in which a report is named to which the log is held. */
static inline chancery_audit_options by(int way, const char *const *report)
{
    chancery_audit_options options = plain();
    switch (way) {
    case 0:
        options.since = report;
        options.since_count = 1;
        break;
    case 1:
        options.previous = report[0];
        break;
    default:
        options.baseline = report[0];
    }
    return options;
}

#define WAYS 3

static inline void report_now(void)
{
    chancery_audit_options options = plain();
    options.output = "last";
    audited(&options, 0);
}

/* A copy of the report that says something else, wherever it says it. */
static inline void other_report(const char *from, const char *to)
{
    char *text = content("last");
    struct chy_buf bytes = {0};
    const char *at = text;
    size_t times = 0;
    for (const char *next; (next = strstr(at, from)); at = next + strlen(from), times++) {
        chy_buf_add(&bytes, at, (size_t)(next - at));
        chy_buf_str(&bytes, to);
    }
    assert_true(times > 0);
    chy_buf_str(&bytes, at);
    assert_true(chy_file_write("other", chy_buf_view(&bytes), 0644, true, NULL));
    chy_buf_done(&bytes);
    chancery_free(text);
}

static const char *const other[] = {"other"};

/* Another hexadecimal digit. */
static inline void other_digit(const char *after)
{
    char from[64], to[64];
    char *text = content("last");
    const char *at = strstr(text, after);
    assert_non_null(at);
    char digit = at[strlen(after)];
    snprintf(from, sizeof from, "%s%c", after, digit);
    snprintf(to, sizeof to, "%s%c", after, digit == '0' ? '1' : '0');
    other_report(from, to);
    chancery_free(text);
}

#endif
