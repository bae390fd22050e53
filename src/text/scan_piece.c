/*
 * scan_piece.c - the pieces of a file, each character of them screened.
 */
#include "base/limits.h"
#include "text/plain.h"
#include "text/scan.h"
#include "text/screen.h"

bool chy_scan_refuse(struct scan *scan, const uint8_t *ptr)
{
    return chy_screen_fail(scan->error, between(scan->begin, scan->end),
                           (size_t)(ptr - scan->begin));
}

/* Decodes and screens the character at ptr, above ASCII; its length, or 0 with the error set. A
 * soft hyphen does not end a row of marks, since words/v1 drops it. */
static unsigned take(struct scan *scan, const uint8_t *ptr, uint32_t *cp, unsigned *properties)
{
    unsigned len = chy_utf8_next(cp, ptr, scan->end);
    bool good = len > 0;
    if (good) {
        *properties = chy_properties(*cp);
        good = (*properties & CHY_CP_CLASS) == CHY_CP_ALLOWED || is_joiner(*cp);
    }
    if (good && *cp != SOFT_HYPHEN) {
        unsigned before = *properties & CHY_CP_NONSTARTER ? scan->combining : 0;
        scan->combining = before + (*properties >> CHY_CP_TAIL_SHIFT & CHY_CP_TAIL);
        good = scan->combining <= CHY_MAX_COMBINING;
    }
    if (!good)
        chy_scan_refuse(scan, ptr);
    return good ? len : 0;
}

static unsigned traits_of(uint32_t cp, unsigned properties)
{
    unsigned traits = properties & CHY_CP_NORMALIZE ? HAS_NORMALIZE : 0;
    traits |= cp >= 0x2010 && cp <= 0x201F ? HAS_FOLD : 0;
    traits |= cp == SOFT_HYPHEN ? HAS_SOFT : 0;
    traits |= is_joiner(cp) ? HAS_JOINER : 0;
    return traits | (properties & CHY_CP_IDEOGRAPHIC ? IS_IDEOGRAPH : 0);
}

/* An ideograph begins a piece, and after one only marks (and soft hyphens) go on with it. */
static bool is_next_piece(const struct piece *piece, uint32_t cp, unsigned properties)
{
    if (piece->traits & IS_IDEOGRAPH)
        return cp != SOFT_HYPHEN && !(properties & CHY_CP_MARK);
    return (properties & CHY_CP_IDEOGRAPHIC) && piece->to > piece->from;
}

/* With how many combining marks a letter of two bytes ends. */
static unsigned tail_of(const uint8_t *ptr)
{
    uint32_t cp = (ptr[0] & 0x1Fu) << 6 | (ptr[1] & 0x3Fu);
    return chy_properties(cp) >> CHY_CP_TAIL_SHIFT & CHY_CP_TAIL;
}

bool chy_scan_piece(struct scan *scan, struct piece *piece)
{
    *piece = (struct piece){.from = scan->ptr, .to = scan->ptr};
    for (;;) {
        if (!(piece->traits & IS_IDEOGRAPH)) {
            const uint8_t *plain = chy_plain_ascii(piece->to, scan->end);
            scan->combining = plain > piece->to ? 0 : scan->combining;
            piece->to = plain;
            plain = chy_plain_pairs(plain, scan->end);
            if (plain > piece->to) {
                scan->combining = tail_of(plain - 2);
                piece->to = plain;
                continue;
            }
        }
        if (piece->to == scan->end || *piece->to < 0x80)
            return true;
        uint32_t cp;
        unsigned properties, len = take(scan, piece->to, &cp, &properties);
        if (len == 0)
            return false;
        if ((properties & CHY_CP_SPACE) || is_next_piece(piece, cp, properties))
            return true;
        piece->traits |= traits_of(cp, properties);
        piece->to += len;
    }
}
