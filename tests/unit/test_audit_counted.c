/*
 * test_audit_counted.c - an earlier report is read strictly, and its lines are held to each
 * other (spec/audit.md, U3).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reports.h"

/* U3: what is read of a report is held to its own end: no item is left out or put in, none has
 * another verdict, and beginning and end are of one audit. */
static void counted(void **state)
{
    (void)state;
    static const char *const spoiled[][3] = {
        {"\"item\":\"" ITEM "\"", NULL, "counts other items"},
        {"\"standing\":\"current\"", "\"standing\":\"withdrawn\"", "counts other items"},
        {"\"verdict\":\"authentic\"", "\"verdict\":\"intact\"", "counts other items"},
        {"{\"audit\":{", "{\"audit\":{", "begins twice"},
        {"{\"summary\":{", "", "goes on after"},
    };
    chancery_audit_options options = plain();
    options.nagios = true;
    options.json = false;
    report_now();
    for (size_t i = 0; i < sizeof spoiled / sizeof *spoiled; i++) {
        char *text = content("last");
        struct chy_buf bytes = {0};
        char *line = strstr(text, spoiled[i][0]), *end;
        assert_non_null(line);
        while (line > text && line[-1] != '\n')
            line--;
        end = strchr(line, '\n') + 1;
        chy_buf_add(&bytes, text, (size_t)(line - text));
        if (i == 3 || i == 4) /* twice */
            chy_buf_add(&bytes, line, (size_t)(end - line));
        if (i == 1 || i == 2) {
            char *at = strstr(line, spoiled[i][0]);
            chy_buf_add(&bytes, line, (size_t)(at - line));
            chy_buf_str(&bytes, spoiled[i][1]);
            line = at + strlen(spoiled[i][0]);
        }
        if (i > 0)
            chy_buf_add(&bytes, line, (size_t)(end - line));
        chy_buf_str(&bytes, end);
        assert_true(chy_file_write("other", chy_buf_view(&bytes), 0644, true, NULL));
        chy_buf_done(&bytes);
        chancery_free(text);
        options.since = NULL;
        options.since_count = 0;
        options.baseline = "other";
        refused(&options, CHANCERY_E_FORMAT, spoiled[i][2]);
        options.baseline = NULL;
        options.since = other;
        options.since_count = 1;
        refused(&options, CHANCERY_E_FORMAT, spoiled[i][2]);
    }
    other_report("\"lapseDays\":90", "\"lapseDays\":91");
    options.since = NULL;
    options.since_count = 0;
    options.baseline = "other";
    audited(&options, 0);
    spoil("other", "\"lapseDays\":91", "\"lapseDays\":92");
    refused(&options, CHANCERY_E_FORMAT, "are not of one audit");
}

/* U3: what vouched is known, in its order and once; times are in UTC. */
static void strict(void **state)
{
    (void)state;
    static const char *const spoiled[][2] = {
        {"\"vouched\":[]", "\"vouched\":[\"report\",\"report\"]"},
        {"\"vouched\":[]", "\"vouched\":[\"witnesses\",\"directory\"]"},
        {"\"vouched\":[]", "\"vouched\":[\"somebody\"]"},
        {"\"vouched\":[],", ""},
        {"\"provenTime\":null", "\"provenTime\":\"2012-10-04\""},
        {"\"provenTime\":null", "\"provenTime\":\"2012-10-04T12:00:00+00:00\""},
        {"\"provenTime\":null,", ""},
    };
    chancery_audit_options options = by(2, other);
    options.nagios = true;
    options.json = false;
    report_now();
    for (size_t i = 0; i < sizeof spoiled / sizeof *spoiled; i++) {
        other_report(spoiled[i][0], spoiled[i][1]);
        refused(&options, CHANCERY_E_FORMAT, "");
    }
    other_report("\"vouched\":[]", "\"vouched\":[\"directory\",\"report\",\"witnesses\"]");
    audited(&options, 0);
    other_report("\"provenTime\":null", "\"provenTime\":\"2012-10-04T12:00:00Z\"");
    audited(&options, 0);
}

/* Every item and the counts may say what the audit does not have. */
static void misfits(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.integrity_only = true;
    options.output = "last";
    audited(&options, 0);
    other_report("\"verdict\":\"intact\"", "\"verdict\":\"authentic\"");
    options = by(2, other);
    options.nagios = true;
    options.json = false;
    refused(&options, CHANCERY_E_FORMAT, "counts other items");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ARCHIVE(counted),
        IN_ARCHIVE(misfits),
        IN_ARCHIVE(strict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
