/*
 * audit_sign.h - the signed note of a report: whose report it is, what it came to, and which
 * one was before it.
 */
#ifndef CHY_AUDIT_SIGN_H
#define CHY_AUDIT_SIGN_H

#include "base/buf.h"
#include "base/sha256.h"
#include "sign/note.h"

struct chy_audit_note {
    chancery_digest report; /* SHA-256 of the report */
    bool has_previous;
    chancery_digest previous; /* SHA-256 of the note of the one before */
};

/* The text of a note. CHANCERY_E_NOTE. */
CHY_MUST_USE bool chy_audit_note_parse(struct chy_audit_note *out, chancery_span text,
                                       chancery_error *error);
void chy_audit_note_format(struct chy_buf *out, const struct chy_audit_note *note);
/* REPORT.note; the caller frees. */
char *chy_audit_note_path(const char *report, chancery_error *error);
/* Of a file of any size up to CHY_MAX_REPORT. */
CHY_MUST_USE bool chy_audit_digest(chancery_digest *out, const char *path,
                                   chancery_error *error);

#endif
