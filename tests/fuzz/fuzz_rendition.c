/* fuzz_rendition.c - words that are broken at the ends of lines: whatever the reading, hyphens
 * and line ends go and nothing else, and the number of doubtful ones does not depend on it. */
#include "text/rendition.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The next byte that is neither a hyphen nor a line end; -1 at the end. */
static int next_byte(chancery_span *rest)
{
    while (rest->len > 0) {
        size_t skip = rest->ptr[0] == '-' || rest->ptr[0] == '\n'           ? 1
                      : chy_span_starts(*rest, CHY_LITERAL("\xE2\x80\x90")) ? 3
                                                                            : 0;
        if (skip == 0) {
            int byte = rest->ptr[0];
            *rest = chy_span_from(*rest, 1);
            return byte;
        }
        *rest = chy_span_from(*rest, skip);
    }
    return -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct chy_buf first = {0}, other = {0};
    uint64_t mask = 0;
    if (size < sizeof mask)
        return 0;
    memcpy(&mask, data, sizeof mask);
    chancery_span lines = chy_span(data + sizeof mask, size - sizeof mask);
    size_t doubtful = chy_rejoin(&first, lines, 0);
    if (chy_rejoin(&other, lines, mask) != doubtful || other.len < first.len ||
        other.len > lines.len)
        abort();
    chancery_span a = lines, b = chy_buf_view(&first), c = chy_buf_view(&other);
    for (int byte = 0; byte >= 0;) {
        byte = next_byte(&a);
        if (byte != next_byte(&b) || byte != next_byte(&c))
            abort();
    }
    (void)chy_medium_of(lines);
    chy_buf_done(&first);
    chy_buf_done(&other);
    return 0;
}
