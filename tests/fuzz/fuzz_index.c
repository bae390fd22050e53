/*
 * fuzz_index.c - a line of an archive's index that is read is written again as it was.
 */
#include "archive/archive.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static bool is_same(const struct chy_index_line *one, const struct chy_index_line *other)
{
    struct chy_buf a = {0}, b = {0};
    chy_index_line_write(&a, one);
    chy_index_line_write(&b, other);
    bool same = chy_buf_ok(&a) && chy_span_eq(chy_buf_view(&a), chy_buf_view(&b));
    chy_buf_done(&a);
    chy_buf_done(&b);
    return same;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct chy_index_line line, plain, parsed;
    struct chy_buf again = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    char name[CHY_MAX_NAME + 1];
    if (chy_index_line_plain(&plain, chy_span(data, size)))
        require(chy_index_line_parse(&parsed, chy_span(data, size), NULL) &&
                is_same(&plain, &parsed));
    if (chy_index_line_read(&line, chy_span(data, size), &error)) {
        require(chy_bag_name_is_good(chy_span_str(line.bag)) && !strchr(line.bag, '/'));
        chy_index_line_write(&again, &line);
        require(again.len == size + 1 && memcmp(again.ptr, data, size) == 0);
    } else {
        require(error.code != CHANCERY_OK);
    }
    chy_buf_clear(&again);
    chy_buf_add(&again, data, size < 300 ? size : 300);
    chy_buf_byte(&again, '\0');
    chy_bag_name_make(name, (const char *)again.ptr, "en", 1, NULL);
    require(!name[0] || chy_bag_name_is_good(chy_span_str(name)));
    chy_bag_name_make(name, NULL, NULL, 0, (const char *)again.ptr);
    require(!name[0] || chy_bag_name_is_good(chy_span_str(name)));
    chy_buf_done(&again);
    return 0;
}
