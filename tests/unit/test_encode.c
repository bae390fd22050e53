/* test_encode.c - base/encode: hex, and base64 over tests/vectors/base64. */
#include "base/encode.h"
#include "base/span.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void test_hex(void **state)
{
    (void)state;
    char text[9];
    uint8_t bytes[4] = {9, 9, 9, 9};
    chy_hex(text, "\x00\x1f\xab\xff", 4);
    assert_string_equal(text, "001fabff");
    assert_true(chy_unhex(bytes, 4, CHY_LITERAL("001fabff")));
    assert_memory_equal(bytes, "\x00\x1f\xab\xff", 4);
    chy_hex(text, "", 0);
    assert_string_equal(text, "");
    assert_true(chy_unhex(bytes, 0, CHY_LITERAL("")));
    struct chy_buf buf = {0};
    chy_buf_hex(&buf, "\x0f\xf0", 2);
    assert_true(chy_span_is(chy_buf_view(&buf), "0ff0"));
    chy_buf_done(&buf);
}

/* Many digits are read at once: each length, and each byte at each place. */
static void test_unhex_at_every_place(void **state)
{
    (void)state;
    char text[2 * 40 + 1];
    uint8_t bytes[40], read[40];
    for (size_t len = 1; len <= sizeof bytes; len++) {
        for (size_t i = 0; i < len; i++)
            bytes[i] = (uint8_t)(i * 89 + len);
        chy_hex(text, bytes, len);
        assert_true(chy_unhex(read, len, chy_span(text, 2 * len)));
        assert_memory_equal(read, bytes, len);
        for (size_t at = 0; at < 2 * len; at++) {
            const char was = text[at];
            memset(read, 0xA5, len);
            for (unsigned byte = 0; byte < 256; byte++) {
                text[at] = (char)byte;
                bool digit = byte != 0 && strchr("0123456789abcdef", (int)byte);
                if (!digit) {
                    assert_false(chy_unhex(read, len, chy_span(text, 2 * len)));
                    assert_int_equal(read[0], 0xA5);
                }
            }
            text[at] = was;
        }
    }
}

static void test_unhex_refuses(void **state)
{
    (void)state;
    static const char *const bad[] = {"",     "0",    "001",  "00112",  "001122",
                                      "AB12", "00 1", "0x12", "g000",   "000g",
                                      "/000", ":000", "`000", "\377000"};
    uint8_t bytes[2] = {7, 7};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(chy_unhex(bytes, 2, chy_span_str(bad[i])));
        assert_true(bytes[0] == 7 && bytes[1] == 7);
    }
}

static void check_vector(const struct vector *vector)
{
    struct chy_buf out = {0}, hex = {0};
    chy_buf_str(&out, "before");
    bool ok = chy_unbase64(&out, vector->input);
    if (ok != chy_span_is(vector_header(vector, "expect"), "ok"))
        fail_msg("%s: %s", vector->name, ok ? "taken" : "refused");
    assert_true(chy_buf_ok(&out));
    if (!ok) {
        assert_int_equal(out.len, 6);
    } else {
        chy_buf_hex(&hex, out.ptr + 6, out.len - 6);
        if (!chy_span_eq(chy_buf_view(&hex), vector_header(vector, "decodes")))
            fail_msg("%s: decoded to other bytes", vector->name);
    }
    chy_buf_done(&hex);
    chy_buf_done(&out);
}

static void test_vectors(void **state)
{
    (void)state;
    assert_true(vector_each("base64", check_vector) > 40);
}

/* Every length and every byte value, there and back, padded and not. */
static void test_round_trip(void **state)
{
    (void)state;
    uint8_t bytes[256];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 167 + 13);
    for (size_t len = 0; len <= sizeof bytes; len++) {
        struct chy_buf text = {0}, back = {0}, short_back = {0};
        chy_buf_base64(&text, bytes, len);
        assert_int_equal(text.len, (len + 2) / 3 * 4);
        chancery_span digits = chy_buf_view(&text);
        assert_true(chy_unbase64(&back, digits));
        assert_true(chy_span_eq(chy_buf_view(&back), chy_span(bytes, len)));
        while (digits.len > 0 && digits.ptr[digits.len - 1] == '=')
            digits.len--;
        assert_true(chy_unbase64(&short_back, digits));
        assert_true(chy_span_eq(chy_buf_view(&short_back), chy_span(bytes, len)));
        chy_buf_done(&short_back);
        chy_buf_done(&back);
        chy_buf_done(&text);
    }
}

/* Each byte that is no digit of either alphabet is refused at each of four places. */
static void test_every_byte(void **state)
{
    (void)state;
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_";
    for (unsigned byte = 0; byte < 256; byte++) {
        bool digit = byte != 0 && strchr(digits, (int)byte) != NULL;
        for (size_t place = 0; place < 4; place++) {
            uint8_t text[8] = "AAAAAAAA";
            struct chy_buf out = {0};
            text[place] = (uint8_t)byte;
            assert_true(chy_unbase64(&out, chy_span(text, sizeof text)) == digit);
            chy_buf_done(&out);
        }
    }
}

/* The same in a long text, of which sixteen digits are taken at a time: the bytes are those of
 * its groups by themselves. */
static void test_every_byte_of_many(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        for (size_t place = 0; place < 44; place++) {
            uint8_t text[45] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqr";
            struct chy_buf out = {0}, parts = {0};
            text[place] = (uint8_t)byte;
            bool whole = chy_unbase64(&out, chy_span(text, 44)), each = true;
            for (size_t i = 0; i < 44; i += 4)
                each &= chy_unbase64(&parts, chy_span(text + i, 4));
            assert_true(whole == each);
            assert_true(!whole || chy_span_eq(chy_buf_view(&out), chy_buf_view(&parts)));
            chy_buf_done(&out);
            chy_buf_done(&parts);
        }
    }
}

/* Digits of both alphabets, wherever they stand, are none of either. */
static void test_mixed_in_many(void **state)
{
    (void)state;
    for (size_t one = 0; one < 44; one++) {
        for (size_t other = 0; other < 44; other++) {
            uint8_t text[45] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqr";
            struct chy_buf out = {0};
            text[one] = '+';
            text[other] = '_';
            assert_true(chy_unbase64(&out, chy_span(text, 44)) == (one == other));
            assert_int_equal(out.len, one == other ? 33 : 0);
            chy_buf_done(&out);
        }
    }
}

static void test_limit(void **state)
{
    (void)state;
    struct chy_buf out;
    chy_buf_init(&out, 3);
    assert_true(chy_unbase64(&out, CHY_LITERAL("Zm9v")));
    assert_false(chy_unbase64(&out, CHY_LITERAL("Zg==")));
    assert_false(chy_buf_ok(&out));
    chy_buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hex),
        cmocka_unit_test(test_unhex_refuses),
        cmocka_unit_test(test_unhex_at_every_place),
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_every_byte),
        cmocka_unit_test(test_every_byte_of_many),
        cmocka_unit_test(test_mixed_in_many),
        cmocka_unit_test(test_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
