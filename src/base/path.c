/*
 * path.c - names of files and folders, as text.
 */
#include "base/file.h"

#include "base/limits.h"
#include "base/span.h"

const char *chy_path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

char *chy_path_folder(const char *path, chancery_error *error)
{
    size_t len = (size_t)(chy_path_name(path) - path);
    if (len == 0)
        return chy_dup(CHY_LITERAL("."), error);
    while (len > 1 && path[len - 1] == '/')
        len--;
    return chy_dup(chy_span(path, len), error);
}

char *chy_path_join(const char *folder, chancery_span name, chancery_error *error)
{
    struct chy_buf buf = {0};
    size_t len = strlen(folder);
    /* "x.txt" reads better than "./x.txt"; but "-" would be standard input */
    bool here = strcmp(folder, ".") == 0 && !chy_span_starts(name, CHY_LITERAL("-"));
    if (len > 0 && !here) {
        chy_buf_add(&buf, folder, len);
        if (folder[len - 1] != '/')
            chy_buf_byte(&buf, '/');
    }
    chy_buf_span(&buf, name);
    char *path = chy_buf_take(&buf, NULL, error);
    chy_buf_done(&buf);
    return path;
}

bool chy_path_is_plain(chancery_span name)
{
    if (name.len == 0 || name.len > CHY_MAX_NAME || chy_span_is(name, ".") ||
        chy_span_is(name, ".."))
        return false;
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '/' || name.ptr[i] < 0x20 || name.ptr[i] == 0x7F)
            return false;
    }
    return true;
}
