#include "text/screen.h"

#include "base/limits.h"
#include "base/span.h"
#include "base/utf8.h"
#include "text/unicode.h"

/* Lines end as editors count them: LF, CR LF or CR. Columns count code points; the byte-order
 * mark is none. All before the offset is well-formed. */
static bool fail_at(chancery_error *error, chancery_span file, size_t offset)
{
    uint32_t line = 1, column = 1;
    size_t i = offset > 0 && chy_span_starts(file, CHY_LITERAL("\xEF\xBB\xBF")) ? 3 : 0;
    for (; i < offset; i++) {
        uint8_t byte = file.ptr[i];
        if (byte == '\n' || (byte == '\r' && file.ptr[i + 1] != '\n')) {
            line++;
            column = 1;
        } else if ((byte & 0xC0) != 0x80) {
            column++;
        }
    }
    return chy_fail_at(error, offset, line, column);
}

/* UTF-16 with its byte-order mark, or Latin text in it: one of each two bytes is NUL. */
static const char *utf16_kind(chancery_span file)
{
    size_t nul[2] = {0, 0}, pairs = (file.len < 64 ? file.len : 64) / 2;
    if (chy_span_starts(file, CHY_LITERAL("\xFF\xFE")) ||
        chy_span_starts(file, CHY_LITERAL("\xFE\xFF")))
        return "UTF-16";
    for (size_t i = 0; i < 2 * pairs; i++)
        nul[i & 1] += file.ptr[i] == 0;
    if (pairs < 2 || (nul[0] > 0) == (nul[1] > 0) || 4 * (nul[0] + nul[1]) < 3 * pairs)
        return NULL;
    return nul[0] > 0 ? "UTF-16BE" : "UTF-16LE";
}

static bool fail_utf16(chancery_error *error, const char *kind)
{
    chy_fail(error, CHANCERY_E_ENCODING, "this looks like UTF-16, and a letter is UTF-8");
    return chy_fail_next(error, "Convert it: iconv -f %s -t UTF-8 FILE > NEWFILE", kind);
}

/* A byte above 0x7F between ASCII, as one-byte encodings write accented letters. */
static bool is_single(chancery_span file, size_t offset)
{
    return (offset == 0 || file.ptr[offset - 1] < 0x80) &&
           (offset + 1 == file.len || file.ptr[offset + 1] < 0x80);
}

static bool fail_encoding(chancery_error *error, chancery_span file, size_t offset)
{
    chy_fail(error, CHANCERY_E_ENCODING,
             "byte 0x%02X is refused: it is not part of well-formed UTF-8", file.ptr[offset]);
    if (is_single(file, offset)) {
        return chy_fail_next(error, "If it is an older encoding, convert it: "
                                    "iconv -f WINDOWS-1252 -t UTF-8 FILE > NEWFILE");
    }
    return chy_fail_next(error, "Save the file as UTF-8, or ask for an undamaged copy.");
}

static bool fail_character(chancery_error *error, uint32_t cp, enum chy_cp_class class)
{
    if (class == CHY_CP_ALLOWED && cp == 0xAD) {
        chy_fail(
            error, CHANCERY_E_CHARACTER,
            "U+00AD SOFT HYPHEN is refused: it does not stand between two letters, and the "
            "reader may not see it");
        return chy_fail_next(error, "Remove it, or write a hyphen if one is meant.");
    }
    if (class == CHY_CP_ALLOWED) {
        chy_fail(error, CHANCERY_E_CHARACTER,
                 "U+%04X is refused: more than %u combining marks stand on one character", cp,
                 CHY_MAX_COMBINING);
        return chy_fail_next(error, "Remove the marks that do not belong there.");
    }
    bool joiner = cp == CHY_CP_ZWNJ || cp == CHY_CP_ZWJ;
    chy_fail(error, CHANCERY_E_CHARACTER, "U+%04X %s is refused: %s", cp, chy_unicode_name(cp),
             joiner ? "it joins nothing here, and the reader does not see it"
                    : chy_unicode_reason(class));
    return chy_fail_next(error, "Remove it and check what the line then says.");
}

/* What a word processor or a printer writes. Only a hint: the character is refused anyway. */
static const char *format_of(chancery_span file)
{
    return chy_span_starts(file, CHY_LITERAL("%PDF-"))        ? "PDF"
           : chy_span_starts(file, CHY_LITERAL("PK\003\004")) ? "word processor's or ZIP"
                                                              : NULL;
}

static bool fail_format(chancery_error *error, const char *format)
{
    chy_fail(error, CHANCERY_E_ENCODING, "this is a %s file, and a letter is plain text",
             format);
    return chy_fail_next(error, "Take the text out of it (%s) and read it through.",
                         format[0] == 'P' ? "pdftotext FILE NEWFILE"
                                          : "pandoc -t plain FILE -o NEWFILE, or Save as text");
}

bool chy_screen_fail(chancery_error *error, chancery_span file, size_t offset)
{
    uint32_t cp = 0;
    unsigned len = chy_utf8_decode(&cp, file.ptr + offset, file.ptr + file.len);
    const char *utf16 = len == 0 || cp == 0 ? utf16_kind(file) : NULL;
    const char *format = format_of(file);
    if (format)
        fail_format(error, format);
    else if (utf16)
        fail_utf16(error, utf16);
    else if (len == 0)
        fail_encoding(error, file, offset);
    else
        fail_character(error, cp, (enum chy_cp_class)(chy_unicode(cp) & CHY_CP_CLASS));
    return fail_at(error, file, offset);
}
