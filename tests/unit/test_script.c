/* test_script.c - text/script: code points that are alike, against what is known of each; and
 * with what bytes a heading may begin, against the phrases of the languages. */
#include "text/outline_terms.h"
#include "text/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum { LAST = 0x10FFFF };

static bool same_scripts(struct chy_script_set a, struct chy_script_set b)
{
    return memcmp(a.bits, b.bits, sizeof a.bits) == 0;
}

static uint32_t zero_of(uint32_t cp)
{
    for (size_t i = 0; i < chy_table_zero_count; i++)
        if (cp >= chy_table_zero[i] && cp <= chy_table_zero[i] + 9)
            return chy_table_zero[i];
    return UINT32_MAX;
}

/* A range that holds the next code point is that one's range too, and so of all in it. */
static void test_alike(void **state)
{
    (void)state;
    struct chy_alike before = {0};
    size_t ranges = 0;
    for (uint32_t cp = 0; cp <= LAST; cp++) {
        struct chy_script_set scripts = chy_scripts_of(cp);
        struct chy_alike alike = chy_alike_of(cp);
        assert_int_equal(chy_zero_of(cp), zero_of(cp));
        bool letter = !chy_scripts_every(scripts) && zero_of(cp) == UINT32_MAX;
        assert_true((alike.count > 0) == letter);
        assert_true(chy_is_alike(&alike, cp) == letter);
        assert_true(!letter || same_scripts(alike.scripts, scripts));
        if (chy_is_alike(&before, cp))
            assert_true(alike.first == before.first && alike.count == before.count);
        ranges += letter && alike.first == cp;
        before = alike;
    }
    assert_true(ranges > 500);
}

static chancery_span word_of(const char *phrase)
{
    const char *space = strchr(phrase, ' ');
    return chy_span(phrase, space ? (size_t)(space - phrase) : strlen(phrase));
}

static void check_phrases(chy_phrases list, bool (*may)(chancery_span))
{
    for (; list && *list; list++) {
        uint8_t forms[CHY_FIRST_FORMS][4];
        assert_true(may(word_of(*list)));
        for (size_t i = chy_first_forms(forms, *list); i > 0; i--) {
            size_t length = forms[i - 1][0] < 0x80 ? 1 : forms[i - 1][0] < 0xE0 ? 2 : 3;
            assert_true(may(chy_span(forms[i - 1], length)));
        }
    }
}

static void test_first(void **state)
{
    (void)state;
    static const char *const numbers[] = {"2012",   "9",  "0",  "\u0660",
                                          "\u0669", "〇", "一", "十"};
    size_t none = 0;
    for (const struct chy_language *const *language = chy_languages; *language; language++) {
        check_phrases((*language)->annex, chy_may_annex);
        for (unsigned i = 0; i < CHY_KINDS; i++)
            check_phrases((*language)->opening[i], chy_may_open);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_true(chy_may_open(chy_span_str(numbers[i])));
    for (uint8_t letter = 'A'; letter <= 'z'; letter++)
        none += !chy_may_open(chy_span(&letter, 1)) && !chy_may_annex(chy_span(&letter, 1));
    assert_true(none > 26); /* most begin nothing */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alike),
        cmocka_unit_test(test_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
