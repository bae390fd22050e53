/*
 * guard.h - bytes between pages that cannot be read, so that one step outside ends the program.
 */
#ifndef CHY_TESTS_GUARD_H
#define CHY_TESTS_GUARD_H

#include "base/limits.h"
#include "base/span.h"

#include <sys/mman.h>

enum { GUARD_PAGE = 65536 }; /* as large as any system's */

/* A copy of at most CHY_MAX_TEXT bytes, valid until the next call, with a guard page directly
 * behind it, or (at_start) directly before. An empty span where the system refuses. */
static inline chancery_span guard_copy(chancery_span bytes, bool at_start)
{
    static uint8_t *room;
    if (!room) {
        room = mmap(NULL, CHY_MAX_TEXT + 2 * GUARD_PAGE, PROT_NONE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (room == MAP_FAILED ||
            mprotect(room + GUARD_PAGE, CHY_MAX_TEXT, PROT_READ | PROT_WRITE) != 0) {
            room = NULL;
            return CHY_LITERAL("");
        }
    }
    uint8_t *copy = room + GUARD_PAGE + (at_start ? 0 : CHY_MAX_TEXT - bytes.len);
    memcpy(copy, bytes.ptr, bytes.len);
    return chy_span(copy, bytes.len);
}

#endif
