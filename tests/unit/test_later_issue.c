/*
 * test_later_issue.c - corrigenda and reissues, honest and otherwise: rules 8.9 and 8.10 of
 * spec/verdict.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "later.h"

#define SEAL "Registry", "Registry", "UN", SEED_REGISTRY
#define CORRIGENDUM CHY_ACT_CORRIGENDUM

/* --- corrigenda --- */

static struct later of_letter(struct story *story)
{
    struct later later =
        later_of(story, LETTER, CORRIGENDUM, ALPHA, "President", "Specimenia", SEED_ALPHA);
    return later;
}

static void by_one(struct story *story)
{
    struct later later = of_letter(story);
    later_add(story, &later);
}

static void by_registry(struct story *story)
{
    struct later later = later_of(story, ISSUE, CORRIGENDUM, SEAL);
    later_add(story, &later);
}

static void letter_by_registry(struct story *story)
{
    struct later later = later_of(story, LETTER, CORRIGENDUM, SEAL);
    later_add(story, &later);
}

static void lets_registry(struct story *story)
{
    story_allow(story, "Registry", "UN", "\"corrigendum\"", "President", "Specimenia");
}

static void lets_it_withdraw(struct story *story)
{
    story_allow(story, "Registry", "UN", "\"withdrawal\"", "President", "Specimenia");
}

static struct later of_both(struct story *story)
{
    struct later later = of_letter(story);
    story_signatory(&later.statement, BETA, "Prime Minister", "Specimenia", false);
    later.signer[1] = SEED_BETA;
    return later;
}

static void by_both(struct story *story)
{
    struct later later = of_both(story);
    later_add(story, &later);
}

/* Each says something of its own. */
static void by_each(struct story *story)
{
    by_one(story);
    struct later later =
        later_of(story, LETTER, CORRIGENDUM, BETA, "Prime Minister", "Specimenia", SEED_BETA);
    later_add(story, &later);
}

/* And one of them once more by himself. */
static void by_both_and_one(struct story *story)
{
    by_one(story);
    struct later later = of_both(story);
    later.statement.date.day = 6;
    later_add(story, &later);
}

static void lets_registry_for_both(struct story *story)
{
    story_allow(story, "Registry", "UN", "\"corrigendum\"", "President", "Specimenia");
    story_allow(story, "Registry", "UN", "\"corrigendum\"", "Prime Minister", "Specimenia");
}

/* Two are named, and one has signed. */
static void half_signed(struct story *story)
{
    struct later later = of_letter(story);
    story_signatory(&later.statement, BETA, "Prime Minister", "Specimenia", false);
    later_add(story, &later);
}

static void of_another_file(struct story *story)
{
    struct later later = of_letter(story);
    later.statement.subject_digest.b[0] ^= 1;
    later_add(story, &later);
}

static void corrected_and_withdrawn(struct story *story)
{
    by_one(story);
    struct later later = later_of(story, LETTER, CHY_ACT_WITHDRAWAL, BETA, "Prime Minister",
                                  "Specimenia", SEED_BETA);
    later_add(story, &later);
}

static void unknown_field(struct story *story)
{
    struct later later = of_letter(story);
    later.insert = "\"aaa\":1,";
    later_add(story, &later);
}

/* --- reissues --- */

/* Of the issue, about other words, by the registry on 2012-10-08. */
static struct later reissue(struct story *story)
{
    struct later later = later_of(story, ISSUE, CHY_ACT_ISSUE, SEAL);
    struct chy_statement *made = &later.statement;
    made->signatory[0].seal = true;
    made->supersedes = true;
    made->issue_number = 2;
    made->date = (chancery_date){2012, 10, 8};
    made->subject_digest.b[0] ^= 1;
    story_carry(made, &story->payload_digest[FORWARD], NULL, 0);
    return later;
}

static void reissued(struct story *story)
{
    struct later later = reissue(story);
    later_add(story, &later);
}

/* By Delta, who may not. */
static void reissued_by_delta(struct story *story)
{
    struct later later = reissue(story);
    struct chy_signatory *by = &later.statement.signatory[0];
    story_set(&by->name, "Specimen Delta");
    story_set(&by->office.office, "Minister");
    story_set(&by->office.of, "Specimenia");
    later.signer[0] = SEED_DELTA;
    later_add(story, &later);
}

static void forged_by_delta(struct story *story)
{
    struct later later = reissue(story);
    later.signer[0] = SEED_DELTA;
    later_add(story, &later);
}

static void of_number_three(struct story *story)
{
    story->act[ISSUE].issue_number = 3;
}

static void bears_symbol(struct story *story)
{
    story->act[ISSUE].symbol = calloc(1, sizeof *story->act[ISSUE].symbol);
    story->act[ISSUE].symbol[0] = story_dup("S/2012/727");
    story->act[ISSUE].symbols = 1;
}

static void reissued_under(struct story *story, const char *symbol)
{
    struct later later = reissue(story);
    later.statement.symbol = calloc(1, sizeof *later.statement.symbol);
    later.statement.symbol[0] = story_dup(symbol);
    later.statement.symbols = 1;
    later_add(story, &later);
}

static void under_another_symbol(struct story *story)
{
    reissued_under(story, "S/2012/728");
}

static void under_its_symbol(struct story *story)
{
    reissued_under(story, "S/2012/727");
}

static void under_its_symbol_with_an_asterisk(struct story *story)
{
    reissued_under(story, "S/2012/727*");
}

static void before_it(struct story *story)
{
    struct later later = reissue(story);
    later.statement.date = (chancery_date){2012, 9, 30};
    later_add(story, &later);
}

/* An issue that would supersede the letter. */
static void of_the_letter(struct story *story)
{
    struct later later = reissue(story);
    later.statement.concerns.statement = story->payload_digest[LETTER];
    story_signatory(&later.statement, ALPHA, "President", "Specimenia", false);
    later.signer[1] = SEED_ALPHA;
    later_add(story, &later);
}

/* The later issue has the very words of the first: it is the one that is judged, and the first
 * is its past, not its rival. */
static void of_the_same_words(struct story *story)
{
    struct later later = reissue(story);
    struct chy_statement *made = &later.statement;
    chancery_text *text = NULL;
    story_check(chy_text_new(&text, chy_span_str(story->issue), NULL) &&
                    chy_statement_set_text(made, text, NULL),
                "text", NULL);
    chancery_text_free(text);
    made->date = story->act[ISSUE].date;
    later_add(story, &later);
}

/* A reissue that also carries what it supersedes is judged, and no later act about it. */
static void carries_the_first(struct story *story)
{
    struct later later = reissue(story);
    struct chy_statement *made = &later.statement;
    chancery_text *text = NULL;
    present(story);
    story_replace(&story->document, "12-52626", "12-52626 Again.");
    story_check(chy_text_new(&text, chy_span_str(story->document), NULL) &&
                    chy_statement_set_text(made, text, NULL),
                "text", NULL);
    chancery_text_free(text);
    made->carries[0].statement = story->payload_digest[ISSUE];
    later_add(story, &later);
}

static const struct later_case cases[] = {
    {"8.9 by both who signed", NULL, by_both, AUTHENTIC, CHY_CORRECTED, false, F(CORRECTED)},
    {"8.9 by both, and by one", NULL, by_both_and_one, AUTHENTIC, CHY_CORRECTED, false,
     F(CORRECTED)},
    {"8.13 beside that of both", NULL, by_both_and_one, AUTHENTIC, CHY_CORRECTED, false,
     F(CORRECTED_IN_PART)},
    {"8.13 by one of two", NULL, by_one, AUTHENTIC, CHY_CORRECTED, true, F(CORRECTED_IN_PART)},
    {"8.13 by each", NULL, by_each, AUTHENTIC, CHY_CORRECTED, true, F(CORRECTED_IN_PART)},
    {"8.9 the issue", NULL, by_registry, AUTHENTIC, CHY_CORRECTED, false, F(CORRECTED)},
    {"8.9 by authorisation", lets_registry_for_both, letter_by_registry, AUTHENTIC,
     CHY_CORRECTED, false, F(CORRECTED)},
    {"8.13 by authorisation for one", lets_registry, letter_by_registry, AUTHENTIC,
     CHY_CORRECTED, true, F(CORRECTED_IN_PART)},
    {"8.6 without it", NULL, letter_by_registry, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"8.6 authorised to withdraw", lets_it_withdraw, letter_by_registry, AUTHENTIC, CHY_CURRENT,
     false, F(LATER_IGNORED)},
    {"8.6 not signed by all whom it names", NULL, half_signed, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"8.6 of another file", NULL, of_another_file, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"8.9 and withdrawn in part", NULL, corrected_and_withdrawn, AUTHENTIC, CHY_WITHDRAWN, true,
     F(CORRECTED_IN_PART)},
    {"8.1 a corrigendum with an unknown field", NULL, unknown_field, INDETERMINATE,
     CHY_STANDING_UNKNOWN, false, F(LATER_ACT)},
    {"8.10 reissued", NULL, reissued, AUTHENTIC, CHY_SUPERSEDED, false, F(SUPERSEDED)},
    {"8.10 under its symbol", bears_symbol, under_its_symbol, AUTHENTIC, CHY_SUPERSEDED, false,
     F(SUPERSEDED)},
    {"8.10 under its symbol with an asterisk", bears_symbol, under_its_symbol_with_an_asterisk,
     AUTHENTIC, CHY_SUPERSEDED, false, F(SUPERSEDED)},
    {"8.6 reissued by one who may not", NULL, reissued_by_delta, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"8.6 forged with a key of the directory", NULL, forged_by_delta, AUTHENTIC, CHY_CURRENT,
     false, F(LATER_IGNORED)},
    {"8.6 with a lower number", of_number_three, reissued, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"8.6 under another symbol", bears_symbol, under_another_symbol, AUTHENTIC, CHY_CURRENT,
     false, F(LATER_IGNORED)},
    {"8.6 before it", NULL, before_it, AUTHENTIC, CHY_CURRENT, false, F(LATER_IGNORED)},
    {"8.6 an issue instead of a letter", NULL, of_the_letter, AUTHENTIC, CHY_CURRENT, false,
     F(LATER_IGNORED)},
    {"8.8 carries what it supersedes", NULL, carries_the_first, NOT_AUTHENTIC, CHY_CURRENT,
     false, -1},
    {"0.3 a reissue of the same words", NULL, of_the_same_words, AUTHENTIC, CHY_CURRENT, false,
     F(OTHER_ACT)},
};

static void test_cases(void **state)
{
    (void)state;
    later_all(cases, sizeof cases / sizeof *cases);
}

/* The later issue is judged, whichever digest is the smaller, and no rival is told. */
static void test_last_is_judged(void **state)
{
    (void)state;
    for (int i = 0; i < 8; i++) {
        struct story story;
        char reference[16];
        story_init(&story);
        snprintf(reference, sizeof reference, "No. %d", i);
        story.act[ISSUE].reference = story_dup(reference);
        story_seal(&story);
        of_the_same_words(&story);
        const chancery_verdict *verdict = story_judge(&story);
        assert_int_equal(verdict->act[0].statement.issue_number, 2);
        assert_false(chancery_verdict_has(verdict, F(RIVAL_ACT)));
        story_done(&story);
    }
}

static void test_first_line(void **state)
{
    static const struct {
        void (*after)(struct story *);
        const char *said;
    } lines[] = {
        {by_both,
         "AUTHENTIC, BUT CORRECTED: read it with its corrections. Specimen Alpha (President, "
         "Specimenia) and Specimen Beta (Prime Minister, Specimenia) corrected the letter of "
         "2012-09-18 on 2012-10-05: \"Sent in error.\"."},
        {by_one, "AUTHENTIC, BUT CORRECTED IN PART: read it with the corrections of those who "
                 "made them. Specimen Alpha (President, Specimenia) corrected the letter of "
                 "2012-09-18 on 2012-10-05: \"Sent in error.\"; others who signed it have not "
                 "signed this correction."},
        {reissued, "AUTHENTIC, BUT SUPERSEDED: use the later issue. Registry (Registry, UN) "
                   "reissued the issue of 2012-10-01 on 2012-10-08"},
        {reissued, " Issue 2 is the file issue.txt."},
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct story story;
        story_init(&story);
        story_seal(&story);
        lines[i].after(&story);
        char *summary = chancery_report_summary(story_judge(&story), NULL);
        if (!strstr(summary, lines[i].said))
            fail_msg("%s: not in: %s", lines[i].said, summary);
        chancery_free(summary);
        story_done(&story);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_last_is_judged),
        cmocka_unit_test(test_first_line),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
