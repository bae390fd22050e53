/*
 * test_trust_vectors.c - which version of a directory file a pin accepts:
 * tests/vectors/directory-file.
 */
#include "base/encode.h"
#include "custody/trust_accept.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static int64_t number(chancery_span text)
{
    int64_t value = 0;
    for (size_t i = 0; i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9'; i++)
        value = 10 * value + (text.ptr[i] - '0');
    return value;
}

/* "roots: HEX HEX", "threshold: N", "id: HEX", "seen: VERSION DIGEST" */
static struct chy_pin pin_of(const struct vector *vector)
{
    struct chy_pin pin = {.threshold = number(vector_header(vector, "threshold"))};
    chancery_span roots = vector_header(vector, "roots"), id = vector_header(vector, "id"),
                  seen = vector_header(vector, "seen");
    for (size_t at = 0; at < roots.len; at += 65) {
        assert_true(chy_unhex(pin.root[pin.roots].b, 32, chy_span_sub(roots, at, 64)));
        pin.roots++;
    }
    pin.has_id = id.len > 0;
    assert_true(!pin.has_id || chy_unhex(pin.id.b, 32, id));
    pin.version = number(seen);
    assert_true(seen.len == 0 || chy_unhex(pin.digest.b, 32, chy_span_from(seen, 2)));
    return pin;
}

static size_t hostile; /* files that must not be accepted */

static void check_vector(const struct vector *vector)
{
    hostile += !vector_header_is(vector, "expect", "ok");
    struct chy_versions versions;
    struct chancery_trust trust = {0};
    struct chy_pin pin = pin_of(vector);
    chancery_error error = CHANCERY_ERROR_INIT;
    assert_true(chy_versions_read(&versions, vector->input, NULL));
    bool ok = chy_trust_accept(&trust, &versions, &pin, &error);
    if (!vector_header_is(vector, "expect", chancery_error_name(error.code)))
        fail_msg("%s: %s: %s", vector->name, chancery_error_name(error.code), error.text);
    if (ok && trust.directory.version != number(vector_header(vector, "version")))
        fail_msg("%s: version %d", vector->name, (int)trust.directory.version);
    if (ok && trust.partly_signed != (size_t)number(vector_header(vector, "partly")))
        fail_msg("%s: partly signed: %zu", vector->name, trust.partly_signed);
    chy_trust_done(&trust);
    chy_versions_done(&versions);
}

static void vectors(void **state)
{
    (void)state;
    assert_true(vector_each("directory-file", check_vector) > 90);
    assert_true(hostile >= 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(vectors)};
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : EXIT_FAILURE;
}
