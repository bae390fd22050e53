/*
 * csv.h - rows of comma-separated values (RFC 4180).
 */
#ifndef CHY_CSV_H
#define CHY_CSV_H

#include "base/buf.h"
#include "base/span.h"

#define CHY_CSV_FIELDS 16

struct chy_csv_row {
    chancery_span field[CHY_CSV_FIELDS]; /* without their quotes */
    size_t fields;
    size_t line; /* 1-based, where it begins */
};

struct chy_csv {
    chancery_span rest;
    struct chy_buf text; /* unquoted fields; they do not move */
    size_t line;
};

/* False: no memory. chy_csv_done in any case. */
CHY_MUST_USE bool chy_csv_open(struct chy_csv *out, chancery_span bytes, chancery_error *error);
/* The next row that is not blank; false at the end. *why: it is malformed, or NULL. */
bool chy_csv_next(struct chy_csv_row *row, const char **why, struct chy_csv *csv);
void chy_csv_done(struct chy_csv *csv);

#endif
