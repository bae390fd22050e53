/*
 * error.h - how the library fills the caller's chancery_error.
 *
 * Fallible functions return false and take the error last; NULL is allowed; the first
 * error wins, so that a cleanup that fails too does not hide the cause. Text that came
 * from outside is escaped by chy_fail itself (through %s arguments made by chy_esc).
 */
#ifndef CHY_ERROR_H
#define CHY_ERROR_H

#include "chancery.h"

#include <stdarg.h>

#define CHY_MUST_USE __attribute__((warn_unused_result))
#define CHY_PRINTF(f, a) __attribute__((format(printf, f, a)))

/* Sets code and text if nothing is set yet; always returns false, so that a function can
 * end with `return chy_fail(...)`. The text says what is wrong and why; control characters
 * and ill-formed UTF-8 in it are escaped. */
bool chy_fail(chancery_error *error, enum chancery_code code, const char *format, ...)
    CHY_PRINTF(3, 4);

/* As chy_fail. */
bool chy_vfail(chancery_error *error, enum chancery_code code, const char *format, va_list args)
    CHY_PRINTF(3, 0);

/* Adds to a set error, each only where it is still empty; each does nothing when error is
 * NULL or not set. They return false. */
bool chy_fail_where(chancery_error *error, const char *where); /* file, "-" or JSON path */
bool chy_fail_at(chancery_error *error, uint64_t offset, uint32_t line, uint32_t column);
bool chy_fail_next(chancery_error *error, const char *format, ...) CHY_PRINTF(2, 3);

/* As chy_fail with the text of errno after doing ("cannot open it" gives "cannot open it:
 * Permission denied"); chooses CHANCERY_E_MISSING, _UNREADABLE, _IS_FOLDER, _EXISTS, _IO or
 * _MEMORY, and what to do next, from errno. where is the path. */
bool chy_fail_errno(chancery_error *error, const char *where, const char *doing);

/* Out of memory. */
bool chy_fail_memory(chancery_error *error);

#endif
