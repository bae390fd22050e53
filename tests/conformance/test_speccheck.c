/*
 * test_speccheck.c - ed25519-speccheck's twelve edge cases, on which verifiers differ. Only the
 * one with mixed-order points (index 3), which plain verification accepts, is accepted. Keys of
 * small order and points or scalars that are not canonical are refused.
 */
#include "ed25519.h"

static void speccheck(void **state)
{
    (void)state;
    struct chy_json *json = data_json("speccheck/cases.json");
    if (!json)
        skip();
    struct chy_cursor root = chy_json_root(json);
    assert_int_equal(count_of(&root), 12);
    for (size_t i = 0; i < 12; i++) {
        struct chy_cursor test = at(&root, i);
        chancery_public_key key;
        assert_true(chy_unhex(key.b, sizeof key.b, text_of(&test, "pub_key")));
        assert_int_equal(verify_hex(&test, "message", "signature", &key), i == 3);
    }
    chy_json_free(json);
}

/* None of these keys may enter a directory but those of 6 and 7, whose fault is in the
 * signature: S is too large. */
static void weak_keys_are_refused(void **state)
{
    (void)state;
    static const bool good[12] = {[6] = true, [7] = true};
    struct chy_json *json = data_json("speccheck/cases.json");
    if (!json)
        skip();
    struct chy_cursor root = chy_json_root(json);
    for (size_t i = 0; i < 12; i++) {
        struct chy_cursor test = at(&root, i);
        chancery_public_key key;
        assert_true(chy_unhex(key.b, sizeof key.b, text_of(&test, "pub_key")));
        assert_int_equal(chy_ed25519_key_is_good(&key), good[i]);
    }
    chy_json_free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(speccheck),
        cmocka_unit_test(weak_keys_are_refused),
    };
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
