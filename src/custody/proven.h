/*
 * proven.h - which timestamps of a record count, and when its signatures are proven to have
 * been there (spec/time.md, rules W and N). OpenSSL is reached only where a record has
 * timestamps.
 */
#ifndef CHY_PROVEN_H
#define CHY_PROVEN_H

#include "custody/record.h"
#include "sign/token.h"

/* Of a checked record: sets `proven` and `lapses` of its signatures, and `stamp` of the record;
 * then also `trusted` of the acts that nobody signed with a key and that an attestation vouches
 * for, since when the attestation was signed may decide that.
 * A time that is set already, as a log proves it (logged.h), counts too. now: seconds UTC.
 * CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_record_prove(struct chy_record *record,
                                   const struct chy_directory *directory, int64_t now,
                                   chancery_error *error);

/* Whose keys made the signatures, and when: chy_record_check, then chy_record_prove. */
CHY_MUST_USE bool chy_record_weigh(struct chy_record *record,
                                   const struct chy_directory *directory, int64_t now,
                                   chancery_error *error);

/* The authorities of a directory that are not void. */
CHY_MUST_USE bool chy_directory_authorities(struct chy_authorities **out,
                                            const struct chy_directory *directory,
                                            chancery_error *error);

/* When a signature is proven to have been there, at the latest; NULL: nothing proves it. */
static inline const int64_t *chy_proven(const struct chy_record_signature *signature)
{
    return signature->proven != CHY_NEVER ? &signature->proven : NULL;
}

#endif
