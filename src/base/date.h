/*
 * date.h - calendar dates (proleptic Gregorian) and UTC times.
 */
#ifndef CHY_DATE_H
#define CHY_DATE_H

#include "base/error.h"

static inline bool chy_date_is_set(chancery_date d)
{
    return d.year != 0;
}

/* Exactly "YYYY-MM-DD", years 0001 to 9999, a day that exists. */
CHY_MUST_USE bool chy_date_parse(chancery_date *out, chancery_span text);
/* out: room for 11 bytes; "" if not set. */
void chy_date_format(char out[11], chancery_date date);
/* <0, 0, >0. An unset date is before every other. */
int chy_date_cmp(chancery_date a, chancery_date b);
/* Year, month, day into a date; false if there is no such day. */
CHY_MUST_USE bool chy_date_make(chancery_date *out, int year, int month, int day);

/* "YYYY-MM-DD" (that day's 00:00:00 UTC) or RFC 3339 with any offset, into seconds since 1970
 * UTC. Leap second 60 is taken as 59. */
CHY_MUST_USE bool chy_time_parse(int64_t *out, chancery_span text);
/* "YYYY-MM-DDTHH:MM:SSZ"; out: room for 21 bytes. */
void chy_time_format(char out[21], int64_t utc_seconds);
/* The UTC day of a time. */
chancery_date chy_time_date(int64_t utc_seconds);
/* 9999-12-31T23:59:59Z: for judging where nothing is in the future. */
#define CHY_END_OF_TIME 253402300799

#endif
