/*
 * test_audit_read.c - lines of audits' reports, read strictly (spec/audit.md).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/audit_eye.h"
#include "audited.h"
#include "base/limits.h"
#include "report/audit.h"

static enum chancery_code reads(const char *text)
{
    struct chy_audit_line line;
    chancery_error why = CHANCERY_ERROR_INIT;
    bool ok = chy_audit_line_read(&line, chy_span_str(text), &why);
    chy_audit_line_done(&line);
    assert_true(ok == (why.code == CHANCERY_OK));
    return why.code;
}

#define BEFORE "{\"added\":null,\"bag\":null,\"document\":null,\"entry\":0,\"findings\":["
#define AFTER "],\"item\":\"x\",\"proves\":null,\"standing\":null,\"verdict\":\"authentic\"}"
#define FINDING(path)                                                                          \
    "{\"code\":\"newer-bag\",\"next\":null,\"path\":" path ",\"sentence\":\"s\",\"severity\":" \
    "\"note\"}"
#define LINE(code, sentence, severity, item, verdict)                                          \
    BEFORE "{\"code\":\"" code "\",\"next\":null,\"path\":null,\"sentence\":\"" sentence       \
           "\",\"severity\":\"" severity "\"}],\"item\":\"" item                               \
           "\",\"proves\":null,\"standing\":null,\"verdict\":\"" verdict "\"}"

/* U3 */
static void strict(void **state)
{
    (void)state;
    assert_int_equal(reads(BEFORE AFTER), CHANCERY_OK);
    assert_int_equal(reads(BEFORE FINDING("null") AFTER), CHANCERY_OK);
    assert_int_equal(reads(BEFORE FINDING("\"\"") AFTER), CHANCERY_E_FORMAT);
    assert_int_equal(reads(BEFORE "1" AFTER), CHANCERY_E_FORMAT);
    assert_int_equal(reads(BEFORE AFTER " "), CHANCERY_E_CANONICAL);
    assert_int_equal(reads("{}"), CHANCERY_E_FORMAT);
    assert_int_equal(reads("{"), CHANCERY_E_JSON);
    assert_int_equal(reads("{\"audit\":{}}"), CHANCERY_E_FORMAT);
    assert_int_equal(reads("{\"summary\":{}}"), CHANCERY_E_FORMAT);
    assert_int_equal(
        reads("{\"added\":null,\"bag\":null,\"document\":null,\"entry\":0,\"findings\":[],"
              "\"item\":\"x\",\"more\":1,\"proves\":null,\"standing\":null,\"verdict\":"
              "\"authentic\"}"),
        CHANCERY_E_FORMAT);
    assert_int_equal(
        reads("{\"added\":null,\"bag\":null,\"document\":null,\"entry\":0,\"findings\":[],"
              "\"item\":\"x\",\"proves\":null,\"standing\":null,\"verdict\":\"good\"}"),
        CHANCERY_E_FORMAT);
}

/* U3: a verdict is held to the findings, and these to their codes. */
static void held_to_findings(void **state)
{
    (void)state;
    struct chy_audit_item item = {.verdict = CHY_AUDIT_AUTHENTIC};
    assert_int_equal(reads(LINE("file-altered", "s", "not-authentic", "x", "not-authentic")),
                     CHANCERY_OK);
    assert_int_equal(reads(LINE("bag-missing", "s", "indeterminate", "x", "indeterminate")),
                     CHANCERY_OK);
    assert_int_equal(reads(LINE("time-lapses", "s", "warning", "x", "intact")), CHANCERY_OK);
    assert_int_equal(reads(LINE("more-findings", "s", "warning", "x", "intact")), CHANCERY_OK);
    assert_int_equal(reads(LINE("file-altered", "s", "not-authentic", "x", "authentic")),
                     CHANCERY_E_FORMAT);
    assert_int_equal(reads(LINE("file-altered", "s", "not-authentic", "x", "indeterminate")),
                     CHANCERY_E_FORMAT);
    assert_int_equal(reads(LINE("bag-missing", "s", "indeterminate", "x", "intact")),
                     CHANCERY_E_FORMAT);
    assert_int_equal(reads(LINE("newer-bag", "s", "note", "x", "not-authentic")),
                     CHANCERY_E_FORMAT);
    assert_int_equal(reads(LINE("file-altered", "s", "note", "x", "authentic")),
                     CHANCERY_E_FORMAT);
    assert_int_equal(reads(LINE("no-such-code", "s", "note", "x", "authentic")),
                     CHANCERY_E_FORMAT);
    assert_int_equal(reads(LINE("more-findings", "s", "not-authentic", "x", "authentic")),
                     CHANCERY_E_FORMAT);
    assert_true(chy_audit_item_fits(&item, false) && !chy_audit_item_fits(&item, true));
    item.verdict = CHY_AUDIT_INTACT;
    assert_true(chy_audit_item_fits(&item, true) && !chy_audit_item_fits(&item, false));
    item.verdict = CHY_AUDIT_COMPLETED;
    assert_true(chy_audit_item_fits(&item, false) && !chy_audit_item_fits(&item, true));
    assert_int_equal(reads(LINE("newer-bag", "s", "note", "x", "completed")), CHANCERY_OK);
    assert_int_equal(reads(LINE("number-gap", "s", "note", "x", "completed")),
                     CHANCERY_E_FORMAT);
    assert_int_equal(reads(LINE("signature-missing", "s", "indeterminate", "x", "completed")),
                     CHANCERY_E_FORMAT);
}

/* U3: nothing that a terminal obeys, or that ends a line in another program's format. */
static void nothing_hidden(void **state)
{
    (void)state;
    struct chy_audit_findings findings = {0};
    assert_int_equal(reads(LINE("newer-bag", "s", "note", "x\\n", "authentic")),
                     CHANCERY_E_FORMAT);
    assert_int_equal(reads(LINE("newer-bag", "s\\u001b", "note", "x", "authentic")),
                     CHANCERY_E_FORMAT);
    assert_int_equal(reads(LINE("newer-bag", "\xE2\x80\xAE", "note", "x", "authentic")),
                     CHANCERY_E_FORMAT);
    assert_int_equal(reads(LINE("newer-bag\\n", "s", "note", "x", "authentic")),
                     CHANCERY_E_FORMAT);
    assert_int_equal(reads(BEFORE FINDING("\"\\n\"") AFTER), CHANCERY_E_FORMAT);
    chy_audit_add(&findings, "c", CHANCERY_NOTE, CHY_LITERAL("a\nb"), "", "c%c", '\n');
    assert_true(chy_span_is(findings.item[0].path, "a\\nb"));
    assert_true(chy_span_is(findings.item[0].sentence, "c\\n"));
    chy_audit_findings_done(&findings);
    assert_true(chy_audit_has_controls(chy_span_str("a\nb")));
    assert_true(chy_audit_has_controls(chy_span_str("a\xC2\x9B")));
    assert_false(chy_audit_has_controls(chy_span_str("registry.example/\xC3\xA9")));
}

/* U3: nor in what a report says of the audit itself. */
static void nothing_hidden_in_head(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.pattern = "S*\n";
    refused(&options, CHANCERY_E_USAGE, "control character");
    options.pattern = "S*";
    audited(&options, 0);
    char *text = (char *)shown.ptr, *end = strstr(text, "{\"summary\":"), *at;
    assert_non_null(end);
    end[strlen(end) - 1] = '\0';
    assert_int_equal(reads(end), CHANCERY_OK);
    struct chy_buf other = {0};
    at = strstr(end, "\"pattern\":\"S");
    chy_buf_add(&other, end, (size_t)(at - end) + strlen("\"pattern\":\"S"));
    chy_buf_str(&other, "\\n");
    chy_buf_str(&other, at + strlen("\"pattern\":\"S*"));
    chy_buf_byte(&other, '\0');
    assert_int_equal(reads((char *)other.ptr), CHANCERY_E_FORMAT);
    chy_buf_done(&other);
}

/* CHY_MAX_AUDIT_FINDINGS, CHY_MAX_AUDIT_TEXT and CHY_MAX_AUDIT_CODES, and one past each. */
static void limits(void **state)
{
    (void)state;
    struct chy_audit_totals totals = {0};
    chancery_error why = CHANCERY_ERROR_INIT;
    for (size_t past = 0; past < 2; past++) {
        struct chy_buf text = {0};
        chy_buf_str(&text, BEFORE);
        for (size_t i = 0; i < CHY_MAX_AUDIT_FINDINGS + past; i++)
            chy_buf_str(&text, i > 0 ? "," FINDING("null") : FINDING("null"));
        chy_buf_str(&text, AFTER);
        chy_buf_byte(&text, '\0');
        assert_int_equal(reads((char *)text.ptr), past ? CHANCERY_E_LIMIT : CHANCERY_OK);
        chy_buf_clear(&text);
        chy_buf_str(&text, BEFORE
                    "{\"code\":\"newer-bag\",\"next\":null,\"path\":null,\"sentence\":\"");
        for (size_t i = 0; i < CHY_MAX_AUDIT_TEXT + past; i++)
            chy_buf_byte(&text, 'x');
        chy_buf_str(&text, "\",\"severity\":\"note\"}" AFTER);
        chy_buf_byte(&text, '\0');
        assert_int_equal(reads((char *)text.ptr), past ? CHANCERY_E_LIMIT : CHANCERY_OK);
        chy_buf_done(&text);
    }
    for (size_t i = 0; i <= CHY_MAX_AUDIT_CODES; i++) {
        struct chy_audit_item item = {0};
        char code[16];
        snprintf(code, sizeof code, "c%zu", i);
        chy_audit_add(&item.findings, code, CHANCERY_NOTE, (chancery_span){0}, "", "s");
        assert_int_equal(chy_audit_totals_add(&totals, &item, &why), i < CHY_MAX_AUDIT_CODES);
        chy_audit_findings_done(&item.findings);
    }
    assert_int_equal(why.code, CHANCERY_E_LIMIT);
    chy_audit_totals_done(&totals);
}

/* U7: what is not listed is counted, and weighs. CHY_MAX_AUDIT_FINDINGS */
static void many(void **state)
{
    (void)state;
    struct chy_audit_findings findings = {0};
    for (size_t i = 0; i < CHY_MAX_AUDIT_FINDINGS + 5; i++)
        chy_audit_add(&findings, "c",
                      i == CHY_MAX_AUDIT_FINDINGS ? CHANCERY_CONTRADICTED : CHANCERY_NOTE,
                      (chancery_span){0}, "", "s");
    chy_audit_close(&findings);
    assert_int_equal(findings.count, CHY_MAX_AUDIT_FINDINGS);
    assert_int_equal(chy_audit_worst(&findings), CHANCERY_CONTRADICTED);
    assert_true(chy_audit_has(&findings, "more-findings"));
    assert_true(chy_span_is(findings.item[findings.count - 1].sentence,
                            "6 more findings are not listed."));
    chy_audit_findings_done(&findings);
}

/* U34: a value of a label stays in its line. */
static void label(void **state)
{
    (void)state;
    struct chy_audit_summary summary = {.head.origin = CHY_LITERAL("a\nb\"c\\")};
    assert_true(chy_prometheus_write("metrics", &summary, summary.head.time, NULL));
    char *text = content("metrics");
    assert_true(holds(text, "chancery_audit_status{archive=\"a\\nb\\\"c\\\\\"} 0\n"));
    free(text);
}

/* U2: a next step that an audit says adds nothing to a record within a bag, and names no option
 * that an audit does not have. */
static void next_steps(void **state)
{
    (void)state;
    static const char *const elsewhere[] = {"--record", "merge", "chancery sign",
                                            "chancery timestamp", "Put the"};
    for (int i = 0; i < CHANCERY_FINDING_COUNT; i++) {
        enum chancery_finding_code code = (enum chancery_finding_code)i;
        const char *next = chy_audit_verdict_next(code);
        /* of what is about to lapse an audit speaks itself */
        if (chancery_finding_severity(code) == CHANCERY_NOTE ||
            code == CHANCERY_F_TIMESTAMP_LAPSES)
            continue;
        for (size_t k = 0; k < sizeof elsewhere / sizeof *elsewhere; k++)
            if (holds(next, elsewhere[k]) && !holds(next, "outside the archive"))
                fail_msg("%s: %s", chancery_finding_name(code), next);
        if (holds(next, "outside the archive") && !holds(next, "chancery archive add"))
            fail_msg("%s: %s", chancery_finding_name(code), next);
        if (holds(next, " --") && !holds(next, "chancery ") && !holds(next, "with --at") &&
            !holds(next, "without --require") && !holds(next, "outline --split"))
            fail_msg("%s: %s", chancery_finding_name(code), next);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strict),
        cmocka_unit_test(held_to_findings),
        cmocka_unit_test(nothing_hidden),
        cmocka_unit_test(limits),
        cmocka_unit_test(many),
        cmocka_unit_test(next_steps),
        IN_ARCHIVE(nothing_hidden_in_head),
        IN_ARCHIVE(label),
    };
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
