/*
 * test_pkcs11.c - keys on tokens: their URIs as vectors, and a module of our own
 * (tests/pkcs11/module.c) that fails at every call. tests/cli/pkcs11.bats has a real token.
 */
#include "base/limits.h"
#include "pkcs11/module.h"
#include "sign/ed25519.h"
#include "sign/pkcs11_uri.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <dlfcn.h>
#include "sandbox.h"

/* --- URIs --- */

static void check_vector(const struct vector *vector)
{
    struct chy_pkcs11_uri uri;
    chancery_error error = CHANCERY_ERROR_INIT;
    const char *path;
    bool ok = chy_pkcs11_uri_parse(&uri, vector_line(vector), &error);
    if (ok && uri.pin_source.ptr)
        ok = chy_pkcs11_pin_file(&path, &uri, &error);
    if (!vector_header_is(vector, "expect", chancery_error_name(error.code)))
        fail_msg("%s: %s: %s", vector->name, chancery_error_name(error.code), error.text);
    assert_true(ok || error.next[0] != '\0');
    if (ok && vector_header(vector, "object").len > 0)
        assert_true(chy_span_eq(uri.object, vector_header(vector, "object")));
    if (ok && vector_header(vector, "token").len > 0)
        assert_true(chy_span_eq(uri.token, vector_header(vector, "token")));
    if (ok && vector_header(vector, "pin-file").len > 0)
        assert_true(chy_span_is(vector_header(vector, "pin-file"), path));
    chy_pkcs11_uri_done(&uri);
}

static void vectors(void **state)
{
    (void)state;
    assert_true(vector_each("uri", check_vector) > 30);
}

static void longest_uri(void **state)
{
    (void)state;
    static char text[CHY_MAX_URI + 2];
    struct chy_pkcs11_uri uri;
    chancery_error error = CHANCERY_ERROR_INIT;
    memset(text, 'x', sizeof text - 1);
    memcpy(text, "pkcs11:object=", 14);
    assert_true(chy_pkcs11_uri_parse(&uri, chy_span(text, CHY_MAX_URI), &error));
    assert_int_equal(uri.object.len, CHY_MAX_URI - 14);
    chy_pkcs11_uri_done(&uri);
    assert_false(chy_pkcs11_uri_parse(&uri, chy_span(text, CHY_MAX_URI + 1), &error));
    assert_int_equal(error.code, CHANCERY_E_LIMIT);
}

/* --- the module --- */

static char module_path[400];
static struct pkcs11_test *control;

static int find_module(void **state)
{
    const char *build = getenv("CHANCERY_LIBRARY");
    char *here = getcwd(NULL, 0);
    (void)state;
    snprintf(module_path, sizeof module_path, "%s/%s/tests/pkcs11/module.so",
             build && build[0] == '/' ? "" : here, build ? build : "build/gcc-release");
    free(here);
    void *module = dlopen(module_path, RTLD_NOW | RTLD_LOCAL);
    if (module)
        control = dlsym(module, "pkcs11_test");
    if (!control)
        print_error("%s\n", dlerror());
    return control ? 0 : -1;
}

static char asked[200];

static long answer(void *context, const char *prompt, uint8_t *out, size_t capacity)
{
    const char *pin = context;
    size_t len = strlen(pin);
    snprintf(asked, sizeof asked, "%s", prompt);
    assert_true(capacity >= len);
    memcpy(out, pin, len);
    return (long)len;
}

/* Opens the key and signs with it; what came of it. */
static enum chancery_code try_uri(const char *uri, const char *pin, chancery_error *error)
{
    char name[2000], context[16] = "";
    chancery_key *key = NULL;
    chancery_signature signature;
    chancery_key_options options = {.ask = pin ? answer : NULL, .context = context};
    if (pin)
        snprintf(context, sizeof context, "%s", pin);
    snprintf(name, sizeof name, "pkcs11:%s%smodule-path=%s", uri, strchr(uri, '?') ? "&" : "?",
             module_path);
    chancery_error_init(error);
    asked[0] = '\0';
    control->calls = control->logins = 0;
    if (chancery_key_open(&key, name, &options, error)) {
        chancery_public_key public_key = chancery_key_public(key);
        for (int i = 0; i < 2; i++) {
            chancery_span message = i == 0 ? CHY_LITERAL("a letter") : (chancery_span){0};
            if (!chy_ed25519_sign(&signature, key, message, error))
                break;
            assert_true(chy_ed25519_verify(&public_key, message, &signature));
        }
    }
    chancery_key_free(key);
    assert_int_equal(control->sessions, 0);
    assert_int_equal(control->initialized, 0);
    if (error->code != CHANCERY_OK && (!error->text[0] || !error->next[0]))
        fail_msg("%s: nothing to do next: %s", uri, error->text);
    return error->code;
}

static void expect(enum pkcs11_manner manner, enum chancery_code code, const char *text)
{
    chancery_error error;
    *control = (struct pkcs11_test){0};
    control->manner = manner;
    enum chancery_code got = try_uri("token=Office;object=test", "1234", &error);
    if (got != code || !strstr(error.text, text))
        fail_msg("manner %d: %s: %s", manner, chancery_error_name(got), error.text);
}

static void every_manner(void **state)
{
    (void)state;
    expect(HONEST, CHANCERY_OK, "");
    assert_string_equal(asked, "PIN of the token Office: ");
    assert_int_equal(control->logins, 1);
    expect(RAW_POINT, CHANCERY_OK, "");
    expect(POINT_ON_PRIVATE_KEY, CHANCERY_OK, "");
    expect(KEYPAD, CHANCERY_OK, "");
    assert_string_equal(asked, "");
    expect(NO_PIN, CHANCERY_OK, "");
    assert_int_equal(control->logins, 0);
    expect(ASKS_EACH_TIME, CHANCERY_OK, "");
    assert_int_equal(control->logins, 3);
    expect(LAST_TRY, CHANCERY_OK, "");
    assert_non_null(strstr(asked, "last try"));
    expect(MOST_TOKENS, CHANCERY_OK, "");
    expect(SIGNS_BADLY, CHANCERY_E_KEY, "does not verify");
    expect(SIGNATURE_OF_65, CHANCERY_E_KEY, "65 bytes");
    expect(SIGNATURE_OF_63, CHANCERY_E_KEY, "63 bytes");
    expect(WEAK_POINT, CHANCERY_E_KEY, "no good Ed25519 key");
    expect(POINT_OF_31, CHANCERY_E_KEY, "no good Ed25519 key");
    expect(NO_PUBLIC_KEY, CHANCERY_E_KEY, "does not tell the public key");
    expect(LONG_ATTRIBUTE, CHANCERY_E_KEY, "no Ed25519 key");
    expect(RSA, CHANCERY_E_KEY, "no Ed25519 key");
    expect(NO_KEY, CHANCERY_E_KEY, "holds no secret key");
    expect(TWO_KEYS, CHANCERY_E_KEY, "several keys");
    expect(TOO_MANY_KEYS, CHANCERY_E_KEY, "C_FindObjects");
    expect(NO_TOKEN, CHANCERY_E_KEY, "of 0 tokens none fits");
    expect(TWO_TOKENS, CHANCERY_E_KEY, "2 tokens fit");
    expect(TOKEN_NOT_READY, CHANCERY_E_KEY, "of 1 tokens none fits");
    expect(TOKEN_GONE, CHANCERY_E_KEY, "of 1 tokens none fits");
    expect(TOO_MANY_TOKENS, CHANCERY_E_LIMIT, "257 tokens");
    expect(MORE_TOKENS_MEANWHILE, CHANCERY_E_KEY, "C_GetSlotList");
    expect(PIN_IS_LOCKED, CHANCERY_E_REFUSED, "locked itself");
    expect(NO_LIST, CHANCERY_E_KEY, "lacks functions");
    expect(HOLE_IN_LIST, CHANCERY_E_KEY, "lacks functions");
    expect(OLD_VERSION, CHANCERY_E_KEY, "lacks functions");
}

/* Each call fails once, with each of some results: an error, or, where the module's word was
 * not needed, a signature that verifies. */
static void every_call_fails(void **state)
{
    static const unsigned long results[] = {0x05 /* CKR_GENERAL_ERROR */,
                                            0x30 /* _DEVICE_ERROR */,
                                            0x32 /* _DEVICE_REMOVED */,
                                            0x50 /* _FUNCTION_CANCELED */,
                                            0xa0 /* _PIN_INCORRECT */,
                                            0xa3 /* _PIN_EXPIRED */,
                                            0xa4 /* _PIN_LOCKED */,
                                            0x101 /* _USER_NOT_LOGGED_IN */,
                                            0x80000001 /* a vendor's own */};
    chancery_error error;
    (void)state;
    for (size_t r = 0; r < sizeof results / sizeof *results; r++) {
        int calls = 20, failed = 0;
        for (int at = 1; at <= calls; at++) {
            *control = (struct pkcs11_test){.fail_at = at, .result = results[r]};
            if (try_uri("token=Office;object=test", "1234", &error) != CHANCERY_OK)
                failed++;
            else
                calls = control->calls;
        }
        assert_true(failed >= 15);
    }
}

/* K28 */
static void pins(void **state)
{
    (void)state;
    chancery_error error;
    char *here = getcwd(NULL, 0);
    char uri[1200];
    *control = (struct pkcs11_test){0};
    assert_int_equal(try_uri("object=test", "4321", &error), CHANCERY_E_PASSPHRASE);
    assert_non_null(strstr(error.text, "the PIN is wrong"));
    assert_int_equal(try_uri("object=test", NULL, &error), CHANCERY_E_PASSPHRASE);
    assert_non_null(strstr(error.next, "pin-source"));
    put("pin", "1234\r\nnot this\n");
    snprintf(uri, sizeof uri, "object=test?pin-source=file:%s/pin", here);
    assert_int_equal(try_uri(uri, NULL, &error), CHANCERY_OK);
    snprintf(uri, sizeof uri, "object=test?pin-source=%s/pin", here);
    assert_int_equal(try_uri(uri, NULL, &error), CHANCERY_OK);
    snprintf(uri, sizeof uri, "object=test?pin-source=%s/absent", here);
    control->calls = 0;
    chancery_key *key = NULL;
    snprintf(uri, sizeof uri, "pkcs11:object=test?pin-source=%s/absent&module-path=%s", here,
             module_path);
    chancery_error_init(&error);
    assert_false(chancery_key_open(&key, uri, NULL, &error));
    assert_int_equal(error.code, CHANCERY_E_MISSING);
    put("empty", "\n");
    snprintf(uri, sizeof uri, "pkcs11:object=test?pin-source=%s/empty&module-path=%s", here,
             module_path);
    chancery_error_init(&error);
    assert_false(chancery_key_open(&key, uri, NULL, &error));
    assert_int_equal(error.code, CHANCERY_E_PASSPHRASE);
    assert_int_equal(control->sessions, 0);
    free(here);
}

/* K27 */
static void which_token(void **state)
{
    (void)state;
    chancery_error error;
    *control = (struct pkcs11_test){.manner = TWO_TOKENS};
    assert_int_equal(try_uri("serial=1;object=test", "1234", &error), CHANCERY_OK);
    assert_int_equal(try_uri("slot-id=0;object=test", "1234", &error), CHANCERY_OK);
    assert_int_equal(try_uri("slot-id=2;object=test", "1234", &error), CHANCERY_E_KEY);
    assert_int_equal(try_uri("object=test", "1234", &error), CHANCERY_E_KEY);
    *control = (struct pkcs11_test){0};
    assert_int_equal(
        try_uri("manufacturer=Chancery;model=test;token=Office;id=%a1;type=private", "1234",
                &error),
        CHANCERY_OK);
    assert_int_equal(try_uri("token=Offic;object=test", "1234", &error), CHANCERY_E_KEY);
    assert_int_equal(try_uri("manufacturer=X;object=test", "1234", &error), CHANCERY_E_KEY);
    assert_int_equal(try_uri("model=X;object=test", "1234", &error), CHANCERY_E_KEY);
    assert_int_equal(try_uri("object=other", "1234", &error), CHANCERY_E_KEY);
}

static void expect_no_module(const char *uri, enum chancery_code code, const char *text)
{
    chancery_key *key = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    assert_false(chancery_key_open(&key, uri, NULL, &error));
    if (error.code != code || !strstr(error.text, text) || !error.next[0])
        fail_msg("%s: %s: %s", uri, chancery_error_name(error.code), error.text);
}

/* K26 */
static void modules_that_are_none(void **state)
{
    (void)state;
    expect_no_module("pkcs11:object=x?module-path=/absent/module.so", CHANCERY_E_MISSING,
                     "cannot be loaded");
    expect_no_module("pkcs11:object=x?module-name=chancery-absent", CHANCERY_E_MISSING,
                     "cannot be loaded");
    expect_no_module("pkcs11:object=x?module-path=module.so", CHANCERY_E_USAGE, "no path");
    expect_no_module("pkcs11:object=x?module-path=/a%00b.so", CHANCERY_E_USAGE, "no path");
    expect_no_module("pkcs11:object=x?module-name=a/b", CHANCERY_E_USAGE, "no name");
    expect_no_module("pkcs11:object=x?module-name=m&module-path=/absent", CHANCERY_E_MISSING,
                     "cannot be loaded");
    expect_no_module("pkcs11:object=x?module-name=sodium", CHANCERY_E_MISSING, "");
    put("text.so", "no library");
    expect_no_module("pkcs11:object=x?module-path=./text.so", CHANCERY_E_MISSING,
                     "cannot be loaded");
    expect_no_module("pkcs11:token=x", CHANCERY_E_USAGE, "names no key");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors),         cmocka_unit_test(longest_uri),
        cmocka_unit_test(every_manner),    cmocka_unit_test(every_call_fails),
        cmocka_unit_test(which_token),     IN_SANDBOX(pins),
        IN_SANDBOX(modules_that_are_none),
    };
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, find_module, NULL) : 1;
}
