/*
 * test_bag_limits.c - bags at the limits of spec/limits.md, and one past each (A14).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "archive/bag_parts.h"
#include "bag_maker.h"
#include "base/limits.h"

#define D(id) CHANCERY_D_##id

static void deep_folders(void **state)
{
    (void)state;
    for (unsigned depth = CHY_MAX_BAG_DEPTH; depth <= CHY_MAX_BAG_DEPTH + 1; depth++) {
        char path[256];
        int len = snprintf(path, sizeof path, "bag");
        struct chy_bag bag = {0};
        begin_bag();
        for (unsigned i = 0; i < depth; i++) {
            len +=
                snprintf(path + len, sizeof path - (size_t)len, "%s", i == 0 ? "/data" : "/d");
            mkdir(path, 0755);
        }
        snprintf(path + len, sizeof path - (size_t)len, "/x");
        put(path, "x");
        list_as("bag/manifest-sha256.txt", "x", path + 4);
        seal_bag();
        check_bag(&bag, true);
        assert_true(chy_defects_has(&bag.defects, D(BAG_LIMIT)) == (depth > CHY_MAX_BAG_DEPTH));
        chy_bag_done(&bag);
        assert_int_equal(system("rm -rf bag"), 0);
    }
}

static void long_paths(void **state)
{
    (void)state;
    char path[CHY_MAX_BAG_PATH + 2];
    for (size_t i = 0; i <= CHY_MAX_BAG_PATH; i++)
        path[i] = i % 101 == 100 ? '/' : 'a';
    assert_null(chy_bag_path_refused(chy_span(path, CHY_MAX_BAG_PATH)));
    assert_non_null(chy_bag_path_refused(chy_span(path, CHY_MAX_BAG_PATH + 1)));
    memset(path, 'a', sizeof path);
    assert_null(chy_bag_path_refused(chy_span(path, CHY_MAX_NAME)));
    assert_non_null(chy_bag_path_refused(chy_span(path, CHY_MAX_NAME + 1)));
}

/* As if so many had been found before those of this bag. */
static void many_files(void **state)
{
    (void)state;
    for (int past = 0; past < 2; past++) {
        struct chy_bag bag = {0};
        begin_bag();
        put("bag/data/a", "a");
        bag.file = calloc(CHY_MAX_BAG_FILES, sizeof *bag.file);
        assert_non_null(bag.file);
        bag.files_cap = CHY_MAX_BAG_FILES;
        bag.files = CHY_MAX_BAG_FILES - 2 + (size_t)past; /* bagit.txt and data/a come now */
        chy_buf_byte(&bag.names, '\0');
        struct chy_bag_place place = {.bag = open("bag", O_RDONLY | O_DIRECTORY), .folder = -1};
        assert_true(chy_bag_walk(&bag, &place, NULL));
        assert_true(chy_span_is(chy_buf_view(&place.path), "data"));
        chy_bag_place_done(&place);
        chy_buf_done(&place.path);
        close(place.bag);
        assert_int_equal(bag.files, CHY_MAX_BAG_FILES);
        assert_int_equal(bag.defects.count, past);
        assert_true(past == 0 || bag.defects.item[0].code == D(BAG_LIMIT));
        chy_bag_done(&bag);
        assert_int_equal(system("rm -rf bag"), 0);
    }
}

static void fill(const char *path, size_t size)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (size_t i = 0; i < size; i++)
        putc('\n', file);
    assert_int_equal(fclose(file), 0);
}

static void large_tag_files(void **state)
{
    (void)state;
    for (size_t past = 0; past < 2; past++) {
        struct chy_bag bag = {0};
        begin_bag();
        fill("bag/manifest-sha256.txt", CHY_MAX_MANIFEST + past);
        check_bag(&bag, false);
        assert_true(chy_defects_has(&bag.defects, D(BAG_LIMIT)) == (past == 1));
        fill("bag/manifest-sha256.txt", 1);
        fill("bag/bagit.txt", CHY_MAX_TAG_FILE + past);
        check_bag(&bag, false);
        assert_true(chy_defects_has(&bag.defects, D(BAG_LIMIT)) == (past == 1));
        assert_true(chy_defects_has(&bag.defects, D(BAG_DECLARATION)) == (past == 0));
        put("bag/bagit.txt", BAGIT_1_0);
        fill("bag/bag-info.txt", CHY_MAX_TAG_FILE + past);
        check_bag(&bag, false);
        assert_true(chy_defects_has(&bag.defects, D(BAG_LIMIT)) == (past == 1));
        chy_bag_done(&bag);
        assert_int_equal(system("rm -rf bag"), 0);
    }
}

static void many_defects(void **state)
{
    (void)state;
    for (size_t past = 0; past < 2; past++) {
        struct chy_bag bag = {0};
        begin_bag();
        for (size_t i = 0; i < CHY_MAX_DEFECTS + past; i++) {
            char path[32];
            snprintf(path, sizeof path, "data/%zu", i);
            list_as("bag/manifest-sha256.txt", "", path);
        }
        check_bag(&bag, false);
        assert_int_equal(bag.defects.count, CHY_MAX_DEFECTS);
        assert_int_equal(bag.defects.more, past);
        chy_bag_done(&bag);
        assert_int_equal(system("rm -rf bag"), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SANDBOX(deep_folders),    cmocka_unit_test(long_paths), IN_SANDBOX(many_files),
        IN_SANDBOX(large_tag_files), IN_SANDBOX(many_defects),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
