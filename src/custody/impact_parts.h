/*
 * impact_parts.h - the search for what rests on a key or an office. For impact*.c alone.
 */
#ifndef CHY_IMPACT_PARTS_H
#define CHY_IMPACT_PARTS_H

#include "custody/impact.h"
#include "custody/record.h"

struct chy_impact_search {
    struct chy_impact *out;
    const struct chy_impact_subject *subject;
    const chancery_trust *now;
    struct chancery_trust before; /* the same with the directory before; borrowed */
    const struct chy_impact_proofs *proofs;
    bool *used; /* one for each proof: its entry names something that was looked at */
    bool named; /* what is looked at was named itself, and did not stand in a folder */
    chancery_error *error;
};

/* Reads a record. Sets *any if an act of it rests on the subject by either directory (a key may
 * have lost its holder), and (*hit)[act], which the caller frees, for each that does. */
CHY_MUST_USE bool chy_impact_look(bool *any, bool **hit, struct chy_record *record,
                                  const struct chy_impact_search *search, chancery_span bytes,
                                  chancery_error *error);

#endif
