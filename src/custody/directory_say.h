/*
 * directory_say.h - a directory in words for people: show, diff and what a root is asked to
 * sign.
 */
#ifndef CHY_DIRECTORY_SAY_H
#define CHY_DIRECTORY_SAY_H

#include "base/buf.h"
#include "custody/directory.h"

struct chy_paint {
    struct chy_buf *out;
    const char *bold, *dim, *plain;
};
struct chy_paint chy_paint_of(struct chy_buf *out, bool color);

/* Escaped; "OFFICE; OF"; "SINCE to UNTIL" or "to open"; the first 16 digits of the key's id. */
void chy_say_text(struct chy_buf *out, const char *text);
void chy_say_office(struct chy_buf *out, const struct chy_office *office);
void chy_say_term(struct chy_buf *out, chancery_date since, chancery_date until);
void chy_say_key(struct chy_buf *out, const chancery_public_key *key);
/* "NAME, OFFICE; OF"; "OFFICE; OF may issue for OFFICE; OF". */
void chy_say_holder(struct chy_buf *out, const struct chy_holder *holder);
void chy_say_may(struct chy_buf *out, const struct chy_authorization *one);
/* "2 persons sign for OFFICE; OF". */
void chy_say_quorum(struct chy_buf *out, const struct chy_quorum *one);

/* All of it; with a date only what counts on that day, and which offices nobody held. */
void chy_say_directory(const struct chy_paint *paint, const struct chy_directory *directory,
                       chancery_date at);

/* What `after` changes in `before`, a version that leads to it: one line each. The number of
 * changes. */
size_t chy_say_changes(struct chy_buf *out, const struct chy_directory *before,
                       const struct chy_directory *after);
/* The same as a JSON list of sentences. */
struct chy_json *chy_changes_json(const struct chy_directory *before,
                                  const struct chy_directory *after, chancery_error *error);

#endif
