/*
 * test_verdict_people.c - signed by all, and by whom the text says: rules 2.x and 3.x of
 * spec/verdict.md, one thing spoiled at a time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "spoiled.h"

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

static void key_ended(struct story *story)
{
    story_end_key(story, SEED_BETA, "retired", "2012-12-31", 0);
}

/* A nameless seal of the President's office, which either of two may set, before the
 * President's own place. */
static void seal_before_name(struct story *story)
{
    struct chy_statement *letter = &story->act[LETTER];
    story_holder(story, "Specimen Epsilon", "President", "Specimenia", SEED_SPARE);
    story_signatory(letter, NULL, "President", "Specimenia", true);
    struct chy_signatory seal = letter->signatory[2];
    memmove(letter->signatory + 1, letter->signatory, 2 * sizeof seal);
    letter->signatory[0] = seal;
    story->signer[LETTER][2] = SEED_SPARE;
}

static void seal_by_president_alone(struct story *story)
{
    seal_before_name(story);
    story->signer[LETTER][2] = 0;
}

/* Beta signs with a key that has ended, then with the one that follows it. */
static void key_followed(struct story *story)
{
    key_ended(story);
    story_holder(story, BETA, "Prime Minister", "Specimenia", SEED_SPARE);
    story->signer[LETTER][2] = SEED_SPARE;
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

static void one_symbol_more(struct story *story)
{
    story->act[ISSUE].symbol = calloc(2, sizeof(char *));
    story->act[ISSUE].symbol[0] = story_dup("S/2012/727");
    story->act[ISSUE].symbol[1] = story_dup("A/67/1");
    story->act[ISSUE].symbols = 2;
}

static void wrong_distribution(struct story *story)
{
    story->act[ISSUE].distribution = story_dup("Limited");
}

static void wrong_original(struct story *story)
{
    story->act[ISSUE].original_language = story_dup("fr");
}

/* The statement says more than the masthead. */
static void bare_masthead(struct story *story)
{
    wrong_original(story);
    wrong_distribution(story);
    wrong_symbol(story);
    story_write_issue(story);
    story_replace(&story->issue, "United Nations S/2012/727", "United Nations");
    story_replace(&story->issue, "Distr.: General 1 October 2012", "1 October 2012");
    story_replace(&story->issue, "Original: English", "Original: Latin");
}

static void unsigned_letter_issued(struct story *story)
{
    story->between = "Annex I\n\nLetter dated 20 September 2012 from the Minister of "
                     "Specimenia addressed to the Secretary-General\n\n"
                     "We withdraw.\n\n(Signed) Specimen Delta\n\nAnnex II\n\n";
}

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

static void outside_term(struct story *story)
{
    story->act[LETTER].date.year = 2013;
    story_replace(&story->letter, "18 September 2012", "18 September 2013");
    story->act[FORWARD].date.year = story->act[ISSUE].date.year = 2014;
    story->issued = "1 October 2014";
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

/* Words of a heading have punctuation and the stars of footnotes. */
static void heading_punctuated(struct story *story)
{
    story_replace(&story->letter, "addressed to the Secretary-General",
                  "addressed to the , Secretary-General,* UN.");
}

/* The cover has no heading, and the letter's follows directly: it is not taken for the cover's.
 */
static void cover_without_heading(struct story *story)
{
    story_set(&story->cover, "I transmit a letter.\n\n(Signed) Specimen Gamma\n");
    story->between = "";
}

static void begins_with_a_mark(struct story *story)
{
    story_set(&story->cover, "(Signed) Somebody\n");
}

static void cover_without_mark(struct story *story)
{
    story_replace(&story->cover, "(Signed) ", "");
}

static void impossible_date(struct story *story)
{
    story_replace(&story->letter, "18 September", "31 September");
}

static void nobody_addressed(struct story *story)
{
    story_replace(&story->letter, " addressed to the Secretary-General", "");
}

static void addressed_by_alias(struct story *story)
{
    story_replace(&story->letter, "the Secretary-General", "the Chief Administrator");
}

static void addressed_to_one_more(struct story *story)
{
    story_replace(&story->letter, "to the Sec", "to the Pope and the Sec");
}

/* The statement's addressee goes on into the letter's body. */
static void addressee_runs_on(struct story *story)
{
    story_set(&story->act[LETTER].addressee[0].office, "Secretary-General Sir,");
}

static void wrong_title(struct story *story)
{
    story->act[LETTER].title = story_dup("Declaration of war");
}

static void wrong_issue_date(struct story *story)
{
    story->act[ISSUE].date.day = 2;
}

static const struct spoiled cases[] = {
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
    {"2.1 a seal leaves the signature that a name needs", seal_before_name, NULL, NULL,
     AUTHENTIC, -1, NULL},
    {"2.1 one signature for a name and a seal", seal_by_president_alone, NULL, NULL,
     INDETERMINATE, F(SIGNATURE_MISSING), NULL},
    {"2.5 an ended key and the next", key_followed, NULL, NULL, AUTHENTIC, -1, NULL},
    {"3.1 fewer named than marked", fewer_signatories, NULL, NULL, NOT_AUTHENTIC,
     F(MARK_UNNAMED), NULL},
    {"3.1 a mark at the very beginning", begins_with_a_mark, NULL, NULL, NOT_AUTHENTIC,
     F(MARK_UNNAMED), "Somebody"},
    {"3.2 more named than marked", more_signatories, NULL, NULL, NOT_AUTHENTIC,
     F(SIGNATORY_UNMARKED), "Specimen Delta"},
    {"3.4 another date", other_date, NULL, NULL, NOT_AUTHENTIC, F(DATE_DIFFERS), NULL},
    {"3.5 with punctuation", heading_punctuated, NULL, NULL, AUTHENTIC, -1, NULL},
    {"3.3 no marks", cover_without_mark, NULL, NULL, AUTHENTIC, F(NO_MARKS), NULL},
    {"3.4 an impossible date", impossible_date, NULL, NULL, AUTHENTIC, -1, NULL},
    {"3.5 nobody is addressed", nobody_addressed, NULL, NULL, AUTHENTIC, -1, NULL},
    {"3.5 addressed by an alias", addressed_by_alias, NULL, NULL, AUTHENTIC, -1, NULL},
    {"3.5 addressed to one more", addressed_to_one_more, NULL, NULL, NOT_AUTHENTIC,
     F(ADDRESSEE_DIFFERS), NULL},
    {"3.5 past the heading", addressee_runs_on, NULL, NULL, NOT_AUTHENTIC, F(ADDRESSEE_DIFFERS),
     NULL},
    {"3.4 a heading that follows", cover_without_heading, NULL, NULL, AUTHENTIC, -1, NULL},
    {"3.5 another addressee", other_addressee, NULL, NULL, NOT_AUTHENTIC, F(ADDRESSEE_DIFFERS),
     NULL},
    {"3.5 no addressee", no_addressee, NULL, NULL, NOT_AUTHENTIC, F(ADDRESSEE_DIFFERS), NULL},
    {"3.5 by an alias", addressee_by_alias, NULL, NULL, AUTHENTIC, -1, NULL},
    {"3.8 another title", wrong_title, NULL, NULL, NOT_AUTHENTIC, F(TITLE_DIFFERS), NULL},
    {"3.4 another date of issue", wrong_issue_date, NULL, NULL, NOT_AUTHENTIC, F(DATE_DIFFERS),
     NULL},
    {"3.6 symbol", wrong_symbol, NULL, NULL, NOT_AUTHENTIC, F(MASTHEAD_DIFFERS), NULL},
    {"3.6 another symbol", one_symbol_more, NULL, NULL, NOT_AUTHENTIC, F(MASTHEAD_DIFFERS),
     NULL},
    {"3.6 distribution", wrong_distribution, NULL, NULL, NOT_AUTHENTIC, F(MASTHEAD_DIFFERS),
     NULL},
    {"3.6 original language", wrong_original, NULL, NULL, NOT_AUTHENTIC, F(MASTHEAD_DIFFERS),
     NULL},
    {"3.6 a bare masthead", bare_masthead, NULL, NULL, AUTHENTIC, -1, NULL},
    {"3.6 masthead date", wrong_masthead_date, NULL, NULL, NOT_AUTHENTIC, F(MASTHEAD_DIFFERS),
     NULL},
    {"3.6 job number", wrong_job, NULL, NULL, NOT_AUTHENTIC, F(MASTHEAD_DIFFERS), NULL},
    {"3.7 a letter issued unsigned", unsigned_letter_issued, NULL, NULL, INDETERMINATE,
     F(UNSIGNED_LETTER), NULL},
    {"3.7 a letter slipped in", NULL, NULL, insert_letter, INDETERMINATE, F(UNSIGNED_LETTER),
     NULL},
    {"3.7 a mark slipped in", NULL, NULL, insert_mark, INDETERMINATE, F(UNSIGNED_LETTER), NULL},
};

static void test_spoiled(void **state)
{
    (void)state;
    spoiled_all(cases, sizeof cases / sizeof *cases);
}

/* A letter that nobody signed is said once, and its marks not again. */
static void test_said_once(void **state)
{
    (void)state;
    struct story story;
    size_t said = 0;
    story_init(&story);
    story_seal(&story);
    insert_letter(&story);
    const chancery_verdict *verdict = story_judge(&story);
    for (size_t i = 0; i < verdict->findings.count; i++)
        said += verdict->findings.item[i].code == CHANCERY_F_UNSIGNED_LETTER;
    assert_int_equal(said, 1);
    story_done(&story);
}

/* What the report says of Beta. */
static void test_status(void **state)
{
    static const struct {
        void (*before)(struct story *);
        enum chy_signed status;
    } all[] = {{beta_missing, CHY_UNSIGNED},
               {person_unknown, CHY_UNSIGNED},
               {outside_term, CHY_NOT_ENTITLED},
               {office_of_another, CHY_NOT_ENTITLED},
               {key_ended, CHY_SIGNED}};
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct story story;
        story_init(&story);
        all[i].before(&story);
        story_seal(&story);
        const chancery_verdict *verdict = story_judge(&story);
        assert_int_equal(verdict->acts, 3);
        assert_int_equal(verdict->act[2].status[1], all[i].status);
        story_done(&story);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spoiled),
        cmocka_unit_test(test_status),
        cmocka_unit_test(test_said_once),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
