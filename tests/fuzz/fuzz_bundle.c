/*
 * fuzz_bundle.c - the entries that are read from a bundle, written again, are its beginning.
 */
#include "archive/tile.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chancery_span all = chy_span(data, size), rest = all, entry;
    struct chy_buf again = {0};
    while (chy_bundle_next(&entry, &rest))
        chy_bundle_add(&again, entry);
    if (again.len + rest.len != size || !chy_span_starts(all, chy_buf_view(&again)))
        abort();
    chy_buf_done(&again);
    return 0;
}
