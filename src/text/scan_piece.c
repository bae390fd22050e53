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

/* A soft hyphen may only say where the word of two letters is broken. What follows and is
 * ill-formed is refused by itself. */
static bool is_between_letters(const struct scan *scan, const uint8_t *ptr)
{
    const uint8_t *before = ptr, *after = ptr + 2;
    uint32_t cp;
    if (ptr == scan->begin || after == scan->end)
        return false;
    do {
        before--;
    } while ((*before & 0xC0) == 0x80);
    (void)chy_utf8_decode(&cp, before, scan->end);
    if (!(chy_properties(cp) & (CHY_CP_LETTER | CHY_CP_MARK)))
        return false;
    return chy_utf8_decode(&cp, after, scan->end) == 0 || chy_properties(cp) & CHY_CP_LETTER;
}

/* Decodes and screens the character at ptr, above ASCII; its length, or 0 with the error set.
 */
static unsigned take(struct scan *scan, const uint8_t *ptr, uint32_t *cp, unsigned *properties)
{
    unsigned len = chy_utf8_next(cp, ptr, scan->end);
    bool good = len > 0;
    if (good) {
        *properties = chy_properties(*cp);
        good = (*properties & CHY_CP_CLASS) == CHY_CP_ALLOWED || is_joiner(*cp);
    }
    if (good && *cp == SOFT_HYPHEN)
        good = is_between_letters(scan, ptr);
    if (good) {
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

chancery_span chy_scan_own(const struct piece *piece)
{
    chancery_span span = between(piece->from, piece->to), soft = CHY_LITERAL("\xC2\xAD");
    while (chy_span_starts(span, soft))
        span = chy_span_from(span, soft.len);
    while (chy_span_ends(span, soft))
        span.len -= soft.len;
    return span;
}

/* A line ends here, by so many bytes, and is followed by blank lines if breaks is above 1. */
static void end_line(struct scan *scan, size_t bytes, unsigned breaks)
{
    scan->altered |= *scan->ptr != '\n' || scan->ptr > scan->blanks || scan->breaks == 2;
    scan->row += breaks;
    scan->breaks = scan->breaks + breaks > 2 ? 2 : scan->breaks + breaks;
    scan->ptr += bytes;
    scan->blanks = scan->ptr;
}

/* U+2028 LINE SEPARATOR and U+2029 PARAGRAPH SEPARATOR, which are E2 80 A8 and E2 80 A9. */
static unsigned separator_at(const struct scan *scan)
{
    const uint8_t *ptr = scan->ptr;
    if (scan->end - ptr < 3 || ptr[0] != 0xE2 || ptr[1] != 0x80)
        return 0;
    return ptr[2] == 0xA8 ? 1 : ptr[2] == 0xA9 ? 2 : 0;
}

void chy_scan_blanks(struct scan *scan)
{
    for (; scan->ptr < scan->end; scan->combining = 0) {
        uint8_t byte = *scan->ptr;
        if (byte == ' ' || byte == '\t')
            scan->ptr++;
        else if (byte == '\n' || byte == '\r') {
            bool two = byte == '\r' && scan->end - scan->ptr > 1 && scan->ptr[1] == '\n';
            scan->line++;
            end_line(scan, two ? 2 : 1, 1);
        } else if (byte == '\f') {
            end_line(scan, 1, 2);
        } else if (separator_at(scan) > 0) {
            end_line(scan, 3, separator_at(scan));
        } else {
            return;
        }
    }
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
            return piece->to > piece->from || chy_scan_refuse(scan, scan->ptr); /* a control */
        uint32_t cp;
        unsigned properties, len = take(scan, piece->to, &cp, &properties);
        if (len == 0)
            return false;
        bool space = properties & CHY_CP_SPACE;
        if (space && piece->to == piece->from) {
            piece->to += len;
            piece->traits = traits_of(cp, properties) | IS_SPACE;
            return true;
        }
        if (space || is_next_piece(piece, cp, properties))
            return true;
        piece->traits |= traits_of(cp, properties);
        piece->to += len;
    }
}
