/*
 * test_sodium_sign.c - 1,024 signing vectors (the first three are RFC 8032's): keys and
 * signatures are byte for byte the published ones.
 */
#include "ed25519.h"

static void check(const struct chy_cursor *test)
{
    uint8_t seed[32];
    chancery_key *key = NULL;
    chancery_public_key public_key, published;
    chancery_signature made, signature;
    struct chy_buf message = {0};

    assert_true(chy_unhex(seed, sizeof seed, text_of(test, "seed")));
    assert_true(chy_unhex(published.b, sizeof published.b, text_of(test, "pk")));
    assert_true(chy_unhex(signature.b, sizeof signature.b, text_of(test, "sig")));
    assert_true(chancery_key_from_seed(&key, seed, NULL));
    public_key = chancery_key_public(key);
    assert_memory_equal(&public_key, &published, sizeof public_key);
    assert_true(chy_ed25519_sign(&made, key, bytes_of(&message, test, "msg"), NULL));
    assert_memory_equal(&made, &signature, sizeof made);
    assert_true(chy_ed25519_key_is_good(&public_key));
    chy_buf_done(&message);
    chancery_key_free(key);
}

static void sodium_sign(void **state)
{
    (void)state;
    struct chy_json *json = data_json("libsodium-sign/sign_vectors.json");
    if (!json)
        skip();
    struct chy_cursor root = chy_json_root(json);
    assert_int_equal(count_of(&root), 1024);
    for (size_t i = 0; i < 1024; i++) {
        struct chy_cursor test = at(&root, i);
        check(&test);
    }
    chy_json_free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sodium_sign)};
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
