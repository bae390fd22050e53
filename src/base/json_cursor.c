/*
 * json_cursor.c - what the formats read: where a value stands, and values of the project's own
 * kinds. Built on the accessors of json.c, without jansson.
 */
#include "base/json.h"

#include "base/date.h"
#include "base/encode.h"

struct chy_cursor chy_json_root(const struct chy_json *json)
{
    return (struct chy_cursor){.value = json};
}

/* As deep as the document: at most CHY_MAX_DEPTH. */
void chy_json_path(struct chy_buf *buf, const struct chy_cursor *cursor)
{
    if (!cursor->up) {
        chy_buf_str(buf, "$");
        return;
    }
    chy_json_path(buf, cursor->up);
    if (cursor->key)
        chy_buf_printf(buf, ".%s", cursor->key);
    else
        chy_buf_printf(buf, "[%zu]", cursor->index);
}

static bool fail_here(const struct chy_cursor *cursor, chancery_error *error)
{
    struct chy_buf buf = {0};
    chy_json_path(&buf, cursor);
    char *path = chy_buf_take(&buf, NULL, NULL);
    chy_fail_where(error, path);
    chancery_free(path);
    chy_buf_done(&buf);
    return false;
}

bool chy_json_fail(const struct chy_cursor *cursor, chancery_error *error, const char *format,
                   ...)
{
    if (!error || error->code != CHANCERY_OK)
        return false;
    va_list args;
    va_start(args, format);
    chy_vfail(error, CHANCERY_E_FORMAT, format, args);
    va_end(args);
    return fail_here(cursor, error);
}

bool chy_json_fail_limit(const struct chy_cursor *cursor, chancery_error *error, size_t has,
                         size_t max, const char *what)
{
    chy_fail(error, CHANCERY_E_LIMIT, "it has %zu %s; at most %zu are allowed", has, what, max);
    return fail_here(cursor, error);
}

bool chy_json_digest(chancery_digest *out, const struct chy_cursor *cursor,
                     chancery_error *error)
{
    chancery_span hex;
    if (!chy_json_string(&hex, cursor, SIZE_MAX, error))
        return false;
    if (!chy_unhex(out->b, sizeof out->b, hex)) {
        return chy_json_fail(
            cursor, error, "a SHA-256 digest is 64 lowercase hexadecimal digits; this is not");
    }
    return true;
}

bool chy_json_date(chancery_date *out, const struct chy_cursor *cursor, chancery_error *error)
{
    chancery_span text;
    if (!chy_json_string(&text, cursor, SIZE_MAX, error))
        return false;
    if (!chy_date_parse(out, text)) {
        char *shown = chy_esc(text);
        chy_json_fail(cursor, error, "a date is written YYYY-MM-DD; \"%s\" is not one",
                      shown ? shown : "");
        chancery_free(shown);
        return false;
    }
    return true;
}

bool chy_json_member_string(chancery_span *view, const struct chy_cursor *object,
                            const char *key, size_t max, chancery_error *error)
{
    struct chy_cursor member;
    return chy_json_member(&member, object, key, error) &&
           chy_json_string(view, &member, max, error);
}

struct chy_json *chy_json_new_cstring(const char *utf8)
{
    return chy_json_new_string(chy_span_str(utf8));
}

struct chy_json *chy_json_new_date(chancery_date date)
{
    char text[11];
    chy_date_format(text, date);
    return chy_date_is_set(date) ? chy_json_new_cstring(text) : chy_json_new_null();
}
