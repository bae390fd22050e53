#include "text/nfc.h"

#include "base/utf8.h"
#include "text/unicode.h"

#include <stdlib.h>
#include <utf8proc.h>

/* The bytes of U+0000 to U+02FF begin below this one, and none of them changes. */
enum { FIRST_BYTE_OF_U0300 = 0xCC };

/* The quick check of UAX 15 without its look at the order of marks: any mark is cause
 * enough. */
static bool may_change(chancery_span text)
{
    const uint8_t *ptr = text.ptr, *end = text.ptr + text.len;
    while (ptr < end) {
        uint32_t cp = 0;
        unsigned len = 1;
        if (*ptr >= FIRST_BYTE_OF_U0300) {
            len = chy_utf8_decode(&cp, ptr, end);
            if (len == 0 || (chy_unicode(cp) & CHY_CP_NORMALIZE))
                return true;
        }
        ptr += len;
    }
    return false;
}

bool chy_nfc(struct chy_buf *out, chancery_span text, chancery_error *error)
{
    if (text.len == 0 || !may_change(text)) {
        chy_buf_span(out, text);
        return true;
    }
    utf8proc_uint8_t *nfc = NULL;
    utf8proc_ssize_t len = utf8proc_map(text.ptr, (utf8proc_ssize_t)text.len, &nfc,
                                        UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (len == UTF8PROC_ERROR_NOMEM)
        return chy_fail_memory(error);
    if (len < 0) {
        return chy_fail(error, CHANCERY_E_INTERNAL, "text cannot be normalised: %s",
                        utf8proc_errmsg(len));
    }
    chy_buf_add(out, nfc, (size_t)len);
    free(nfc);
    return true;
}
