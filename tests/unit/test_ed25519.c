/*
 * test_ed25519.c - keys and signatures. tests/conformance has the published vectors.
 */
#include "base/encode.h"
#include "rfc8032.h"
#include "sign/ed25519.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void known_key(void **state)
{
    (void)state;
    chancery_key *key = rfc8032_key();
    chancery_public_key public_key = chancery_key_public(key);
    char hex[89];
    uint8_t der[44];
    chy_spki(der, &public_key);
    chy_hex(hex, der, sizeof der);
    assert_string_equal(hex,
                        "302a300506032b6570032100"
                        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    /* by: openssl pkey -pubin -in rfc8032-test1.pub -outform DER | sha256sum */
    chancery_key_id(hex, &public_key);
    assert_string_equal(hex,
                        "06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9");
    chancery_key_free(key);
}

static void every_changed_bit_is_noticed(void **state)
{
    (void)state;
    chancery_key *key = rfc8032_key();
    chancery_public_key public_key = chancery_key_public(key);
    chancery_signature signature;
    uint8_t text[] = "a letter";
    chancery_span message = chy_span(text, sizeof text - 1);
    assert_true(chy_ed25519_sign(&signature, key, message, NULL));
    assert_true(chy_ed25519_verify(&public_key, message, &signature));
    for (unsigned bit = 0; bit < 512; bit++) {
        signature.b[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(chy_ed25519_verify(&public_key, message, &signature));
        signature.b[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    for (unsigned bit = 0; bit < 64; bit++) {
        text[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(chy_ed25519_verify(&public_key, message, &signature));
        text[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    message.len--;
    assert_false(chy_ed25519_verify(&public_key, message, &signature));
    chancery_key_free(key);
}

static void empty_message(void **state)
{
    (void)state;
    chancery_key *key = rfc8032_key();
    chancery_public_key public_key = chancery_key_public(key);
    chancery_signature signature;
    assert_true(chy_ed25519_sign(&signature, key, (chancery_span){0}, NULL));
    assert_true(chy_ed25519_verify(&public_key, (chancery_span){0}, &signature));
    chancery_key_free(key);
}

/* A secret key whose halves do not belong together, as after a fault in memory, signs
 * nothing. */
static void faulty_key_signs_nothing(void **state)
{
    (void)state;
    chancery_key *key = rfc8032_key();
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_signature signature = {{0}}, untouched = {{0}};
    key->secret[0] ^= 1;
    assert_false(chy_ed25519_sign(&signature, key, CHY_LITERAL("a letter"), &error));
    assert_int_equal(error.code, CHANCERY_E_INTERNAL);
    assert_memory_equal(&signature, &untouched, sizeof signature);
    chancery_key_free(key);
}

static void generated_keys_differ_and_are_good(void **state)
{
    (void)state;
    chancery_key *a = NULL, *b = NULL;
    assert_true(chancery_key_generate(&a, NULL));
    assert_true(chancery_key_generate(&b, NULL));
    chancery_public_key pa = chancery_key_public(a), pb = chancery_key_public(b);
    assert_memory_not_equal(&pa, &pb, sizeof pa);
    assert_true(chy_ed25519_key_is_good(&pa));
    assert_true(chy_ed25519_key_is_good(&pb));
    chancery_key_free(a);
    chancery_key_free(b);
    chancery_key_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_key),
        cmocka_unit_test(every_changed_bit_is_noticed),
        cmocka_unit_test(empty_message),
        cmocka_unit_test(faulty_key_signs_nothing),
        cmocka_unit_test(generated_keys_differ_and_are_good),
    };
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
