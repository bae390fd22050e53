/*
 * fuzz_list.c - a list of files: what is read is sorted, each file once, and none leads
 * elsewhere.
 */
#include "archive/bag_list.h"
#include "archive/bag_parts.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct chy_list list;
    chancery_error error = CHANCERY_ERROR_INIT;
    if (!chy_list_read(&list, chy_span(data, size), &error)) {
        require(error.code != CHANCERY_OK && !list.row);
        return 0;
    }
    require(list.rows > 0);
    for (size_t i = 0; i < list.rows; i++)
        require(!chy_bag_path_refused(list.row[i].file) && list.row[i].line > 1 &&
                (i == 0 || !chy_span_eq(list.row[i - 1].file, list.row[i].file)));
    chy_list_done(&list);
    return 0;
}
