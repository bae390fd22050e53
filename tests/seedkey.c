/*
 * seedkey.c - seedkey HEXSEED OUT.key: writes the secret key of a published seed, so that tests
 * can make their keys anew in a temporary folder and no secret key need be kept. Never for real
 * keys: anyone who reads the command line has the seed.
 */
#include "base/encode.h"
#include "base/span.h"
#include "chancery.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    uint8_t seed[32];
    chancery_key *key = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;

    if (argc != 3 || !chy_unhex(seed, sizeof seed, chy_span_str(argv[1]))) {
        fputs("usage: seedkey HEXSEED OUT.key (64 lowercase hexadecimal digits)\n", stderr);
        return CHANCERY_EXIT_USAGE;
    }
    bool ok = chancery_init(&error) && chancery_key_from_seed(&key, seed, &error) &&
              chancery_key_write(key, argv[2], NULL, 0, &error);
    if (!ok)
        fprintf(stderr, "seedkey: %s: %s\n", error.where, error.text);
    chancery_key_free(key);
    return ok ? CHANCERY_EXIT_OK : chancery_error_status(error.code);
}
