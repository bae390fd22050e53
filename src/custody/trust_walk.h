/*
 * trust_walk.h - one walk up the versions of a directory: from the lowest that the pinned keys
 * signed, each next one signed by the roots before it and by its own. For trust_accept.c.
 */
#ifndef CHY_TRUST_WALK_H
#define CHY_TRUST_WALK_H

#include "custody/directory_file.h"
#include "custody/directory_step.h"
#include "custody/trust_pin.h"

struct chy_walk {
    struct chy_versions *versions;
    const struct chy_pin *pin;
    struct chy_step reached;      /* the version reached */
    const struct chy_version *at; /* it; NULL: none yet */
    chancery_public_key *former;  /* the roots of all versions reached */
    size_t formers, former_cap;
    size_t most, needed; /* the best that fell short of a pinned threshold */
    bool other_id;       /* a version of another directory was passed over */
    chancery_digest id;  /* that one's */
};

/* One step up: the first version that the pinned keys signed, or the next that follows the one
 * reached. *moved is false, without an error, if there is none. Two of one number are
 * CHANCERY_E_DIRECTORY, and so is one that the roots signed though it does not follow. */
CHY_MUST_USE bool chy_walk_first(struct chy_walk *walk, bool *moved, chancery_error *error);
CHY_MUST_USE bool chy_walk_next(struct chy_walk *walk, bool *moved, chancery_error *error);
/* The advice where something that the roots signed cannot be read. Returns false. */
bool chy_walk_fail_unread(chancery_error *error);

#endif
