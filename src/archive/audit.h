/*
 * audit.h - the audit of an archive: a plan of what there is, and the work on each item
 * (spec/audit.md). For audit*.c, and for src/report/, which writes what it finds.
 */
#ifndef CHY_AUDIT_H
#define CHY_AUDIT_H

#include "archive/archive.h"
#include "archive/audit_report.h"
#include "base/lines.h"
#include "base/rows.h"

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
    uint64_t key, value, task;
};

/* The first `size` entries of the log were there at `time`, seconds UTC. */
struct chy_audit_dated {
    uint64_t size;
    int64_t time;
};

/* One item that is audited. */
struct chy_audit_place {
    uint64_t last; /* rises with the time of its last audit; 0: none is known */
    uint64_t rank; /* in a sample */
    uint64_t task;
};

struct chy_audit {
    const chancery_audit_options *options;
    const chancery_trust *trust; /* NULL: integrity only */
    struct chy_audit_summary summary;
    char *origin, *log_folder; /* of the log */
    int folder;                /* the archive's */
    struct chy_log log;
    bool has_log;
    bool held;                     /* to a report that says what its log was */
    const char *unheld;            /* the first report that does not */
    struct chy_audit_dated *dated; /* by size; what witnesses prove of the log */
    size_t dateds;
    struct chy_lines index;
    struct chy_rows *task;  /* struct chy_audit_task, in the order of the log */
    struct chy_rows *order; /* struct chy_audit_place: those that are audited; NULL: all */
    size_t orders;          /* how many these are */
    struct chy_audit_unknown *unknown;
    size_t unknowns, unknown_cap;
    /* struct chy_audit_pair, sorted; only what has something to say of others: */
    struct chy_rows *versions;  /* by a bag's name without .vN: which N there are */
    struct chy_rows *numbers;   /* by symbol, language and issue: which documents */
    struct chy_rows *issues;    /* by symbol and language: which issues */
    struct chy_rows *withdrawn; /* what the log's entries name as withdrawn; NULL: nothing */
    uint64_t withdrawing;       /* entries up to the last that names any */
    chancery_digest *history;   /* the versions of the directory up to the one in force */
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
/* And about a bag whose entry a log lacks that is known to have been longer. */
#define CHY_AUDIT_NEXT_LOG_BEHIND                                                              \
    "Bring the newest copy of the log back: it had more entries than now. Where none is "      \
    "left, begin a new archive with another origin and key, and add the bags of this one "     \
    "to it in their order."
/* What is done with the head of an earlier report. CHANCERY_E_CONFLICT: it is another
 * archive's. */
typedef bool chy_audit_hold_fn(void *context, const struct chy_audit_head *was,
                               const char *report, chancery_error *error);
/* One for an audit, whose log is held to the checkpoint. */
CHY_MUST_USE bool chy_audit_hold(void *audit, const struct chy_audit_head *was,
                                 const char *report, chancery_error *error);
/* When it was held to all: is there a report among them, and none that says what its log was?
 */
void chy_audit_hold_end(struct chy_audit *audit);
/* Says in which report, and what helps where it is none. False. */
bool chy_audit_fail_report(const char *report, chancery_error *error);
/* Gives it the heads of the reports of --previous and --baseline. */
CHY_MUST_USE bool chy_audit_hold_given(const chancery_audit_options *options,
                                       chy_audit_hold_fn *hold, void *context,
                                       chancery_error *error);
/* The times that witnesses prove by their cosignatures on its checkpoint, and on those before
 * it; after it was held. */
CHY_MUST_USE bool chy_audit_prove_time(struct chy_audit *audit, chancery_error *error);

/* What the entries of the log name as withdrawn, where they give the root that it signed.
 * False: the system failed. */
CHY_MUST_USE bool chy_audit_read_withdrawn(struct chy_audit *audit, chancery_error *error);
/* After it was held: forgets that of a log that contradicts itself, or has another key. */
void chy_audit_believe_withdrawn(struct chy_audit *audit);

/* What stands in the folder, and what the index says; fills tasks, unknown and what is known of
 * others. */
CHY_MUST_USE bool chy_audit_plan(struct chy_audit *audit, chancery_error *error);
/* The part of it that lists the folder. missing: numbers of tasks that the index does not know;
 * those whose bags do not stand under their names are added. */
CHY_MUST_USE bool chy_audit_plan_folder(struct chy_audit *audit, struct chy_rows *missing,
                                        chancery_error *error);
CHY_MUST_USE bool chy_audit_task_add(struct chy_audit *audit, struct chy_audit_task task,
                                     chancery_error *error);
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
/* With --since: leaves out what the newest report holds as good, and says of the others when
 * they were looked at last. */
CHY_MUST_USE bool chy_audit_keep_since(struct chy_audit *audit, chancery_error *error);
/* Leaves in of the items those that keep says; it may change what is known of their places. */
typedef bool chy_audit_keep_fn(void *context, bool *keeps, struct chy_audit_place *place,
                               size_t order, chancery_error *error);
CHY_MUST_USE bool chy_audit_keep(struct chy_audit *audit, chy_audit_keep_fn *keep,
                                 void *context, chancery_error *error);
/* The item that comes at this place in the order, and what is to be looked at there. */
CHY_MUST_USE bool chy_audit_place_at(struct chy_audit_place *out, const struct chy_audit *audit,
                                     size_t order, chancery_error *error);
CHY_MUST_USE bool chy_audit_task_at(struct chy_audit_task *out, const struct chy_audit *audit,
                                    size_t order, chancery_error *error);
/* The name of an item as it is reported, with a NUL. */
CHY_MUST_USE bool chy_audit_task_name(struct chy_buf *out, const struct chy_audit *audit,
                                      size_t order, chancery_error *error);
/* The first 8 bytes of the SHA-256 of a name, big-endian. */
uint64_t chy_audit_hash(chancery_span name);
/* The keys of a line of the index. */
uint64_t chy_audit_number_key(const struct chy_index_line *line, bool with_issue);
/* The digest's first 8 bytes, big-endian. */
uint64_t chy_audit_first(const chancery_digest *digest);

/* What the index says of documents by what they have in common: audit_known.c. */
CHY_MUST_USE bool chy_audit_know(struct chy_audit *audit, const struct chy_index_line *line,
                                 chancery_error *error);
/* When all of the index is known: sorted, and without what says nothing of another. */
CHY_MUST_USE bool chy_audit_know_end(struct chy_audit *audit, chancery_error *error);
struct chy_audit_search {
    struct chy_rows *known; /* versions, numbers or issues */
    uint64_t key, next;
    bool begun;
};
/* One pair of this key after the other, with rising values; *more is false after the last. */
CHY_MUST_USE bool chy_audit_known_next(bool *more, struct chy_audit_pair *out,
                                       struct chy_audit_search *search, chancery_error *error);

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
