/*
 * rows_parts.h - what a table is made of. For rows*.c.
 */
#ifndef CHY_ROWS_PARTS_H
#define CHY_ROWS_PARTS_H

#include "base/buf.h"
#include "base/rows.h"

#define CHY_ROWS_RECORD 256 /* bytes that a record may have */

struct chy_rows {
    size_t size;
    char *folder;
    int fd;              /* -1: all is held */
    uint64_t filed;      /* records in the file */
    struct chy_buf held; /* those after them */
    struct chy_buf page; /* those of the file from `from` on */
    uint64_t from;
};

/* Everything into the file, which is made if there is none. */
CHY_MUST_USE bool chy_rows_flush(struct chy_rows *rows, chancery_error *error);
/* count records of the file, from `first` on; out has room for them. */
CHY_MUST_USE bool chy_rows_read(void *out, const struct chy_rows *rows, uint64_t first,
                                size_t count, chancery_error *error);
CHY_MUST_USE bool chy_rows_write(const struct chy_rows *rows, uint64_t first,
                                 const void *records, size_t count, chancery_error *error);

#endif
