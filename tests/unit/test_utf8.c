/* test_utf8.c - base/utf8: every scalar value there and back, and every ill-formed pair of
 * bytes. */
#include "base/utf8.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static void test_scalar_values(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        uint8_t bytes[4];
        uint32_t got = 0;
        if (cp == 0xD800)
            cp = 0xE000;
        unsigned len = chy_utf8_encode(bytes, cp);
        if (chy_utf8_decode(&got, bytes, bytes + len) != len || got != cp)
            fail_msg("U+%04X", cp);
        for (unsigned cut = 1; cut < len; cut++) {
            if (chy_utf8_decode(&got, bytes, bytes + cut) != 0)
                fail_msg("U+%04X cut off", cp);
        }
    }
}

/* Of all sequences of four bytes from those that matter, as many begin with a character as
 * table 3-7 says: no code point has two encodings, and none above U+10FFFF or a surrogate has
 * one. */
static void test_ill_formed(void **state)
{
    static const uint8_t edge[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0,
                                   0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
                                   0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFC, 0xFE, 0xFF};
    const size_t edges = sizeof edge;
    (void)state;
    for (size_t i = 0; i < edges * edges * edges * edges; i++) {
        const uint8_t bytes[] = {edge[i % edges], edge[i / edges % edges],
                                 edge[i / (edges * edges) % edges],
                                 edge[i / (edges * edges * edges)]};
        uint8_t again[4];
        uint32_t cp = 0;
        unsigned len = chy_utf8_decode(&cp, bytes, bytes + sizeof bytes);
        if (len == 0)
            continue;
        if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF) ||
            chy_utf8_encode(again, cp) != len || memcmp(again, bytes, len) != 0)
            fail_msg("%02X %02X %02X %02X", bytes[0], bytes[1], bytes[2], bytes[3]);
    }
}

/* Well-formed to its end, or ill-formed from its first byte on. */
static void check_vector(const struct vector *vector)
{
    const uint8_t *ptr = vector->input.ptr, *end = ptr + vector->input.len;
    bool well_formed = true;
    while (ptr < end && well_formed) {
        uint32_t cp;
        unsigned len = chy_utf8_decode(&cp, ptr, end);
        well_formed = len > 0;
        ptr += len;
    }
    if (!vector_header_is(vector, "expect", well_formed ? "well-formed" : "ill-formed") ||
        (!well_formed && ptr != vector->input.ptr))
        fail_msg("%s", vector->name);
}

static void test_vectors(void **state)
{
    (void)state;
    assert_true(vector_each("utf8", check_vector) >= 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scalar_values),
        cmocka_unit_test(test_ill_formed),
        cmocka_unit_test(test_vectors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
