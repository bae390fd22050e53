/*
 * statement_reader.c - the small pieces that every part of a statement is read with.
 */
#include "custody/statement_reader.h"

#include "base/file.h"
#include "base/limits.h"

#include <stdlib.h>

/* Notes the first member that this version does not know: it changes what the act says in a way
 * that cannot be judged, but it is no fault of the payload. */
bool chy_note_unknown(struct chy_reading *r, const struct chy_cursor *object,
                      const char *const names[], size_t count)
{
    if (!chy_json_object(object, r->error))
        return false;
    const char *name = r->out->unknown_field ? NULL : chy_json_unknown(object, names, count);
    struct chy_cursor member;
    if (!name || !chy_json_optional(&member, object, name))
        return true;
    struct chy_buf path = {0}, shown = {0};
    chy_json_path(&path, &member);
    chy_buf_escaped(&shown, chy_buf_view(&path));
    bool ok = chy_buf_finish(&path, r->error);
    if (ok) {
        r->out->unknown_field = chy_buf_take(&shown, NULL, r->error);
        ok = r->out->unknown_field != NULL;
    }
    chy_buf_done(&path);
    chy_buf_done(&shown);
    return ok;
}

/* --- strings --- */

bool chy_copy_string(struct chy_reading *r, char **out, const struct chy_cursor *at)
{
    chancery_span view;
    if (!chy_json_string(&view, at, CHY_MAX_STRING, r->error))
        return false;
    if (view.len == 0)
        return chy_json_fail(at, r->error, "this string must not be empty");
    *out = chy_dup(view, r->error);
    return *out != NULL;
}

bool chy_need_string(struct chy_reading *r, char **out, const struct chy_cursor *object,
                     const char *key)
{
    struct chy_cursor at;
    return chy_json_member(&at, object, key, r->error) && chy_copy_string(r, out, &at);
}

bool chy_may_string(struct chy_reading *r, char **out, const struct chy_cursor *object,
                    const char *key)
{
    struct chy_cursor at;
    return !chy_json_optional(&at, object, key) || chy_copy_string(r, out, &at);
}

/* A file's name without a folder: a statement must not reach outside the document's folder. */
bool chy_need_file_name(struct chy_reading *r, char **out, const struct chy_cursor *object)
{
    struct chy_cursor at;
    if (!chy_json_member(&at, object, "name", r->error) || !chy_copy_string(r, out, &at))
        return false;
    return chy_path_is_plain(chy_span_str(*out)) ||
           chy_json_fail(&at, r->error,
                         "a file is named without a folder; this is no plain file name");
}

bool chy_need_digest(struct chy_reading *r, chancery_digest *out,
                     const struct chy_cursor *object, const char *key)
{
    struct chy_cursor at;
    return chy_json_member(&at, object, key, r->error) && chy_json_digest(out, &at, r->error);
}

bool chy_need_date(struct chy_reading *r, chancery_date *out, const struct chy_cursor *object,
                   const char *key)
{
    struct chy_cursor at;
    return chy_json_member(&at, object, key, r->error) && chy_json_date(out, &at, r->error);
}

bool chy_may_date(struct chy_reading *r, chancery_date *out, const struct chy_cursor *object,
                  const char *key)
{
    struct chy_cursor at;
    return !chy_json_optional(&at, object, key) || chy_json_date(out, &at, r->error);
}

/* --- lists --- */

/* The number of elements, between min and max, and zeroed room for them. */
bool chy_open_list(struct chy_reading *r, void **items, size_t *count,
                   const struct chy_cursor *list, size_t min, size_t max, size_t item_size)
{
    size_t n;
    *items = NULL;
    if (!chy_json_array(&n, list, max, r->error))
        return false;
    if (n < min)
        return chy_json_fail(list, r->error, "this list must not be empty");
    if (n > 0) {
        *items = calloc(n, item_size);
        if (!*items)
            return chy_fail_memory(r->error);
    }
    *count = n;
    return true;
}
