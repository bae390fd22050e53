/*
 * bag_manifest.c - one line of a manifest: a digest, white space, a path.
 */
#include "archive/bag_parts.h"

static int digit(uint8_t byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte |= 0x20; /* digits of either case */
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

static bool read_digest(uint8_t *out, size_t len, chancery_span line)
{
    if (line.len < 2 * len)
        return false;
    for (size_t i = 0; i < len; i++) {
        int high = digit(line.ptr[2 * i]), low = digit(line.ptr[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

const char *chy_manifest_line_read(struct chy_manifest_line *out, chancery_span line,
                                   enum chy_bag_alg alg)
{
    const size_t len = chy_bag_alg_len(alg);
    size_t blank = 0;
    *out = (struct chy_manifest_line){.starred = false};
    if (!read_digest(out->digest, len, line))
        return "it does not begin with a digest of its kind";
    line = chy_span_from(line, 2 * len);
    while (blank < line.len && (line.ptr[blank] == ' ' || line.ptr[blank] == '\t'))
        blank++;
    if (blank == 0)
        return line.len == 0 ? "it names no file" : "its digest is too long";
    line = chy_span_from(line, blank);
    if (chy_span_starts(line, CHY_LITERAL("*"))) {
        out->starred = true; /* as md5sum marks what it read as binary */
        line = chy_span_from(line, 1);
    }
    if (chy_span_starts(line, CHY_LITERAL("./"))) {
        out->dotted = true;
        line = chy_span_from(line, 2);
    }
    out->path = line;
    return line.len == 0 ? "it names no file" : NULL;
}
