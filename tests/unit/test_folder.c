/* test_folder.c - base/file: folders and names. */
#include "base/folder_tree.h"
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

/* The folders, a star behind a bag's, and after a bar what is skipped. */
static void expect_tree(const char *folder, const char *expected)
{
    struct chy_tree tree = {0};
    struct chy_skips skips = {0};
    struct chy_buf got = {0};
    assert_true(chy_tree_find(&tree, &skips, folder, NULL));
    for (size_t i = 0; i < tree.folders; i++)
        chy_buf_printf(&got, "%s%s;", tree.folder[i].within, tree.folder[i].is_bag ? "*" : "");
    for (size_t i = 0; i < skips.count; i++)
        chy_buf_printf(&got, "|%s", skips.item[i].name);
    chy_buf_byte(&got, '\0');
    assert_string_equal(got.ptr, expected);
    chy_buf_done(&got);
    chy_skips_done(&skips);
    chy_tree_done(&tree);
}

static void expect_no_tree(const char *folder, enum chancery_code code)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_tree tree = {0};
    struct chy_skips skips = {0};
    expect_error(chy_tree_find(&tree, &skips, folder, &error), &error, code);
    chy_skips_done(&skips);
    chy_tree_done(&tree);
}

#define BAGIT "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

static void test_tree(void **state)
{
    (void)state;
    assert_true(chy_file_make_folder("top/b/c", false, NULL));
    assert_true(chy_file_make_folder("top/a/data/in", false, NULL));
    assert_true(chy_file_make_folder("top/a/x", false, NULL));
    assert_int_equal(symlink("..", "top/b/up"), 0);
    expect_tree("top", ";a;a/data;a/data/in;a/x;b;b/c;");
    put("top/a/bagit.txt", ""); /* declares no bag */
    expect_tree("top", ";a;a/data;a/data/in;a/x;b;b/c;");
    put("top/a/bagit.txt", BAGIT);
    put("top/b/bagit.txt", BAGIT); /* has no data */
    expect_tree("top", ";a*;a/data;a/data/in;b;b/c;|a/x");
    expect_tree("top/a", "*;data;data/in;|x");
    expect_no_tree("no", CHANCERY_E_MISSING);
    char *path = chy_tree_path("top", "", NULL);
    assert_string_equal(path, "top");
    chancery_free(path);
}

/* What cannot be looked at is skipped, and hides nothing else. */
static void test_tree_skips(void **state)
{
    (void)state;
    assert_true(chy_file_make_folder("1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", false, NULL));
    struct chy_tree tree = {0};
    struct chy_skips skips = {0};
    assert_true(chy_tree_find(&tree, &skips, "1", NULL));
    assert_int_equal(tree.folders, CHY_MAX_FOLDER_DEPTH + 1);
    assert_int_equal(skips.count, 0);
    chy_tree_done(&tree);
    assert_true(chy_tree_find(&tree, &skips, ".", NULL));
    assert_int_equal(tree.folders, CHY_MAX_FOLDER_DEPTH + 1);
    assert_int_equal(skips.count, 1);
    assert_string_equal(skips.item[0].name, "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17");
    chy_skips_done(&skips);
    chy_tree_done(&tree);
    assert_int_equal(mkdir("odd", 0700), 0);
    assert_int_equal(mkdir("odd/a\x1b", 0700), 0);
    put("odd/a\x1b/x", "");
    expect_tree("odd", ";|a\x1b");
    assert_int_equal(rename("odd/a\x1b/x", "odd/x\n"), 0);
    assert_int_equal(rmdir("odd/a\x1b"), 0);
    assert_int_equal(symlink("x", "odd/l\n"), 0); /* a link: nothing stands here */
    expect_tree("odd", ";|x\n");
}

/* Of a bag no names, and what would be looked at elsewhere is skipped. */
static void test_tree_names(void **state)
{
    static const char *const suffixes[] = {".a", ".b", NULL};
    (void)state;
    assert_int_equal(mkdir("bag", 0700), 0);
    put("bag/1.a", "");
    put("bag/2.b", "");
    put("bag/3.c", "");
    for (int is_bag = 0; is_bag < 2; is_bag++) {
        char within[] = "bag";
        const struct chy_tree_folder folder = {within, is_bag};
        struct chy_skips skips = {0};
        char **names = NULL;
        size_t count = 0;
        assert_true(chy_tree_names(&names, &count, &skips, "bag", &folder, suffixes, NULL));
        assert_int_equal(count, is_bag ? 0 : 3);
        assert_int_equal(skips.count, is_bag ? 2 : 0);
        if (is_bag)
            assert_string_equal(skips.item[1].name, "bag/2.b");
        chy_names_free(names, count);
        chy_skips_done(&skips);
        assert_true(chy_tree_names(&names, &count, &skips, "none", &folder, suffixes, NULL));
        assert_int_equal(count, 0);
        assert_int_equal(skips.count, 1);
        assert_string_equal(skips.item[0].name, "bag");
        chy_skips_done(&skips);
    }
}

static void test_tree_limit(void **state)
{
    (void)state;
    char name[32];
    struct chy_tree tree = {0};
    struct chy_skips skips = {0};
    for (unsigned i = 1; i < CHY_MAX_FOLDERS; i++) {
        snprintf(name, sizeof name, "%05u", i);
        assert_int_equal(mkdir(name, 0700), 0);
    }
    assert_true(chy_tree_find(&tree, &skips, ".", NULL));
    assert_int_equal(tree.folders, CHY_MAX_FOLDERS);
    assert_int_equal(skips.count, 0);
    chy_tree_done(&tree);
    assert_int_equal(mkdir("one more", 0700), 0);
    expect_no_tree(".", CHANCERY_E_LIMIT);
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
        IN_SANDBOX(test_tree),         IN_SANDBOX(test_tree_skips),
        IN_SANDBOX(test_tree_names),   IN_SANDBOX(test_tree_limit),
        cmocka_unit_test(test_paths),  cmocka_unit_test(test_plain_names),
        IN_SANDBOX(test_outside_bags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
