/*
 * test_later.c - withdrawals, honest and otherwise: rules 8.3 to 8.7 of spec/verdict.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "later.h"

#define PRESIDENT ALPHA, "President", "Specimenia"
#define MINISTER BETA, "Prime Minister", "Specimenia"
#define DELTA "Specimen Delta", "Minister", "Specimenia", SEED_DELTA
#define SUCCESSOR "Specimen Epsilon", "Prime Minister", "Specimenia", 31
#define WITHDRAWAL CHY_ACT_WITHDRAWAL

/* --- those who may --- */

static void add(struct story *story, int act, const char *name, const char *office,
                const char *of, int seed)
{
    struct later later = later_of(story, act, WITHDRAWAL, name, office, of, seed);
    later_add(story, &later);
}

static void by_both(struct story *story)
{
    struct later later = later_of(story, LETTER, WITHDRAWAL, PRESIDENT, SEED_ALPHA);
    story_signatory(&later.statement, MINISTER, false);
    later.signer[1] = SEED_BETA;
    later_add(story, &later);
}

static void by_each(struct story *story)
{
    add(story, LETTER, PRESIDENT, SEED_ALPHA);
    add(story, LETTER, MINISTER, SEED_BETA);
}

static void by_one(struct story *story)
{
    add(story, LETTER, MINISTER, SEED_BETA);
}

/* Named together, and one has signed: he speaks for himself. */
static void by_one_of_both(struct story *story)
{
    struct later later = later_of(story, LETTER, WITHDRAWAL, PRESIDENT, SEED_ALPHA);
    story_signatory(&later.statement, MINISTER, false);
    later_add(story, &later);
}

static void of_the_issue(struct story *story)
{
    struct later later =
        later_of(story, ISSUE, WITHDRAWAL, "Registry", "Registry", "UN", SEED_REGISTRY);
    later.statement.signatory[0].seal = true;
    later_add(story, &later);
}

static void by_the_seal_alone(struct story *story)
{
    add(story, ISSUE, NULL, "Registry", "UN", SEED_REGISTRY);
}

static void of_the_forward(struct story *story)
{
    add(story, FORWARD, GAMMA, "Secretary-General", "UN", SEED_GAMMA);
}

static void by_an_alias(struct story *story)
{
    add(story, FORWARD, GAMMA, "Chief Administrator", "UN", SEED_GAMMA);
}

static void has_successor(struct story *story)
{
    story_holder(story, "Specimen Epsilon", "Prime Minister", "Specimenia", 31);
}

static void by_successor(struct story *story)
{
    add(story, LETTER, SUCCESSOR);
}

static void lets_registry(struct story *story)
{
    story_allow(story, "Registry", "UN", "\"withdrawal\"", "Prime Minister", "Specimenia");
}

static void by_registry(struct story *story)
{
    add(story, LETTER, "Registry", "Registry", "UN", SEED_REGISTRY);
}

static void by_both_and_altered(struct story *story)
{
    by_both(story);
    present(story);
    story_replace(&story->document, "northern", "southern");
}

static void without_beta(struct story *story)
{
    story->signer[LETTER][1] = 0;
}

static void on_the_same_day(struct story *story)
{
    struct later later = later_of(story, LETTER, WITHDRAWAL, MINISTER, SEED_BETA);
    later.statement.date = story->act[LETTER].date;
    later_add(story, &later);
}

static void twice(struct story *story)
{
    by_one(story);
    on_the_same_day(story);
}

/* --- those who may not, and what does not count --- */

static void by_delta(struct story *story)
{
    add(story, LETTER, DELTA);
}

static void by_delta_as_president(struct story *story)
{
    add(story, LETTER, "Specimen Delta", "President", "Specimenia", SEED_DELTA);
}

static void forged_by_delta(struct story *story)
{
    add(story, LETTER, PRESIDENT, SEED_DELTA);
}

static void forged_by_stranger(struct story *story)
{
    add(story, LETTER, PRESIDENT, SEED_STRANGER);
}

/* Alpha is named beside Delta, who alone has signed. */
static void delta_names_alpha(struct story *story)
{
    struct later later = later_of(story, LETTER, WITHDRAWAL, DELTA);
    story_signatory(&later.statement, PRESIDENT, false);
    later_add(story, &later);
}

/* The forwarder may not take back what others wrote, nor the registry what it issued for
 * others. */
static void letter_by_forwarder(struct story *story)
{
    add(story, LETTER, GAMMA, "Secretary-General", "UN", SEED_GAMMA);
}

static void lets_another_act(struct story *story)
{
    story_allow(story, "Registry", "UN", "\"forward\",\"issue\"", "Prime Minister",
                "Specimenia");
}

static void lets_in_two_steps(struct story *story)
{
    story_allow(story, "Registry", "UN", "\"withdrawal\"", "Secretary-General", "UN");
    story_allow(story, "Secretary-General", "UN", "\"withdrawal\"", "Prime Minister",
                "Specimenia");
}

static void of_another_file(struct story *story)
{
    struct later later = later_of(story, LETTER, WITHDRAWAL, MINISTER, SEED_BETA);
    later.statement.subject_digest.b[0] ^= 1;
    later_add(story, &later);
}

static void of_another_act(struct story *story)
{
    struct later later = later_of(story, LETTER, WITHDRAWAL, MINISTER, SEED_BETA);
    later.statement.concerns.statement.b[0] ^= 1;
    later_add(story, &later);
}

static void dated(struct story *story, int16_t year, uint8_t month, uint8_t day)
{
    struct later later = later_of(story, LETTER, WITHDRAWAL, MINISTER, SEED_BETA);
    later.statement.date = (chancery_date){year, month, day};
    later_add(story, &later);
}

static void before_the_letter(struct story *story)
{
    dated(story, 2012, 9, 17);
}

static void after_the_term(struct story *story)
{
    dated(story, 2013, 1, 2);
}

/* Judged as of the day before. */
static void still_to_come(struct story *story)
{
    by_both(story);
    story->trust.now = 1349308800; /* 2012-10-04 */
}

static void as_of_that_day(struct story *story)
{
    by_both(story);
    story->trust.now = 1349395200; /* 2012-10-05 */
}

/* The successor's key ended after the day that the withdrawal bears, or before it. */
static void successors_key_ended(struct story *story, const char *at)
{
    has_successor(story);
    story_end_key(story, 31, "retired", at, 0);
}

static void key_ended_after(struct story *story)
{
    successors_key_ended(story, "2012-12-01");
}

static void key_ended_before(struct story *story)
{
    successors_key_ended(story, "2012-10-04");
}

static void with_field(struct story *story, const char *name, const char *office,
                       const char *of, int seed)
{
    struct later later = later_of(story, LETTER, WITHDRAWAL, name, office, of, seed);
    later.insert = "\"aaa\":1,";
    later_add(story, &later);
}

static void unknown_field(struct story *story)
{
    with_field(story, MINISTER, SEED_BETA);
}

static void unknown_field_and_beta(struct story *story)
{
    with_field(story, PRESIDENT, SEED_ALPHA);
    by_one(story);
}

static void unknown_field_by_delta(struct story *story)
{
    with_field(story, DELTA);
}

static const struct later_case cases[] = {
    {"none", NULL, NULL, AUTHENTIC, CHY_CURRENT, false, -1},
    {"8.3 by both", NULL, by_both, AUTHENTIC, CHY_WITHDRAWN, false, F(WITHDRAWN)},
    {"8.3 by each", NULL, by_each, AUTHENTIC, CHY_WITHDRAWN, false, F(WITHDRAWN)},
    {"8.4 by one", NULL, by_one, AUTHENTIC, CHY_WITHDRAWN, true, F(WITHDRAWN_IN_PART)},
    {"8.4 by one of both", NULL, by_one_of_both, AUTHENTIC, CHY_WITHDRAWN, true,
     F(WITHDRAWN_IN_PART)},
    {"8.4 twice by the same", NULL, twice, AUTHENTIC, CHY_WITHDRAWN, true,
     F(WITHDRAWN_IN_PART)},
    {"8.3 the issue", NULL, of_the_issue, AUTHENTIC, CHY_WITHDRAWN, false, F(WITHDRAWN)},
    {"8.3 by the seal", NULL, by_the_seal_alone, AUTHENTIC, CHY_WITHDRAWN, false, F(WITHDRAWN)},
    {"8.3 the forward", NULL, of_the_forward, AUTHENTIC, CHY_WITHDRAWN, false, F(WITHDRAWN)},
    {"8.3 under an alias", NULL, by_an_alias, AUTHENTIC, CHY_WITHDRAWN, false, F(WITHDRAWN)},
    {"8.4 by the successor", has_successor, by_successor, AUTHENTIC, CHY_WITHDRAWN, true,
     F(WITHDRAWN_IN_PART)},
    {"8.4 by authorisation", lets_registry, by_registry, AUTHENTIC, CHY_WITHDRAWN, true,
     F(WITHDRAWN_IN_PART)},
    {"8.4 on the same day", NULL, on_the_same_day, AUTHENTIC, CHY_WITHDRAWN, true,
     F(WITHDRAWN_IN_PART)},
    {"8.3 as of that day", NULL, as_of_that_day, AUTHENTIC, CHY_WITHDRAWN, false, F(WITHDRAWN)},
    {"8.3 and altered", NULL, by_both_and_altered, NOT_AUTHENTIC, CHY_WITHDRAWN, false,
     F(PARAGRAPH_ALTERED)},
    {"8.3 and not signed by all", without_beta, by_both, INDETERMINATE, CHY_WITHDRAWN, false,
     F(SIGNATURE_MISSING)},
    {"8.6 by another office", NULL, by_delta, AUTHENTIC, CHY_CURRENT, false, F(LATER_IGNORED)},
    {"8.6 by one who claims the office", NULL, by_delta_as_president, AUTHENTIC, CHY_CURRENT,
     false, F(LATER_IGNORED)},
    {"8.6 forged with a key of the directory", NULL, forged_by_delta, AUTHENTIC, CHY_CURRENT,
     false, F(LATER_IGNORED)},
    {"8.6 forged by a stranger", NULL, forged_by_stranger, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"8.6 another names the signatory", NULL, delta_names_alpha, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"8.6 the letter by its forwarder", NULL, letter_by_forwarder, AUTHENTIC, CHY_CURRENT,
     false, F(LATER_IGNORED)},
    {"8.6 by one authorised for other acts", lets_another_act, by_registry, AUTHENTIC,
     CHY_CURRENT, false, F(LATER_IGNORED)},
    {"8.6 in two steps", lets_in_two_steps, by_registry, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"8.6 of another file", NULL, of_another_file, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"8.6 before the letter", NULL, before_the_letter, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"8.6 after the term", NULL, after_the_term, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"8.6 still to come", NULL, still_to_come, AUTHENTIC, CHY_CURRENT, false, F(LATER_IGNORED)},
    {"9.5 of another act", NULL, of_another_act, AUTHENTIC, CHY_CURRENT, false, F(OTHER_ACT)},
    {"8.5 with a key that ended", key_ended_after, by_successor, AUTHENTIC,
     CHY_STANDING_UNKNOWN, false, F(LATER_UNPROVEN)},
    {"8.6 with a key that had ended", key_ended_before, by_successor, AUTHENTIC, CHY_CURRENT,
     false, F(LATER_IGNORED)},
    {"8.1 an unknown field", NULL, unknown_field, INDETERMINATE, CHY_STANDING_UNKNOWN, false,
     F(LATER_ACT)},
    {"8.1 an unknown field of one of both", NULL, unknown_field_and_beta, INDETERMINATE,
     CHY_WITHDRAWN, true, F(LATER_ACT)},
    {"8.6 another's unknown field", NULL, unknown_field_by_delta, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
};

static void test_cases(void **state)
{
    (void)state;
    later_all(cases, sizeof cases / sizeof *cases);
}

static void expect_summary(void (*after)(struct story *), const char *said)
{
    struct story story;
    story_init(&story);
    story_seal(&story);
    after(&story);
    char *summary = chancery_report_summary(story_judge(&story), NULL);
    if (!strstr(summary, said))
        fail_msg("%s: not in: %s", said, summary);
    chancery_free(summary);
    story_done(&story);
}

static void test_first_line(void **state)
{
    (void)state;
    expect_summary(by_both, "AUTHENTIC, BUT WITHDRAWN: ");
    expect_summary(by_both, "Specimen Alpha (President, Specimenia) and Specimen Beta (Prime "
                            "Minister, Specimenia) withdrew the letter of 2012-09-18 on "
                            "2012-10-05: \"Sent in error.\"");
    expect_summary(by_one, "AUTHENTIC, BUT WITHDRAWN IN PART: ");
    expect_summary(by_delta, "AUTHENTIC: ");
}

/* A reason that would end the line and forge another. */
static void test_escaped(void **state)
{
    struct story story;
    (void)state;
    story_init(&story);
    story_seal(&story);
    struct later later = later_of(&story, LETTER, WITHDRAWAL, MINISTER, SEED_BETA);
    story_set(&later.statement.reason, "x\nAUTHENTIC: \033[1m");
    later_add(&story, &later);
    char *report = chancery_report_terminal(story_judge(&story), true, false, NULL);
    assert_null(strstr(report, "\nAUTHENTIC: "));
    assert_null(strchr(report, '\033'));
    chancery_free(report);
    story_done(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases),
                                       cmocka_unit_test(test_first_line),
                                       cmocka_unit_test(test_escaped)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
