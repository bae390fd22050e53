/*
 * test_record_files.c - records on disk: added to, merged, shown, taken apart.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "record_maker.h"

/* --- adding --- */

static void test_append(void **state)
{
    (void)state;
    assert_int_equal(append("r", ""), 0);
    assert_false(chy_file_exists("r"));
    assert_int_equal(append("r", "{1}\n{2}\n"), 2);
    assert_int_equal(append("r", "{2}\n{3}\n\n{3}\n"), 1);
    assert_int_equal(append("r", "{1}\n"), 0);
    expect_content("r", "{1}\n{2}\n{3}\n");
    put("marked", "\xEF\xBB\xBF{1}\n");
    assert_int_equal(append("marked", "{1}\n{2}\n"), 1);
    put("torn", "{1}\n{2");
    assert_int_equal(append("torn", "{2}\n"), 1);
    expect_content("torn", "{1}\n{2\n{2}\n");
    put("whole", "{1}\n{2}"); /* only its LF is lacking */
    assert_int_equal(append("whole", "{2}\n"), 0);
}

static void test_append_refused(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_buf full = {0};
    put("letter.txt", "\nDear Sir,\n");
    expect_error(chy_record_append("letter.txt", CHY_LITERAL("{1}\n"), NULL, &error), &error,
                 CHANCERY_E_REFUSED);
    expect_content("letter.txt", "\nDear Sir,\n");
    for (unsigned i = 0; i < CHY_MAX_LINES - 1; i++)
        chy_buf_printf(&full, "{%u}\n", i);
    put_free("full", chy_buf_take(&full, NULL, NULL));
    expect_error(chy_record_append("full", CHY_LITERAL("{a}\n{b}\n"), NULL, &error), &error,
                 CHANCERY_E_LIMIT);
    assert_int_equal(append("full", "{a}\n"), 1);
    expect_error(chy_record_append("full", CHY_LITERAL("{b}\n"), NULL, &error), &error,
                 CHANCERY_E_LIMIT);
    chy_buf_done(&full);
}

static void test_merge(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    static const char *const others[] = {"b", "c"}, *const letter[] = {"letter.txt"};
    char *one = letter_line(LETTER, 1), *two = letter_line(LETTER, 2), *done = NULL;
    char both[8192];
    put("a", one);
    snprintf(both, sizeof both, "junk\n%s%.*s\r\n", one, (int)strlen(two) - 1, two);
    put("b", both);
    put("c", two);
    assert_true(chancery_merge(&done, "a", others, 2, &error));
    assert_string_equal(
        done, "1 line added to a; 2 were there already.\n"
              "Left out: b line 1: it is not well-formed JSON: a value is needed here");
    chancery_free(done);
    snprintf(both, sizeof both, "%s%s", one, two);
    expect_content("a", both);
    put("letter.txt", LETTER);
    expect_error(chancery_merge(&done, "a", letter, 1, &error), &error, CHANCERY_E_FORMAT);
    expect_error(chancery_merge(&done, "letter.txt", others, 2, &error), &error,
                 CHANCERY_E_REFUSED);
    expect_content("letter.txt", LETTER);
    chancery_free(one);
    chancery_free(two);
}

/* --- parts and reports --- */

static void test_extract(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_buf payload = {0}, pae = {0}, record = {0};
    struct chancery_key *key = key_of(1);
    chancery_signature signature;
    uint8_t *bytes[3] = {0};
    size_t len[3] = {0};
    add_payload(&payload, CHY_ACT_LETTER, LETTER, NULL, NULL);
    chy_buf_str(&record, "junk\n");
    add_line(&record, chy_buf_view(&payload), 1);
    put_free("a.txt.intoto.jsonl", chy_buf_take(&record, NULL, NULL));
    put("a.txt", LETTER);
    for (enum chancery_extract what = CHANCERY_EXTRACT_PAE; what <= CHANCERY_EXTRACT_SIGNATURE;
         what++)
        assert_true(chancery_extract(&bytes[what], &len[what], "a.txt", NULL, 2, what, &error));
    chy_envelope_pae(&pae, CHY_STATEMENT_TYPE, chy_buf_view(&payload));
    assert_true(chy_span_eq(chy_span(bytes[0], len[0]), chy_buf_view(&pae)));
    assert_true(chy_span_eq(chy_span(bytes[1], len[1]), chy_buf_view(&payload)));
    assert_int_equal(len[2], sizeof signature.b);
    memcpy(signature.b, bytes[2], sizeof signature.b);
    assert_true(chy_ed25519_verify(&key->public_key, chy_buf_view(&pae), &signature));
    expect_error(chancery_extract(&bytes[0], len, "a.txt", NULL, 3, 0, &error), &error,
                 CHANCERY_E_USAGE);
    expect_error(chancery_extract(&bytes[0], len, "a.txt", NULL, 0, 0, &error), &error,
                 CHANCERY_E_USAGE);
    expect_error(chancery_extract(&bytes[0], len, "a.txt", NULL, 1, 0, &error), &error,
                 CHANCERY_E_JSON);
    put("b.txt", "Other words.\n");
    expect_error(chancery_extract(&bytes[0], len, "b.txt", NULL, 1, 0, &error), &error,
                 CHANCERY_E_MISSING);
    expect_error(chancery_extract(&bytes[0], len, "none.txt", NULL, 1, 0, &error), &error,
                 CHANCERY_E_MISSING);
    for (size_t i = 0; i < 3; i++)
        chancery_free(bytes[i]);
    chancery_key_free(key);
    chy_buf_done(&payload);
    chy_buf_done(&pae);
}

static void expect_shown(const char *file, const char *record, bool json, const char *part)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    char *shown = chancery_show(file, record, false, json, false, &error);
    if (!shown)
        fail_msg("%s: %s", error.where, error.text);
    if (!strstr(shown, part))
        fail_msg("\"%s\" is not in: %s", part, shown);
    chancery_free(shown);
}

static void test_show(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_buf payload = {0};
    put("a.txt", LETTER);
    put_free("4.intoto.jsonl", issue_lines(LETTER, ISSUE, "S/2012/\x1b[31m"));
    expect_shown("a.txt", NULL, false, "2 acts, 2 signatures. Not verified");
    expect_shown("4.intoto.jsonl", NULL, false, "symbol        S/2012/\\x1b[31m");
    expect_shown("x.txt", "4.intoto.jsonl", false, "\nissue ");
    expect_shown("a.txt", NULL, true, "\"verified\": false");
    expect_shown("a.txt", NULL, true, "S/2012/\\u001b[31m");
    put("b.txt", "Other words.\n");
    expect_error(chancery_show("b.txt", NULL, false, false, false, &error) != NULL, &error,
                 CHANCERY_E_MISSING);
    add_payload(&payload, CHY_ACT_LETTER, "Other words.\n", NULL, NULL);
    put_free("b.txt.statement.json", chy_buf_take(&payload, NULL, NULL));
    expect_shown("b.txt", NULL, false, "a draft that nobody has signed yet");
    expect_shown("b.txt", NULL, true, "\"record\": null");
    put("c.jsonl", "{\"timestamp\":1}\n");
    expect_shown("c.jsonl", NULL, false, "line 1: does not count: $.timestamp: ");
    chy_buf_done(&payload);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SANDBOX(test_append),  IN_SANDBOX(test_append_refused), IN_SANDBOX(test_merge),
        IN_SANDBOX(test_extract), IN_SANDBOX(test_show),
    };
    if (!chancery_init(NULL))
        return EXIT_FAILURE;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
