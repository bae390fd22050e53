/* test_error.c - base/error: codes, the first error wins, and nothing unescaped in a
 * message. */
#include "base/error.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static void test_codes(void **state)
{
    (void)state;
    assert_string_equal(chancery_error_name(CHANCERY_OK), "ok");
    assert_string_equal(chancery_error_name(CHANCERY_E_MISSING), "missing");
    assert_string_equal(chancery_error_name(CHANCERY_E_INTERNAL), "internal");
    assert_string_equal(chancery_error_name((enum chancery_code)999), "internal");
    assert_int_equal(chancery_error_status(CHANCERY_OK), 0);
    assert_int_equal(chancery_error_status(CHANCERY_E_USAGE), 64);
    assert_int_equal(chancery_error_status(CHANCERY_E_MEMORY), 3);
    assert_int_equal(chancery_error_status((enum chancery_code)999), 3);
}

static void test_first_wins(void **state)
{
    (void)state;
    chancery_error error;
    chancery_error_init(&error);
    assert_true(error.code == CHANCERY_OK && error.offset == CHANCERY_NO_OFFSET);
    assert_false(chy_fail(&error, CHANCERY_E_LIMIT, "first %d", 1));
    assert_false(chy_fail(&error, CHANCERY_E_IO, "second"));
    assert_false(chy_fail_where(&error, "one"));
    assert_false(chy_fail_where(&error, "other"));
    assert_false(chy_fail_next(&error, "do %s", "this"));
    assert_false(chy_fail_next(&error, "do that"));
    assert_false(chy_fail_at(&error, 7, 2, 3));
    assert_false(chy_fail_at(&error, 8, 4, 5));
    assert_int_equal(error.code, CHANCERY_E_LIMIT);
    assert_string_equal(error.text, "first 1");
    assert_string_equal(error.where, "one");
    assert_string_equal(error.next, "do this");
    assert_true(error.offset == 7 && error.line == 2 && error.column == 3);
}

static void test_nothing_to_add_to(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    chy_fail_where(&error, "where");
    chy_fail_next(&error, "next");
    chy_fail_at(&error, 1, 1, 1);
    assert_true(error.where[0] == '\0' && error.next[0] == '\0' && error.line == 0);
    assert_true(error.offset == CHANCERY_NO_OFFSET);
    assert_false(chy_fail(NULL, CHANCERY_E_IO, "x"));
    assert_false(chy_fail_where(NULL, "x"));
    assert_false(chy_fail_next(NULL, "x"));
    assert_false(chy_fail_at(NULL, 1, 1, 1));
    assert_false(chy_fail_errno(NULL, "x", "y"));
    assert_false(chy_fail_memory(NULL));
    chancery_error_init(NULL);
    chancery_free(NULL);
}

static void test_escaped(void **state)
{
    (void)state;
    static const struct {
        const char *raw, *shown;
    } example[] = {
        {"Traoré 漢 \\", "Traoré 漢 \\"},
        {"a\x1b[2Jb\n\t\x7f", "a\\x1b[2Jb\\n\\x09\\x7f"},
        {"\xC2\x85\xC2\xAD", "\\u{0085}\\u{00AD}"},
        {"\xE2\x80\xAEtxt\xE2\x80\x8B\xEF\xBB\xBF", "\\u{202E}txt\\u{200B}\\u{FEFF}"},
        {"\xF3\xA0\x80\x81\xEE\x80\x80\xF0\x9F\xBF\xBF", "\\u{E0001}\\u{E000}\\u{1FFFF}"},
        {"\xFFz\xC0\xAF\xED\xA0\x80\xE2\x82", "\\xffz\\xc0\\xaf\\xed\\xa0\\x80\\xe2\\x82"},
        {"\xF4\x90\x80\x80\xF5", "\\xf4\\x90\\x80\\x80\\xf5"},
    };
    for (size_t i = 0; i < sizeof example / sizeof *example; i++) {
        chancery_error error = CHANCERY_ERROR_INIT;
        chy_fail(&error, CHANCERY_E_FORMAT, "%s", example[i].raw);
        chy_fail_where(&error, example[i].raw);
        chy_fail_next(&error, "%s", example[i].raw);
        assert_string_equal(error.text, example[i].shown);
        assert_string_equal(error.where, example[i].shown);
        assert_string_equal(error.next, example[i].shown);
    }
}

/* Every length around the room of the text, of characters of 1 and 3 bytes and of escapes: what
 * is cut ends in an ellipsis, and nothing is cut in its middle. */
static void test_cut(void **state)
{
    (void)state;
    static const struct {
        const char *unit, *shown;
    } kind[] = {{"a", "a"}, {"\xE6\xBC\xA2", "\xE6\xBC\xA2"}, {"\x01", "\\x01"}};
    const size_t room = sizeof(((chancery_error *)0)->text) - 1;
    for (size_t k = 0; k < sizeof kind / sizeof *kind; k++) {
        size_t shown = strlen(kind[k].shown), fits = room / shown;
        for (size_t n = fits - 2; n <= fits + 2; n++) {
            char raw[2000] = "";
            size_t unit = strlen(kind[k].unit);
            for (size_t i = 0; i < n; i++)
                memcpy(raw + i * unit, kind[k].unit, unit);
            chancery_error error = CHANCERY_ERROR_INIT;
            chy_fail(&error, CHANCERY_E_FORMAT, "%s", raw);
            size_t len = strlen(error.text);
            if (n <= fits) {
                assert_int_equal(len, n * shown);
                continue;
            }
            assert_string_equal(error.text + len - 3, "\xE2\x80\xA6");
            assert_int_equal((len - 3) % shown, 0);
            assert_true(len <= room && len + shown > room - 3);
        }
    }
}

static void test_errno(void **state)
{
    (void)state;
    static const struct {
        int number;
        enum chancery_code code;
    } example[] = {{ENOENT, CHANCERY_E_MISSING},
                   {ENOTDIR, CHANCERY_E_MISSING},
                   {EACCES, CHANCERY_E_UNREADABLE},
                   {EPERM, CHANCERY_E_UNREADABLE},
                   {EISDIR, CHANCERY_E_IS_FOLDER},
                   {EEXIST, CHANCERY_E_EXISTS},
                   {ENOMEM, CHANCERY_E_MEMORY},
                   {ENOSPC, CHANCERY_E_IO},
                   {EROFS, CHANCERY_E_IO},
                   {ENAMETOOLONG, CHANCERY_E_IO},
                   {EIO, CHANCERY_E_IO}};
    for (size_t i = 0; i < sizeof example / sizeof *example; i++) {
        chancery_error error = CHANCERY_ERROR_INIT;
        errno = example[i].number;
        assert_false(chy_fail_errno(&error, "a/b", "cannot open it"));
        assert_int_equal(error.code, example[i].code);
        assert_string_equal(error.where, "a/b");
        assert_memory_equal(error.text, "cannot open it: ", 16);
        assert_string_equal(error.text + 16, strerror(example[i].number));
        assert_true(error.next[0] != '\0');
    }
    chancery_error error = CHANCERY_ERROR_INIT;
    assert_false(chy_fail_memory(&error));
    assert_int_equal(error.code, CHANCERY_E_MEMORY);
}

/* Whatever fails, something can be done about it. */
static void test_next(void **state)
{
    (void)state;
    for (int code = CHANCERY_OK; code <= CHANCERY_E_INTERNAL; code++) {
        chancery_error error = CHANCERY_ERROR_INIT;
        chy_fail(&error, (enum chancery_code)code, "x");
        error.code = (enum chancery_code)code;
        assert_int_equal(chancery_error_next(&error)[0] != '\0', code != CHANCERY_OK);
        chy_fail_next(&error, "own");
        if (code != CHANCERY_OK)
            assert_string_equal(chancery_error_next(&error), "own");
    }
    assert_string_equal(chancery_error_next(NULL), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_next),       cmocka_unit_test(test_codes),
        cmocka_unit_test(test_first_wins), cmocka_unit_test(test_nothing_to_add_to),
        cmocka_unit_test(test_escaped),    cmocka_unit_test(test_cut),
        cmocka_unit_test(test_errno),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
