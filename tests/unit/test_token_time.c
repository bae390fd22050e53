/*
 * test_token_time.c - rules T8 and T9 of spec/time.md at their edges: a bound is rounded
 * outwards once, after it was added up.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/limits.h"
#include "sign/token_parts.h"

#define NOON INT64_C(1740830400) /* 2025-03-01T12:00:00Z */
#define LATE (NOON + 1000000)

struct time_case {
    const char *fraction;            /* of the second noon, with its point */
    int64_t seconds, millis, micros; /* of accuracy; -1: not there */
    int64_t after; /* the proven time is so many seconds after noon; -1: it is refused */
};

static ASN1_INTEGER *number(int64_t value)
{
    ASN1_INTEGER *made = ASN1_INTEGER_new();
    assert_non_null(made);
    assert_int_equal(ASN1_INTEGER_set_int64(made, value), 1);
    return made;
}

static TS_TST_INFO *info_of(const struct time_case *one)
{
    TS_TST_INFO *info = TS_TST_INFO_new();
    ASN1_GENERALIZEDTIME *time = ASN1_GENERALIZEDTIME_new();
    char text[64];
    assert_true(info && time);
    snprintf(text, sizeof text, "20250301120000%sZ", one->fraction);
    assert_int_equal(ASN1_STRING_set(time, text, -1), 1);
    assert_int_equal(TS_TST_INFO_set_time(info, time), 1);
    ASN1_GENERALIZEDTIME_free(time);
    if (one->seconds < 0 && one->millis < 0 && one->micros < 0)
        return info;
    TS_ACCURACY *accuracy = TS_ACCURACY_new();
    assert_non_null(accuracy);
    const struct {
        int64_t value;
        int (*set)(TS_ACCURACY *, const ASN1_INTEGER *);
    } parts[] = {{one->seconds, TS_ACCURACY_set_seconds},
                 {one->millis, TS_ACCURACY_set_millis},
                 {one->micros, TS_ACCURACY_set_micros}};
    for (size_t i = 0; i < 3; i++) {
        if (parts[i].value < 0)
            continue;
        ASN1_INTEGER *made = number(parts[i].value);
        assert_int_equal(parts[i].set(accuracy, made), 1);
        ASN1_INTEGER_free(made);
    }
    assert_int_equal(TS_TST_INFO_set_accuracy(info, accuracy), 1);
    TS_ACCURACY_free(accuracy);
    return info;
}

static bool check(struct chy_token_reading *r, const struct time_case *one, int64_t now)
{
    *r = (struct chy_token_reading){.info = info_of(one)};
    bool ok = chy_token_check_time(r, now);
    TS_TST_INFO_free(r->info);
    return ok;
}

static const struct time_case cases[] = {
    {"", -1, -1, -1, 0},
    {"", 1, -1, -1, 1},
    {"", 0, -1, -1, 0},
    {"", -1, 1, -1, 1},
    {"", -1, -1, 1, 1},
    {"", 1, 999, 999, 2},
    {".5", -1, -1, -1, 1},
    /* the fraction and the accuracy are added first: a second, and a little more */
    {".5", -1, 500, -1, 1},
    {".5", -1, 500, 1, 2},
    {".5", -1, 499, 999, 1},
    {".5", 1, 500, -1, 2},
    {".499999", -1, 500, 1, 1},
    {".499999", -1, 500, 2, 2},
    {".000001", -1, -1, 999, 1},
    /* smaller than a microsecond */
    {".4999999", -1, 500, -1, 1},
    {".5000001", -1, 500, -1, 2},
    {".50000000000000000000000000000000001", -1, 500, -1, 2},
    {".0000001", -1, -1, -1, 1},
    {".0000001", -1, 999, 999, 1},
    {".0000011", -1, 999, 999, 2},
    /* a day, and no more */
    {"", CHY_MAX_ACCURACY, -1, -1, CHY_MAX_ACCURACY},
    {".5", CHY_MAX_ACCURACY, -1, -1, CHY_MAX_ACCURACY + 1},
    {"", CHY_MAX_ACCURACY, -1, 1, -1},
    {"", CHY_MAX_ACCURACY, 1, -1, -1},
    {"", CHY_MAX_ACCURACY - 1, 999, 999, CHY_MAX_ACCURACY},
    {"", CHY_MAX_ACCURACY + 1, -1, -1, -1},
    /* what RFC 3161 does not allow */
    {"", -1, 0, -1, -1},
    {"", -1, 1000, -1, -1},
    {"", -1, -1, 0, -1},
    {"", -1, -1, 1000, -1},
};

static void test_bounds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct chy_token_reading r;
        bool ok = check(&r, &cases[i], LATE);
        if (ok != (cases[i].after >= 0) || (ok && r.said.latest != NOON + cases[i].after))
            fail_msg("%zu: %d, %lld", i, ok, (long long)(r.said.latest - NOON));
        if (ok)
            assert_int_equal(r.said.made, NOON);
    }
}

/* T8: 300 seconds ahead of the clock, and not the smallest part of one more. */
static void test_ahead(void **state)
{
    static const struct time_case whole = {"", -1, -1, -1, 0},
                                  more = {".0000001", -1, -1, -1, 1};
    struct chy_token_reading r;
    (void)state;
    assert_true(check(&r, &whole, NOON - CHY_MAX_CLOCK_SKEW));
    assert_false(check(&r, &whole, NOON - CHY_MAX_CLOCK_SKEW - 1));
    assert_false(check(&r, &more, NOON - CHY_MAX_CLOCK_SKEW));
    assert_true(check(&r, &more, NOON - CHY_MAX_CLOCK_SKEW + 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_bounds),
                                       cmocka_unit_test(test_ahead)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
