/*
 * test_diff.c - the difference of two runs of words is one, the shortest, and bounded in work.
 */
#include "text/diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static uint32_t seed = 1;

static uint32_t draw(uint32_t below)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % below;
}

static chancery_text *text_of(const char *words)
{
    chancery_text *text = NULL;
    assert_true(chy_text_new(&text, chy_span_str(words), NULL));
    return text;
}

static struct chy_range all(const chancery_text *text)
{
    return (struct chy_range){0, text->words};
}

/* "=a b -c +d": a word for each word, a sign for each run. */
static void expect(const char *first, const char *second, uint64_t steps, const char *expected)
{
    static const char sign[] = "=-+";
    chancery_text *a = text_of(first), *b = text_of(second);
    struct chy_diff diff;
    struct chy_buf said = {0};
    assert_true(chy_diff_words(&diff, a, all(a), b, all(b), &steps, NULL));
    for (size_t i = 0; i < diff.changes; i++) {
        const struct chy_change *change = &diff.change[i];
        chy_buf_str(&said, i > 0 ? " " : "");
        chy_buf_byte(&said, (uint8_t)sign[change->kind]);
        chy_buf_span(&said, chy_text_words(change->kind == CHY_CHANGE_ADDED ? b : a,
                                           change->range.first, change->range.count));
    }
    if (!chy_span_is(chy_buf_view(&said), expected))
        fail_msg("%s | %s: %.*s", first, second, (int)said.len, (char *)said.ptr);
    chy_buf_done(&said);
    chy_diff_done(&diff);
    chancery_text_free(a);
    chancery_text_free(b);
}

static void examples(void **state)
{
    (void)state;
    expect("a b c", "a b c", 100, "=a b c");
    expect("a b c", "a x c", 100, "=a -b +x =c");
    expect("a b c", "a c", 100, "=a -b =c");
    expect("a c", "a b c", 100, "=a +b =c");
    expect("a b", "c d", 100, "-a b +c d");
    expect("a b c d e f", "x b c y e f z", 1000, "-a +x =b c -d +y =e f +z");
    expect("not be it", "be not it", 100, "-not =be +not =it");
}

/* Where no more work may be done, nothing is wrong, only less is said. */
static void stopped(void **state)
{
    (void)state;
    expect("a b c d e", "a x c y e", 0, "=a -b c d +x c y =e");
    expect("a b c d e", "a x c y e", 1, "=a -b c d +x c y =e");
    expect("a b c d e", "a x c y e", 1000, "=a -b +x =c -d +y =e");
}

static uint32_t longest_common(const chancery_text *a, const chancery_text *b)
{
    uint32_t best[32][32] = {{0}};
    for (uint32_t i = 1; i <= a->words; i++) {
        for (uint32_t k = 1; k <= b->words; k++) {
            uint32_t up = best[i - 1][k], left = best[i][k - 1];
            best[i][k] = chy_span_eq(chy_text_word(a, i - 1), chy_text_word(b, k - 1))
                             ? best[i - 1][k - 1] + 1
                             : (up > left ? up : left);
        }
    }
    return best[a->words][b->words];
}

static chancery_text *draw_text(void)
{
    char words[64] = "";
    size_t count = 1 + draw(20);
    uint32_t letters = 1 + draw(5);
    for (size_t i = 0; i < count; i++) {
        words[2 * i] = (char)('a' + draw(letters));
        words[2 * i + 1] = ' ';
    }
    return text_of(words);
}

/* Both texts can be read off the changes, and nothing that is common is left out. */
static void follow(const struct chy_diff *diff, const chancery_text *a, const chancery_text *b)
{
    uint32_t i = 0, k = 0, same = 0;
    for (size_t c = 0; c < diff->changes; c++) {
        const struct chy_change *change = &diff->change[c];
        assert_int_equal(change->range.first, change->kind == CHY_CHANGE_ADDED ? k : i);
        for (uint32_t n = 0; n < change->range.count; n++) {
            if (change->kind == CHY_CHANGE_SAME) {
                assert_true(chy_span_eq(chy_text_word(a, i), chy_text_word(b, k)));
                same++;
            }
            i += change->kind != CHY_CHANGE_ADDED;
            k += change->kind != CHY_CHANGE_REMOVED;
        }
    }
    assert_int_equal(i, a->words);
    assert_int_equal(k, b->words);
    assert_int_equal(same, longest_common(a, b));
}

static void shortest(void **state)
{
    (void)state;
    for (int round = 0; round < 5000; round++) {
        chancery_text *a = draw_text(), *b = draw_text();
        struct chy_diff diff;
        uint64_t steps = 100000;
        assert_true(chy_diff_words(&diff, a, all(a), b, all(b), &steps, NULL));
        follow(&diff, a, b);
        chy_diff_done(&diff);
        chancery_text_free(a);
        chancery_text_free(b);
    }
}

/* Two long texts without a common word: the work is what was allowed, not their product. */
static void hostile(void **state)
{
    struct chy_buf words[2] = {{0}, {0}};
    chancery_text *text[2];
    struct chy_diff diff;
    uint64_t steps = 1u << 20;
    (void)state;
    for (int i = 0; i < 2; i++) {
        for (int k = 0; k < 100000; k++)
            chy_buf_printf(&words[i], "%c%d ", "ab"[i], k);
        assert_true(chy_text_new(&text[i], chy_buf_view(&words[i]), NULL));
    }
    assert_true(
        chy_diff_words(&diff, text[0], all(text[0]), text[1], all(text[1]), &steps, NULL));
    assert_int_equal(steps, 0);
    assert_int_equal(diff.changes, 2);
    chy_diff_done(&diff);
    for (int i = 0; i < 2; i++) {
        chancery_text_free(text[i]);
        chy_buf_done(&words[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples),
        cmocka_unit_test(stopped),
        cmocka_unit_test(shortest),
        cmocka_unit_test(hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
