/* test_date.c - base/date: dates that exist, RFC 3339 times, and the calendar from 1 to
 * 9999. */
#include "base/date.h"
#include "base/span.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static void test_dates(void **state)
{
    (void)state;
    static const char *const good[] = {"0001-01-01", "2012-09-18", "2012-02-29", "2000-02-29",
                                       "9999-12-31"};
    static const char *const bad[] = {
        "",           "2012-9-18",  "2012-09-1",   "12-09-18",   "2012/09/18",  "2012-09-18 ",
        "2012-00-10", "2012-13-01", "2012-04-31",  "2011-02-29", "1900-02-29",  "0000-01-01",
        "2012-09-00", "+012-09-18", "2012-09-18T", "-001-01-01", "10000-01-01", "2012-09-1x"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        chancery_date date = {0};
        char text[11];
        assert_true(chy_date_parse(&date, chy_span_str(good[i])));
        assert_true(chy_date_is_set(date));
        chy_date_format(text, date);
        assert_string_equal(text, good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        chancery_date date = {.year = 7};
        assert_false(chy_date_parse(&date, chy_span_str(bad[i])));
        assert_int_equal(date.year, 7);
    }
    char text[11];
    chy_date_format(text, (chancery_date){0});
    assert_string_equal(text, "");
}

static void test_order(void **state)
{
    (void)state;
    static const chancery_date rising[] = {{0, 0, 0},     {1, 1, 1},    {2011, 12, 31},
                                           {2012, 1, 31}, {2012, 2, 1}, {2012, 2, 2}};
    const size_t count = sizeof rising / sizeof *rising;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            int cmp = chy_date_cmp(rising[i], rising[j]);
            assert_true(i < j ? cmp < 0 : i > j ? cmp > 0 : cmp == 0);
        }
    }
}

static void test_times(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t utc;
    } good[] = {
        {"1970-01-01", 0},
        {"1970-01-01T00:00:00Z", 0},
        {"1969-12-31T23:59:59Z", -1},
        {"2012-09-18", 1347926400},
        {"1985-04-12T23:20:50.52Z", 482196050}, /* RFC 3339, section 5.8 */
        {"1996-12-19T16:39:57-08:00", 851042397},
        {"1990-12-31T23:59:60Z", 662687999},
        {"1990-12-31T15:59:60-08:00", 662687999},
        {"1937-01-01T12:00:27.87+00:20", -1041337173},
        {"2012-09-18t01:02:03z", 1347930123},
        {"0001-01-01T00:00:00Z", -62135596800},
        {"9999-12-31T23:59:59Z", 253402300799},
        {"2012-09-18T00:00:00-00:00", 1347926400},
    };
    static const char *const bad[] = {
        "",
        "2012-09-18T",
        "2012-09-18 01:02:03Z",
        "2012-09-18T01:02:03",
        "2012-09-18T01:02Z",
        "2012-09-18T24:00:00Z",
        "2012-09-18T00:60:00Z",
        "2012-09-18T00:00:61Z",
        "2012-09-18T00:00:00.Z",
        "2012-09-18T00:00:00,5Z",
        "2012-09-18T00:00:00+0100",
        "2012-09-18T00:00:00+24:00",
        "2012-09-18T00:00:00+01:60",
        "2012-09-18T00:00:00Zx",
        "2012-09-18Z",
        "2012-09-31T00:00:00Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int64_t utc = 0;
        assert_true(chy_time_parse(&utc, chy_span_str(good[i].text)));
        assert_true(utc == good[i].utc);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t utc = 7;
        if (chy_time_parse(&utc, chy_span_str(bad[i])) || utc != 7)
            fail_msg("\"%s\" was taken", bad[i]);
    }
}

/* Every day that exists, counted one by one: the two directions of the calendar agree. */
static void test_every_day(void **state)
{
    (void)state;
    int64_t utc = -62135596800;
    for (int year = 1; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            chancery_date date;
            for (int day = 1; chy_date_make(&date, year, month, day); day++, utc += 86400) {
                chancery_date at_end = chy_time_date(utc + 86399);
                if (chy_date_cmp(chy_time_date(utc), date) != 0 ||
                    chy_date_cmp(at_end, date) != 0)
                    fail_msg("%04d-%02d-%02d", year, month, day);
            }
        }
    }
    assert_true(utc == 253402300800);
}

static void test_format(void **state)
{
    (void)state;
    char text[21];
    int64_t back = 0;
    chy_time_format(text, 1347930123);
    assert_string_equal(text, "2012-09-18T01:02:03Z");
    chy_time_format(text, -1);
    assert_string_equal(text, "1969-12-31T23:59:59Z");
    chy_time_format(text, INT64_MIN);
    assert_string_equal(text, "0001-01-01T00:00:00Z");
    chy_time_format(text, INT64_MAX);
    assert_string_equal(text, "9999-12-31T23:59:59Z");
    for (int64_t utc = -62135596800; utc <= 253402300799; utc += 86400 * 97 + 12345) {
        chy_time_format(text, utc);
        assert_true(chy_time_parse(&back, chy_span_str(text)) && back == utc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),  cmocka_unit_test(test_order),
        cmocka_unit_test(test_times),  cmocka_unit_test(test_every_day),
        cmocka_unit_test(test_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
