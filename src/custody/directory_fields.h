/*
 * directory_fields.h - the kinds of field that a directory's entries are made of, read from
 * JSON.
 *
 * Each refuses with CHANCERY_E_FORMAT and the JSON path. Strings are new and the caller's, also
 * after a failure.
 */
#ifndef CHY_DIRECTORY_FIELDS_H
#define CHY_DIRECTORY_FIELDS_H

#include "custody/directory.h"

/* An object that has no members but these. */
CHY_MUST_USE bool chy_field_members(const struct chy_cursor *object, const char *const names[],
                                    size_t count, chancery_error *error);

CHY_MUST_USE bool chy_field_string(char **out, const struct chy_cursor *object, const char *key,
                                   chancery_error *error);
/* One of these words. */
CHY_MUST_USE bool chy_field_word(char **out, const struct chy_cursor *object, const char *key,
                                 const char *const words[], size_t count,
                                 chancery_error *error);
/* The members "office" and "of". */
CHY_MUST_USE bool chy_field_office(struct chy_office *out, const struct chy_cursor *object,
                                   chancery_error *error);
CHY_MUST_USE bool chy_field_date(chancery_date *out, const struct chy_cursor *object,
                                 const char *key, chancery_error *error);
/* The members "since" and "until", which may be null and is not before since. */
CHY_MUST_USE bool chy_field_term(chancery_date *since, chancery_date *until,
                                 const struct chy_cursor *object, chancery_error *error);
/* A chancery_public_key in hex: this value, and a member. */
CHY_MUST_USE bool chy_field_key(void *key, const struct chy_cursor *cursor,
                                chancery_error *error);
CHY_MUST_USE bool chy_field_member_key(chancery_public_key *out,
                                       const struct chy_cursor *object, const char *key,
                                       chancery_error *error);

/* One element of a list into its struct, which begins zeroed. */
typedef bool chy_field_fn(void *item, const struct chy_cursor *cursor, chancery_error *error);
/* A list as a new array of structs: items_ptr is a pointer to the pointer. What was read before
 * a failure stays in it. */
CHY_MUST_USE bool chy_field_list(void *items_ptr, size_t *count,
                                 const struct chy_cursor *object, const char *key, size_t max,
                                 size_t item_size, chy_field_fn *read, chancery_error *error);

#endif
