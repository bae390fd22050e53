#include "text/fold.h"

char chy_fold_of(uint8_t last)
{
    switch (last) {
    case 0x90: /* U+2010 HYPHEN */
    case 0x91: /* U+2011 NON-BREAKING HYPHEN */
        return '-';
    case 0x98: /* U+2018 LEFT SINGLE QUOTATION MARK */
    case 0x99: /* U+2019 RIGHT SINGLE QUOTATION MARK */
    case 0x9B: /* U+201B SINGLE HIGH-REVERSED-9 QUOTATION MARK */
        return '\'';
    case 0x9C: /* U+201C LEFT DOUBLE QUOTATION MARK */
    case 0x9D: /* U+201D RIGHT DOUBLE QUOTATION MARK */
    case 0x9F: /* U+201F DOUBLE HIGH-REVERSED-9 QUOTATION MARK */
        return '"';
    default:
        return 0;
    }
}

/* Well-formed text has two bytes after E2, and a byte after C2; C2 AD is U+00AD. */
void chy_fold(struct chy_buf *out, chancery_span text)
{
    size_t kept = 0, i = 0;
    while (i < text.len) {
        const uint8_t *ptr = text.ptr + i;
        char folded = ptr[0] == 0xE2 && ptr[1] == 0x80 ? chy_fold_of(ptr[2]) : 0;
        bool hyphen = ptr[0] == 0xC2 && ptr[1] == 0xAD;
        if (!folded && !hyphen) {
            i++;
            continue;
        }
        chy_buf_add(out, text.ptr + kept, i - kept);
        if (folded)
            chy_buf_byte(out, (uint8_t)folded);
        i += hyphen ? 2 : 3;
        kept = i;
    }
    chy_buf_add(out, text.ptr + kept, i - kept);
}
