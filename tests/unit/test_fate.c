/*
 * test_fate.c - several acts about one document, of which later acts made something of one:
 * rules 0.3 and 8.15 of spec/verdict.md, and 8.12 for persons.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/encode.h"
#include "base/limits.h"
#include "chosen.h"
#include "custody/later.h"

#define PLAIN "The letter is circulated.\n"
#define SEED_CHAIR 31
#define CHAIR ALPHA, "Chair", "Specimenia"

/* By one person, in one office. */
static struct made by(const char *text, const char *name, const char *office, int seed)
{
    struct made made = made_new(text, office);
    story_signatory(&made.statement, name, office, "Specimenia", false);
    made.signer[0] = seed;
    made.signer[1] = 0;
    return made;
}

static void begin_with_chair(struct story *story, const char *document)
{
    story_init(story);
    story->leave_out[LETTER] = story->leave_out[FORWARD] = story->leave_out[ISSUE] = true;
    story_holder(story, CHAIR, SEED_CHAIR);
    story_seal(story);
    story_set(&story->document, document);
    story->name = "annex.txt";
}

static bool is_judged(const struct story *story, const struct made *made)
{
    return chy_digest_eq(&story->verdict->act[0].digest, &made->digest);
}

/* 8.15: another signs the withdrawn words in another office, and whichever digest is the
 * lower: what is judged is what was withdrawn. */
static void test_by_another(void **state)
{
    (void)state;
    for (int first = 0; first < 2; first++) {
        struct story story;
        made_begin(&story, PLAIN);
        struct made both = made_by_both(PLAIN, "both"),
                    other = by(PLAIN, "Specimen Delta", "Minister", SEED_DELTA);
        made_sign(&story, first ? &both : &other);
        made_second(first ? &other : &both, first ? &both : &other);
        made_sign(&story, first ? &other : &both);
        made_expect(&story, CHY_CURRENT, false);
        assert_int_equal(is_judged(&story, &both), first);
        made_withdraw(&story, &both);
        made_expect(&story, CHY_WITHDRAWN, false);
        assert_true(is_judged(&story, &both));
        assert_true(chancery_verdict_has(story.verdict, F(RIVAL_ACT)));
        chy_statement_done(&both.statement);
        chy_statement_done(&other.statement);
        story_done(&story);
    }
}

/* Whose words these are nothing says but the two acts, so he who signs them too and withdraws
 * that makes them withdrawn; but not where the text names its signatories, nor without his own
 * signature, nor what he may not withdraw. */
static void test_by_an_outsider(void **state)
{
    (void)state;
    for (int which = 0; which < 4; which++) {
        const char *text = which == 1 ? story_letter : PLAIN;
        struct story story;
        made_begin(&story, text);
        struct made both = made_by_both(text, "both"),
                    other = by(text, "Specimen Delta", "Minister", SEED_DELTA);
        if (which == 2)
            story_signatory(&other.statement, PRESIDENT, false); /* who does not sign it */
        made_sign(&story, &both);
        made_sign(&story, &other);
        struct later later = which == 3
                                 ? made_about(&other, CHY_ACT_WITHDRAWAL, GAMMA,
                                              "Secretary-General", "UN", SEED_GAMMA)
                                 : made_about(&other, CHY_ACT_WITHDRAWAL, "Specimen Delta",
                                              "Minister", "Specimenia", SEED_DELTA);
        later_add(&story, &later);
        made_expect(&story, which == 0 ? CHY_WITHDRAWN : CHY_CURRENT, false);
        assert_int_equal(is_judged(&story, &other),
                         which == 0 || (which == 3 && memcmp(other.digest.b, both.digest.b,
                                                             sizeof both.digest.b) < 0));
        chy_statement_done(&both.statement);
        chy_statement_done(&other.statement);
        story_done(&story);
    }
}

/* What later acts make of the act, whichever is chosen. */
static void expect_of(const struct story *story, const struct made *made,
                      enum chy_standing standing, bool in_part)
{
    struct chy_record record = {0};
    const struct chy_case given = {
        .record = &record, .directory = &story->trust.directory, .now = story->trust.now};
    struct chy_laters laters;
    struct chy_findings findings = {0};
    struct chy_chain chain;
    assert_true(chy_record_read(&record, chy_buf_view(&story->record), NULL));
    assert_true(chy_record_check(&record, given.directory, NULL));
    uint32_t act = chy_record_find(&record, &made->digest);
    assert_true(chy_chain_collect(&chain, &record, act, NULL));
    assert_true(chy_later_judge(&laters, &findings, &given, &chain, NULL));
    assert_int_equal(laters.standing, standing);
    assert_int_equal(laters.in_part, in_part);
    chy_laters_done(&laters);
    chy_findings_done(&findings);
    chy_chain_done(&chain);
    chy_record_done(&record);
}

/* 8.12: who has several offices is one person: what they signed in another is withdrawn itself,
 * by them, or in part by who signed beside them; what somebody else signed is not. */
static void test_in_another_office(void **state)
{
    (void)state;
    for (int which = 0; which < 4; which++) {
        const bool same = which < 2, by_beta = which % 2 == 1;
        struct story story;
        begin_with_chair(&story, PLAIN);
        struct made both = made_by_both(PLAIN, "both"),
                    other = same ? by(PLAIN, ALPHA, "Chair", SEED_CHAIR)
                                 : by(PLAIN, "Specimen Delta", "Minister", SEED_DELTA);
        made_sign(&story, &both);
        made_sign(&story, &other);
        struct later later = by_beta
                                 ? made_about(&both, CHY_ACT_WITHDRAWAL, MINISTER, SEED_BETA)
                                 : made_about(&both, CHY_ACT_WITHDRAWAL, PRESIDENT, SEED_ALPHA);
        later_add(&story, &later);
        expect_of(&story, &both, CHY_WITHDRAWN, true);
        expect_of(&story, &other, same ? CHY_WITHDRAWN : CHY_CURRENT, same && by_beta);
        chy_statement_done(&both.statement);
        chy_statement_done(&other.statement);
        story_done(&story);
    }
}

/* Another type is asked for, or is the better: a forward of the very words, of
 * something else. */
static void test_type_demanded(void **state)
{
    (void)state;
    for (int which = 0; which < 3; which++) {
        const bool withdrawn = which != 0, expected = which != 2;
        struct story story;
        made_begin(&story, PLAIN);
        struct made both = made_by_both(PLAIN, "both"),
                    inner = by("Inner.\n", "Specimen Delta", "Minister", SEED_DELTA),
                    other = by(PLAIN, "Specimen Delta", "Minister", SEED_DELTA);
        made_sign(&story, &both);
        made_sign(&story, &inner);
        other.statement.type = CHY_ACT_FORWARD;
        story_carry(&other.statement, &inner.digest, NULL, 0);
        made_sign(&story, &other);
        if (withdrawn)
            made_withdraw(&story, &both);
        story.expect = expected ? "forward" : NULL;
        for (int turned = 0; turned < 2; turned++) {
            const chancery_verdict *verdict = story_judge(&story);
            assert_true(is_judged(&story, &other));
            assert_int_equal(chancery_verdict_has(verdict, F(RIVAL_OVERTAKEN)), withdrawn);
            assert_int_equal(verdict->status, withdrawn ? INDETERMINATE : AUTHENTIC);
            assert_int_equal(chancery_verdict_exit(verdict), withdrawn ? 2 : 0);
            story_reverse(&story);
        }
        chy_statement_done(&both.statement);
        chy_statement_done(&inner.statement);
        chy_statement_done(&other.statement);
        story_done(&story);
    }
}

/* What later act of a rival is not known may say anything of it. */
static void test_unread(void **state)
{
    (void)state;
    struct story story;
    made_begin(&story, PLAIN);
    struct made both = made_by_both(PLAIN, "both"),
                other = by(PLAIN, "Specimen Delta", "Minister", SEED_DELTA);
    made_sign(&story, &other);
    made_second(&both, &other);
    made_sign(&story, &both);
    made_expect(&story, CHY_CURRENT, false);
    assert_true(is_judged(&story, &other));
    struct later later = made_about(&both, CHY_ACT_WITHDRAWAL, PRESIDENT, SEED_ALPHA);
    later.insert = "\"aaa\":1,";
    later_add(&story, &later);
    assert_int_equal(story_judge(&story)->status, INDETERMINATE);
    assert_true(is_judged(&story, &both));
    chy_statement_done(&both.statement);
    chy_statement_done(&other.statement);
    story_done(&story);
}

/* The same of one of a kind that is not known, which names the other by its digest. */
static void test_unread_kind(void **state)
{
    (void)state;
    struct story story;
    chancery_digest signature;
    char payload[512], hex[65];
    made_begin(&story, PLAIN);
    struct made both = made_by_both(PLAIN, "both"),
                other = by(PLAIN, "Specimen Delta", "Minister", SEED_DELTA);
    made_sign(&story, &other);
    made_second(&both, &other);
    made_sign(&story, &both);
    made_expect(&story, CHY_CURRENT, false);
    assert_true(is_judged(&story, &other));
    chy_hex(hex, both.digest.b, sizeof both.digest.b);
    snprintf(payload, sizeof payload,
             "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{},"
             "\"predicateType\":\"urn:chancery:memorandum:v1\",\"subject\":[{\"digest\":"
             "{\"sha256\":\"%s\"},\"name\":\"x\"}]}",
             hex);
    story_sign(&story, &signature, chy_span_str(payload), SEED_ALPHA);
    assert_int_equal(story_judge(&story)->status, INDETERMINATE);
    assert_true(chancery_verdict_has(story.verdict, F(LATER_ACT)));
    assert_true(is_judged(&story, &both));
    chy_statement_done(&both.statement);
    chy_statement_done(&other.statement);
    story_done(&story);
}

/* An issue that another, which is a document of its own, has superseded; one that was not. */
static void test_superseded(void **state)
{
    (void)state;
    for (int superseded = 0; superseded < 2; superseded++) {
        struct story story;
        struct chosen chosen;
        struct made none = {.digest = {{0}}};
        story_init(&story);
        story_seal(&story);
        story_set(&story.document, story.issue);
        story.name = "issue.txt";
        struct later later =
            superseded ? later_of(&story, ISSUE, CHY_ACT_ISSUE, "Registry", "Registry", "UN",
                                  SEED_REGISTRY)
                       : later_of(&story, LETTER, CHY_ACT_CORRIGENDUM, "Specimen Delta",
                                  "Minister", "Specimenia", SEED_DELTA);
        if (superseded) {
            later.statement.signatory[0].seal = true;
            later.statement.supersedes = true;
            later.statement.issue_number = 2;
            later.statement.subject_digest.b[0] ^= 1;
            story_carry(&later.statement, &story.payload_digest[FORWARD], NULL, 0);
        }
        later_add(&story, &later);
        choose(&chosen, &story, &none, false);
        assert_int_equal(chosen.choice.gravity, superseded ? 2 * CHY_SUPERSEDED + 1 : 0);
        chosen_done(&chosen);
        story_done(&story);
    }
}

static void make_all(struct story *story, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        char reference[12];
        snprintf(reference, sizeof reference, "%u", i);
        struct made one = made_by_both(PLAIN, reference);
        made_sign(story, &one);
        chy_statement_done(&one.statement);
    }
}

/* So many authentic acts about one document are looked at; past that nobody knows. Something
 * became of another document's alone, without which nothing is looked at. */
static void test_many(void **state)
{
    (void)state;
    for (unsigned more = 0; more < 2; more++) {
        struct story story;
        made_begin(&story, PLAIN);
        struct made inner = made_by_both("Inner.\n", "inner");
        make_all(&story, CHY_MAX_RIVALS + more);
        assert_int_equal(story_judge(&story)->status, AUTHENTIC);
        made_sign(&story, &inner);
        made_withdraw(&story, &inner);
        const chancery_verdict *verdict = story_judge(&story);
        assert_int_equal(verdict->status, more ? INDETERMINATE : AUTHENTIC);
        assert_int_equal(chancery_verdict_has(verdict, F(RIVAL_OVERTAKEN)), more);
        chy_statement_done(&inner.statement);
        story_done(&story);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_by_another),
                                       cmocka_unit_test(test_by_an_outsider),
                                       cmocka_unit_test(test_in_another_office),

                                       cmocka_unit_test(test_type_demanded),
                                       cmocka_unit_test(test_unread),
                                       cmocka_unit_test(test_unread_kind),
                                       cmocka_unit_test(test_superseded),
                                       cmocka_unit_test(test_many)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
