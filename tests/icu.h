/*
 * icu.h - NFC by ICU, the oracle that text/nfc and the canonicaliser are compared with.
 */
#ifndef CHY_TESTS_ICU_H
#define CHY_TESTS_ICU_H

#include "base/buf.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* Does ICU have the Unicode version that text/v1 is pinned to? Of a later one it knows more. */
static inline bool icu_is_pinned(void)
{
    UVersionInfo version;
    u_getUnicodeVersion(version);
    return version[0] == 15 && version[1] == 0;
}

/* UTF-8 to UTF-16 of ICU; the caller frees. NULL: ill-formed, or no memory. */
static inline UChar *icu_from_utf8(int32_t *len, chancery_span text)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar *out = calloc(text.len + 1, sizeof *out);
    if (out) {
        u_strFromUTF8(out, (int32_t)text.len + 1, len, (const char *)text.ptr,
                      (int32_t)text.len, &status);
    }
    if (U_SUCCESS(status)) {
        return out;
    }
    free(out);
    return NULL;
}

static inline bool icu_to_utf8(struct chy_buf *out, const UChar *text, int32_t len)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t bytes = 0;
    uint8_t *to = chy_buf_reserve(out, 3 * (size_t)len);
    if (to) {
        u_strToUTF8((char *)to, 3 * len, &bytes, text, len, &status);
        out->len -= 3 * (size_t)len - (size_t)bytes;
    }
    return to && U_SUCCESS(status);
}

/* Appends NFC(text) as ICU has it; false where the text is ill-formed. */
static inline bool icu_nfc(struct chy_buf *out, chancery_span text)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    int32_t len = 0, nfc_len = 0;
    UChar *from = icu_from_utf8(&len, text);
    UChar *to = from ? calloc(3 * (size_t)len + 1, sizeof *to) : NULL;
    bool done = false;
    if (to) {
        nfc_len = unorm2_normalize(nfc, from, len, to, 3 * len + 1, &status);
        done = U_SUCCESS(status) && icu_to_utf8(out, to, nfc_len);
    }
    free(from);
    free(to);
    return done;
}

#endif
