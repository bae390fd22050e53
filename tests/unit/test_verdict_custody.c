/*
 * test_verdict_custody.c - nothing lost, the right hand, in time: rules 4.x, 5.x and 7.x of
 * spec/verdict.md, one thing spoiled at a time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "spoiled.h"

static void letter_out(struct story *story)
{
    story->leave_out[LETTER] = true;
}

static void wrong_forwarder(struct story *story)
{
    story_set(&story->act[FORWARD].signatory[0].name, "Specimen Delta");
    story_set(&story->act[FORWARD].signatory[0].office.office, "Minister");
    story_set(&story->act[FORWARD].signatory[0].office.of, "Specimenia");
    story_replace(&story->cover, "(Signed) Specimen Gamma", "(Signed) Specimen Delta");
    story->signer[FORWARD][0] = SEED_DELTA;
}

static void wrong_issuer(struct story *story)
{
    story_set(&story->act[ISSUE].signatory[0].name, "Specimen Delta");
    story_set(&story->act[ISSUE].signatory[0].office.office, "Minister");
    story_set(&story->act[ISSUE].signatory[0].office.of, "Specimenia");
    story->signer[ISSUE][0] = SEED_DELTA;
}

static void carries_file(struct story *story, int act)
{
    if (act == FORWARD) {
        chancery_digest none = {{0}};
        story_carry(&story->act[FORWARD], &none, NULL, 0);
        struct chy_carried *carried = &story->act[FORWARD].carries[1];
        carried->is_file = true;
        carried->name = story_dup("map.png");
        carried->media_type = story_dup("image/png");
    }
}

static void dates_backwards(struct story *story)
{
    story->act[ISSUE].date.month = 9;
    story->act[ISSUE].date.day = 27;
}

static void from_the_future(struct story *story)
{
    story->trust.now = 1348000000; /* 2012-09-18 */
}

/* The forward carries one more statement, of this type, that Alpha signed. */
static void carry_other(struct story *story, const char *type)
{
    char payload[512];
    chancery_digest digest, seen;
    snprintf(payload, sizeof payload,
             "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{},"
             "\"predicateType\":\"%s\",\"subject\":[{\"digest\":{\"sha256\":\"%064d\"},"
             "\"name\":\"x\"}]}",
             type, 0);
    story_sign(story, &seen, chy_span_str(payload), SEED_ALPHA);
    digest = chy_digest_of(chy_span_str(payload));
    story_carry(&story->act[FORWARD], &digest, &seen, 1);
}

static void carries_foreign(struct story *story, int act)
{
    if (act == FORWARD)
        carry_other(story, "https://slsa.dev/provenance/v1");
}

static void carries_withdrawal(struct story *story, int act)
{
    if (act == FORWARD)
        carry_other(story, "urn:chancery:withdrawal:v1");
}

static const struct spoiled cases[] = {
    {"4.1 the letter is not there", letter_out, NULL, NULL, INDETERMINATE, F(CARRIED_ABSENT),
     NULL},
    {"4.1 another's statement is carried", NULL, carries_foreign, NULL, INDETERMINATE,
     F(CARRIED_ABSENT), NULL},
    {"4.1 a later act is carried", NULL, carries_withdrawal, NULL, INDETERMINATE,
     F(CARRIED_ABSENT), NULL},
    {"8.1 a later act is carried", NULL, carries_withdrawal, NULL, INDETERMINATE, F(LATER_ACT),
     NULL},
    {"4.2 a seen signature taken out", NULL, NULL, beta_taken_out, INDETERMINATE,
     F(SEEN_ABSENT), NULL},
    {"4.3 a map is not there", NULL, carries_file, NULL, INDETERMINATE, F(ANNEX_ABSENT),
     "map.png"},
    {"5.2 the wrong forwarder", wrong_forwarder, NULL, NULL, NOT_AUTHENTIC, F(WRONG_HAND),
     "Specimen Delta"},
    {"5.2 the wrong issuer", wrong_issuer, NULL, NULL, NOT_AUTHENTIC, F(WRONG_HAND),
     "Specimen Delta"},
    {"7.1 backwards", dates_backwards, NULL, NULL, INDETERMINATE, F(DATES_BACKWARDS), NULL},
    {"7.2 from the future", from_the_future, NULL, NULL, INDETERMINATE, F(DATE_IN_FUTURE),
     NULL},
};

static void test_spoiled(void **state)
{
    (void)state;
    spoiled_all(cases, sizeof cases / sizeof *cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spoiled),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
