/*
 * attest.h - signatures that an office vouches for: spec/verdict.md, rules 2.10 to 2.12.
 */
#ifndef CHY_ATTEST_H
#define CHY_ATTEST_H

#include "custody/chain.h"

/* The attestation in a checked record that stands for this signatory's signature on the act:
 * by an office that the directory lets attest for theirs, signed by all whom it names with keys
 * that have not ended, and at proven times where these are demanded, on no day that is still to
 * come. An archival holding only if there is nothing better. UINT32_MAX: none.
 */
uint32_t chy_attestation_of(const struct chy_record *record, uint32_t act, size_t signatory,
                            const struct chy_chain_times *times);
/* Does this act of the record stand so? */
bool chy_attestation_stands(const struct chy_record *record, uint32_t attestation, uint32_t act,
                            size_t signatory, const struct chy_chain_times *times);
/* Says so. who: the signatory, for a sentence. */
void chy_attestation_report(struct chy_findings *findings, const struct chy_record *record,
                            uint32_t act, uint32_t attestation,
                            const struct chy_signatory *signatory, const char *who);

/* Sets `trusted` of acts that nobody signed with a key, and that an attestation vouches for.
 * For chy_record_prove: times are known by then. */
void chy_attestations_trust(struct chy_record *record, const struct chy_chain_times *times);

#endif
