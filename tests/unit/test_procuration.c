/*
 * test_procuration.c - who signs for another: rule 2.14 of spec/verdict.md, beside attestations
 * (2.10) and where proven times are demanded (2.8).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "custody/chain.h"
#include "later.h"

#define ONE "Specimen Deputy"
#define TWO "Specimen Envoy"
#define OCTOBER_5 INT64_C(1349400000) /* 2012, within the terms */
#define OCTOBER_6 (OCTOBER_5 + 86400)
#define YEAR_1999 INT64_C(930000000) /* before anybody's authorisation */

/* Beta signs the letter in her place, and for Alpha two deputies and he himself. */
struct desk {
    struct story story;
    struct chy_record record;
    uint32_t letter;
    struct chy_chain_times times;
    const struct chy_record_signature *place[2];
};

static void begin(struct desk *desk)
{
    struct story *story = &desk->story;
    const int signers[4] = {SEED_BETA, SEED_ALPHA, SEED_SPARE, SEED_STRANGER};
    story_init(story);
    story_holder(story, ONE, "Deputy", "Specimenia", SEED_SPARE);
    story_holder(story, TWO, "Envoy", "Specimenia", SEED_STRANGER);
    story_allow(story, "Deputy", "Specimenia", "\"per-procurationem\"", "President",
                "Specimenia");
    story_allow(story, "Envoy", "Specimenia", "\"per-procurationem\"", "President",
                "Specimenia");
    memcpy(story->signer[LETTER], signers, sizeof signers);
    story_seal(story);
    desk->record = (struct chy_record){0};
    assert_true(chy_record_read(&desk->record, chy_buf_view(&story->record), NULL));
    assert_true(chy_record_check(&desk->record, &story->trust.directory, NULL));
    desk->letter = chy_record_find(&desk->record, &story->payload_digest[LETTER]);
    desk->times = (struct chy_chain_times){
        .directory = &story->trust.directory, .now = story->trust.now, .required = true};
}

static void end(struct desk *desk)
{
    chy_record_done(&desk->record);
    story_done(&desk->story);
}

static struct chy_record_signature *signature_of(struct desk *desk, const char *name)
{
    for (size_t i = 0; i < desk->record.signatures; i++) {
        struct chy_record_signature *one = &desk->record.signature[i];
        if (one->act == desk->letter && one->by && strcmp(one->by->name, name) == 0)
            return one;
    }
    abort();
}

static void prove(struct desk *desk, const char *name, int64_t time)
{
    signature_of(desk, name)->proven = time;
}

/* Who fills Alpha's place? */
static const char *stands(struct desk *desk)
{
    chy_chain_places(desk->place, &desk->record, desk->letter, &desk->times);
    assert_string_equal(desk->place[1]->by->name, BETA);
    return desk->place[0] ? desk->place[0]->by->name : "nobody";
}

/* A line without the time that is demanded displaces none that has it: neither another's, by
 * the order of their keys, nor the signatory's own. */
static void test_times_first(void **state)
{
    static const char *const both[] = {ONE, TWO};
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct desk desk;
        begin(&desk);
        prove(&desk, both[i], OCTOBER_6);
        assert_string_equal(stands(&desk), both[i]);
        prove(&desk, both[1 - i], OCTOBER_5); /* the earlier of two */
        assert_string_equal(stands(&desk), both[1 - i]);
        prove(&desk, both[1 - i], YEAR_1999); /* earlier, and not theirs to sign then */
        assert_string_equal(stands(&desk), both[i]);
        prove(&desk, ALPHA, OCTOBER_6);
        assert_string_equal(stands(&desk), ALPHA);
        prove(&desk, ALPHA, CHY_NEVER);
        prove(&desk, both[i], CHY_NEVER);
        prove(&desk, both[1 - i], CHY_NEVER);
        assert_string_equal(stands(&desk), ALPHA); /* no better than the signatory */
        signature_of(&desk, ALPHA)->by = NULL;
        assert_string_not_equal(stands(&desk), "nobody");
        end(&desk);
    }
}

/* What is said of a time is said of whose signature it is. */
static bool says(struct desk *desk, const char *words)
{
    struct chy_findings findings = {0};
    enum chy_signed status[2];
    int64_t proven[2];
    bool found = false;
    chy_chain_signed(&findings, status, proven, &desk->record, desk->letter, &desk->times);
    for (size_t i = 0; i < findings.count; i++)
        found = found || strstr(findings.item[i].sentence, words);
    chy_findings_done(&findings);
    return found;
}

static void test_names_the_signer(void **state)
{
    struct desk desk;
    (void)state;
    begin(&desk);
    signature_of(&desk, ALPHA)->by = NULL;
    signature_of(&desk, TWO)->by = NULL;
    assert_true(says(&desk, "Nothing proves when " ONE " (Deputy, Specimenia) signed."));
    assert_false(says(&desk, "when " ALPHA));
    prove(&desk, ONE, OCTOBER_5);
    assert_true(says(&desk, "The signature of " ONE " (Deputy, Specimenia) is proven"));
    assert_false(says(&desk, "The signature of " ALPHA));
    prove(&desk, ONE, YEAR_1999);
    assert_true(says(&desk, "does not let them sign in that place"));
    end(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_times_first),
                                       cmocka_unit_test(test_names_the_signer)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
