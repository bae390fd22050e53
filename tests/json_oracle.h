/*
 * json_oracle.h - jansson's own reader as the oracle of ours. For the unit test and the fuzz
 * target; every function is static inline so that no object is shared.
 */
#ifndef CHY_TESTS_JSON_ORACLE_H
#define CHY_TESTS_JSON_ORACLE_H

#include "base/json_tree.h"

/* Numbers with a fraction or an exponent are alike: ours keeps only that they are such. */
static inline bool json_oracle_same(const json_t *one, json_t *other)
{
    if (json_typeof(one) != json_typeof(other))
        return false;
    if (!json_is_object(one) && !json_is_array(one))
        return json_is_real(one) || json_equal(one, other);
    bool same = json_object_size(one) == json_object_size(other) &&
                json_array_size(one) == json_array_size(other);
    for (void *i = json_object_iter(other); same && i; i = json_object_iter_next(other, i)) {
        const json_t *value = json_object_get(one, json_object_iter_key(i));
        same = value && json_oracle_same(value, json_object_iter_value(i));
    }
    for (size_t i = 0; same && i < json_array_size(one); i++)
        same = json_oracle_same(json_array_get(one, i), json_array_get(other, i));
    return same;
}

/* Is this what the canonical writer writes of the value? */
static inline bool json_oracle_canonical(const struct chy_json *json, chancery_span bytes)
{
    struct chy_buf written = {0};
    chy_json_write_canonical(&written, json);
    bool same = chy_buf_ok(&written) && chy_span_eq(chy_buf_view(&written), bytes);
    chy_buf_done(&written);
    return same;
}

/* NULL where both readers take the bytes as the same value, or neither takes them; else how
 * they differ. They may differ where jansson is wrong about U+0000 or refuses a real number
 * for its size, and where our limit on depth is lower. */
static inline const char *json_oracle(chancery_span input)
{
    const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL;
    if (input.len == 0 || memchr(input.ptr, '\0', input.len))
        return NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    json_error_t their_error;
    struct chy_json *ours = NULL;
    const char *differ = NULL;
    json_t *theirs = json_loadb((const char *)input.ptr, input.len, flags, &their_error);
    bool taken = chy_json_parse(&ours, input, &error);
    if (theirs && !taken && error.code != CHANCERY_E_LIMIT)
        differ = "taken by jansson alone";
    else if (!theirs && taken && !strstr(their_error.text, "real number overflow"))
        differ = "refused by jansson alone";
    else if (theirs && taken && !json_oracle_same(chy_tree(ours), theirs))
        differ = "another value than jansson's";
    chy_json_free(ours);
    json_decref(theirs);
    return differ;
}

#endif
