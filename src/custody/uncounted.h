/*
 * uncounted.h - why a signature that is there for somebody does not count: one that another
 * made in their place (rule 2.14 of spec/verdict.md), or an attestation (rule 2.10).
 */
#ifndef CHY_UNCOUNTED_H
#define CHY_UNCOUNTED_H

#include "custody/chain.h"

/* Whose it is and why it does not count, as a sentence behind a space, which the caller frees;
 * *next: what to do, static. NULL: there is none, or memory ran out, and then *failed is set.
 */
char *chy_uncounted(const char **next, bool *failed, const struct chy_record *record,
                    uint32_t act, size_t signatory, const struct chy_chain_times *times);

/* The same for any signatory of the acts that are about this very file. */
char *chy_uncounted_about(const char **next, bool *failed, const struct chy_record *record,
                          const chancery_digest *file, const struct chy_chain_times *times);

#endif
