/*
 * test_later_rival.c - what became of an act became of the others about the same document: rule
 * 8.12 of spec/verdict.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "made.h"

/* Does the first line name the act by the beginning of its digest? */
static bool names(const struct story *story, const chancery_digest *digest)
{
    char hex[17];
    char *summary = chancery_report_summary(story->verdict, NULL);
    for (size_t i = 0; i < 8; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest->b[i]);
    bool is = strstr(summary, hex) != NULL;
    chancery_free(summary);
    return is;
}

/* The letter was withdrawn, and signed once more: whichever of the two is judged, it says so,
 * and of which, and that there is another. */
static void test_signed_once_more(void **state)
{
    static const char *const references[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    bool judged[2] = {false, false};
    (void)state;
    for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
        struct story story;
        made_begin(&story, story_letter);
        struct made first = made_by_both(story_letter, "first");
        struct made again = made_by_both(story_letter, references[i]);
        made_sign(&story, &first);
        made_sign(&story, &again);
        made_expect(&story, CHY_CURRENT, false);
        assert_true(chancery_verdict_has(story.verdict, F(RIVAL_ACT)));
        made_withdraw(&story, &first);
        made_expect(&story, CHY_WITHDRAWN, false);
        assert_true(chancery_verdict_has(story.verdict, F(WITHDRAWN)));
        assert_true(chancery_verdict_has(story.verdict, F(RIVAL_ACT)));
        assert_false(chancery_verdict_has(story.verdict, F(OTHER_ACT)));
        bool is_again = chy_digest_eq(&story.verdict->act[0].digest, &again.digest);
        assert_int_equal(names(&story, &first.digest), is_again);
        assert_int_equal(names(&story, &again.digest), is_again);
        judged[is_again] = true;
        chy_statement_done(&first.statement);
        chy_statement_done(&again.statement);
        story_done(&story);
    }
    assert_true(judged[0] && judged[1]);
}

/* The words with a space added, signed as a file of its own; or as bytes alone. */
static void test_another_file(void **state)
{
    (void)state;
    for (int bytes_alone = 0; bytes_alone < 2; bytes_alone++) {
        struct story story;
        char *spaced = story_dup(story_letter);
        story_replace(&spaced, "Sir,\n", "Sir, \n");
        made_begin(&story, spaced);
        struct made first = made_by_both(story_letter, "first");
        struct made again = made_by_both(spaced, "again");
        again.statement.has_text = !bytes_alone;
        made_sign(&story, &first);
        made_sign(&story, &again);
        made_withdraw(&story, &first);
        made_expect(&story, CHY_WITHDRAWN, false);
        assert_int_equal(story.verdict->match, CHY_LEVEL_BYTES);
        chy_statement_done(&first.statement);
        chy_statement_done(&again.statement);
        story_done(&story);
        free(spaced);
    }
}

#define PLAIN "The letter is circulated.\n"

/* A text that bears no date: the later one outlives no withdrawal. */
static void test_dated_after_it(void **state)
{
    struct story story;
    (void)state;
    made_begin(&story, PLAIN);
    struct made first = made_by_both(PLAIN, "first"), again = made_by_both(PLAIN, "again");
    again.statement.date = (chancery_date){2012, 12, 1};
    made_sign(&story, &again);
    made_expect(&story, CHY_CURRENT, false);
    made_sign(&story, &first);
    made_withdraw(&story, &first);
    made_expect(&story, CHY_WITHDRAWN, false);
    chy_statement_done(&first.statement);
    chy_statement_done(&again.statement);
    story_done(&story);
}

static struct made by_alpha(const char *reference)
{
    struct made made = made_new(PLAIN, reference);
    story_signatory(&made.statement, PRESIDENT, false);
    story_addressee(&made.statement, "Secretary-General", "UN");
    made.signer[1] = 0;
    return made;
}

static void withdrawn_by_beta(struct story *story, const struct made *made)
{
    struct later later = made_about(made, CHY_ACT_WITHDRAWAL, MINISTER, SEED_BETA);
    later_add(story, &later);
}

/* Alpha's own letter; Beta names Alpha beside himself in another, and withdraws that: it says
 * something of Alpha's only if Alpha has signed that one too. */
static void test_one_of_two(void **state)
{
    (void)state;
    for (int alpha_signed = 0; alpha_signed < 2; alpha_signed++) {
        struct story story;
        made_begin(&story, PLAIN);
        struct made both = made_by_both(PLAIN, "both"), alone = by_alpha("alone");
        if (!alpha_signed) {
            both.signer[0] = SEED_BETA;
            both.signer[1] = 0;
        }
        made_sign(&story, &alone);
        made_second(&both, &alone);
        made_sign(&story, &both);
        withdrawn_by_beta(&story, &both);
        made_expect(&story, alpha_signed ? CHY_WITHDRAWN : CHY_CURRENT, alpha_signed);
        chy_statement_done(&both.statement);
        chy_statement_done(&alone.statement);
        story_done(&story);
    }
}

/* Another later act than a withdrawal; one with a key that has ended; one with a field that is
 * not known; a receipt. */
static void test_other_acts(void **state)
{
    (void)state;
    for (int which = 0; which < 4; which++) {
        struct story story;
        story_init(&story);
        story.leave_out[LETTER] = story.leave_out[FORWARD] = story.leave_out[ISSUE] = true;
        story_holder(&story, "Specimen Epsilon", "Prime Minister", "Specimenia", 31);
        story_end_key(&story, 31, "retired", "2012-12-01", 0);
        story_seal(&story);
        story_set(&story.document, PLAIN);
        struct made first = made_by_both(PLAIN, "first"), again = made_by_both(PLAIN, "again");
        made_sign(&story, &first);
        made_sign(&story, &again);
        const struct made *other =
            memcmp(first.digest.b, again.digest.b, 32) < 0 ? &again : &first;
        struct later later =
            which == 0   ? made_about(other, CHY_ACT_CORRIGENDUM, MINISTER, SEED_BETA)
            : which == 1 ? made_about(other, CHY_ACT_WITHDRAWAL, "Specimen Epsilon",
                                      "Prime Minister", "Specimenia", 31)
            : which == 2 ? made_about(other, CHY_ACT_WITHDRAWAL, MINISTER, SEED_BETA)
                         : made_about(other, CHY_ACT_RECEIPT, GAMMA, "Secretary-General", "UN",
                                      SEED_GAMMA);
        later.insert = which == 2 ? "\"aaa\":1," : NULL;
        if (which == 3) {
            free(later.statement.reason);
            later.statement.reason = NULL;
            later.statement.received = 1348000000; /* 2012-09-18 */
        }
        later_add(&story, &later);
        const chancery_verdict *verdict = story_judge(&story);
        static const enum chy_standing standings[] = {CHY_CORRECTED, CHY_STANDING_UNKNOWN,
                                                      CHY_STANDING_UNKNOWN, CHY_CURRENT};
        static const int findings[] = {F(CORRECTED_IN_PART), F(LATER_UNPROVEN), F(LATER_ACT),
                                       F(NONE_KNOWN)};
        assert_int_equal(verdict->standing, standings[which]);
        assert_true(chancery_verdict_has(verdict, (unsigned)findings[which]));
        assert_int_equal(chancery_verdict_has(verdict, F(OTHER_ACT)), which == 3);
        chy_statement_done(&first.statement);
        chy_statement_done(&again.statement);
        story_done(&story);
    }
}

/* A letter that was signed once more, forwarded and issued. */
static void test_within_a_chain(void **state)
{
    struct story story;
    (void)state;
    story_init(&story);
    story_seal(&story);
    struct made first = made_by_both(story_letter, "first");
    made_sign(&story, &first);
    made_expect(&story, CHY_CURRENT, false);
    made_withdraw(&story, &first);
    made_expect(&story, CHY_WITHDRAWN, false);
    chy_statement_done(&first.statement);
    story_done(&story);
}

/* CHY_MAX_CHAIN other acts of a chain may be about one document before one that has a rival. */
static void test_crowded(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        struct story story;
        made_begin(&story, story_cover);
        struct made cover = made_new(story_cover, "cover"),
                    first = made_by_both(PLAIN, "first");
        cover.statement.type = CHY_ACT_FORWARD;
        cover.statement.date = (chancery_date){2012, 9, 28};
        story_signatory(&cover.statement, GAMMA, "Secretary-General", "UN", false);
        story_addressee(&cover.statement, "President of the Council", "UN");
        cover.signer[0] = SEED_GAMMA;
        cover.signer[1] = 0;
        for (unsigned i = 0; i < CHY_MAX_CHAIN + (unsigned)more; i++) {
            char reference[12];
            snprintf(reference, sizeof reference, "%u", i);
            struct made one = made_by_both(PLAIN, reference);
            made_sign(&story, &one);
            story_carry(&cover.statement, &one.digest, NULL, 0);
            chy_statement_done(&one.statement);
        }
        made_sign(&story, &cover);
        made_sign(&story, &first);
        assert_int_equal(story_judge(&story)->status, AUTHENTIC);
        made_withdraw(&story, &first);
        const chancery_verdict *verdict = story_judge(&story);
        assert_int_equal(verdict->standing, CHY_WITHDRAWN);
        assert_int_equal(verdict->status, more ? INDETERMINATE : AUTHENTIC);
        assert_int_equal(chancery_verdict_has(verdict, F(CHAIN_DEPTH)), more);
        chy_statement_done(&cover.statement);
        chy_statement_done(&first.statement);
        story_done(&story);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signed_once_more), cmocka_unit_test(test_another_file),
        cmocka_unit_test(test_dated_after_it),   cmocka_unit_test(test_one_of_two),
        cmocka_unit_test(test_other_acts),       cmocka_unit_test(test_within_a_chain),
        cmocka_unit_test(test_crowded)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
