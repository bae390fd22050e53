/*
 * bag_list.h - a list of files, each by its digest, that one signature covers (spec/archive.md,
 * A24).
 */
#ifndef CHY_BAG_LIST_H
#define CHY_BAG_LIST_H

#include "archive/bag.h"
#include "archive/csv.h"

struct chy_list_row {
    chancery_span file, symbol, language, issue, date; /* views; all but file may be empty */
    chancery_digest sha256;
    size_t line;
};

struct chy_list {
    struct chy_list_row *row; /* sorted by file */
    size_t rows;
    struct chy_csv csv; /* holds what the views show, beside the bytes that were read */
};

/* bytes outlive it. CHANCERY_E_FORMAT with the line, _REFUSED (a path that leads elsewhere),
 * _CONFLICT (a file, or symbol, language and issue, twice), _LIMIT. */
CHY_MUST_USE bool chy_list_read(struct chy_list *out, chancery_span bytes,
                                chancery_error *error);
void chy_list_done(struct chy_list *list);

/* Holds the files of the bag to the list that bag-info.txt names as Chancery-List. */
void chy_bag_check_list(struct chy_bag *bag);

#endif
