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
    story->issued = "27 September 2012";
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

/* A statement of a type of which nothing is known. */
static void carries_unheard_of(struct story *story, int act)
{
    if (act == FORWARD)
        carry_other(story, "urn:chancery:memorandum:v1");
}

static void carries_unreadable(struct story *story, int act)
{
    chancery_digest digest = chy_digest_of(CHY_LITERAL("{}")), seen;
    if (act != FORWARD)
        return;
    story_sign(story, &seen, CHY_LITERAL("{}"), SEED_ALPHA);
    story_carry(&story->act[FORWARD], &digest, &seen, 1);
}

/* The letter bears a signature of somebody whom the directory does not know, and the forwarder
 * saw it. */
static void stranger_seen(struct story *story)
{
    story->signer[LETTER][2] = SEED_STRANGER;
}

static void letter_carried_twice(struct story *story, int act)
{
    if (act == FORWARD) {
        const struct chy_carried first = story->act[FORWARD].carries[0];
        story_carry(&story->act[FORWARD], &first.statement, first.seen, first.seens);
    }
}

/* Signs an act with the words of the letter in place of its own, and lets the forward carry it.
 */
static void nest(struct story *story, struct chy_statement *inner, int seed)
{
    const struct chy_statement own = *inner, *letter = &story->act[LETTER];
    struct chy_statement *forward = &story->act[FORWARD];
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_digest seen;
    struct chy_buf payload = {0};
    inner->has_text = inner->text_known = true;
    inner->text = letter->text;
    inner->words = letter->words;
    inner->paragraph = letter->paragraph;
    inner->paragraphs = letter->paragraphs;
    inner->subject_digest = letter->subject_digest;
    inner->carries = forward->carries;
    inner->carried = forward->carried;
    story_check(chy_statement_write(&payload, inner, &error), "nest", &error);
    story_sign(story, &seen, chy_buf_view(&payload), seed);
    *inner = own;
    forward->carries[0].statement = chy_digest_of(chy_buf_view(&payload));
    forward->carries[0].seen[0] = seen;
    forward->carries[0].seens = 1;
    chy_buf_done(&payload);
}

/* The presented cover, so many forwards, and the letter. */
static void nest_forwards(struct story *story, int act, int count)
{
    if (act == FORWARD)
        while (count-- > 0)
            nest(story, &story->act[FORWARD], SEED_GAMMA);
}

static void as_deep_as_can_be(struct story *story, int act)
{
    nest_forwards(story, act, 14);
}

static void too_deep(struct story *story, int act)
{
    nest_forwards(story, act, 15);
}

/* What was issued is forwarded. */
static void issue_forwarded(struct story *story, int act)
{
    if (act == FORWARD) {
        story->act[ISSUE].date = story->act[FORWARD].date;
        nest(story, &story->act[FORWARD], SEED_GAMMA);
        nest(story, &story->act[ISSUE], SEED_REGISTRY);
    }
}

/* The registry, which may forward for the Prime Minister, but not issue for him. */
static void forwarded_for_sender(struct story *story)
{
    struct chy_signatory *hand = &story->act[FORWARD].signatory[0];
    story_set(&hand->name, "Registry");
    story_set(&hand->office.office, "Registry");
    story_replace(&story->cover, "(Signed) Specimen Gamma", "(Signed) Registry");
    story_replace(&story->cover, "from the Secretary-General", "from the Prime Minister");
    story->signer[FORWARD][0] = SEED_REGISTRY;
}

static void issued_for_sender(struct story *story, int act)
{
    if (act == ISSUE) {
        story->act[ISSUE].carries[0].statement = story->payload_digest[LETTER];
        story->act[ISSUE].carries[0].seens = 0;
    }
}

static void present_cover(struct story *story)
{
    story_set(&story->document, story->cover);
}

static void same_day(struct story *story)
{
    story->act[FORWARD].date = story->act[LETTER].date;
    story_replace(&story->cover, "28 September", "18 September");
}

static void issued_today(struct story *story)
{
    story->trust.now = 1349049600; /* 2012-10-01 */
}

static void last_day_of_term(struct story *story)
{
    story->act[LETTER].date = (chancery_date){2013, 1, 1};
    story_replace(&story->letter, "18 September 2012", "1 January 2013");
    story->act[FORWARD].date.year = story->act[ISSUE].date.year = 2014;
    story->issued = "1 October 2014";
    story_replace(&story->cover, "28 September 2012", "28 September 2014");
}

static void issues_files_alone(struct story *story, int act)
{
    struct chy_carried *carried = story->act[ISSUE].carries;
    if (act != ISSUE)
        return;
    carried->is_file = true;
    carried->name = story_dup("cover.txt");
    carried->media_type = story_dup("text/plain");
    carried->sha256 = chy_digest_of(chy_span_str(story->cover));
}

/* Only the issue is later. */
static void expires_before(struct story *story)
{
    story->trust.directory.expires = (chancery_date){2012, 9, 30};
}

static const struct spoiled cases[] = {
    {"4.1 the letter is not there", letter_out, NULL, NULL, INDETERMINATE, F(CARRIED_ABSENT),
     NULL},
    {"4.1 another's statement is carried", NULL, carries_foreign, NULL, INDETERMINATE,
     F(CARRIED_ABSENT), NULL},
    {"4.1 an act of an unknown type is carried", NULL, carries_unheard_of, NULL, INDETERMINATE,
     F(CARRIED_ABSENT), NULL},
    {"4.1 an unreadable statement is carried", NULL, carries_unreadable, NULL, INDETERMINATE,
     F(CARRIED_ABSENT), NULL},
    {"4.1 carried twice", NULL, letter_carried_twice, NULL, AUTHENTIC, -1, NULL},
    {"4.1 an issue is carried", NULL, issue_forwarded, present_cover, AUTHENTIC, -1, NULL},
    {"4.2 a stranger's signature was seen", stranger_seen, NULL, NULL, INDETERMINATE,
     F(SEEN_ABSENT), NULL},
    {"4.5 as deep as can be", NULL, as_deep_as_can_be, present_cover, AUTHENTIC, -1, NULL},
    {"4.5 too deep", NULL, too_deep, present_cover, INDETERMINATE, F(CHAIN_DEPTH), NULL},
    {"7.1 on the same day", same_day, NULL, NULL, AUTHENTIC, -1, NULL},
    {"7.2 today", issued_today, NULL, NULL, AUTHENTIC, -1, NULL},
    {"2.3 on the last day", last_day_of_term, NULL, NULL, AUTHENTIC, -1, NULL},
    {"8.1 a later act is carried", NULL, carries_unheard_of, NULL, INDETERMINATE, F(LATER_ACT),
     NULL},
    {"4.2 a seen signature taken out", NULL, NULL, beta_taken_out, INDETERMINATE,
     F(SEEN_ABSENT), NULL},
    {"4.3 a map is not there", NULL, carries_file, NULL, INDETERMINATE, F(ANNEX_ABSENT),
     "map.png"},
    {"5.1 for the sender", forwarded_for_sender, NULL, NULL, AUTHENTIC, -1, NULL},
    {"5.2 another act for the sender", NULL, issued_for_sender, NULL, NOT_AUTHENTIC,
     F(WRONG_HAND), "Registry"},
    {"5.2 the wrong forwarder", wrong_forwarder, NULL, NULL, NOT_AUTHENTIC, F(WRONG_HAND),
     "Specimen Delta"},
    {"5.2 the wrong issuer", wrong_issuer, NULL, NULL, NOT_AUTHENTIC, F(WRONG_HAND),
     "Specimen Delta"},
    {"5.3 files alone", NULL, issues_files_alone, NULL, INDETERMINATE, F(FILES_ALONE), NULL},
    {"10.3 after the expiry", NULL, NULL, expires_before, INDETERMINATE, F(AFTER_EXPIRY), NULL},
    {"7.1 backwards", dates_backwards, NULL, NULL, INDETERMINATE, F(DATES_BACKWARDS), NULL},
    {"7.2 from the future", from_the_future, NULL, NULL, INDETERMINATE, F(DATE_IN_FUTURE),
     NULL},
};

static void test_spoiled(void **state)
{
    (void)state;
    spoiled_all(cases, sizeof cases / sizeof *cases);
}

static bool says(const chancery_verdict *verdict, const char *words)
{
    for (size_t i = 0; i < verdict->findings.count; i++)
        if (strstr(verdict->findings.item[i].sentence, words))
            return true;
    return false;
}

/* Which hand it was is said of each act that is carried. */
static void test_hands(void **state)
{
    (void)state;
    struct story story;
    story_init(&story);
    story_seal(&story);
    const chancery_verdict *verdict = story_judge(&story);
    assert_true(says(verdict, "Specimen Gamma (Secretary-General, UN) forwarded the letter of "
                              "2012-09-18 as its addressee."));
    assert_true(says(verdict, "Registry (Registry, UN) issued the forward of 2012-09-28 "
                              "authorised to act for its addressee."));
    story_done(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spoiled),
        cmocka_unit_test(test_hands),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
