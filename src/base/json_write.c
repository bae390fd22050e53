/*
 * json_write.c - building JSON values, and writing them.
 */
#include "base/encode.h"
#include "base/json_text.h"
#include "base/json_tree.h"

#include <stdlib.h>

/*
 * A setter cannot report that memory ran out, so a container remembers it by holding `failed`,
 * which the writer refuses. Marking must not need memory itself: an object is born with one
 * member, whose value `whole` the writer passes over, and that is what `failed` replaces; the
 * first elements of an array need no memory. jansson counts no references to a value whose
 * count is SIZE_MAX, as its own null and true.
 */
static json_t whole = {JSON_NULL, SIZE_MAX};
static json_t failed = {JSON_REAL, SIZE_MAX};

struct chy_json *chy_json_new_object(void)
{
    json_t *json = json_object();
    if (json && json_object_set_new(json, "", &whole) != 0) {
        json_decref(json);
        return NULL;
    }
    return chy_wrap(json);
}

struct chy_json *chy_json_new_array(void)
{
    return chy_wrap(json_array());
}

struct chy_json *chy_json_new_string(chancery_span utf8)
{
    return chy_wrap(json_stringn(utf8.len > 0 ? (const char *)utf8.ptr : "", utf8.len));
}

/* It is ASCII, so nobody need find out whether it is UTF-8. Most are digests. */
struct chy_json *chy_json_new_hex(const void *ptr, size_t len)
{
    char text[2 * sizeof(chancery_digest) + 1];
    struct chy_buf longer = {0};
    if (len <= sizeof text / 2) {
        chy_hex(text, ptr, len);
        return chy_wrap(json_stringn_nocheck(text, 2 * len));
    }
    chy_buf_hex(&longer, ptr, len);
    json_t *json =
        chy_buf_ok(&longer) ? json_stringn_nocheck((const char *)longer.ptr, longer.len) : NULL;
    chy_buf_done(&longer);
    return chy_wrap(json);
}

struct chy_json *chy_json_new_integer(int64_t value)
{
    return chy_wrap(json_integer(value));
}

struct chy_json *chy_json_new_bool(bool value)
{
    return chy_wrap(json_boolean(value));
}

struct chy_json *chy_json_new_null(void)
{
    return chy_wrap(json_null());
}

void chy_json_set(struct chy_json *object, const char *key, struct chy_json *value_take)
{
    json_t *json = chy_tree(object);
    if (json_object_set_new_nocheck(json, key, chy_tree(value_take)) != 0 && json)
        json_object_iter_set_new(json, json_object_iter(json), &failed);
}

void chy_json_append(struct chy_json *array, struct chy_json *value_take)
{
    json_t *json = chy_tree(array);
    if (json_array_append_new(json, chy_tree(value_take)) != 0 && json &&
        json_array_set_new(json, 0, &failed) != 0)
        json_array_append_new(json, &failed);
}

/* --- writing --- */

struct member {
    const char *key;
    json_t *value;
};

/* Members of all open objects, the innermost last, so that one array serves a whole
 * document. */
struct writer {
    struct chy_buf *buf;
    bool canonical;
    size_t depth;
    struct member *members;
    size_t count, cap;
};

static void write_value(struct writer *w, json_t *json);

static void fail(struct writer *w)
{
    w->buf->failed = true;
}

static void write_break(struct writer *w)
{
    if (!w->canonical) {
        chy_buf_byte(w->buf, '\n');
        for (size_t i = 0; i < w->depth; i++)
            chy_buf_str(w->buf, "  ");
    }
}

static int by_key(const void *a, const void *b)
{
    const struct member *one = a, *other = b;
    return strcmp(one->key, other->key); /* by unsigned bytes; a key holds no NUL */
}

/* Puts the members of an object at the end of w->members, in the order of writing. */
static bool gather(struct writer *w, json_t *json)
{
    size_t first = w->count;
    bool sorted = true;
    for (void *i = json_object_iter(json); i; i = json_object_iter_next(json, i)) {
        struct member member = {json_object_iter_key(i), json_object_iter_value(i)};
        if (member.value == &whole)
            continue;
        if (!chy_grow(&w->members, &w->cap, w->count, sizeof member, SIZE_MAX, "members", NULL))
            return false;
        if (w->count > first && by_key(&w->members[w->count - 1], &member) > 0)
            sorted = false;
        w->members[w->count++] = member;
    }
    if (w->canonical && !sorted)
        qsort(w->members + first, w->count - first, sizeof *w->members, by_key);
    return true;
}

static void write_object(struct writer *w, json_t *json)
{
    size_t first = w->count;
    if (!gather(w, json)) {
        fail(w);
        return;
    }
    size_t end = w->count;
    chy_buf_byte(w->buf, '{');
    w->depth++;
    for (size_t i = first; i < end && chy_buf_ok(w->buf); i++) {
        struct member member = w->members[i]; /* writing it may move the array */
        if (i > first)
            chy_buf_byte(w->buf, ',');
        write_break(w);
        chy_json_add_string(w->buf, chy_span_str(member.key), !w->canonical);
        chy_buf_str(w->buf, w->canonical ? ":" : ": ");
        write_value(w, member.value);
    }
    w->depth--;
    if (end > first)
        write_break(w);
    chy_buf_byte(w->buf, '}');
    w->count = first;
}

static void write_array(struct writer *w, const json_t *json)
{
    size_t count = json_array_size(json);
    chy_buf_byte(w->buf, '[');
    w->depth++;
    for (size_t i = 0; i < count && chy_buf_ok(w->buf); i++) {
        if (i > 0)
            chy_buf_byte(w->buf, ',');
        write_break(w);
        write_value(w, json_array_get(json, i));
    }
    w->depth--;
    if (count > 0)
        write_break(w);
    chy_buf_byte(w->buf, ']');
}

static void write_integer(struct chy_buf *buf, json_int_t value)
{
    if (value >= 0)
        chy_buf_decimal(buf, (uint64_t)value);
    else
        chy_buf_printf(buf, "%" JSON_INTEGER_FORMAT, value);
}

static void write_value(struct writer *w, json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        write_object(w, json);
        return;
    case JSON_ARRAY:
        write_array(w, json);
        return;
    case JSON_STRING:
        chy_json_add_string(w->buf, chy_span(json_string_value(json), json_string_length(json)),
                            !w->canonical);
        return;
    case JSON_INTEGER:
        write_integer(w->buf, json_integer_value(json));
        return;
    case JSON_TRUE:
        chy_buf_str(w->buf, "true");
        return;
    case JSON_FALSE:
        chy_buf_str(w->buf, "false");
        return;
    case JSON_NULL:
        chy_buf_str(w->buf, "null");
        return;
    case JSON_REAL:
        break;
    }
    fail(w);
}

static void write_tree(struct chy_buf *buf, const struct chy_json *json, bool canonical)
{
    struct writer w = {.buf = buf, .canonical = canonical};
    if (json)
        write_value(&w, chy_tree(json));
    else
        fail(&w);
    free(w.members);
}

void chy_json_write_canonical(struct chy_buf *buf, const struct chy_json *json)
{
    write_tree(buf, json, true);
}

void chy_json_write_pretty(struct chy_buf *buf, const struct chy_json *json)
{
    write_tree(buf, json, false);
}
