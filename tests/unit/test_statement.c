/*
 * test_statement.c - statements: tests/vectors/statement, writing, limits, people and texts.
 */
#include "base/encode.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/statement.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* What a statement gives when it is written again. */
static void check_same(const char *name, const struct chy_statement *statement,
                       chancery_span payload)
{
    struct chy_buf again = {0};
    if (!chy_statement_write(&again, statement, NULL) ||
        !chy_span_eq(chy_buf_view(&again), payload))
        fail_msg("%s: written again it differs", name);
    chy_buf_done(&again);
}

static void check_refused(const char *name, const struct chy_statement *statement)
{
    struct chy_buf again = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    if (chy_statement_write(&again, statement, &error) || error.code != CHANCERY_E_INTERNAL ||
        again.len > 0)
        fail_msg("%s: it was written although it was not understood", name);
    chy_buf_done(&again);
}

static const char *text_state(const struct chy_statement *statement)
{
    return !statement->has_text ? "none" : statement->text_known ? "" : "unknown";
}

static void check_read(const struct vector *vector, const struct chy_statement *statement)
{
    const char *unknown = statement->unknown_field ? statement->unknown_field : "";
    if (!vector_header_is(vector, "type", chy_act_name(statement->type)))
        fail_msg("%s: type %s", vector->name, chy_act_name(statement->type));
    if (!vector_header_is(vector, "unknown", unknown))
        fail_msg("%s: unknown %s", vector->name, unknown);
    if (statement->type >= CHY_ACT_LATER) {
        assert_int_equal(statement->signatories, 0);
        check_refused(vector->name, statement);
        return;
    }
    if (!vector_header_is(vector, "text", text_state(statement)))
        fail_msg("%s: text %s", vector->name, text_state(statement));
    if (*unknown || (statement->has_text && !statement->text_known))
        check_refused(vector->name, statement);
    else
        check_same(vector->name, statement, vector_line(vector));
}

static void check_vector(const struct vector *vector)
{
    struct chy_statement statement;
    chancery_error error = CHANCERY_ERROR_INIT;
    bool ok = chy_statement_read(&statement, vector_line(vector), &error);
    if (!vector_header_is(vector, "expect", chancery_error_name(error.code)))
        fail_msg("%s: %s: %s: %s", vector->name, chancery_error_name(error.code), error.where,
                 error.text);
    assert_int_equal(ok, error.code == CHANCERY_OK);
    chancery_span where = vector_header(vector, "where");
    if (where.len > 0 && !chy_span_is(where, error.where))
        fail_msg("%s: where %s", vector->name, error.where);
    if (!ok)
        return;
    check_read(vector, &statement);
    chy_statement_done(&statement);
}

static void test_vectors(void **state)
{
    (void)state;
    assert_true(vector_each("statement", check_vector) >= 180);
}

/* All that an issue can say, with characters that are escaped. */
static void test_fields(void **state)
{
    (void)state;
    struct chy_buf file = {0};
    struct chy_statement s;
    assert_true(chy_file_read(&file, "tests/vectors/statement/issue", 1 << 20, NULL));
    struct vector vector = vector_of("issue", chy_buf_view(&file));
    assert_true(chy_statement_read(&s, vector_line(&vector), NULL));
    assert_int_equal(s.type, CHY_ACT_ISSUE);
    assert_string_equal(s.subject, "S-2012-727.txt");
    assert_int_equal(s.date.month, 10);
    assert_string_equal(s.title, "A title");
    assert_string_equal(s.reference, "no. 1");
    assert_int_equal(s.signatories, 1);
    assert_null(s.signatory[0].name);
    assert_true(s.signatory[0].seal);
    assert_string_equal(s.signatory[0].office.of, "United Nations");
    assert_int_equal(s.addressees, 0);
    assert_int_equal(s.paragraphs, 3);
    assert_int_equal(s.paragraph[1].words, 8);
    assert_int_equal(s.carried, 1);
    assert_int_equal(s.carries[0].as, CHY_AS_TRANSLATION);
    assert_int_equal(s.carries[0].seens, 1);
    assert_null(s.carries[0].label);
    assert_string_equal(s.rendition[0].media_type, "application/pdf");
    assert_string_equal(s.symbol[0], "S/2012/727");
    assert_int_equal(s.issue_number, 1);
    assert_string_equal(s.distribution, "General");
    assert_string_equal(s.original_language, "en");
    assert_string_equal(s.job_number, "12-52626");
    assert_int_equal(s.masthead_date.day, 1);
    chy_statement_done(&s);
    chy_buf_done(&file);
}

/* A letter with so many paragraphs of one word, read: the error's code. */
static enum chancery_code read_paragraphs(size_t count)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_statement made = {.type = CHY_ACT_LETTER, .date = {2012, 9, 18}}, again = {0};
    char same[] = "A";
    struct chy_signatory person = {same, {same, same}, false};
    struct chy_buf payload = {0};
    char name[] = "a.txt";
    made.subject = name;
    made.signatory = &person;
    made.signatories = 1;
    made.has_text = made.text_known = true;
    made.paragraph = calloc(count, sizeof *made.paragraph);
    made.paragraphs = count;
    assert_non_null(made.paragraph);
    for (size_t i = 0; i < count; i++)
        made.paragraph[i].words = 1;
    assert_true(chy_statement_write(&payload, &made, &error));
    if (chy_statement_read(&again, chy_buf_view(&payload), &error))
        chy_statement_done(&again);
    free(made.paragraph);
    chy_buf_done(&payload);
    return error.code;
}

static void test_limits(void **state)
{
    (void)state;
    assert_int_equal(read_paragraphs(CHY_MAX_PARAGRAPHS), CHANCERY_OK);
    assert_int_equal(read_paragraphs(CHY_MAX_PARAGRAPHS + 1), CHANCERY_E_LIMIT);

    /* a payload of the most bytes is read (it is no JSON), one more is not looked at */
    struct chy_statement statement;
    chancery_error error = CHANCERY_ERROR_INIT;
    uint8_t *bytes = calloc(CHY_MAX_PAYLOAD + 1, 1);
    assert_non_null(bytes);
    assert_false(chy_statement_read(&statement, chy_span(bytes, CHY_MAX_PAYLOAD), &error));
    assert_int_equal(error.code, CHANCERY_E_JSON);
    error = CHANCERY_ERROR_INIT;
    assert_false(chy_statement_read(&statement, chy_span(bytes, CHY_MAX_PAYLOAD + 1), &error));
    assert_int_equal(error.code, CHANCERY_E_LIMIT);
    free(bytes);
}

static void test_people(void **state)
{
    (void)state;
    struct chy_signatory person;
    struct chy_office office;
    assert_true(chy_signatory_parse(&person, " BAN Ki-moon ;Secretary-General;\tUN ", NULL));
    assert_string_equal(person.name, "BAN Ki-moon");
    assert_string_equal(person.office.office, "Secretary-General");
    assert_string_equal(person.office.of, "UN");
    assert_false(person.seal);
    chy_signatory_done(&person);
    assert_true(chy_signatory_parse(&person, "; Documents Registry; United Nations", NULL));
    assert_null(person.name);
    assert_true(person.seal);
    chy_signatory_done(&person);
    assert_true(chy_office_parse(&office, "Prime Minister; Mali", NULL));
    assert_string_equal(office.of, "Mali");
    chy_office_done(&office);
}

static void test_people_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool signatory;
        enum chancery_code code;
    } cases[] = {
        {"", true, CHANCERY_E_USAGE},
        {"A; B", true, CHANCERY_E_USAGE},
        {"A; B; C; D", true, CHANCERY_E_USAGE},
        {"A; ; C", true, CHANCERY_E_USAGE},
        {"A; B; ", true, CHANCERY_E_USAGE},
        {"A\xE2\x80\xAE; B; C", true, CHANCERY_E_CHARACTER},
        {"A; B\xFF; C", true, CHANCERY_E_ENCODING},
        {"", false, CHANCERY_E_USAGE},
        {"A", false, CHANCERY_E_USAGE},
        {"A; B; C", false, CHANCERY_E_USAGE},
        {"; B", false, CHANCERY_E_USAGE},
        {"A;", false, CHANCERY_E_USAGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        chancery_error error = CHANCERY_ERROR_INIT;
        struct chy_signatory person;
        struct chy_office office;
        assert_false(cases[i].signatory ? chy_signatory_parse(&person, cases[i].text, &error)
                                        : chy_office_parse(&office, cases[i].text, &error));
        if (error.code != cases[i].code)
            fail_msg("%s: %s", cases[i].text, error.text);
        assert_true(error.next[0] != '\0');
    }
}

static void test_text(void **state)
{
    (void)state;
    static const char one[] = "One two three.\n\nFour.\n",
                      other[] = "One two three.\n\nFive.\n",
                      spaced[] = "One two  three.  \n\nFour.\n",
                      split[] = "One\n\ntwo three. Four.\n";
    struct chy_statement statement = {0};
    chancery_text *text[4];
    const char *path = "";
    assert_true(chy_text_new(&text[0], CHY_LITERAL(one), NULL));
    assert_true(chy_text_new(&text[1], CHY_LITERAL(other), NULL));
    assert_true(chy_text_new(&text[2], CHY_LITERAL(spaced), NULL));
    assert_true(chy_text_new(&text[3], CHY_LITERAL(split), NULL));
    assert_false(chy_statement_text_is(&statement, text[0], &path));
    assert_true(chy_statement_set_text(&statement, text[1], NULL));
    assert_true(chy_statement_set_text(&statement, text[0], NULL)); /* in place of the other */
    assert_int_equal(statement.paragraphs, 2);
    assert_true(chy_statement_text_is(&statement, text[0], &path));
    assert_false(chy_statement_text_is(&statement, text[1], &path));
    assert_string_equal(path, "$.subject[0].digest.sha256");
    statement.subject_digest = text[1]->file;
    assert_false(chy_statement_text_is(&statement, text[1], &path));
    assert_string_equal(path, "$.predicate.text.text");
    statement.text = text[1]->text_digest;
    assert_false(chy_statement_text_is(&statement, text[1], &path));
    assert_string_equal(path, "$.predicate.text.words");
    statement.subject_digest = text[3]->file;
    statement.text = text[3]->text_digest;
    assert_false(chy_statement_text_is(&statement, text[3], &path)); /* the same words */
    assert_string_equal(path, "$.predicate.text.paragraphs");
    statement.has_text = false;
    assert_false(chy_statement_text_is(&statement, text[3], &path));
    assert_string_equal(path, "$.predicate.text");
    chy_statement_done(&statement);
    for (size_t i = 0; i < 4; i++)
        chancery_text_free(text[i]);
}

static void test_names(void **state)
{
    (void)state;
    assert_int_equal(chy_act_type_of(CHY_LITERAL("forward")), CHY_ACT_FORWARD);
    assert_int_equal(chy_act_type_of(CHY_LITERAL("later")), CHY_ACT_FOREIGN);
    assert_int_equal(chy_act_type_of(CHY_LITERAL("")), CHY_ACT_FOREIGN);
    assert_string_equal(chy_act_name(CHY_ACT_ISSUE), "issue");
    assert_string_equal(chy_as_name(CHY_AS_EDITED), "edited");
    assert_true(chy_act_is_judged(CHY_ACT_TRANSLATION));
    assert_false(chy_act_is_judged(CHY_ACT_WITHDRAWAL));
    assert_false(chy_act_is_later(CHY_ACT_TRANSLATION));
    assert_false(chy_act_is_later(CHY_ACT_LATER));
}

/* C55: first parts of two to eight letters, then letters and digits, each part at most eight
 * long. */
static void test_languages(void **state)
{
    (void)state;
    static const char *const good[] = {"fr", "zh-Hans", "en-GB", "sr-Latn-RS",
                                       "abcdefgh-12345678"},
                             *const bad[] = {
                                 "",        "f",   "1a",        "fr-",   "-fr",
                                 "fr--a",   "f r", "abcdefghi", "fr_FR", "fr-123456789",
                                 "français"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(chy_is_language_tag(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(chy_is_language_tag(bad[i]));
    assert_true(chy_same_language("en", "EN-gb"));
    assert_true(chy_same_language("zh-Hans", "zh-Hant"));
    assert_false(chy_same_language("en", "enm"));
    assert_false(chy_same_language("fr", "es"));
    assert_true(chy_other_script("zh-Hans", "zh-Hant-TW"));
    assert_true(chy_other_script("zh-yue-Hans", "zh-hant"));
    assert_false(chy_other_script("zh", "zh-Hant"));
    assert_false(chy_other_script("sr-Latn", "sr-latn-RS"));
    assert_false(chy_other_script("de-1901", "de-1996"));
    assert_false(chy_other_script("en-GB-Latn", "en-GB-Cyrl"));
    assert_false(chy_other_script("zhaa-bbbb", "zhaa"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_languages), cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_fields),    cmocka_unit_test(test_limits),
        cmocka_unit_test(test_people),    cmocka_unit_test(test_people_refused),
        cmocka_unit_test(test_text),      cmocka_unit_test(test_names),
    };
    if (!chancery_init(NULL))
        return EXIT_FAILURE;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
