/*
 * ssh.h - keys as OpenSSH writes them (spec/keys.md, rules K16 to K18): the wire format of
 * RFC 4251, public key blobs (RFC 8709), fingerprints, lines of *.pub files, and the private
 * key file openssh-key-v1.
 */
#ifndef CHY_SSH_H
#define CHY_SSH_H

#include "base/buf.h"
#include "base/span.h"
#include "sign/ed25519.h"

#define CHY_SSH_BLOB 51        /* bytes of an Ed25519 public key blob */
#define CHY_SSH_FINGERPRINT 51 /* "SHA256:", 43 characters of base64, NUL */

/* A number of four bytes; a string, which is its length and its bytes. Taken off *rest. */
bool chy_ssh_u32(uint32_t *out, chancery_span *rest);
bool chy_ssh_string(chancery_span *out, chancery_span *rest);
void chy_ssh_put_u32(struct chy_buf *out, uint32_t value);
void chy_ssh_put_string(struct chy_buf *out, chancery_span bytes);

/* The blob of an Ed25519 key: its type and its 32 bytes. CHANCERY_E_KEY, with the type's name
 * if it is another, or if the key is weak. */
CHY_MUST_USE bool chy_ssh_blob_parse(chancery_public_key *out, chancery_span blob,
                                     chancery_error *error);
void chy_ssh_blob(uint8_t out[CHY_SSH_BLOB], const chancery_public_key *key);
/* As `ssh-add -l` shows it. */
void chy_ssh_fingerprint(char out[CHY_SSH_FINGERPRINT], const chancery_public_key *key);
/* CHANCERY_E_KEY: a key of this type cannot be used. Returns false. */
bool chy_ssh_other_type(chancery_span type, chancery_error *error);

/* Is its first line, but for empty ones and comments, that of an Ed25519 public key? */
bool chy_ssh_is_line(chancery_span file);
/* "ssh-ed25519 BASE64 comment" in such a file, and no second key. CHANCERY_E_KEY. */
CHY_MUST_USE bool chy_ssh_line_parse(chancery_public_key *out, chancery_span file,
                                     chancery_error *error);

/* What stands in a block OPENSSH PRIVATE KEY, unencrypted. CHANCERY_E_KEY. */
CHY_MUST_USE bool chy_ssh_key_parse(struct chancery_key **out, chancery_span bytes,
                                    chancery_error *error);

#endif
