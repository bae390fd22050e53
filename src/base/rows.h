/*
 * rows.h - an array of records of one size that may be larger than memory: CHY_MAX_HELD bytes
 * of it are held, and the rest lies in a file without a name, which goes with the process.
 *
 * Records hold no pointers and no padding. They are read by their numbers, which costs least in
 * rising order. What reads keeps the last page, so a table belongs to one thread; processes
 * that were forked each read on by themselves.
 */
#ifndef CHY_ROWS_H
#define CHY_ROWS_H

#include "base/error.h"

struct chy_rows;

/* Where the file is made if no folder is named: /tmp may be memory itself. */
#define CHY_SCRATCH "/var/tmp"

/* size: bytes of a record, at most 256. folder: for the file, which is made when it is needed;
 * NULL: CHY_SCRATCH. Freed by the caller. */
CHY_MUST_USE bool chy_rows_new(struct chy_rows **out, size_t size, const char *folder,
                               chancery_error *error);
void chy_rows_free(struct chy_rows *rows);
uint64_t chy_rows_count(const struct chy_rows *rows); /* of NULL: 0 */

/* At the end. CHANCERY_E_IO of the file, here and below. */
CHY_MUST_USE bool chy_rows_add(struct chy_rows *rows, const void *record,
                               chancery_error *error);
/* number is below the count. */
CHY_MUST_USE bool chy_rows_get(void *out, struct chy_rows *rows, uint64_t number,
                               chancery_error *error);
/* Takes the place of the one that is there. */
CHY_MUST_USE bool chy_rows_put(struct chy_rows *rows, uint64_t number, const void *record,
                               chancery_error *error);

/* As for qsort_r. The order of records that are alike is not kept. */
typedef int chy_rows_compare(const void *a, const void *b, void *context);
CHY_MUST_USE bool chy_rows_sort(struct chy_rows *rows, chy_rows_compare *compare, void *context,
                                chancery_error *error);
/* Of records that begin with a uint64_t: by that alone. */
int chy_rows_by_key(const void *a, const void *b, void *none);
/* In a table that rises by that number: the first that is not below key; the count: none is. */
CHY_MUST_USE bool chy_rows_first(uint64_t *number, struct chy_rows *rows, uint64_t key,
                                 chancery_error *error);

#endif
