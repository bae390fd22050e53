/*
 * test_token.c - timestamp tokens, requests and answers: tests/vectors/token and rules T1 to
 * T12 and P1 to P4 of spec/time.md.
 */
#include "base/date.h"
#include "base/limits.h"
#include "sign/der.h"
#include "token_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void check_vector(const struct vector *vector)
{
    struct token_case given;
    struct chy_token token;
    chancery_error error = CHANCERY_ERROR_INIT;
    char says[80], text[100], at[3][21];
    if (vector_header_is(vector, "expect", "authority"))
        return;
    assert_true(token_case(&given, vector));
    given.authorities = token_authorities(vector_header(vector, "authority"));
    bool ok = token_verify(&token, &given, chy_buf_view(&given.token), &error);
    if (!vector_header_is(vector, "expect", chancery_error_name(error.code)))
        fail_msg("%s: %s: %s", vector->name, chancery_error_name(error.code), error.text);
    token_text(text, sizeof text, vector_header(vector, "text"));
    if (!ok && !strstr(error.text, text))
        fail_msg("%s: another reason: %s", vector->name, error.text);
    if (ok) {
        chy_time_format(at[0], token.made);
        chy_time_format(at[1], token.latest);
        chy_time_format(at[2], token.until);
        snprintf(says, sizeof says, "%s %s %s", at[0], at[1], at[2]);
        if (!vector_header_is(vector, "says", says))
            fail_msg("%s: it says %s", vector->name, says);
    }
    token_case_done(&given);
}

static void vectors(void **state)
{
    (void)state;
    assert_true(vector_each("token", check_vector) > 70);
}

/* A good token, and its case. */
static struct token_case good(struct chy_buf *file)
{
    struct token_case given;
    assert_true(chy_file_read(file, "tests/vectors/token/ecdsa", 1u << 20, NULL));
    struct vector vector = vector_of("ecdsa", chy_buf_view(file));
    assert_true(token_case(&given, &vector));
    given.authorities = token_authorities(CHY_LITERAL("ca-ecdsa"));
    return given;
}

/* T1: cut off after any byte, whatever reads beyond it is found by the sanitizer. */
static void truncated(void **state)
{
    (void)state;
    struct chy_buf file = {0};
    struct token_case given = good(&file);
    struct chy_token token;
    for (size_t len = 0; len < given.token.len; len++) {
        uint8_t *part = malloc(len + 1);
        assert_non_null(part);
        memcpy(part, given.token.ptr, len);
        assert_false(token_verify(&token, &given, chy_span(part, len), NULL));
        free(part);
    }
    assert_true(token_verify(&token, &given, chy_buf_view(&given.token), NULL));
    token_case_done(&given);
    chy_buf_done(&file);
}

/* Whatever byte is changed: it does not count, or says the same. (What is not signed can
 * change: a name in an algorithm's parameters, the case of one.) */
static void changed(void **state)
{
    (void)state;
    struct chy_buf file = {0};
    struct token_case given = good(&file);
    struct chy_token token, first;
    assert_true(token_verify(&first, &given, chy_buf_view(&given.token), NULL));
    for (size_t i = 0; i < given.token.len; i++) {
        given.token.ptr[i] ^= (uint8_t)(1u << i % 8);
        if (token_verify(&token, &given, chy_buf_view(&given.token), NULL))
            assert_true(token.made == first.made && token.latest == first.latest &&
                        token.until == first.until);
        given.token.ptr[i] ^= (uint8_t)(1u << i % 8);
    }
    token_case_done(&given);
    chy_buf_done(&file);
}

/* CHY_MAX_TOKEN: one past the limit is refused before it is looked at. */
static void too_long(void **state)
{
    (void)state;
    struct chy_buf file = {0}, large = {0};
    struct token_case given = good(&file);
    struct chy_token token;
    chancery_span part;
    for (size_t extra = 0; extra < 2; extra++) {
        chancery_error error = CHANCERY_ERROR_INIT;
        chy_buf_clear(&large);
        memset(chy_buf_reserve(&large, CHY_MAX_TOKEN + extra), 0x30, CHY_MAX_TOKEN + extra);
        assert_false(token_verify(&token, &given, chy_buf_view(&large), &error));
        assert_int_equal(error.code, extra ? CHANCERY_E_LIMIT : CHANCERY_E_TOKEN);
        chancery_error_init(&error);
        assert_false(chy_response_token(&part, chy_buf_view(&large), &error));
        assert_int_equal(error.code, extra ? CHANCERY_E_LIMIT : CHANCERY_E_TOKEN);
    }
    chy_buf_done(&large);
    token_case_done(&given);
    chy_buf_done(&file);
}

static void requests(void **state)
{
    (void)state;
    uint8_t request[CHY_REQUEST], nonce[CHY_NONCE], again[CHY_REQUEST];
    chancery_digest digest = {{1, 2, 3}}, other = {{1, 2, 4}};
    assert_true(chy_request_make(request, &digest, NULL));
    assert_true(chy_der_is_strict(chy_span(request, sizeof request)));
    assert_true(chy_request_nonce(nonce, chy_span(request, sizeof request), &digest));
    assert_memory_equal(nonce, request + sizeof request - 3 - CHY_NONCE, CHY_NONCE);
    assert_false(chy_request_nonce(nonce, chy_span(request, sizeof request), &other));
    assert_false(chy_request_nonce(nonce, chy_span(request, sizeof request - 1), &digest));
    assert_true(chy_request_make(again, &digest, NULL));
    assert_memory_not_equal(request, again, sizeof request);
    static const size_t fixed[] = {0, 4, 20, 57, 66, 68};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        request[fixed[i]] ^= 1;
        assert_false(chy_request_nonce(nonce, chy_span(request, sizeof request), &digest));
        request[fixed[i]] ^= 1;
    }
}

static void answers(void **state)
{
    (void)state;
    static const struct {
        const char *hex, *text; /* NULL: a token */
    } cases[] = {
        {"300730030201003000", NULL},
        {"300730030201013000", NULL},
        {"3005300302010230", "no answer"},
        {"30053003020102", "status 2"},
        {"300d300b0201023006"
         "0c046e6f6e65",
         "status 2): none"},
        {"300d300b0201023006"
         "0c046e1b6e65",
         "n\\x1bne"},
        {"30053003020100", "no answer"},
        {"30093003020100"
         "3000"
         "0500",
         "no answer"},
        {"300730030201000500", "no answer"},
        {"30803003020100"
         "3000"
         "0000",
         "no answer"},
        {"30083004020200ff3000", "no answer"},
        {"0500", "no answer"},
        {"", "no answer"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t bytes[40];
        size_t len = strlen(cases[i].hex) / 2;
        chancery_error error = CHANCERY_ERROR_INIT;
        chancery_span token;
        assert_true(chy_unhex(bytes, len, chy_span_str(cases[i].hex)));
        bool ok = chy_response_token(&token, chy_span(bytes, len), &error);
        if (ok != (cases[i].text == NULL) || (!ok && !strstr(error.text, cases[i].text)))
            fail_msg("%s: %s", cases[i].hex, error.text);
        if (ok)
            assert_true(chy_span_eq(token, CHY_LITERAL("\x30\0")));
    }
}

static void strictness(void **state)
{
    (void)state;
    static const struct {
        const char *hex;
        bool strict;
    } cases[] = {
        {"0101ff", true},
        {"010101", false},
        {"01020000", false},
        {"020100", true},
        {"0200", false},
        {"02020080", true},
        {"0202007f", false},
        {"0202ff7f", true},
        {"0202ff80", false},
        {"0500", true},
        {"050100", false},
        {"0400", true},
        {"240304013a", false},
        {"3000", true},
        {"1000", false},
        {"3080", false},
        {"30800000", false},
        {"0000", false},
        {"300400000000", false},
        {"a0020500", true},
        {"8001ff", true},
        {"1f0100", false},
        {"308100", false},
        {"0482000100", false},
        {"05000500", false},
        {"3003020100", true},
        {"300302", false},
        {"04", false},
        {"0485000000000100", false},
        {"04810100", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t bytes[16];
        size_t len = strlen(cases[i].hex) / 2;
        assert_true(chy_unhex(bytes, len, chy_span_str(cases[i].hex)));
        if (chy_der_is_strict(chy_span(bytes, len)) != cases[i].strict)
            fail_msg("%s", cases[i].hex);
    }
}

/* SEQUENCE in SEQUENCE, CHY_MAX_DEPTH deep and one more. */
static void depth(void **state)
{
    (void)state;
    for (size_t more = 0; more < 2; more++) {
        size_t levels = CHY_MAX_DEPTH + more;
        uint8_t bytes[2 * (CHY_MAX_DEPTH + 1)];
        for (size_t i = 0; i < levels; i++) {
            bytes[2 * i] = 0x30;
            bytes[2 * i + 1] = (uint8_t)(2 * (levels - i - 1));
        }
        assert_int_equal(chy_der_is_strict(chy_span(bytes, 2 * levels)), more == 0);
    }
}

/* A certificate that cannot be read vouches for nothing, and harms no other. */
static void unreadable_authority(void **state)
{
    (void)state;
    struct chy_buf file = {0};
    struct token_case given = good(&file);
    struct chy_token token;
    struct chy_authority list[] = {{CHY_LITERAL("nothing"), NULL}};
    struct chy_authorities *none = NULL;
    assert_true(chy_authorities_new(&none, list, 1, NULL));
    assert_false(chy_token_verify(&token, chy_buf_view(&given.token), &given.imprint, NULL,
                                  none, given.now, NULL));
    chy_authorities_free(none);
    token_case_done(&given);
    chy_buf_done(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors),
        cmocka_unit_test(truncated),
        cmocka_unit_test(changed),
        cmocka_unit_test(too_long),
        cmocka_unit_test(requests),
        cmocka_unit_test(answers),
        cmocka_unit_test(strictness),
        cmocka_unit_test(depth),
        cmocka_unit_test(unreadable_authority),
    };
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
