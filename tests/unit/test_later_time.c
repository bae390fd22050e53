/*
 * test_later_time.c - proven times of attestations and of later acts: rules 2.8, 2.10 and 8.5
 * of spec/verdict.md. Times are set here; tests/cli/timestamp.bats has them stamped.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "custody/attest.h"
#include "custody/later.h"
#include "custody/proven.h"
#include "later.h"

#define OCTOBER_6 INT64_C(1349500000) /* 2012 */
#define JUNE_2014 INT64_C(1402000000) /* after the terms of Alpha and Beta */

struct timed {
    struct story story;
    struct chy_record record;
    uint32_t letter, later;
};

static void begin(struct timed *timed, struct later later)
{
    struct story *story = &timed->story;
    later_add(story, &later);
    timed->record = (struct chy_record){0};
    assert_true(chy_record_read(&timed->record, chy_buf_view(&story->record), NULL));
    assert_true(chy_record_check(&timed->record, &story->trust.directory, NULL));
    timed->letter = chy_record_find(&timed->record, &story->payload_digest[LETTER]);
    timed->later = (uint32_t)timed->record.acts - 1;
}

static void end(struct timed *timed)
{
    chy_record_done(&timed->record);
    story_done(&timed->story);
}

/* The later act's signatures are proven to have been there then. */
static void prove(struct timed *timed, int64_t time)
{
    for (size_t i = 0; i < timed->record.signatures; i++)
        if (timed->record.signature[i].act == timed->later)
            timed->record.signature[i].proven = time;
}

/* --- attestations --- */

static struct later for_alpha(const struct story *story)
{
    struct later later = later_of(story, LETTER, CHY_ACT_ATTESTATION, "Registry", "Registry",
                                  "UN", SEED_REGISTRY);
    struct chy_statement *made = &later.statement;
    free(made->reason);
    made->reason = NULL;
    made->reference = story_dup("Box 12");
    made->attested = calloc(1, sizeof *made->attested);
    story_check(made->attested != NULL, "memory", NULL);
    made->attested[made->attesteds++] = (struct chy_signatory){
        story_dup(ALPHA), {story_dup("President"), story_dup("Specimenia")}, false};
    return later;
}

static void begin_attested(struct timed *timed)
{
    struct story *story = &timed->story;
    story_init(story);
    story_allow(story, "Registry", "UN", "\"attestation\"", "President", "Specimenia");
    story->signer[LETTER][0] = SEED_BETA;
    story->signer[LETTER][1] = 0;
    story_seal(story);
    begin(timed, for_alpha(story));
}

static void test_attestation(void **state)
{
    (void)state;
    for (int by_directory = 0; by_directory < 2; by_directory++) {
        struct timed timed;
        begin_attested(&timed);
        struct chy_directory *directory = &timed.story.trust.directory;
        struct chy_chain_times times = {.directory = directory, .now = timed.story.trust.now};
        assert_int_equal(chy_attestation_of(&timed.record, timed.letter, 0, &times),
                         timed.later);
        /* 2.8: of acts that bear its day, and not of the letter's */
        if (by_directory)
            directory->proven_since = (chancery_date){2012, 10, 5};
        else
            times.required = true;
        assert_int_equal(chy_attestation_of(&timed.record, timed.letter, 0, &times),
                         UINT32_MAX);
        prove(&timed, OCTOBER_6);
        assert_int_equal(chy_attestation_of(&timed.record, timed.letter, 0, &times),
                         timed.later);
        /* The registry's term is over by then. */
        for (size_t i = 0; i < directory->holders; i++)
            if (strcmp(directory->holder[i].name, "Registry") == 0)
                directory->holder[i].until = (chancery_date){2012, 10, 5};
        assert_int_equal(chy_attestation_of(&timed.record, timed.letter, 0, &times),
                         UINT32_MAX);
        end(&timed);
    }
}

/* Nothing proves when somebody signed on paper. */
static void test_on_paper(void **state)
{
    struct timed timed;
    struct chy_findings findings = {0};
    enum chy_signed status[2];
    int64_t proven[2];
    bool told = false;
    (void)state;
    begin_attested(&timed);
    const struct chy_chain_times times = {.directory = &timed.story.trust.directory,
                                          .now = timed.story.trust.now,
                                          .required = true};
    prove(&timed, OCTOBER_6);
    chy_chain_signed(&findings, status, proven, &timed.record, timed.letter, &times);
    assert_int_equal(status[0], CHY_ATTESTED);
    for (size_t i = 0; i < findings.count; i++)
        told |= findings.item[i].code == F(TIME_UNPROVEN) &&
                strstr(findings.item[i].sentence, "signed on paper");
    assert_true(told);
    chy_findings_done(&findings);
    end(&timed);
}

/* An attestation without its time is as good as none. */
static void test_verdict(void **state)
{
    struct timed timed;
    (void)state;
    begin_attested(&timed);
    assert_int_equal(story_judge(&timed.story)->status, AUTHENTIC);
    timed.story.trust.directory.proven_since = (chancery_date){2012, 10, 5};
    const chancery_verdict *verdict = story_judge(&timed.story);
    assert_int_equal(verdict->status, INDETERMINATE);
    assert_true(chancery_verdict_has(verdict, F(SIGNATURE_MISSING)));
    assert_true(chancery_verdict_has(verdict, F(LATER_IGNORED)));
    end(&timed);
}

/* A letter that nobody signed with a key; the key of who attests it has ended since. It is
 * trusted by the same times that the verdict knows: a record that was checked alone knows none.
 */
static void test_trusted_by_proven_time(void **state)
{
    static const int64_t times[] = {CHY_NEVER, JUNE_2014, OCTOBER_6};
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct timed timed;
        struct story *story = &timed.story;
        story_init(story);
        story_allow(story, "Registry", "UN", "\"attestation\"", "President", "Specimenia");
        story->signer[LETTER][0] = SEED_STRANGER;
        story->signer[LETTER][1] = 0;
        story_end_key(story, SEED_REGISTRY, "retired", "2012-12-01", 0);
        story_seal(story);
        begin(&timed, for_alpha(story));
        assert_false(timed.record.act[timed.letter].trusted);
        prove(&timed, times[i]);
        assert_true(
            chy_record_prove(&timed.record, &story->trust.directory, story->trust.now, NULL));
        assert_int_equal(timed.record.act[timed.letter].trusted, i == 2);
        end(&timed);
    }
}

/* --- later acts --- */

static void begin_withdrawn(struct timed *timed)
{
    struct story *story = &timed->story;
    story_init(story);
    story_seal(story);
    struct later later = later_of(story, LETTER, CHY_ACT_WITHDRAWAL, ALPHA, "President",
                                  "Specimenia", SEED_ALPHA);
    story_signatory(&later.statement, BETA, "Prime Minister", "Specimenia", false);
    later.signer[1] = SEED_BETA;
    begin(timed, later);
}

static enum chy_standing standing(struct timed *timed, bool required, bool *untimed)
{
    const struct chy_case given = {.record = &timed->record,
                                   .directory = &timed->story.trust.directory,
                                   .now = timed->story.trust.now,
                                   .require_time = required};
    struct chy_laters laters;
    struct chy_findings findings = {0};
    struct chy_chain chain;
    assert_true(chy_chain_collect(&chain, &timed->record, timed->letter, NULL));
    assert_true(chy_later_judge(&laters, &findings, &given, &chain, NULL));
    enum chy_standing found = laters.standing;
    *untimed = chy_findings_has(&findings, F(LATER_UNTIMED));
    assert_int_equal(chy_findings_worst(&findings),
                     *untimed ? CHANCERY_INDETERMINATE : CHANCERY_WARNING);
    chy_laters_done(&laters);
    chy_chain_done(&chain);
    chy_findings_done(&findings);
    return found;
}

/* A former holder whose key has not ended dates a withdrawal back into the term. */
static void test_withdrawal(void **state)
{
    bool untimed;
    (void)state;
    for (int by_directory = 0; by_directory < 2; by_directory++) {
        struct timed timed;
        begin_withdrawn(&timed);
        assert_int_equal(standing(&timed, false, &untimed), CHY_WITHDRAWN);
        if (by_directory)
            timed.story.trust.directory.proven_since = (chancery_date){2012, 10, 5};
        assert_int_equal(standing(&timed, !by_directory, &untimed), CHY_STANDING_UNKNOWN);
        assert_true(untimed);
        prove(&timed, JUNE_2014);
        assert_int_equal(standing(&timed, !by_directory, &untimed), CHY_STANDING_UNKNOWN);
        assert_true(untimed);
        prove(&timed, OCTOBER_6);
        assert_int_equal(standing(&timed, !by_directory, &untimed), CHY_WITHDRAWN);
        assert_false(untimed);
        end(&timed);
    }
}

/* The President's office needs two persons, who withdraw for it and hold it no longer today:
 * without a time they count where none is demanded, and are not passed over where one is. */
static void test_quorum(void **state)
{
    bool untimed;
    struct timed timed;
    struct story *story = &timed.story;
    struct chy_directory *directory = &story->trust.directory;
    (void)state;
    story_init(story);
    story_holder(story, "Specimen Epsilon", "President", "Specimenia", SEED_SPARE);
    story->signer[LETTER][2] = SEED_SPARE;
    story_seal(story);
    directory->office_quorum = calloc(1, sizeof *directory->office_quorum);
    story_check(directory->office_quorum != NULL, "memory", NULL);
    directory->office_quorum[directory->office_quorums++] =
        (struct chy_quorum){.office = {story_dup("President"), story_dup("Specimenia")},
                            .since = {2012, 1, 1},
                            .persons = 2,
                            .post = directory->holder[0].post};
    for (size_t i = 0; i < directory->holders; i++)
        if (strcmp(directory->holder[i].office.office, "President") == 0)
            directory->holder[i].until = (chancery_date){2013, 9, 4};
    struct later later = later_of(story, LETTER, CHY_ACT_WITHDRAWAL, ALPHA, "President",
                                  "Specimenia", SEED_ALPHA);
    later.signer[1] = SEED_SPARE;
    begin(&timed, later);
    assert_int_equal(standing(&timed, false, &untimed), CHY_WITHDRAWN);
    assert_int_equal(standing(&timed, true, &untimed), CHY_STANDING_UNKNOWN);
    assert_true(untimed);
    prove(&timed, OCTOBER_6);
    assert_int_equal(standing(&timed, true, &untimed), CHY_WITHDRAWN);
    end(&timed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_attestation), cmocka_unit_test(test_on_paper),
        cmocka_unit_test(test_verdict),     cmocka_unit_test(test_trusted_by_proven_time),
        cmocka_unit_test(test_withdrawal),  cmocka_unit_test(test_quorum)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
