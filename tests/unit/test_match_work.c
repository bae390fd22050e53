/*
 * test_match_work.c - what it costs to look for signed paragraphs, counted in places that are
 * looked at and bytes that are hashed: rule 1.6 of spec/verdict.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/limits.h"
#include "sought.h"

/* A document of so many paragraphs, the last of which is signed, alone or with one that is not
 * there; what it costs to find that out. */
static void count_work(uint64_t *looks, uint64_t *bytes, int paragraphs,
                       const char *signed_text)
{
    struct sought s;
    struct chy_buf document = {0};
    for (int i = 0; i < paragraphs; i++)
        chy_buf_printf(&document, "Paragraph %d holds some words, and ends here.\n\n", i);
    chy_buf_str(&document, "The last one is signed.\n");
    char *made = chy_buf_take(&document, NULL, NULL);
    set_up(&s, signed_text, made);
    find(&s, 0, s.text->words);
    assert_false(s.match.stopped);
    *looks = s.search.looks;
    *bytes = CHY_MAX_MATCH_BYTES - s.search.left;
    done(&s);
    free(made);
}

/* Twice the document is twice the work, whether what was signed stands in it or was altered. */
static void linear(void **state)
{
    (void)state;
    static const char *const signed_texts[] = {"The last one is signed.\n",
                                               "Another one.\n\nThe last one is signed.\n",
                                               "The last one is signed.\n\nAnother one.\n"};
    for (size_t i = 0; i < sizeof signed_texts / sizeof *signed_texts; i++) {
        uint64_t looks, bytes, more_looks, more_bytes;
        count_work(&looks, &bytes, 1000, signed_texts[i]);
        count_work(&more_looks, &more_bytes, 2000, signed_texts[i]);
        assert_true(more_looks < 2 * looks + 8 && more_bytes < 2 * bytes + bytes / 8);
        assert_true(looks < 3 * 9 * 1000); /* words of the document, for each paragraph */
    }
}

/* Thousands of signed paragraphs, of which none can stand in the document: each place that is
 * looked at is paid for, so that the limit ends it; those for which there is no place cost
 * nothing. */
static void hostile_work(void **state)
{
    (void)state;
    struct chy_buf signed_text = {0}, document = {0};
    struct sought s;
    for (int i = 0; i < 5000; i++)
        chy_buf_printf(&signed_text, "x%d y\n\n", i);
    for (int i = 0; i < 20000; i++)
        chy_buf_str(&document, "a b c\n\n");
    char *a = chy_buf_take(&signed_text, NULL, NULL), *b = chy_buf_take(&document, NULL, NULL);
    set_up(&s, a, b);
    find(&s, 0, s.text->words);
    assert_true(s.match.stopped);
    assert_true(s.search.looks <= CHY_MAX_MATCH_BYTES / 64 + 2 * 5000);
    stands(&s, 4999, CHY_UNSOUGHT, 0, 0);
    s.search.looks = 0;
    s.search.left = CHY_MAX_MATCH_BYTES;
    for (size_t i = 0; i < s.statement.paragraphs; i++)
        s.statement.paragraph[i].words = s.text->words + 1;
    find(&s, 0, s.text->words);
    assert_false(s.match.stopped);
    assert_int_equal(s.search.left, CHY_MAX_MATCH_BYTES);
    assert_true(s.search.looks <= 2 * 5000);
    stands(&s, 4999, CHY_DROPPED, 0, 0);
    done(&s);
    free(a);
    free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(linear),
                                       cmocka_unit_test(hostile_work)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
