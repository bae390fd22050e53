/*
 * entry.h - what a log holds of a document: digests, never its words and never a name.
 */
#ifndef CHY_ENTRY_H
#define CHY_ENTRY_H

#include "base/buf.h"
#include "base/sha256.h"
#include "base/span.h"
#include "custody/record.h"

/* Appends the entry of a document by its record: file is either ("….jsonl" is a record).
 * CHANCERY_E_MISSING, _CONFLICT (it is unclear which document the record is of), _REFUSED
 * (nothing is signed), _LIMIT (more than CHY_MAX_ENTRY bytes). */
CHY_MUST_USE bool chy_entry_of(struct chy_buf *out, const char *file, chancery_error *error);

/* The same of a record that was read; bag: of an archive, the SHA-256 of its tagmanifest; NULL:
 * none. checked: the record is, and only signatures by keys of the directory, and withdrawals
 * with such a one, are listed, unless there are none. file is the error's where. */
CHY_MUST_USE bool chy_entry_write(struct chy_buf *out, const chancery_digest *document,
                                  const chancery_digest *bag, const struct chy_record *record,
                                  bool checked, const char *file, chancery_error *error);

struct chy_entry {
    chancery_digest document;
    bool has_bag;
    chancery_digest bag;        /* SHA-256 of the tagmanifest of its bag */
    chancery_digest *signature; /* sorted, each once */
    size_t signatures;
    size_t withdrawn; /* acts that it names as withdrawn */
};

/* CHANCERY_E_NOTE where it is not of this form to the byte. */
CHY_MUST_USE bool chy_entry_parse(struct chy_entry *out, chancery_span bytes,
                                  chancery_error *error);
void chy_entry_done(struct chy_entry *entry);
/* The next act that an entry names as withdrawn, from rest on, which goes behind it. False: it
 * names no more. Of an entry of any form: chy_entry_parse says whether it is ours. */
bool chy_entry_withdrawn_next(chancery_digest *out, chancery_span *rest);

#endif
