/*
 * witnessed.h - the time of a log's checkpoint, as a quorum of the directory's witnesses proves
 * it by their cosignatures (spec/log.md, L19).
 */
#ifndef CHY_WITNESSED_H
#define CHY_WITNESSED_H

#include "archive/checkpoint.h"
#include "custody/directory.h"

/* The log's key, which the caller sets, then those of the witnesses that are not void. */
struct chy_witnesses {
    struct chy_note_key key[1 + CHY_MAX_WITNESSES];
    size_t count;
    int64_t quorum; /* 0: no witnesses are listed */
};

CHY_MUST_USE bool chy_witnesses_of(struct chy_witnesses *out,
                                   const struct chy_directory *directory,
                                   chancery_error *error);

struct chy_witnessed {
    size_t witnesses; /* who cosigned */
    bool has_time;    /* by a quorum of them */
    int64_t time;     /* what the checkpoint is of was there then, seconds UTC */
};

/* Opens a checkpoint that the log's key must have signed, and says what it proves. A
 * cosignature of a known witness that does not fit refuses all of it (CHANCERY_E_NOTE). now:
 * seconds UTC. */
CHY_MUST_USE bool chy_witnessed_open(struct chy_checkpoint *out,
                                     struct chy_witnessed *witnessed, chancery_span note,
                                     const struct chy_witnesses *witnesses, int64_t now,
                                     chancery_error *error);

#endif
