#include "text/joiner.h"

#include "text/unicode.h"
#include "base/utf8.h"

enum { VIRAMA = 9 }; /* the combining class of what a joiner may always follow */

size_t chy_joiner_misplaced(chancery_span word)
{
    const uint8_t *ptr = word.ptr, *end = word.ptr + word.len;
    size_t joiners = 0, waiting = SIZE_MAX; /* a ZWNJ whose right side is not seen yet */
    bool joins_next = false;                /* the last character not passed over does */
    unsigned last_class = 0;
    while (ptr < end) {
        uint32_t cp;
        ptr += chy_utf8_decode(&cp, ptr, end);
        unsigned properties = chy_unicode(cp);
        if (!(properties & CHY_CP_TRANSPARENT)) {
            if (waiting != SIZE_MAX && !(properties & CHY_CP_JOINS_LAST))
                return waiting;
            waiting = SIZE_MAX;
        }
        if (cp == CHY_CP_ZWNJ || cp == CHY_CP_ZWJ) {
            if (last_class != VIRAMA && (cp == CHY_CP_ZWJ || !joins_next))
                return joiners;
            waiting = last_class == VIRAMA ? SIZE_MAX : joiners;
            joiners++;
        }
        if (!(properties & CHY_CP_TRANSPARENT))
            joins_next = properties & CHY_CP_JOINS_NEXT;
        last_class = properties >> CHY_CP_CCC_SHIFT;
    }
    return waiting;
}
