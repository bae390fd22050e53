/* fuzz_base64.c - what chy_unbase64 takes has one spelling but for alphabet and padding. */
#include "base/encode.h"
#include "vector.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The digit of the standard alphabet that stands for the same value. */
static uint8_t standard(uint8_t digit)
{
    return digit == '-' ? '+' : digit == '_' ? '/' : digit;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chancery_span input = vector_of("", chy_span(data, size)).input;
    struct chy_buf bytes = {0}, text = {0};
    if (!chy_unbase64(&bytes, input)) {
        if (bytes.len != 0 || !chy_buf_ok(&bytes))
            abort();
        chy_buf_done(&bytes);
        return 0;
    }
    chy_buf_base64(&text, bytes.ptr, bytes.len);
    for (size_t i = 0; i < text.len; i++) {
        if (i < input.len ? standard(input.ptr[i]) != text.ptr[i] : text.ptr[i] != '=')
            abort();
    }
    if (text.len < input.len)
        abort();
    chy_buf_done(&text);
    chy_buf_done(&bytes);
    return 0;
}
