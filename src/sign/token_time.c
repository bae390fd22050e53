/*
 * token_time.c - when a token was made: spec/time.md, rules T8 and T9.
 */
#include "sign/token_parts.h"

#include "base/limits.h"

/* "20121001120000.5Z": seconds, and whether there is a fraction of one. */
static bool read_time(int64_t *out, bool *fraction, const ASN1_GENERALIZEDTIME *time)
{
    char text[] = "0000-00-00T00:00:00Z";
    static const uint8_t place[14] = {0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18};
    const uint8_t *at = ASN1_STRING_get0_data(time);
    int len = ASN1_STRING_length(time);
    if (len < 15 || at[len - 1] != 'Z')
        return false;
    for (int i = 0; i < 14; i++)
        text[place[i]] = (char)at[i];
    *fraction = len > 15;
    if (*fraction && (len < 17 || at[14] != '.' || at[len - 2] == '0'))
        return false; /* DER has no zeros at the end of one */
    for (int i = 15; i < len - 1; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
    }
    return chancery_time_parse(out, text);
}

/* Seconds, and one more for any fraction. False past the limit. */
static bool read_accuracy(int64_t *out, TS_ACCURACY *accuracy)
{
    const ASN1_INTEGER *seconds = TS_ACCURACY_get_seconds(accuracy);
    *out = TS_ACCURACY_get_millis(accuracy) || TS_ACCURACY_get_micros(accuracy);
    if (!seconds)
        return true;
    int64_t whole;
    if (ASN1_INTEGER_get_int64(&whole, seconds) != 1 || whole < 0 || whole > CHY_MAX_ACCURACY)
        return false;
    *out += whole;
    return true;
}

/* T8 and T9. */
bool chy_token_check_time(struct chy_token_reading *r, int64_t now)
{
    TS_ACCURACY *accuracy = TS_TST_INFO_get_accuracy(r->info);
    int64_t within = 0;
    bool fraction;
    if (!read_time(&r->said.made, &fraction, TS_TST_INFO_get_time(r->info)))
        return chy_token_refuse(r, "the timestamp's time cannot be read");
    if (accuracy && !read_accuracy(&within, accuracy))
        return chy_token_refuse(r, "the timestamp's accuracy is no use: more than a day");
    r->said.latest = r->said.made + within + fraction;
    if (r->said.made - CHY_MAX_CLOCK_SKEW > now)
        return chy_token_refuse(r, "the timestamp is of a time that is still to come");
    return true;
}
