/*
 * log_key.h - the key by which a log is read: the one that is given, or the directory's.
 */
#ifndef CHY_LOG_KEY_H
#define CHY_LOG_KEY_H

#include "custody/directory.h"
#include "sign/note.h"

/* given: NULL for the log that the directory lists under the origin in the note's first line;
 * *why where it lists none. *error: the given one is no log's key. */
CHY_MUST_USE bool chy_log_key_find(struct chy_note_key *out, const char *given,
                                   const struct chy_directory *directory, chancery_span note,
                                   chancery_error *why, chancery_error *error);

#endif
