/* test_sha256.c - base/sha256: the examples of FIPS 180 (NIST's SHA256.pdf) and streaming. */
#include "base/encode.h"
#include "base/sha256.h"
#include "base/span.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static void expect_digest(const chancery_digest *digest, const char *hex)
{
    char got[65];
    chy_hex(got, digest->b, sizeof digest->b);
    assert_string_equal(got, hex);
}

static void test_fips_examples(void **state)
{
    static const struct {
        const char *message, *hex;
    } example[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof example / sizeof example[0]; i++) {
        chancery_digest digest;
        chy_sha256(&digest, chy_span_str(example[i].message));
        expect_digest(&digest, example[i].hex);
    }
}

/* A million letters a, in pieces of every length from 0 to 200 and round again. */
static void test_streaming(void **state)
{
    uint8_t piece[200];
    struct chy_sha256 sha;
    chancery_digest digest;
    size_t left = 1000000;
    (void)state;
    memset(piece, 'a', sizeof piece);
    chy_sha256_init(&sha);
    for (size_t len = 0; left > 0; len = (len + 1) % (sizeof piece + 1)) {
        size_t take = len < left ? len : left;
        chy_sha256_update(&sha, chy_span(piece, take));
        left -= take;
    }
    chy_sha256_final(&digest, &sha);
    expect_digest(&digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void test_empty_span(void **state)
{
    struct chy_sha256 sha;
    chancery_digest once, pieces;
    (void)state;
    chy_sha256(&once, (chancery_span){0});
    chy_sha256_init(&sha);
    chy_sha256_update(&sha, (chancery_span){0});
    chy_sha256_final(&pieces, &sha);
    expect_digest(&once, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_memory_equal(&once, &pieces, sizeof once);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fips_examples),
        cmocka_unit_test(test_streaming),
        cmocka_unit_test(test_empty_span),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
