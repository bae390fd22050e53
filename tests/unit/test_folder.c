/* test_folder.c - base/file: folders and names. */
#include "base/limits.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "sandbox.h"

static void test_remove(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    put("x", "");
    assert_true(chy_file_exists("x"));
    assert_true(chy_file_remove("x", &error));
    assert_true(chy_file_remove("x", &error));
    assert_false(chy_file_exists("x"));
    assert_false(chy_file_is_exposed("x"));
    assert_int_equal(mkdir("folder", 0700), 0);
    assert_false(chy_file_remove("folder", &error));
}

static void test_make_folder(void **state)
{
    (void)state;
    struct stat st;
    chancery_error error = CHANCERY_ERROR_INIT;
    umask(022);
    assert_true(chy_file_make_folder("a/b//c/", false, &error));
    assert_true(stat("a/b/c", &st) == 0 && S_ISDIR(st.st_mode) && (st.st_mode & 0777) == 0755);
    assert_true(chy_file_make_folder("a/b/secret", true, &error));
    assert_true(stat("a/b/secret", &st) == 0 && (st.st_mode & 0777) == 0700);
    assert_true(stat("a/b", &st) == 0 && (st.st_mode & 0777) == 0755);
    assert_true(chy_file_make_folder("a/b", false, &error));
    assert_true(chy_file_make_folder(".", false, &error));
    assert_true(chy_file_make_folder("/tmp", false, &error));
    put("a/file", "");
    expect_error(chy_file_make_folder("a/file", false, &error), &error, CHANCERY_E_EXISTS);
    expect_error(chy_file_make_folder("a/file/x", false, &error), &error, CHANCERY_E_EXISTS);
}

static void test_list(void **state)
{
    (void)state;
    static const char *const files[] = {"b.txt",        "a.txt",  "B.txt",
                                        "\xC3\xA9.txt", "c.json", ".txt"};
    char **names = NULL;
    size_t count = 0;
    chancery_error error = CHANCERY_ERROR_INIT;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        put(files[i], "");
    put("line\nbreak.txt", "");
    assert_int_equal(mkdir("folder.txt", 0700), 0);
    assert_int_equal(symlink("a.txt", "link.txt"), 0);
    assert_true(chy_file_list(&names, &count, ".", ".txt", &error));
    assert_int_equal(count, 5);
    assert_string_equal(names[0], ".txt");
    assert_string_equal(names[1], "B.txt");
    assert_string_equal(names[2], "a.txt");
    assert_string_equal(names[3], "b.txt");
    assert_string_equal(names[4], "\xC3\xA9.txt");
    chy_names_free(names, count);
    assert_true(chy_file_list(&names, &count, "folder.txt", "", &error) && count == 0);
    chy_names_free(names, count);
    expect_error(chy_file_list(&names, &count, "no", "", &error), &error, CHANCERY_E_MISSING);
}

static void test_list_limit(void **state)
{
    (void)state;
    char name[32];
    char **names = NULL;
    size_t count = 0;
    chancery_error error = CHANCERY_ERROR_INIT;
    for (unsigned i = 0; i < CHY_MAX_NAMES; i++) {
        snprintf(name, sizeof name, "%05u", i);
        int fd = open(name, O_WRONLY | O_CREAT, 0600);
        assert_true(fd >= 0);
        close(fd);
    }
    assert_true(chy_file_list(&names, &count, ".", "", &error));
    assert_int_equal(count, CHY_MAX_NAMES);
    assert_string_equal(names[count - 1], "09999");
    chy_names_free(names, count);
    put("one more", "");
    expect_error(chy_file_list(&names, &count, ".", "", &error), &error, CHANCERY_E_LIMIT);
}

static void expect_tree(const char *folder, const char *expected)
{
    char **within = NULL;
    size_t count = 0;
    struct chy_buf got = {0};
    assert_true(chy_folder_tree(&within, &count, folder, NULL));
    for (size_t i = 0; i < count; i++) {
        chy_buf_printf(&got, "%s;", within[i]);
    }
    assert_true(chy_span_eq(chy_buf_view(&got), chy_span_str(expected)));
    chy_buf_done(&got);
    chy_names_free(within, count);
}

static void test_tree(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    char **within = NULL;
    size_t count = 0;
    assert_true(chy_file_make_folder("top/b/c", false, NULL));
    assert_true(chy_file_make_folder("top/a/data/in", false, NULL));
    assert_true(chy_file_make_folder("top/a/x", false, NULL));
    assert_int_equal(symlink("..", "top/b/up"), 0);
    expect_tree("top", ";a;a/data;a/data/in;a/x;b;b/c;");
    put("top/a/bagit.txt", "");
    expect_tree("top", ";a/data;a/data/in;b;b/c;");
    expect_tree("top/a", "data;data/in;");
    expect_error(chy_folder_tree(&within, &count, "no", &error), &error, CHANCERY_E_MISSING);
    error = CHANCERY_ERROR_INIT;
    assert_true(chy_file_make_folder("1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", false, NULL));
    assert_true(chy_folder_tree(&within, &count, "1", NULL));
    assert_int_equal(count, CHY_MAX_FOLDER_DEPTH + 1);
    chy_names_free(within, count);
    expect_error(chy_folder_tree(&within, &count, ".", &error), &error, CHANCERY_E_LIMIT);
    char *path = chy_folder_within("top", "", NULL);
    assert_string_equal(path, "top");
    chancery_free(path);
}

static void test_tree_limit(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    char name[32], **within = NULL;
    size_t count = 0;
    for (unsigned i = 1; i < CHY_MAX_FOLDERS; i++) {
        snprintf(name, sizeof name, "%05u", i);
        assert_int_equal(mkdir(name, 0700), 0);
    }
    assert_true(chy_folder_tree(&within, &count, ".", &error));
    assert_int_equal(count, CHY_MAX_FOLDERS);
    chy_names_free(within, count);
    assert_int_equal(mkdir("one more", 0700), 0);
    expect_error(chy_folder_tree(&within, &count, ".", &error), &error, CHANCERY_E_LIMIT);
}

static void expect_split(const char *path, const char *folder, const char *name)
{
    char *got = chy_path_folder(path, NULL);
    assert_string_equal(got, folder);
    assert_string_equal(chy_path_name(path), name);
    chancery_free(got);
}

static void expect_join(const char *folder, const char *name, const char *path)
{
    char *got = chy_path_join(folder, chy_span_str(name), NULL);
    assert_string_equal(got, path);
    chancery_free(got);
}

static void test_paths(void **state)
{
    (void)state;
    expect_split("x.txt", ".", "x.txt");
    expect_split("dir/x.txt", "dir", "x.txt");
    expect_split("a/b//x", "a/b", "x");
    expect_split("/x", "/", "x");
    expect_split("//x", "/", "x");
    expect_split("a/", "a", "");
    expect_split("", ".", "");
    expect_join("dir", "x", "dir/x");
    expect_join("dir/", "x", "dir/x");
    expect_join("/", "x", "/x");
    expect_join(".", "x", "x");
    expect_join(".", "-", "./-");
    expect_join("", "x", "x");
}

static void test_plain_names(void **state)
{
    (void)state;
    static const char *const plain[] = {"x", "x.txt", "...", ".x", "a b", "\xC3\xA9", "-"};
    static const char *const strange[] = {"",     ".",    "..",   "/",   "a/b",
                                          "a\tb", "a\nb", "\x7f", "\x1b"};
    char name[CHY_MAX_NAME + 1];
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        assert_true(chy_path_is_plain(chy_span_str(plain[i])));
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++)
        assert_false(chy_path_is_plain(chy_span_str(strange[i])));
    assert_false(chy_path_is_plain(CHY_LITERAL("a\0b")));
    memset(name, 'x', sizeof name);
    assert_true(chy_path_is_plain(chy_span(name, CHY_MAX_NAME)));
    assert_false(chy_path_is_plain(chy_span(name, CHY_MAX_NAME + 1)));
}

static void test_outside_bags(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    assert_true(chy_file_make_folder("bag/data/deep", false, &error));
    assert_int_equal(symlink("bag/data/deep", "link"), 0);
    static const char *const none[] = {"", "BagIt-Version: ", "BagIt-Version: x\n",
                                       "bagit 1.0\n"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        put("bag/bagit.txt", none[i]);
        assert_true(chy_file_outside_bags("bag/data/deep/new", &error));
    }
    put("bag/bagit.txt", "BagIt-Version: 1.0\n");
    static const char *const inside[] = {"bag/new", "bag/data/new", "bag/data/deep/../new",
                                         "link/new", "link/../deep/new"};
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        expect_error(chy_file_outside_bags(inside[i], &error), &error, CHANCERY_E_REFUSED);
    assert_int_equal(chdir("bag/data"), 0);
    expect_error(chy_file_outside_bags("new", &error), &error, CHANCERY_E_REFUSED);
    assert_int_equal(chdir("../.."), 0);
    assert_true(chy_file_outside_bags("bag", &error));
    assert_true(chy_file_outside_bags("new", &error));
    assert_true(chy_file_outside_bags("/new", &error));
    assert_true(chy_file_outside_bags("no/such/folder/new", &error));
    assert_int_equal(rename("bag/data", "bag/other"), 0);
    assert_true(chy_file_outside_bags("bag/other/new", &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SANDBOX(test_remove),       IN_SANDBOX(test_make_folder),
        IN_SANDBOX(test_list),         IN_SANDBOX(test_list_limit),
        IN_SANDBOX(test_tree),         IN_SANDBOX(test_tree_limit),
        cmocka_unit_test(test_paths),  cmocka_unit_test(test_plain_names),
        IN_SANDBOX(test_outside_bags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
