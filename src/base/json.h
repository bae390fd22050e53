/*
 * json.h - the only door to jansson. Reading is strict and says where by JSON path; writing
 * is the one canonical serialisation of the project (spec/custody-record.md).
 *
 * Strict: RFC 8259, well-formed UTF-8, duplicate member names refused, nothing after the
 * value, at most CHY_MAX_DEPTH levels, integers within int64.
 */
#ifndef CHY_JSON_H
#define CHY_JSON_H

#include "base/buf.h"
#include "base/span.h"

struct chy_json; /* a JSON value that the holder owns one reference of */

/* *out is owned by the caller. CHANCERY_E_JSON with line, column and byte offset. */
CHY_MUST_USE bool chy_json_parse(struct chy_json **out, chancery_span bytes,
                                 chancery_error *error);
/* The same; *canonical: bytes are the canonical serialisation of the value, as
 * chy_json_write_canonical would write it. */
CHY_MUST_USE bool chy_json_read(struct chy_json **out, bool *canonical, chancery_span bytes,
                                chancery_error *error);
/* From now on this process takes the memory of values from a pool. It is for a process of one
 * thread that is the library's own: jansson has one allocator a process. */
void chy_json_pool(void);
void chy_json_free(struct chy_json *json); /* drops the reference; NULL allowed */

/*
 * Reading. A cursor is a place in a document: a value, and how it was reached. Cursors live on
 * the stack, own nothing, and are good while the document and the cursors above them live.
 */
struct chy_cursor {
    const struct chy_json *value;
    const struct chy_cursor *up;
    const char *key; /* member name, or NULL for an element or the root */
    size_t index;    /* element, 0-based */
};

struct chy_cursor chy_json_root(const struct chy_json *json);

/* out is not object or array itself: a cursor points to the one above it. Each refuses a wrong
 * type or an absent member with CHANCERY_E_FORMAT, and the path
 * ("$.predicate.signatories[1].name") in the error's where. Strings with U+0000 are refused.
 * Views live as long as the document. */
CHY_MUST_USE bool chy_json_member(struct chy_cursor *out, const struct chy_cursor *object,
                                  const char *key, chancery_error *error);
/* False: absent, or not in an object. */
bool chy_json_optional(struct chy_cursor *out, const struct chy_cursor *object,
                       const char *key);
CHY_MUST_USE bool chy_json_element(struct chy_cursor *out, const struct chy_cursor *array,
                                   size_t index, chancery_error *error);
CHY_MUST_USE bool chy_json_array(size_t *count, const struct chy_cursor *cursor, size_t max,
                                 chancery_error *error);
CHY_MUST_USE bool chy_json_object(const struct chy_cursor *cursor, chancery_error *error);
CHY_MUST_USE bool chy_json_string(chancery_span *view, const struct chy_cursor *cursor,
                                  size_t max, chancery_error *error);
CHY_MUST_USE bool chy_json_integer(int64_t *out, const struct chy_cursor *cursor, int64_t min,
                                   int64_t max, chancery_error *error);
CHY_MUST_USE bool chy_json_digest(chancery_digest *out, const struct chy_cursor *cursor,
                                  chancery_error *error);
CHY_MUST_USE bool chy_json_date(chancery_date *out, const struct chy_cursor *cursor,
                                chancery_error *error);
bool chy_json_is_null(const struct chy_cursor *cursor);
CHY_MUST_USE bool chy_json_bool(bool *out, const struct chy_cursor *cursor,
                                chancery_error *error);

/* Member by name and string in one step. */
CHY_MUST_USE bool chy_json_member_string(chancery_span *view, const struct chy_cursor *object,
                                         const char *key, size_t max, chancery_error *error);

/* The first member of the object whose name is not among names[count]; NULL: there is none. */
const char *chy_json_unknown(const struct chy_cursor *object, const char *const names[],
                             size_t count);

/* Appends the JSON path of a place: "$.predicate.signatories[1].name". Names in it are not
 * escaped. */
void chy_json_path(struct chy_buf *out, const struct chy_cursor *cursor);

/* CHANCERY_E_FORMAT at this place. Returns false. */
bool chy_json_fail(const struct chy_cursor *cursor, chancery_error *error, const char *format,
                   ...) CHY_PRINTF(3, 4);
/* CHANCERY_E_LIMIT at this place: "it has HAS WHAT; at most MAX are allowed". Returns false. */
bool chy_json_fail_limit(const struct chy_cursor *cursor, chancery_error *error, size_t has,
                         size_t max, const char *what);

/*
 * Building. Makers return NULL when memory is short and setters take NULL and pass the failure
 * on: after building, chy_json_write reports it. Setters consume the value.
 */
struct chy_json *chy_json_new_object(void);
struct chy_json *chy_json_new_array(void);
struct chy_json *chy_json_new_string(chancery_span utf8);
struct chy_json *chy_json_new_cstring(const char *utf8);
struct chy_json *chy_json_new_integer(int64_t value);
struct chy_json *chy_json_new_bool(bool value);
struct chy_json *chy_json_new_null(void);
struct chy_json *chy_json_new_hex(const void *ptr, size_t len);
struct chy_json *chy_json_new_date(chancery_date date); /* null if not set */
/* key: ASCII, which is not looked at. */
void chy_json_set(struct chy_json *object, const char *key, struct chy_json *value_take);
void chy_json_append(struct chy_json *array, struct chy_json *value_take);

/* Serialises into buf: canonical (compact, members sorted by the bytes of their names, UTF-8 as
 * it is, escapes only where RFC 8259 demands them: \" \\ \b \f \n \r \t and \u00xx in
 * lowercase), or for people (indent of 2, members in the order set, what cannot be seen as
 * \uxxxx, so that a terminal does not obey it). A value with a failed member, or with a number
 * that is no integer, fails the buffer. */
void chy_json_write_canonical(struct chy_buf *buf, const struct chy_json *json);
void chy_json_write_pretty(struct chy_buf *buf, const struct chy_json *json);

#endif
