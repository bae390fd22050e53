/*
 * test_rendition.c - files that other programs read: which they are, and words that are broken
 * at the ends of lines.
 */
#include "base/limits.h"
#include "text/rendition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* X1 */
static void media(void **state)
{
    (void)state;
    assert_int_equal(chy_medium_of(CHY_LITERAL("%PDF-1.7\n")), CHY_MEDIUM_PDF);
    assert_int_equal(chy_medium_of(CHY_LITERAL(" %PDF-1.7\n")), CHY_MEDIUM_OTHER);
    assert_int_equal(chy_medium_of(CHY_LITERAL("PK\x03\x04...word/document.xml...")),
                     CHY_MEDIUM_DOCX);
    assert_int_equal(chy_medium_of(CHY_LITERAL("PK\x03\x04...xl/workbook.xml...")),
                     CHY_MEDIUM_OTHER);
    assert_int_equal(chy_medium_of(CHY_LITERAL("Sir, word/document")), CHY_MEDIUM_OTHER);
    assert_int_equal(chy_medium_of((chancery_span){0}), CHY_MEDIUM_OTHER);
    assert_string_equal(chy_medium_program(CHY_MEDIUM_PDF), "pdftotext");
    assert_string_equal(chy_medium_program(CHY_MEDIUM_DOCX), "pandoc");
}

static void joined(const char *lines, uint64_t mask, size_t doubtful, const char *expected)
{
    struct chy_buf out = {0};
    assert_int_equal(chy_rejoin(&out, chy_span_str(lines), mask), doubtful);
    if (!chy_span_is(chy_buf_view(&out), expected))
        fail_msg("\"%s\": \"%.*s\"", lines, (int)out.len, (char *)out.ptr);
    chy_buf_done(&out);
}

/* X3 */
static void hyphens(void **state)
{
    (void)state;
    joined("the Presi-\ndent said", 0, 1, "the President said");
    joined("a cease-\nfire", 0, 1, "a ceasefire");
    joined("a cease-\nfire", 1, 1, "a cease-fire");
    joined("the Secretary-\nGeneral", 0, 0, "the Secretary-General");
    joined("12-\n52626", 0, 0, "12-52626");
    joined("l'Assembl\xC3\xA9-\n\xC3\x89tat", 0, 0, "l'Assembl\xC3\xA9-\xC3\x89tat");
    joined("pr\xC3\xA9-\n\xC3\xA9tat", 0, 1, "pr\xC3\xA9\xC3\xA9tat");
    joined("\xD0\xB0-\n\xD0\x91", 0, 0, "\xD0\xB0-\xD0\x91");
    joined("Presi\xE2\x80\x90\ndent", 0, 1, "President");
    joined("Secretary\xE2\x80\x90\nGeneral", 0, 0, "Secretary\xE2\x80\x90General");
    joined("one -\ntwo", 0, 0, "one -\ntwo");
    joined("one-\n\ntwo", 0, 0, "one-\n\ntwo");
    joined("one-\n(two", 0, 0, "one-\n(two");
    joined("one-\n", 0, 0, "one-\n");
    joined("-\ntwo", 0, 0, "-\ntwo");
    joined("a-\nb c-\nd e-\nf", 2, 3, "ab c-d ef");
    joined("", 0, 0, "");
}

static bool is_words(const void *context, const struct chancery_text *text)
{
    return chy_span_is(chancery_text_words(text), context);
}

static void read_as(const char *lines, enum chy_medium medium, const char *wanted,
                    bool accepted, const char *words)
{
    chancery_text *text = NULL;
    bool did = !accepted;
    assert_true(
        chy_rendition_text(&text, &did, chy_span_str(lines), medium, is_words, wanted, NULL));
    assert_int_equal(did, accepted);
    if (!chy_span_is(chancery_text_words(text), words))
        fail_msg("\"%s\": not \"%s\"", lines, words);
    chancery_text_free(text);
}

/* The piece so many times, with spaces between; the caller frees. */
static char *repeat(const char *piece, int times)
{
    struct chy_buf out = {0};
    for (int i = 0; i < times; i++) {
        chy_buf_str(&out, i > 0 ? " " : "");
        chy_buf_str(&out, piece);
    }
    return chy_buf_take(&out, NULL, NULL);
}

/* X4: the readings are tried in turn, as far as their limit. */
static void readings(void **state)
{
    (void)state;
    read_as("a cease-\nfire and re-\nsign", CHY_MEDIUM_PDF, "a cease-fire and resign", true,
            "a cease-fire and resign");
    read_as("a cease-\nfire and re-\nsign", CHY_MEDIUM_PDF, "a ceasefire and re-sign", true,
            "a ceasefire and re-sign");
    read_as("a cease-\nfire", CHY_MEDIUM_PDF, "a war", false, "a ceasefire");
    read_as("a cease-\nfire", CHY_MEDIUM_DOCX, "a ceasefire", false, "a cease- fire");
    assert_int_equal(CHY_MAX_READINGS, 1 << 8);
    for (int times = 8; times <= 9; times++) {
        char *lines = repeat("a-\nb", times), *kept = repeat("a-b", times),
             *dropped = repeat("ab", times);
        read_as(lines, CHY_MEDIUM_PDF, kept, times == 8, times == 8 ? kept : dropped);
        free(lines);
        free(kept);
        free(dropped);
    }
}

static bool count_readings(const void *context, const struct chancery_text *text)
{
    uint32_t *count = (uint32_t *)(uintptr_t)context;
    (void)text;
    ++*count;
    return false;
}

/* All readings together hold no more than CHY_MAX_READING_BYTES. */
static void long_text(void **state)
{
    struct chy_buf lines = {0};
    chancery_text *text = NULL;
    uint32_t count = 0;
    bool did;
    (void)state;
    for (int i = 0; i < 8; i++)
        chy_buf_str(&lines, "a-\nb ");
    while (lines.len < CHY_MAX_TEXT / 2)
        chy_buf_str(&lines, "abcdefghi ");
    assert_true(chy_rendition_text(&text, &did, chy_buf_view(&lines), CHY_MEDIUM_PDF,
                                   count_readings, &count, NULL));
    assert_false(did);
    assert_int_equal(count, CHY_MAX_READING_BYTES / (lines.len + 1));
    chancery_text_free(text);
    chy_buf_done(&lines);
}

static void refused(void **state)
{
    chancery_text *text = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    bool did;
    (void)state;
    assert_false(chy_rendition_text(&text, &did, CHY_LITERAL(" \f\n"), CHY_MEDIUM_PDF, is_words,
                                    "", &error));
    assert_int_equal(error.code, CHANCERY_E_EMPTY);
    chancery_error_init(&error);
    assert_false(chy_rendition_text(&text, &did, CHY_LITERAL("a\xE2\x80\x8B b"), CHY_MEDIUM_PDF,
                                    is_words, "", &error));
    assert_int_equal(error.code, CHANCERY_E_CHARACTER);
    assert_null(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(media),     cmocka_unit_test(hyphens), cmocka_unit_test(readings),
        cmocka_unit_test(long_text), cmocka_unit_test(refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
