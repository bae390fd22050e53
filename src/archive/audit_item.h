/*
 * audit_item.h - what an audit says of one bag, and the line of JSON that says it
 * (spec/audit.md).
 */
#ifndef CHY_AUDIT_ITEM_H
#define CHY_AUDIT_ITEM_H

#include "base/buf.h"
#include "base/json.h"
#include "base/span.h"

/* A zeroed verdict is not authentic. */
enum chy_audit_verdict {
    CHY_AUDIT_NOT_AUTHENTIC,
    CHY_AUDIT_INDETERMINATE,
    CHY_AUDIT_COMPLETED, /* by itself it lacks something, and a newer bag of it does not */
    CHY_AUDIT_INTACT,    /* nothing was altered; signatures were not looked at */
    CHY_AUDIT_AUTHENTIC  /* all signatures hold too */
};
#define CHY_AUDIT_VERDICTS 5
/* "authentic", "intact", ... */
const char *chy_audit_verdict_name(enum chy_audit_verdict verdict);
/* A code of bags, of verdicts or of the audit itself, and how it weighs. */
bool chy_audit_code_known(enum chancery_severity *out, chancery_span code);
/* "note", "warning", "indeterminate", "not-authentic" */
const char *chy_audit_severity_name(enum chancery_severity severity);

struct chy_audit_finding {
    enum chancery_severity severity;
    chancery_span code, path, sentence, next; /* path, next: empty where there is none */
    char *memory;                             /* of path and sentence, where they were made */
};

struct chy_audit_findings {
    struct chy_audit_finding *item;
    size_t count, cap;
    size_t bytes;                /* of what is listed */
    size_t more;                 /* past the limits: counted only ... */
    enum chancery_severity most; /* ... and the gravest of them */
    bool closing, failed;        /* failed: memory ran out */
};

/* Adds a finding. code and next are static. path may be empty; it and the sentence are escaped
 * here. A failure is sticky in `failed`. */
void chy_audit_add(struct chy_audit_findings *findings, const char *code,
                   enum chancery_severity severity, chancery_span path, const char *next,
                   const char *format, ...) CHY_PRINTF(6, 7);
/* One of the audit's own codes, with its severity and next step. */
void chy_audit_find(struct chy_audit_findings *findings, enum chancery_audit_code code,
                    chancery_span path, const char *format, ...) CHY_PRINTF(4, 5);
/* Room for one more, which is not counted yet; NULL: memory ran out. */
struct chy_audit_finding *chy_audit_findings_grow(struct chy_audit_findings *findings);
/* Says how many were not listed, if any. */
void chy_audit_close(struct chy_audit_findings *findings);
enum chancery_severity chy_audit_worst(const struct chy_audit_findings *findings);
bool chy_audit_has(const struct chy_audit_findings *findings, const char *code);
/* Empties it; its array is used again. */
void chy_audit_findings_clear(struct chy_audit_findings *findings);
void chy_audit_findings_done(struct chy_audit_findings *findings);

#define CHY_AUDIT_NO_ENTRY UINT64_MAX
#define CHY_AUDIT_CODE 48 /* bytes of a code */

struct chy_audit_item {
    chancery_span name; /* of the bag; as it is written, escaped */
    uint64_t entry;     /* of the log */
    bool has_document, has_bag;
    chancery_digest document, bag; /* bag: of its tagmanifest, as it is now */
    enum chy_audit_verdict verdict;
    chancery_span proves, standing; /* empty: nothing */
    chancery_date added;            /* the bag's Bagging-Date; not set: it says none */
    struct chy_audit_findings findings;
};

/* One line with its LF, canonical JSON. */
void chy_audit_item_write(struct chy_buf *out, const struct chy_audit_item *item);
/* A JSON array of findings, the gravest first. */
void chy_audit_findings_write(struct chy_buf *out, const struct chy_audit_findings *findings);

/* Of the value of a line. Views into the document; findings are freed by the caller.
 * CHANCERY_E_FORMAT, _LIMIT, _MEMORY. */
CHY_MUST_USE bool chy_audit_item_read(struct chy_audit_item *out,
                                      const struct chy_cursor *cursor, chancery_error *error);
/* `intact` is a verdict where no signature was looked at, `authentic` and `completed` where
 * they were. */
bool chy_audit_item_fits(const struct chy_audit_item *item, bool integrity_only);
CHY_MUST_USE bool chy_audit_findings_read(struct chy_audit_findings *out,
                                          const struct chy_cursor *array,
                                          chancery_error *error);
#endif
