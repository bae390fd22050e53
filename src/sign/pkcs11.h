/*
 * pkcs11.h - keys on tokens, by a PKCS#11 module that is loaded when one is named
 * (spec/keys.md, rules K24 to K28). The token signs; its secrets never come here.
 */
#ifndef CHY_PKCS11_H
#define CHY_PKCS11_H

#include "sign/ed25519.h"

/* The key that this URI names. ask is asked for the PIN where the token wants one and the URI
 * has no pin-source. One key of a module at a time: the module is ended with it. */
CHY_MUST_USE bool chy_pkcs11_key(struct chancery_key **out, const char *uri,
                                 chancery_passphrase_fn *ask, void *context,
                                 chancery_error *error);

#endif
