/*
 * test_wycheproof.c - Project Wycheproof's Ed25519 signatures: every answer agrees.
 */
#include "ed25519.h"

static unsigned valid, invalid;

static void check_group(const struct chy_cursor *group)
{
    chancery_public_key key;
    struct chy_cursor public_key = member(group, "publicKey"), tests = member(group, "tests");
    assert_true(chy_unhex(key.b, sizeof key.b, text_of(&public_key, "pk")));
    for (size_t i = 0; i < count_of(&tests); i++) {
        struct chy_cursor test = at(&tests, i);
        bool expected = chy_span_is(text_of(&test, "result"), "valid");
        assert_int_equal(verify_hex(&test, "msg", "sig", &key), expected);
        *(expected ? &valid : &invalid) += 1;
    }
}

static void wycheproof(void **state)
{
    (void)state;
    struct chy_json *json = data_json("wycheproof/testvectors_v1/ed25519_test.json");
    if (!json)
        skip();
    struct chy_cursor root = chy_json_root(json), groups = member(&root, "testGroups");
    for (size_t i = 0; i < count_of(&groups); i++) {
        struct chy_cursor group = at(&groups, i);
        check_group(&group);
    }
    assert_int_equal(valid, 88);
    assert_int_equal(invalid, 63);
    chy_json_free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(wycheproof)};
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
