/*
 * directory_log.h - what a directory says of transparency logs: their keys, and the witnesses
 * whose cosignatures prove time (spec/directory.md, D42). For directory*.c.
 */
#ifndef CHY_DIRECTORY_LOG_H
#define CHY_DIRECTORY_LOG_H

#include "custody/directory_say.h"

#define CHY_DIRECTORY_LOGS "transparency"

/* That member, which may be absent. */
CHY_MUST_USE bool chy_directory_logs_read(struct chy_directory *out,
                                          const struct chy_cursor *root, chancery_error *error);
void chy_directory_logs_json(struct chy_json *object, const struct chy_directory *directory);
void chy_directory_logs_done(struct chy_directory *directory);

/* Is each key of one role, and a good one? CHANCERY_E_FORMAT. The first of an indexed
 * directory. */
CHY_MUST_USE bool chy_directory_logs_roles(const struct chy_directory *directory,
                                           chancery_error *error);
CHY_MUST_USE bool chy_directory_logs_keys(const struct chy_directory *directory,
                                          chancery_error *error);

/* "log NAME, key 0123456789abcdef". */
void chy_say_watcher(struct chy_buf *out, const char *role, const struct chy_watcher *one);
void chy_say_logs(const struct chy_paint *paint, const struct chy_directory *directory);

#endif
