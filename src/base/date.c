#include "base/date.h"

#include "base/span.h"

#include <stdio.h>

#define DAY 86400
#define FIRST_TIME (-62135596800) /* 0001-01-01T00:00:00Z */
#define LAST_TIME 253402300799    /* 9999-12-31T23:59:59Z */

static int days_in_month(int year, int month)
{
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

bool chy_date_make(chancery_date *out, int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month))
        return false;
    *out = (chancery_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
    return true;
}

/* Takes count digits off *text; false, *text as it was, where there are not so many. */
static bool take_digits(int *out, chancery_span *text, size_t count)
{
    int value = 0;
    if (text->len < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (text->ptr[i] < '0' || text->ptr[i] > '9')
            return false;
        value = value * 10 + (text->ptr[i] - '0');
    }
    *out = value;
    *text = chy_span_from(*text, count);
    return true;
}

static bool take_byte(chancery_span *text, char byte)
{
    if (text->len == 0 || text->ptr[0] != (uint8_t)byte)
        return false;
    *text = chy_span_from(*text, 1);
    return true;
}

static bool take_date(chancery_date *out, chancery_span *text)
{
    int year, month, day;
    return take_digits(&year, text, 4) && take_byte(text, '-') &&
           take_digits(&month, text, 2) && take_byte(text, '-') && take_digits(&day, text, 2) &&
           chy_date_make(out, year, month, day);
}

bool chy_date_parse(chancery_date *out, chancery_span text)
{
    chancery_date date;
    if (!take_date(&date, &text) || text.len > 0)
        return false;
    *out = date;
    return true;
}

/* The last two digits; printf takes ten times as long over a date, of which a verdict has many.
 */
static void put_two(char out[2], unsigned number)
{
    out[0] = (char)('0' + number / 10 % 10);
    out[1] = (char)('0' + number % 10);
}

void chy_date_format(char out[11], chancery_date date)
{
    out[0] = '\0';
    if (!chy_date_is_set(date))
        return;
    const unsigned year = (unsigned)date.year;
    put_two(out, year / 100);
    put_two(out + 2, year);
    out[4] = '-';
    put_two(out + 5, date.month);
    out[7] = '-';
    put_two(out + 8, date.day);
    out[10] = '\0';
}

int chy_date_cmp(chancery_date a, chancery_date b)
{
    int day_a = a.year * 10000 + a.month * 100 + a.day;
    int day_b = b.year * 10000 + b.month * 100 + b.day;
    return (day_a > day_b) - (day_a < day_b);
}

/* Days from 1970-01-01. Years are counted from March, so that the leap day is a year's last. */
static int64_t days_of(chancery_date date)
{
    int64_t year = date.month > 2 ? date.year : date.year - 1;
    int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;
    int64_t day = (153 * month + 2) / 5 + date.day - 1;
    return 365 * year + year / 4 - year / 100 + year / 400 + day - 719468;
}

/* "HH:MM:SS" and any fraction, into seconds of the day; the fraction is dropped. */
static bool take_clock(int *out, chancery_span *text)
{
    int hour, minute, second;
    if (!take_digits(&hour, text, 2) || !take_byte(text, ':') ||
        !take_digits(&minute, text, 2) || !take_byte(text, ':') ||
        !take_digits(&second, text, 2) || hour > 23 || minute > 59 || second > 60)
        return false;
    if (take_byte(text, '.')) {
        int digit;
        if (!take_digits(&digit, text, 1))
            return false;
        while (take_digits(&digit, text, 1)) {
        }
    }
    *out = hour * 3600 + minute * 60 + (second == 60 ? 59 : second);
    return true;
}

/* "Z" or "+HH:MM", into seconds east of UTC. */
static bool take_offset(int *out, chancery_span *text)
{
    int hour, minute;
    if (take_byte(text, 'Z') || take_byte(text, 'z')) {
        *out = 0;
        return true;
    }
    bool west = take_byte(text, '-');
    if ((!west && !take_byte(text, '+')) || !take_digits(&hour, text, 2) ||
        !take_byte(text, ':') || !take_digits(&minute, text, 2) || hour > 23 || minute > 59)
        return false;
    *out = (hour * 3600 + minute * 60) * (west ? -1 : 1);
    return true;
}

bool chy_time_parse(int64_t *out, chancery_span text)
{
    chancery_date date;
    int clock = 0, offset = 0;
    if (!take_date(&date, &text))
        return false;
    if (text.len > 0 && ((!take_byte(&text, 'T') && !take_byte(&text, 't')) ||
                         !take_clock(&clock, &text) || !take_offset(&offset, &text)))
        return false;
    int64_t utc = days_of(date) * DAY + clock - offset;
    if (text.len > 0 || utc < FIRST_TIME || utc > LAST_TIME)
        return false;
    *out = utc;
    return true;
}

/* A time outside years 1 to 9999 is taken as the nearest that is inside. */
static int64_t clamp(int64_t utc)
{
    return utc < FIRST_TIME ? FIRST_TIME : utc > LAST_TIME ? LAST_TIME : utc;
}

chancery_date chy_time_date(int64_t utc_seconds)
{
    /* days from 0000-03-01, which is 306 days before the first time: never negative */
    int64_t days = (clamp(utc_seconds) - FIRST_TIME) / DAY + 306;
    int64_t era = days / 146097, in_era = days % 146097;
    int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * in_year + 2) / 153;
    int64_t day = in_year - (153 * month + 2) / 5 + 1;
    year += era * 400 + (month >= 10 ? 1 : 0);
    month = month < 10 ? month + 3 : month - 9;
    return (chancery_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
}

void chy_time_format(char out[21], int64_t utc_seconds)
{
    char date[11];
    chy_date_format(date, chy_time_date(utc_seconds));
    unsigned clock = (unsigned)((clamp(utc_seconds) - FIRST_TIME) % DAY);
    snprintf(out, 21, "%sT%02u:%02u:%02uZ", date, clock / 3600 % 24, clock / 60 % 60,
             clock % 60);
}

bool chancery_time_parse(int64_t *utc, const char *text)
{
    return chy_time_parse(utc, chy_span_str(text));
}
