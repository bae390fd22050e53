/*
 * keyder.h - Ed25519 keys as DER: SubjectPublicKeyInfo and PKCS#8 (RFC 5958, RFC 8410), read
 * without OpenSSL's decoders.
 */
#ifndef CHY_KEYDER_H
#define CHY_KEYDER_H

#include "base/span.h"
#include "sign/ed25519.h"

#define CHY_PKCS8_LEN 48

/* The very 44 bytes of chy_spki, with a good key. CHANCERY_E_KEY, with the algorithm's name if
 * it is another. */
CHY_MUST_USE bool chy_spki_parse(chancery_public_key *out, chancery_span der,
                                 chancery_error *error);

/* Version 1, or version 2 with attributes and public key; the public key must then be the
 * seed's. CHANCERY_E_KEY, with the algorithm's name if it is another. */
CHY_MUST_USE bool chy_pkcs8_parse(struct chancery_key **out, chancery_span der,
                                  chancery_error *error);

/* Does it begin and end as PKCS#8 does, whatever the algorithm? Decryption with a wrong
 * passphrase gives bytes that do not. */
bool chy_pkcs8_is_plausible(chancery_span der);

/* Version 1, without attributes, of a key that has its secret. out is secret. */
void chy_pkcs8(uint8_t out[CHY_PKCS8_LEN], const struct chancery_key *key);

#endif
