/*
 * test_directory_sign.c - roots sign a version, and the one that follows it.
 */
#include "directory_maker.h"

/* --- signing: D19 --- */

static void signs_with_two_roots(void **state)
{
    (void)state;
    char *done = NULL;
    assert_int_equal(sign(0, NULL), CHANCERY_E_MISSING);
    assert_false(chy_file_exists(path));
    assert_true(chancery_directory_init(path, pubs, 2, 2, "2040-01-01", NULL, 0, NULL));
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

static enum chancery_code add(const char *with)
{
    chancery_holder holder = {.name = "BAN Ki-moon",
                              .office = "Secretary-General; United Nations",
                              .key = with,
                              .since = "2007-01-01"};
    last = CHANCERY_ERROR_INIT;
    bool ok = chancery_directory_add(path, home, &holder, &last);
    assert_int_equal(ok, last.code == CHANCERY_OK);
    return last.code;
}

static void a_change_makes_the_next(void **state)
{
    (void)state;
    char *done = NULL;
    assert_true(chancery_directory_init(path, pubs, 2, 2, "2040-01-01", NULL, 0, NULL));
    assert_int_equal(sign(0, NULL), CHANCERY_OK);
    assert_int_equal(add(pub[3]), CHANCERY_E_REFUSED); /* version 1 waits for the other root */
    assert_int_equal(sign(1, NULL), CHANCERY_OK);
    last = CHANCERY_ERROR_INIT;
    assert_false(chancery_directory_init(path, pubs, 1, 1, "2040-01-01", NULL, 0, &last));
    assert_int_equal(last.code, CHANCERY_E_EXISTS);
    assert_int_equal(add(pub[3]), CHANCERY_OK);
    assert_int_equal(add(pub[3]), CHANCERY_E_CONFLICT);
    assert_true(chy_file_exists(next_path));
    assert_int_equal(sign(2, NULL), CHANCERY_E_REFUSED);
    assert_int_equal(sign(0, &done), CHANCERY_OK);
    assert_non_null(strstr(done, "version 2"));
    assert_non_null(strstr(done, "1 of 2 root signatures"));
    assert_non_null(strstr(done, "not in force yet"));
    chancery_free(done);
    assert_int_equal(add(pub[4]), CHANCERY_E_REFUSED); /* version 2 waits for the other root */
    assert_int_equal(open_roots("01", 0), CHANCERY_OK);
    assert_int_equal(last_version, 1);
    assert_int_equal(sign(1, NULL), CHANCERY_OK);
    assert_int_equal(open_roots("01", 0), CHANCERY_OK);
    assert_int_equal(last_version, 2);
}

/* Roots 0 and 1 of three replace the third, which is lost, by key 3. */
static void roots_are_replaced(void **state)
{
    (void)state;
    const char *after[] = {pub[0], pub[1], pub[3]};
    char *done = NULL;
    assert_true(chancery_directory_init(path, pubs, 3, 2, "2040-01-01", NULL, 0, NULL));
    assert_int_equal(sign(0, NULL), CHANCERY_OK);
    assert_int_equal(sign(1, NULL), CHANCERY_OK);
    assert_true(chancery_directory_roots(path, home, after, 3, 2, NULL));
    assert_int_equal(sign(3, NULL), CHANCERY_E_REFUSED); /* a root of the new one alone */
    assert_non_null(strstr(last.text, "has signed version 2 yet"));
    assert_int_equal(sign(0, NULL), CHANCERY_OK);
    assert_int_equal(sign(3, &done), CHANCERY_OK);
    assert_non_null(
        strstr(done, "1 of 2 signatures of the roots before it, 2 of 2 of its own"));
    chancery_free(done);
    assert_int_equal(open_roots("012", 2), CHANCERY_OK);
    assert_int_equal(last_version, 1);
    assert_int_equal(sign(1, &done), CHANCERY_OK);
    assert_null(strstr(done, "not in force yet"));
    chancery_free(done);
    assert_int_equal(open_roots("012", 2), CHANCERY_OK);
    assert_int_equal(last_version, 2);
    last = CHANCERY_ERROR_INIT;
    assert_false(chancery_directory_roots(path, home, after, 3, 4, &last));
    assert_int_equal(last.code, CHANCERY_E_USAGE);
}

/* Anybody can add lines: they are not completed, and not built upon. */
static void foreign_lines_are_not_completed(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 2, 2), foreign = make_version(2, &v1, 1, 3, 2),
                   loose = make_version(3, &foreign, 0, 2, 2),
                   other = make_version(1, NULL, 4, 1, 1);
    sign_lines(&v1, "01");
    sign_lines(&foreign, "23"); /* roots of its own, and none of version 1 */
    sign_lines(&loose, "1");    /* not what follows */
    assert_int_equal(sign(1, NULL), CHANCERY_E_REFUSED);
    assert_non_null(strstr(last.text, "has signed version 1 already"));
    assert_int_equal(add(pub[5]), CHANCERY_OK);
    (void)unlink(next_path);
    /* another first version, complete by itself: only a pin tells which is ours */
    sign_lines(&other, "4");
    assert_int_equal(add(pub[5]), CHANCERY_E_CONFLICT);
    assert_int_equal(sign(0, NULL), CHANCERY_E_CONFLICT);
    assert_non_null(strstr(last.next, "directory trust"));
    assert_int_equal(trust_file("01", 0, false), CHANCERY_OK);
    assert_int_equal(add(pub[5]), CHANCERY_OK);
    assert_int_equal(sign(4, NULL), CHANCERY_E_REFUSED);
    assert_int_equal(sign(0, NULL), CHANCERY_OK);
    assert_int_equal(sign(1, NULL), CHANCERY_OK);
    assert_int_equal(open_roots("", 0), CHANCERY_OK);
    assert_int_equal(last_version, 2);
    chy_buf_done(&v1);
    chy_buf_done(&foreign);
    chy_buf_done(&loose);
    chy_buf_done(&other);
}

/* What waits was made for another version than the one in force. */
static void what_waits_must_follow(void **state)
{
    (void)state;
    struct chy_buf v1 = make_version(1, NULL, 0, 1, 1), v2 = make_version(2, &v1, 0, 1, 1),
                   late = make_version(2, &v1, 0, 2, 1), v4 = make_version(4, &v2, 0, 1, 1);
    sign_lines(&v1, "0");
    sign_lines(&v2, "0");
    assert_true(chy_file_write(next_path, chy_buf_view(&late), 0644, false, NULL));
    assert_int_equal(sign(0, NULL), CHANCERY_E_CONFLICT);
    assert_non_null(strstr(last.text, "does not follow version 2"));
    assert_int_equal(add(pub[5]), CHANCERY_E_CONFLICT);
    assert_true(chy_file_write(next_path, chy_buf_view(&v4), 0644, true, NULL));
    assert_int_equal(sign(0, NULL), CHANCERY_E_CONFLICT);
    (void)unlink(path);
    assert_int_equal(sign(0, NULL), CHANCERY_E_CONFLICT); /* nothing is in force */
    chy_buf_done(&v1);
    chy_buf_done(&v2);
    chy_buf_done(&late);
    chy_buf_done(&v4);
}

/* What is signed is what was shown. */
static void shown_then_signed(void **state)
{
    (void)state;
    char digest[65], *text = NULL, *done = NULL;
    assert_true(chancery_directory_init(path, pubs, 2, 2, "2040-01-01", NULL, 0, NULL));
    text = chancery_directory_proposal(digest, path, home, NULL);
    assert_non_null(strstr(text, "version 1, the first"));
    assert_non_null(strstr(text, "signed by no root yet"));
    chancery_free(text);
    assert_int_equal(sign(0, NULL), CHANCERY_OK);
    text = chancery_directory_proposal(digest, path, home, NULL);
    assert_non_null(strstr(text, "version 1, the first"));
    assert_non_null(strstr(text, digest));
    chancery_free(text);
    digest[0] = digest[0] == '0' ? '1' : '0';
    last = CHANCERY_ERROR_INIT;
    assert_false(chancery_directory_sign(&done, path, home, key[1], digest, &last));
    assert_int_equal(last.code, CHANCERY_E_CONFLICT);
    digest[0] = digest[0] == '0' ? '1' : '0';
    assert_int_equal(sign(1, NULL), CHANCERY_OK);
    assert_int_equal(add(pub[3]), CHANCERY_OK);
    assert_int_equal(sign(0, NULL), CHANCERY_OK);
    text = chancery_directory_proposal(digest, path, home, NULL);
    assert_non_null(strstr(text, "version 2, which changes version 1 so:\n+ BAN Ki-moon"));
    chancery_free(text);
    assert_true(chancery_directory_sign(&done, path, home, key[1], digest, NULL));
    chancery_free(done);
    assert_int_equal(open_roots("01", 0), CHANCERY_OK);
    assert_int_equal(last_version, 2);
}

/* Killed after the line was appended and before the draft was removed. */
static void signs_after_a_crash(void **state)
{
    (void)state;
    assert_true(chancery_directory_init(path, pubs, 1, 1, "2040-01-01", NULL, 0, NULL));
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
    assert_true(chancery_directory_init(path, pubs, 1, 1, "2040-01-01", NULL, 0, NULL));
    sign_lines(&v1, "0");
    assert_int_equal(sign(0, NULL), CHANCERY_E_CONFLICT);
    assert_true(chy_file_exists(next_path));
    chy_buf_done(&v1);
}

static void shows_what_is_signed(void **state)
{
    (void)state;
    assert_true(chancery_directory_init(path, pubs, 2, 2, "2040-01-01", NULL, 0, NULL));
    assert_int_equal(sign(0, NULL), CHANCERY_OK);
    char *text = chancery_directory_show(path, NULL, false, true, NULL);
    assert_non_null(strstr(text, "1 of 2 root signatures, not in force yet"));
    chancery_free(text);
    text = chancery_directory_show(path, NULL, true, false, NULL);
    assert_non_null(strstr(text, "\"rootSignatures\": 1"));
    assert_non_null(strstr(text, "\"checked\": false"));
    chancery_free(text);
    clean(NULL);
    assert_null(chancery_directory_show(path, NULL, false, false, &last));
}

#define TEST(name) cmocka_unit_test_teardown(name, clean)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(signs_with_two_roots),   TEST(a_change_makes_the_next),
        TEST(roots_are_replaced),     TEST(foreign_lines_are_not_completed),
        TEST(what_waits_must_follow), TEST(shown_then_signed),
        TEST(signs_after_a_crash),    TEST(signs_no_second_version_1),
        TEST(shows_what_is_signed),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
