/*
 * directory_standing.h - the version of a directory file that is in force for those who keep
 * it, and what waits above it (spec/directory.md, D19).
 *
 * Keepers are often not verifiers: where no pin of theirs is for this directory, the chain is
 * followed from the file's first version by its own roots, provided that there is only one.
 */
#ifndef CHY_DIRECTORY_STANDING_H
#define CHY_DIRECTORY_STANDING_H

#include "custody/directory_file.h"

struct chy_standing {
    struct chy_directory directory;    /* in force; version 0: none is */
    const struct chy_version *version; /* its payload, one of the versions given; NULL */
    chancery_public_key *former;       /* the roots of all versions up to it */
    size_t formers;
};

/* home: where a pin may be; NULL. CHANCERY_E_CONFLICT: two first versions, and no pin that
 * tells which; and what chy_trust_accept gives. */
CHY_MUST_USE bool chy_standing_find(struct chy_standing *out, struct chy_versions *versions,
                                    const char *home, chancery_error *error);
void chy_standing_done(struct chy_standing *standing);

/* Is this the number, the directory and the past that the next version must have? What waits to
 * be signed is asked, so CHANCERY_E_CONFLICT. path: the directory's file, for what to do next.
 */
CHY_MUST_USE bool chy_standing_precedes(const struct chy_standing *standing,
                                        const struct chy_directory *next, const char *path,
                                        chancery_error *error);

/* The version above the one in force that some of its roots, or for a first version some of its
 * own, have begun to sign. *version is NULL if there is none. CHANCERY_E_CONFLICT: several. */
CHY_MUST_USE bool chy_standing_proposal(struct chy_directory *out,
                                        const struct chy_version **version,
                                        struct chy_versions *versions,
                                        const struct chy_standing *standing,
                                        chancery_error *error);

/* The version of this number that leads to the one in force, read again. CHANCERY_E_UNKNOWN. */
CHY_MUST_USE bool chy_standing_version(struct chy_directory *out, struct chy_versions *versions,
                                       const struct chy_standing *standing, int64_t number,
                                       chancery_error *error);

#endif
