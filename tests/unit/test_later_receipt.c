/*
 * test_later_receipt.c - receipts, honest and otherwise: rule 8.11 of spec/verdict.md. None of
 * them changes the standing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "later.h"

#define GENERAL GAMMA, "Secretary-General", "UN", SEED_GAMMA
#define SEAL "Registry", "Registry", "UN", SEED_REGISTRY

/* Of an act, on the day after the letter, as a file of theirs. */
static struct later receipt(struct story *story, int act, const char *name, const char *office,
                            const char *of, int seed)
{
    struct later later = later_of(story, act, CHY_ACT_RECEIPT, name, office, of, seed);
    free(later.statement.reason);
    later.statement.reason = NULL;
    later.statement.received = 1348043400; /* 2012-09-19T08:30:00Z */
    later.statement.reference = story_dup("SG/2012/4711");
    return later;
}

static void by_addressee(struct story *story)
{
    struct later later = receipt(story, LETTER, GENERAL);
    later_add(story, &later);
}

static void under_an_alias(struct story *story)
{
    struct later later = receipt(story, LETTER, GAMMA, "Head of the House", "UN", SEED_GAMMA);
    later_add(story, &later);
}

static void lets_registry(struct story *story)
{
    story_allow(story, "Registry", "UN", "\"receipt\"", "Secretary-General", "UN");
}

static void by_registry(struct story *story)
{
    struct later later = receipt(story, LETTER, SEAL);
    later_add(story, &later);
}

/* Who sent it did not receive it. */
static void by_sender(struct story *story)
{
    struct later later = receipt(story, LETTER, ALPHA, "President", "Specimenia", SEED_ALPHA);
    later_add(story, &later);
}

/* An issue is addressed to nobody. */
static void of_the_issue(struct story *story)
{
    struct later later = receipt(story, ISSUE, GENERAL);
    later_add(story, &later);
}

static void forged(struct story *story)
{
    struct later later = receipt(story, LETTER, GENERAL);
    later.signer[0] = SEED_DELTA;
    later_add(story, &later);
}

static void received(struct story *story, int64_t at)
{
    struct later later = receipt(story, LETTER, GENERAL);
    later.statement.received = at;
    later_add(story, &later);
}

static void before_the_letter(struct story *story)
{
    received(story, 1347926399); /* 2012-09-17T23:59:59Z */
}

static void on_its_day(struct story *story)
{
    received(story, 1347926400);
}

static void on_the_day_of_the_receipt(struct story *story)
{
    received(story, 1349481599); /* 2012-10-05T23:59:59Z */
}

static void after_it(struct story *story)
{
    received(story, 1349481600);
}

static void with_field(struct story *story)
{
    struct later later = receipt(story, LETTER, GENERAL);
    later.insert = "\"aaa\":1,";
    later_add(story, &later);
}

static void registrys_key_ended(struct story *story)
{
    lets_registry(story);
    story_holder(story, "Specimen Epsilon", "Registry", "UN", 31);
    story_end_key(story, 31, "retired", "2012-12-01", 0);
}

static void by_key_that_ended(struct story *story)
{
    struct later later = receipt(story, LETTER, "Specimen Epsilon", "Registry", "UN", 31);
    later_add(story, &later);
}

static void and_withdrawn(struct story *story)
{
    struct later later = later_of(story, LETTER, CHY_ACT_WITHDRAWAL, ALPHA, "President",
                                  "Specimenia", SEED_ALPHA);
    by_addressee(story);
    later_add(story, &later);
}

static const struct later_case cases[] = {
    {"8.11 by the addressee", NULL, by_addressee, AUTHENTIC, CHY_CURRENT, false, F(RECEIVED)},
    {"8.11 under an alias", NULL, under_an_alias, AUTHENTIC, CHY_CURRENT, false, F(RECEIVED)},
    {"8.11 by authorisation", lets_registry, by_registry, AUTHENTIC, CHY_CURRENT, false,
     F(RECEIVED)},
    {"8.11 on the letter's day", NULL, on_its_day, AUTHENTIC, CHY_CURRENT, false, F(RECEIVED)},
    {"8.11 on its own day", NULL, on_the_day_of_the_receipt, AUTHENTIC, CHY_CURRENT, false,
     F(RECEIVED)},
    {"8.11 and withdrawn", NULL, and_withdrawn, AUTHENTIC, CHY_WITHDRAWN, true, F(RECEIVED)},
    {"8.6 by another office", NULL, by_registry, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"8.6 by the sender", NULL, by_sender, AUTHENTIC, CHY_CURRENT, false, F(LATER_IGNORED)},
    {"8.6 of the issue", NULL, of_the_issue, AUTHENTIC, CHY_CURRENT, false, F(LATER_IGNORED)},
    {"8.6 forged", NULL, forged, AUTHENTIC, CHY_CURRENT, false, F(LATER_IGNORED)},
    {"8.6 received before the letter", NULL, before_the_letter, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"8.6 received after the receipt", NULL, after_it, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"8.6 with an unknown field", NULL, with_field, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"8.6 with a key that ended", registrys_key_ended, by_key_that_ended, AUTHENTIC,
     CHY_CURRENT, false, F(LATER_IGNORED)},
};

static void test_cases(void **state)
{
    (void)state;
    later_all(cases, sizeof cases / sizeof *cases);
}

static void test_report(void **state)
{
    struct story story;
    (void)state;
    story_init(&story);
    story_seal(&story);
    by_addressee(&story);
    char *report = chancery_report_terminal(story_judge(&story), true, false, NULL);
    assert_non_null(strstr(report, "received      2012-09-19T08:30:00Z by Secretary-General, "
                                   "UN\n      as          SG/2012/4711\n"));
    assert_non_null(strstr(report, "Specimen Gamma (Secretary-General, UN) received the letter "
                                   "of 2012-09-18 at 2012-09-19T08:30:00Z, as SG/2012/4711."));
    chancery_free(report);
    story_done(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases),
                                       cmocka_unit_test(test_report)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
