/*
 * test_fate_time.c - several acts about one document, where proven times are demanded:
 * rule 8.15 of spec/verdict.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "chosen.h"

#define PLAIN "The letter is circulated.\n"

/* By one person, in one office. */
static struct made by(const char *text, const char *name, const char *office, int seed)
{
    struct made made = made_new(text, office);
    story_signatory(&made.statement, name, office, "Specimenia", false);
    made.signer[0] = seed;
    made.signer[1] = 0;
    return made;
}

/* With proven times another act is chosen, which has one: that the one without was withdrawn is
 * not forgotten. */
static void test_time_demanded(void **state)
{
    (void)state;
    for (int which = 0; which < 3; which++) {
        const bool withdrawn = which != 0, required = which != 2;
        struct story story;
        struct chosen chosen;
        made_begin(&story, PLAIN);
        struct made both = made_by_both(PLAIN, "both"),
                    other = by(PLAIN, "Specimen Delta", "Minister", SEED_DELTA);
        made_sign(&story, &both);
        made_sign(&story, &other);
        if (withdrawn)
            made_withdraw(&story, &both);
        choose(&chosen, &story, &other, required);
        const struct chy_judgement *best = &chosen.choice.best;
        if (required)
            assert_true(chy_digest_eq(&chosen.record.act[best->act].digest, &other.digest));
        assert_int_equal(chy_findings_has(&best->findings, F(RIVAL_OVERTAKEN)),
                         withdrawn && required);
        assert_int_equal(chosen.choice.gravity > 0, !required);
        chosen_done(&chosen);
        chy_statement_done(&both.statement);
        chy_statement_done(&other.statement);
        story_done(&story);
    }
}

/* An issue that the directory lets its issuer make, with what it carries. */
static struct made issued(struct story *story, struct made *inner, const char *name,
                          const char *office, const char *of, int seed)
{
    struct made made = made_new(PLAIN, "issue");
    made.statement.type = CHY_ACT_ISSUE;
    story_signatory(&made.statement, name, office, of, false);
    story_addressee(&inner->statement, "President of the Council", "UN");
    made_sign(story, inner);
    story_carry(&made.statement, &inner->digest, NULL, 0);
    made.signer[0] = seed;
    made.signer[1] = 0;
    made_sign(story, &made);
    return made;
}

/* The same of two issues, each of which says whose it is. */
static void test_time_demanded_of_issues(void **state)
{
    (void)state;
    for (int withdrawn = 0; withdrawn < 2; withdrawn++) {
        struct story story;
        struct chosen chosen;
        story_init(&story);
        story_allow(&story, "Minister", "Specimenia", "\"issue\"", "President of the Council",
                    "UN");
        story.leave_out[LETTER] = story.leave_out[FORWARD] = story.leave_out[ISSUE] = true;
        story_seal(&story);
        story_set(&story.document, PLAIN);
        story.name = "annex.txt";
        struct made letter[] = {made_new(PLAIN, "one"), made_new(PLAIN, "other")};
        story_signatory(&letter[0].statement, PRESIDENT, false);
        story_signatory(&letter[1].statement, DELTA, false);
        letter[0].signer[1] = letter[1].signer[1] = 0;
        letter[1].signer[0] = SEED_DELTA;
        struct made one =
                        issued(&story, &letter[0], "Registry", "Registry", "UN", SEED_REGISTRY),
                    other = issued(&story, &letter[1], DELTA, SEED_DELTA);
        struct later later =
            made_about(&one, CHY_ACT_WITHDRAWAL, "Registry", "Registry", "UN", SEED_REGISTRY);
        if (withdrawn)
            later_add(&story, &later);
        else
            chy_statement_done(&later.statement);
        choose(&chosen, &story, &other, true);
        const struct chy_judgement *best = &chosen.choice.best;
        assert_true(chy_digest_eq(&chosen.record.act[best->act].digest, &other.digest));
        assert_int_equal(chy_findings_has(&best->findings, F(RIVAL_OVERTAKEN)), withdrawn);
        chosen_done(&chosen);
        chy_statement_done(&letter[0].statement);
        chy_statement_done(&letter[1].statement);
        chy_statement_done(&one.statement);
        chy_statement_done(&other.statement);
        story_done(&story);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_time_demanded),
                                       cmocka_unit_test(test_time_demanded_of_issues)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
