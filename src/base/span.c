#include "base/span.h"

chancery_span chy_span_from(chancery_span a, size_t from)
{
    return chy_span_sub(a, from, SIZE_MAX);
}

chancery_span chy_span_sub(chancery_span a, size_t from, size_t len)
{
    if (from >= a.len)
        return (chancery_span){a.ptr ? a.ptr + a.len : NULL, 0};
    size_t left = a.len - from;
    return (chancery_span){a.ptr + from, len < left ? len : left};
}

bool chy_span_ends(chancery_span a, chancery_span suffix)
{
    return a.len >= suffix.len && chy_span_eq(chy_span_from(a, a.len - suffix.len), suffix);
}

bool chy_span_line(chancery_span *line, chancery_span *rest)
{
    if (rest->len == 0)
        return false;
    const uint8_t *lf = memchr(rest->ptr, '\n', rest->len);
    size_t len = lf ? (size_t)(lf - rest->ptr) : rest->len;
    *line = chy_span_sub(*rest, 0, len);
    *rest = chy_span_from(*rest, len + 1);
    return true;
}
