/*
 * test_tile.c - names of tiles, the growing edge of a log, and bundles.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "archive/tile.h"

#include <stdlib.h>

static void expect_name(int level, uint64_t index, unsigned width, const char *wanted)
{
    struct chy_buf name = {0};
    chy_tile_name(&name, level, index, width);
    if (!chy_span_is(chy_buf_view(&name), wanted))
        fail_msg("%.*s, not %s", (int)name.len, (const char *)name.ptr, wanted);
    chy_buf_done(&name);
}

static void names(void **state)
{
    (void)state;
    expect_name(0, 0, 256, "tile/0/000");
    expect_name(2, 999, 1, "tile/2/999.p/1");
    expect_name(1, 1000, 255, "tile/1/x001/000.p/255");
    expect_name(CHY_TILE_ENTRIES, 1234067, 256, "tile/entries/x001/x234/067");
    expect_name(CHY_TILE_ENTRIES, 4294967295, 7, "tile/entries/x004/x294/x967/295.p/7");
}

static bool count_full(void *context, int level, uint64_t index, const chancery_digest *hash,
                       chancery_error *error)
{
    (void)hash;
    (void)error;
    uint64_t *full = context;
    assert_true(index == full[level]); /* in order, none twice */
    full[level]++;
    return true;
}

/* The example of tlog-tiles: 70,000 entries. */
static void edge(void **state)
{
    (void)state;
    enum { SIZE = 70000 };
    struct chy_edge *grown = calloc(1, sizeof *grown);
    chancery_digest *leaf = calloc(SIZE, sizeof *leaf);
    uint64_t full[CHY_TILE_LEVELS] = {0};
    assert_true(grown && leaf);
    for (size_t i = 0; i < SIZE; i++) {
        leaf[i] = chy_merkle_leaf(chy_span(&i, sizeof i));
        assert_true(chy_edge_add(grown, &leaf[i], count_full, full, NULL));
        if (i < 600 || i + 1 == SIZE || (i + 1) % 65536 < 2) {
            chancery_digest root = chy_edge_root(grown), wanted = chy_merkle_fold(leaf, i + 1);
            assert_true(chy_digest_eq(&root, &wanted));
        }
    }
    assert_true(full[0] == 273 && full[1] == 1 && full[2] == 0);
    assert_int_equal(grown->level[0].count, 112);
    assert_int_equal(grown->level[1].count, 17);
    assert_int_equal(grown->level[2].count, 1);
    grown->size = CHY_MAX_LOG; /* one past the limit */
    assert_false(chy_edge_add(grown, leaf, count_full, full, NULL));
    free(leaf);
    free(grown);
}

static void bundles(void **state)
{
    (void)state;
    struct chy_buf bundle = {0};
    uint8_t *large = calloc(1, CHY_MAX_ENTRY);
    chancery_span entry, rest;
    assert_non_null(large);
    chy_bundle_add(&bundle, CHY_LITERAL("one"));
    chy_bundle_add(&bundle, CHY_LITERAL(""));
    chy_bundle_add(&bundle, chy_span(large, CHY_MAX_ENTRY));
    rest = chy_buf_view(&bundle);
    assert_true(chy_bundle_next(&entry, &rest) && chy_span_is(entry, "one"));
    assert_true(chy_bundle_next(&entry, &rest) && entry.len == 0);
    assert_true(chy_bundle_next(&entry, &rest) && entry.len == CHY_MAX_ENTRY);
    assert_false(chy_bundle_next(&entry, &rest));
    assert_int_equal(rest.len, 0);
    rest = chy_span(bundle.ptr, 4); /* cut off */
    assert_false(chy_bundle_next(&entry, &rest));
    assert_int_equal(rest.len, 4);
    chy_buf_done(&bundle);
    free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(edge),
        cmocka_unit_test(bundles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
