/*
 * test_canon.c - text/canon: every vector of tests/vectors/canon, the limits, what an error
 * says, and the properties that hold of every file, over many small nasty ones.
 */
#include "base/encode.h"
#include "base/limits.h"
#include "canon_properties.h"
#include "text/canon.h"
#include "text/deceptive.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* A header's value with \n and \\ for LF and backslash. */
static void unescape(struct chy_buf *out, chancery_span value)
{
    for (size_t i = 0; i < value.len; i++) {
        uint8_t byte = value.ptr[i];
        if (byte == '\\' && i + 1 < value.len)
            byte = value.ptr[++i] == 'n' ? '\n' : value.ptr[i];
        chy_buf_byte(out, byte);
    }
}

static void expect_span(const struct vector *vector, const char *what, chancery_span got,
                        chancery_span expected)
{
    if (!chy_span_eq(got, expected)) {
        fail_msg("%s: %s: \"%.*s\" instead of \"%.*s\"", vector->name, what, (int)got.len,
                 (const char *)got.ptr, (int)expected.len, (const char *)expected.ptr);
    }
}

static void expect_digest(const struct vector *vector, const char *header,
                          const chancery_digest *digest)
{
    chancery_span expected = vector_header(vector, header);
    char hex[65];
    chy_hex(hex, digest->b, sizeof digest->b);
    if (expected.len > 0)
        expect_span(vector, header, chy_span_str(hex), expected);
}

static void check_paragraphs(const struct vector *vector, const chancery_text *text)
{
    struct chy_buf counts = {0}, digests = {0};
    for (uint32_t i = 0; i < text->paragraphs; i++) {
        const char *space = i > 0 ? " " : "";
        chy_buf_printf(&counts, "%s%u", space, text->paragraph[i].count);
        chy_buf_str(&digests, space);
        chy_buf_hex(&digests, text->paragraph_digest[i].b, sizeof text->paragraph_digest[i].b);
    }
    expect_span(vector, "paragraphs", chy_buf_view(&counts),
                vector_header(vector, "paragraphs"));
    if (vector_header(vector, "paragraph-digests").len > 0) {
        expect_span(vector, "paragraph-digests", chy_buf_view(&digests),
                    vector_header(vector, "paragraph-digests"));
    }
    chy_buf_done(&counts);
    chy_buf_done(&digests);
}

/* "deceptive: 2 M1, 7 M3": the words, from 0 on, that M1 to M4 name; no header: none. */
static void check_deceptive(const struct vector *vector, const chancery_text *text)
{
    struct chy_deceptive found = {.text = text};
    struct chy_buf list = {0};
    while (chy_deceptive_next(&found)) {
        chy_buf_printf(&list, "%s%u M%d", list.len > 0 ? ", " : "", found.word, found.why);
    }
    expect_span(vector, "deceptive", chy_buf_view(&list), vector_header(vector, "deceptive"));
    chy_buf_done(&list);
}

static void check_accepted(const struct vector *vector, chancery_span words)
{
    struct chy_buf form = {0};
    chancery_text *text = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    if (!chy_text_new(&text, vector->input, &error))
        fail_msg("%s: refused: %s", vector->name, error.text);
    unescape(&form, vector_header(vector, "text"));
    expect_span(vector, "words", chancery_text_words(text), words);
    expect_span(vector, "text", chancery_text_form(text), chy_buf_view(&form));
    check_paragraphs(vector, text);
    check_deceptive(vector, text);
    expect_digest(vector, "file-digest", &text->file);
    expect_digest(vector, "text-digest", &text->text_digest);
    expect_digest(vector, "words-digest", &text->words_digest);
    chy_buf_done(&form);
    chancery_text_free(text);
}

/* "refuse CODE LINE:COLUMN WHAT": the message has WHAT ("U+202E", "0xE9") in it. */
static void check_refused(const struct vector *vector)
{
    chancery_text *text = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    char code[32], place[32], what[32], got[32];
    char *expected = chy_dup(vector_header(vector, "expect"), NULL);
    assert_int_equal(sscanf(expected, "refuse %31s %31s %31s", code, place, what), 3);
    if (chy_text_new(&text, vector->input, &error))
        fail_msg("%s: accepted", vector->name);
    assert_null(text);
    assert_string_equal(chancery_error_name(error.code), code);
    if (strcmp(place, "-") != 0) {
        snprintf(got, sizeof got, "%u:%u", error.line, error.column);
        assert_string_equal(got, place);
        assert_true(error.offset < vector->input.len);
        if (!strstr(error.text, what) && !strstr(error.next, what))
            fail_msg("%s: no %s in \"%s\"", vector->name, what, error.text);
        assert_true(error.next[0] != '\0');
    }
    free(expected);
}

static void check_vector(const struct vector *vector)
{
    chancery_span expect = vector_header(vector, "expect");
    if (chy_span_starts(expect, CHY_LITERAL("words ")))
        check_accepted(vector, chy_span_from(expect, 6));
    else
        check_refused(vector);
    const char *broken = canon_broken(vector->input);
    if (broken)
        fail_msg("%s: does not hold: %s", vector->name, broken);
}

static void test_vectors(void **state)
{
    (void)state;
    assert_true(vector_each("canon", check_vector) >= 100);
}

/* R9: one letter, spaces and the letter again, size bytes. */
static bool reads_size(size_t size, chancery_error *error)
{
    chancery_text *text = NULL;
    char *bytes = malloc(size);
    assert_non_null(bytes);
    memset(bytes, ' ', size);
    bytes[0] = bytes[size - 1] = 'a';
    bool done = chy_text_new(&text, chy_span(bytes, size), error);
    if (done) {
        assert_int_equal(text->words, 2);
        assert_int_equal(text->text_len, size + 1);
    }
    chancery_text_free(text);
    free(bytes);
    return done;
}

static void test_limit(void **state)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    (void)state;
    assert_true(reads_size(CHY_MAX_TEXT, &error));
    assert_false(reads_size(CHY_MAX_TEXT + 1, &error));
    assert_int_equal(error.code, CHANCERY_E_LIMIT);
    assert_non_null(strstr(error.text, "4194304"));
}

/* As many words as can be, and one word as long as can be that keeps the normaliser busy. */
static void test_largest(void **state)
{
    static const char row[] = "e\xCC\xA3\xCC\x81\xCC\xA3\xCC\x81\xCC\xA3\xCC\x81";
    chancery_text *text = NULL;
    uint8_t *bytes = malloc(CHY_MAX_TEXT);
    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i < CHY_MAX_TEXT; i++)
        bytes[i] = i & 1 ? ' ' : 'a';
    assert_true(chy_text_new(&text, chy_span(bytes, CHY_MAX_TEXT), NULL));
    assert_int_equal(text->words, CHY_MAX_TEXT / 2);
    assert_int_equal(text->words_len, CHY_MAX_TEXT - 1);
    chancery_text_free(text);
    text = NULL;
    size_t len = 0;
    for (; len + sizeof row - 1 <= CHY_MAX_TEXT; len += sizeof row - 1)
        memcpy(bytes + len, row, sizeof row - 1);
    assert_true(chy_text_new(&text, chy_span(bytes, len), NULL));
    assert_int_equal(text->words, 1);
    chancery_text_free(text);
    free(bytes);
}

static void test_messages(void **state)
{
    chancery_text *text = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    (void)state;
    assert_false(chy_text_new(&text, chy_span_str("a\r\nwe \xE2\x80\xAE x"), &error));
    assert_string_equal(error.text, "U+202E RIGHT-TO-LEFT OVERRIDE is refused: it reorders what"
                                    " the reader sees");
    assert_string_equal(error.next, "Remove it and check what the line then says.");
    assert_int_equal(error.offset, 6);
    chancery_error_init(&error);
    assert_false(chy_text_new(&text, chy_span_str("Traor\xE9 x"), &error));
    assert_non_null(strstr(error.next, "iconv -f WINDOWS-1252 -t UTF-8"));
    chancery_error_init(&error);
    assert_false(chy_text_new(&text, chy_span_str("x \xC3\xA9\xC3"), &error));
    assert_null(strstr(error.next, "1252")); /* other characters are UTF-8 */
    chancery_error_init(&error);
    assert_false(chy_text_new(&text, chy_span("a\0b\0c\0", 6), &error));
    assert_non_null(strstr(error.next, "iconv -f UTF-16LE -t UTF-8"));
    chancery_error_init(&error);
    assert_false(chy_text_new(&text, chy_span("letter\0", 7), &error));
    assert_string_equal(
        error.text, "U+0000 NULL is refused: it is a control, which the reader does not see");
}

static void test_read(void **state)
{
    chancery_text *text = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    (void)state;
    assert_false(chancery_text_read(&text, "tests/vectors/canon/r1-cut-off", &error));
    assert_int_equal(error.code, CHANCERY_E_ENCODING);
    assert_string_equal(error.where, "tests/vectors/canon/r1-cut-off");
    chancery_error_init(&error);
    assert_false(chancery_text_read(&text, "tests/vectors/canon/not-there", &error));
    assert_int_equal(error.code, CHANCERY_E_MISSING);
    assert_true(chancery_text_read(&text, "tests/vectors/canon/example", NULL));
    chancery_text_free(text);
    chancery_text_free(NULL);
}

static void test_words(void **state)
{
    static const char file[] = "\xEF\xBB\xBF"
                               "a\xC2\xAD"
                               "b\r\n*b c*\r\n\r\nd";
    chancery_text *text = NULL;
    (void)state;
    assert_true(chy_text_new(&text, chy_span_str(file), NULL));
    assert_int_equal(text->words, 4);
    assert_int_equal(text->word[0].source, 3);
    assert_int_equal(text->word[0].source_end, 7);
    assert_int_equal(text->word[0].flags, CHY_WORD_LINE | CHY_WORD_PARAGRAPH);
    assert_int_equal(text->word[1].flags, CHY_WORD_LINE | CHY_WORD_EMPHASIS);
    assert_int_equal(text->word[1].source, 9); /* with its mark */
    assert_int_equal(text->word[2].flags, CHY_WORD_EMPHASIS);
    assert_int_equal(text->word[3].line, 4);
    assert_int_equal(text->word[3].paragraph, 1);
    assert_int_equal(text->paragraph[1].line, 4);
    chancery_text_free(text);
}

static void test_json(void **state)
{
    char expected[512], file[65], form[65], words[65];
    chancery_text *text = NULL;
    (void)state;
    assert_true(chy_text_new(&text, chy_span_str("abc"), NULL));
    chy_hex(file, text->file.b, sizeof text->file.b);
    chy_hex(form, text->text_digest.b, sizeof text->text_digest.b);
    chy_hex(words, text->words_digest.b, sizeof text->words_digest.b);
    char *json = chancery_text_json(text, NULL);
    snprintf(
        expected, sizeof expected,
        "{\"file\":\"%s\",\"paragraphs\":[[\"%s\",1]],\"text\":\"%s\",\"unicode\":\"15.0.0\","
        "\"words\":\"%s\"}",
        file, words, form, words);
    assert_string_equal(json, expected);
    chancery_free(json);
    chancery_text_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors), cmocka_unit_test(test_limit),
        cmocka_unit_test(test_largest), cmocka_unit_test(test_messages),
        cmocka_unit_test(test_read),    cmocka_unit_test(test_words),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
