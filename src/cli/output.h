/*
 * output.h - what the program says: results to standard output, the rest to standard error.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "chancery.h"

#include <stdio.h>

/* Fills an error of the command line itself; the first one wins, as in the library. where may
 * be NULL. They return false. Text from outside is escaped when the error is shown. */
bool cli_fail(chancery_error *error, enum chancery_code code, const char *where,
              const char *format, ...) __attribute__((format(printf, 4, 5)));
bool cli_fail_next(chancery_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Names the file of a set error that names none. */
bool cli_fail_where(chancery_error *error, const char *where);
/* As cli_fail, with what errno says after "doing: ". */
bool cli_fail_errno(chancery_error *error, enum chancery_code code, const char *where,
                    const char *doing);

/* "chancery: FILE:LINE:COLUMN: what, why" and "  next: what to do", to standard error. */
void cli_show_error(const chancery_error *error);
/* "chancery: warning: FILE: what" and "  next: what to do". */
void cli_warn(const char *where, const char *what, const char *next);

/* Bytes, or a text with one line end after it, to standard output. Failures stick to the
 * stream and are found by cli_finish_output. */
void cli_write(chancery_span bytes);
void cli_print(const char *text);
/* Prints and frees what the library reports; false if it is NULL, the error being set. */
bool cli_print_free(char *text);

/* False, with CHANCERY_E_IO, if anything written to standard output was lost. */
bool cli_finish_output(chancery_error *error);

/* Colours on this stream? Only on a terminal, and if NO_COLOR is not set. */
bool cli_color(FILE *stream);

#endif
