/*
 * test_verdict_rules.c - what holds for every verdict: rules V1 to V4 and 0.3 of
 * spec/verdict.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "spoiled.h"

static enum chancery_status status_of(struct story *story)
{
    return story_judge(story)->status;
}

/* V2: four defects of four kinds, and each is told. */
static void all_defects_are_told(void **state)
{
    (void)state;
    static const enum chancery_finding_code told[] = {F(SIGNATURE_MISSING), F(WRONG_HAND),
                                                      F(DATES_BACKWARDS), F(MASTHEAD_DIFFERS)};
    struct story story;
    story_init(&story);
    story.signer[LETTER][1] = 0;
    story.issued = "1 September 2012";
    story.act[ISSUE].date = (chancery_date){2012, 9, 1};
    story.act[ISSUE].job_number = story_dup("12-52627");
    story_set(&story.act[FORWARD].addressee[0].office, "President of the Assembly");
    story_replace(&story.cover, "President of the Council", "President of the Assembly");
    story_seal(&story);
    const chancery_verdict *verdict = story_judge(&story);
    assert_int_equal(verdict->status, NOT_AUTHENTIC);
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (!chancery_verdict_has(verdict, told[i]))
            fail_msg("%s is not told", chancery_finding_name(told[i]));
    story_done(&story);
}

/* The record without its nth line; false: there are not so many. */
static bool without_line(struct chy_buf *out, chancery_span record, size_t n)
{
    chancery_span line;
    size_t number = 0;
    while (chy_span_line(&line, &record)) {
        if (number++ == n)
            continue;
        chy_buf_span(out, line);
        chy_buf_byte(out, '\n');
    }
    return n < number;
}

/* V3: no line, and no number of lines, taken out reads as forgery. */
static void absence_is_no_forgery(void **state)
{
    (void)state;
    struct story story;
    story_init(&story);
    story_seal(&story);
    struct chy_buf whole = story.record, some = {0};
    for (size_t a = 0;; a++) {
        struct chy_buf less = {0};
        if (!without_line(&less, chy_buf_view(&whole), a)) {
            chy_buf_done(&less);
            break;
        }
        story.record = less;
        assert_int_equal(status_of(&story), INDETERMINATE);
        chy_buf_done(&story.record);
    }
    for (unsigned mask = 0; mask < 16; mask++) {
        chancery_span rest = chy_buf_view(&whole), line;
        chy_buf_clear(&some);
        for (unsigned i = 0; chy_span_line(&line, &rest); i++) {
            if (mask & (1u << i)) {
                chy_buf_span(&some, line);
                chy_buf_byte(&some, '\n');
            }
        }
        story.record = some;
        assert_int_equal(status_of(&story), mask == 15 ? AUTHENTIC : INDETERMINATE);
        some = story.record;
    }
    story.record = whole;
    chy_buf_done(&some);
    story_done(&story);
}

/* Lines that anybody can add: junk, a stranger's signature on each act, each envelope with its
 * signature cut, spoiled or under another keyid, and a timestamp. */
static void add_worthless(struct chy_buf *out, const struct story *story)
{
    chancery_span rest = chy_buf_view(&story->record), line;
    struct story other = {0};
    chancery_digest digest;
    chy_buf_str(out,
                "junk\n{}\n[]\n{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[]}\n");
    while (chy_span_line(&line, &rest)) {
        struct chy_envelope envelope;
        assert_true(chy_envelope_read(&envelope, line, NULL));
        chancery_span payload = chy_span(envelope.payload, envelope.payload_len);
        story_sign(&other, &digest, payload, SEED_STRANGER);
        story_sign(&other, &digest, payload, SEED_DELTA);
        envelope.signature[0].signature.b[5] ^= 4;
        chancery_key *key = story_key(SEED_ALPHA);
        chancery_public_key public_key = chancery_key_public(key);
        chy_envelope_write(&other.record, CHY_STATEMENT_TYPE, payload, &public_key,
                           &envelope.signature[0].signature);
        chancery_key_free(key);
        chy_buf_span(&other.record, chy_span_sub(line, 0, line.len - 3));
        chy_buf_byte(&other.record, '\n');
        chy_envelope_done(&envelope);
    }
    chy_buf_span(out, chy_buf_view(&other.record));
    chy_buf_done(&other.record);
}

/* V3: what anybody can add changes no verdict, whether it stands first or last. */
static void additions_worsen_nothing(void **state)
{
    (void)state;
    for (int spoiled = 0; spoiled < 3; spoiled++) {
        struct story story;
        struct chy_buf worthless = {0}, both = {0};
        story_init(&story);
        story_seal(&story);
        if (spoiled == 1)
            beta_taken_out(&story);
        if (spoiled == 2) {
            present(&story);
            story_replace(&story.document, "northern", "southern");
        }
        enum chancery_status before = status_of(&story);
        add_worthless(&worthless, &story);
        chy_buf_span(&both, chy_buf_view(&worthless));
        chy_buf_span(&both, chy_buf_view(&story.record));
        chy_buf_span(&story.record, chy_buf_view(&worthless));
        assert_int_equal(status_of(&story), before);
        chy_buf_done(&story.record);
        story.record = both;
        assert_int_equal(status_of(&story), before);
        chy_buf_done(&worthless);
        story_done(&story);
    }
}

/* V3: Delta signs the issued document as a letter of his own, with the right digests, which
 * contradicts its marks. Where the honest issue is indeterminate it stays that. */
static void worse_act_displaces_nothing(void **state)
{
    (void)state;
    struct story story;
    struct chy_buf payload = {0};
    chancery_digest signature;
    story_init(&story);
    story_seal(&story);
    beta_taken_out(&story);
    struct chy_statement *letter = &story.act[ISSUE];
    letter->type = CHY_ACT_LETTER;
    letter->carried = 0;
    letter->signatory[0].seal = false;
    story_set(&letter->predicate_type, "urn:chancery:letter:v1");
    story_set(&letter->signatory[0].name, "Specimen Delta");
    story_set(&letter->signatory[0].office.office, "Minister");
    story_set(&letter->signatory[0].office.of, "Specimenia");
    story_check(chy_statement_write(&payload, letter, NULL), "letter", NULL);
    story_sign(&story, &signature, chy_buf_view(&payload), SEED_DELTA);
    for (unsigned turned = 0; turned < 2; turned++) {
        assert_int_equal(status_of(&story), INDETERMINATE);
        assert_int_equal(story.verdict->act[0].statement.type, CHY_ACT_ISSUE);
        story_reverse(&story);
    }
    letter->carried = 1; /* to be freed */
    chy_buf_done(&payload);
    story_done(&story);
}

/* 0.3: of acts that are as good at the same level an issue is judged before a forward before a
 * letter, whatever their digests. */
static void type_before_digest(void **state)
{
    (void)state;
    struct story story;
    size_t lower = 0;
    story_init(&story);
    story_seal(&story);
    story_set(&story.document, story.cover);
    struct chy_statement letter = story.act[FORWARD];
    letter.type = CHY_ACT_LETTER;
    letter.predicate_type = story_dup("urn:chancery:letter:v1");
    letter.carried = 0;
    for (int i = 0; i < 16; i++) {
        struct chy_buf payload = {0};
        chancery_digest signature;
        char reference[16];
        snprintf(reference, sizeof reference, "No. %d", i);
        letter.reference = reference;
        story_check(chy_statement_write(&payload, &letter, NULL), "letter", NULL);
        chancery_digest digest = chy_digest_of(chy_buf_view(&payload));
        lower += memcmp(digest.b, story.payload_digest[FORWARD].b, sizeof digest.b) < 0;
        story_sign(&story, &signature, chy_buf_view(&payload), SEED_GAMMA);
        chy_buf_done(&payload);
    }
    assert_true(lower > 0);
    for (unsigned turned = 0; turned < 2; turned++) {
        assert_int_equal(status_of(&story), AUTHENTIC);
        assert_int_equal(story.verdict->match, CHY_LEVEL_BYTES);
        assert_int_equal(story.verdict->act[0].statement.type, CHY_ACT_FORWARD);
        story_reverse(&story);
    }
    free(letter.predicate_type);
    story_done(&story);
}

/* V4: what cannot be read is no verdict about the letter. */
static void undecided_is_no_verdict(void **state)
{
    (void)state;
    const struct {
        chancery_span document;
        enum chancery_code code;
    } all[] = {{CHY_LITERAL("Letter dated \xff"), CHANCERY_E_ENCODING},
               {CHY_LITERAL(""), CHANCERY_E_EMPTY},
               {CHY_LITERAL("L\0e\0t\0"), CHANCERY_E_ENCODING},
               {CHY_LITERAL("Letter \xE2\x80\xAE"), CHANCERY_E_CHARACTER}};
    struct story story;
    story_init(&story);
    story_seal(&story);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        chancery_verdict *verdict = NULL;
        chancery_error error = CHANCERY_ERROR_INIT;
        assert_false(chancery_verify_bytes(&verdict, "x.txt", all[i].document,
                                           chy_buf_view(&story.record), NULL, &story.trust,
                                           &error));
        assert_int_equal(error.code, all[i].code);
        assert_int_equal(chancery_verdict_status(verdict), CHANCERY_STATUS_UNDECIDED);
        assert_int_equal(chancery_verdict_exit(verdict), CHANCERY_EXIT_UNDECIDED);
        assert_int_equal(verdict->acts, 0);
        assert_int_equal(verdict->findings.count, 0);
        chancery_verdict_free(verdict);
    }
    story_done(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_defects_are_told),
        cmocka_unit_test(absence_is_no_forgery),
        cmocka_unit_test(additions_worsen_nothing),
        cmocka_unit_test(worse_act_displaces_nothing),
        cmocka_unit_test(type_before_digest),
        cmocka_unit_test(undecided_is_no_verdict),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
