/*
 * test_verdict_headings.c - headings that re-typesetting cut in two, and names that are the
 * beginning of others: rules 3.1, 3.4, 3.5 and 3.8 of spec/verdict.md, one thing spoiled at a
 * time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "spoiled.h"

#define LETTER_HEADING                                                                         \
    "Letter dated 18 September 2012 from the President and the Prime Minister of Specimenia "  \
    "addressed to the Secretary-General"
#define COVER_HEADING                                                                          \
    "Letter dated 28 September 2012 from the Secretary-General addressed to the President of " \
    "the Council"

static void titles(struct story *story)
{
    story_set(&story->act[LETTER].title, LETTER_HEADING);
    story_set(&story->act[FORWARD].title, COVER_HEADING);
    story_set(&story->act[ISSUE].title, COVER_HEADING);
}

static void other_date(struct story *story)
{
    titles(story);
    story->act[LETTER].date.day = 17;
}

static void other_addressee(struct story *story)
{
    titles(story);
    story_set(&story->act[FORWARD].addressee[0].office, "President of the Assembly");
}

static void no_addressee(struct story *story)
{
    struct chy_statement *forward = &story->act[FORWARD];
    titles(story);
    chy_office_done(&forward->addressee[--forward->addressees]);
}

/* What the heading says goes on otherwise in the title. */
static void other_title(struct story *story)
{
    titles(story);
    story_set(&story->act[LETTER].title, LETTER_HEADING " of the Council");
}

static void shorter_title(struct story *story)
{
    titles(story);
    story_set(&story->act[LETTER].title, "Letter dated 18 September 2012");
}

static void cut(struct story *story, const char *words, const char *in_two)
{
    if (!story->document)
        present(story);
    story_replace(&story->document, words, in_two);
}

static void cut_in_date(struct story *story)
{
    cut(story, "dated 18 September 2012 from", "dated 18\n\nSeptember 2012 from");
}

static void cut_after_date(struct story *story)
{
    cut(story, "2012 from the Secretary-General", "2012\n\nfrom the Secretary-General");
    cut(story, "2012 from the President", "2012\n\nfrom the President");
}

static void cut_in_addressee(struct story *story)
{
    cut(story, "to the President of the Council", "to the President\n\nof the Council");
}

static void cut_to_pieces(struct story *story)
{
    cut(story, "Letter dated 28 September", "Letter\n\ndated 28\n\nSeptember");
    cut_in_addressee(story);
    cut(story, "addressed to the Secretary", "addressed\n\nto the\n\nSecretary");
}

/* The text shows the name of another person, which begins as a signatory's does. */
static void longer_name(struct story *story)
{
    story_replace(&story->letter, "Specimen Alpha President", "Specimen Alpha Omega President");
}

static void longer_name_known(struct story *story)
{
    longer_name(story);
    story_holder(story, "Specimen Alpha Omega", "Poet", "Specimenia", SEED_SPARE);
}

static void longer_name_after_courtesy(struct story *story)
{
    longer_name_known(story);
    story_replace(&story->letter, "(Signed) Specimen Alpha", "(Signed) Mr. Specimen Alpha");
}

static void from_another(struct story *story)
{
    story_replace(&story->letter, "the President and the Prime Minister of Specimenia",
                  "the Registry");
}

static void from_another_with_own(struct story *story)
{
    story_replace(&story->letter, "the President and the Prime Minister of Specimenia",
                  "the President and the Registry");
}

static void from_another_by_name(struct story *story)
{
    story_replace(&story->letter, "the President and the Prime Minister of Specimenia",
                  "Specimen Beta for the Registry");
}

static void from_nobody_known(struct story *story)
{
    story_replace(&story->letter, "the President and the Prime Minister of Specimenia",
                  "the Heads of State and Government");
}

static const struct spoiled cases[] = {
    {"3.9 from another office", from_another, NULL, NULL, INDETERMINATE, F(SENDER_DIFFERS),
     NULL},
    {"3.9 one of two senders is another", from_another_with_own, NULL, NULL, AUTHENTIC, -1,
     NULL},
    {"3.9 a signatory by name", from_another_by_name, NULL, NULL, AUTHENTIC, -1, NULL},
    {"3.9 by a name that nobody knows", from_nobody_known, NULL, NULL, AUTHENTIC, -1, NULL},
    {"3.1 a longer name that the directory knows", longer_name_known, NULL, NULL, NOT_AUTHENTIC,
     F(MARK_UNNAMED), NULL},
    {"3.1 the same after a courtesy", longer_name_after_courtesy, NULL, NULL, NOT_AUTHENTIC,
     F(MARK_UNNAMED), NULL},
    {"3.1 a longer name that it does not know", longer_name, NULL, NULL, AUTHENTIC, -1, NULL},
    {"3.8 titles", titles, NULL, NULL, AUTHENTIC, -1, NULL},
    {"3.8 another title", other_title, NULL, NULL, NOT_AUTHENTIC, F(TITLE_DIFFERS), NULL},
    {"3.8 a shorter title", shorter_title, NULL, NULL, NOT_AUTHENTIC, F(TITLE_DIFFERS), NULL},
    {"3.8 another title, cut", other_title, NULL, cut_in_date, NOT_AUTHENTIC, F(TITLE_DIFFERS),
     NULL},
    {"3.8 a shorter title, cut", shorter_title, NULL, cut_after_date, AUTHENTIC, -1, NULL},
    {"3.8 cut in the date", titles, NULL, cut_in_date, AUTHENTIC, -1, NULL},
    {"3.8 cut after the date", titles, NULL, cut_after_date, AUTHENTIC, -1, NULL},
    {"3.8 cut in the addressee", titles, NULL, cut_in_addressee, AUTHENTIC, -1, NULL},
    {"3.8 cut to pieces", titles, NULL, cut_to_pieces, AUTHENTIC, -1, NULL},
    {"3.4 cut in another date", other_date, NULL, cut_in_date, NOT_AUTHENTIC, F(DATE_DIFFERS),
     NULL},
    {"3.4 cut after another date", other_date, NULL, cut_after_date, NOT_AUTHENTIC,
     F(DATE_DIFFERS), NULL},
    {"3.5 cut in another addressee", other_addressee, NULL, cut_in_addressee, NOT_AUTHENTIC,
     F(ADDRESSEE_DIFFERS), "President of the Assembly"},
    {"3.5 cut in an addressee not named", no_addressee, NULL, cut_in_addressee, NOT_AUTHENTIC,
     F(ADDRESSEE_DIFFERS), NULL},
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
