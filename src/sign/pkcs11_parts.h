/*
 * pkcs11_parts.h - what the pkcs11*.c share; only these know p11-kit's header, which says what
 * a module's functions are. No library of p11-kit is linked.
 */
#ifndef CHY_PKCS11_PARTS_H
#define CHY_PKCS11_PARTS_H

#include "sign/pkcs11.h"
#include "sign/pkcs11_uri.h"

#include <p11-kit/pkcs11.h>

/* A module, and what is open in it. */
struct chy_pkcs11 {
    CK_FUNCTION_LIST_PTR call;
    bool initialized, in_session;
    CK_SESSION_HANDLE session;
    CK_OBJECT_HANDLE key;
    bool asks_each_time; /* the key wants the PIN for each signature */
    bool own_keypad;     /* the token takes the PIN itself */
    uint8_t *pin;        /* secret memory; NULL: none */
    size_t pin_len;
};

/* Loads the module of the URI and starts it. CHANCERY_E_MISSING, _KEY. */
CHY_MUST_USE bool chy_pkcs11_load(struct chy_pkcs11 *module, const struct chy_pkcs11_uri *uri,
                                  chancery_error *error);
/* Closes what is open, ends the module, wipes the PIN; takes one that is half open. */
void chy_pkcs11_close(struct chy_pkcs11 *module);

/* CHANCERY_E_KEY, _PASSPHRASE or _REFUSED: what a function's result means. Returns false. */
bool chy_pkcs11_fail(const char *function, CK_RV result, chancery_error *error);

/* Finds the one token that the URI names, opens a session and logs in. */
CHY_MUST_USE bool chy_pkcs11_enter(struct chy_pkcs11 *module, const struct chy_pkcs11_uri *uri,
                                   chancery_passphrase_fn *ask, void *context,
                                   chancery_error *error);

#endif
