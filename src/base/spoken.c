#include "base/spoken.h"

#include "base/sha256.h"

/* The digest and the first byte of its own digest are 24 times 11 bits. */
void chy_spoken(const char *words[CHY_SPOKEN_WORDS], const chancery_digest *digest)
{
    chancery_digest check = chy_digest_of(chy_span(digest->b, sizeof digest->b));
    uint32_t bits = 0;
    unsigned held = 0;
    size_t at = 0;
    for (size_t i = 0; i < CHY_SPOKEN_WORDS; i++) {
        for (; held < 11; held += 8, at++)
            bits = bits << 8 | (at < sizeof digest->b ? digest->b[at] : check.b[0]);
        held -= 11;
        words[i] = chy_spoken_list[bits >> held & 2047];
    }
}
