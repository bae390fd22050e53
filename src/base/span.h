/*
 * span.h - helpers over chancery_span, a borrowed run of bytes. None allocates.
 */
#ifndef CHY_SPAN_H
#define CHY_SPAN_H

#include "chancery.h"

#include <string.h>

#define CHY_LITERAL(s) ((chancery_span){(const uint8_t *)(s), sizeof(s) - 1})

static inline chancery_span chy_span(const void *ptr, size_t len)
{
    return (chancery_span){ptr, len};
}

static inline chancery_span chy_span_str(const char *s)
{
    return (chancery_span){(const uint8_t *)s, s ? strlen(s) : 0};
}

static inline bool chy_span_eq(chancery_span a, chancery_span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool chy_span_is(chancery_span a, const char *s)
{
    return chy_span_eq(a, chy_span_str(s));
}

/* a[from..], a[from..from+len]: bounds are clamped, never overrun. */
chancery_span chy_span_from(chancery_span a, size_t from);
chancery_span chy_span_sub(chancery_span a, size_t from, size_t len);
bool chy_span_ends(chancery_span a, chancery_span suffix);

static inline bool chy_span_starts(chancery_span a, chancery_span prefix)
{
    return a.len >= prefix.len &&
           (prefix.len == 0 || memcmp(a.ptr, prefix.ptr, prefix.len) == 0);
}

/* Takes a literal off *rest, if that begins with it. */
static inline bool chy_span_take(chancery_span *rest, chancery_span literal)
{
    if (!chy_span_starts(*rest, literal))
        return false;
    *rest = chy_span_from(*rest, literal.len);
    return true;
}

/* Takes the next line off *rest (without its LF; *rest moves past it). False at the end.
 * A last line without LF is a line. */
bool chy_span_line(chancery_span *line, chancery_span *rest);

#endif
