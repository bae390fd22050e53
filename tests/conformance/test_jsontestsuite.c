/*
 * test_jsontestsuite.c - base/json against JSONTestSuite (Nicolas Seriot): y_ must be taken,
 * n_ must be refused, i_ may be either. Finds the suite by CHANCERY_CONFORMANCE.
 */
#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* RFC 8259 allows these and leaves it to the reader what they mean. Here a member's name is
 * unique and holds no U+0000, so that nobody can read another value than was signed. */
static const char *const stricter[] = {
    "y_object_duplicated_key.json",
    "y_object_duplicated_key_and_value.json",
    "y_object_escaped_null_in_key.json",
};

static bool must_be_taken(const char *name)
{
    for (size_t i = 0; i < sizeof stricter / sizeof *stricter; i++) {
        if (strcmp(name, stricter[i]) == 0)
            return false;
    }
    return name[0] == 'y';
}

static void check_file(const char *folder, const char *name)
{
    struct chy_buf bytes = {0}, again = {0};
    struct chy_json *json = NULL, *same = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    char *path = chy_dupf(NULL, "%s/%s", folder, name);
    assert_true(chy_file_read(&bytes, path, CHY_MAX_RECORD, NULL));
    bool canonical, taken = chy_json_read(&json, &canonical, chy_buf_view(&bytes), &error);
    if (name[0] != 'i' && taken != must_be_taken(name))
        fail_msg("%s: %s %s", name, taken ? "taken" : "refused", error.text);
    assert_true(taken == (error.code == CHANCERY_OK));
    /* what is taken and has a canonical form is the same value after a round trip */
    if (taken)
        chy_json_write_canonical(&again, json);
    assert_true(canonical == (taken && chy_buf_ok(&again) &&
                              chy_span_eq(chy_buf_view(&again), chy_buf_view(&bytes))));
    if (taken && chy_buf_ok(&again)) {
        assert_true(chy_json_read(&same, &canonical, chy_buf_view(&again), NULL));
        assert_true(canonical);
    }
    chy_json_free(same);
    chy_json_free(json);
    chy_buf_done(&again);
    chy_buf_done(&bytes);
    chancery_free(path);
}

static void test_suite(void **state)
{
    (void)state;
    const char *root = getenv("CHANCERY_CONFORMANCE");
    char **names = NULL;
    size_t count = 0, seen[256] = {0};
    char *folder =
        chy_dupf(NULL, "%s/JSONTestSuite/test_parsing", root ? root : "../shared/conformance");
    assert_non_null(folder);
    if (!chy_file_exists(folder)) {
        printf("JSONTestSuite: skipped: there is no %s\n", folder);
        chancery_free(folder);
        skip();
    }
    assert_true(chy_file_list(&names, &count, folder, ".json", NULL));
    for (size_t i = 0; i < count; i++) {
        check_file(folder, names[i]);
        seen[(unsigned char)names[i][0]]++;
    }
    printf("JSONTestSuite: %zu y_, %zu n_, %zu i_\n", seen['y'], seen['n'], seen['i']);
    assert_int_equal(seen['y'], 95);
    assert_int_equal(seen['n'], 188);
    assert_int_equal(seen['i'], 35);
    chy_names_free(names, count);
    chancery_free(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_suite)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
