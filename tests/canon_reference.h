/*
 * canon_reference.h - text/v1 and words/v1 as spec/canonical-text.md says, rule after rule over
 * the whole text, with ICU for NFC and properties. Slow and simple: the canonicaliser is
 * compared with it. It takes what the canonicaliser accepted, and leaves emphasis out.
 */
#ifndef CHY_TESTS_CANON_REFERENCE_H
#define CHY_TESTS_CANON_REFERENCE_H

#include "icu.h"

#include <unicode/uscript.h>

/* T1 to T3: line ends are LF. */
static inline void reference_lines(struct chy_buf *out, chancery_span file)
{
    size_t i = chy_span_starts(file, CHY_LITERAL("\xEF\xBB\xBF")) ? 3 : 0;
    while (i < file.len) {
        chancery_span rest = chy_span_from(file, i);
        size_t len = 1;
        if (chy_span_starts(rest, CHY_LITERAL("\r\n"))) {
            len = 2;
            chy_buf_str(out, "\n");
        } else if (chy_span_starts(rest, CHY_LITERAL("\xE2\x80\xA8"))) {
            len = 3;
            chy_buf_str(out, "\n");
        } else if (chy_span_starts(rest, CHY_LITERAL("\xE2\x80\xA9"))) {
            len = 3;
            chy_buf_str(out, "\n\n");
        } else if (rest.ptr[0] == '\f') {
            chy_buf_str(out, "\n\n");
        } else {
            chy_buf_byte(out, rest.ptr[0] == '\r' ? '\n' : rest.ptr[0]);
        }
        i += len;
    }
}

/* T4, T5 and T7: no blanks at the end of lines, no two blank lines, one LF at the end. */
static inline void reference_blanks(struct chy_buf *out, chancery_span lines)
{
    chancery_span line;
    bool blank = false;
    while (chy_span_line(&line, &lines)) {
        while (line.len > 0 &&
               (line.ptr[line.len - 1] == ' ' || line.ptr[line.len - 1] == '\t')) {
            line.len--;
        }
        if (line.len == 0) {
            blank = true;
            continue;
        }
        if (blank && out->len > 0) {
            chy_buf_byte(out, '\n');
        }
        blank = false;
        chy_buf_span(out, line);
        chy_buf_byte(out, '\n');
    }
}

/* T6. False if memory ran out. */
static inline bool reference_text(struct chy_buf *out, chancery_span file)
{
    struct chy_buf lines = {0}, text = {0};
    reference_lines(&lines, file);
    reference_blanks(&text, chy_buf_view(&lines));
    bool done = icu_nfc(out, chy_buf_view(&text));
    chy_buf_done(&lines);
    chy_buf_done(&text);
    return done;
}

/* W3 */
static inline uint32_t reference_fold(uint32_t cp)
{
    switch (cp) {
    case 0x2018:
    case 0x2019:
    case 0x201B:
        return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201F:
        return '"';
    case 0x2010:
    case 0x2011:
        return '-';
    default:
        return cp;
    }
}

static inline bool reference_is_mark(uint32_t cp)
{
    return U_GET_GC_MASK((UChar32)cp) & U_GC_M_MASK;
}

/* W5 */
static inline bool reference_is_ideograph(uint32_t cp)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)cp, &status);
    bool sign = (cp >= 0x3001 && cp <= 0x303F) || cp == 0x30FB || cp == 0x30FC ||
                (cp >= 0xFF01 && cp <= 0xFF0F) || (cp >= 0xFF1A && cp <= 0xFF20) ||
                (cp >= 0xFF3B && cp <= 0xFF40) || (cp >= 0xFF5B && cp <= 0xFF65);
    return (sign || script == USCRIPT_HAN || script == USCRIPT_HIRAGANA ||
            script == USCRIPT_KATAKANA) &&
           !reference_is_mark(cp);
}

/* W2 to W5 and W9, of text/v1. False if it is ill-formed or memory ran out. */
static inline bool reference_words(struct chy_buf *out, chancery_span text)
{
    struct chy_buf words = {0};
    bool parts = false,
         ideograph = false; /* a new word begins here; the word is an ideograph */
    const uint8_t *ptr = text.ptr, *end = text.ptr + text.len;
    while (ptr < end) {
        uint32_t cp;
        uint8_t bytes[4];
        ptr += chy_utf8_decode(&cp, ptr, end);
        if (cp == 0xAD) {
            continue;
        }
        if (u_isUWhiteSpace((UChar32)cp)) {
            parts = true;
            continue;
        }
        if (reference_is_ideograph(cp) || (ideograph && !reference_is_mark(cp))) {
            parts = true;
        }
        if (parts && words.len > 0) {
            chy_buf_byte(&words, ' ');
        }
        ideograph = reference_is_ideograph(cp) || (ideograph && !parts);
        parts = false;
        chy_buf_add(&words, bytes, chy_utf8_encode(bytes, reference_fold(cp)));
    }
    bool done = icu_nfc(out, chy_buf_view(&words)); /* W7 */
    chy_buf_done(&words);
    return done;
}

#endif
