/*
 * fuzz_bag.c - a manifest: each line that is read names a path within it; a path that is not
 * refused, encoded and decoded, is itself.
 */
#include "archive/bag_parts.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_path(chancery_span encoded)
{
    struct chy_buf path = {0}, again = {0}, back = {0}, fold = {0};
    chy_bag_path_decode(&path, encoded, 100);
    chancery_span view = chy_buf_view(&path);
    if (!chy_bag_path_refused(view)) {
        require(view.len > 0 && view.ptr[0] != '/' && view.ptr[0] != '~');
        require(!memmem(view.ptr, view.len, "/../", 4) && !memchr(view.ptr, '\\', view.len));
        require(!memchr(view.ptr, '\0', view.len));
        chy_bag_path_encode(&again, view);
        chy_bag_path_decode(&back, chy_buf_view(&again), 100);
        require(chy_span_eq(chy_buf_view(&back), view));
        chy_bag_path_fold(&fold, view);
        require(fold.len > 0);
    }
    chy_buf_done(&path);
    chy_buf_done(&again);
    chy_buf_done(&back);
    chy_buf_done(&fold);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chancery_span line, rest = chy_span(data, size);
    while (chy_bag_line(&line, &rest)) {
        require(!memchr(line.ptr, '\n', line.len) && !memchr(line.ptr, '\r', line.len));
        for (enum chy_bag_alg alg = CHY_BAG_MD5; alg < CHY_BAG_ALGS; alg++) {
            struct chy_manifest_line read;
            if (chy_manifest_line_read(&read, line, alg))
                continue;
            require(read.path.len > 0 && read.path.ptr > line.ptr &&
                    read.path.ptr + read.path.len == line.ptr + line.len);
            check_path(read.path);
        }
    }
    return 0;
}
