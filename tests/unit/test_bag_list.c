/*
 * test_bag_list.c - rows of comma-separated values, and signed lists of files (A24).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "archive/bag_list.h"
#include "bag_maker.h"
#include "base/limits.h"

static void rows(void **state)
{
    (void)state;
    struct chy_csv csv;
    struct chy_csv_row row;
    const char *why;
    assert_true(chy_csv_open(&csv,
                             CHY_LITERAL("\xEF\xBB\xBF"
                                         "a,,\"b \"\"c\"\",\r\nd\"\r\n\r\n\nlast"),
                             NULL));
    assert_true(chy_csv_next(&row, &why, &csv) && !why);
    assert_int_equal(row.fields, 3);
    assert_true(chy_span_is(row.field[0], "a") && row.field[1].len == 0);
    assert_true(chy_span_is(row.field[2], "b \"c\",\r\nd"));
    assert_int_equal(row.line, 1);
    assert_true(chy_csv_next(&row, &why, &csv) && !why);
    assert_true(chy_span_is(row.field[0], "last"));
    assert_int_equal(row.line, 5);
    assert_false(chy_csv_next(&row, &why, &csv));
    chy_csv_done(&csv);
}

static void rows_that_are_none(void **state)
{
    (void)state;
    static const char *const bad[] = {"\"a", "a\"b", "\"a\"b", ",,,,,,,,,,,,,,,,"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct chy_csv csv;
        struct chy_csv_row row;
        const char *why = NULL;
        assert_true(chy_csv_open(&csv, chy_span_str(bad[i]), NULL));
        assert_true(chy_csv_next(&row, &why, &csv) && why);
        assert_false(chy_csv_next(&row, &why, &csv));
        chy_csv_done(&csv);
    }
}

#define HEX "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881" /* of x */
#define HEAD "sha256,file,symbol,language,issue,date\n"

static void lists(void **state)
{
    (void)state;
    struct chy_list list;
    assert_true(chy_list_read(
        &list,
        CHY_LITERAL(HEAD HEX ",b,S/1,en,,1962-10-24\n" HEX ",a,S/1,fr\n" HEX ",c,S/1,en,2\n"),
        NULL));
    assert_int_equal(list.rows, 3);
    assert_true(chy_span_is(list.row[0].file, "a") && chy_span_is(list.row[2].file, "c"));
    assert_true(chy_span_is(list.row[1].date, "1962-10-24"));
    chy_list_done(&list);
    static const struct {
        const char *text;
        enum chancery_code code;
        unsigned line;
    } bad[] = {
        {"", CHANCERY_E_FORMAT, 1},
        {"file,digest\n", CHANCERY_E_FORMAT, 1},
        {HEAD, CHANCERY_E_FORMAT, 1},
        {HEAD HEX ",/etc/passwd\n", CHANCERY_E_REFUSED, 2},
        {HEAD HEX ",a/../b\n", CHANCERY_E_REFUSED, 2},
        {HEAD HEX ",\n", CHANCERY_E_REFUSED, 2},
        {HEAD "2D,a\n", CHANCERY_E_FORMAT, 2},
        {HEAD HEX ",a,,,,1962-02-30\n", CHANCERY_E_FORMAT, 2},
        {HEAD HEX ",a,,,0\n", CHANCERY_E_FORMAT, 2},
        {HEAD HEX ",a\n\n" HEX ",\"b\n", CHANCERY_E_FORMAT, 4},
        {HEAD HEX ",a\n" HEX ",a\n", CHANCERY_E_CONFLICT, 0},
        {HEAD HEX ",a,S/1,en,1\n" HEX ",b,S/1,en\n", CHANCERY_E_CONFLICT, 0},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        chancery_error error = CHANCERY_ERROR_INIT;
        assert_false(chy_list_read(&list, chy_span_str(bad[i].text), &error));
        if (error.code != bad[i].code || (bad[i].line && error.line != bad[i].line))
            fail_msg("%zu: %s, line %u", i, error.text, error.line);
    }
}

static void a_bag_is_held_to_its_list(void **state)
{
    (void)state;
    static const struct {
        const char *list;
        enum chancery_defect_code code;
        const char *path;
    } cases[] = {
        {"file,sha256\nletter.txt," HEX "\n", CHANCERY_D_LIST_DIFFERS, "data/letter.txt"},
        {"file,sha256\nabsent.txt," HEX "\n", CHANCERY_D_FILE_MISSING, "data/absent.txt"},
        {"file\n", CHANCERY_D_LIST_DIFFERS, "data/list.csv"},
    };
    for (size_t i = 0; i < 3; i++) {
        begin_bag();
        put_payload("data/letter.txt", "y");
        put_payload("data/list.csv", cases[i].list);
        put("bag/bag-info.txt", "Chancery-List: data/list.csv\n");
        seal_bag();
        expect_defect(cases[i].code, cases[i].path);
    }
    struct chy_bag bag = {0}; /* also where the caller keeps nothing */
    const struct chy_bag_options options = {.own = true};
    begin_bag();
    put_payload("data/letter.txt", "x");
    put_payload("data/list.csv", "file,sha256\nletter.txt," HEX "\n");
    put("bag/bag-info.txt", "Chancery-List: data/list.csv\n");
    seal_bag();
    assert_true(chy_bag_check(&bag, AT_FDCWD, "bag", &options, NULL));
    print_defects(&bag);
    assert_int_equal(bag.defects.count, 0);
    chy_bag_done(&bag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows),
        cmocka_unit_test(rows_that_are_none),
        cmocka_unit_test(lists),
        IN_SANDBOX(a_bag_is_held_to_its_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
