/*
 * directory_change.h - a change to a directory: the version that waits in PATH.next.json, made
 * from the one in force if none waits.
 */
#ifndef CHY_DIRECTORY_CHANGE_H
#define CHY_DIRECTORY_CHANGE_H

#include "custody/directory_standing.h"

struct chy_change {
    const char *path;
    struct chy_versions versions;
    struct chy_standing standing;
    struct chy_directory directory; /* to be changed; its index knows what was read */
};

/* CHANCERY_E_MISSING: there is neither. _REFUSED: a version waits for other roots already. */
CHY_MUST_USE bool chy_change_begin(struct chy_change *out, const char *path, const char *home,
                                   chancery_error *error);
/* Writes it back as a whole, if it keeps every rule; else CHANCERY_E_CONFLICT. */
CHY_MUST_USE bool chy_change_store(const struct chy_change *change, bool replace,
                                   chancery_error *error);
void chy_change_done(struct chy_change *change);

/* Of an option. */
CHY_MUST_USE bool chy_change_date(chancery_date *out, const char *text, const char *option,
                                  chancery_error *error);
/* --expires, which is not past. now: seconds UTC. */
CHY_MUST_USE bool chy_change_expires(chancery_date *out, const char *text, int64_t now,
                                     chancery_error *error);
/* Public key files into the roots. */
CHY_MUST_USE bool chy_change_roots(struct chy_directory *directory, const char *const *roots,
                                   size_t count, int64_t threshold, chancery_error *error);
/* Room for one more at the end of a list. */
CHY_MUST_USE bool chy_change_room(void *items_ptr, size_t count, size_t item_size, size_t max,
                                  const char *what, chancery_error *error);

#endif
