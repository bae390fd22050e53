/*
 * draft.h - what keeps a letter from being drafted. For draft*.c alone.
 */
#ifndef CHY_DRAFT_H
#define CHY_DRAFT_H

#include "custody/statement.h"
#include "custody/trust.h"

/* CHANCERY_E_EXISTS if the record of the file holds an act of this type about these bytes that
 * one of its signatories has signed: a second one would be its rival. */
CHY_MUST_USE bool chy_draft_is_new(const chancery_draft_options *options,
                                   enum chy_act_type type, const chancery_digest *file,
                                   const struct chy_directory *directory,
                                   chancery_error *error);

#endif
