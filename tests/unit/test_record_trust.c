/*
 * test_record_trust.c - whose signature makes an act count: the "trusted act" of
 * spec/verdict.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "custody/record.h"
#include "story.h"

/* Does the letter of this story count? */
static void counts(struct story *story, bool expected)
{
    struct chy_record record;
    assert_true(chy_record_read(&record, chy_buf_view(&story->record), NULL));
    assert_true(chy_record_check(&record, &story->trust.directory, NULL));
    uint32_t act = chy_record_find(&record, &story->payload_digest[LETTER]);
    assert_int_not_equal(act, UINT32_MAX);
    assert_non_null(chy_record_next(&record, act, NULL)->by); /* the key is the directory's */
    assert_int_equal(record.act[act].trusted, expected);
    chy_record_done(&record);
}

static void sign_as(struct story *story, int seed)
{
    story_init(story);
    story->signer[LETTER][0] = seed;
    story->signer[LETTER][1] = 0;
}

/* By name, and not by the office, which another may hold too. */
static void by_name(void **state)
{
    static const int seeds[] = {SEED_ALPHA, SEED_BETA, SEED_GAMMA, SEED_SPARE};
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct story story;
        sign_as(&story, seeds[i]);
        story_holder(&story, "Specimen Spare", "President", "Specimenia", SEED_SPARE);
        story_seal(&story);
        counts(&story, i < 2);
        story_done(&story);
    }
}

/* A nameless seal, by its office; any entry with the key tells, but for one that was voided. */
static void by_seal(void **state)
{
    static char why[] = "never held it";
    struct story story;
    (void)state;
    sign_as(&story, SEED_GAMMA);
    struct chy_signatory *seal = &story.act[LETTER].signatory[0];
    story_set(&seal->name, NULL);
    story_set(&seal->office.office, "Treasury");
    seal->seal = true;
    story_holder(&story, "Specimen Spare", "Treasury", "Specimenia", SEED_SPARE);
    story_seal(&story);
    counts(&story, false);
    struct chy_holder *entry = &story.trust.directory.holder[story.trust.directory.holders - 1];
    chancery_key *gamma = story_key(SEED_GAMMA);
    entry->key = chancery_key_public(gamma);
    chancery_key_free(gamma);
    counts(&story, true);
    entry->voided = why;
    counts(&story, false);
    entry->voided = NULL;
    story_done(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(by_name), cmocka_unit_test(by_seal)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
