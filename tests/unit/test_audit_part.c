/*
 * test_audit_part.c - what an audit writes grows in a file of its own, and in no other that was
 * put under its name (spec/audit.md, U28, U38).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/audit.h"

#include "audited.h"

#include <sys/stat.h>
#include <unistd.h>

/* Whatever stood there when the names were looked at. */
static void not_opened(const char *said)
{
    struct chy_report_part part;
    chancery_error_init(&error);
    assert_false(chy_part_open(&part, "report", true, &error));
    assert_int_equal(error.code, CHANCERY_E_REFUSED);
    assert_non_null(strstr(error.text, said));
    assert_true(strlen(error.next) > 0);
    chy_part_done(&part);
}

static void kinds(void **state)
{
    (void)state;
    struct chy_report_part part;
    assert_int_equal(mkfifo("report.part", 0600), 0);
    not_opened("no file to go on with");
    assert_int_equal(unlink("report.part"), 0);
    assert_int_equal(symlink("elsewhere", "report.part"), 0);
    not_opened("link");
    assert_int_equal(unlink("report.part"), 0);
    assert_true(chy_part_open(&part, "report", true, NULL));
    struct chy_report_part second;
    chancery_error_init(&error);
    assert_false(chy_part_open(&second, "report", true, &error));
    assert_int_equal(error.code, CHANCERY_E_CONFLICT);
    chy_part_done(&second);
    chy_part_done(&part);
}

/* The archive's own index, by a hard link, is neither emptied nor written into. */
static void hard_link(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    char *index = content(KEEP "/index.jsonl");
    assert_int_equal(link(KEEP "/index.jsonl", "report.part"), 0);
    assert_int_equal(link(KEEP "/index.jsonl", "events.part"), 0);
    options.output = "report";
    refused(&options, CHANCERY_E_REFUSED, "has another name too");
    options.output = NULL;
    options.premis = "events";
    refused(&options, CHANCERY_E_REFUSED, "has another name too");
    char *after = content(KEEP "/index.jsonl");
    assert_string_equal(index, after);
    chancery_free(index);
    chancery_free(after);
}

static void of_another(void **state)
{
    (void)state;
    put("report.part", "theirs");
    if (geteuid() != 0 || chown("report.part", 65534, 65534) != 0)
        skip();
    not_opened("of another user");
    char *text = content("report.part");
    assert_string_equal(text, "theirs");
    chancery_free(text);
}

/* U28: a line of an item that was of another entry is made anew. */
static void other_entry(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    uint64_t resumed = 0;
    options.output = "whole";
    audited(&options, 0);
    char *whole = content("whole");
    put("report.part", whole);
    spoil("report.part", "\"entry\":1,", "\"entry\":2,");
    options.output = "report";
    options.resumed = &resumed;
    audited(&options, 0);
    assert_int_equal(resumed, 1);
    char *report = content("report");
    assert_string_equal(report, whole);
    chancery_free(report);
    chancery_free(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ARCHIVE(kinds),
        IN_ARCHIVE(hard_link),
        IN_ARCHIVE(of_another),
        IN_ARCHIVE(other_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
