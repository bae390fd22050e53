/*
 * json_tree.h - the only include of jansson. For json*.c.
 */
#ifndef CHY_JSON_TREE_H
#define CHY_JSON_TREE_H

#include "base/json.h"

#include <jansson.h>

/* A struct chy_json is a json_t: the name is ours so that nothing else needs jansson's header.
 * Const is dropped because jansson's iterators take none, though they only look. */
static inline json_t *chy_tree(const struct chy_json *json)
{
    union {
        const struct chy_json *in;
        json_t *out;
    } same = {.in = json};
    return same.out;
}

static inline struct chy_json *chy_wrap(json_t *tree)
{
    return (struct chy_json *)tree;
}

#endif
