/* test_words.c - short texts as words, and finding words in a letter. */
#include "text/canon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void test_words_of(void **state)
{
    struct chy_buf out = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    (void)state;
    chy_buf_str(&out, "= ");
    assert_true(
        chy_words_of(&out, chy_span_str("  Cheick\nModibo\xC2\xA0**Diarra** "), &error));
    assert_true(chy_span_is(chy_buf_view(&out), "= Cheick Modibo Diarra"));
    assert_false(chy_words_of(&out, chy_span_str(" "), &error));
    assert_int_equal(error.code, CHANCERY_E_EMPTY);
    chancery_error_init(&error);
    assert_false(chy_words_of(&out,
                              chy_span_str("a\xE2\x80\x8D"
                                           "b"),
                              &error));
    assert_int_equal(error.code, CHANCERY_E_CHARACTER);
    assert_int_equal(error.column, 2);
    chancery_error_init(&error);
    assert_false(chy_words_of(&out, chy_span_str("a\xFF"), &error));
    assert_int_equal(error.code, CHANCERY_E_ENCODING);
    assert_true(chy_span_is(chy_buf_view(&out), "= Cheick Modibo Diarra"));
    chy_buf_done(&out);
}

/* Plain ASCII is taken as it is, which must be what a letter of these words gives. */
static void test_plain(void **state)
{
    static const char bytes[] = "aZ -.,;:'\"()*_`~/\t\n7\x7F";
    (void)state;
    for (unsigned seed = 0; seed < 200000; seed++) {
        char name[8];
        unsigned left = seed * 2654435761u;
        size_t len = 1 + seed % 7;
        for (size_t i = 0; i < len; i++, left = left * 1103515245u + 12345u)
            name[i] = bytes[(left >> 16) % (sizeof bytes - 1)];
        struct chy_buf out = {0};
        chancery_text *text = NULL;
        bool taken = chy_words_of(&out, chy_span(name, len), NULL);
        bool is = chy_text_new(&text, chy_span(name, len), NULL);
        if (taken != is || (is && !chy_span_eq(chy_buf_view(&out), chancery_text_words(text))))
            fail_msg("\"%.*s\" has other words as a name", (int)len, name);
        chancery_text_free(text);
        chy_buf_done(&out);
    }
}

/* M5 */
static void test_names(void **state)
{
    static const struct {
        const char *name;
        bool taken;
    } names[] = {
        {"Dioncounda Traor\xC3\xA9", true},
        {"Сергей Лавров", true},
        {"Guest Сергей", true}, /* two words of one script each */
        {"M\xD0\xBEscow", false},
        {"Traor\xC3\xA9-Лавров", false}, /* in a text, two parts */
        {"\xCE\x91thens", false},
        {"IBM코리아", true},
        {"東京タワー", true},
        {"IBM-\xD7\x91", false}, /* Hebrew beside Latin: in a text it may */
        {"السيد", true},
        {"Unit 1\xD9\xA2", false}, /* digits of two systems */
        {"Unit \xD9\xA1\xD9\xA2", true},
        {"Unit l2", true}, /* M4 is for texts */
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct chy_buf out = {0};
        chancery_error error = CHANCERY_ERROR_INIT;
        bool taken = chy_words_of(&out, chy_span_str(names[i].name), &error);
        if (taken != names[i].taken) {
            fail_msg("%s", names[i].name);
        }
        assert_true(taken ||
                    (error.code == CHANCERY_E_CHARACTER && error.next[0] && out.len == 0));
        chy_buf_done(&out);
    }
}

static void test_same_words(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } pairs[] = {
        {"Dioncounda Traor\xC3\xA9", " Dioncounda\n_Traore\xCC\x81_", true},
        {"Prime Minister", "Prime Minister", true},
        {"Prime Minister", "prime minister", false},
        {"Prime Minister", "PrimeMinister", false},
        {"10\xC2\xB2", "102", false},
        {"it\xE2\x80\x99s", "it's", true},
        {"a\xE2\x80\x8B", "a\xE2\x80\x8B", false}, /* refused */
        {"", "", false},
        {"\xFF", "\xFF", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_int_equal(chy_same_words(chy_span_str(pairs[i].a), chy_span_str(pairs[i].b)),
                         pairs[i].same);
    }
}

static uint32_t at(const chancery_text *text, const char *needle, uint32_t at, uint32_t to)
{
    return chy_text_at(text, chy_span_str(needle), at, to);
}

static void test_at(void **state)
{
    chancery_text *text = NULL;
    (void)state;
    /* words:                                        0 1  2 3  4   5 6  7 */
    assert_true(chy_text_new(&text, chy_span_str("a ab\na b\n\nabc a ab ab"), NULL));
    assert_int_equal(at(text, "a ab", 0, 8), 2);
    assert_int_equal(at(text, "a", 0, 8), 1);
    assert_int_equal(at(text, "a a", 0, 8), 0); /* "ab" only begins so */
    assert_int_equal(at(text, "ab", 7, 8), 1);
    assert_int_equal(at(text, "ab ab", 6, 7), 0);
    assert_int_equal(at(text, "", 0, 8), 0);
    assert_int_equal(at(text, "a", 8, 9), 0);
    chancery_text_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_of), cmocka_unit_test(test_plain),
        cmocka_unit_test(test_names),    cmocka_unit_test(test_same_words),
        cmocka_unit_test(test_at),

    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
