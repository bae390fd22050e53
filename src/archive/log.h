/*
 * log.h - a transparency log as static files in a folder (spec/log.md).
 */
#ifndef CHY_LOG_H
#define CHY_LOG_H

#include "archive/checkpoint.h"
#include "archive/tile.h"

#define CHY_LOG_CONFIG "log.json"
#define CHY_LOG_CHECKPOINT "checkpoint"
#define CHY_LOG_NEW "new" /* a file that is being written */

struct chy_log {
    const char *folder;
    bool below; /* its files are opened from `dir`, and no link is followed */
    int dir;
    int lock; /* -1: not locked */
    struct chy_note_key key;
    char *secret;         /* the path of the secret key */
    struct chy_buf bytes; /* of the checkpoint's note */
    struct chy_checkpoint checkpoint;
};

/* Reads what the log is and its checkpoint, which its key must have signed. lock: for a writer,
 * until chy_log_done. key: the log's, as it is known from elsewhere; NULL: as the folder says.
 * With it a copy without log.json is read, if it need not be locked. */
CHY_MUST_USE bool chy_log_open(struct chy_log *out, const char *folder, bool lock,
                               const struct chy_note_key *key, chancery_error *error);
/* The same of the folder `name` in one that is open, whose log somebody else may have replaced
 * by links: none is followed. folder: its path, for people; it outlives the log.
 * CHANCERY_E_REFUSED where it is a link. */
CHY_MUST_USE bool chy_log_open_below(struct chy_log *out, int parent, const char *name,
                                     const char *folder, const struct chy_note_key *key,
                                     chancery_error *error);
void chy_log_done(struct chy_log *log);

/* FOLDER/name; the caller frees. */
char *chy_log_path(const char *folder, const char *name, chancery_error *error);
/* The whole of a file of it. */
CHY_MUST_USE bool chy_log_read(struct chy_buf *out, const struct chy_log *log, const char *name,
                               size_t limit, chancery_error *error);
/* FOLDER/name as a whole, on disk when it returns; folders on the way are made. One writer at a
 * time: what a crash leaves is one file of a fixed name, which the next writer overwrites. */
CHY_MUST_USE bool chy_log_write(const char *folder, const char *name, chancery_span bytes,
                                chancery_error *error);
/* The same for many: each is there as a whole, and its path, ending with NUL, in `written`;
 * they are on disk when chy_log_sync has returned. Waiting for a disk once costs a hundredth of
 * waiting for it at each. */
CHY_MUST_USE bool chy_log_put(struct chy_buf *written, const char *folder, const char *name,
                              chancery_span bytes, chancery_error *error);
CHY_MUST_USE bool chy_log_sync(const char *folder, const struct chy_buf *written,
                               chancery_error *error);
/* Writes a checkpoint that secret signs. */
CHY_MUST_USE bool chy_log_sign(const char *folder, const struct chy_note_key *key,
                               const struct chancery_key *secret, uint64_t size,
                               const chancery_digest *root, chancery_error *error);

/* Adds the entries of a bundle, all or none, under the log's lock, and signs the checkpoint; a
 * line for each is appended to report: its index and leaf hash. home: where the last checkpoint
 * of the log is remembered, which it must extend (CHANCERY_E_LOG), and now this one; NULL:
 * nowhere. */
CHY_MUST_USE bool chy_log_append_entries(const char *log, chancery_span entries,
                                         const struct chancery_key *key, const char *home,
                                         struct chy_buf *report, chancery_error *error);

/* A tile or bundle of this width, or the full one of which it is the beginning. */
CHY_MUST_USE bool chy_log_read_tile(struct chy_buf *out, const struct chy_log *log, int level,
                                    uint64_t index, unsigned width, chancery_error *error);

/* At least width hashes. CHANCERY_E_LOG where the tile is cut off. */
CHY_MUST_USE bool chy_log_read_hashes(struct chy_buf *out, const struct chy_log *log, int level,
                                      uint64_t index, unsigned width, chancery_error *error);

/* The context of chy_log_hash, a chy_merkle_fn for the tree of the log's checkpoint. */
struct chy_log_hashes {
    const struct chy_log *log;
    struct chy_buf tile; /* chy_buf_done by the caller */
};
bool chy_log_hash(void *context, chancery_digest *out, unsigned level, uint64_t index,
                  chancery_error *error);

#endif
