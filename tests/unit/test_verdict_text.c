/*
 * test_verdict_text.c - the document against what was signed: rules 1.x and 6.x of
 * spec/verdict.md, one thing spoiled at a time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "spoiled.h"

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

/* Neither form is the document's, though each paragraph stands in it. */
static void wrong_text_and_words(struct story *story, int act)
{
    wrong_text(story, act);
    wrong_words(story, act);
}

static void count_wrong(struct story *story, int act)
{
    if (act == ISSUE)
        story->act[ISSUE].paragraph[0].words++;
}

/* The first two paragraphs are told as one: the same words, but not the same text. */
static void paragraphs_joined(struct story *story, int act)
{
    struct chy_statement *issue = &story->act[ISSUE];
    chancery_text *text = NULL;
    if (act != ISSUE)
        return;
    story_check(chy_text_new(&text, chy_span_str(story->issue), NULL), "text", NULL);
    issue->paragraph[0].words += issue->paragraph[1].words;
    issue->paragraph[0].digest =
        chy_digest_of(chy_text_words(text, 0, issue->paragraph[0].words));
    memmove(issue->paragraph + 1, issue->paragraph + 2,
            (--issue->paragraphs - 1) * sizeof *issue->paragraph);
    chancery_text_free(text);
}

static void paragraph_left_out(struct story *story, int act)
{
    if (act == ISSUE)
        story->act[ISSUE].paragraphs--;
}

static void paragraph_left_out_rewrapped(struct story *story, int act)
{
    paragraph_left_out(story, act);
    if (act == ISSUE)
        story->act[ISSUE].text.b[0] ^= 1;
}

static void paragraph_too_long(struct story *story, int act)
{
    if (act == ISSUE) {
        story->act[ISSUE].text.b[0] ^= 1;
        story->act[ISSUE].paragraph[story->act[ISSUE].paragraphs - 1].words += 1000;
    }
}

/* "Sir," is a paragraph of the issuer's too, and only the issuer's is altered; with words
 * added, so that something else is wrong as well. */
static void words_of_both(struct story *story)
{
    story->between = "Annex\n\nSir,\n\n";
}

static void alter_words_of_both(struct story *story)
{
    insert_outside(story);
    story_replace(&story->document, "Annex\n\nSir,", "Annex\n\nMadam,");
}

static void present_unrelated(struct story *story)
{
    story_set(&story->document, "Something else altogether.\n");
}

static void edit_form(char *payload)
{
    char *version = strstr(payload, "15.0.0");
    story_check(version != NULL, "version", NULL);
    version[0] = '9';
}

static void edit_form_of_issue(int act, char *payload)
{
    if (act == ISSUE)
        edit_form(payload);
}

static void edit_form_of_letter(int act, char *payload)
{
    if (act == LETTER)
        edit_form(payload);
}

static void unknown_form(struct story *story)
{
    story->edit_payload = edit_form_of_issue;
}

static void unknown_form_carried(struct story *story)
{
    story->edit_payload = edit_form_of_letter;
}

/* The issue is a scan, and signs no text. */
static void issue_scanned(struct story *story, int act)
{
    if (act == ISSUE) {
        story_set(&story->document, "\x7f\x01 a picture");
        story->act[ISSUE].has_text = false;
        story->act[ISSUE].subject_digest = chy_digest_of(chy_span_str(story->document));
    }
}

/* The letter was edited before it was forwarded, and the issue holds it so. */
static void edited_and_issued(struct story *story, int act)
{
    if (act == FORWARD)
        story->act[FORWARD].carries[0].as = CHY_AS_EDITED;
}

/* A text is signed under the digest of a scan. */
static void text_for_scan(struct story *story, int act)
{
    issue_scanned(story, act);
    story->act[act].has_text = true;
}

static const struct spoiled cases[] = {
    {"1.1 re-wrapped", NULL, NULL, rewrap, AUTHENTIC, -1, NULL},
    {"1.1 other spacing", NULL, NULL, respace, AUTHENTIC, -1, NULL},
    {"1.1 text digest", NULL, wrong_text, NULL, NOT_AUTHENTIC, F(DIGESTS_DISAGREE), NULL},
    {"1.1 words digest", NULL, wrong_words, NULL, NOT_AUTHENTIC, F(DIGESTS_DISAGREE), NULL},
    {"1.1 paragraph digest", NULL, wrong_paragraph, NULL, NOT_AUTHENTIC, F(DIGESTS_DISAGREE),
     NULL},
    {"1.1 paragraph digest, re-wrapped", NULL, wrong_words_rewrapped, rewrap, NOT_AUTHENTIC,
     F(DIGESTS_DISAGREE), NULL},
    {"1.1 words digest, other spacing", NULL, wrong_words, respace, NOT_AUTHENTIC,
     F(DIGESTS_DISAGREE), NULL},
    {"1.1 text and words digest", NULL, wrong_text_and_words, rewrap, NOT_AUTHENTIC,
     F(DIGESTS_DISAGREE), NULL},
    {"1.1 a paragraph's count", NULL, count_wrong, NULL, NOT_AUTHENTIC, F(DIGESTS_DISAGREE),
     NULL},
    {"1.1 paragraphs joined", NULL, paragraphs_joined, NULL, NOT_AUTHENTIC, F(DIGESTS_DISAGREE),
     NULL},
    {"1.1 paragraphs joined, other spacing", NULL, paragraphs_joined, respace, NOT_AUTHENTIC,
     F(DIGESTS_DISAGREE), NULL},
    {"1.1 paragraphs joined, re-wrapped", NULL, paragraphs_joined, rewrap, AUTHENTIC, -1, NULL},
    {"1.1 a text for a scan", NULL, text_for_scan, NULL, NOT_AUTHENTIC, F(DIGESTS_DISAGREE),
     NULL},
    {"1.1 fewer paragraphs", NULL, paragraph_left_out, NULL, NOT_AUTHENTIC, F(DIGESTS_DISAGREE),
     NULL},
    {"1.1 fewer paragraphs, re-wrapped", NULL, paragraph_left_out_rewrapped, rewrap,
     NOT_AUTHENTIC, F(DIGESTS_DISAGREE), NULL},
    {"1.1 a paragraph longer than the text", NULL, paragraph_too_long, rewrap, NOT_AUTHENTIC,
     F(DIGESTS_DISAGREE), NULL},
    {"1.2 altered", NULL, NULL, alter_word, NOT_AUTHENTIC, F(PARAGRAPH_ALTERED), NULL},
    {"1.2 dropped", NULL, NULL, drop_paragraph, NOT_AUTHENTIC, F(PARAGRAPH_MISSING), NULL},
    {"1.2 moved", NULL, NULL, move_paragraph, NOT_AUTHENTIC, F(PARAGRAPH_MOVED), NULL},
    {"1.2 inserted in the letter", NULL, NULL, insert_inside, NOT_AUTHENTIC,
     F(PARAGRAPH_INSERTED), NULL},
    {"1.4 added at the end", NULL, NULL, insert_outside, INDETERMINATE, F(EXTRA_WORDS), NULL},
    {"1.2 the issuer's own words altered", words_of_both, NULL, alter_words_of_both,
     NOT_AUTHENTIC, F(PARAGRAPH_MOVED), NULL},
    {"1.5 an unknown form", unknown_form, NULL, NULL, INDETERMINATE, F(FORM_UNKNOWN), NULL},
    {"1.5 an unknown form, another document", unknown_form, NULL, present_unrelated,
     INDETERMINATE, F(FORM_UNKNOWN), NULL},
    {"1.5 an unknown form carried", unknown_form_carried, NULL, NULL, INDETERMINATE,
     F(FORM_UNKNOWN), NULL},
    {"6.5 a scan issued", NULL, issue_scanned, NULL, INDETERMINATE, F(CONTENTS_UNREAD), NULL},
    {"6.1 altered by the issuer", altered_when_issued, NULL, NULL, NOT_AUTHENTIC,
     F(NOT_CONTAINED), NULL},
    {"6.2 out of order", order_changed, NULL, NULL, NOT_AUTHENTIC, F(OUT_OF_ORDER), NULL},
    {"6.3 translated", NULL, carried_translated, NULL, INDETERMINATE, F(TRANSLATION), NULL},
    {"6.4 edited, and otherwise issued", altered_when_issued, edited_and_issued, NULL,
     AUTHENTIC, F(EDITED), NULL},
    {"6.4 edited", NULL, carried_edited, NULL, AUTHENTIC, F(EDITED), NULL},
};

static void test_spoiled(void **state)
{
    (void)state;
    spoiled_all(cases, sizeof cases / sizeof *cases);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spoiled),
        cmocka_unit_test(test_levels),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
