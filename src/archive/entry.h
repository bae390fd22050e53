/*
 * entry.h - what a log holds of a document: digests, never its words and never a name.
 */
#ifndef CHY_ENTRY_H
#define CHY_ENTRY_H

#include "base/buf.h"

/* Appends the entry of a document by its record: file is either ("….jsonl" is a record).
 * CHANCERY_E_MISSING, _CONFLICT (it is unclear which document the record is of), _REFUSED
 * (nothing is signed), _LIMIT (more than CHY_MAX_ENTRY bytes). */
CHY_MUST_USE bool chy_entry_of(struct chy_buf *out, const char *file, chancery_error *error);

#endif
