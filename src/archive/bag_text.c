/*
 * bag_text.c - the tag files: their encoding, bagit.txt, and labels with values.
 */
#include "archive/bag_parts.h"

#include "base/utf8.h"

bool chy_bag_line(chancery_span *line, chancery_span *rest)
{
    size_t len = 0;
    if (rest->len == 0)
        return false;
    while (len < rest->len && rest->ptr[len] != '\n' && rest->ptr[len] != '\r')
        len++;
    *line = chy_span_sub(*rest, 0, len);
    if (len + 1 < rest->len && rest->ptr[len] == '\r' && rest->ptr[len + 1] == '\n')
        len++;
    *rest = chy_span_from(*rest, len + 1);
    return true;
}

static bool is_utf8(chancery_span text)
{
    const uint8_t *end = text.ptr + text.len;
    uint32_t cp;
    for (const uint8_t *at = text.ptr; at < end;) {
        unsigned n = *at < 0x80 ? 1 : chy_utf8_decode(&cp, at, end);
        if (n == 0)
            return false;
        at += n;
    }
    return true;
}

static void add_cp(struct chy_buf *out, uint32_t cp)
{
    uint8_t bytes[4];
    chy_buf_add(out, bytes, chy_utf8_encode(bytes, cp));
}

static uint32_t unit(chancery_span text, size_t at, bool little)
{
    return (uint32_t)(little ? text.ptr[at] | text.ptr[at + 1] << 8
                             : text.ptr[at] << 8 | text.ptr[at + 1]);
}

/* A byte-order mark decides; without one it is big-endian (RFC 2781). */
static const char *from_utf16(struct chy_buf *out, chancery_span text, bool little, bool marked)
{
    if (text.len % 2 != 0)
        return "it is not UTF-16: half of a unit is missing";
    if (marked && text.len >= 2 && (unit(text, 0, false) == 0xFFFE)) {
        little = true;
        text = chy_span_from(text, 2);
    } else if (marked && text.len >= 2 && unit(text, 0, false) == 0xFEFF) {
        text = chy_span_from(text, 2);
    }
    for (size_t i = 0; i < text.len; i += 2) {
        uint32_t cp = unit(text, i, little);
        if (cp >= 0xD800 && cp <= 0xDBFF && i + 3 < text.len) {
            uint32_t low = unit(text, i + 2, little);
            if (low < 0xDC00 || low > 0xDFFF)
                return "it is not UTF-16: half of a pair is missing";
            cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        } else if (cp >= 0xD800 && cp <= 0xDFFF) {
            return "it is not UTF-16: half of a pair is missing";
        }
        add_cp(out, cp);
    }
    return NULL;
}

/* The name of an encoding, in whatever case. */
static bool is_named(chancery_span encoding, const char *name)
{
    size_t len = strlen(name);
    bool same = encoding.len == len;
    for (size_t i = 0; same && i < len; i++) {
        uint8_t byte = encoding.ptr[i];
        same = (byte >= 'a' && byte <= 'z' ? byte - 0x20 : byte) == name[i];
    }
    return same;
}

const char *chy_bag_recode(struct chy_buf *out, chancery_span text, chancery_span encoding)
{
    if (is_named(encoding, "UTF-8") || is_named(encoding, "US-ASCII") ||
        is_named(encoding, "ASCII")) {
        if (!is_utf8(text))
            return "it is not in the encoding that bagit.txt names, UTF-8";
        chy_buf_span(out, text);
        return NULL;
    }
    if (is_named(encoding, "ISO-8859-1")) {
        for (size_t i = 0; i < text.len; i++)
            add_cp(out, text.ptr[i]);
        return NULL;
    }
    if (is_named(encoding, "UTF-16"))
        return from_utf16(out, text, false, true);
    if (is_named(encoding, "UTF-16BE") || is_named(encoding, "UTF-16LE"))
        return from_utf16(out, text, is_named(encoding, "UTF-16LE"), false);
    return "bagit.txt names an encoding that is not known here";
}

static const char *read_version(unsigned *version, chancery_span line)
{
    static const struct {
        const char *text;
        unsigned version;
    } known[] = {{"0.93", 93}, {"0.94", 94}, {"0.95", 95},
                 {"0.96", 96}, {"0.97", 97}, {"1.0", 100}};
    const chancery_span label = CHY_LITERAL("BagIt-Version: ");
    if (!chy_span_starts(line, label))
        return "its first line is not \"BagIt-Version: \" and a version";
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (chy_span_is(chy_span_from(line, label.len), known[i].text))
            *version = known[i].version;
    return *version ? NULL : "its version is none from 0.93 to 1.0";
}

const char *chy_bag_declaration_read(struct chy_bag_declaration *out, chancery_span text)
{
    const chancery_span label = CHY_LITERAL("Tag-File-Character-Encoding: ");
    chancery_span line = {0}, rest = text;
    *out = (struct chy_bag_declaration){0};
    (void)chy_bag_line(&line, &rest);
    const char *why = read_version(&out->version, line);
    if (why)
        return why;
    if (!chy_bag_line(&line, &rest) || !chy_span_starts(line, label) || line.len == label.len)
        return "its second line is not \"Tag-File-Character-Encoding: \" and an encoding";
    out->encoding = chy_span_from(line, label.len);
    return rest.len > 0 ? "it has more than two lines" : NULL;
}

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

static chancery_span trimmed(chancery_span text)
{
    while (text.len > 0 && is_blank(text.ptr[0]))
        text = chy_span_from(text, 1);
    while (text.len > 0 && is_blank(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

/* Appends the lines that go on with the value: they begin with a blank. */
static void unfold(chancery_span *value, chancery_span *rest, size_t *line,
                   struct chy_buf *unfolded)
{
    chancery_span next, after = *rest;
    const size_t from = unfolded->len;
    if (rest->len == 0 || !is_blank(rest->ptr[0]))
        return;
    chy_buf_span(unfolded, *value);
    while (after.len > 0 && is_blank(after.ptr[0]) && chy_bag_line(&next, &after)) {
        chy_buf_byte(unfolded, ' ');
        chy_buf_span(unfolded, trimmed(next));
        ++*line;
    }
    *rest = after;
    *value = trimmed(chy_span_from(chy_buf_view(unfolded), from));
}

bool chy_bag_info_next(struct chy_bag_tag *out, const char **why, chancery_span *rest,
                       size_t *line, struct chy_buf *unfolded)
{
    chancery_span text;
    size_t colon = 0;
    *why = NULL;
    *out = (struct chy_bag_tag){{0}, {0}};
    do {
        if (!chy_bag_line(&text, rest))
            return false;
        ++*line;
    } while (trimmed(text).len == 0);
    while (colon < text.len && text.ptr[colon] != ':')
        colon++;
    out->label = trimmed(chy_span_sub(text, 0, colon));
    if (colon == text.len || out->label.len == 0 || is_blank(text.ptr[0])) {
        *why = "is no label with a colon and a value";
        return true;
    }
    out->value = trimmed(chy_span_from(text, colon + 1));
    unfold(&out->value, rest, line, unfolded);
    return true;
}
