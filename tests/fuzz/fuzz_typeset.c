/* fuzz_typeset.c - words that are broken at the ends of lines, and lines of pages: whatever is
 * kept, hyphens, line ends and page lines go and nothing else; what is dropped is kept in the
 * reading that keeps all; and what the pages bear is only their own. */
#include "text/typeset.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char symbol[] = "S/2012/727", *symbols[] = {symbol};

/* The next byte that is no hyphen and no end of a line or page; -1 at the end. */
static int next_byte(chancery_span *rest)
{
    while (rest->len > 0) {
        uint8_t byte = rest->ptr[0];
        size_t skip = byte == '-' || byte == '\n' || byte == '\f'           ? 1
                      : chy_span_starts(*rest, CHY_LITERAL("\xE2\x80\x90")) ? 3
                                                                            : 0;
        if (skip == 0) {
            *rest = chy_span_from(*rest, 1);
            return byte;
        }
        *rest = chy_span_from(*rest, skip);
    }
    return -1;
}

static void same_bytes(chancery_span a, chancery_span b)
{
    int byte;
    do {
        byte = next_byte(&a);
        if (byte != next_byte(&b))
            abort();
    } while (byte >= 0);
}

static void set_all(struct chy_typeset *typeset, uint64_t mask)
{
    for (size_t i = 0; i < typeset->doubts; i++)
        typeset->doubt[i].kept = mask >> (i % 64) & 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct chy_own own = {symbols, 1, "12-52626"}, none = {0};
    struct chy_typeset typeset, bare;
    struct chy_buf all = {0}, some = {0}, least = {0};
    uint64_t mask = 0;
    if (size < sizeof mask)
        return 0;
    memcpy(&mask, data, sizeof mask);
    chancery_span lines = chy_span(data + sizeof mask, size - sizeof mask);
    if (!chy_typeset_read(&typeset, lines, &own, NULL) ||
        !chy_typeset_read(&bare, lines, &none, NULL))
        abort();
    if (bare.lines != typeset.lines || bare.pages != typeset.pages)
        abort();
    for (size_t i = 0; i < bare.lines; i++)
        if (bare.line[i].page_line && !typeset.line[i].page_line)
            abort();
    chy_typeset_join(&least, &typeset);
    set_all(&typeset, mask);
    chy_typeset_join(&some, &typeset);
    set_all(&typeset, UINT64_MAX);
    chy_typeset_join(&all, &typeset);
    if (least.len > all.len || all.len > 2 * lines.len + 1)
        abort();
    bool pages = false;
    for (size_t i = 0; i < typeset.lines; i++)
        pages = pages || typeset.line[i].page_line;
    for (size_t i = 0; i < typeset.doubts; i++)
        if (typeset.doubt[i].at > all.len ||
            typeset.doubt[i].page_line != (typeset.doubt[i].word != NULL))
            abort();
    if (!pages) /* of page lines the words are kept, and not their emphasis and spaces */
        same_bytes(chy_buf_view(&all), lines);
    chy_buf_done(&least);
    chy_buf_done(&some);
    chy_buf_done(&all);
    chy_typeset_done(&typeset);
    chy_typeset_done(&bare);
    return 0;
}
