/*
 * trust.h - a directory whose roots' signatures were checked against a pin, and the time that
 * the command judges by. What chancery_trust points to (chancery.h).
 */
#ifndef CHY_TRUST_H
#define CHY_TRUST_H

#include "custody/directory.h"

struct chancery_trust {
    struct chy_directory directory; /* the version in force */
    chancery_digest digest;         /* SHA-256 of its payload */
    int64_t now;                    /* seconds UTC */
    bool expired;                   /* at `now` */
    size_t partly_signed;           /* versions above it that lack root signatures */
    chancery_public_key *former;    /* the roots of all versions up to this one */
    size_t formers;
    char *path; /* the directory file */
};

/* Frees what it holds, not itself. */
void chy_trust_done(struct chancery_trust *trust);

#endif
