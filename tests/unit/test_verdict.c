/*
 * test_verdict.c - one thing spoiled at a time: each rule of spec/verdict.md says so, and
 * nothing else lets it pass.
 */
#include "custody/verdict.h"
#include "story.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct spoiled {
    const char *what;
    void (*before)(struct story *);           /* before signing */
    void (*at_seal)(struct story *, int act); /* at the last moment before an act is signed */
    void (*after)(struct story *);            /* afterwards */
    enum chancery_status status;
    int finding;         /* that must be there; -1: none above a note */
    const char *subject; /* of that finding; NULL: any */
};

#define AUTHENTIC CHANCERY_STATUS_AUTHENTIC
#define NOT_AUTHENTIC CHANCERY_STATUS_NOT_AUTHENTIC
#define INDETERMINATE CHANCERY_STATUS_INDETERMINATE
#define F(code) CHANCERY_F_##code

/* --- the document
 * -------------------------------------------------------------------------------- */

static void present(struct story *story)
{
    story_set(&story->document, story->issue);
}

static void alter_word(struct story *story)
{
    present(story);
    story_replace(&story->document, "northern", "southern");
}

static void drop_paragraph(struct story *story)
{
    present(story);
    story_replace(
        &story->document,
        "For several months, the country has been facing a crisis in its northern part.\n\n",
        "");
}

static void move_paragraph(struct story *story)
{
    drop_paragraph(story);
    story_replace(&story->document, "(Signed) Specimen Gamma\n",
                  "(Signed) Specimen Gamma\n\nFor several months, the country has been facing "
                  "a crisis in its northern part.\n");
}

static void insert_inside(struct story *story)
{
    present(story);
    story_replace(&story->document, "Sir,\n\n", "Sir,\n\nSend money.\n\n");
}

static void insert_outside(struct story *story)
{
    present(story);
    story_replace(&story->document, "12-52626", "12-52626\n\nPrinted on paper.");
}

static void insert_letter(struct story *story)
{
    present(story);
    story_replace(&story->document, "12-52626",
                  "Annex II\n\nLetter dated 20 September 2012 from the Minister of Specimenia "
                  "addressed to the Secretary-General\n\n"
                  "We withdraw.\n\n(Signed) Specimen Delta\n\n12-52626");
}

static void insert_mark(struct story *story)
{
    present(story);
    story_replace(&story->document, "Specimen Beta Prime Minister",
                  "Specimen Beta Prime Minister (Signed) Specimen Delta Minister");
}

static void rewrap(struct story *story)
{
    present(story);
    story_replace(&story->document, "facing a crisis", "facing\na   crisis");
}

static void respace(struct story *story)
{
    present(story);
    story_replace(&story->document, "Sir,\n\n", "Sir,  \r\n\n\n\n");
}

static void present_letter(struct story *story)
{
    story_set(&story->document, story->letter);
}

static void present_cover(struct story *story)
{
    story_set(&story->document, story->cover);
}

static void present_other(struct story *story)
{
    story_set(&story->document, "Something else altogether.\n");
    story->name = "other.txt";
}

static void present_other_by_name(struct story *story)
{
    story_set(&story->document, "Something else altogether.\n");
}

/* --- statements that contradict themselves or their text
 * ------------------------------------------ */

static void wrong_text(struct story *story, int act)
{
    if (act == ISSUE)
        story->act[ISSUE].text.b[0] ^= 1;
}

static void wrong_words(struct story *story, int act)
{
    if (act == ISSUE)
        story->act[ISSUE].words.b[0] ^= 1;
}

static void wrong_paragraph(struct story *story, int act)
{
    if (act == ISSUE)
        story->act[ISSUE].paragraph[0].digest.b[0] ^= 1;
}

static void wrong_words_rewrapped(struct story *story, int act)
{
    if (act == ISSUE)
        story->act[ISSUE].text.b[0] ^= 1, story->act[ISSUE].paragraph[1].digest.b[0] ^= 1;
}

static void fewer_signatories(struct story *story)
{
    struct chy_statement *letter = &story->act[LETTER];
    chy_signatory_done(&letter->signatory[--letter->signatories]);
    story->signer[LETTER][1] = 0;
}

static void more_signatories(struct story *story)
{
    story_signatory(&story->act[LETTER], "Specimen Delta", "Minister", "Specimenia", false);
    story->signer[LETTER][2] = SEED_DELTA;
}

static void other_date(struct story *story)
{
    story->act[LETTER].date.day = 17;
}

static void other_addressee(struct story *story)
{
    story_set(&story->act[FORWARD].addressee[0].office, "President of the Assembly");
}

static void no_addressee(struct story *story)
{
    struct chy_statement *forward = &story->act[FORWARD];
    chy_office_done(&forward->addressee[--forward->addressees]);
}

static void addressee_by_alias(struct story *story)
{
    story_set(&story->act[LETTER].addressee[0].office, "Chief Administrator");
}

static void wrong_symbol(struct story *story)
{
    story->act[ISSUE].symbol = calloc(1, sizeof(char *));
    story->act[ISSUE].symbol[0] = story_dup("S/2012/728");
    story->act[ISSUE].symbols = 1;
}

static void wrong_masthead_date(struct story *story)
{
    story->act[ISSUE].masthead_date = story->act[LETTER].date;
}

static void wrong_job(struct story *story)
{
    story->act[ISSUE].job_number = story_dup("12-52627");
}

static void unsigned_letter_issued(struct story *story)
{
    story->between = "Annex I\n\nLetter dated 20 September 2012 from the Minister of "
                     "Specimenia addressed to the Secretary-General\n\n"
                     "We withdraw.\n\n(Signed) Specimen Delta\n\nAnnex II\n\n";
}

/* --- signatures
 * ---------------------------------------------------------------------------------- */

static void beta_missing(struct story *story)
{
    story->signer[LETTER][1] = 0;
}

static void beta_by_stranger(struct story *story)
{
    story->signer[LETTER][1] = SEED_STRANGER;
}

static void beta_by_delta(struct story *story)
{
    story->signer[LETTER][1] = SEED_DELTA;
}

static void alpha_twice(struct story *story)
{
    story->signer[LETTER][1] = SEED_ALPHA;
}

/* The same person named twice: one signature fills one place. */
static void alpha_two_places(struct story *story)
{
    fewer_signatories(story);
    story_signatory(&story->act[LETTER], ALPHA, "President", "Specimenia", false);
}

static void beta_taken_out(struct story *story)
{
    /* The second line of the record is Beta's. */
    uint8_t *first = memchr(story->record.ptr, '\n', story->record.len);
    uint8_t *second =
        memchr(first + 1, '\n', story->record.len - (size_t)(first + 1 - story->record.ptr));
    memmove(first, second, story->record.len - (size_t)(second - story->record.ptr));
    story->record.len -= (size_t)(second - first);
}

static void letter_out(struct story *story)
{
    story->leave_out[LETTER] = true;
}

static void all_out(struct story *story)
{
    story->record.len = 0;
}

static void strangers_only(struct story *story)
{
    story->leave_out[LETTER] = story->leave_out[FORWARD] = true;
    story->signer[ISSUE][0] = SEED_STRANGER;
}

static void outside_term(struct story *story)
{
    story->act[LETTER].date.year = 2013;
    story_replace(&story->letter, "18 September 2012", "18 September 2013");
    story->act[FORWARD].date.year = story->act[ISSUE].date.year = 2014;
    story_replace(&story->cover, "28 September 2012", "28 September 2014");
}

static void office_of_another(struct story *story)
{
    story_set(&story->act[LETTER].signatory[1].office.office, "President");
}

static void person_unknown(struct story *story)
{
    story_set(&story->act[LETTER].signatory[1].office.office, "Ambassador");
}

static void key_ended(struct story *story)
{
    char hex[65];
    story_hex(hex, SEED_BETA);
    snprintf(story->key_end, sizeof story->key_end,
             "{\"at\":\"2012-12-31\",\"by\":null,\"key\":\"%s\",\"state\":\"retired\"}", hex);
}

/* --- custody
 * ----------------------------------------------------------------------------------------- */

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

static void altered_when_issued(struct story *story)
{
    story_write_issue(story);
    story_replace(&story->issue, "northern", "southern");
}

static void order_changed(struct story *story)
{
    char *cover = story->cover;
    story->cover = story->letter;
    story->letter = cover;
    story_write_issue(story);
    story->letter = story->cover;
    story->cover = cover;
}

static void carried_edited(struct story *story, int act)
{
    if (act == ISSUE)
        story->act[ISSUE].carries[0].as = CHY_AS_EDITED;
}

static void carried_translated(struct story *story, int act)
{
    if (act == ISSUE)
        story->act[ISSUE].carries[0].as = CHY_AS_TRANSLATION;
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

static void expired(struct story *story)
{
    story->trust.expired = true;
}

static void expect_letter(struct story *story)
{
    story->expect = "letter";
}

static void expect_issue(struct story *story)
{
    story->expect = "issue";
}

static void junk(struct story *story)
{
    chy_buf_str(&story->record,
                "junk\n{\"payload\":1}\n{}\n{\"timestamp\":{\"signature\":\"00\"}}\n\n[[[[\n");
}

static void doubled(struct story *story)
{
    struct chy_buf twice = {0};
    chy_buf_span(&twice, chy_buf_view(&story->record));
    chy_buf_span(&story->record, chy_buf_view(&twice));
    chy_buf_done(&twice);
}

/* Delta, who has a key, issues the document himself, with the right digests. */
static void bogus_issue_added(struct story *story)
{
    chancery_digest digest;
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_buf payload = {0};
    struct chy_statement *issue = &story->act[ISSUE];
    story_set(&issue->signatory[0].name, "Specimen Delta");
    story_set(&issue->signatory[0].office.office, "Minister");
    story_set(&issue->signatory[0].office.of, "Specimenia");
    story_check(chy_statement_write(&payload, issue, &error), "bogus", &error);
    story_sign(story, &digest, chy_buf_view(&payload), SEED_DELTA);
    chy_buf_done(&payload);
}

static void add_withdrawal(struct story *story, int seed)
{
    chancery_digest digest;
    static const char payload[] =
        "{\"_type\":\"https://in-toto.io/Statement/"
        "v1\",\"predicate\":{},\"predicateType\":\"urn:chancery:withdrawal:v1\","
        "\"subject\":[{\"digest\":{\"sha256\":"
        "\"0000000000000000000000000000000000000000000000000000000000000000\"},\"name\":\"x\"}]"
        "}";
    story_sign(story, &digest, chy_span_str(payload), seed);
}

static void later_act_added(struct story *story)
{
    add_withdrawal(story, SEED_ALPHA);
}

static void later_act_by_stranger(struct story *story)
{
    add_withdrawal(story, SEED_STRANGER);
}

static const struct spoiled cases[] = {
    {"nothing", NULL, NULL, NULL, AUTHENTIC, -1, NULL},
    {"1.1 re-wrapped", NULL, NULL, rewrap, AUTHENTIC, -1, NULL},
    {"1.1 other spacing", NULL, NULL, respace, AUTHENTIC, -1, NULL},
    {"0.3 the letter alone", NULL, NULL, present_letter, AUTHENTIC, -1, NULL},
    {"0.3 the cover alone", NULL, NULL, present_cover, AUTHENTIC, -1, NULL},
    {"0.1 no record", NULL, NULL, all_out, INDETERMINATE, F(NO_RECORD), NULL},
    {"0.2 strangers' signatures", strangers_only, NULL, NULL, INDETERMINATE, F(NO_SIGNATURE),
     NULL},
    {"0.3 another document", NULL, NULL, present_other, INDETERMINATE, F(NO_ACT), NULL},
    {"0.3 another document of the name", NULL, NULL, present_other_by_name, NOT_AUTHENTIC,
     F(PARAGRAPH_MISSING), NULL},
    {"0.3 an act added by one who may not", NULL, NULL, bogus_issue_added, AUTHENTIC, -1, NULL},
    {"0.4 the letter expected", NULL, NULL, expect_letter, INDETERMINATE, F(EXPECTATION),
     "letter"},
    {"0.4 the issue expected", NULL, NULL, expect_issue, AUTHENTIC, -1, NULL},
    {"1.1 text digest", NULL, wrong_text, NULL, NOT_AUTHENTIC, F(DIGESTS_DISAGREE), NULL},
    {"1.1 words digest", NULL, wrong_words, NULL, NOT_AUTHENTIC, F(DIGESTS_DISAGREE), NULL},
    {"1.1 paragraph digest", NULL, wrong_paragraph, NULL, NOT_AUTHENTIC, F(DIGESTS_DISAGREE),
     NULL},
    {"1.1 paragraph digest, re-wrapped", NULL, wrong_words_rewrapped, rewrap, NOT_AUTHENTIC,
     F(DIGESTS_DISAGREE), NULL},
    {"1.2 altered", NULL, NULL, alter_word, NOT_AUTHENTIC, F(PARAGRAPH_ALTERED), NULL},
    {"1.2 dropped", NULL, NULL, drop_paragraph, NOT_AUTHENTIC, F(PARAGRAPH_MISSING), NULL},
    {"1.2 moved", NULL, NULL, move_paragraph, NOT_AUTHENTIC, F(PARAGRAPH_MOVED), NULL},
    {"1.4 inserted in the letter", NULL, NULL, insert_inside, INDETERMINATE,
     F(PARAGRAPH_INSERTED), NULL},
    {"1.4 added at the end", NULL, NULL, insert_outside, INDETERMINATE, F(EXTRA_WORDS), NULL},
    {"2.1 not signed", beta_missing, NULL, NULL, INDETERMINATE, F(SIGNATURE_MISSING), BETA},
    {"2.1 signed by a stranger", beta_by_stranger, NULL, NULL, INDETERMINATE,
     F(SIGNATURE_MISSING), BETA},
    {"2.1 signed by another official", beta_by_delta, NULL, NULL, INDETERMINATE,
     F(SIGNATURE_MISSING), BETA},
    {"2.1 the other signs twice", alpha_twice, NULL, NULL, INDETERMINATE, F(SIGNATURE_MISSING),
     BETA},
    {"2.1 one signature, two places", alpha_two_places, NULL, NULL, NOT_AUTHENTIC,
     F(SIGNATURE_MISSING), ALPHA},
    {"2.1 a line taken out", NULL, NULL, beta_taken_out, INDETERMINATE, F(SIGNATURE_MISSING),
     BETA},
    {"2.2 not in the directory", person_unknown, NULL, NULL, INDETERMINATE, F(NOT_IN_DIRECTORY),
     BETA},
    {"2.3 outside the term", outside_term, NULL, NULL, NOT_AUTHENTIC, F(OUTSIDE_TERM), ALPHA},
    {"2.4 the office of another", office_of_another, NULL, NULL, NOT_AUTHENTIC,
     F(OFFICE_NOT_HELD), BETA},
    {"2.5 an ended key", key_ended, NULL, NULL, INDETERMINATE, F(KEY_ENDED), BETA},
    {"3.1 fewer named than marked", fewer_signatories, NULL, NULL, NOT_AUTHENTIC,
     F(MARK_UNNAMED), NULL},
    {"3.2 more named than marked", more_signatories, NULL, NULL, NOT_AUTHENTIC,
     F(SIGNATORY_UNMARKED), "Specimen Delta"},
    {"3.4 another date", other_date, NULL, NULL, NOT_AUTHENTIC, F(DATE_DIFFERS), NULL},
    {"3.5 another addressee", other_addressee, NULL, NULL, NOT_AUTHENTIC, F(ADDRESSEE_DIFFERS),
     NULL},
    {"3.5 no addressee", no_addressee, NULL, NULL, NOT_AUTHENTIC, F(ADDRESSEE_DIFFERS), NULL},
    {"3.5 by an alias", addressee_by_alias, NULL, NULL, AUTHENTIC, -1, NULL},
    {"3.6 symbol", wrong_symbol, NULL, NULL, NOT_AUTHENTIC, F(MASTHEAD_DIFFERS), NULL},
    {"3.6 masthead date", wrong_masthead_date, NULL, NULL, NOT_AUTHENTIC, F(MASTHEAD_DIFFERS),
     NULL},
    {"3.6 job number", wrong_job, NULL, NULL, NOT_AUTHENTIC, F(MASTHEAD_DIFFERS), NULL},
    {"3.7 a letter issued unsigned", unsigned_letter_issued, NULL, NULL, INDETERMINATE,
     F(UNSIGNED_LETTER), NULL},
    {"3.7 a letter slipped in", NULL, NULL, insert_letter, INDETERMINATE, F(UNSIGNED_LETTER),
     NULL},
    {"3.7 a mark slipped in", NULL, NULL, insert_mark, INDETERMINATE, F(UNSIGNED_LETTER), NULL},
    {"4.1 the letter is not there", letter_out, NULL, NULL, INDETERMINATE, F(CARRIED_ABSENT),
     NULL},
    {"4.2 a seen signature taken out", NULL, NULL, beta_taken_out, INDETERMINATE,
     F(SEEN_ABSENT), NULL},
    {"4.3 a map is not there", NULL, carries_file, NULL, INDETERMINATE, F(ANNEX_ABSENT),
     "map.png"},
    {"5.2 the wrong forwarder", wrong_forwarder, NULL, NULL, NOT_AUTHENTIC, F(WRONG_HAND),
     "Specimen Delta"},
    {"5.2 the wrong issuer", wrong_issuer, NULL, NULL, NOT_AUTHENTIC, F(WRONG_HAND),
     "Specimen Delta"},
    {"6.1 altered by the issuer", altered_when_issued, NULL, NULL, NOT_AUTHENTIC,
     F(NOT_CONTAINED), NULL},
    {"6.2 out of order", order_changed, NULL, NULL, NOT_AUTHENTIC, F(OUT_OF_ORDER), NULL},
    {"6.3 translated", NULL, carried_translated, NULL, INDETERMINATE, F(TRANSLATION), NULL},
    {"6.4 edited", NULL, carried_edited, NULL, INDETERMINATE, F(EDITED), NULL},
    {"7.1 backwards", dates_backwards, NULL, NULL, INDETERMINATE, F(DATES_BACKWARDS), NULL},
    {"7.2 from the future", from_the_future, NULL, NULL, INDETERMINATE, F(DATE_IN_FUTURE),
     NULL},
    {"8.1 a later act", NULL, NULL, later_act_added, INDETERMINATE, F(LATER_ACT), NULL},
    {"8.1 a stranger's later act", NULL, NULL, later_act_by_stranger, AUTHENTIC,
     F(FOREIGN_STATEMENT), NULL},
    {"9.1 junk", NULL, NULL, junk, AUTHENTIC, F(JUNK_LINE), NULL},
    {"9.3 doubled lines", NULL, NULL, doubled, AUTHENTIC, -1, NULL},
    {"10.1 expired", expired, NULL, NULL, AUTHENTIC, F(DIRECTORY_EXPIRED), NULL},
};

static bool has(const struct chancery_verdict *verdict, const struct spoiled *one)
{
    for (size_t i = 0; i < verdict->findings.count; i++) {
        const struct chy_finding *finding = &verdict->findings.item[i];
        if ((int)finding->code == one->finding &&
            (!one->subject ||
             (finding->subject && strcmp(finding->subject, one->subject) == 0)))
            return true;
    }
    return false;
}

static bool as_expected(const struct chancery_verdict *verdict, const struct spoiled *one)
{
    if (verdict->status != one->status)
        return false;
    if (one->finding >= 0)
        return has(verdict, one);
    return chy_findings_worst(&verdict->findings) == CHANCERY_NOTE;
}

static bool run(const struct spoiled *one)
{
    struct story story;
    story_init(&story);
    if (one->before)
        one->before(&story);
    story.before_seal = one->at_seal;
    story_seal(&story);
    if (one->after)
        one->after(&story);
    chancery_verdict *verdict = story_judge(&story);
    bool ok = as_expected(verdict, one);
    char *report = ok ? NULL : chancery_report_terminal(verdict, true, false, NULL);
    if (!ok)
        print_message("%s:\n%s\n", one->what, report);
    chancery_free(report);
    story_done(&story);
    return ok;
}

static void test_spoiled(void **state)
{
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        wrong += !run(&cases[i]);
    assert_int_equal(wrong, 0);
}

static void test_levels(void **state)
{
    (void)state;
    static void (*const changes[])(struct story *) = {present, respace, rewrap};
    static const enum chy_level levels[] = {CHY_LEVEL_BYTES, CHY_LEVEL_TEXT, CHY_LEVEL_WORDS};
    for (size_t i = 0; i < 3; i++) {
        struct story story;
        story_init(&story);
        story_seal(&story);
        changes[i](&story);
        assert_int_equal(story_judge(&story)->match, levels[i]);
        story_done(&story);
    }
}

/* A zeroed verdict, or none at all, is not authentic. */
static void test_zeroed(void **state)
{
    struct chancery_verdict verdict = {0};
    (void)state;
    assert_int_equal(chancery_verdict_status(&verdict), CHANCERY_STATUS_NOT_AUTHENTIC);
    assert_int_equal(chancery_verdict_exit(&verdict), CHANCERY_EXIT_NOT_AUTHENTIC);
    assert_int_equal(chancery_verdict_status(NULL), CHANCERY_STATUS_NOT_AUTHENTIC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spoiled),
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_zeroed),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
