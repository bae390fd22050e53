/*
 * test_pin.c - pinning a directory, and what the pin remembers.
 */
#include "directory_maker.h"

/* --- the pin: D25, D28 --- */

static void pins(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 2, 1);
    sign_lines(&v1, "0");
    assert_int_equal(open_roots("", 0), CHANCERY_E_TRUST);
    assert_int_equal(trust_file("", 0, false), CHANCERY_E_USAGE);
    assert_int_equal(trust_file("2", 0, false), CHANCERY_E_DIRECTORY);
    assert_int_equal(trust_file("01", 0, false), CHANCERY_E_DIRECTORY);
    assert_false(chy_file_exists(pin_path));
    assert_int_equal(trust_file("01", 1, false), CHANCERY_OK);
    assert_false(chy_file_is_exposed(home));
    assert_int_equal(open_roots("", 0), CHANCERY_OK);
    assert_int_equal(trust_file("0", 1, false), CHANCERY_OK); /* the same directory: replaced */
    chy_buf_done(&v1);
}

static void pins_one_directory(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 1, 1);
    sign_lines(&v1, "0");
    assert_int_equal(trust_file("0", 0, false), CHANCERY_OK);
    (void)unlink(path);
    assert_true(chancery_directory_init(path, &pubs[1], 1, 1, "2040-01-01", NULL, 0, NULL));
    assert_int_equal(sign(1, NULL), CHANCERY_OK);
    assert_int_equal(open_roots("", 0), CHANCERY_E_DIRECTORY);
    assert_int_equal(trust_file("1", 0, false), CHANCERY_E_EXISTS);
    assert_int_equal(trust_file("1", 0, true), CHANCERY_OK);
    assert_int_equal(open_roots("", 0), CHANCERY_OK);
    chy_buf_done(&v1);
}

static void remembers(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 1, 1), v2 = make_version(2, &v1, 0, 1, 1),
                   other = make_version(1, NULL, 0, 2, 1);
    sign_lines(&v1, "0");
    assert_int_equal(trust_file("0", 0, false), CHANCERY_OK);
    sign_lines(&v2, "0");
    assert_int_equal(open_roots("", 0), CHANCERY_OK);
    assert_int_equal(last_version, 2);
    /* set back */
    (void)unlink(path);
    sign_lines(&v1, "0");
    assert_int_equal(open_roots("", 0), CHANCERY_E_DIRECTORY);
    assert_non_null(strstr(last.text, "version 2 was seen before"));
    assert_int_equal(trust_file("0", 0, false), CHANCERY_E_DIRECTORY);
    assert_int_equal(trust_file("0", 0, true), CHANCERY_OK);
    assert_int_equal(open_roots("", 0), CHANCERY_OK);
    /* another version under the same number */
    (void)unlink(path);
    sign_lines(&other, "0");
    assert_int_equal(open_roots("", 0), CHANCERY_E_DIRECTORY);
    assert_non_null(strstr(last.text, "is not the version 1"));
    assert_int_equal(trust_file("0", 0, false), CHANCERY_E_DIRECTORY);
    chy_buf_done(&v1);
    chy_buf_done(&v2);
    chy_buf_done(&other);
}

/* That a version was set back is said before what else --force passes over, and when it has. */
static void says_what_is_set_back(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 2, 1), v2 = make_version(2, &v1, 0, 1, 1);
    const chancery_trust_options options = {
        .home = home, .directory = path, .roots = &pubs[1], .root_count = 1};
    char *done = NULL;
    sign_lines(&v1, "0");
    sign_lines(&v2, "0");
    assert_int_equal(trust_file("0", 0, false), CHANCERY_OK);
    (void)unlink(path);
    sign_lines(&v1, "1");
    assert_int_equal(trust_file("1", 0, false), CHANCERY_E_DIRECTORY);
    assert_non_null(strstr(last.text, "version 2 of this directory was seen before"));
    assert_true(chancery_directory_trust(&done, &options, true, NULL));
    assert_non_null(strstr(done, "set back   version 2 was seen before"));
    chancery_free(done);
    chy_buf_done(&v1);
    chy_buf_done(&v2);
}

/* A pin that cannot be written, here a symbolic link, does not stop a verification. */
static void remembers_as_it_can(void **state)
{
    (void)state;
    char kept[160];
    snprintf(kept, sizeof kept, "%s/kept.json", folder);
    struct chy_buf v1 = make_version(1, NULL, 0, 1, 1), v2 = make_version(2, &v1, 0, 1, 1);
    sign_lines(&v1, "0");
    assert_int_equal(trust_file("0", 0, false), CHANCERY_OK);
    assert_int_equal(rename(pin_path, kept), 0);
    assert_int_equal(symlink(kept, pin_path), 0);
    sign_lines(&v2, "0");
    assert_int_equal(open_roots("", 0), CHANCERY_OK);
    assert_int_equal(last_version, 2);
    (void)unlink(kept);
    chy_buf_done(&v1);
    chy_buf_done(&v2);
}

static void broken_pins(void **state)
{
    (void)state;
    static const char *const change[][2] = {
        {"\"threshold\": 1", "\"threshold\": 2"},
        {"\"threshold\": 1", "\"threshold\": 0"},
        {"\"version\": 1", "\"version\": 0"},
        {"\"roots\"", "\"Roots\""},
        {"\"id\": \"5", "\"id\": \"X"},
        {"\"version\": 1", "\"version\": 1, \"x\": 1"},
    };
    struct chy_buf v1 = make_version(1, NULL, 0, 1, 1);
    sign_lines(&v1, "0");
    for (size_t i = 0; i < sizeof change / sizeof *change; i++) {
        struct chy_buf broken = {0};
        assert_int_equal(trust_file("0", 0, true), CHANCERY_OK);
        struct chy_buf whole = read_file(pin_path);
        chy_buf_byte(&whole, 0);
        const char *text = (const char *)whole.ptr, *at = strstr(text, change[i][0]);
        assert_non_null(at);
        chy_buf_add(&broken, text, (size_t)(at - text));
        chy_buf_str(&broken, change[i][1]);
        chy_buf_str(&broken, at + strlen(change[i][0]));
        assert_true(chy_file_write(pin_path, chy_buf_view(&broken), 0644, true, NULL));
        assert_int_equal(open_roots("", 0), CHANCERY_E_FORMAT);
        assert_non_null(strstr(last.where, "trust.json: $"));
        assert_int_equal(trust_file("0", 0, false), CHANCERY_E_FORMAT);
        chy_buf_done(&whole);
        chy_buf_done(&broken);
    }
    chy_buf_done(&v1);
}

/* An expired directory may be an old one: only --force pins it. */
static void an_expired_one_is_not_pinned(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 1, 1);
    sign_lines(&v1, "0");
    trust_now = "2040-01-02";
    assert_int_equal(trust_file("0", 0, false), CHANCERY_E_DIRECTORY);
    assert_non_null(strstr(last.next, "--force"));
    assert_int_equal(trust_file("0", 0, true), CHANCERY_OK);
    trust_now = "2040-01-01";
    assert_int_equal(trust_file("0", 0, false), CHANCERY_OK);
    chy_buf_done(&v1);
}

#define TEST(name) cmocka_unit_test_teardown(name, clean)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_expired_one_is_not_pinned),
        TEST(pins),
        TEST(pins_one_directory),
        TEST(remembers),
        TEST(says_what_is_set_back),
        TEST(remembers_as_it_can),
        TEST(broken_pins),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
