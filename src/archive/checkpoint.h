/*
 * checkpoint.h - what a log says of itself at one size (C2SP tlog-checkpoint): the text of a
 * signed note.
 */
#ifndef CHY_CHECKPOINT_H
#define CHY_CHECKPOINT_H

#include "sign/note.h"

struct chy_checkpoint {
    chancery_span origin; /* a view of the text */
    uint64_t size;        /* at most CHY_MAX_LOG */
    chancery_digest root;
};

/* Decimal, without leading zeros, at most max. */
CHY_MUST_USE bool chy_decimal_parse(uint64_t *out, chancery_span text, uint64_t max);
/* 44 characters of standard base64. */
CHY_MUST_USE bool chy_hash_parse(chancery_digest *out, chancery_span text);

/* Of the text of a note. Extension lines are passed over. CHANCERY_E_NOTE. */
CHY_MUST_USE bool chy_checkpoint_parse(struct chy_checkpoint *out, chancery_span text,
                                       chancery_error *error);
void chy_checkpoint_format(struct chy_buf *out, const struct chy_checkpoint *checkpoint);

/* The same with the keys of witnesses too: key[0] is the log's, and must have signed. answer
 * has one for each key. */
CHY_MUST_USE bool chy_checkpoint_open_with(struct chy_checkpoint *out,
                                           struct chy_note_answer *answer, chancery_span bytes,
                                           const struct chy_note_key *key, size_t keys,
                                           chancery_error *error);
/* Reads a note, verifies that key signed it, and parses it; its origin must be the key's name.
 * Views into bytes. */
CHY_MUST_USE bool chy_checkpoint_open(struct chy_checkpoint *out, chancery_span bytes,
                                      const struct chy_note_key *key, chancery_error *error);

#endif
