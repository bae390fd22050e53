/*
 * archive_name.c - names of bags: flat, of letters that every file system takes.
 */
#include "archive/archive.h"

#include "base/file.h"

#include <stdio.h>

static bool is_plain(uint8_t byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '_';
}

size_t chy_bag_name_base(uint64_t *version, chancery_span name)
{
    size_t digits = 0;
    uint64_t number = 0;
    *version = 1;
    while (digits < name.len && digits < 9 && name.ptr[name.len - 1 - digits] >= '0' &&
           name.ptr[name.len - 1 - digits] <= '9')
        digits++;
    size_t base = name.len - digits;
    if (digits == 0 || base < 3 || name.ptr[base] == '0' || name.ptr[base - 1] != 'v' ||
        name.ptr[base - 2] != '.')
        return name.len;
    for (size_t i = base; i < name.len; i++)
        number = number * 10 + (name.ptr[i] - '0');
    if (number < 2)
        return name.len;
    *version = number;
    return base - 2;
}

static bool is_reserved(chancery_span name)
{
    static const char *const reserved[] = {"log", "index"};
    bool is = false;
    for (size_t i = 0; i < 2; i++) {
        bool same = name.len == strlen(reserved[i]);
        for (size_t k = 0; same && k < name.len; k++)
            same = (name.ptr[k] | 0x20) == reserved[i][k];
        is = is || same;
    }
    return is;
}

bool chy_bag_name_is_good(chancery_span name)
{
    uint64_t version;
    size_t base = chy_bag_name_base(&version, name);
    if (name.len == 0 || name.len > CHY_MAX_NAME)
        return false;
    for (size_t i = 0; i < base; i++)
        if (!is_plain(name.ptr[i]))
            return false;
    return base > 0 && !is_reserved(chy_span_sub(name, 0, base));
}

/* Room is left for .vN. */
#define MOST (CHY_MAX_NAME - 16)

static void add(char *out, size_t *len, chancery_span text)
{
    for (size_t i = 0; i < text.len && *len < MOST; i++) {
        if (is_plain(text.ptr[i]))
            out[(*len)++] = (char)text.ptr[i];
        else if ((text.ptr[i] & 0xC0) != 0x80) /* a character is one _, however many bytes */
            out[(*len)++] = '_';
    }
    out[*len] = '\0';
}

void chy_bag_name_make(char out[CHY_MAX_NAME + 1], const char *symbol, const char *language,
                       int64_t issue, const char *file)
{
    size_t len = 0;
    out[0] = '\0';
    if (symbol) {
        char number[24];
        snprintf(number, sizeof number, "-%lld", (long long)issue);
        add(out, &len, chy_span_str(symbol));
        if (language && language[0]) {
            add(out, &len, CHY_LITERAL("-"));
            add(out, &len, chy_span_str(language));
        }
        add(out, &len, chy_span_str(number));
    } else {
        chancery_span stem = chy_span_str(chy_path_name(file));
        const uint8_t *dot = memrchr(stem.ptr, '.', stem.len);
        if (dot && dot > stem.ptr)
            stem.len = (size_t)(dot - stem.ptr);
        add(out, &len, stem);
    }
    if (!chy_bag_name_is_good(chy_span_str(out)))
        out[0] = '\0';
}
