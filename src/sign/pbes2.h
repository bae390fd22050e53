/*
 * pbes2.h - encrypted PKCS#8 (RFC 5958, RFC 8018) by OpenSSL, of which only this file knows for
 * keys.
 */
#ifndef CHY_PBES2_H
#define CHY_PBES2_H

#include "base/buf.h"
#include "base/span.h"

/* Appends the decrypted bytes to out (make it secret). Reads any PBES2; ask is called once,
 * after the file was found readable and its cost bounded. CHANCERY_E_KEY, _LIMIT, _PASSPHRASE.
 * A wrong passphrase can also give nonsense (once in 256 times): the caller must look. */
CHY_MUST_USE bool chy_pbes2_decrypt(struct chy_buf *out, chancery_span der,
                                    chancery_passphrase_fn *ask, void *context,
                                    const char *prompt, chancery_error *error);

/* Appends EncryptedPrivateKeyInfo: scrypt and AES-256-CBC, spec/keys.md rule K12. */
CHY_MUST_USE bool chy_pbes2_encrypt(struct chy_buf *out, chancery_span plain,
                                    chancery_span passphrase, chancery_error *error);

/* CHANCERY_E_PASSPHRASE, with the next step. Returns false. */
bool chy_pbes2_wrong(chancery_error *error);

#endif
