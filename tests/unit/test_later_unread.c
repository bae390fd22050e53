/*
 * test_later_unread.c - later acts that this version does not read: rule 8.1 of
 * spec/verdict.md. They make a verdict indeterminate only where they may say something of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/encode.h"
#include "custody/later.h"
#include "later.h"

/* An act of an unknown type about this. It names no signatory, so nobody would have to sign it,
 * if it were judged. */
static void translate(struct story *story, const chancery_digest *subject, int seed)
{
    chancery_digest digest;
    char payload[512], hex[65];
    chy_hex(hex, subject->b, sizeof subject->b);
    snprintf(payload, sizeof payload,
             "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{},"
             "\"predicateType\":\"urn:chancery:memorandum:v1\",\"subject\":[{\"digest\":"
             "{\"sha256\":\"%s\"},\"name\":\"x\"}]}",
             hex);
    story_sign(story, &digest, chy_span_str(payload), seed);
}

static void of_the_letter(struct story *story)
{
    translate(story, &story->act[LETTER].subject_digest, SEED_ALPHA);
}

static void of_the_letters_act(struct story *story)
{
    translate(story, &story->payload_digest[LETTER], SEED_DELTA);
}

/* Typeset anew, which no act is about. */
static void of_this_document(struct story *story)
{
    present(story);
    story_replace(&story->document, "Sir,", "Sir, ");
    chancery_digest digest = chy_digest_of(chy_span_str(story->document));
    translate(story, &digest, SEED_DELTA);
}

static void of_something_else(struct story *story)
{
    translate(story, &story->act[LETTER].words, SEED_ALPHA);
}

static void by_stranger(struct story *story)
{
    translate(story, &story->act[LETTER].subject_digest, SEED_STRANGER);
}

static void about_nothing(struct story *story)
{
    static const char payload[] =
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{},"
        "\"predicateType\":\"urn:chancery:memorandum:v1\",\"subject\":[]}";
    chancery_digest digest;
    story_sign(story, &digest, CHY_LITERAL(payload), SEED_ALPHA);
}

static void deltas_key_ended(struct story *story)
{
    story_end_key(story, SEED_DELTA, "compromised", "2024-01-01", 0);
}

static void beside_a_good_key(struct story *story)
{
    of_the_letters_act(story);
    translate(story, &story->payload_digest[LETTER], SEED_ALPHA);
}

#define UNKNOWN INDETERMINATE, CHY_STANDING_UNKNOWN, false, F(LATER_ACT)
#define IGNORED AUTHENTIC, CHY_CURRENT, false, F(LATER_IGNORED)
static const struct later_case cases[] = {
    {"8.1 about the letter's file", NULL, of_the_letter, UNKNOWN},
    {"8.1 about the letter's act", NULL, of_the_letters_act, UNKNOWN},
    {"8.1 about this document", NULL, of_this_document, UNKNOWN},
    {"8.1 by a good key too", deltas_key_ended, beside_a_good_key, UNKNOWN},
    {"8.6 about something else", NULL, of_something_else, IGNORED},
    {"8.6 about nothing", NULL, about_nothing, IGNORED},
    {"8.6 with a key that ended", deltas_key_ended, of_the_letters_act, IGNORED},
    {"9.2 a stranger's", NULL, by_stranger, AUTHENTIC, CHY_CURRENT, false,
     F(FOREIGN_STATEMENT)},
};

static void test_cases(void **state)
{
    (void)state;
    later_all(cases, sizeof cases / sizeof *cases);
}

/* A signature that is proven to be older than the end of its key is as good as others. */
static void test_proven_older(void **state)
{
    struct story story;
    struct chy_record record = {0};
    struct chy_chain chain = {0};
    (void)state;
    story_init(&story);
    deltas_key_ended(&story);
    story_seal(&story);
    of_the_letters_act(&story);
    assert_true(chy_record_read(&record, chy_buf_view(&story.record), NULL));
    assert_true(chy_record_check(&record, &story.trust.directory, NULL));
    uint32_t later = (uint32_t)record.acts - 1,
             issue = chy_record_find(&record, &story.payload_digest[ISSUE]);
    assert_true(chy_chain_collect(&chain, &record, issue, NULL));
    const struct chy_case given = {.record = &record, .directory = &story.trust.directory};
    struct chy_record_signature *by = &record.signature[record.act[later].first];
    assert_non_null(chy_later_unread(&given, &chain, later));
    by->proven = 1704067200 - 1; /* 2023-12-31, its last second */
    assert_null(chy_later_unread(&given, &chain, later));
    by->proven += 1;
    assert_non_null(chy_later_unread(&given, &chain, later));
    chy_chain_done(&chain);
    chy_record_done(&record);
    story_done(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases),
                                       cmocka_unit_test(test_proven_older)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
