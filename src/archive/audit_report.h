/*
 * audit_report.h - the lines of an audit's report: what was audited and how, one line for each
 * bag, and a summary (spec/audit.md).
 */
#ifndef CHY_AUDIT_REPORT_H
#define CHY_AUDIT_REPORT_H

#include "archive/audit_item.h"

#define CHY_AUDIT_FORMAT "chancery-audit/v1"

/* What was audited, and how. Two parts belong together where these say the same but for the
 * shard. */
struct chy_audit_head {
    chancery_span origin; /* of the archive's log; empty: it could not be opened */
    chancery_digest key;  /* SHA-256 of the log's verifier key */
    uint64_t size;        /* of its checkpoint */
    chancery_digest root;
    chancery_digest index;  /* SHA-256 of index.jsonl */
    chancery_digest folder; /* SHA-256 over the names that stand in the archive's folder */
    bool has_proven;        /* a quorum of witnesses cosigned the checkpoint ... */
    int64_t proven;         /* ... by then, seconds UTC */
    bool has_directory;
    chancery_digest directory; /* SHA-256 of the payload of the version that judges */
    int64_t directory_version; /* 0: none */
    bool integrity_only;
    int64_t lapse_days;
    int64_t shard, shards; /* 1-based; 0 of 0: not a part */
    int64_t sample;        /* so many, chosen by seed; 0: all */
    int64_t seed;
    chancery_span pattern;                /* of the names that were asked for; empty: all */
    chancery_date kept_since, kept_until; /* only bags made in these days; not set: all */
    bool has_since;
    chancery_digest since; /* SHA-256 of the report that it follows */
    uint64_t items;        /* of all shards together */
    int64_t time;          /* judged as of, seconds UTC */
};

/* Is there a control character, or a byte that is no UTF-8? */
bool chy_audit_has_controls(chancery_span text);
/* A JSON object. */
void chy_audit_head_write(struct chy_buf *out, const struct chy_audit_head *head);
/* ", of those kept since 2012-10-01"; nothing where all days were asked for. */
void chy_audit_head_days(struct chy_buf *out, const struct chy_audit_head *head);
/* Is it an audit of a selection, or of a part? */
bool chy_audit_is_chosen(const struct chy_audit_head *head);
/* Of which: "names like S_*, part 1 of 2"; but for the days, which the above says. */
void chy_audit_chosen_say(struct chy_buf *out, const struct chy_audit_head *head);
/* Views into the document. */
CHY_MUST_USE bool chy_audit_head_read(struct chy_audit_head *out,
                                      const struct chy_cursor *cursor, chancery_error *error);
/* The first difference but for the shard, as in "directory"; NULL: none. */
const char *chy_audit_head_differs(const struct chy_audit_head *a,
                                   const struct chy_audit_head *b);

/* What all items come to. */
struct chy_audit_totals {
    uint64_t items, verdict[CHY_AUDIT_VERDICTS];
    uint64_t warned; /* good items with a warning */
    uint64_t corrected, superseded, withdrawn;
    struct chy_audit_count { /* sorted by code */
        char code[CHY_AUDIT_CODE + 1];
        uint64_t count;
    } * code;
    size_t codes, cap;
};

CHY_MUST_USE bool chy_audit_totals_add(struct chy_audit_totals *totals,
                                       const struct chy_audit_item *item,
                                       chancery_error *error);
bool chy_audit_totals_same(const struct chy_audit_totals *a, const struct chy_audit_totals *b);
void chy_audit_totals_done(struct chy_audit_totals *totals);

/* What vouched for the log, or for its key: without any, one made anew would look the same. */
enum chy_audit_voucher {
    CHY_AUDIT_BY_DIRECTORY,  /* it lists the log with this key */
    CHY_AUDIT_BY_LOG_KEY,    /* the key was given */
    CHY_AUDIT_BY_REMEMBERED, /* it extends the checkpoint that was seen last */
    CHY_AUDIT_BY_REPORT,     /* and that of an earlier report */
    CHY_AUDIT_BY_WITNESSES,  /* a quorum of the directory's cosigned it */
    CHY_AUDIT_VOUCHERS
};

struct chy_audit_summary {
    struct chy_audit_head head;
    struct chy_audit_totals totals;
    struct chy_audit_findings archive; /* of the whole archive */
    struct chy_audit_findings log;     /* of its log */
    bool vouched[CHY_AUDIT_VOUCHERS];
};

/* 0, 1 or 2: enum chancery_exit. */
int chy_audit_exit(const struct chy_audit_summary *summary);
/* "1,450 of 1,500 authentic", ... */
void chy_audit_sentence(struct chy_buf *out, const struct chy_audit_summary *summary);
/* A number with commas. */
void chy_audit_number(struct chy_buf *out, uint64_t number);
/* One line with its LF: {"summary":{...}}. */
void chy_audit_summary_write(struct chy_buf *out, const struct chy_audit_summary *summary);
void chy_audit_summary_done(struct chy_audit_summary *summary);

enum chy_audit_kind { CHY_AUDIT_HEAD, CHY_AUDIT_ITEM, CHY_AUDIT_SUMMARY };

/* One line, read. Views live as long as it. */
struct chy_audit_line {
    enum chy_audit_kind kind;
    struct chy_audit_head head;       /* CHY_AUDIT_HEAD */
    struct chy_audit_item item;       /* CHY_AUDIT_ITEM */
    struct chy_audit_summary summary; /* CHY_AUDIT_SUMMARY */
    struct chy_json *json;
};

/* Strict: canonical, and no member that is not known. CHANCERY_E_JSON, _FORMAT, _CANONICAL,
 * _LIMIT, _MEMORY. chy_audit_line_done in any case. */
CHY_MUST_USE bool chy_audit_line_read(struct chy_audit_line *out, chancery_span line,
                                      chancery_error *error);
void chy_audit_line_done(struct chy_audit_line *line);

/* The lines of a report, held to each other: its items to what its summary counts, its end to
 * its beginning. Zeroed before the first line. */
struct chy_audit_counted {
    struct chy_audit_totals totals;
    chancery_digest head; /* of what it begins with */
    bool headed, ended;   /* ended: the summary was there */
};

/* The next line, which was read. CHANCERY_E_FORMAT, _MEMORY. */
CHY_MUST_USE bool chy_audit_counted_take(struct chy_audit_counted *counted,
                                         const struct chy_audit_line *line,
                                         chancery_error *error);
void chy_audit_counted_done(struct chy_audit_counted *counted);

#endif
