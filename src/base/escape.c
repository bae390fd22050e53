#include "base/escape.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

/* Code points that a person cannot see or that change how others are shown: controls, format
 * and bidirectional characters, fillers, variation selectors, tags, private use. Sorted. */
static const struct range {
    uint32_t first, last;
} hidden[] = {
    {0x0000, 0x001F},   {0x007F, 0x009F},    {0x00AD, 0x00AD},   {0x034F, 0x034F},
    {0x061C, 0x061C},   {0x115F, 0x1160},    {0x17B4, 0x17B5},   {0x180B, 0x180F},
    {0x200B, 0x200F},   {0x2028, 0x202E},    {0x2060, 0x206F},   {0x3164, 0x3164},
    {0xE000, 0xF8FF},   {0xFDD0, 0xFDEF},    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},    {0x13430, 0x1345F}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0x10FFFF},
};

static bool is_visible(uint32_t cp)
{
    if (cp >= 0x20 && cp < 0x7F)
        return true;
    if ((cp & 0xFFFE) == 0xFFFE) /* the two noncharacters that end each plane */
        return false;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        if (cp <= hidden[i].last)
            return cp < hidden[i].first;
    }
    return true;
}

struct chy_glyph chy_glyph_at(const uint8_t *ptr, const uint8_t *end)
{
    uint32_t cp;
    unsigned len = chy_utf8_decode(&cp, ptr, end);
    if (len == 0)
        return (struct chy_glyph){.cp = *ptr, .taken = 1, .ill_formed = true};
    return (struct chy_glyph){.cp = cp, .taken = len, .visible = is_visible(cp)};
}

unsigned chy_glyph_escape(char out[CHY_ESCAPED_MAX], struct chy_glyph glyph, const uint8_t *ptr)
{
    if (glyph.visible) {
        memcpy(out, ptr, glyph.taken);
        return glyph.taken;
    }
    char text[CHY_ESCAPED_MAX + 1];
    int len;
    if (glyph.cp == '\n')
        len = snprintf(text, sizeof text, "\\n");
    else if (glyph.ill_formed || glyph.cp < 0x80)
        len = snprintf(text, sizeof text, "\\x%02x", (unsigned)(glyph.cp & 0xFF));
    else
        len = snprintf(text, sizeof text, "\\u{%04X}", (unsigned)(glyph.cp & 0x1FFFFF));
    memcpy(out, text, (size_t)len);
    return (unsigned)len;
}
