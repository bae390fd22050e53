/*
 * test_json_oracle.c - our reader of JSON text against jansson's: over tests/vectors/json, over
 * each vector with any one byte changed, dropped or cut before, and over every short row of
 * tokens.
 */
#include "json_oracle.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void check(const char *what, chancery_span input)
{
    const char *differ = json_oracle(input);
    if (differ) {
        char *text = chy_esc(input);
        fail_msg("%s: %s: %s", what, differ, text ? text : "");
    }
}

/* Longer ones are base64 or brackets without end, in which one place is like another. */
#define MOST 120

static void check_changed(const struct vector *vector)
{
    uint8_t bytes[MOST];
    const size_t len = vector->input.len;
    check(vector->name, vector->input);
    if (len == 0 || len > MOST)
        return;
    for (size_t at = 0; at < len; at++) {
        memcpy(bytes, vector->input.ptr, len);
        check(vector->name, chy_span(bytes, at));
        for (unsigned byte = 1; byte < 256; byte++) {
            bytes[at] = (uint8_t)byte;
            check(vector->name, chy_span(bytes, len));
        }
        memmove(bytes + at, vector->input.ptr + at + 1, len - at - 1);
        check(vector->name, chy_span(bytes, len - 1));
    }
}

static void test_vectors(void **state)
{
    (void)state;
    assert_true(vector_each("json", check_changed) > 40);
}

static void test_rows_of_tokens(void **state)
{
    (void)state;
    static const char *const tokens[] = {"",  "{", "}", "[",  "]",   ",",      ":",
                                         "0", "-", "e", "\"", "1.5", "\"a\":", "true"};
    const size_t count = sizeof tokens / sizeof *tokens;
    size_t rows = 1;
    for (int i = 0; i < 5; i++)
        rows *= count;
    for (size_t row = 0; row < rows; row++) {
        char text[32] = "";
        size_t len = 0;
        for (size_t rest = row; rest > 0; rest /= count) {
            size_t token_len = strlen(tokens[rest % count]);
            memcpy(text + len, tokens[rest % count], token_len);
            len += token_len;
        }
        check("tokens", chy_span(text, len));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_rows_of_tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
