/*
 * secret.h - memory for keys and passphrases: locked, guarded, wiped, kept out of core dumps
 * (libsodium's sodium_malloc and sodium_mlock; where locking is refused by the system's
 * limits the memory is still guarded and wiped).
 */
#ifndef CHY_SECRET_H
#define CHY_SECRET_H

#include "base/error.h"

/* len bytes, zeroed; NULL with CHANCERY_E_MEMORY. */
uint8_t *chy_secret_new(size_t len, chancery_error *error);
/* Wipes and frees; NULL is allowed. */
void chy_secret_free(void *ptr);
/* Wipes memory that is not ours to free. */
void chy_wipe(void *ptr, size_t len);

#endif
