/*
 * log_cosigned.h - checkpoints that witnesses cosigned, kept when a larger one replaces them:
 * the time of the first that has an entry is the time of the entry (spec/log.md, L22).
 */
#ifndef CHY_LOG_COSIGNED_H
#define CHY_LOG_COSIGNED_H

#include "archive/log.h"

#define CHY_LOG_COSIGNED "cosigned" /* the folder in that of the log */

/* Keeps the log's checkpoint, if others than the log have signed it, before it is replaced;
 * `written` as of chy_log_put. */
CHY_MUST_USE bool chy_log_cosigned_keep(struct chy_buf *written, const struct chy_log *log,
                                        chancery_error *error);
/* The sizes of those that are kept, rising; the caller frees *sizes. At most CHY_MAX_NAMES,
 * else CHANCERY_E_LIMIT. */
CHY_MUST_USE bool chy_log_cosigned_list(uint64_t **sizes, size_t *count,
                                        const struct chy_log *log, chancery_error *error);
/* The note of one of them. */
CHY_MUST_USE bool chy_log_cosigned_read(struct chy_buf *out, const struct chy_log *log,
                                        uint64_t size, chancery_error *error);
/* The checkpoint that is worth most to whoever is given a proof of the entry: of those that
 * have it, the log's own and those that are kept, one with the most signatures, and of these
 * the first. What the log's key did not sign, or does not lead to the log's present root, is
 * passed over. out: views into note, which chy_buf_done frees. */
CHY_MUST_USE bool chy_log_cosigned_best(struct chy_checkpoint *out, struct chy_buf *note,
                                        const struct chy_log *log, uint64_t entry,
                                        chancery_error *error);
/* Is it the name of one: a number without leading zeros? */
bool chy_log_cosigned_is(uint64_t *size, const char *name);

#endif
