/*
 * log_prove.h - the proof of an entry of a log (spec/log.md, L15, L16).
 */
#ifndef CHY_LOG_PROVE_H
#define CHY_LOG_PROVE_H

#include "archive/log.h"
#include "archive/tlog_proof.h"

/* Proves the entry whose index and bytes are in proof, of the checkpoint that is worth most
 * (chy_log_cosigned_best), which becomes its note: a view into note, which chy_buf_done frees.
 * CHANCERY_E_LOG: the log's tiles do not lead to that. */
CHY_MUST_USE bool chy_log_prove_entry(struct chy_tlog_proof *proof, struct chy_buf *note,
                                      const struct chy_log *log, chancery_error *error);

#endif
