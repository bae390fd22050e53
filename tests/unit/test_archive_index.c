/*
 * test_archive_index.c - names of bags (A17), and lines of the index (A18).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "archive/archive.h"

#include <stdlib.h>

static void expect_name(const char *symbol, const char *language, int64_t issue,
                        const char *file, const char *expected)
{
    char name[CHY_MAX_NAME + 1];
    chy_bag_name_make(name, symbol, language, issue, file);
    assert_string_equal(name, expected);
}

static void names(void **state)
{
    (void)state;
    expect_name("S/2012/727", "en", 1, "x.txt", "S_2012_727-en-1");
    expect_name("A/RES/66/253 B", "", 2, "x.txt", "A_RES_66_253_B-2");
    expect_name(NULL, "en", 0, "folder/letter.of.ban.txt", "letter_of_ban");
    expect_name(NULL, NULL, 0, "lettre é.txt", "lettre__");
    expect_name(NULL, NULL, 0, ".hidden", "_hidden");
    expect_name(NULL, NULL, 0, "log.txt", "");
    expect_name(NULL, NULL, 0, "INDEX", "");
    char long_name[512];
    memset(long_name, 'a', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    char name[CHY_MAX_NAME + 1];
    chy_bag_name_make(name, NULL, NULL, 0, long_name);
    assert_true(strlen(name) > 0 && strlen(name) < CHY_MAX_NAME - 10);
}

static void good_names(void **state)
{
    (void)state;
    static const char *const good[] = {"a", "S_2012_727-en-1", "a.v2", "a.v999999999", "logs"};
    static const char *const bad[] = {
        "",    ".",   "..",  "a.b",    "a.v1",  "a.v02",   "a.v",     ".v2",
        "a/b", "log", "LOG", "log.v2", "index", ".adding", "a.v2.v3", "\xC3\xA9"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(chy_bag_name_is_good(chy_span_str(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (chy_bag_name_is_good(chy_span_str(bad[i])))
            fail_msg("%s", bad[i]);
    uint64_t version;
    assert_int_equal(chy_bag_name_base(&version, CHY_LITERAL("abc.v12")), 3);
    assert_int_equal(version, 12);
    assert_int_equal(chy_bag_name_base(&version, CHY_LITERAL("abc")), 3);
    assert_int_equal(version, 1);
}

#define HEX "abababababababababababababababababababababababababababababababab"
#define LINE                                                                                   \
    "{\"bag\":\"S_2012_727-en-1\",\"document\":\"" HEX "\",\"entry\":7,\"issue\":1,"           \
    "\"language\":\"en\",\"symbol\":\"S/2012/727\",\"tagmanifest\":\"" HEX "\"}"

static void lines(void **state)
{
    (void)state;
    struct chy_index_line line;
    struct chy_buf again = {0};
    assert_true(chy_index_line_read(&line, chy_span_str(LINE), NULL));
    assert_int_equal(line.entry, 7);
    assert_string_equal(line.symbol, "S/2012/727");
    chy_index_line_write(&again, &line);
    assert_true(chy_span_is(chy_buf_view(&again), LINE "\n"));
    chy_buf_clear(&again);
    line.symbol[0] = line.language[0] = '\0';
    line.issue = 0;
    chy_index_line_write(&again, &line);
    again.len--;
    assert_true(chy_index_line_read(&line, chy_buf_view(&again), NULL));
    chy_buf_done(&again);
}

/* Both ways of reading say the same: of each line with every byte of it replaced, taken out,
 * and put in once more. */
static void check_both(chancery_span line, size_t *plainly)
{
    struct chy_index_line plain, parsed;
    if (!chy_index_line_plain(&plain, line))
        return;
    (*plainly)++;
    struct chy_buf one = {0}, other = {0};
    bool both = chy_index_line_parse(&parsed, line, NULL);
    chy_index_line_write(&one, &plain);
    chy_index_line_write(&other, &parsed);
    if (!both || !chy_span_eq(chy_buf_view(&one), chy_buf_view(&other)))
        fail_msg("%.*s", (int)line.len, (const char *)line.ptr);
    chy_buf_done(&one);
    chy_buf_done(&other);
}

static void lines_both_ways(void **state)
{
    (void)state;
    static const char *const lines[] = {
        LINE,
        "{\"bag\":\"a\",\"document\":\"" HEX "\",\"entry\":1099511627776,\"tagmanifest\":\"" HEX
        "\"}",
        "{\"bag\":\"a.v2\",\"document\":\"" HEX "\",\"entry\":0,\"issue\":2147483647,"
        "\"symbol\":\"A/66/880-S/2012/727\",\"tagmanifest\":\"" HEX "\"}",
    };
    for (size_t n = 0; n < sizeof lines / sizeof *lines; n++) {
        const size_t len = strlen(lines[n]);
        size_t plainly = 0;
        char text[400];
        assert_true(len + 1 < sizeof text);
        check_both(chy_span(lines[n], len), &plainly);
        assert_int_equal(plainly, 1);
        for (size_t i = 0; i < len; i++) {
            memcpy(text, lines[n], len);
            for (unsigned byte = 0; byte < 256; byte++) {
                text[i] = (char)byte;
                check_both(chy_span(text, len), &plainly);
            }
            memmove(text + i, lines[n] + i + 1, len - i - 1);
            check_both(chy_span(text, len - 1), &plainly);
            memcpy(text + i + 1, lines[n] + i, len - i);
            text[i] = lines[n][i];
            check_both(chy_span(text, len + 1), &plainly);
        }
        assert_true(plainly > 100);
    }
}

static void lines_that_are_none(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum chancery_code code;
    } bad[] = {
        {"", CHANCERY_E_JSON},
        {"{}", CHANCERY_E_FORMAT},
        {"{\"bag\":\"../x\",\"document\":\"" HEX "\",\"entry\":0,\"tagmanifest\":\"" HEX "\"}",
         CHANCERY_E_FORMAT},
        {"{\"bag\":\"x\",\"document\":\"ab\",\"entry\":0,\"tagmanifest\":\"" HEX "\"}",
         CHANCERY_E_FORMAT},
        {"{\"bag\":\"x\",\"document\":\"" HEX "\",\"entry\":-1,\"tagmanifest\":\"" HEX "\"}",
         CHANCERY_E_FORMAT},
        {"{\"bag\":\"x\",\"document\":\"" HEX "\",\"entry\":0,\"more\":1,\"tagmanifest\":\"" HEX
         "\"}",
         CHANCERY_E_FORMAT},
        {"{\"bag\":\"x\",\"document\":\"" HEX
         "\",\"entry\":0,\"issue\":0,\"tagmanifest\":\"" HEX "\"}",
         CHANCERY_E_FORMAT},
        {"{\"bag\":\"x\", \"document\":\"" HEX "\",\"entry\":0,\"tagmanifest\":\"" HEX "\"}",
         CHANCERY_E_CANONICAL},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct chy_index_line line;
        chancery_error error = CHANCERY_ERROR_INIT;
        assert_false(chy_index_line_read(&line, chy_span_str(bad[i].line), &error));
        if (error.code != bad[i].code)
            fail_msg("%s: %s", bad[i].line, error.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(good_names),
        cmocka_unit_test(lines),
        cmocka_unit_test(lines_both_ways),
        cmocka_unit_test(lines_that_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
