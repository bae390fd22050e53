/*
 * test_fate_rank.c - acts of several kinds about one document, of which later acts made
 * something of one: which is judged, and what is told of the other (rules 0.3 and 8.15 of
 * spec/verdict.md).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "made.h"

#define INNER "The force should be sent.\n"
#define PLAIN "This is circulated.\n\n" INNER
#define MASTHEAD "United Nations S/2012/999\n\n" INNER
#define RESET "This   is circulated.\n\n" INNER
#define SECRETARY GAMMA, "Secretary-General", "UN"
#define REGISTRY "Registry", "Registry", "UN"

static struct made by(const char *text, const char *reference, const char *name,
                      const char *office, const char *of, int seed)
{
    struct made made = made_new(text, reference);
    story_signatory(&made.statement, name, office, of, strcmp(name, "Registry") == 0);
    made.signer[0] = seed;
    made.signer[1] = 0;
    return made;
}

/* An act over the text that carries one that is signed already; of a letter, nothing. */
static struct made over(const char *text, enum chy_act_type type, const struct made *carried,
                        const char *name, const char *office, const char *of, int seed)
{
    struct made made = by(text, "over", name, office, of, seed);
    made.statement.type = type;
    if (type != CHY_ACT_LETTER)
        story_carry(&made.statement, &carried->digest, NULL, 0);
    return made;
}

static void withdraw(struct story *story, const struct made *made, const char *name,
                     const char *office, const char *of, int seed)
{
    struct later later = made_about(made, CHY_ACT_WITHDRAWAL, name, office, of, seed);
    later_add(story, &later);
}

/* Whichever way the lines stand. */
static void expect(struct story *story, const struct made *judged, bool told,
                   enum chy_standing standing)
{
    for (int turned = 0; turned < 2; turned++) {
        const chancery_verdict *verdict = story_judge(story);
        assert_memory_equal(verdict->act[0].digest.b, judged->digest.b,
                            sizeof judged->digest.b);
        assert_int_equal(verdict->standing, standing);
        assert_int_equal(chancery_verdict_has(verdict, F(RIVAL_OVERTAKEN)), told);
        assert_int_equal(verdict->status, told ? INDETERMINATE : AUTHENTIC);
        story_reverse(story);
    }
}

/* The Secretary-General's letter in an issue by the Registry: as the directory lets it, or as
 * its addressee. */
struct issued {
    struct made inner, issue;
};

static struct issued issue(struct story *story, const char *text, bool entrusted)
{
    struct issued out = {.inner = by(INNER, "inner", SECRETARY, SEED_GAMMA)};
    story_addressee(&out.inner.statement, entrusted ? "President of the Council" : "Registry",
                    "UN");
    made_sign(story, &out.inner);
    out.issue = over(text, CHY_ACT_ISSUE, &out.inner, REGISTRY, SEED_REGISTRY);
    made_sign(story, &out.issue);
    return out;
}

static void issued_done(struct issued *issued)
{
    chy_statement_done(&issued->inner.statement);
    chy_statement_done(&issued->issue.statement);
}

/* Somebody signs the words of an issue in their own name, and withdraws that: it is no word
 * about an issue that the directory lets an office make, whatever kind of act it is, nor,
 * unless it is an issue itself, about one whose masthead says whose it is. About another it
 * leaves open whose words these are. */
static void test_outsider_withdraws(void **state)
{
    static const struct {
        const char *text;
        enum chy_act_type type;
        bool entrusted, displaced, told;
    } cases[] = {{PLAIN, CHY_ACT_LETTER, true, false, false},
                 {PLAIN, CHY_ACT_FORWARD, true, false, false},
                 {PLAIN, CHY_ACT_ISSUE, true, false, false},
                 {MASTHEAD, CHY_ACT_LETTER, false, false, false},
                 {MASTHEAD, CHY_ACT_FORWARD, false, false, false},
                 {MASTHEAD, CHY_ACT_ISSUE, false, true, false},
                 {PLAIN, CHY_ACT_LETTER, false, false, true},
                 {PLAIN, CHY_ACT_FORWARD, false, false, true}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct story story;
        made_begin(&story, cases[i].text);
        struct issued honest = issue(&story, cases[i].text, cases[i].entrusted);
        struct made own = by(INNER, "own", DELTA, SEED_DELTA);
        made_sign(&story, &own);
        struct made other = over(cases[i].text, cases[i].type, &own, DELTA, SEED_DELTA);
        made_sign(&story, &other);
        withdraw(&story, &other, DELTA, SEED_DELTA);
        expect(&story, cases[i].displaced ? &other : &honest.issue, cases[i].told,
               cases[i].displaced ? CHY_WITHDRAWN : CHY_CURRENT);
        assert_true(chancery_verdict_has(story.verdict, F(RIVAL_ACT)));
        story.expect = "issue"; /* who asks for it is told the same */
        expect(&story, cases[i].displaced ? &other : &honest.issue, cases[i].told,
               cases[i].displaced ? CHY_WITHDRAWN : CHY_CURRENT);
        issued_done(&honest);
        chy_statement_done(&own.statement);
        chy_statement_done(&other.statement);
        story_done(&story);
    }
}

/* By people who can speak for a signatory of what is issued: themselves, or an office that may
 * withdraw for theirs. */
static void test_insider_withdraws(void **state)
{
    (void)state;
    for (int which = 0; which < 3; which++) {
        struct story story;
        story_init(&story);
        if (which == 2)
            story_allow(&story, "Minister", "Specimenia", "\"withdrawal\"", "Secretary-General",
                        "UN");
        story.leave_out[LETTER] = story.leave_out[FORWARD] = story.leave_out[ISSUE] = true;
        story_seal(&story);
        story_set(&story.document, PLAIN);
        story.name = "annex.txt";
        struct issued honest = issue(&story, PLAIN, true);
        struct made other = which == 0 ? by(PLAIN, "other", SECRETARY, SEED_GAMMA)
                                       : by(PLAIN, "other", DELTA, SEED_DELTA);
        made_sign(&story, &other);
        expect(&story, &honest.issue, false, CHY_CURRENT);
        if (which == 0)
            withdraw(&story, &other, SECRETARY, SEED_GAMMA);
        else
            withdraw(&story, &other, DELTA, SEED_DELTA);
        expect(&story, &honest.issue, which != 1, CHY_CURRENT);
        issued_done(&honest);
        chy_statement_done(&other.statement);
        story_done(&story);
    }
}

/* Nor does anybody hide that a letter was withdrawn by forwarding or issuing something under
 * its words: theirs is judged, and it is told. */
static void test_withdrawn_is_not_hidden(void **state)
{
    (void)state;
    for (int issues = 0; issues < 2; issues++) {
        struct story story;
        made_begin(&story, PLAIN);
        struct made both = made_by_both(PLAIN, "both"),
                    own = by(INNER, "own", DELTA, SEED_DELTA);
        made_sign(&story, &both);
        made_sign(&story, &own);
        struct made other =
            over(PLAIN, issues ? CHY_ACT_ISSUE : CHY_ACT_FORWARD, &own, DELTA, SEED_DELTA);
        made_sign(&story, &other);
        expect(&story, &other, false, CHY_CURRENT);
        made_withdraw(&story, &both);
        expect(&story, &other, true, CHY_CURRENT);
        chy_statement_done(&both.statement);
        chy_statement_done(&own.statement);
        chy_statement_done(&other.statement);
        story_done(&story);
    }
}

/* A withdrawn issue is judged whoever signs the words after it, and of an issue and a letter
 * that were withdrawn both the issue, though the letter is of the very bytes. */
static void test_better_rank_withdrawn(void **state)
{
    (void)state;
    for (int both = 0; both < 2; both++) {
        struct story story;
        made_begin(&story, RESET);
        struct issued honest = issue(&story, PLAIN, true);
        struct made other = by(RESET, "other", DELTA, SEED_DELTA);
        made_sign(&story, &other);
        expect(&story, &other, false, CHY_CURRENT);
        withdraw(&story, &honest.issue, REGISTRY, SEED_REGISTRY);
        if (both)
            withdraw(&story, &other, DELTA, SEED_DELTA);
        expect(&story, &honest.issue, false, CHY_WITHDRAWN);
        issued_done(&honest);
        chy_statement_done(&other.statement);
        story_done(&story);
    }
}

/* A withdrawn letter over a copy that was set anew displaces no issue of the same words; nor
 * does another letter beside it, of which nothing became. */
static void test_level(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        struct story story;
        made_begin(&story, RESET);
        struct issued honest = issue(&story, PLAIN, true);
        struct made other = by(RESET, "other", DELTA, SEED_DELTA),
                    another = by(RESET, "another", PRESIDENT, SEED_ALPHA);
        made_sign(&story, &other);
        if (more)
            made_sign(&story, &another);
        withdraw(&story, &other, DELTA, SEED_DELTA);
        expect(&story, &honest.issue, false, CHY_CURRENT);
        issued_done(&honest);
        chy_statement_done(&other.statement);
        chy_statement_done(&another.statement);
        story_done(&story);
    }
}

/* What an issue of the very words carries is no rival of it: who shows the letter's own file is
 * told of the letter. */
static void test_carried_is_no_rival(void **state)
{
    (void)state;
    struct story story;
    made_begin(&story, INNER);
    struct issued honest = issue(&story, "The  force should be sent.\n", true);
    expect(&story, &honest.inner, false, CHY_CURRENT);
    withdraw(&story, &honest.inner, SECRETARY, SEED_GAMMA);
    expect(&story, &honest.inner, false, CHY_WITHDRAWN);
    issued_done(&honest);
    story_done(&story);
}

/* However many they are, of whom one may have withdrawn theirs. */
static void test_many_outsiders(void **state)
{
    (void)state;
    struct story story;
    made_begin(&story, RESET);
    struct issued honest = issue(&story, PLAIN, true);
    struct made last = {0};
    for (unsigned i = 0; i <= CHY_MAX_RIVALS; i++) {
        char reference[12];
        snprintf(reference, sizeof reference, "%u", i);
        chy_statement_done(&last.statement);
        last = by(RESET, reference, DELTA, SEED_DELTA);
        made_sign(&story, &last);
    }
    withdraw(&story, &honest.inner, DELTA, SEED_DELTA); /* it does not count */
    expect(&story, &honest.issue, false, CHY_CURRENT);
    withdraw(&story, &last, DELTA, SEED_DELTA);
    expect(&story, &honest.issue, false, CHY_CURRENT);
    issued_done(&honest);
    chy_statement_done(&last.statement);
    story_done(&story);
}

/* More letters than are looked at, when a forward of the same words is asked for. */
static void test_many_demanded(void **state)
{
    (void)state;
    for (unsigned more = 0; more < 2; more++) {
        struct story story;
        made_begin(&story, PLAIN);
        struct made own = by(INNER, "own", DELTA, SEED_DELTA);
        made_sign(&story, &own);
        struct made other = over(PLAIN, CHY_ACT_FORWARD, &own, DELTA, SEED_DELTA);
        made_sign(&story, &other);
        for (unsigned i = 0; i < CHY_MAX_RIVALS + more; i++) {
            char reference[12];
            snprintf(reference, sizeof reference, "%u", i);
            struct made one = made_by_both(PLAIN, reference);
            made_sign(&story, &one);
            chy_statement_done(&one.statement);
        }
        withdraw(&story, &own, PRESIDENT, SEED_ALPHA); /* it does not count */
        story.expect = "forward";
        expect(&story, &other, more, CHY_CURRENT);
        chy_statement_done(&own.statement);
        chy_statement_done(&other.statement);
        story_done(&story);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_outsider_withdraws),
                                       cmocka_unit_test(test_insider_withdraws),
                                       cmocka_unit_test(test_withdrawn_is_not_hidden),
                                       cmocka_unit_test(test_better_rank_withdrawn),
                                       cmocka_unit_test(test_level),
                                       cmocka_unit_test(test_carried_is_no_rival),
                                       cmocka_unit_test(test_many_outsiders),
                                       cmocka_unit_test(test_many_demanded)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
