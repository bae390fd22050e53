/*
 * bag_path.c - the paths that manifests name.
 */
#include "archive/bag_parts.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "text/nfc.h"

/* The byte that "%XX" at ptr stands for where it is one that is encoded; -1. */
static int decoded(chancery_span at, unsigned version)
{
    if (at.len < 3 || at.ptr[0] != '%')
        return -1;
    if (at.ptr[1] == '0' && (at.ptr[2] == 'A' || at.ptr[2] == 'a'))
        return '\n';
    if (at.ptr[1] == '0' && (at.ptr[2] == 'D' || at.ptr[2] == 'd'))
        return '\r';
    return version >= 100 && at.ptr[1] == '2' && at.ptr[2] == '5' ? '%' : -1;
}

void chy_bag_path_decode(struct chy_buf *out, chancery_span path, unsigned version)
{
    for (size_t i = 0; i < path.len; i++) {
        int byte = decoded(chy_span_from(path, i), version);
        chy_buf_byte(out, byte < 0 ? path.ptr[i] : (uint8_t)byte);
        i += byte < 0 ? 0 : 2;
    }
}

void chy_bag_path_encode(struct chy_buf *out, chancery_span path)
{
    for (size_t i = 0; i < path.len; i++) {
        if (path.ptr[i] == '\n')
            chy_buf_str(out, "%0A");
        else if (path.ptr[i] == '\r')
            chy_buf_str(out, "%0D");
        else if (path.ptr[i] == '%')
            chy_buf_str(out, "%25");
        else
            chy_buf_byte(out, path.ptr[i]);
    }
}

static bool is_letter(uint8_t byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

static const char *name_refused(chancery_span name)
{
    if (name.len == 0)
        return "a name in it is empty";
    if (chy_span_is(name, ".") || chy_span_is(name, ".."))
        return "it goes through . or ..";
    return name.len > CHY_MAX_NAME ? "a name in it is too long" : NULL;
}

const char *chy_bag_path_refused(chancery_span path)
{
    size_t from = 0;
    if (path.len > CHY_MAX_BAG_PATH)
        return "it is too long";
    if (path.len > 0 && path.ptr[0] == '/')
        return "it is absolute";
    if (path.len > 0 && path.ptr[0] == '~')
        return "it begins with ~, which some systems replace by a person's folder";
    if (path.len > 1 && path.ptr[1] == ':' && is_letter(path.ptr[0]))
        return "it names a drive";
    for (size_t i = 0; i <= path.len; i++) {
        if (i == path.len || path.ptr[i] == '/') {
            const char *why = name_refused(chy_span_sub(path, from, i - from));
            if (why)
                return why;
            from = i + 1;
        } else if (path.ptr[i] == '\\') {
            return "it holds a backslash, which some systems take for the end of a folder's "
                   "name";
        } else if ((path.ptr[i] < 0x20 && path.ptr[i] != '\n' && path.ptr[i] != '\r') ||
                   path.ptr[i] == 0x7F) {
            return "it holds a control character";
        }
    }
    return NULL;
}

/* The small letter of a capital of Latin, Greek and Cyrillic: the scripts with two cases in
 * which names of files are written in six languages. */
static uint32_t small(uint32_t cp)
{
    if ((cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0xDE && cp != 0xD7) ||
        (cp >= 0x391 && cp <= 0x3A9) || (cp >= 0x410 && cp <= 0x42F))
        return cp + 0x20;
    if (cp >= 0x400 && cp <= 0x40F)
        return cp + 0x50;
    if ((cp >= 0x100 && cp <= 0x137 && cp != 0x130) || (cp >= 0x14A && cp <= 0x177) ||
        (cp >= 0x460 && cp <= 0x481) || (cp >= 0x48A && cp <= 0x4BF) ||
        (cp >= 0x4D0 && cp <= 0x52F) || (cp >= 0x1E00 && cp <= 0x1E95) ||
        (cp >= 0x1EA0 && cp <= 0x1EFF))
        return cp | 1;
    return cp;
}

static void fold_case(struct chy_buf *out, chancery_span text)
{
    const uint8_t *end = text.ptr + text.len;
    uint8_t bytes[4];
    uint32_t cp;
    for (const uint8_t *at = text.ptr; at < end;) {
        unsigned n = chy_utf8_decode(&cp, at, end);
        if (n == 0)
            chy_buf_byte(out, *at++);
        else
            chy_buf_add(out, bytes, chy_utf8_encode(bytes, small(cp)));
        at += n;
    }
}

void chy_bag_path_fold(struct chy_buf *out, chancery_span path)
{
    struct chy_buf nfc = {0};
    size_t ascii = 0;
    while (ascii < path.len && path.ptr[ascii] < 0x80)
        ascii++;
    if (ascii == path.len) {
        uint8_t *to = chy_buf_reserve(out, path.len);
        for (size_t i = 0; to && i < path.len; i++)
            to[i] = (uint8_t)small(path.ptr[i]);
        return;
    }
    /* what cannot be normalised is compared as it is */
    bool normal = chy_nfc(&nfc, path, NULL) && chy_buf_ok(&nfc);
    fold_case(out, normal ? chy_buf_view(&nfc) : path);
    chy_buf_done(&nfc);
}
