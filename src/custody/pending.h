/*
 * pending.h - the acts of a folder, and of those in it, that wait for signatures: drafts, and
 * acts of its records that somebody of the directory has begun to sign.
 */
#ifndef CHY_PENDING_H
#define CHY_PENDING_H

#include "base/folder_tree.h"
#include "custody/record.h"
#include "custody/trust.h"

struct chy_pending_act {
    struct chy_statement statement;
    chancery_digest digest;
    char *within; /* where in the folder: "", or "2012/09" */
    char *source; /* there the draft, or the first record that holds it, as "within/name" */
    bool drafted; /* source is a draft */
    bool present; /* the file that it is about is there too, unchanged */
    /* One for each signatory: */
    bool *has_signed;
    size_t *more;   /* they have, but of their office the directory asks for so many more */
    size_t waiting; /* how many signatures are still to come */
};

struct chy_pending {
    struct chy_pending_act *act; /* by name of the file, then by date */
    size_t acts, cap;
    struct chy_skips unread; /* what could not be looked at */
    size_t strange; /* acts that nobody of the directory has signed: anybody can add lines */
};

/* CHANCERY_E_MISSING and what listing a folder gives; _MEMORY. */
CHY_MUST_USE bool chy_pending_find(struct chy_pending *out, const char *folder,
                                   const struct chancery_trust *trust, chancery_error *error);
void chy_pending_done(struct chy_pending *pending);

#endif
