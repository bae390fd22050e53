/*
 * test_outline_report.c - the outline for people and as JSON: spec/outline.md, O31, O32 and
 * O33.
 */
#include "../outline_text.h"

/* --- reports
 * ------------------------------------------------------------------------------------ */

static void test_report(void **state)
{
    (void)state;
    chancery_text *text = read_example();
    char *report = chancery_outline_report(text, false, NULL);
    assert_non_null(report);
    assert_string_equal(
        report,
        "2 letters, 3 signature marks, every word recognised\n"
        "lines 2-8      masthead       S/2012/727, distribution General, 2012-10-01, original "
        "English\n"
        "lines 10-16    letter 1       2012-09-28, from the Secretary-General, to the "
        "President of "
        "the Security Council; 4 paragraphs; signed: BAN Ki-moon\n"
        "line 22        annex          Annex\n"
        "lines 24-42    letter 2       2012-09-18, from the interim President and the Prime "
        "Minister "
        "of Mali, to the Secretary-General; 10 paragraphs; signed: Dioncounda Traoré (Interim "
        "President of the Republic), Cheick Modibo Diarra (Prime Minister)\n"
        "line 44        job number     12-52626\n");
    chancery_free(report);
    chancery_text_free(text);
}

static void test_report_unrecognised(void **state)
{
    (void)state;
    chancery_text *text =
        text_of(CHY_LITERAL("a b c d e f g h i j k l m (Signed) Specimen Person"));
    char *report = chancery_outline_report(text, true, NULL);
    assert_non_null(report);
    assert_string_equal(
        report, "0 letters, 1 signature mark, 16 of 16 words not recognised\n"
                "line 1         \x1b[33mnot recognised\x1b[0m 16 words: \"a b c d e f g h i j "
                "k l ...\"; signed outside any letter: Specimen Person\n");
    chancery_free(report);
    chancery_text_free(text);
}

static void test_report_language(void **state)
{
    (void)state;
    chancery_text *text =
        text_of(CHY_LITERAL("Note verbale datée du 1er mai 2012, adressée au Y par X\n\n"
                            "Lettres identiques datées du 1er mai, adressées au Y par X\n"));
    char *report = chancery_outline_report(text, false, NULL);
    assert_non_null(report);
    assert_string_equal(report,
                        "2 letters, 0 signature marks, every word recognised\n"
                        "line 1         letter 1       note verbale, 2012-05-01, in French, "
                        "from X, to Y; 1 paragraph; no signature mark\n"
                        "line 3         letter 2       identical, no date, in French, from X, "
                        "to Y; 1 paragraph; no signature mark\n");
    chancery_free(report);
    chancery_text_free(text);
}

static void test_json(void **state)
{
    (void)state;
    chancery_text *text =
        text_of(CHY_LITERAL("S/2012/1\n\n" HEADING "\n\n(Signed) Specimen **Person** Clerk\n"));
    char *json = chancery_outline_json(text, NULL);
    assert_non_null(json);
    assert_string_equal(
        json, "{\n"
              "  \"words\": 15,\n"
              "  \"masthead\": {\n"
              "    \"symbols\": [\n"
              "      \"S/2012/1\"\n"
              "    ],\n"
              "    \"distribution\": null,\n"
              "    \"mastheadDate\": null,\n"
              "    \"originalLanguage\": null\n"
              "  },\n"
              "  \"jobNumber\": null,\n"
              "  \"parts\": [\n"
              "    {\n"
              "      \"kind\": \"masthead\",\n"
              "      \"firstLine\": 1,\n"
              "      \"lastLine\": 1,\n"
              "      \"firstWord\": 1,\n"
              "      \"words\": 1,\n"
              "      \"text\": \"S/2012/1\"\n"
              "    },\n"
              "    {\n"
              "      \"kind\": \"letter\",\n"
              "      \"firstLine\": 3,\n"
              "      \"lastLine\": 5,\n"
              "      \"firstWord\": 2,\n"
              "      \"words\": 14,\n"
              "      \"letter\": 1\n"
              "    }\n"
              "  ],\n"
              "  \"letters\": [\n"
              "    {\n"
              "      \"kind\": \"letter\",\n"
              "      \"language\": \"en\",\n"
              "      \"heading\": \"Letter dated 1 May 2012 from X addressed to Y\",\n"
              "      \"date\": \"2012-05-01\",\n"
              "      \"from\": \"X\",\n"
              "      \"to\": \"Y\",\n"
              "      \"firstLine\": 3,\n"
              "      \"lastLine\": 5,\n"
              "      \"paragraphs\": 2,\n"
              "      \"words\": 14,\n"
              "      \"markCount\": 1\n"
              "    }\n"
              "  ],\n"
              "  \"marks\": [\n"
              "    {\n"
              "      \"letter\": 1,\n"
              "      \"line\": 5,\n"
              "      \"name\": \"Specimen Person\",\n"
              "      \"office\": \"Clerk\"\n"
              "    }\n"
              "  ]\n"
              "}");
    chancery_free(json);
    chancery_text_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report),
        cmocka_unit_test(test_report_unrecognised),
        cmocka_unit_test(test_report_language),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
