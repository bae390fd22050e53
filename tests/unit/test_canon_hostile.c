/*
 * test_canon_hostile.c - megabytes of what makes a reader of text look back, ahead or do much
 * at each character: they end as the reference has it, or in a refusal. Anything but linear
 * time would not end.
 */
#include "base/limits.h"
#include "canon_properties.h"
#include "canon_reference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { SIZE = 1 << 20 };

static void repeat(struct chy_buf *file, const char *unit)
{
    while (file->len + strlen(unit) <= SIZE)
        chy_buf_str(file, unit);
}

/* Without emphasis the forms are those of the reference; with it, its properties hold. */
static void expect_read(chancery_span file, bool emphasis)
{
    chancery_text *text = NULL;
    struct chy_buf form = {0}, words = {0};
    assert_true(chy_text_new(&text, file, NULL));
    assert_true(text->text_len <= 3 * file.len + 1 && text->words_len <= 3 * file.len);
    if (emphasis) {
        assert_null(canon_broken(file));
    } else {
        assert_true(reference_text(&form, file));
        assert_true(reference_words(&words, chy_buf_view(&form)));
        assert_true(chy_span_eq(chy_buf_view(&form), chancery_text_form(text)));
        assert_true(chy_span_eq(chy_buf_view(&words), chancery_text_words(text)));
    }
    chy_buf_done(&form);
    chy_buf_done(&words);
    chancery_text_free(text);
}

static void read_repeated(const char *unit, bool emphasis)
{
    struct chy_buf file = {0};
    repeat(&file, unit);
    expect_read(chy_buf_view(&file), emphasis);
    chy_buf_done(&file);
}

static void test_units(void **state)
{
    (void)state;
    static const char *const units[] = {
        "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8" /* jamo that join to a syllable */,
        "\xE1\x84\x80",
        "\xE1\x85\xA1",
        "\xEA\xB0\x80\xE1\x86\xA8" /* a syllable and a jamo that joins it */,
        "\xE0\xA5\x98" /* grows: NFC never composes it */,
        "\xF0\x9D\x85\xA0" /* U+1D160, the longest expansion of NFC in UTF-8 */,
        "\xEF\xAC\xAC" /* U+FB2C, the longest of two bytes for one */,
        "\xE1\xBE\x82" /* U+1F82, four code points in NFD */,
        "\xE1\x84\x80 \n",
        "z\xC2\xADz" /* soft hyphens */,
        "\xE6\xBC\xA2\xC2\xAD\xE6\xBC\xA2",
        "a\n\n\n",
        " \t \n.",
        "\r\n\f.",
        "\xE3\x81\x8B\xE3\x82\x99" /* kana with a mark */,
        "\xE2\x80\x9C\xE2\x80\x9D\xE2\x80\x91" /* folds */,
        "\xE0\xA4\x95\xE0\xA5\x8D\xE2\x80\x8D" /* joiners after a virama */,
        "\xD8\xA8\xE2\x80\x8C\xD8\xA8" /* and between joining letters */,
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        read_repeated(units[i], false);
}

/* Thirty marks on each letter, as many as may be, their classes in the worst order for sorting
 * by insertion: falling, and alternating. */
static void test_marks(void **state)
{
    (void)state;
    for (int alternating = 0; alternating < 2; alternating++) {
        struct chy_buf unit = {0};
        chy_buf_str(&unit, "e");
        for (unsigned i = 0; i < CHY_MAX_COMBINING; i++) {
            bool above = alternating ? i % 2 == 0 : i < CHY_MAX_COMBINING / 2;
            chy_buf_str(&unit, above ? "\xCC\x81" : "\xCC\xA3");
        }
        char *text = chy_dup(chy_buf_view(&unit), NULL);
        read_repeated(text, false);
        chancery_free(text);
        chy_buf_done(&unit);
    }
}

/* A megabyte of marks alone is refused at the thirty-first, whatever follows. */
static void test_only_marks(void **state)
{
    (void)state;
    static const char *const units[] = {"\xCC\x81", "\xCC\x81\xCC\xA3", "\xCC\x81\xC2\xAD",
                                        "\xCD\x84" /* two marks in NFD */};
    static const size_t places[] = {60, 60, 2, 30};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct chy_buf file = {0};
        chancery_text *text = NULL;
        chancery_error error = CHANCERY_ERROR_INIT;
        repeat(&file, units[i]);
        assert_false(chy_text_new(&text, chy_buf_view(&file), &error));
        assert_int_equal(error.code, CHANCERY_E_CHARACTER);
        assert_int_equal(error.offset, places[i]);
        chy_buf_done(&file);
    }
}

static void test_emphasis(void **state)
{
    (void)state;
    static const char *const units[] = {"*a ",
                                        "a* ",
                                        "*a* ",
                                        "**a _b __c ",
                                        "**a __b _c_ *d* ",
                                        "* ",
                                        "(*(*(*a*)*)*) ",
                                        "*\xE6\xBC\xA2*"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        read_repeated(units[i], true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_units),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_only_marks),
        cmocka_unit_test(test_emphasis),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
