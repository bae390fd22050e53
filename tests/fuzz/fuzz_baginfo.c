/*
 * fuzz_baginfo.c - bagit.txt and bag-info.txt in every encoding: what is read is UTF-8, and no
 * longer than the text.
 */
#include "archive/bag_parts.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void read_info(chancery_span text)
{
    struct chy_buf unfolded = {0};
    struct chy_bag_tag tag;
    const char *why;
    size_t line = 0, before = 0;
    chancery_span rest = text;
    while (chy_bag_info_next(&tag, &why, &rest, &line, &unfolded)) {
        require(line > before);
        before = line;
        require(why || (tag.label.len > 0 && !memchr(tag.label.ptr, ':', tag.label.len)));
    }
    require(unfolded.len <= text.len);
    chy_buf_done(&unfolded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const encodings[] = {"UTF-8", "ISO-8859-1", "UTF-16", "UTF-16LE",
                                            "UTF-16BE"};
    chancery_span text = chy_span(data, size);
    struct chy_bag_declaration said;
    if (!chy_bag_declaration_read(&said, text))
        require(said.version >= 93 && said.version <= 100 && said.encoding.len > 0);
    for (size_t i = 0; i < 5; i++) {
        struct chy_buf out = {0}, again = {0};
        if (!chy_bag_recode(&out, text, chy_span_str(encodings[i]))) {
            require(!chy_bag_recode(&again, chy_buf_view(&out), CHY_LITERAL("UTF-8")));
            read_info(chy_buf_view(&out));
        }
        chy_buf_done(&out);
        chy_buf_done(&again);
    }
    return 0;
}
