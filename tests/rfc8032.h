/*
 * rfc8032.h - the key of RFC 8032, section 7.1, test 1, which vectors are signed with.
 */
#ifndef CHY_TESTS_RFC8032_H
#define CHY_TESTS_RFC8032_H

#include "chancery.h"

#include <stdlib.h>

static inline chancery_key *rfc8032_key(void)
{
    static const uint8_t seed[32] = {0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60,
                                     0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
                                     0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19,
                                     0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60};
    chancery_key *key = NULL;
    if (!chancery_key_from_seed(&key, seed, NULL))
        abort();
    return key;
}

#endif
