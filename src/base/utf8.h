/*
 * utf8.h - strict UTF-8 (RFC 3629; Unicode 15.0, table 3-7): no overlong forms, no surrogates,
 * nothing above U+10FFFF.
 */
#ifndef CHY_UTF8_H
#define CHY_UTF8_H

#include "base/span.h"

/* Decodes one code point at ptr (end > ptr) and returns its length in bytes, or 0 where it is
 * ill-formed or cut off by end. */
unsigned chy_utf8_decode(uint32_t *cp, const uint8_t *ptr, const uint8_t *end);
/* Writes 1 to 4 bytes and returns how many. cp is a scalar value. */
unsigned chy_utf8_encode(uint8_t out[4], uint32_t cp);

#endif
