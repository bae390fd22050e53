/*
 * remembered.h - the last checkpoint that a verifier has seen of each log, kept under its home
 * as it was signed: if the log contradicts it later, that is the proof.
 */
#ifndef CHY_REMEMBERED_H
#define CHY_REMEMBERED_H

#include "archive/log.h"

struct chy_remembered {
    bool found;
    struct chy_buf note;
    struct chy_checkpoint checkpoint; /* its origin is a view of note */
};

/* home: NULL remembers nothing. CHANCERY_E_NOTE where the file is not what key signed. */
CHY_MUST_USE bool chy_remembered_load(struct chy_remembered *out, const char *home,
                                      const struct chy_note_key *key, chancery_error *error);
/* Keeps a note of key's whose checkpoint has this size, unless one of that size or a larger one
 * is there. Durable when it returns. */
CHY_MUST_USE bool chy_remembered_store(const char *home, const struct chy_note_key *key,
                                       chancery_span note, uint64_t size,
                                       chancery_error *error);
void chy_remembered_done(struct chy_remembered *remembered);
/* Where it is kept. The caller frees; NULL with the error set. */
char *chy_remembered_path(const char *home, const struct chy_note_key *key,
                          chancery_error *error);

/* The path of a checkpoint that is remembered of a log of this name and another key; NULL:
 * there is none. The caller frees. */
CHY_MUST_USE bool chy_remembered_rival(char **path, const char *home,
                                       const struct chy_note_key *key, chancery_error *error);

/* Do the tiles show that the log extends an older checkpoint of it? Both roots were signed, so
 * nothing that is in the tiles can deceive. False where they cannot be read. */
CHY_MUST_USE bool chy_log_grew(bool *grew, const struct chy_log *log, uint64_t size,
                               const chancery_digest *root, chancery_error *error);
/* Do the tiles show that the log's checkpoint extends the remembered one? */
CHY_MUST_USE bool chy_log_extends(bool *extends, const struct chy_log *log,
                                  const struct chy_remembered *last, chancery_error *error);

#endif
