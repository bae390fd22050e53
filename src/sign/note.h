/*
 * note.h - signed notes (C2SP signed-note) and their keys: Ed25519, and cosignature/v1 of
 * witnesses (C2SP tlog-cosignature).
 */
#ifndef CHY_NOTE_H
#define CHY_NOTE_H

#include "base/buf.h"
#include "base/limits.h"
#include "base/span.h"
#include "sign/ed25519.h"

enum chy_note_type { CHY_NOTE_ED25519 = 1, CHY_NOTE_COSIGNATURE = 4 };

struct chy_note_key {
    enum chy_note_type type;
    uint32_t id;
    chancery_public_key key;
    char name[CHY_MAX_ORIGIN + 1];
};

/* Not empty, well-formed UTF-8, no Unicode space, no control, no '+', at most CHY_MAX_ORIGIN
 * bytes. */
bool chy_note_name_is_good(chancery_span name);

/* CHANCERY_E_NOTE for a bad name, _KEY for a bad key. */
CHY_MUST_USE bool chy_note_key_make(struct chy_note_key *out, chancery_span name,
                                    enum chy_note_type type, const chancery_public_key *key,
                                    chancery_error *error);
/* "NAME+ID+BASE64", the verifier key of the specification (vkey). */
CHY_MUST_USE bool chy_note_key_parse(struct chy_note_key *out, chancery_span vkey,
                                     chancery_error *error);
/* Given by a person: such a key, or a file whose first line is one. */
CHY_MUST_USE bool chy_note_key_given(struct chy_note_key *out, const char *given,
                                     chancery_error *error);
void chy_note_key_format(struct chy_buf *out, const struct chy_note_key *key);

/* Appends what standard base64 with its padding, and nothing else, stands for. */
CHY_MUST_USE bool chy_note_base64(struct chy_buf *out, chancery_span text);

struct chy_note_signature {
    chancery_span name, base64;
    uint32_t id;
};

/* Views into the bytes that were read. */
struct chy_note {
    chancery_span text; /* with its last LF */
    struct chy_note_signature signature[CHY_MAX_NOTE_SIGNATURES];
    size_t signatures; /* at least 1 */
};

/* CHANCERY_E_NOTE, _LIMIT. Nothing is verified. */
CHY_MUST_USE bool chy_note_read(struct chy_note *out, chancery_span bytes,
                                chancery_error *error);

struct chy_note_answer {
    bool good;    /* this key signed it */
    int64_t time; /* of a cosignature, seconds UTC; else 0 */
};

/* Verifies every signature of a known key; answer has one for each key. CHANCERY_E_NOTE where
 * one of them is wrong, where two of the keys are the one named, or where none signed. */
CHY_MUST_USE bool chy_note_open(struct chy_note_answer *answer, const struct chy_note *note,
                                const struct chy_note_key *key, size_t keys,
                                chancery_error *error);

/* Appends a signature line over text. time is of use to a cosignature only. CHANCERY_E_KEY if
 * secret is not the key's. */
CHY_MUST_USE bool chy_note_sign(struct chy_buf *out, chancery_span text,
                                const struct chy_note_key *key,
                                const struct chancery_key *secret, int64_t time,
                                chancery_error *error);

#endif
