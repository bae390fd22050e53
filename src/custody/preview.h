/*
 * preview.h - a statement that is about to be signed, judged as verification would judge it.
 */
#ifndef CHY_PREVIEW_H
#define CHY_PREVIEW_H

#include "custody/trust.h"
#include "custody/verdict.h"
#include "text/outline.h"

/* A document on disk, read once: its bytes (of one that is larger than a text, the first of
 * them, so many that it is refused as a text) and, where it is text, its canonical text and
 * outline. */
struct chy_document {
    const char *path; /* borrowed */
    char *folder;
    struct chy_buf bytes;
    chancery_digest digest;
    chancery_text *text; /* NULL: it is not text, or chy_document_text was not asked */
    struct chy_outline outline;
};

/* Its bytes and digest. CHANCERY_E_EMPTY, _LIMIT, and what reading gives. */
CHY_MUST_USE bool chy_document_read(struct chy_document *out, const char *path,
                                    chancery_error *error);
/* Its text, if that was not read yet. Where it is not required to be text, what the
 * canonicaliser refuses has none; verification does not judge its words then either. */
CHY_MUST_USE bool chy_document_text(struct chy_document *document, bool required,
                                    chancery_error *error);
void chy_document_done(struct chy_document *document);

/* Judges the payload as if it stood in a record with `lines` and the document, whose text was
 * asked for, were presented. What is missing because nobody has signed yet is left out. trust
 * may be NULL for a letter: the directory is then taken as empty. */
CHY_MUST_USE bool chy_preview(struct chy_findings *findings, chancery_span payload,
                              chancery_span lines, const struct chy_document *document,
                              const struct chancery_trust *trust, chancery_error *error);

/* What whoever drafts an act of this type can do about the first finding that contradicts. */
const char *chy_preview_next(enum chy_act_type type, const struct chy_findings *findings);
/* CHANCERY_E_CONFLICT with the first finding that contradicts, and `next`; true if there is
 * none. */
CHY_MUST_USE bool chy_preview_refuse(const struct chy_findings *findings, const char *file,
                                     const char *next, chancery_error *error);

#endif
