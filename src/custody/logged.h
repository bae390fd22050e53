/*
 * logged.h - what a proof from a transparency log says of a document (spec/verdict.md, rules
 * 11.x). src/archive/ makes it; here it meets the record.
 */
#ifndef CHY_LOGGED_H
#define CHY_LOGGED_H

#include "custody/judge.h"

struct chancery_proof {
    char *why; /* why it proves nothing, as the end of a sentence; NULL: it proves the entry */
    char *origin;             /* of the log, not escaped; NULL where it was not read */
    uint64_t index, size;     /* of the entry, and of the log when it was signed */
    chancery_digest leaf;     /* the entry's Merkle leaf hash */
    chancery_digest document; /* what the entry names */
    chancery_digest *signature;
    size_t signatures;
    size_t witnesses; /* of the directory's, who cosigned */
    bool has_time;    /* by a quorum of them */
    int64_t time;     /* the entry was there by then */
    char *remembered,
        *given; /* two checkpoints that contradict each other; NULL: they do not */
};

/* The signatures that the entry lists were there when a quorum of witnesses had cosigned: sets
 * `proven` of those of the record, before chy_record_prove. proof may be NULL. */
void chy_logged_prove(struct chy_record *record, const struct chancery_proof *proof);

/* Adds the finding of a judgement whose act is not taken from the record yet, and says in
 * verdict->log what is proven. proof may be NULL. */
void chy_logged(struct chancery_verdict *verdict, const struct chy_judgement *judgement,
                const struct chy_case *given, const struct chancery_proof *proof);

/* The log signed two checkpoints that contradict each other: whatever its entries, it proves
 * nothing. */
void chy_log_contradicted(struct chancery_verdict *verdict, const char *origin,
                          const char *remembered, const char *given);

#endif
