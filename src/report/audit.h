/*
 * audit.h - where the lines of an audit go: its report, what is shown, metrics, events. For
 * audit*.c in this folder.
 */
#ifndef CHY_REPORT_AUDIT_H
#define CHY_REPORT_AUDIT_H

#include "archive/audit_report.h"
#include "base/rows.h"
#include "report/pen.h"

/* May all that options ask for be written there? CHANCERY_E_REFUSED: a file lies in the
 * archive, or what stands under its name is no plain file. */
CHY_MUST_USE bool chy_audit_places(const chancery_audit_options *options,
                                   chancery_error *error);

/* A file that gets its name when it is whole, and is FILE.part until then. */
struct chy_report_part {
    char *path, *part; /* path NULL: there is none */
    int fd;
};
/* fresh: what is there is not gone on with. CHANCERY_E_CONFLICT where another process writes
 * it, _REFUSED where it is no plain file. */
CHY_MUST_USE bool chy_part_open(struct chy_report_part *out, const char *path, bool fresh,
                                chancery_error *error);
CHY_MUST_USE bool chy_part_write(const struct chy_report_part *part, chancery_span bytes,
                                 chancery_error *error);
/* Puts its items, after its first line, in rising order of what rank says of each: number is
 * that in which it was written. scratch: for what does not fit in memory. */
typedef bool chy_part_rank_fn(void *context, uint64_t *rank, size_t number,
                              chancery_error *error);
CHY_MUST_USE bool chy_part_order(struct chy_report_part *part, size_t count,
                                 chy_part_rank_fn *rank, void *context, const char *scratch,
                                 chancery_error *error);
/* On disk, and under its name. */
CHY_MUST_USE bool chy_part_finish(struct chy_report_part *part, chancery_error *error);
/* What is not finished stays. */
void chy_part_done(struct chy_report_part *part);

/* What is critical, what a warning, and which of it is new. */
struct chy_nagios {
    struct chy_rows *known; /* of the baseline: hashes of item, code and path, sorted; NULL */
    uint64_t critical, warning;
    char *first; /* the gravest that is new */
    bool first_critical;
    uint64_t known_critical; /* of the baseline, and still so */
    char *first_known;
};
CHY_MUST_USE bool chy_nagios_open(struct chy_nagios *out, const char *baseline,
                                  const char *scratch, chancery_error *error);
CHY_MUST_USE bool chy_nagios_add(struct chy_nagios *nagios, const struct chy_audit_item *item,
                                 const struct chy_audit_findings *findings,
                                 chancery_error *error);
/* One line with its LF. The status is Nagios's. */
int chy_nagios_write(struct chy_buf *out, const struct chy_nagios *nagios,
                     const struct chy_audit_summary *summary, bool baseline);
void chy_nagios_done(struct chy_nagios *nagios);

/* PREMIS 3: objects, then events, then the agent. */
struct chy_premis {
    struct chy_report_part objects, events;
    struct chy_buf text;
    uint64_t number;
};
CHY_MUST_USE bool chy_premis_open(struct chy_premis *out, const char *path,
                                  chancery_error *error);
CHY_MUST_USE bool chy_premis_add(struct chy_premis *premis, const struct chy_audit_head *head,
                                 const struct chy_audit_item *item, chancery_error *error);
CHY_MUST_USE bool chy_premis_finish(struct chy_premis *premis, chancery_error *error);
void chy_premis_done(struct chy_premis *premis);

/* Metrics for Prometheus's textfile collector. clock: the time that it is. */
CHY_MUST_USE bool chy_prometheus_write(const char *path,
                                       const struct chy_audit_summary *summary, int64_t clock,
                                       chancery_error *error);

/* For people: an item that has something to act on, and the end. */
void chy_audit_text_item(struct chy_pen *pen, const struct chy_audit_item *item);
void chy_audit_text_summary(struct chy_pen *pen, const struct chy_audit_summary *summary);

struct chy_sink {
    const chancery_audit_options *options;
    struct chy_audit_summary *summary; /* its totals are counted here */
    struct chy_report_part report;
    struct chy_nagios nagios;
    struct chy_premis premis;
    struct chy_pen pen;
    uint64_t total; /* items that are to come, for progress */
};

/* Is the item of this number (from 0) the one that was to come there, and its bag still what
 * the line says? False: the system failed. */
typedef bool chy_audit_is_next_fn(void *context, bool *out, size_t number,
                                  const struct chy_audit_item *item, chancery_error *error);

/* Opens all that options ask for. *done: so many items were in an unfinished report of the same
 * audit; they are counted, and written to where the rest will go. */
CHY_MUST_USE bool chy_sink_open(struct chy_sink *out, const chancery_audit_options *options,
                                struct chy_audit_summary *summary, uint64_t total,
                                chy_audit_is_next_fn *is_next, void *context, size_t *done,
                                chancery_error *error);
/* A chy_audit_take_fn: the line of an item. */
bool chy_sink_take(void *sink, chancery_span line, chancery_error *error);
/* A chy_audit_wait_fn: no item has come for a while. */
bool chy_sink_wait(void *sink);
/* Writes the summary and gives every file its name. */
CHY_MUST_USE bool chy_sink_finish(struct chy_sink *sink, int *status, chancery_error *error);
void chy_sink_done(struct chy_sink *sink);

/* Reports of parts, item by item in the order of the whole. */
CHY_MUST_USE bool chy_audit_merge(int *status, const chancery_audit_options *options,
                                  chancery_error *error);

#endif
