/*
 * json_pool.c - memory of JSON values for a process that reads many of them, one after the
 * other: an auditing one reads several statements a bag. jansson asks for memory hundreds of
 * times for each; here that is an addition, and all of it is free again when the last value of
 * the statement is.
 */
#include "base/json_tree.h"

#include <stdalign.h>
#include <stdlib.h>

enum {
    ALIGN = 16,
    ROOM =
        1 << 17, /* a statement of 60 paragraphs takes a quarter; what has none is malloc's */
};

static struct {
    alignas(ALIGN) uint8_t bytes[ROOM];
    size_t used, live; /* live: pieces that were not given back */
} pool;

static void *take(size_t size)
{
    if (size > ROOM - pool.used)
        return malloc(size);
    void *piece = pool.bytes + pool.used;
    size_t rounded = (size + ALIGN - 1) / ALIGN * ALIGN;
    pool.used += rounded < ROOM - pool.used ? rounded : ROOM - pool.used;
    pool.live++;
    return piece;
}

/* What jansson took before there was a pool is malloc's too. */
static void give_back(void *piece)
{
    uintptr_t at = (uintptr_t)piece, first = (uintptr_t)pool.bytes;
    if (at < first || at - first >= ROOM)
        free(piece);
    else if (--pool.live == 0)
        pool.used = 0;
}

void chy_json_pool(void)
{
    json_set_alloc_funcs(take, give_back);
}
