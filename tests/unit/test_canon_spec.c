/* test_canon_spec.c - spec/canonical-text.md says what the code does: fold table and
 * example. */
#include "base/encode.h"
#include "base/utf8.h"
#include "text/canon.h"
#include "text/script.h"
#include "text/unicode.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static chancery_span read_spec(struct chy_buf *spec)
{
    assert_true(chy_file_read(spec, "spec/canonical-text.md", 1u << 20, NULL));
    return chy_buf_view(spec);
}

/* The next code point, "U+2018", after ptr. */
static uint32_t next_code_point(const char **ptr)
{
    char *end = NULL;
    const char *plus = strstr(*ptr, "U+");
    assert_non_null(plus);
    uint32_t cp = (uint32_t)strtoul(plus + 2, &end, 16);
    *ptr = end;
    return cp;
}

/* A row "| U+2018 LEFT SINGLE QUOTATION MARK | U+0027 `'` |" is so; true if it is such a
 * row. */
static bool check_fold(chancery_span line)
{
    uint8_t from[4], to[4];
    struct chy_buf words = {0};
    if (!chy_span_starts(line, CHY_LITERAL("| U+")))
        return false;
    char *row = chy_dup(line, NULL);
    const char *ptr = row;
    unsigned from_len = chy_utf8_encode(from, next_code_point(&ptr));
    unsigned to_len = chy_utf8_encode(to, next_code_point(&ptr));
    assert_true(chy_words_of(&words, chy_span(from, from_len), NULL));
    assert_true(chy_span_eq(chy_buf_view(&words), chy_span(to, to_len)));
    chy_buf_done(&words);
    free(row);
    return true;
}

/* The fold table has each character that is folded, and no other has another word than
 * itself. */
static void test_spec_fold(void **state)
{
    struct chy_buf spec = {0}, words = {0};
    chancery_span rest = read_spec(&spec), line;
    size_t rows = 0, folded = 0;
    (void)state;
    while (chy_span_line(&line, &rest))
        rows += check_fold(line);
    for (uint32_t cp = 0x21; cp < 0xFFFF; cp++) {
        uint8_t bytes[4];
        chancery_span one = chy_span(bytes, chy_utf8_encode(bytes, cp));
        bool is_nfc = !(chy_unicode(cp) & CHY_CP_NORMALIZE);
        chy_buf_clear(&words);
        folded += is_nfc && chy_words_of(&words, one, NULL) &&
                  !chy_span_eq(chy_buf_view(&words), one);
    }
    assert_true(rows == 8 && folded == rows);
    chy_buf_done(&words);
    chy_buf_done(&spec);
}

/* The next letter of a row of M2's tables, behind its name; 0: the row ends. */
static uint32_t next_letter(chancery_span *row)
{
    uint32_t cp = 0;
    while (row->len > 0 && (row->ptr[0] == ' ' || row->ptr[0] == '|')) {
        *row = chy_span_from(*row, 1);
    }
    if (row->len > 0) {
        *row = chy_span_from(*row, chy_utf8_decode(&cp, row->ptr, row->ptr + row->len));
    }
    return cp;
}

static size_t check_look_alikes(chancery_span letters, chancery_span latin)
{
    size_t pairs = 0;
    for (uint32_t cp; (cp = next_letter(&letters)) != 0; pairs++) {
        if (chy_looks_latin(cp) != next_letter(&latin)) {
            fail_msg("M2: U+%04X", cp);
        }
    }
    assert_int_equal(next_letter(&latin), 0);
    return pairs;
}

/* Each table: a row of letters, a row of dashes, and what they look like. */
static void test_spec_look_alikes(void **state)
{
    struct chy_buf spec = {0};
    chancery_span rest = read_spec(&spec), line, latin;
    size_t pairs = 0;
    (void)state;
    while (chy_span_line(&line, &rest)) {
        bool greek = chy_span_starts(line, CHY_LITERAL("| Greek |"));
        if (greek || chy_span_starts(line, CHY_LITERAL("| Cyrillic |"))) {
            assert_true(chy_span_line(&latin, &rest) && chy_span_line(&latin, &rest));
            assert_true(chy_span_starts(latin, CHY_LITERAL("| looks |")));
            pairs +=
                check_look_alikes(chy_span_from(line, greek ? 9 : 12), chy_span_from(latin, 9));
        }
    }
    assert_int_equal(pairs, 68);
    chy_buf_done(&spec);
}

static void expect_in(chancery_span spec, const chancery_digest *digest)
{
    char hex[65];
    chy_hex(hex, digest->b, sizeof digest->b);
    assert_non_null(memmem(spec.ptr, spec.len, hex, 64));
}

/* The example's digests are those of its vector. */
static void check_example(const struct vector *vector)
{
    struct chy_buf file = {0};
    chancery_text *text = NULL;
    if (strcmp(vector->name, "example") != 0)
        return;
    chancery_span spec = read_spec(&file);
    assert_true(chy_text_new(&text, vector->input, NULL));
    expect_in(spec, &text->file);
    expect_in(spec, &text->text_digest);
    expect_in(spec, &text->words_digest);
    for (uint32_t i = 0; i < text->paragraphs; i++)
        expect_in(spec, &text->paragraph_digest[i]);
    chancery_text_free(text);
    chy_buf_done(&file);
}

static void test_spec_example(void **state)
{
    (void)state;
    vector_each("canon", check_example);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spec_fold),
        cmocka_unit_test(test_spec_look_alikes),
        cmocka_unit_test(test_spec_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
