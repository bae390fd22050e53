/*
 * json_reader.h - a place in JSON text that is being read. For json_read.c and json_string.c.
 */
#ifndef CHY_JSON_READER_H
#define CHY_JSON_READER_H

#include "base/buf.h"

struct chy_reader {
    const uint8_t *start, *at, *end;
    unsigned depth;
    struct chy_buf text; /* strings being read, the innermost last */
    bool other; /* the canonical form of what was read so far is not what stands there */
    chancery_error *error;
};

/* CHANCERY_E_JSON at this place: what is needed or wrong. False. */
bool chy_reader_fail(const struct chy_reader *r, const char *what);

/* Appends a string to r->text; it begins after its opening quote. */
CHY_MUST_USE bool chy_reader_string(struct chy_reader *r);

/* A string without escapes, as most are: a view of it where it stands. False, and nothing is
 * taken, for any other, be it right or wrong. */
bool chy_reader_plain(chancery_span *view, struct chy_reader *r);

static inline bool chy_reader_is(const struct chy_reader *r, uint8_t byte)
{
    return r->at < r->end && *r->at == byte;
}

static inline bool chy_reader_take(struct chy_reader *r, uint8_t byte)
{
    if (!chy_reader_is(r, byte))
        return false;
    r->at++;
    return true;
}

#endif
