/*
 * test_trust.c - which version of a directory file is in force under given root keys.
 */
#include "directory_maker.h"

static void thresholds(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 3, 2);
    sign_lines(&v1, "01");
    assert_int_equal(open_roots("01", 0), CHANCERY_OK);
    assert_int_equal(last_version, 1);
    assert_int_equal(open_roots("012", 2), CHANCERY_OK);
    /* all roots are needed unless a threshold is said */
    assert_int_equal(open_roots("012", 0), CHANCERY_E_DIRECTORY);
    assert_string_equal(last.text, "the directory has 2 of 3 root signatures");
    assert_non_null(strstr(last.next, "--threshold 2"));
    assert_string_equal(last.where, path);
    /* a lower threshold does not lower the directory's own */
    assert_int_equal(open_roots("012", 1), CHANCERY_OK);
    assert_int_equal(open_roots("0", 1), CHANCERY_E_DIRECTORY);
    assert_string_equal(last.text, "the directory has 1 of 2 root signatures");
    assert_non_null(strstr(last.next, "--root"));
    assert_int_equal(open_roots("02", 1), CHANCERY_E_DIRECTORY);
    assert_int_equal(open_roots("02", 3), CHANCERY_E_USAGE);
    assert_int_equal(open_roots("02", -1), CHANCERY_E_USAGE);
    assert_int_equal(open_roots("00", 1), CHANCERY_E_USAGE);
    assert_int_equal(open_roots("5", 0), CHANCERY_E_DIRECTORY);
    assert_string_equal(last.text, "none of the trusted roots signed this directory");
    chy_buf_done(&v1);
}

static void counted_by_key(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 2, 2);
    sign_lines(&v1, "000"); /* one key three times */
    assert_int_equal(open_roots("01", 1), CHANCERY_E_DIRECTORY);
    assert_string_equal(last.text, "the directory has 1 of 2 root signatures");
    sign_lines(&v1, "4"); /* a trusted key that is no root of it */
    assert_int_equal(open_roots("04", 2), CHANCERY_E_DIRECTORY);
    assert_int_equal(open_roots("014", 2), CHANCERY_E_DIRECTORY);
    sign_lines(&v1, "1");
    assert_int_equal(open_roots("01", 0), CHANCERY_OK);
    chy_buf_done(&v1);
}

static void a_threshold_above_its_own(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 2, 1);
    sign_lines(&v1, "0");
    assert_int_equal(open_roots("01", 1), CHANCERY_OK);
    assert_int_equal(open_roots("01", 2), CHANCERY_E_DIRECTORY);
    assert_string_equal(last.text, "the directory has 1 of 2 root signatures");
    sign_lines(&v1, "4"); /* two pinned keys signed, and one is no root of it (D21) */
    assert_int_equal(open_roots("04", 2), CHANCERY_E_DIRECTORY);
    sign_lines(&v1, "1");
    assert_int_equal(open_roots("01", 2), CHANCERY_OK);
    chy_buf_done(&v1);
}

/* D22, D26 */
static void id_and_expiry(void **state)
{
    (void)state;
    char id[65] = {0}, other[65] = {0};
    memset(id, '5', 64);
    memset(other, '6', 64);
    struct chy_buf v1 = make_version(1, NULL, 0, 1, 1);
    sign_lines(&v1, "0");
    assert_int_equal(open_with("0", 0, id, "2024-01-01"), CHANCERY_OK);
    assert_int_equal(open_with("0", 0, other, "2024-01-01"), CHANCERY_E_DIRECTORY);
    assert_non_null(strstr(last.text, "another directory"));
    assert_int_equal(open_with("0", 0, "5", "2024-01-01"), CHANCERY_E_USAGE);
    assert_int_equal(open_with("0", 0, id, "2040-01-01T23:59:59Z"), CHANCERY_OK);
    assert_false(last_expired);
    assert_int_equal(open_with("0", 0, id, "2040-01-02"), CHANCERY_OK);
    assert_true(last_expired);
    chy_buf_done(&v1);
}

static void other_lines(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 1, 1), bad = {0};
    add_text("junk\n\n{\"payload\":\"\",\"payloadType\":\"x\",\"signatures\":[]}\n");
    assert_int_equal(open_roots("0", 0), CHANCERY_E_DIRECTORY);
    assert_non_null(strstr(last.text, "no signed version"));
    chy_buf_str(&bad, "{\"version\":1}"); /* signed by no root: never parsed */
    sign_lines(&bad, "3");
    sign_lines(&v1, "0");
    add_text("{\"payload");
    assert_int_equal(open_roots("0", 0), CHANCERY_OK);
    chy_buf_done(&v1);
    chy_buf_done(&bad);
}

static void what_roots_sign_must_be_read(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 1, 1), bad = {0};
    chy_buf_str(&bad, "{\"format\":\"chancery-directory/v2\",\"version\":1}");
    sign_lines(&v1, "0");
    sign_lines(&bad, "0");
    assert_int_equal(open_roots("0", 0), CHANCERY_E_FORMAT);
    chy_buf_done(&v1);
    chy_buf_done(&bad);
}

/* A holder's key of small order, under a good signature. */
static void bad_keys(void **state)
{
    (void)state;
    char name[] = "BAN Ki-moon", full[] = "full", post[] = "Secretary-General",
         of[] = "United Nations";
    struct chy_holder holder = {
        .name = name, .capacity = full, .office = {post, of}, .key = {{1}}};
    chancery_public_key root = chancery_key_public(key[0]);
    struct chy_directory made = {.version = 1,
                                 .threshold = 1,
                                 .root = &root,
                                 .roots = 1,
                                 .holder = &holder,
                                 .holders = 1};
    struct chy_buf payload = {0};
    assert_true(chy_date_make(&made.expires, 2040, 1, 1));
    assert_true(chy_date_make(&holder.since, 2007, 1, 1));
    assert_true(chy_directory_write(&payload, &made, NULL));
    sign_lines(&payload, "0");
    assert_int_equal(open_roots("0", 0), CHANCERY_E_FORMAT);
    assert_non_null(strstr(last.text, "not a good Ed25519 key"));
    assert_non_null(strstr(last.where, "directory.jsonl: $.holders[0].key"));
    chy_buf_done(&payload);
}

/* --- versions after the first --- */

static void chained(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 1, 1), v2 = make_version(2, &v1, 0, 1, 1),
                   v3 = make_version(3, &v2, 0, 1, 1), loose = make_version(3, &v1, 1, 1, 1);
    sign_lines(&v3, "0"); /* in any order */
    sign_lines(&v1, "0");
    assert_int_equal(open_roots("0", 0), CHANCERY_OK);
    assert_int_equal(last_version, 1); /* 2 is not there: 3 follows nothing */
    assert_int_equal(last_partly, 1);
    sign_lines(&v2, "0");
    sign_lines(&loose, "1");
    assert_int_equal(open_roots("0", 0), CHANCERY_OK);
    assert_int_equal(last_version, 3);
    assert_int_equal(last_partly, 0);
    chy_buf_done(&v1);
    chy_buf_done(&v2);
    chy_buf_done(&v3);
    chy_buf_done(&loose);
}

static void a_number_left_out(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 1, 1), v3 = make_version(3, &v1, 0, 1, 1);
    sign_lines(&v1, "0");
    sign_lines(&v3, "0");
    assert_int_equal(open_roots("0", 0), CHANCERY_E_DIRECTORY);
    assert_non_null(strstr(last.text, "does not follow"));
    chy_buf_done(&v1);
    chy_buf_done(&v3);
}

/* Roots 0 and 1 hand over to roots 2 and 3: both must sign, each by its threshold (D23); what
 * falls short is told (D27). */
static void roots_change(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 2, 2), v2 = make_version(2, &v1, 2, 2, 2),
                   v3 = make_version(3, &v2, 2, 2, 2);
    sign_lines(&v1, "01");
    sign_lines(&v2, "23");
    assert_int_equal(open_roots("01", 0), CHANCERY_OK);
    assert_int_equal(last_version, 1);
    assert_int_equal(last_partly, 0);
    sign_lines(&v2, "0");
    assert_int_equal(open_roots("01", 0), CHANCERY_OK);
    assert_int_equal(last_version, 1);
    assert_int_equal(last_partly, 1);
    sign_lines(&v2, "1");
    assert_int_equal(open_roots("01", 0), CHANCERY_OK);
    assert_int_equal(last_version, 2);
    sign_lines(&v3, "01"); /* the old roots have no say any more */
    assert_int_equal(open_roots("01", 0), CHANCERY_OK);
    assert_int_equal(last_version, 2);
    sign_lines(&v3, "23");
    assert_int_equal(open_roots("01", 0), CHANCERY_OK);
    assert_int_equal(last_version, 3);
    assert_int_equal(open_roots("23", 0), CHANCERY_OK); /* pinned later, by the new roots */
    assert_int_equal(last_version, 3);
    chy_buf_done(&v1);
    chy_buf_done(&v2);
    chy_buf_done(&v3);
}

static void old_roots_alone(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 1, 1), v2 = make_version(2, &v1, 1, 1, 1);
    sign_lines(&v1, "0");
    sign_lines(&v2, "0");
    assert_int_equal(open_roots("0", 0), CHANCERY_OK);
    assert_int_equal(last_version, 1);
    assert_int_equal(last_partly, 1);
    chy_buf_done(&v1);
    chy_buf_done(&v2);
}

static void forks(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 1, 1), other = make_version(1, NULL, 0, 2, 1),
                   v2 = make_version(2, &v1, 0, 1, 1), second = make_version(2, &v1, 0, 2, 1);
    sign_lines(&v1, "0");
    sign_lines(&v2, "0");
    sign_lines(&second, "0");
    assert_int_equal(open_roots("0", 0), CHANCERY_E_DIRECTORY);
    assert_non_null(strstr(last.text, "two different versions 2"));
    clean(NULL);
    sign_lines(&v1, "0");
    sign_lines(&other, "0");
    assert_int_equal(open_roots("0", 0), CHANCERY_E_DIRECTORY);
    assert_non_null(strstr(last.text, "two different versions 1"));
    chy_buf_done(&v1);
    chy_buf_done(&other);
    chy_buf_done(&v2);
    chy_buf_done(&second);
}

#define TEST(name) cmocka_unit_test_teardown(name, clean)

int main(void)
{
    const struct CMUnitTest tests[] = {

        TEST(thresholds),    TEST(counted_by_key),  TEST(a_threshold_above_its_own),
        TEST(id_and_expiry), TEST(other_lines),     TEST(what_roots_sign_must_be_read),
        TEST(bad_keys),      TEST(chained),         TEST(a_number_left_out),
        TEST(roots_change),  TEST(old_roots_alone), TEST(forks),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
