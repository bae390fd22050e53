/*
 * keyfile.h - the bytes of key files, without the files: PEM around SubjectPublicKeyInfo and
 * PKCS#8, and what OpenSSH writes. chancery.h has the functions that read and write files.
 */
#ifndef CHY_KEYFILE_H
#define CHY_KEYFILE_H

#include "base/buf.h"
#include "sign/ed25519.h"

CHY_MUST_USE bool chy_public_key_parse(chancery_public_key *out, chancery_span file,
                                       chancery_error *error);
void chy_public_key_format(struct chy_buf *out, const chancery_public_key *key);

/* ask and context as for chancery_key_read; prompt is what ask is given. */
CHY_MUST_USE bool chy_key_parse(struct chancery_key **out, chancery_span file,
                                chancery_passphrase_fn *ask, void *context, const char *prompt,
                                chancery_error *error);
/* Make out secret. Plain if the passphrase is empty. */
CHY_MUST_USE bool chy_key_format(struct chy_buf *out, const struct chancery_key *key,
                                 chancery_span passphrase, chancery_error *error);

#endif
