/*
 * escape.h - what may be shown as it is, and what must be escaped before a person sees it.
 *
 * A terminal obeys controls and reorders text at bidirectional marks, and a reader cannot see
 * zero-width characters: a name made of them could pass for another. This is stricter than what
 * a letter may hold only in that nothing is refused here; it is shown in another way.
 */
#ifndef CHY_ESCAPE_H
#define CHY_ESCAPE_H

#include "chancery.h"

struct chy_glyph {
    uint32_t cp;    /* the code point; the byte, where it is ill-formed */
    unsigned taken; /* bytes, 1 to 4 */
    bool ill_formed, visible;
};

/* What stands at ptr (end > ptr). */
struct chy_glyph chy_glyph_at(const uint8_t *ptr, const uint8_t *end);

#define CHY_ESCAPED_MAX 12

/* Writes the glyph that stands at ptr as it is, or escaped (\n, \xHH, \u{HHHH}); returns how
 * many bytes, at most CHY_ESCAPED_MAX. No NUL is added. */
unsigned chy_glyph_escape(char out[CHY_ESCAPED_MAX], struct chy_glyph glyph,
                          const uint8_t *ptr);

#endif
