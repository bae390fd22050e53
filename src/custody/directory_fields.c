#include "custody/directory_fields.h"

#include "base/date.h"
#include "base/encode.h"
#include "base/limits.h"

#include <stdlib.h>

/* The list that is the member `key`, as a new array of structs; what was read before a failure
 * stays in it. */
bool chy_field_list(void *items_ptr, size_t *count, const struct chy_cursor *object,
                    const char *key, size_t max, size_t item_size, chy_field_fn *read,
                    chancery_error *error)
{
    struct chy_cursor list, element;
    size_t n;
    if (!chy_json_member(&list, object, key, error) || !chy_json_array(&n, &list, max, error))
        return false;
    if (n == 0)
        return true;
    uint8_t *items = calloc(n, item_size);
    if (!items)
        return chy_fail_memory(error);
    memcpy(items_ptr, &items, sizeof(void *));
    *count = n;
    for (size_t i = 0; i < n; i++) {
        if (!chy_json_element(&element, &list, i, error) ||
            !read(items + i * item_size, &element, error))
            return false;
    }
    return true;
}

bool chy_field_members(const struct chy_cursor *object, const char *const names[], size_t count,
                       chancery_error *error)
{
    if (!chy_json_object(object, error))
        return false;
    const char *other = chy_json_unknown(object, names, count);
    if (other)
        return chy_json_fail(object, error, "the member \"%s\" is not known here", other);
    return true;
}

bool chy_field_string(char **out, const struct chy_cursor *object, const char *key,
                      chancery_error *error)
{
    chancery_span view;
    if (!chy_json_member_string(&view, object, key, CHY_MAX_STRING, error))
        return false;
    *out = chy_dup(view, error);
    return *out != NULL;
}

bool chy_field_office(struct chy_office *out, const struct chy_cursor *object,
                      chancery_error *error)
{
    return chy_field_string(&out->office, object, "office", error) &&
           chy_field_string(&out->of, object, "of", error);
}

bool chy_field_date(chancery_date *out, const struct chy_cursor *object, const char *key,
                    chancery_error *error)
{
    struct chy_cursor member;
    return chy_json_member(&member, object, key, error) && chy_json_date(out, &member, error);
}

bool chy_field_term(chancery_date *since, chancery_date *until, const struct chy_cursor *object,
                    chancery_error *error)
{
    struct chy_cursor member;
    if (!chy_field_date(since, object, "since", error) ||
        !chy_json_member(&member, object, "until", error))
        return false;
    if (chy_json_is_null(&member))
        return true;
    if (!chy_json_date(until, &member, error))
        return false;
    if (chy_date_cmp(*until, *since) < 0)
        return chy_json_fail(&member, error, "the term ends before it begins");
    return true;
}

bool chy_field_key(void *item, const struct chy_cursor *cursor, chancery_error *error)
{
    chancery_public_key *key = item;
    chancery_span hex;
    if (!chy_json_string(&hex, cursor, SIZE_MAX, error))
        return false;
    if (!chy_unhex(key->b, sizeof key->b, hex))
        return chy_json_fail(
            cursor, error, "a public key is 64 lowercase hexadecimal digits here; this is not");
    return true;
}

bool chy_field_member_key(chancery_public_key *out, const struct chy_cursor *object,
                          const char *key, chancery_error *error)
{
    struct chy_cursor member;
    return chy_json_member(&member, object, key, error) && chy_field_key(out, &member, error);
}

bool chy_field_word(char **out, const struct chy_cursor *object, const char *key,
                    const char *const words[], size_t count, chancery_error *error)
{
    struct chy_cursor member;
    if (!chy_json_member(&member, object, key, error) ||
        !chy_field_string(out, object, key, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(*out, words[i]) == 0)
            return true;
    }
    struct chy_buf all = {0};
    for (size_t i = 0; i < count; i++)
        chy_buf_printf(&all, "%s\"%s\"", i > 0 ? ", " : "", words[i]);
    char *list = chy_buf_take(&all, NULL, error);
    if (list)
        chy_json_fail(&member, error, "one of %s is needed here; \"%s\" is not", list, *out);
    free(list);
    chy_buf_done(&all);
    return false;
}
