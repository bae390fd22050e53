/*
 * test_quorum.c - several persons sign for an office: rule 2.13 of spec/verdict.md, and what it
 * asks for where proven times are demanded.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "custody/logged.h"
#include "later.h"

#define EPSILON "Specimen Epsilon"
#define OCTOBER_5 INT64_C(1349400000) /* 2012, within the terms */
#define JUNE_2014 INT64_C(1402000000) /* after Alpha's term */

/* The letter is signed by Alpha and Beta, and for the President's office by Epsilon too. */
struct quorum {
    struct story story;
    struct chy_record record;
    uint32_t letter;
    struct chy_chain_times times;
};

/* So many persons for the President's office. */
static void threshold(struct quorum *quorum, int64_t persons, chancery_date since,
                      chancery_date until)
{
    struct chy_directory *directory = &quorum->story.trust.directory;
    size_t count = directory->office_quorums;
    directory->office_quorum =
        realloc(directory->office_quorum, (count + 1) * sizeof *directory->office_quorum);
    story_check(directory->office_quorum != NULL, "memory", NULL);
    directory->office_quorum[count] =
        (struct chy_quorum){.office = {story_dup("President"), story_dup("Specimenia")},
                            .since = since,
                            .until = until,
                            .persons = persons,
                            .post = directory->holder[0].post};
    directory->office_quorums++;
}

static void begin(struct quorum *quorum)
{
    struct story *story = &quorum->story;
    story_init(story);
    story_holder(story, EPSILON, "President", "Specimenia", SEED_SPARE);
    story->signer[LETTER][2] = SEED_SPARE;
    story_seal(story);
    quorum->record = (struct chy_record){0};
    assert_true(chy_record_read(&quorum->record, chy_buf_view(&story->record), NULL));
    assert_true(chy_record_check(&quorum->record, &story->trust.directory, NULL));
    quorum->letter = chy_record_find(&quorum->record, &story->payload_digest[LETTER]);
    quorum->times =
        (struct chy_chain_times){.directory = &story->trust.directory, .now = story->trust.now};
}

static void end(struct quorum *quorum)
{
    chy_record_done(&quorum->record);
    story_done(&quorum->story);
}

/* A signature on the letter by this person's key is proven to have been there then. */
static struct chy_record_signature *signature_of(struct quorum *quorum, const char *name)
{
    for (size_t i = 0; i < quorum->record.signatures; i++) {
        struct chy_record_signature *one = &quorum->record.signature[i];
        if (one->act == quorum->letter && one->by && strcmp(one->by->name, name) == 0)
            return one;
    }
    abort();
}

static void prove(struct quorum *quorum, const char *name, int64_t time)
{
    signature_of(quorum, name)->proven = time;
}

/* Is a finding of this code on the letter? */
static bool has(struct quorum *quorum, enum chancery_finding_code code)
{
    struct chy_findings findings = {0};
    enum chy_signed status[3];
    int64_t proven[3];
    chy_chain_signed(&findings, status, proven, &quorum->record, quorum->letter,
                     &quorum->times);
    assert_false(findings.failed);
    bool found = chy_findings_has(&findings, code);
    chy_findings_done(&findings);
    return found;
}

static bool is_short(struct quorum *quorum)
{
    return has(quorum, F(OFFICE_THRESHOLD));
}

static const chancery_date year = {2012, 1, 1}, open;

static void test_two_persons(void **state)
{
    struct quorum quorum;
    (void)state;
    begin(&quorum);
    threshold(&quorum, 2, year, open);
    assert_false(is_short(&quorum));
    signature_of(&quorum, EPSILON)->by = NULL;
    assert_true(is_short(&quorum));
    end(&quorum);
}

/* Where proven times are demanded, they are of each person, and within the term. */
static void test_times_of_each(void **state)
{
    (void)state;
    for (int by_directory = 0; by_directory < 2; by_directory++) {
        struct quorum quorum;
        begin(&quorum);
        threshold(&quorum, 2, year, open);
        if (by_directory)
            quorum.story.trust.directory.proven_since = (chancery_date){2012, 9, 18};
        else
            quorum.times.required = true;
        prove(&quorum, ALPHA, OCTOBER_5);
        prove(&quorum, BETA, OCTOBER_5);
        assert_false(has(&quorum, F(TIME_UNPROVEN)));
        assert_true(is_short(&quorum));
        prove(&quorum, EPSILON, OCTOBER_5);
        assert_false(is_short(&quorum));
        end(&quorum);
    }
}

static void test_time_after_the_term(void **state)
{
    struct quorum quorum;
    (void)state;
    begin(&quorum);
    threshold(&quorum, 2, year, open);
    quorum.times.required = true;
    prove(&quorum, ALPHA, OCTOBER_5);
    prove(&quorum, EPSILON, OCTOBER_5);
    for (size_t i = 0; i < quorum.story.trust.directory.holders; i++)
        if (strcmp(quorum.story.trust.directory.holder[i].name, EPSILON) == 0)
            quorum.story.trust.directory.holder[i].until = (chancery_date){2012, 10, 4};
    assert_true(is_short(&quorum));
    prove(&quorum, EPSILON, OCTOBER_5 - 86400);
    assert_false(is_short(&quorum));
    end(&quorum);
}

/* While it is signed, who has no proven time yet can still get it. */
static void test_to_come(void **state)
{
    struct quorum quorum;
    (void)state;
    begin(&quorum);
    threshold(&quorum, 2, year, open);
    quorum.times.required = true;
    quorum.times.now = OCTOBER_5;
    const struct chy_office *office =
        &quorum.record.act[quorum.letter].statement.signatory[0].office;
    assert_false(
        chy_chain_has_quorum(&quorum.record, quorum.letter, office, NULL, &quorum.times));
    quorum.times.to_come = true;
    assert_true(
        chy_chain_has_quorum(&quorum.record, quorum.letter, office, NULL, &quorum.times));
    quorum.times.now = JUNE_2014; /* Alpha's term is over by then */
    assert_false(
        chy_chain_has_quorum(&quorum.record, quorum.letter, office, NULL, &quorum.times));
    end(&quorum);
}

/* The threshold is that of any day from the act's to the proven one: who dates a letter back to
 * before it needs others all the same. */
static void test_dated_before_it(void **state)
{
    struct quorum quorum;
    (void)state;
    begin(&quorum);
    signature_of(&quorum, EPSILON)->by = NULL;
    threshold(&quorum, 2, (chancery_date){2012, 10, 1}, open);
    assert_false(is_short(&quorum)); /* its claimed date is believed */
    quorum.times.required = true;
    prove(&quorum, BETA, OCTOBER_5);
    prove(&quorum, ALPHA, OCTOBER_5);
    assert_true(is_short(&quorum));
    prove(&quorum, ALPHA, INT64_C(1349049599)); /* 2012-09-30, its last second */
    assert_false(is_short(&quorum));
    prove(&quorum, ALPHA, INT64_C(1349049600));
    assert_true(is_short(&quorum));
    end(&quorum);
}

/* It was over again by the proven day. */
static void test_dated_before_a_term(void **state)
{
    struct quorum quorum;
    (void)state;
    begin(&quorum);
    signature_of(&quorum, EPSILON)->by = NULL;
    threshold(&quorum, 2, (chancery_date){2012, 9, 25}, (chancery_date){2012, 9, 28});
    quorum.times.required = true;
    prove(&quorum, ALPHA, OCTOBER_5);
    assert_true(is_short(&quorum));
    end(&quorum);
}

/* Two had signed before three were needed: what is added later spoils nothing. */
static void test_enough_before_more(void **state)
{
    struct quorum quorum;
    (void)state;
    begin(&quorum);
    threshold(&quorum, 2, year, (chancery_date){2012, 9, 30});
    threshold(&quorum, 3, (chancery_date){2012, 10, 1}, open);
    quorum.times.required = true;
    prove(&quorum, ALPHA, OCTOBER_5 - 6 * 86400);
    prove(&quorum, EPSILON, OCTOBER_5 - 6 * 86400);
    assert_false(is_short(&quorum));
    struct chy_record_signature *first = signature_of(&quorum, EPSILON);
    struct chy_record_signature *again = signature_of(&quorum, BETA);
    again->by = first->by;
    again->proven = OCTOBER_5;
    assert_false(is_short(&quorum));
    first->proven = OCTOBER_5;
    assert_true(is_short(&quorum));
    end(&quorum);
}

/* --- 2.13 of attested signatures --- */

/* Alpha signs on paper; the registry vouches for him, and for one more if that is named. line:
 * whose key signs the letter too, 0 for nobody's. */
static void judge_attested_beside(int line, const char *other, const char *office,
                                  bool epsilon_signs, bool enough)
{
    struct quorum quorum = {.letter = 0};
    struct story *story = &quorum.story;
    story_init(story);
    story_holder(story, EPSILON, "President", "Specimenia", SEED_SPARE);
    story_allow(story, "Registry", "UN", "\"attestation\"", "President", "Specimenia");
    story->signer[LETTER][0] = SEED_BETA;
    story->signer[LETTER][1] = epsilon_signs ? SEED_SPARE : line;
    story->signer[LETTER][2] = epsilon_signs ? line : 0;
    story_holder(story, "Specimen Deputy", "Deputy", "Specimenia", SEED_STRANGER);
    story_allow(story, "Deputy", "Specimenia", "\"per-procurationem\"", "President",
                "Specimenia");
    story_seal(story);
    struct later later = later_of(story, LETTER, CHY_ACT_ATTESTATION, "Registry", "Registry",
                                  "UN", SEED_REGISTRY);
    struct chy_statement *made = &later.statement;
    free(made->reason);
    made->reason = NULL;
    made->reference = story_dup("Box 12");
    made->attested = calloc(2, sizeof *made->attested);
    story_check(made->attested != NULL, "memory", NULL);
    made->attested[made->attesteds++] = (struct chy_signatory){
        story_dup(ALPHA), {story_dup("President"), story_dup("Specimenia")}, false};
    if (other)
        made->attested[made->attesteds++] = (struct chy_signatory){
            story_dup(other), {story_dup(office), story_dup("Specimenia")}, false};
    later_add(story, &later);
    assert_int_equal(story_judge(story)->status, AUTHENTIC);
    threshold(&quorum, 2, year, open);
    const chancery_verdict *verdict = story_judge(story);
    assert_true(chancery_verdict_has(verdict, F(ATTESTED)));
    assert_int_equal(verdict->status, enough ? AUTHENTIC : INDETERMINATE);
    assert_int_equal(chancery_verdict_has(verdict, F(OFFICE_THRESHOLD)), !enough);
    /* So say those who ask before all have signed. */
    assert_true(chy_record_read(&quorum.record, chy_buf_view(&story->record), NULL));
    assert_true(chy_record_check(&quorum.record, &story->trust.directory, NULL));
    const struct chy_chain_times times = {.directory = &story->trust.directory,
                                          .now = story->trust.now};
    uint32_t letter = chy_record_find(&quorum.record, &story->payload_digest[LETTER]);
    assert_int_equal(chy_chain_is_attested(&quorum.record, letter, 0, &times), enough);
    assert_false(chy_chain_is_attested(&quorum.record, letter, 1, &times));
    chy_record_done(&quorum.record);
    story_done(story);
}

static void judge_attested(const char *other, const char *office, bool epsilon_signs,
                           bool enough)
{
    judge_attested_beside(0, other, office, epsilon_signs, enough);
}

/* A line beside the attestation takes nothing from it: neither the signatory's own, nor that of
 * one who may sign for him. */
static void test_attested_beside(void **state)
{
    (void)state;
    judge_attested_beside(SEED_ALPHA, EPSILON, "President", false, true);
    judge_attested_beside(SEED_STRANGER, EPSILON, "President", false, true);
    judge_attested_beside(SEED_STRANGER, EPSILON, "President", true, true);
    judge_attested_beside(SEED_STRANGER, NULL, NULL, true, true);
    judge_attested_beside(SEED_STRANGER, NULL, NULL, false, false); /* nor adds to it */
}

/* Paper escapes no threshold: the others are vouched for, or have signed with their keys. */
static void test_attested(void **state)
{
    (void)state;
    judge_attested(NULL, NULL, false, false);
    judge_attested(EPSILON, "President", false, true);
    judge_attested(NULL, NULL, true, true);
    judge_attested(EPSILON, "President", true, true);
    judge_attested(ALPHA, "President", false, false);
    judge_attested("Specimen Delta", "Minister", false, false);
    judge_attested("Specimen Zeta", "President", false, false);
}

/* 11.1: the entry of a log lists as many persons as have to sign. */
static void test_logged(void **state)
{
    struct quorum quorum;
    chancery_digest listed[3];
    (void)state;
    begin(&quorum);
    threshold(&quorum, 2, year, open);
    listed[0] = signature_of(&quorum, ALPHA)->digest;
    listed[1] = signature_of(&quorum, BETA)->digest;
    listed[2] = signature_of(&quorum, EPSILON)->digest;
    const struct chy_case given = {.record = &quorum.record,
                                   .directory = &quorum.story.trust.directory,
                                   .now = quorum.story.trust.now};
    const struct chy_judgement judgement = {.act = quorum.letter};
    char origin[] = "log.example";
    for (size_t count = 2; count <= 3; count++) {
        struct chancery_verdict verdict = {0};
        const struct chancery_proof proof = {
            .origin = origin,
            .document = quorum.record.act[quorum.letter].statement.subject_digest,
            .signature = listed,
            .signatures = count};
        chy_logged(&verdict, &judgement, &given, &proof);
        assert_int_equal(chy_findings_has(&verdict.findings, F(NOT_LOGGED)), count == 2);
        assert_int_equal(chy_findings_has(&verdict.findings, F(LOGGED)), count == 3);
        chy_findings_done(&verdict.findings);
        free(verdict.log.origin);
    }
    end(&quorum);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_persons),         cmocka_unit_test(test_times_of_each),
        cmocka_unit_test(test_time_after_the_term), cmocka_unit_test(test_to_come),
        cmocka_unit_test(test_dated_before_it),     cmocka_unit_test(test_dated_before_a_term),
        cmocka_unit_test(test_enough_before_more),  cmocka_unit_test(test_attested),
        cmocka_unit_test(test_attested_beside),     cmocka_unit_test(test_logged)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
