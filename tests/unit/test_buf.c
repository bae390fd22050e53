/* test_buf.c - base/buf and base/secret: limits, the sticky failure, growing arrays. */
#include "base/buf.h"
#include "base/secret.h"
#include "base/span.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static void expect_text(const struct chy_buf *buf, const char *text)
{
    assert_true(chy_buf_ok(buf));
    assert_true(chy_span_is(chy_buf_view(buf), text));
}

static void test_append(void **state)
{
    (void)state;
    struct chy_buf buf = {0};
    chy_buf_str(&buf, "one");
    chy_buf_byte(&buf, ' ');
    chy_buf_span(&buf, CHY_LITERAL("two"));
    chy_buf_add(&buf, NULL, 0);
    chy_buf_printf(&buf, " %d%s", 3, "");
    expect_text(&buf, "one two 3");
    chy_buf_clear(&buf);
    expect_text(&buf, "");
    for (int i = 0; i < 1000; i++)
        chy_buf_printf(&buf, "%03d,", i);
    assert_int_equal(buf.len, 4000);
    assert_memory_equal(buf.ptr + 3996, "999,", 4);
    chy_buf_done(&buf);
    chy_buf_done(&buf);
}

/* Each way of appending, exactly to the limit and one byte past it. */
static void test_limit(void **state)
{
    (void)state;
    for (int way = 0; way < 4; way++) {
        for (size_t n = 99; n <= 101; n++) {
            struct chy_buf buf;
            char text[102] = {0};
            memset(text, 'x', n);
            chy_buf_init(&buf, 100);
            if (way == 0) {
                chy_buf_str(&buf, text);
            } else if (way == 1) {
                chy_buf_printf(&buf, "%s", text);
            } else if (way == 2) {
                uint8_t *to = chy_buf_reserve(&buf, n);
                assert_true((to != NULL) == (n <= 100));
            } else {
                for (size_t i = 0; i < n; i++)
                    chy_buf_byte(&buf, 'x');
            }
            assert_true(chy_buf_ok(&buf) == (n <= 100));
            assert_true(buf.cap <= 100);
            chy_buf_done(&buf);
        }
    }
}

static void test_failure_stays(void **state)
{
    (void)state;
    struct chy_buf buf;
    chancery_error error = CHANCERY_ERROR_INIT;
    chy_buf_init(&buf, 4);
    chy_buf_str(&buf, "abc");
    chy_buf_str(&buf, "de");
    chy_buf_str(&buf, "f"); /* would fit, but comes after the failure */
    assert_false(chy_buf_ok(&buf));
    assert_int_equal(buf.len, 3);
    assert_null(chy_buf_reserve(&buf, 0));
    assert_false(chy_buf_finish(&buf, &error));
    assert_int_equal(error.code, CHANCERY_E_LIMIT);
    assert_null(chy_buf_take(&buf, NULL, NULL));
    chy_buf_clear(&buf);
    chy_buf_str(&buf, "wxyz");
    expect_text(&buf, "wxyz");
    chy_buf_done(&buf);

    chancery_error_init(&error);
    struct chy_buf starved = {.failed = true}; /* as when memory ran out */
    assert_false(chy_buf_finish(&starved, &error));
    assert_int_equal(error.code, CHANCERY_E_MEMORY);
}

static void test_take(void **state)
{
    (void)state;
    struct chy_buf buf = {0};
    size_t len = 99;
    char *text = chy_buf_take(&buf, &len, NULL);
    assert_non_null(text);
    assert_true(len == 0 && text[0] == '\0');
    chancery_free(text);
    chy_buf_init(&buf, 3);
    chy_buf_str(&buf, "abc");
    text = chy_buf_take(&buf, &len, NULL);
    assert_string_equal(text, "abc");
    assert_true(len == 3 && buf.ptr == NULL && buf.len == 0);
    chancery_free(text);
    chy_buf_done(&buf);
}

static void test_secret(void **state)
{
    (void)state;
    struct chy_buf buf = {.secret = true};
    for (int i = 0; i < 500; i++)
        chy_buf_str(&buf, "secret");
    chy_buf_clear(&buf);
    for (size_t i = 0; i < buf.cap; i++)
        assert_int_equal(buf.ptr[i], 0);
    chy_buf_str(&buf, "more");
    expect_text(&buf, "more");
    chy_buf_done(&buf);

    uint8_t *key = chy_secret_new(33, NULL);
    assert_non_null(key);
    for (size_t i = 0; i < 33; i++)
        assert_int_equal(key[i], 0);
    memset(key, 7, 33);
    chy_wipe(key, 33);
    assert_int_equal(key[32], 0);
    chy_secret_free(key);
    chy_secret_free(NULL);
    chy_wipe(NULL, 0);
    chancery_error error = CHANCERY_ERROR_INIT;
    assert_null(chy_secret_new(SIZE_MAX / 2, &error));
    assert_int_equal(error.code, CHANCERY_E_MEMORY);
}

static void test_grow(void **state)
{
    (void)state;
    struct item {
        int number, spare[3];
    } *items = NULL;
    size_t cap = 0, count = 0;
    chancery_error error = CHANCERY_ERROR_INIT;
    while (count < 100) {
        assert_true(chy_grow(&items, &cap, count, sizeof *items, 100, "items", &error));
        assert_true(cap > count && cap <= 100);
        assert_int_equal(items[count].number, 0);
        items[count].number = (int)count;
        count++;
    }
    assert_int_equal(items[57].number, 57);
    assert_false(chy_grow(&items, &cap, count, sizeof *items, 100, "items", &error));
    assert_int_equal(error.code, CHANCERY_E_LIMIT);
    assert_string_equal(error.text, "there are more than 100 items, the limit");
    free(items);
    chancery_error_init(&error);
    items = NULL;
    cap = 0;
    assert_false(chy_grow(&items, &cap, 0, SIZE_MAX / 4, 100, "items", &error));
    assert_int_equal(error.code, CHANCERY_E_MEMORY);
}

static void test_strings(void **state)
{
    (void)state;
    char *text = chy_dup(CHY_LITERAL("a\0b"), NULL);
    assert_memory_equal(text, "a\0b", 4);
    chancery_free(text);
    text = chy_dup((chancery_span){NULL, 0}, NULL);
    assert_string_equal(text, "");
    chancery_free(text);
    text = chy_dupf(NULL, "%d-%s", 7, "x");
    assert_string_equal(text, "7-x");
    chancery_free(text);
}

static void test_esc(void **state)
{
    (void)state;
    char *text = chy_esc(CHY_LITERAL("\xE2\x80\xAE"
                                     "a\0\n"));
    assert_string_equal(text, "\\u{202E}a\\x00\\n");
    chancery_free(text);
    char raw[604] = "";
    for (size_t n = 198; n <= 202; n++) { /* bytes of ASCII before three-byte characters */
        memset(raw, 'a', n);
        memcpy(raw + n, "\xE6\xBC\xA2\xE6\xBC\xA2", 7);
        text = chy_esc(chy_span_str(raw));
        assert_null(strstr(text, "\\x"));
        assert_string_equal(text + strlen(text) - 3, "\xE2\x80\xA6");
        assert_true(strlen(text) <= 203);
        chancery_free(text);
    }
    memset(raw, 0x80, 600); /* no character begins anywhere */
    text = chy_esc(chy_span(raw, 600));
    assert_true(strlen(text) <= 803);
    chancery_free(text);
}

static void test_spans(void **state)
{
    (void)state;
    chancery_span a = CHY_LITERAL("abc"), none = {NULL, 0}, line;
    assert_true(chy_span_is(chy_span_from(a, 1), "bc"));
    assert_true(chy_span_is(chy_span_sub(a, 1, 1), "b"));
    assert_true(chy_span_is(chy_span_sub(a, 1, SIZE_MAX), "bc"));
    assert_int_equal(chy_span_from(a, 9).len, 0);
    assert_int_equal(chy_span_from(none, 1).len, 0);
    assert_true(chy_span_starts(a, CHY_LITERAL("ab")) && !chy_span_starts(a, CHY_LITERAL("b")));
    assert_true(chy_span_ends(a, CHY_LITERAL("bc")) && !chy_span_ends(a, CHY_LITERAL("b")));
    assert_true(chy_span_starts(none, none) && chy_span_ends(a, none));
    assert_false(chy_span_ends(CHY_LITERAL("c"), CHY_LITERAL("bc")));
    chancery_span rest = CHY_LITERAL("one\n\ntwo");
    assert_true(chy_span_line(&line, &rest) && chy_span_is(line, "one"));
    assert_true(chy_span_line(&line, &rest) && line.len == 0);
    assert_true(chy_span_line(&line, &rest) && chy_span_is(line, "two"));
    assert_false(chy_span_line(&line, &rest));
    rest = CHY_LITERAL("x\n");
    assert_true(chy_span_line(&line, &rest) && chy_span_is(line, "x"));
    assert_false(chy_span_line(&line, &rest));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_append),        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_failure_stays), cmocka_unit_test(test_take),
        cmocka_unit_test(test_secret),        cmocka_unit_test(test_grow),
        cmocka_unit_test(test_strings),       cmocka_unit_test(test_esc),
        cmocka_unit_test(test_spans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
