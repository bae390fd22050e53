/*
 * test_verdict.c - which act is judged, later acts, lines that do not count, the directory:
 * rules 0.x, 8.x, 9.x and 10.x of spec/verdict.md, one thing spoiled at a time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/encode.h"
#include "spoiled.h"

static void present_letter(struct story *story)
{
    story_set(&story->document, story->letter);
}

static void present_cover(struct story *story)
{
    story_set(&story->document, story->cover);
}

static void present_other(struct story *story)
{
    story_set(&story->document, "Something else altogether.\n");
    story->name = "other.txt";
}

static void present_other_by_name(struct story *story)
{
    story_set(&story->document, "Something else altogether.\n");
}

static void all_out(struct story *story)
{
    story->record.len = 0;
}

static void strangers_only(struct story *story)
{
    story->leave_out[LETTER] = story->leave_out[FORWARD] = true;
    story->signer[ISSUE][0] = SEED_STRANGER;
}

static void expired(struct story *story)
{
    story->trust.expired = true;
}

static void partly_signed(struct story *story)
{
    story->trust.partly_signed = 2;
}

/* Delta's letter of another text, which has defects of its own: he is one of two who should
 * have signed it, and its day is to come. */
static void other_letter_added(struct story *story)
{
    chancery_digest digest;
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_buf payload = {0};
    chancery_text *text = NULL;
    struct chy_statement *letter = &story->act[LETTER];
    story_check(chy_text_new(&text, CHY_LITERAL("Other words.\n"), &error) &&
                    chy_statement_set_text(letter, text, &error),
                "text", &error);
    story_set(&letter->signatory[0].name, "Specimen Delta");
    story_set(&letter->signatory[0].office.office, "Minister");
    letter->date.year = 2039;
    story_check(chy_statement_write(&payload, letter, &error), "other", &error);
    story_sign(story, &digest, chy_buf_view(&payload), SEED_DELTA);
    chy_buf_done(&payload);
    chancery_text_free(text);
}

static void expect_letter(struct story *story)
{
    story->expect = "letter";
}

static void expect_issue(struct story *story)
{
    story->expect = "issue";
}

static void junk(struct story *story)
{
    chy_buf_str(&story->record,
                "junk\n{\"payload\":1}\n{}\n{\"timestamp\":{\"signature\":\"00\"}}\n\n[[[[\n");
}

static void doubled(struct story *story)
{
    struct chy_buf twice = {0};
    chy_buf_span(&twice, chy_buf_view(&story->record));
    chy_buf_span(&story->record, chy_buf_view(&twice));
    chy_buf_done(&twice);
}

/* Delta, who has a key, issues the document himself, with the right digests. */
static void bogus_issue_added(struct story *story)
{
    chancery_digest digest;
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_buf payload = {0};
    struct chy_statement *issue = &story->act[ISSUE];
    story_set(&issue->signatory[0].name, "Specimen Delta");
    story_set(&issue->signatory[0].office.office, "Minister");
    story_set(&issue->signatory[0].office.of, "Specimenia");
    story_check(chy_statement_write(&payload, issue, &error), "bogus", &error);
    story_sign(story, &digest, chy_buf_view(&payload), SEED_DELTA);
    chy_buf_done(&payload);
}

/* The same with a file carried, so that it shares nothing with the honest chain. */
static void rival_issue_added(struct story *story)
{
    struct chy_carried *carried = story->act[ISSUE].carries;
    carried->is_file = true;
    carried->name = story_dup("cover.txt");
    carried->media_type = story_dup("text/plain");
    bogus_issue_added(story);
}

/* The registry signs two statements about the document that differ in their number alone. */
static void issued_twice(struct story *story)
{
    chancery_digest digest;
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_buf payload = {0};
    story->act[ISSUE].issue_number = 2;
    story_check(chy_statement_write(&payload, &story->act[ISSUE], &error), "twice", &error);
    story_sign(story, &digest, chy_buf_view(&payload), SEED_REGISTRY);
    chy_buf_done(&payload);
}

/* Another document, and the record ends with an act that nobody of the directory signed. */
static void other_with_strangers_act(struct story *story)
{
    chancery_digest digest;
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_buf payload = {0};
    present_other(story);
    story->act[LETTER].date.day = 19;
    story_check(chy_statement_write(&payload, &story->act[LETTER], &error), "act", &error);
    story_sign(story, &digest, chy_buf_view(&payload), SEED_STRANGER);
    chy_buf_done(&payload);
}

static void nothing_expected_found(struct story *story)
{
    all_out(story);
    story->expect = "letter";
}

static void rename_field(int act, char *payload)
{
    char *field = act == LETTER ? strstr(payload, "\"language\"") : NULL;
    if (field)
        field[8] = 'f';
}

static void unknown_field(struct story *story)
{
    story->edit_payload = rename_field;
}

/* The cover with words added, in a record without the issue, under the letter's name. */
static void nearest_by_words(struct story *story)
{
    story->leave_out[ISSUE] = true;
}

static void cover_named_annex(struct story *story)
{
    story->name = "annex.txt";
    story_set(&story->document, story->cover);
    story_replace(&story->document, "Gamma\n", "Gamma\n\nPrinted on paper.\n");
}

static const struct spoiled cases[] = {
    {"nothing", NULL, NULL, NULL, AUTHENTIC, -1, NULL},
    {"0.3 the letter alone", NULL, NULL, present_letter, AUTHENTIC, -1, NULL},
    {"0.3 the cover alone", NULL, NULL, present_cover, AUTHENTIC, -1, NULL},
    {"0.1 no record", NULL, NULL, all_out, INDETERMINATE, F(NO_RECORD), NULL},
    {"0.2 strangers' signatures", strangers_only, NULL, NULL, INDETERMINATE, F(NO_SIGNATURE),
     NULL},
    {"0.3 another document", NULL, NULL, present_other, INDETERMINATE, F(NO_ACT), NULL},
    {"0.3 another document and a stranger's act", NULL, NULL, other_with_strangers_act,
     INDETERMINATE, F(NO_ACT), NULL},
    {"0.4 expected, and no record", NULL, NULL, nothing_expected_found, INDETERMINATE,
     F(EXPECTATION), "letter"},
    {"0.3 another document of the name", NULL, NULL, present_other_by_name, NOT_AUTHENTIC,
     F(PARAGRAPH_MISSING), NULL},
    {"0.3 an act added by one who may not", NULL, NULL, bogus_issue_added, AUTHENTIC, -1, NULL},
    {"0.6 a rival", NULL, NULL, rival_issue_added, AUTHENTIC, F(RIVAL_ACT), "Specimen Delta"},
    {"0.3 issued twice", NULL, NULL, issued_twice, AUTHENTIC, -1, NULL},
    {"0.4 the letter expected", NULL, NULL, expect_letter, INDETERMINATE, F(EXPECTATION),
     "letter"},
    {"0.4 the issue expected", NULL, NULL, expect_issue, AUTHENTIC, -1, NULL},
    {"8.2 an unknown field", unknown_field, NULL, NULL, INDETERMINATE, F(UNKNOWN_FIELD), NULL},
    {"0.3 words before a name", nearest_by_words, NULL, cover_named_annex, INDETERMINATE,
     F(EXTRA_WORDS), NULL},
    {"9.1 junk", NULL, NULL, junk, AUTHENTIC, F(JUNK_LINE), NULL},
    {"9.3 doubled lines", NULL, NULL, doubled, AUTHENTIC, -1, NULL},
    {"0.5 another act", NULL, NULL, other_letter_added, AUTHENTIC, F(OTHER_ACT), NULL},
    {"10.2 versions partly signed", partly_signed, NULL, NULL, AUTHENTIC,
     F(DIRECTORY_PARTLY_SIGNED), NULL},
    {"10.1 expired", expired, NULL, NULL, AUTHENTIC, F(DIRECTORY_EXPIRED), NULL},
};

static void test_spoiled(void **state)
{
    (void)state;
    spoiled_all(cases, sizeof cases / sizeof *cases);
}

/* A zeroed verdict, or none at all, is not authentic. */
static void test_zeroed(void **state)
{
    struct chancery_verdict verdict = {0};
    (void)state;
    assert_int_equal(chancery_verdict_status(&verdict), CHANCERY_STATUS_NOT_AUTHENTIC);
    assert_int_equal(chancery_verdict_exit(&verdict), CHANCERY_EXIT_NOT_AUTHENTIC);
    assert_int_equal(chancery_verdict_status(NULL), CHANCERY_STATUS_NOT_AUTHENTIC);
}

/* All three sign the bytes of a copy, as one letter; the issue has its text. The better level
 * comes first, unless an issue is expected. */
static void test_level_before_type(void **state)
{
    static const struct {
        const char *expect;
        enum chy_act_type type;
        enum chy_level level;
    } all[] = {{NULL, CHY_ACT_LETTER, CHY_LEVEL_BYTES},
               {"letter", CHY_ACT_LETTER, CHY_LEVEL_BYTES},
               {"issue", CHY_ACT_ISSUE, CHY_LEVEL_TEXT}};
    (void)state;
    struct story story;
    chancery_digest digest;
    struct chy_buf payload = {0};
    story_init(&story);
    story_seal(&story);
    story_set(&story.document, story.issue);
    story_replace(&story.document, "Sir,", "Sir, ");
    struct chy_statement *letter = &story.act[FORWARD];
    letter->type = CHY_ACT_LETTER;
    letter->has_text = false;
    letter->subject_digest = chy_digest_of(chy_span_str(story.document));
    story_set(&letter->predicate_type, "urn:chancery:letter:v1");
    story_signatory(letter, ALPHA, "President", "Specimenia", false);
    story_signatory(letter, BETA, "Prime Minister", "Specimenia", false);
    assert_true(chy_statement_write(&payload, letter, NULL));
    story_sign(&story, &digest, chy_buf_view(&payload), SEED_GAMMA);
    story_sign(&story, &digest, chy_buf_view(&payload), SEED_ALPHA);
    story_sign(&story, &digest, chy_buf_view(&payload), SEED_BETA);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        story.expect = all[i].expect;
        const chancery_verdict *verdict = story_judge(&story);
        assert_int_equal(verdict->status, CHANCERY_STATUS_AUTHENTIC);
        assert_int_equal(verdict->act[0].statement.type, all[i].type);
        assert_int_equal(verdict->match, all[i].level);
    }
    chy_buf_done(&payload);
    story_done(&story);
}

static void test_findings(void **state)
{
    (void)state;
    struct chy_findings findings = {0}, more = {0};
    const enum chancery_finding_code none = CHANCERY_FINDING_COUNT;
    const chancery_digest act = {{7}};
    assert_string_equal(chancery_finding_name(none), "unknown");
    assert_int_equal(chancery_finding_severity(none), CHANCERY_CONTRADICTED);
    assert_string_equal(chancery_finding_rule(none), "");
    assert_string_equal(chancery_finding_next(none), "");
    assert_string_equal(chancery_finding_name(CHANCERY_F_WRONG_HAND), "wrong-hand");
    assert_string_equal(chancery_finding_rule(CHANCERY_F_WRONG_HAND), "5.2");
    assert_int_equal(chy_findings_worst(&findings), CHANCERY_NOTE);
    assert_null(chy_findings_contradiction(&findings));
    chy_findings_add(&findings, CHANCERY_F_WRONG_HAND, &act, "who", 3, "%s", "one");
    chy_findings_add(&more, CHANCERY_F_HAND, NULL, NULL, 0, "two");
    chy_findings_move(&findings, &more);
    assert_int_equal(findings.count, 2);
    assert_int_equal(more.count, 0);
    assert_int_equal(chy_findings_worst(&findings), CHANCERY_CONTRADICTED);
    assert_true(chy_findings_has(&findings, CHANCERY_F_HAND));
    assert_false(chy_findings_has(&findings, CHANCERY_F_JUNK_LINE));
    const struct chy_finding *one = chy_findings_contradiction(&findings);
    assert_string_equal(one->sentence, "one");
    assert_string_equal(one->subject, "who");
    assert_true(one->has_act && chy_digest_eq(&one->act, &act) && one->paragraph == 3);
    assert_false(findings.item[1].has_act);
    chy_findings_done(&findings);
}

static void test_undecided(void **state)
{
    (void)state;
    const chancery_error error = {.code = CHANCERY_E_USAGE};
    chancery_verdict *verdict = chancery_verdict_undecided("x", &error);
    assert_int_equal(chancery_verdict_exit(verdict), CHANCERY_EXIT_USAGE);
    assert_string_equal(verdict->file, "x");
    chancery_verdict_free(verdict);
    verdict = chancery_verdict_undecided(NULL, NULL);
    assert_int_equal(verdict->error.code, CHANCERY_E_INTERNAL);
    assert_int_equal(chancery_verdict_exit(verdict), CHANCERY_EXIT_UNDECIDED);
    assert_false(chancery_verdict_has(verdict, CHANCERY_F_HAND));
    assert_false(chancery_verdict_has(NULL, CHANCERY_F_HAND));
    chancery_verdict_free(verdict);
    chancery_verdict_free(NULL);
}

/* Other acts than letters, forwards and issues cannot be expected. */
static void test_expectation(void **state)
{
    (void)state;
    struct story story;
    chancery_verdict *verdict = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    story_init(&story);
    story_seal(&story);
    assert_false(chancery_verify_bytes(&verdict, story.name, chy_span_str(story.issue),
                                       chy_buf_view(&story.record), "receipt", &story.trust,
                                       &error));
    assert_int_equal(error.code, CHANCERY_E_USAGE);
    assert_int_equal(chancery_verdict_status(verdict), CHANCERY_STATUS_UNDECIDED);
    assert_int_equal(chancery_verdict_exit(verdict), CHANCERY_EXIT_USAGE);
    chancery_verdict_free(verdict);
    story_done(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spoiled),     cmocka_unit_test(test_zeroed),
        cmocka_unit_test(test_expectation), cmocka_unit_test(test_level_before_type),
        cmocka_unit_test(test_findings),    cmocka_unit_test(test_undecided),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
