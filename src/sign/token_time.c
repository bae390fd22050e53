/*
 * token_time.c - when a token was made: spec/time.md, rules T8 and T9.
 */
#include "sign/token_parts.h"

#include "base/limits.h"

#define MICRO 1000000 /* in a second */

/* A moment: seconds, microseconds, and whether there is anything beyond these. */
struct moment {
    int64_t seconds, micros;
    bool more;
};

/* "20121001120000.5Z". */
static bool read_time(struct moment *out, const ASN1_GENERALIZEDTIME *time)
{
    char text[] = "0000-00-00T00:00:00Z";
    static const uint8_t place[14] = {0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18};
    const uint8_t *at = ASN1_STRING_get0_data(time);
    int len = ASN1_STRING_length(time);
    if (len < 15 || at[len - 1] != 'Z')
        return false;
    for (int i = 0; i < 14; i++)
        text[place[i]] = (char)at[i];
    if (len > 15 && (len < 17 || at[14] != '.' || at[len - 2] == '0'))
        return false; /* DER has no zeros at the end of one */
    *out = (struct moment){0};
    int64_t worth = MICRO;
    for (int i = 15; i < len - 1; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
        worth /= 10;
        out->micros += (at[i] - '0') * worth;
        out->more = out->more || (worth == 0 && at[i] != '0');
    }
    return chancery_time_parse(&out->seconds, text);
}

/* Of one part of an accuracy; 0 where it is not there. */
static bool read_part(int64_t *out, const ASN1_INTEGER *part, int64_t most)
{
    *out = 0;
    return !part || (ASN1_INTEGER_get_int64(out, part) == 1 && *out >= 0 && *out <= most);
}

/* In microseconds. False past the limit, and for what RFC 3161 does not allow: milliseconds and
 * microseconds are from 1 to 999. */
static bool read_accuracy(int64_t *out, TS_ACCURACY *accuracy)
{
    int64_t seconds, millis, micros;
    const ASN1_INTEGER *milli = TS_ACCURACY_get_millis(accuracy);
    const ASN1_INTEGER *micro = TS_ACCURACY_get_micros(accuracy);
    if (!read_part(&seconds, TS_ACCURACY_get_seconds(accuracy), CHY_MAX_ACCURACY) ||
        !read_part(&millis, milli, 999) || !read_part(&micros, micro, 999) ||
        (milli && millis == 0) || (micro && micros == 0))
        return false;
    *out = seconds * MICRO + millis * 1000 + micros;
    return *out <= (int64_t)CHY_MAX_ACCURACY * MICRO;
}

/* The first full second that is not before the moment and as many microseconds after it. */
static int64_t round_up(const struct moment *moment, int64_t micros)
{
    int64_t sum = moment->micros + micros;
    bool rest = sum % MICRO != 0 || moment->more;
    return moment->seconds + sum / MICRO + rest;
}

/* T8 and T9. A bound is rounded outwards once, after it was added up. */
bool chy_token_check_time(struct chy_token_reading *r, int64_t now)
{
    TS_ACCURACY *accuracy = TS_TST_INFO_get_accuracy(r->info);
    int64_t within = 0;
    struct moment made;
    if (!read_time(&made, TS_TST_INFO_get_time(r->info)))
        return chy_token_refuse(r, "the timestamp's time cannot be read");
    if (accuracy && !read_accuracy(&within, accuracy))
        return chy_token_refuse(
            r, "the timestamp's accuracy is no use: more than a day, or malformed");
    r->said.made = made.seconds;
    r->said.latest = round_up(&made, within);
    if (round_up(&made, 0) - CHY_MAX_CLOCK_SKEW > now)
        return chy_token_refuse(r, "the timestamp is of a time that is still to come");
    return true;
}
