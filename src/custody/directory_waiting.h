/*
 * directory_waiting.h - the version that waits above the one in force: what PATH.next.json
 * holds, or what roots have begun to sign in the file itself (spec/directory.md, D19 and D46).
 */
#ifndef CHY_DIRECTORY_WAITING_H
#define CHY_DIRECTORY_WAITING_H

#include "custody/directory_standing.h"

struct chy_waiting {
    bool waits;
    bool unsigned_file;             /* PATH.next.json holds it */
    struct chy_directory directory; /* as it would be */
    chancery_digest digest;
    struct chy_signers before; /* roots of the version in force that signed it */
    struct chy_signers own;    /* its own roots that did */
};

/* What PATH.next.json holds, if it is there. CHANCERY_E_FORMAT: it cannot be read; and what
 * reading a file gives. */
CHY_MUST_USE bool chy_waiting_next(struct chy_waiting *out, const char *path,
                                   struct chy_versions *versions,
                                   const struct chy_standing *standing, chancery_error *error);
/* What roots have begun to sign, if anything is; errors as chy_standing_proposal. */
CHY_MUST_USE bool chy_waiting_begun(struct chy_waiting *out, struct chy_versions *versions,
                                    const struct chy_standing *standing, chancery_error *error);
void chy_waiting_done(struct chy_waiting *waiting);

/* Some root that decides has signed it. */
bool chy_waiting_is_begun(const struct chy_waiting *waiting,
                          const struct chy_standing *standing);

/* The same keys, of which as many must sign. */
bool chy_roots_same(const struct chy_directory *a, const struct chy_directory *b);

/* Which of these roots have signed, and how many are missing: one sentence and an LF. whose:
 * "It is", "By its own roots, it is". */
void chy_say_share(struct chy_buf *out, const char *whose, const struct chy_directory *roots,
                   const struct chy_signers *signers);
/* The same of the roots before it and of its own, which may be others. */
void chy_say_waiting_signers(struct chy_buf *out, const struct chy_waiting *waiting,
                             const struct chy_standing *standing);
/* What it changes in the version in force, or all of a first one; then who signed it. */
void chy_say_waiting(struct chy_buf *out, const struct chy_waiting *waiting,
                     const struct chy_standing *standing);
/* "signedBy": the key ids of the roots that signed; "missing": how many of the roots before it
 * and of its own must still sign. */
void chy_waiting_json(struct chy_json *object, const struct chy_waiting *waiting,
                      const struct chy_standing *standing);

#endif
