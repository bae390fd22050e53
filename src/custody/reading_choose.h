#ifndef CHY_READING_CHOOSE_H
#define CHY_READING_CHOOSE_H

#include "custody/reading.h"
#include "custody/record.h"

/* Of what a program read in a file of this digest: the reading that has the words of an act of
 * the checked record, else the one in which most signed words stand. CHANCERY_E_MEMORY, and
 * what the canonicaliser refuses. */
CHY_MUST_USE bool chy_reading_choose(struct chy_reading *out, chancery_span extracted,
                                     enum chy_medium medium, const struct chy_record *record,
                                     const chancery_digest *file, chancery_error *error);

#endif
