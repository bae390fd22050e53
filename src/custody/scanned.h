/*
 * scanned.h - whether a transparency log, read to its newest entry, names an act as withdrawn
 * (spec/verdict.md, rules 11.4 to 11.6). src/archive/ reads it; here it meets the record.
 */
#ifndef CHY_SCANNED_H
#define CHY_SCANNED_H

#include "custody/judge.h"

struct chancery_scan {
    /* Reads the whole log and sets all below but its own; entry[i]: of the first entry that
     * names act[i] as withdrawn, UINT64_MAX if none does. False: an error of the machine. */
    bool (*read)(struct chancery_scan *scan, uint64_t *entry, const chancery_digest *act,
                 size_t acts, chancery_error *error);
    char *why;     /* why it was not read, as the end of a sentence; NULL: it was */
    char *origin;  /* of the log, not escaped; NULL where it was not read */
    uint64_t size; /* entries; "checkpoint N" */
    char *remembered,
        *given; /* two checkpoints that contradict each other; NULL: they do not */
};

/* Reads the log for what is judged and carried, adds the finding, and sets verdict->scan and,
 * where a withdrawal is only in the log, verdict->standing. verdict->later is set already. scan
 * may be NULL. */
CHY_MUST_USE bool chy_scanned(struct chancery_verdict *verdict, const struct chy_chain *chain,
                              const struct chy_record *record, struct chancery_scan *scan,
                              chancery_error *error);

#endif
