/*
 * show.h - what a record holds and what waits to be signed, for show*.c alone. Nothing here is
 * verified.
 */
#ifndef CHY_SHOW_H
#define CHY_SHOW_H

#include "custody/record.h"

struct chy_shown {
    char *path; /* of the record */
    bool recorded;
    struct chy_record record;
    char *draft_path;
    struct chy_buf draft; /* the draft's bytes; empty if there is none */
    struct chy_statement drafted;
    bool words; /* digests as words too */
};

/* For people; JSON. NULL with the error set. */
char *chy_show_text(const struct chy_shown *shown, bool color, chancery_error *error);
char *chy_show_json(const struct chy_shown *shown, chancery_error *error);

#endif
