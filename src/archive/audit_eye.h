/*
 * audit_eye.h - what looks at one item after the other. For audit_look.c and those it calls.
 */
#ifndef CHY_AUDIT_EYE_H
#define CHY_AUDIT_EYE_H

#include "archive/audit.h"
#include "archive/bag.h"
#include "archive/entry.h"
#include "archive/log_vouch.h"
#include "custody/scanned.h"

enum chy_audit_directory { CHY_DIRECTORY_KNOWN, CHY_DIRECTORY_NEWER, CHY_DIRECTORY_OTHER };

struct chy_audit_eye {
    const struct chy_audit *audit;
    struct chy_lines index; /* the audit's, with a buffer of its own */
    struct chy_audit_entries entries;
    struct chy_bag bag;
    struct chy_audit_item item;
    struct chy_buf name, path, record;
    chancery_span lines; /* of the record: a file's as it was read, or those in `record` */
    struct chy_audit_task task;
    const char *folder; /* where the bag stands; NULL: nowhere */
    bool has_line, has_entry;
    struct chy_index_line line;
    struct chy_entry entry;
    /* The signatures of the entry but for those that count for nothing in the record; NULL: no
     * record was judged. */
    chancery_digest *counted;
    size_t counteds;
    chancery_digest *chain; /* the act that was judged, and what it carries */
    size_t links;
    chancery_digest leaf;        /* of the entry, as its bundle has it */
    struct chy_log_vouch *vouch; /* where witnesses prove a time; else NULL */
    const struct chy_bag_file *document;
    bool verified;               /* the document is authentic */
    size_t judged, judged_end;   /* which of the findings are those of its verdict */
    bool completed;              /* a newer bag of it is complete */
    struct chy_audit_eye *other; /* looks at that one; NULL: it was not needed yet */
    /* The directory of the last bag, most often the next one's too. */
    bool has_directory;
    chancery_digest directory;
    enum chy_audit_directory answer;
    int64_t version;
};

/* Looks at one item; its line is not written. chy_audit_forget ends it. */
CHY_MUST_USE bool chy_audit_look_at(struct chy_audit_eye *eye,
                                    const struct chy_audit_task *task, chancery_error *error);
void chy_audit_forget(struct chy_audit_eye *eye);

/* Its number among those of others. False: memory ran out, or the index was changed. */
CHY_MUST_USE bool chy_audit_numbers(struct chy_audit_eye *eye, chancery_error *error);
/* Its line of the index and its name, against what the bag says of itself. False: as above. */
CHY_MUST_USE bool chy_audit_name(struct chy_audit_eye *eye, chancery_error *error);
/* What the log proves of the time of this item's signatures; a view of eye. False: nothing. */
bool chy_audit_date(chancery_proof *out, struct chy_audit_eye *eye);
/* What the archive's log says of withdrawals, for a verdict. */
struct chy_audit_scan {
    struct chancery_scan public; /* first: the one is the other */
    struct chy_audit_eye *eye;
};
/* For this item; a view of both. NULL: the log names nothing as withdrawn. */
struct chancery_scan *chy_audit_scan(struct chy_audit_scan *scan, struct chy_audit_eye *eye);
/* Judges eye->document by its record in the bag. False: memory ran out. */
CHY_MUST_USE bool chy_audit_verify(struct chy_audit_eye *eye, chancery_error *error);
/* A later bag of the document, and what that makes of the findings of this one's verdict.
 * False: as above, or the system failed at the later bag. */
CHY_MUST_USE bool chy_audit_newer(struct chy_audit_eye *eye, chancery_error *error);
/* What an archivist does about a finding of a verdict, who has neither the sender's desk nor
 * the options of chancery verify. */
const char *chy_audit_verdict_next(enum chancery_finding_code code);
/* And about a defect of a bag that is the archive's own. */
const char *chy_audit_defect_next(enum chancery_defect_code code);
/* Is a manifest of the bag not there, not as it was, or not to be read? Then what it lists says
 * nothing of which files belong there. */
bool chy_audit_manifest_is_hurt(const struct chy_audit_eye *eye);
#define CHY_AUDIT_NEXT_MANIFEST                                                                \
    "Mend first what is said of the bag's manifests, and audit again; until then move "        \
    "nothing "                                                                                 \
    "out of the bag."

#endif
