/*
 * icu_utf8.h - ICU's NFC of UTF-8, which it offers to C++ only.
 */
#ifndef CHY_BENCH_ICU_UTF8_H
#define CHY_BENCH_ICU_UTF8_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Writes NFC(text) and returns its length; 0 where it does not fit or ICU fails. */
size_t icu_normalize_utf8(char *out, size_t room, const char *text, size_t len);

#ifdef __cplusplus
}
#endif

#endif
