/*
 * test_attest.c - signatures that an office vouches for, honestly and otherwise: rules 2.10 to
 * 2.12 of spec/verdict.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "later.h"

#define SEAL "Registry", "Registry", "UN", SEED_REGISTRY

static void lets(struct story *story, const char *office)
{
    story_allow(story, "Registry", "UN", "\"attestation\"", office, "Specimenia");
}

/* Nobody signs the letter with a key but Beta, whose signature the forwarder saw. */
static void alpha_on_paper(struct story *story)
{
    lets(story, "President");
    story->signer[LETTER][0] = SEED_BETA;
    story->signer[LETTER][1] = 0;
}

/* Neither signs; the registry puts the letter into the record. */
static void both_on_paper(struct story *story)
{
    lets(story, "President");
    lets(story, "Prime Minister");
    story->signer[LETTER][0] = SEED_REGISTRY;
    story->signer[LETTER][1] = 0;
}

static void nobody_lets(struct story *story)
{
    alpha_on_paper(story);
    story->allowed[0] = '\0';
}

static void lets_for_another_act(struct story *story)
{
    nobody_lets(story);
    story_allow(story, "Registry", "UN", "\"issue\",\"withdrawal\"", "President", "Specimenia");
}

static struct later attestation(struct story *story)
{
    struct later later = later_of(story, LETTER, CHY_ACT_ATTESTATION, SEAL);
    struct chy_statement *made = &later.statement;
    free(made->reason);
    made->reason = NULL;
    made->signatory[0].seal = true;
    made->reference = story_dup("Box 12");
    return later;
}

static void vouch_for(struct later *later, const char *name, const char *office)
{
    struct chy_statement *made = &later->statement;
    made->attested = realloc(made->attested, (made->attesteds + 1) * sizeof *made->attested);
    story_check(made->attested != NULL, "memory", NULL);
    made->attested[made->attesteds++] = (struct chy_signatory){
        story_dup(name), {story_dup(office), story_dup("Specimenia")}, false};
}

static struct later for_alpha(struct story *story)
{
    struct later later = attestation(story);
    vouch_for(&later, ALPHA, "President");
    return later;
}

static void attested(struct story *story)
{
    struct later later = for_alpha(story);
    later_add(story, &later);
}

static void for_both(struct story *story)
{
    struct later later = for_alpha(story);
    vouch_for(&later, BETA, "Prime Minister");
    later_add(story, &later);
}

static void held_in_archives(struct story *story)
{
    struct later later = for_alpha(story);
    later.statement.basis = CHY_BASIS_HOLDING;
    later_add(story, &later);
}

/* The better basis is the one that is told. */
static void held_and_seen(struct story *story)
{
    held_in_archives(story);
    attested(story);
}

/* --- what does not count --- */

static void by_delta(struct story *story)
{
    struct later later = for_alpha(story);
    story_set(&later.statement.signatory[0].name, "Specimen Delta");
    story_set(&later.statement.signatory[0].office.office, "Minister");
    story_set(&later.statement.signatory[0].office.of, "Specimenia");
    later.signer[0] = SEED_DELTA;
    later_add(story, &later);
}

static void forged(struct story *story)
{
    struct later later = for_alpha(story);
    later.signer[0] = SEED_DELTA;
    later_add(story, &later);
}

/* Beta, in whose name nobody may attest, vouches for Alpha; so does Alpha's own office. */
static void by_himself(struct story *story)
{
    struct later later = for_alpha(story);
    story_set(&later.statement.signatory[0].name, ALPHA);
    story_set(&later.statement.signatory[0].office.office, "President");
    story_set(&later.statement.signatory[0].office.of, "Specimenia");
    later.signer[0] = SEED_ALPHA;
    later_add(story, &later);
}

static void half_signed(struct story *story)
{
    struct later later = for_alpha(story);
    story_signatory(&later.statement, "Specimen Delta", "Minister", "Specimenia", false);
    later_add(story, &later);
}

static void for_another_person(struct story *story)
{
    struct later later = attestation(story);
    vouch_for(&later, "Specimen Zeta", "President");
    later_add(story, &later);
}

static void in_another_office(struct story *story)
{
    struct later later = attestation(story);
    vouch_for(&later, ALPHA, "Prime Minister");
    later_add(story, &later);
}

static void of_another_file(struct story *story)
{
    struct later later = for_alpha(story);
    later.statement.subject_digest.b[0] ^= 1;
    later_add(story, &later);
}

static void before_the_letter(struct story *story)
{
    struct later later = for_alpha(story);
    later.statement.date = (chancery_date){2012, 9, 17};
    later_add(story, &later);
}

static void still_to_come(struct story *story)
{
    attested(story);
    story->trust.now = 1349308800; /* 2012-10-04 */
}

/* Judged as of the day on which it was only held in archives. */
static void held_then_seen(struct story *story)
{
    struct later later = for_alpha(story);
    held_in_archives(story);
    later.statement.date.day = 6;
    later_add(story, &later);
    story->trust.now = 1349395200; /* 2012-10-05 */
}

static void with_field(struct story *story)
{
    struct later later = for_alpha(story);
    later.insert = "\"aaa\":1,";
    later_add(story, &later);
}

static void key_ended(struct story *story)
{
    alpha_on_paper(story);
    story_holder(story, "Specimen Epsilon", "Registry", "UN", 31);
    story_end_key(story, 31, "retired", "2012-12-01", 0);
}

static void by_key_that_ended(struct story *story)
{
    struct later later = for_alpha(story);
    story_set(&later.statement.signatory[0].name, "Specimen Epsilon");
    later.signer[0] = 31;
    later_add(story, &later);
}

/* Alpha held the office at other times: what the directory says stands. */
static void after_his_term(struct story *story)
{
    static const char *const dates[] = {"2013-09-18", "2013-09-28", "2013-10-01"};
    alpha_on_paper(story);
    for (int i = 0; i < ACTS; i++)
        story_check(chy_date_parse(&story->act[i].date, chy_span_str(dates[i])), "date", NULL);
}

static void attested_in_2013(struct story *story)
{
    struct later later = for_alpha(story);
    later.statement.date = (chancery_date){2013, 10, 5};
    later_add(story, &later);
}

/* Alpha's key had ended, and whoever has it signs: the attestation stands all the same. */
static void alphas_key_had_ended(struct story *story)
{
    lets(story, "President");
    story_end_key(story, SEED_ALPHA, "retired", "2012-09-01", 0);
}

#define MISSING INDETERMINATE, CHY_CURRENT, false, F(SIGNATURE_MISSING)
static const struct later_case cases[] = {
    {"2.10 one of two", alpha_on_paper, attested, AUTHENTIC, CHY_CURRENT, false, F(ATTESTED)},
    {"2.10 both", both_on_paper, for_both, AUTHENTIC, CHY_CURRENT, false, F(ATTESTED)},
    {"2.11 held in archives", alpha_on_paper, held_in_archives, AUTHENTIC, CHY_CURRENT, false,
     F(ARCHIVAL)},
    {"2.10 held and seen", alpha_on_paper, held_and_seen, AUTHENTIC, CHY_CURRENT, false,
     F(ATTESTED)},
    {"2.10 beside a key that had ended", alphas_key_had_ended, attested, AUTHENTIC, CHY_CURRENT,
     false, F(ATTESTED)},
    {"2.1 one of two, both on paper", both_on_paper, attested, MISSING},
    {"2.1 not attested", alpha_on_paper, NULL, MISSING},
    {"2.1 nobody lets it", nobody_lets, attested, MISSING},
    {"2.1 let for other acts", lets_for_another_act, attested, MISSING},
    {"2.1 by another office", alpha_on_paper, by_delta, MISSING},
    {"2.1 forged", alpha_on_paper, forged, MISSING},
    {"2.1 not signed by all whom it names", alpha_on_paper, half_signed, MISSING},
    {"2.1 for another person", alpha_on_paper, for_another_person, MISSING},
    {"2.1 in another office", alpha_on_paper, in_another_office, MISSING},
    {"2.1 by himself", alpha_on_paper, by_himself, MISSING},
    {"2.1 of another file", alpha_on_paper, of_another_file, MISSING},
    {"2.1 before the letter", alpha_on_paper, before_the_letter, MISSING},
    {"2.1 with an unknown field", alpha_on_paper, with_field, MISSING},
    {"2.1 with a key that ended", key_ended, by_key_that_ended, MISSING},
    {"2.1 still to come", alpha_on_paper, still_to_come, MISSING},
    {"8.6 still to come", alpha_on_paper, still_to_come, INDETERMINATE, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"2.11 a better one is still to come", alpha_on_paper, held_then_seen, AUTHENTIC,
     CHY_CURRENT, false, F(ARCHIVAL)},
    {"8.6 a better one is still to come", alpha_on_paper, held_then_seen, AUTHENTIC,
     CHY_CURRENT, false, F(LATER_IGNORED)},
    {"2.3 after the term", after_his_term, attested_in_2013, NOT_AUTHENTIC, CHY_CURRENT, false,
     F(OUTSIDE_TERM)},
    {"0.2 nobody vouches for what nobody signed", both_on_paper, NULL, INDETERMINATE,
     CHY_CURRENT, false, F(SIGNATURE_MISSING)},
};

/* They are told in `later` where they count, and change no standing. */
static void test_cases(void **state)
{
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct later_case *one = &cases[i];
        struct story story;
        story_init(&story);
        one->before(&story);
        story_seal(&story);
        if (one->after)
            one->after(&story);
        for (int turned = 0; turned < 2; turned++) {
            const chancery_verdict *verdict = story_judge(&story);
            bool ok = verdict->status == one->status && verdict->standing == one->standing &&
                      chancery_verdict_has(verdict, (unsigned)one->finding);
            char *report = chancery_report_terminal(verdict, true, false, NULL);
            if (!ok)
                print_message("%s:\n%s\n", one->what, report);
            chancery_free(report);
            wrong += !ok;
            story_reverse(&story);
        }
        story_done(&story);
    }
    assert_int_equal(wrong, 0);
}

/* A letter that nobody signed with a key is judged by itself only where somebody vouches for
 * it. */
static void test_trusted(void **state)
{
    (void)state;
    for (int vouched = 0; vouched < 2; vouched++) {
        struct story story;
        story_init(&story);
        both_on_paper(&story);
        story.leave_out[FORWARD] = story.leave_out[ISSUE] = true;
        story_seal(&story);
        if (vouched)
            for_both(&story);
        story_set(&story.document, story.letter);
        const chancery_verdict *verdict = story_judge(&story);
        assert_int_equal(verdict->status, vouched ? AUTHENTIC : INDETERMINATE);
        assert_int_equal(verdict->judged && verdict->match == CHY_LEVEL_BYTES, vouched);
        if (vouched) {
            assert_int_equal(verdict->act[0].status[0], CHY_ATTESTED);
            assert_int_equal(verdict->act[0].status[1], CHY_ATTESTED);
        }
        story_done(&story);
    }
}

/* What the directory says against him stands. */
static void test_directory_stands(void **state)
{
    struct story story;
    (void)state;
    story_init(&story);
    after_his_term(&story);
    story_seal(&story);
    attested_in_2013(&story);
    const chancery_verdict *verdict = story_judge(&story);
    assert_int_equal(verdict->acts, ACTS);
    assert_int_equal(verdict->act[2].status[0], CHY_NOT_ENTITLED);
    assert_false(chancery_verdict_has(verdict, F(ATTESTED)));
    story_done(&story);
}

static void test_first_line(void **state)
{
    (void)state;
    for (int archival = 0; archival < 2; archival++) {
        struct story story;
        story_init(&story);
        alpha_on_paper(&story);
        story_seal(&story);
        if (archival)
            held_in_archives(&story);
        else
            attested(&story);
        char *summary = chancery_report_summary(story_judge(&story), NULL);
        assert_non_null(strstr(summary, "AUTHENTIC, on the attestation of Registry, UN: "));
        assert_int_equal(strstr(summary, "no signature was checked") != NULL, archival);
        chancery_free(summary);
        story_done(&story);
    }
}

/* So it does where a later act has overtaken the letter. */
static void test_first_line_of_the_past(void **state)
{
    static const enum chy_act_type types[] = {CHY_ACT_CORRIGENDUM, CHY_ACT_WITHDRAWAL};
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct story story;
        bool archival = i % 2;
        story_init(&story);
        alpha_on_paper(&story);
        story_seal(&story);
        if (archival)
            held_in_archives(&story);
        else
            attested(&story);
        struct later later = later_of(&story, LETTER, types[i / 2], BETA, "Prime Minister",
                                      "Specimenia", SEED_BETA);
        later_add(&story, &later);
        char *summary = chancery_report_summary(story_judge(&story), NULL);
        assert_non_null(
            strstr(summary, i / 2 ? "AUTHENTIC, BUT WITHDRAWN IN PART, on the "
                                    "attestation of Registry, UN"
                                  : "AUTHENTIC, BUT CORRECTED IN PART, on the attestation "
                                    "of Registry, UN"));
        assert_int_equal(strstr(summary, "no signature was checked") != NULL, archival);
        chancery_free(summary);
        story_done(&story);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases), cmocka_unit_test(test_trusted),
        cmocka_unit_test(test_directory_stands), cmocka_unit_test(test_first_line),
        cmocka_unit_test(test_first_line_of_the_past)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
