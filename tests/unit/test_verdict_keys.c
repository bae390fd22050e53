/*
 * test_verdict_keys.c - keys that ended: rules 2.5 and 2.7 of spec/verdict.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "spoiled.h"

/* The letter is of 2012-09-18. */
static void key_ended_before(struct story *story)
{
    story_end_key(story, SEED_BETA, "retired", "2012-09-17", 0);
}

static void key_ended_that_day(struct story *story)
{
    story_end_key(story, SEED_BETA, "retired", "2012-09-18", 0);
}

static void key_compromised_that_day(struct story *story)
{
    story_end_key(story, SEED_BETA, "compromised", "2012-09-18", 0);
}

static void key_compromised_later(struct story *story)
{
    story_end_key(story, SEED_BETA, "compromised", "2012-09-19", 0);
}

static void key_superseded(struct story *story)
{
    story_holder(story, BETA, "Prime Minister", "Specimenia", SEED_SPARE);
    story_end_key(story, SEED_BETA, "superseded", "2012-12-31", SEED_SPARE);
}

/* Beta signs with a key that had ended and with the one that follows. */
static void key_superseded_before(struct story *story)
{
    key_superseded(story);
    memcpy(strstr(story->key_end, "2012-12-31"), "2012-09-01", 10);
    story->signer[LETTER][2] = SEED_SPARE;
}

static const struct spoiled cases[] = {
    {"2.5 the last day of a key", key_ended_that_day, NULL, NULL, INDETERMINATE, F(KEY_ENDED),
     BETA},
    {"2.5 compromised later", key_compromised_later, NULL, NULL, INDETERMINATE, F(KEY_ENDED),
     BETA},
    {"2.5 a superseded key", key_superseded, NULL, NULL, INDETERMINATE, F(KEY_ENDED), BETA},
    {"2.7 a key that had ended", key_ended_before, NULL, NULL, INDETERMINATE,
     F(SIGNED_AFTER_END), BETA},
    {"2.7 a key that was compromised", key_compromised_that_day, NULL, NULL, INDETERMINATE,
     F(SIGNED_AFTER_END), BETA},
    {"2.7 a key that had ended, and the next", key_superseded_before, NULL, NULL, AUTHENTIC, -1,
     NULL},
};

static void test_spoiled(void **state)
{
    (void)state;
    spoiled_all(cases, sizeof cases / sizeof *cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_spoiled)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
