/*
 * directory_file.h - the directory file: a set of lines that only grows, each one version's
 * payload with one root's signature (spec/directory.md).
 *
 * Nothing here is trusted: what a version claims is read off its bytes without parsing, and
 * says only which signatures are worth verifying first.
 */
#ifndef CHY_DIRECTORY_FILE_H
#define CHY_DIRECTORY_FILE_H

#include "base/limits.h"
#include "base/lines.h"
#include "custody/directory.h"
#include "sign/envelope.h"

/* One payload with every signature that stands with it. The payload itself stays in the
 * file. */
struct chy_version {
    uint64_t place;         /* of the first line that holds it */
    size_t line;            /* bytes of that line */
    bool hashed;            /* the digest is known: it was asked for again, or had to be */
    chancery_digest digest; /* SHA-256 of the payload */
    int64_t claims;         /* its version number, as it says */
    bool has_previous;
    chancery_digest previous; /* the digest of the version before, as it says */
    struct chy_envelope_signature *signature;
    size_t signatures, cap;
};

struct chy_versions {
    struct chy_version *item; /* sorted by what they claim; of one number, by digest */
    size_t count, cap;
    size_t junk;   /* lines that are no version of a directory */
    size_t trials; /* verifications so far, bounded by CHY_MAX_TRIALS */
    struct chy_lines lines;
    struct chy_buf message; /* what is signed of the version last asked for */
    size_t payload;         /* where in it its payload begins */
    bool held;              /* it is of the version with this digest: */
    chancery_digest holds;
};

/* bytes outlive it. CHANCERY_E_LIMIT, _MEMORY; a bad line is counted and passed over. */
CHY_MUST_USE bool chy_versions_read(struct chy_versions *out, chancery_span bytes,
                                    chancery_error *error);
CHY_MUST_USE bool chy_versions_load(struct chy_versions *out, const char *path,
                                    chancery_error *error);
void chy_versions_done(struct chy_versions *versions);

/* The payload, and what its signatures are over, good until another version is asked for.
 * CHANCERY_E_IO: the file was changed meanwhile. */
CHY_MUST_USE bool chy_version_payload(chancery_span *out, struct chy_versions *versions,
                                      const struct chy_version *version, chancery_error *error);
CHY_MUST_USE bool chy_version_message(chancery_span *out, struct chy_versions *versions,
                                      const struct chy_version *version, chancery_error *error);
/* Reads it as chy_directory_read does. */
CHY_MUST_USE bool chy_version_read(struct chy_directory *out, struct chy_versions *versions,
                                   const struct chy_version *version, chancery_error *error);
/* Its digest is known after this, as after each of these. CHANCERY_E_IO. */
CHY_MUST_USE bool chy_version_hash(struct chy_versions *versions,
                                   const struct chy_version *version, chancery_error *error);
/* The version with this digest; NULL. */
const struct chy_version *chy_versions_find(struct chy_versions *versions,
                                            const chancery_digest *digest);

struct chy_signers {
    bool by[CHY_MAX_ROOTS]; /* which of the keys signed */
    size_t count;
};

/* Which of these (at most CHY_MAX_ROOTS, distinct) keys signed this version? CHANCERY_E_LIMIT,
 * _MEMORY. */
CHY_MUST_USE bool chy_version_signers(struct chy_signers *out, struct chy_versions *versions,
                                      const struct chy_version *version,
                                      const chancery_public_key *keys, size_t count,
                                      chancery_error *error);

/* PATH.next.json, where a version waits to be signed. The caller frees; NULL with the error
 * set. */
char *chy_directory_next_path(const char *path, chancery_error *error);
/* The payload that waits there, appended to out without its LF. */
CHY_MUST_USE bool chy_directory_next_load(struct chy_buf *out, const char *next_path,
                                          chancery_error *error);

/* Says in which file the JSON path of an error is. Returns false. */
bool chy_fail_in_file(chancery_error *error, const char *path);

#endif
