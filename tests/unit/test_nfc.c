/* test_nfc.c - text/nfc on what is made to be slow, large or wrong. (tests/conformance has what
 * is right.) */
#include "base/limits.h"
#include "base/span.h"
#include "text/nfc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { MEGABYTE = 1 << 20 };

/* NFC of `unit`, over and over to about a megabyte, is that of `expected`, as often. */
static void check_repeated(const char *unit, const char *expected)
{
    struct chy_buf text = {0}, wanted = {0}, nfc = {0};
    while (text.len < MEGABYTE) {
        chy_buf_str(&text, unit);
        chy_buf_str(&wanted, expected);
    }
    assert_true(chy_nfc(&nfc, chy_buf_view(&text), NULL));
    assert_true(chy_span_eq(chy_buf_view(&nfc), chy_buf_view(&wanted)));
    chy_buf_done(&text);
    chy_buf_done(&wanted);
    chy_buf_done(&nfc);
}

static void test_megabytes(void **state)
{
    (void)state;
    check_repeated("a", "a");
    check_repeated("e\xCC\x81", "\xC3\xA9");
    /* dot below after acute, over and over: all dots go first */
    check_repeated("e\xCC\x81\xCC\xA3\xCC\x81\xCC\xA3\xCC\x81\xCC\xA3",
                   "\xE1\xBA\xB9\xCC\xA3\xCC\xA3\xCC\x81\xCC\x81\xCC\x81");
    check_repeated("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", "\xEA\xB0\x81"); /* jamo */
    check_repeated("\xE1\x84\x80", "\xE1\x84\x80");
    check_repeated("\xEA\xB0\x80\xE1\x86\xA7", "\xEA\xB0\x80\xE1\x86\xA7"); /* joins nothing */
    /* the longest expansions: U+1D160, U+0F43; and U+1F82 with its three marks */
    check_repeated("\xF0\x9D\x85\xA0", "\xF0\x9D\x85\x98\xF0\x9D\x85\xA5\xF0\x9D\x85\xAE");
    check_repeated("\xE0\xBD\x83", "\xE0\xBD\x82\xE0\xBE\xB7");
    check_repeated("\xCE\xB1\xCC\x93\xCC\x80\xCD\x85", "\xE1\xBE\x82");
}

/* A row of marks on one letter, in the worst order. */
static bool takes_marks(size_t marks, size_t *len)
{
    struct chy_buf text = {0}, nfc = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    chy_buf_str(&text, "q");
    for (size_t i = 0; i < marks; i++) {
        chy_buf_str(&text, i & 1 ? "\xCC\xA3" : "\xCC\x81");
    }
    bool done = chy_nfc(&nfc, chy_buf_view(&text), &error);
    *len = nfc.len;
    assert_true(done || error.code == CHANCERY_E_CHARACTER);
    chy_buf_done(&text);
    chy_buf_done(&nfc);
    return done;
}

static void test_marks(void **state)
{
    size_t len;
    (void)state;
    assert_true(takes_marks(CHY_MAX_COMBINING, &len));
    assert_int_equal(len, 1 + 2 * CHY_MAX_COMBINING);
    assert_false(takes_marks(CHY_MAX_COMBINING + 1, &len));
    assert_false(takes_marks(MEGABYTE, &len));
    assert_int_equal(len, 0);
}

static void test_edges(void **state)
{
    static const struct {
        const char *text, *nfc; /* NULL: refused */
    } cases[] = {
        {"", ""},
        {"\xCC\x81", "\xCC\x81"}, /* nothing to stand on */
        {"\xCC\x81\xCC\xA3x", "\xCC\xA3\xCC\x81x"},
        {"\xCC", NULL},
        {"e\xCC", NULL},
        {"e\xCC\x81\xCC", NULL},
        {"\xED\xA0\x80", NULL},
        {"e\xCC\x81\xFF", NULL},
        {"\xC3\xA9\xCC\xA3", "\xE1\xBA\xB9\xCC\x81"}, /* taken apart and joined anew */
        {"\xC2\xA0\xCC\x88", "\xC2\xA0\xCC\x88"},
        {"\xCD\x84", "\xCC\x88\xCC\x81"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct chy_buf nfc = {0};
        chancery_error error = CHANCERY_ERROR_INIT;
        bool done = chy_nfc(&nfc, chy_span_str(cases[i].text), &error);
        assert_int_equal(done, cases[i].nfc != NULL);
        assert_int_equal(error.code, done ? CHANCERY_OK : CHANCERY_E_ENCODING);
        assert_true(!done || chy_span_is(chy_buf_view(&nfc), cases[i].nfc));
        chy_buf_done(&nfc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_megabytes),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
