/*
 * test_typeset.c - what a program reads in a PDF: words that are broken at the ends of lines,
 * and lines that only pages bear (X3 to X5 of spec/canonical-text.md).
 */
#include "text/typeset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static char symbol[] = "S/2012/727", other[] = "A/66/880", *symbols[] = {other, symbol};
static const struct chy_own own = {symbols, 2, "12-52626"}, none = {0};

static void set_kept(struct chy_typeset *typeset, uint64_t mask)
{
    for (size_t i = 0; i < typeset->doubts; i++)
        typeset->doubt[i].kept = mask >> i & 1;
}

static void joined(const char *lines, uint64_t mask, size_t doubts, const char *expected)
{
    struct chy_buf out = {0};
    struct chy_typeset typeset;
    assert_true(chy_typeset_read(&typeset, chy_span_str(lines), &own, NULL));
    if (typeset.doubts != doubts)
        fail_msg("\"%s\": %zu doubts", lines, typeset.doubts);
    set_kept(&typeset, mask);
    chy_typeset_join(&out, &typeset);
    if (!chy_span_is(chy_buf_view(&out), expected))
        fail_msg("\"%s\": \"%.*s\"", lines, (int)out.len, (char *)out.ptr);
    chy_typeset_done(&typeset);
    chy_buf_done(&out);
}

/* X3 */
static void hyphens(void **state)
{
    (void)state;
    joined("the Presi-\ndent said", 0, 1, "the President said\n");
    joined("a cease-\nfire", 0, 1, "a ceasefire\n");
    joined("a cease-\nfire", 1, 1, "a cease-fire\n");
    joined("the Secretary-\nGeneral", 0, 0, "the Secretary-General\n");
    joined("12-\n52626", 0, 0, "12-52626\n");
    joined("l'Assembl\xC3\xA9-\n\xC3\x89tat", 0, 0, "l'Assembl\xC3\xA9-\xC3\x89tat\n");
    joined("pr\xC3\xA9-\n\xC3\xA9tat", 0, 1, "pr\xC3\xA9\xC3\xA9tat\n");
    joined("\xD0\xB0-\n\xD0\x91", 0, 0, "\xD0\xB0-\xD0\x91\n");
    joined("Presi\xE2\x80\x90\ndent", 0, 1, "President\n");
    joined("Secretary\xE2\x80\x90\nGeneral", 0, 0, "Secretary\xE2\x80\x90General\n");
    joined("one -\ntwo", 0, 0, "one -\ntwo\n");
    joined("one-\n\ntwo", 0, 0, "one-\n\ntwo\n");
    joined("one-\n(two", 0, 0, "one-\n(two\n");
    joined("one-\n", 0, 0, "one-\n");
    joined("-\ntwo", 0, 0, "-\ntwo\n");
    joined("a-\nb c-\nd e-\nf", 2, 3, "ab c-d ef\n");
    joined("", 0, 0, "");
}

/* A word goes on behind a page's foot and head. */
static void hyphens_across_pages(void **state)
{
    (void)state;
    joined("the Presi-\n\fdent", 0, 1, "the President\n");
    joined("the Presi-\n1/2\n\fS/2012/727\ndent", 0, 3, "the President\n");
    joined("the Presi-\n1/2\n\fS/2012/727\ndent", 1, 3, "the Presi-dent\n");
    joined("the Presi-\n1/2\n\fS/2012/727\ndent", 2, 3, "the Presi-\n1/2\n\fdent\n");
    joined("the Secretary-\n1/2\n\fS/2012/727\nGeneral", 0, 2, "the Secretary-General\n");
}

/* A page line by itself on its page, of so many. */
static void is_line(const char *line, uint32_t page, uint32_t pages, enum chy_page_line kind)
{
    chancery_text *text = NULL;
    assert_true(chy_text_new(&text, chy_span_str(line), NULL));
    enum chy_page_line is = chy_page_line(text, &own, page, pages);
    if (is != kind)
        fail_msg("\"%s\" on page %u of %u is %d, not %d", line, page, pages, is, kind);
    chancery_text_free(text);
}

/* X5 */
static void page_lines(void **state)
{
    (void)state;
    static const char *const sure[] = {"S/2012/727",
                                       "S/2012/727*",
                                       "A/66/880 S/2012/727",
                                       "12-52626",
                                       "12-52626 (E) 011012 021012 *1252626*",
                                       "*1252626*",
                                       "011012 12-52626 (A)",
                                       "GE.12-52626 (E)",
                                       "2/5",
                                       "2/5 12-52626",
                                       "12-52626 2/5",
                                       "2 12-52626",
                                       "12-52626 2",
                                       "S/2012/727 2",
                                       "S/2012/727 12-52626 2/5",
                                       "/\xE2\x80\xA6",
                                       "/...",
                                       "2 /\xE2\x80\xA6"};
    static const char *const not [] = {"S/2012/728",
                                       "S/2012/727/Rev.1",
                                       "A/66/881",
                                       "12-52627",
                                       "12-52626 *1252627*",
                                       "*1252627*",
                                       "*1352626*",
                                       "12-52626 *1352626*",
                                       "GE.12-52627",
                                       "3/5",
                                       "2/6",
                                       "1",
                                       "3",
                                       "02",
                                       "2.",
                                       "(2)",
                                       "- 3 -",
                                       "- 2",
                                       "2 -",
                                       "-2",
                                       "- -",
                                       "2 2",
                                       "2/5 3",
                                       "12-52626 3",
                                       "12-52626 3/5",
                                       "S/2012/727 page",
                                       "United Nations S/2012/727",
                                       "Page 2",
                                       "2 See S/2012/727",
                                       "12-52626 2012",
                                       "S/2012/727 S/2012/728",
                                       "2 - 5",
                                       "2 - 12-52626 -",
                                       "12",
                                       "\xD9\xA2",
                                       "\xC2\xB2",
                                       "...",
                                       "/",
                                       "12-52626 12-52627"};
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
        is_line(sure[i], 2, 5, CHY_PAGE_LINE_SURE);
    for (size_t i = 0; i < sizeof not / sizeof *not ; i++)
        is_line(not [i], 2, 5, CHY_PAGE_LINE_NONE);
    is_line("2", 2, 5, CHY_PAGE_LINE_NUMBER);
    is_line("- 2 -", 2, 5, CHY_PAGE_LINE_DASHED);
    is_line("-2-", 2, 5, CHY_PAGE_LINE_DASHED);
    is_line("\xE2\x80\x93 2 \xE2\x80\x93", 2, 5, CHY_PAGE_LINE_DASHED);
    is_line("/\xE2\x80\xA6", 5, 5, CHY_PAGE_LINE_NONE); /* nothing follows */
    is_line("S/2012/727 S/2012/727 S/2012/727 S/2012/727 S/2012/727 S/2012/727 S/2012/727 "
            "S/2012/727 S/2012/727 S/2012/727 S/2012/727 S/2012/727 S/2012/727",
            2, 5, CHY_PAGE_LINE_NONE);
}

/* What is left where every page line goes; the lines of the pages are parted by |, pages by #.
 */
static void leaves(const char *pages, const char *expected)
{
    struct chy_buf lines = {0}, left = {0}, out = {0};
    struct chy_typeset typeset;
    for (const char *c = pages; *c; c++)
        chy_buf_str(&lines, *c == '|' ? "\n" : *c == '#' ? "\n\f" : (char[]){*c, 0});
    chy_buf_str(&lines, "\n\f");
    assert_true(chy_typeset_read(&typeset, chy_buf_view(&lines), &own, NULL));
    chy_typeset_join(&left, &typeset);
    for (size_t i = 0; i < left.len; i++)
        chy_buf_str(&out, left.ptr[i] == '\n'   ? "|"
                          : left.ptr[i] == '\f' ? "#"
                                                : (char[]){(char)left.ptr[i], 0});
    if (!chy_span_is(chy_buf_view(&out), expected))
        fail_msg("\"%s\": \"%.*s\"", pages, (int)out.len, (char *)out.ptr);
    chy_typeset_done(&typeset);
    chy_buf_done(&lines);
    chy_buf_done(&left);
    chy_buf_done(&out);
}

static void heads_and_feet(void **state)
{
    (void)state;
    leaves("a|12-52626#S/2012/727|b|2/3 12-52626#S/2012/727|c|12-52626 3/3", "a|#b|#c|");
    leaves("a#S/2012/727|2/2|12-52626|b", "a|#b|");
    leaves("a|#|S/2012/727||b", "a||#||b|");
    /* in the middle of a page, and past four lines of its edge */
    leaves("a#b|S/2012/727|c", "a|#b|S/2012/727|c|");
    leaves("a#2/2|2/2|2/2|2/2|2/2|b", "a|#2/2|b|");
    leaves("a#b|2/2|2/2|2/2|2/2|2/2", "a|#b|2/2|");
    /* another document's, and another page's, with all that stands behind them */
    leaves("a#S/2012/728|b|3/2", "a|#S/2012/728|b|3/2|");
    leaves("a#S/2012/728|S/2012/727|b|12-52626|Running head",
           "a|#S/2012/728|S/2012/727|b|12-52626|Running head|");
}

/* A number alone is a page's only where every page from the second on has its own there,
 * written so. */
static void numbers(void **state)
{
    (void)state;
    leaves("a#b|2#c|3", "a|#b|#c|");
    leaves("a|1#b|2#c|3", "a|#b|#c|");
    leaves("1|a#2|b", "a|#b|");
    leaves("a#b|- 2 -#c|- 3 -", "a|#b|#c|");
    leaves("a#S/2012/727|2|b#S/2012/727|3|c", "a|#b|#c|");
    leaves("a#b|2#3#d|4", "a|#b|#d|"); /* nothing else on the third page */
    leaves("a#b|2#c", "a|#b|2|#c|");
    leaves("a#b|2#c|4", "a|#b|2|#c|4|");
    leaves("a#b|2#3|c", "a|#b|2|#3|c|");
    leaves("a#b|2#c|- 3 -", "a|#b|2|#c|- 3 -|");
    leaves("a#b|3#c|2", "a|#b|3|#c|2|");
    leaves("a|1", "a|1|");
    leaves("a|1#b", "a|1|#b|");
    leaves("1|a#b|2#c|3", "1|a|#b|#c|");
}

/* What a statement calls a symbol or a job number, and has not the shape of one, is text. */
static void no_symbols(void **state)
{
    (void)state;
    static char word[] = "withdrawn", number[] = "2012", *words[] = {word, number};
    static const struct chy_own odd = {words, 2, "withdrawn"};
    struct chy_typeset typeset;
    assert_true(
        chy_typeset_read(&typeset, CHY_LITERAL("a\nwithdrawn\n\f2012\nb\n\f"), &odd, NULL));
    assert_int_equal(typeset.doubts, 0);
    chy_typeset_done(&typeset);
}

/* A document that says nothing of itself has no symbol and no job number. */
static void nothing_own(void **state)
{
    struct chy_typeset typeset;
    (void)state;
    assert_true(chy_typeset_read(
        &typeset, CHY_LITERAL("a\n12-52626\n\fS/2012/727\nb\n2/2 12-52626\n\f"), &none, NULL));
    assert_int_equal(typeset.doubts, 0);
    assert_int_equal(typeset.pages, 2);
    chy_typeset_done(&typeset);
    assert_true(chy_typeset_read(&typeset, CHY_LITERAL("a\n1/2\n\fb\n2/2\n\f"), &none, NULL));
    assert_int_equal(typeset.doubts, 2);
    assert_string_equal(typeset.doubt[1].word, "2/2");
    chy_typeset_done(&typeset);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hyphens),    cmocka_unit_test(hyphens_across_pages),
        cmocka_unit_test(page_lines), cmocka_unit_test(heads_and_feet),
        cmocka_unit_test(numbers),    cmocka_unit_test(nothing_own),
        cmocka_unit_test(no_symbols),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
