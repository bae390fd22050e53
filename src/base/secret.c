#include "base/secret.h"

#include <sodium.h>
#include <string.h>

uint8_t *chy_secret_new(size_t len, chancery_error *error)
{
    /* sodium_malloc needs the page size and the canary that sodium_init sets. Once it has run,
     * it returns at once. */
    if (sodium_init() < 0) {
        chy_fail(error, CHANCERY_E_INTERNAL, "libsodium cannot be started");
        return NULL;
    }
    uint8_t *ptr = sodium_malloc(len);
    if (!ptr) {
        chy_fail_memory(error);
        return NULL;
    }
    memset(ptr, 0, len);
    return ptr;
}

void chy_secret_free(void *ptr)
{
    sodium_free(ptr);
}

void chy_wipe(void *ptr, size_t len)
{
    if (len > 0)
        sodium_memzero(ptr, len);
}
