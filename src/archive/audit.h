/*
 * audit.h - the audit of an archive: a plan of what there is, and the work on each item
 * (spec/audit.md). For audit*.c, and for src/report/, which writes what it finds.
 */
#ifndef CHY_AUDIT_H
#define CHY_AUDIT_H

#include "archive/archive.h"
#include "archive/audit_report.h"
#include "base/lines.h"

/* One item to be looked at. */
struct chy_audit_task {
    uint64_t entry; /* CHY_AUDIT_NO_ENTRY: neither index nor log knows it */
    uint64_t place; /* of its line in the index */
    uint64_t hash;  /* of its name */
    uint32_t len;   /* of the line; 0: the index does not know it */
    uint32_t found; /* 1-based in `unknown`: where it stands, or what it is; 0: under its name
                     */
};

struct chy_audit_unknown {    /* a name in the archive's folder that the index does not know */
    char *name, *shown;       /* shown: escaped */
    bool has_digest, claimed; /* claimed: it is a bag that is missing elsewhere */
    chancery_digest digest;   /* of its tagmanifest */
};

struct chy_audit_pair { /* of one index line */
    uint64_t key, value;
    uint32_t task;
};

struct chy_audit_known { /* sorted by key, then value */
    struct chy_audit_pair *pair;
    size_t count, cap;
};

struct chy_audit {
    const chancery_audit_options *options;
    const chancery_trust *trust; /* NULL: integrity only */
    struct chy_audit_summary summary;
    char *origin, *log_folder; /* of the log */
    int folder;                /* the archive's */
    struct chy_log log;
    bool has_log;
    struct chy_lines index;
    struct chy_audit_task *task;
    size_t tasks, task_cap;
    uint32_t *order; /* those that are audited */
    size_t orders;
    uint64_t *last; /* of each task, rising with the time of its last audit; 0: none. NULL */
    struct chy_audit_unknown *unknown;
    size_t unknowns, unknown_cap;
    struct chy_audit_known versions; /* by a bag's name without .vN: which N there are */
    struct chy_audit_known numbers;  /* by symbol, language and issue: which documents */
    struct chy_audit_known issues;   /* by symbol and language: which issues */
    chancery_digest *history;        /* the versions of the directory up to the one in force */
    size_t histories;
};

/* Opens log and index, checks the log, and plans what is to be done. chy_audit_done in any
 * case. False: it cannot begin, or the system failed. */
CHY_MUST_USE bool chy_audit_open(struct chy_audit *out, const chancery_audit_options *options,
                                 const chancery_trust *trust, chancery_error *error);
void chy_audit_done(struct chy_audit *audit);

/* Opens the log and checks it whole. What it says is in summary.log. False: the system failed,
 * or a key that was given is none. */
CHY_MUST_USE bool chy_audit_open_log(struct chy_audit *audit, chancery_error *error);
/* Tells what stands in the log's folder and is not the log's. */
CHY_MUST_USE bool chy_audit_log_folder(struct chy_audit *audit, chancery_error *error);
/* What to do about a log whose key is another one than before. */
#define CHY_AUDIT_NEXT_OTHER_KEY                                                               \
    "Ask the archive's keepers whether they began the log anew; only then remove what is "     \
    "remembered of the other, and name no report of it."
/* Holds the log to the checkpoint of an earlier report. CHANCERY_E_CONFLICT: of another
 * archive's. */
CHY_MUST_USE bool chy_audit_hold(struct chy_audit *audit, const struct chy_audit_head *was,
                                 const char *report, chancery_error *error);
/* The same with the reports of --previous and --baseline. */
CHY_MUST_USE bool chy_audit_hold_given(struct chy_audit *audit, chancery_error *error);

/* The time that witnesses prove by its cosignatures; after it was held. */
CHY_MUST_USE bool chy_audit_prove_time(struct chy_audit *audit, chancery_error *error);

/* What stands in the folder, and what the index says; fills tasks, unknown and known. */
CHY_MUST_USE bool chy_audit_plan(struct chy_audit *audit, chancery_error *error);
/* Is it the folder lost+found as file systems make it at their root, empty, or for root alone
 * to look into? What fsck put there is for the archivist to look at. */
bool chy_audit_is_lost_found(const struct chy_audit *audit, const char *name);
/* Which of the tasks are wanted, in their order. */
CHY_MUST_USE bool chy_audit_select(struct chy_audit *audit, chancery_error *error);
/* The days that options ask for. False: one is none. */
bool chy_audit_days(chancery_date *since, chancery_date *until,
                    const chancery_audit_options *options);
/* Leaves out bags that were not made in the days that were asked for. */
CHY_MUST_USE bool chy_audit_keep_kept(struct chy_audit *audit, chancery_error *error);
/* With --since: leaves out what the newest report holds as good, and fills `last`. */
CHY_MUST_USE bool chy_audit_keep_since(struct chy_audit *audit, chancery_error *error);
/* What was looked at longest ago comes first, where `last` says so. */
CHY_MUST_USE bool chy_audit_oldest_first(struct chy_audit *audit, chancery_error *error);
/* The name of an item as it is reported, with a NUL. */
CHY_MUST_USE bool chy_audit_task_name(struct chy_buf *out, const struct chy_audit *audit,
                                      size_t order, chancery_error *error);
/* The first 8 bytes of the SHA-256 of a name, big-endian. */
uint64_t chy_audit_hash(chancery_span name);
/* Where key begins in a sorted list; count where there is none. */
size_t chy_audit_known_at(const struct chy_audit_known *known, uint64_t key);
/* The keys of a line of the index. */
uint64_t chy_audit_number_key(const struct chy_index_line *line, bool with_issue);
/* The digest's first 8 bytes, big-endian. */
uint64_t chy_audit_first(const chancery_digest *digest);

/* Looks at one item after the other. */
struct chy_audit_eye;
CHY_MUST_USE bool chy_audit_eye_new(struct chy_audit_eye **out, const struct chy_audit *audit,
                                    chancery_error *error);
void chy_audit_eye_free(struct chy_audit_eye *eye);
/* Appends the item's line. False: the system failed, and not the bag. */
CHY_MUST_USE bool chy_audit_look(struct chy_buf *out, struct chy_audit_eye *eye, size_t order,
                                 chancery_error *error);

/* Entries of the log, a bundle at a time. */
struct chy_audit_entries {
    const struct chy_log *log;
    struct chy_buf bundle;
    uint64_t held; /* which bundle, plus 1; 0: none */
    bool readable;
};
/* False: it cannot be read; the system's own failure is in error. */
CHY_MUST_USE bool chy_audit_entry(chancery_span *out, struct chy_audit_entries *entries,
                                  uint64_t index, chancery_error *error);

/* The digest of the tagmanifest of a folder in the archive; *has: there is one. */
CHY_MUST_USE bool chy_audit_tagmanifest(bool *has, chancery_digest *out,
                                        const struct chy_audit *audit, const char *name,
                                        chancery_error *error);
/* Is the bag of this place in the order there as a report says, with this digest (NULL: none)?
 * Where the report calls it good, it must be that of its entry in the log too. */
CHY_MUST_USE bool chy_audit_still(bool *out, struct chy_audit_entries *entries,
                                  const struct chy_audit *audit, size_t order, bool good,
                                  const chancery_digest *bag, chancery_error *error);

/* Is the failure the system's (no memory, no room, I/O), so that it would come again at every
 * item? */
bool chy_audit_is_systemic(const chancery_error *error);

/* Every item from `from` on, in order, by options->jobs processes; each line is given to take.
 * wait is called again and again while an item takes long; false stops the work there.
 * False: CHANCERY_E_IO, _MEMORY, _INTERNAL (a process ended; the item is named), _DECLINED
 * (wait was false; the item is named), or what take said. */
typedef bool chy_audit_take_fn(void *context, chancery_span line, chancery_error *error);
typedef bool chy_audit_wait_fn(void *context);
CHY_MUST_USE bool chy_audit_work(const struct chy_audit *audit, size_t from,
                                 chy_audit_take_fn *take, chy_audit_wait_fn *wait,
                                 void *context, chancery_error *error);

#endif
