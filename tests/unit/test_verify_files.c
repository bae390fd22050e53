/*
 * test_verify_files.c - verification of real files: the record beside the document, and annexes
 * (rules 4.3 and 4.4 of spec/verdict.md).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "custody/verdict.h"
#include "desk.h"

static void expect(const char *file, const char *record, enum chancery_status status,
                   int finding)
{
    chancery_verdict *verdict = NULL;
    const chancery_verify_options options = {.file = file, .record = record};
    assert_true(chancery_verify(&verdict, &options, &desk.trust, NULL));
    if (chancery_verdict_status(verdict) != status ||
        (finding >= 0 && !chancery_verdict_has(verdict, (enum chancery_finding_code)finding)))
        fail_msg("%s", chancery_report_terminal(verdict, true, false, NULL));
    if (finding < 0)
        assert_int_equal(chy_findings_worst(&verdict->findings), CHANCERY_NOTE);
    chancery_verdict_free(verdict);
}

static void undecided(const char *file, const char *record, enum chancery_code code)
{
    chancery_verdict *verdict = NULL;
    const chancery_verify_options options = {.file = file, .record = record};
    chancery_error_init(&desk_error);
    assert_false(chancery_verify(&verdict, &options, &desk.trust, &desk_error));
    assert_int_equal(desk_error.code, code);
    assert_int_equal(chancery_verdict_status(verdict), CHANCERY_STATUS_UNDECIDED);
    assert_int_equal(verdict->error.code, code);
    assert_int_equal(chancery_verdict_exit(verdict), CHANCERY_EXIT_UNDECIDED);
    chancery_verdict_free(verdict);
    verdict = NULL;
    assert_false(chancery_verify(&verdict, &options, &desk.trust, NULL));
    assert_int_equal(verdict->error.code, code);
    chancery_verdict_free(verdict);
}

static void beside(void **state)
{
    (void)state;
    desk_signed_annex();
    expect("annex.txt", NULL, CHANCERY_STATUS_AUTHENTIC, -1);
    expect("./annex.txt", NULL, CHANCERY_STATUS_AUTHENTIC, -1);
    expect("annex.txt", RECORD("annex.txt"), CHANCERY_STATUS_AUTHENTIC, -1);
    undecided("annex.txt", "none.jsonl", CHANCERY_E_MISSING);
    undecided("none.txt", NULL, CHANCERY_E_MISSING);
    undecided(".", NULL, CHANCERY_E_CONFLICT); /* of its letters, which? */
}

/* Under another name the record is found by the file's bytes, and by its words. */
static void found_elsewhere(void **state)
{
    (void)state;
    desk_signed_annex();
    assert_int_equal(rename("annex.txt", "renamed.txt"), 0);
    expect("renamed.txt", NULL, CHANCERY_STATUS_AUTHENTIC, -1);
    char *letter = story_dup(story_letter);
    story_replace(&letter, "facing a", "facing\na");
    put("renamed.txt", letter);
    expect("renamed.txt", NULL, CHANCERY_STATUS_AUTHENTIC, -1);
    put("other.txt", "Something else.\n");
    expect("other.txt", NULL, CHANCERY_STATUS_INDETERMINATE, CHANCERY_F_NO_RECORD);
    free(letter);
}

static void not_text(void **state)
{
    (void)state;
    desk_signed_annex();
    put("annex.txt", "Sir,\n\n\x01\n");
    undecided("annex.txt", NULL, CHANCERY_E_CHARACTER);
    put("annex.txt", "");
    undecided("annex.txt", NULL, CHANCERY_E_EMPTY);
}

static void annexes(void **state)
{
    (void)state;
    put("map.png", "a picture");
    desk_ok(desk_forward("cover.txt", "map.png"));
    desk_ok(desk_sign("cover.txt", SEED_GAMMA));
    expect("cover.txt", NULL, CHANCERY_STATUS_AUTHENTIC, -1);
    put("map.png", "a Picture");
    expect("cover.txt", NULL, CHANCERY_STATUS_NOT_AUTHENTIC, CHANCERY_F_ANNEX_DIFFERS);
    put("real.png", "a picture");
    assert_int_equal(unlink("map.png"), 0);
    expect("cover.txt", NULL, CHANCERY_STATUS_INDETERMINATE, CHANCERY_F_ANNEX_ABSENT);
    assert_int_equal(symlink("real.png", "map.png"), 0);
    expect("cover.txt", NULL, CHANCERY_STATUS_INDETERMINATE, CHANCERY_F_ANNEX_ABSENT);
}

/* A letter that signs a file and no text: the file is looked for as annexes are. */
static void signed_file(void **state)
{
    (void)state;
    static const char *const from[] = {"Specimen Beta; Prime Minister; Specimenia"},
                             *const to[] = {"Secretary-General; UN"};
    put("map.png", "\x01 a picture");
    desk_ok(desk_draft(&(chancery_draft_options){.act = "letter",
                                                 .file = "map.png",
                                                 .date = "2012-09-18",
                                                 .language = "en",
                                                 .from = from,
                                                 .from_count = 1,
                                                 .to = to,
                                                 .to_count = 1,
                                                 .no_text = true},
                       true));
    desk_ok(desk_sign("map.png", SEED_BETA));
    expect("map.png", NULL, CHANCERY_STATUS_AUTHENTIC, -1);
    desk_ok(desk_forward("cover.txt", "map.png"));
    desk_ok(desk_sign("cover.txt", SEED_GAMMA));
    expect("cover.txt", NULL, CHANCERY_STATUS_AUTHENTIC, -1);
    put("map.png", "\x01 a Picture");
    expect("cover.txt", NULL, CHANCERY_STATUS_NOT_AUTHENTIC, CHANCERY_F_ANNEX_DIFFERS);
    undecided("map.png", NULL, CHANCERY_E_CHARACTER);
    put("map.png", "now a text\n");
    expect("map.png", NULL, CHANCERY_STATUS_NOT_AUTHENTIC, CHANCERY_F_BYTES_DIFFER);
    assert_int_equal(unlink("map.png"), 0);
    expect("cover.txt", NULL, CHANCERY_STATUS_INDETERMINATE, CHANCERY_F_ANNEX_ABSENT);
}

/* What is carried as it was issued: all along, through the commands that the registry gives. */
static void issued(void **state)
{
    (void)state;
    desk_signed_annex();
    desk_ok(desk_forward("cover.txt", "annex.txt"));
    desk_ok(desk_sign("cover.txt", SEED_GAMMA));
    desk_ok(desk_issue("issue.txt", "cover.txt"));
    expect("issue.txt", NULL, CHANCERY_STATUS_INDETERMINATE, CHANCERY_F_EXTRA_WORDS);
    desk_ok(desk_sign("issue.txt", SEED_REGISTRY));
    expect("issue.txt", NULL, CHANCERY_STATUS_AUTHENTIC, -1);
    expect("cover.txt", RECORD("issue.txt"), CHANCERY_STATUS_AUTHENTIC, -1);
    expect("annex.txt", RECORD("issue.txt"), CHANCERY_STATUS_AUTHENTIC, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(beside),  AT_DESK(found_elsewhere), AT_DESK(not_text),
        AT_DESK(annexes), AT_DESK(signed_file),     AT_DESK(issued),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
