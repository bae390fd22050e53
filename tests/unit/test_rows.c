/* test_rows.c - base/rows: records that do not all fit in memory, and their order. */
#include "base/limits.h"
#include "base/rows.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>
#include <cmocka.h>

#include "sandbox.h"

struct record {
    uint64_t key, number;
};

/* So many fit in memory. */
#define HELD (CHY_MAX_HELD / sizeof(struct record))

/* Each number once, in no order: the factor is odd. */
static uint64_t mixed(uint64_t number)
{
    return number * UINT64_C(0x9e3779b97f4a7c15);
}

static struct chy_rows *filled(uint64_t count)
{
    struct chy_rows *rows;
    assert_true(chy_rows_new(&rows, sizeof(struct record), ".", NULL));
    for (uint64_t i = 0; i < count; i++)
        assert_true(chy_rows_add(rows, &(struct record){mixed(i), i}, NULL));
    assert_int_equal(chy_rows_count(rows), count);
    return rows;
}

static struct record at(struct chy_rows *rows, uint64_t number)
{
    struct record record;
    assert_true(chy_rows_get(&record, rows, number, NULL));
    return record;
}

static bool is_filed(void)
{
    char link[256], path[32];
    for (int fd = 3; fd < 64; fd++) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        ssize_t n = readlink(path, link, sizeof link - 1);
        link[n > 0 ? n : 0] = '\0';
        if (strstr(link, "(deleted)"))
            return true;
    }
    return false;
}

static void kept(void **state)
{
    (void)state;
    struct chy_rows *rows = filled(HELD);
    assert_false(is_filed()); /* at the limit all of it is held, and past it not */
    assert_true(chy_rows_add(rows, &(struct record){1, HELD}, NULL));
    assert_true(is_filed());
    assert_int_equal(at(rows, HELD).key, 1);
    assert_int_equal(at(rows, 0).number, 0);
    assert_int_equal(at(rows, HELD - 1).number, HELD - 1);
    assert_int_equal(at(rows, 77).key, mixed(77));
    assert_true(chy_rows_put(rows, 77, &(struct record){5, 6}, NULL));
    assert_int_equal(at(rows, 76).number, 76);
    assert_int_equal(at(rows, 77).key, 5);
    assert_true(chy_rows_put(rows, HELD, &(struct record){7, 8}, NULL));
    assert_int_equal(at(rows, HELD).key, 7);
    chancery_error error = CHANCERY_ERROR_INIT;
    struct record record;
    assert_false(chy_rows_get(&record, rows, HELD + 1, &error));
    assert_false(chy_rows_put(rows, HELD + 1, &record, NULL));
    assert_int_equal(error.code, CHANCERY_E_INTERNAL);
    chy_rows_free(rows);
    assert_false(is_filed());
    chancery_error size = CHANCERY_ERROR_INIT;
    assert_false(chy_rows_new(&rows, 0, NULL, &size));
    assert_false(chy_rows_new(&rows, 257, NULL, NULL));
    assert_int_equal(size.code, CHANCERY_E_INTERNAL);
    assert_int_equal(chy_rows_count(rows), 0);
}

static void sorted(void **state)
{
    (void)state;
    /* in memory; in one run that is not full; in several; and so many that they are merged
     * twice */
    const uint64_t counts[] = {0, 1, 1000, HELD, HELD + 1, 3 * HELD + 5, 33 * HELD + 7};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        struct chy_rows *rows = filled(counts[c]);
        uint64_t sum = 0, first;
        assert_true(chy_rows_sort(rows, chy_rows_by_key, NULL, NULL));
        assert_int_equal(chy_rows_count(rows), counts[c]);
        for (uint64_t i = 0; i < counts[c]; i++) {
            struct record record = at(rows, i);
            assert_int_equal(record.key, mixed(record.number));
            assert_true(i == 0 || at(rows, i - 1).key < record.key);
            sum += record.number;
            if (i % 101 == 0) {
                assert_true(chy_rows_first(&first, rows, record.key, NULL));
                assert_int_equal(first, i);
                assert_true(chy_rows_first(&first, rows, record.key + 1, NULL));
                assert_int_equal(first, i + 1);
            }
        }
        assert_int_equal(sum, counts[c] * (counts[c] - (counts[c] > 0)) / 2);
        assert_true(chy_rows_first(&first, rows, UINT64_MAX, NULL));
        assert_true(first >= counts[c] - (counts[c] > 0));
        assert_true(chy_rows_add(rows, &(struct record){3, 4}, NULL)); /* and goes on */
        assert_int_equal(at(rows, counts[c]).number, 4);
        chy_rows_free(rows);
    }
}

/* Keys that lie as unevenly as they can, and many that are one. */
static void uneven(void **state)
{
    (void)state;
    struct chy_rows *rows;
    uint64_t first;
    assert_true(chy_rows_new(&rows, sizeof(uint64_t), ".", NULL));
    for (uint64_t i = 0; i < 64; i++)
        for (uint64_t k = 0; k < 1000; k++)
            assert_true(chy_rows_add(rows, &(uint64_t){UINT64_C(1) << i}, NULL));
    for (uint64_t i = 0; i < 64; i++) {
        assert_true(chy_rows_first(&first, rows, UINT64_C(1) << i, NULL));
        assert_int_equal(first, i * 1000);
    }
    assert_true(chy_rows_first(&first, rows, 0, NULL));
    assert_int_equal(first, 0);
    assert_true(chy_rows_first(&first, rows, UINT64_MAX, NULL));
    assert_int_equal(first, 64000);
    chy_rows_free(rows);
}

static void no_folder(void **state)
{
    (void)state;
    struct chy_rows *rows;
    chancery_error error = CHANCERY_ERROR_INIT;
    bool ok = true;
    assert_true(chy_rows_new(&rows, sizeof(struct record), "absent", NULL));
    for (uint64_t i = 0; ok && i <= HELD; i++)
        ok = chy_rows_add(rows, &(struct record){i, i}, &error);
    assert_false(ok);
    assert_string_equal(error.where, "absent");
    assert_int_equal(chy_rows_count(rows), HELD);
    chy_rows_free(rows);
}

/* No room on the disk, while records are added and while they are sorted. */
static void no_room(void **state)
{
    (void)state;
    struct rlimit before, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    struct chy_rows *rows = filled(HELD + 1), *other = filled(2 * HELD);
    chancery_error adding = CHANCERY_ERROR_INIT, sorting = CHANCERY_ERROR_INIT;
    bool ok = true;
    small = before;
    small.rlim_cur = CHY_MAX_HELD + CHY_MAX_HELD / 2;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    for (uint64_t i = 0; ok && i < 2 * HELD; i++)
        ok = chy_rows_add(rows, &(struct record){i, i}, &adding);
    assert_false(ok);
    assert_false(chy_rows_sort(other, chy_rows_by_key, NULL, &sorting));
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(adding.code, CHANCERY_E_IO);
    assert_int_equal(sorting.code, CHANCERY_E_IO);
    assert_non_null(strstr(adding.next, "TMPDIR"));
    chy_rows_free(rows);
    chy_rows_free(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SANDBOX(kept),      IN_SANDBOX(sorted),  IN_SANDBOX(uneven),
        IN_SANDBOX(no_folder), IN_SANDBOX(no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
