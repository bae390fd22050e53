/*
 * test_pin.c - signing a directory, pinning it, and what the pin remembers.
 */
#include "directory_maker.h"

static enum chancery_code sign(int with, char **done)
{
    char *text = NULL;
    last = CHANCERY_ERROR_INIT;
    bool ok = chancery_directory_sign(&text, path, key[with], &last);
    assert_int_equal(ok, last.code == CHANCERY_OK);
    if (done)
        *done = text;
    else
        chancery_free(text);
    return last.code;
}

static enum chancery_code trust_file(const char *roots, int64_t threshold, bool force)
{
    const char *given[KEYS];
    chancery_trust_options options = {.home = home, .directory = path, .threshold = threshold};
    char *done = NULL;
    for (; *roots; roots++)
        given[options.root_count++] = pubs[*roots - '0'];
    options.roots = given;
    last = CHANCERY_ERROR_INIT;
    bool ok = chancery_directory_trust(&done, &options, force, &last);
    assert_int_equal(ok, last.code == CHANCERY_OK);
    if (ok)
        assert_non_null(strstr(done, path));
    chancery_free(done);
    return last.code;
}

static struct chy_buf read_file(const char *name)
{
    struct chy_buf file = {0};
    assert_true(chy_file_read(&file, name, 1u << 20, NULL));
    return file;
}

/* --- signing: D19 --- */

static void signs_with_two_roots(void **state)
{
    (void)state;
    char *done = NULL;
    assert_int_equal(sign(0, NULL), CHANCERY_E_MISSING);
    assert_false(chy_file_exists(path));
    assert_true(chancery_directory_init(path, pubs, 2, 2, "2040-01-01", NULL, NULL));
    assert_int_equal(sign(2, NULL), CHANCERY_E_REFUSED); /* no root */
    assert_true(chy_file_exists(next_path));
    assert_int_equal(sign(0, &done), CHANCERY_OK);
    assert_non_null(strstr(done, "1 of 2 root signatures"));
    assert_non_null(strstr(done, "not in force yet"));
    chancery_free(done);
    assert_false(chy_file_exists(next_path));
    assert_int_equal(open_roots("01", 0), CHANCERY_E_DIRECTORY);
    assert_int_equal(sign(0, NULL), CHANCERY_E_REFUSED); /* again */
    assert_int_equal(sign(1, &done), CHANCERY_OK);
    assert_non_null(strstr(done, "2 of 2 root signatures"));
    assert_null(strstr(done, "not in force yet"));
    chancery_free(done);
    assert_int_equal(open_roots("01", 0), CHANCERY_OK);
}

static void signed_is_not_changed(void **state)
{
    (void)state;
    chancery_holder holder = {.name = "BAN Ki-moon",
                              .office = "Secretary-General; United Nations",
                              .key = pub[1],
                              .since = "2007-01-01"};
    assert_true(chancery_directory_init(path, pubs, 1, 1, "2040-01-01", NULL, NULL));
    assert_int_equal(sign(0, NULL), CHANCERY_OK);
    last = CHANCERY_ERROR_INIT;
    assert_false(chancery_directory_add(path, &holder, &last));
    assert_int_equal(last.code, CHANCERY_E_REFUSED);
    last = CHANCERY_ERROR_INIT;
    assert_false(chancery_directory_init(path, pubs, 1, 1, "2040-01-01", NULL, &last));
    assert_int_equal(last.code, CHANCERY_E_EXISTS);
}

/* Killed after the line was appended and before the draft was removed. */
static void signs_after_a_crash(void **state)
{
    (void)state;
    assert_true(chancery_directory_init(path, pubs, 1, 1, "2040-01-01", NULL, NULL));
    struct chy_buf next = read_file(next_path);
    assert_int_equal(sign(0, NULL), CHANCERY_OK);
    struct chy_buf once = read_file(path);
    assert_true(chy_file_write(next_path, chy_buf_view(&next), 0644, false, NULL));
    assert_int_equal(sign(0, NULL), CHANCERY_E_REFUSED);
    assert_false(chy_file_exists(next_path));
    struct chy_buf twice = read_file(path);
    assert_true(chy_span_eq(chy_buf_view(&once), chy_buf_view(&twice)));
    chy_buf_done(&next);
    chy_buf_done(&once);
    chy_buf_done(&twice);
}

static void signs_no_second_version_1(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 1, 1);
    assert_true(chancery_directory_init(path, pubs, 1, 1, "2040-01-01", NULL, NULL));
    sign_lines(&v1, "0");
    assert_int_equal(sign(0, NULL), CHANCERY_E_CONFLICT);
    assert_true(chy_file_exists(next_path));
    chy_buf_done(&v1);
}

static void shows_what_is_signed(void **state)
{
    (void)state;
    assert_true(chancery_directory_init(path, pubs, 2, 2, "2040-01-01", NULL, NULL));
    assert_int_equal(sign(0, NULL), CHANCERY_OK);
    char *text = chancery_directory_show(path, false, true, NULL);
    assert_non_null(strstr(text, "1 of 2 root signatures, not in force yet"));
    chancery_free(text);
    text = chancery_directory_show(path, true, false, NULL);
    assert_non_null(strstr(text, "\"rootSignatures\": 1"));
    assert_non_null(strstr(text, "\"checked\": false"));
    chancery_free(text);
    clean(NULL);
    assert_null(chancery_directory_show(path, false, false, &last));
}

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
    assert_true(chancery_directory_init(path, &pubs[1], 1, 1, "2040-01-01", NULL, NULL));
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

#define TEST(name) cmocka_unit_test_teardown(name, clean)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(signs_with_two_roots), TEST(signed_is_not_changed),
        TEST(signs_after_a_crash),  TEST(signs_no_second_version_1),
        TEST(shows_what_is_signed), TEST(pins),
        TEST(pins_one_directory),   TEST(remembers),
        TEST(remembers_as_it_can),  TEST(broken_pins),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
