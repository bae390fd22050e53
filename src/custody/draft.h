/*
 * draft.h - a statement that is being drafted, and what keeps it from it. For draft*.c alone.
 */
#ifndef CHY_DRAFT_H
#define CHY_DRAFT_H

#include "custody/preview.h"
#include "custody/statement.h"
#include "custody/trust.h"

struct chy_drafting {
    const chancery_draft_options *options;
    const struct chancery_trust *trust; /* may be NULL */
    struct chy_document document;
    const struct chy_letter *letter; /* the first of the text; NULL */
    struct chy_statement statement;
    struct chy_buf lines;   /* of what is carried */
    struct chy_buf payload; /* canonical */
    struct chy_buf deposit; /* attestation: the canonical payload of the letter, if it waits */
};

/* --from and --to into signatories and addressees. */
CHY_MUST_USE bool chy_draft_from(struct chy_drafting *draft, chancery_error *error);
CHY_MUST_USE bool chy_draft_to(struct chy_drafting *draft, chancery_error *error);
/* --date; *set: it was given. */
CHY_MUST_USE bool chy_draft_date(struct chy_drafting *draft, bool *set, chancery_error *error);

/* What an issue says of the one that it supersedes, if --supersedes names one. */
CHY_MUST_USE bool chy_draft_supersedes(struct chy_drafting *draft, chancery_error *error);
/* Fills `carries`, and the lines that go along. */
CHY_MUST_USE bool chy_draft_carried(struct chy_drafting *draft, chancery_error *error);
/* What a translation says of its original, and the original's lines. */
CHY_MUST_USE bool chy_draft_translates(struct chy_drafting *draft, chancery_error *error);
/* An attestation of what was signed on paper: the letter is the one that waits as a draft, else
 * the record's. */
CHY_MUST_USE bool chy_draft_attested(struct chy_drafting *draft, struct chy_statement *of,
                                     chancery_error *error);
/* Does a letter's draft wait, so that an attestation may take its place? */
bool chy_draft_waits(const struct chy_drafting *draft, const char *path);
/* A later act about what the record says of the document. */
CHY_MUST_USE bool chy_draft_later(struct chy_drafting *draft, chancery_error *error);

/* CHANCERY_E_EXISTS if the record of the file holds an act of this type about these bytes that
 * one of its signatories has signed: a second one would be its rival. act: NULL, or only this
 * very act is meant, by its digest. */
CHY_MUST_USE bool chy_draft_is_new(const chancery_draft_options *options,
                                   enum chy_act_type type, const chancery_digest *file,
                                   const chancery_digest *act,
                                   const struct chancery_trust *trust, chancery_error *error);
/* The same later act once more would say nothing new, nor would a withdrawal by people who have
 * withdrawn it already. CHANCERY_E_EXISTS unless force. */
CHY_MUST_USE bool chy_draft_says_more(const struct chy_drafting *draft, chancery_error *error);

#endif
