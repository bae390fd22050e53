/* fuzz_utf8.c - what is decoded is a scalar value and encodes to the same bytes. */
#include "base/utf8.h"
#include "text/unicode.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i < size;) {
        uint8_t out[4];
        uint32_t cp = 0;
        unsigned len = chy_utf8_decode(&cp, data + i, data + size);
        if (len == 0) {
            i++;
            continue;
        }
        if (len > size - i || cp > 0x10FFFF || chy_utf8_encode(out, cp) != len ||
            memcmp(out, data + i, len) != 0 ||
            (chy_unicode(cp) & CHY_CP_CLASS) == CHY_CP_SURROGATE ||
            chy_unicode_name(cp)[0] == '\0')
            abort();
        i += len;
    }
    return 0;
}
