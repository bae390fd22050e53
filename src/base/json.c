/*
 * json.c - what stands in a JSON value.
 */
#include "base/json.h"

#include "base/json_tree.h"

void chy_json_free(struct chy_json *json)
{
    json_decref(chy_tree(json));
}

static const char *type_name(const json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "a list";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
        return "an integer";
    case JSON_REAL:
        return "a number with a fraction or an exponent";
    case JSON_TRUE:
    case JSON_FALSE:
        return "true or false";
    case JSON_NULL:
        break;
    }
    return "null";
}

static bool expect(json_type type, const char *name, const struct chy_cursor *cursor,
                   chancery_error *error)
{
    if (json_typeof(chy_tree(cursor->value)) == type)
        return true;
    return chy_json_fail(cursor, error, "%s is needed here; this is %s", name,
                         type_name(chy_tree(cursor->value)));
}

bool chy_json_object(const struct chy_cursor *cursor, chancery_error *error)
{
    return expect(JSON_OBJECT, "an object", cursor, error);
}

bool chy_json_optional(struct chy_cursor *out, const struct chy_cursor *object, const char *key)
{
    json_t *value = json_object_get(chy_tree(object->value), key); /* NULL: not an object */
    if (!value)
        return false;
    *out = (struct chy_cursor){chy_wrap(value), object, key, 0};
    return true;
}

bool chy_json_member(struct chy_cursor *out, const struct chy_cursor *object, const char *key,
                     chancery_error *error)
{
    if (!chy_json_object(object, error))
        return false;
    if (!chy_json_optional(out, object, key))
        return chy_json_fail(object, error, "the member \"%s\" is missing", key);
    return true;
}

bool chy_json_array(size_t *count, const struct chy_cursor *cursor, size_t max,
                    chancery_error *error)
{
    if (!expect(JSON_ARRAY, "a list", cursor, error))
        return false;
    size_t has = json_array_size(chy_tree(cursor->value));
    if (has > max)
        return chy_json_fail_limit(cursor, error, has, max, "elements");
    *count = has;
    return true;
}

bool chy_json_element(struct chy_cursor *out, const struct chy_cursor *array, size_t index,
                      chancery_error *error)
{
    if (!expect(JSON_ARRAY, "a list", array, error))
        return false;
    json_t *value = json_array_get(chy_tree(array->value), index);
    if (!value)
        return chy_json_fail(array, error, "element %zu is missing", index);
    *out = (struct chy_cursor){chy_wrap(value), array, NULL, index};
    return true;
}

bool chy_json_string(chancery_span *view, const struct chy_cursor *cursor, size_t max,
                     chancery_error *error)
{
    if (!expect(JSON_STRING, "a string", cursor, error))
        return false;
    const json_t *json = chy_tree(cursor->value);
    chancery_span text = chy_span(json_string_value(json), json_string_length(json));
    if (memchr(text.ptr, '\0', text.len))
        return chy_json_fail(cursor, error, "a string here must not hold U+0000");
    if (text.len > max)
        return chy_json_fail_limit(cursor, error, text.len, max, "bytes");
    *view = text;
    return true;
}

bool chy_json_integer(int64_t *out, const struct chy_cursor *cursor, int64_t min, int64_t max,
                      chancery_error *error)
{
    if (!expect(JSON_INTEGER, "an integer", cursor, error))
        return false;
    json_int_t value = json_integer_value(chy_tree(cursor->value));
    if (value < min || value > max) {
        return chy_json_fail(cursor, error, "%lld is not between %lld and %lld",
                             (long long)value, (long long)min, (long long)max);
    }
    *out = value;
    return true;
}

bool chy_json_bool(bool *out, const struct chy_cursor *cursor, chancery_error *error)
{
    const json_t *json = chy_tree(cursor->value);
    if (!json_is_boolean(json))
        return chy_json_fail(cursor, error, "true or false is needed here");
    *out = json_is_true(json);
    return true;
}

bool chy_json_is_null(const struct chy_cursor *cursor)
{
    return json_is_null(chy_tree(cursor->value));
}

const char *chy_json_unknown(const struct chy_cursor *object, const char *const names[],
                             size_t count)
{
    json_t *json = chy_tree(object->value);
    for (void *i = json_object_iter(json); i; i = json_object_iter_next(json, i)) {
        const char *key = json_object_iter_key(i);
        size_t known = 0;
        while (known < count && strcmp(names[known], key) != 0)
            known++;
        if (known == count)
            return key;
    }
    return NULL;
}
