/*
 * test_certificate.c - X.509 certificates and the authorities that vouch for them:
 * tests/vectors/x509. A vector names its authorities, files of the same folder.
 */
#include "base/encode.h"
#include "sign/certificate.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { MOST = 4 };

static void check_vector(const struct vector *vector)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_public_key key = {{0}};
    struct chy_buf file[MOST] = {{0}};
    chancery_span authority[MOST];
    size_t count = 0;
    int64_t now;
    char path[300], names[200], at[40], hex[65];
    char *rest = names, *name;

    if (vector_header_is(vector, "expect", "authority"))
        return;
    chancery_span wanted = vector_header(vector, "ca"), day = vector_header(vector, "at");
    snprintf(names, sizeof names, "%.*s", (int)wanted.len, (const char *)wanted.ptr);
    snprintf(at, sizeof at, "%.*s", (int)day.len, (const char *)day.ptr);
    assert_true(chancery_time_parse(&now, at));
    while ((name = strsep(&rest, " ")) && *name && count < MOST) {
        snprintf(path, sizeof path, "tests/vectors/x509/%s", name);
        assert_true(chy_file_read(&file[count], path, 1u << 20, NULL));
        authority[count] = vector_of(name, chy_buf_view(&file[count])).input;
        count++;
    }
    bool ok = chy_certificate_key(&key, vector->input, authority, count, now, &error);
    if (!vector_header_is(vector, "expect", chancery_error_name(error.code)))
        fail_msg("%s: %s: %s", vector->name, chancery_error_name(error.code), error.text);
    chy_hex(hex, key.b, sizeof key.b);
    if (ok && !vector_header_is(vector, "public", hex))
        fail_msg("%s: another public key: %s", vector->name, hex);
    if (error.code == CHANCERY_E_REFUSED)
        assert_true(error.next[0] != '\0');
    for (size_t i = 0; i < count; i++)
        chy_buf_done(&file[i]);
}

static void vectors(void **state)
{
    (void)state;
    assert_true(vector_each("x509", check_vector) > 50);
}

static void files(void **state)
{
    (void)state;
    chancery_public_key key;
    chancery_error error = CHANCERY_ERROR_INIT;
    const char *ca[] = {"tests/vectors/x509/ca"}, *absent[] = {"/absent"};
    const int64_t now = 1767225600; /* 2026-01-01 */
    assert_true(
        chancery_certificate_read(&key, "tests/vectors/x509/signed", ca, 1, now, &error));
    assert_false(
        chancery_certificate_read(&key, "tests/vectors/x509/signed", absent, 1, now, &error));
    assert_int_equal(error.code, CHANCERY_E_MISSING);
    assert_string_equal(error.where, "/absent");
    chancery_error_init(&error);
    assert_false(chancery_certificate_read(&key, "/absent", ca, 1, now, &error));
    assert_int_equal(error.code, CHANCERY_E_MISSING);
    chancery_error_init(&error);
    assert_false(
        chancery_certificate_read(&key, "tests/vectors/x509/r-usage", ca, 1, now, &error));
    assert_string_equal(error.where, "tests/vectors/x509/r-usage");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors),
        cmocka_unit_test(files),
    };
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
