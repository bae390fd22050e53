#include "icu_utf8.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

/* Into memory that is there already: the least that ICU can be asked to do. */
size_t icu_normalize_utf8(char *out, size_t room, const char *text, size_t len)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *nfc = icu::Normalizer2::getNFCInstance(status);
    icu::CheckedArrayByteSink sink(out, static_cast<int32_t>(room));
    if (U_FAILURE(status))
        return 0;
    nfc->normalizeUTF8(0, icu::StringPiece(text, static_cast<int32_t>(len)), sink, nullptr,
                       status);
    return U_FAILURE(status) || sink.Overflowed()
               ? 0
               : static_cast<size_t>(sink.NumberOfBytesWritten());
}
