/*
 * statement_reader.h - reading a statement piece by piece. For statement_*.c alone.
 */
#ifndef CHY_STATEMENT_READER_H
#define CHY_STATEMENT_READER_H

#include "custody/statement.h"

#define CHY_COUNT(list) (sizeof(list) / sizeof *(list))

#define CHY_STATEMENT_V1 "https://in-toto.io/Statement/v1"
#define CHY_PREDICATE_PREFIX "urn:chancery:"
#define CHY_KIND_SIGNATURE "signature"
#define CHY_KIND_SEAL "seal"

struct chy_reading {
    struct chy_statement *out;
    chancery_error *error;
};

/* Each returns false with the error set; what was read so far is freed by
 * chy_statement_done. */

/* Notes the first member that this version does not know: it changes what the act says in a way
 * that cannot be judged, but it is no fault of the payload. */
bool chy_note_unknown(struct chy_reading *r, const struct chy_cursor *object,
                      const char *const names[], size_t count);

/* Strings are not empty and have at most CHY_MAX_STRING bytes. */
bool chy_copy_string(struct chy_reading *r, char **out, const struct chy_cursor *at);
bool chy_need_string(struct chy_reading *r, char **out, const struct chy_cursor *object,
                     const char *key);
bool chy_may_string(struct chy_reading *r, char **out, const struct chy_cursor *object,
                    const char *key);
/* The member "name", a plain file name. */
bool chy_need_file_name(struct chy_reading *r, char **out, const struct chy_cursor *object);
bool chy_need_digest(struct chy_reading *r, chancery_digest *out,
                     const struct chy_cursor *object, const char *key);
bool chy_need_date(struct chy_reading *r, chancery_date *out, const struct chy_cursor *object,
                   const char *key);
bool chy_may_date(struct chy_reading *r, chancery_date *out, const struct chy_cursor *object,
                  const char *key);

/* *items: zeroed room for the *count elements of a list, of which there must be min to max;
 * NULL for none. */
bool chy_open_list(struct chy_reading *r, void **items, size_t *count,
                   const struct chy_cursor *list, size_t min, size_t max, size_t item_size);

/* The members of a predicate that are lists and objects. */
bool chy_read_signatories(struct chy_reading *r, const struct chy_cursor *predicate);
bool chy_read_addressees(struct chy_reading *r, const struct chy_cursor *predicate);
bool chy_read_text(struct chy_reading *r, const struct chy_cursor *predicate);
bool chy_read_renditions(struct chy_reading *r, const struct chy_cursor *predicate);
bool chy_read_carries(struct chy_reading *r, const struct chy_cursor *predicate);
bool chy_read_symbols(struct chy_reading *r, const struct chy_cursor *predicate);
/* What a translation alone has, after language and text. */
bool chy_read_translates(struct chy_reading *r, const struct chy_cursor *predicate);
/* The signatures that were seen on an act. */
bool chy_read_seen(struct chy_reading *r, struct chy_carried *out, const struct chy_cursor *at);
/* *out: the member `key`, 1 to `max` strings; left alone if it is absent. */
bool chy_may_strings(struct chy_reading *r, char ***out, size_t *count,
                     const struct chy_cursor *predicate, const char *key, size_t max);
/* What a later act says of another, and an issue of the one that it supersedes. */
bool chy_read_supersedes(struct chy_reading *r, const struct chy_cursor *predicate);
bool chy_read_later(struct chy_reading *r, const struct chy_cursor *predicate);

#endif
