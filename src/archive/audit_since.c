/*
 * audit_since.c - what earlier reports hold: which items need not be looked at, and which were
 * looked at longest ago.
 */
#include "archive/audit.h"

#include "base/limits.h"

#include <stdlib.h>

struct seen { /* an item of a report */
    uint64_t hash;
    int64_t time;        /* of the report */
    uint32_t report;     /* which of those that were given */
    bool good;           /* with nothing to act on */
    chancery_digest bag; /* where good */
};

struct reports {
    struct chy_audit *audit;
    struct seen *seen;
    size_t count, cap;
    struct chy_sha256 sha; /* over all of them */
    int64_t newest;        /* time of the newest */
    uint32_t which;        /* and its number */
};

/* The one that counts of an item comes last: of the newest report, of these the one given last,
 * and not good before good. */
static int by_item(const void *a, const void *b)
{
    const struct seen *one = a, *other = b;
    if (one->hash != other->hash)
        return one->hash < other->hash ? -1 : 1;
    if (one->time != other->time)
        return one->time < other->time ? -1 : 1;
    if (one->report != other->report)
        return one->report < other->report ? -1 : 1;
    return other->good - one->good;
}

static void keep_last(struct reports *r)
{
    size_t kept = 0;
    if (r->count > 0)
        qsort(r->seen, r->count, sizeof *r->seen, by_item);
    for (size_t i = 0; i < r->count; i++)
        if (i + 1 == r->count || r->seen[i + 1].hash != r->seen[i].hash)
            r->seen[kept++] = r->seen[i];
    r->count = kept;
}

static bool is_good(const struct reports *r, const struct chy_audit_item *item)
{
    bool enough = item->has_bag && item->entry != CHY_AUDIT_NO_ENTRY;
    enough =
        enough && (item->verdict == CHY_AUDIT_AUTHENTIC ||
                   (item->verdict == CHY_AUDIT_INTACT && r->audit->options->integrity_only));
    return enough && chy_audit_worst(&item->findings) == CHANCERY_NOTE;
}

static bool take_line(struct reports *r, struct chy_audit_counted *counted, uint32_t number,
                      chancery_span text, int64_t *time, bool *timed, chancery_error *error)
{
    struct chy_audit_line line = {0};
    bool ok = chy_audit_line_read(&line, text, error) &&
              chy_audit_counted_take(counted, &line, error);
    if (ok && line.kind != CHY_AUDIT_ITEM) {
        *time = line.kind == CHY_AUDIT_HEAD ? line.head.time : line.summary.head.time;
        ok = *timed ||
             chy_audit_hold(r->audit,
                            line.kind == CHY_AUDIT_HEAD ? &line.head : &line.summary.head,
                            r->audit->options->since[number], error);
        *timed = true;
    } else if (ok) {
        ok = chy_grow(&r->seen, &r->cap, r->count, sizeof *r->seen, SIZE_MAX, "items", error);
        if (ok)
            r->seen[r->count++] = (struct seen){.hash = chy_audit_hash(line.item.name),
                                                .report = number,
                                                .good = is_good(r, &line.item),
                                                .bag = line.item.bag};
    }
    chy_audit_line_done(&line);
    return ok;
}

static bool read_report(struct reports *r, uint32_t number, chancery_error *error)
{
    const char *path = r->audit->options->since[number];
    struct chy_lines lines = {0};
    struct chy_audit_counted counted = {0};
    chancery_span text;
    uint64_t place;
    size_t first = r->count;
    int64_t time = 0;
    bool more = true, timed = false, ok = chy_lines_open(&lines, path, CHY_MAX_REPORT, error);
    while (ok) {
        ok = chy_lines_next(&lines, &text, &place, &more, error);
        if (!ok || !more)
            break;
        chy_sha256_update(&r->sha, text);
        chy_sha256_update(&r->sha, CHY_LITERAL("\n"));
        ok = take_line(r, &counted, number, text, &time, &timed, error);
    }
    chy_lines_done(&lines);
    chy_audit_counted_done(&counted);
    if (ok && !timed)
        ok = chy_fail(error, CHANCERY_E_FORMAT, "it is no report: it does not say of when");
    if (!ok)
        return chy_fail_where(error, path);
    for (size_t i = first; i < r->count; i++)
        r->seen[i].time = time;
    if (number == 0 || time >= r->newest) {
        r->newest = time;
        r->which = number;
    }
    keep_last(r);
    return true;
}

static const struct seen *find(const struct reports *r, uint64_t hash)
{
    size_t low = 0, high = r->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->seen[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->count && r->seen[low].hash == hash ? &r->seen[low] : NULL;
}

/* What the newest report holds as good, and is still what it was, is left out; the others are
 * ranked by when they were looked at last, and those never looked at come first. */
static bool keep(struct reports *r, chancery_error *error)
{
    struct chy_audit *audit = r->audit;
    struct chy_audit_entries entries = {.log = &audit->log};
    size_t kept = 0;
    bool ok = true;
    if (!(audit->last = calloc(audit->tasks + 1, sizeof *audit->last)))
        return chy_fail_memory(error);
    for (size_t i = 0; ok && i < audit->orders; i++) {
        uint32_t task = audit->order[i];
        bool still = false;
        const struct seen *seen = find(r, audit->task[task].hash);
        if (seen && seen->good && seen->report == r->which)
            ok = chy_audit_still(&still, &entries, audit, i, true, &seen->bag, error);
        if (still)
            continue;
        if (seen)
            audit->last[task] = (uint64_t)seen->time ^ (UINT64_C(1) << 63);
        audit->order[kept++] = task;
    }
    audit->orders = kept;
    chy_buf_done(&entries.bundle);
    return ok;
}

bool chy_audit_keep_since(struct chy_audit *audit, chancery_error *error)
{
    struct reports r = {.audit = audit};
    bool ok = true;
    chy_sha256_init(&r.sha);
    for (size_t i = 0; ok && i < audit->options->since_count; i++)
        ok = read_report(&r, (uint32_t)i, error);
    audit->summary.head.has_since = true;
    chy_sha256_final(&audit->summary.head.since, &r.sha);
    ok = ok && keep(&r, error);
    free(r.seen);
    return ok;
}

/* --- the order of the work --- */

struct ranked {
    uint64_t rank;
    uint32_t task;
};

static int by_rank(const void *a, const void *b)
{
    const struct ranked *one = a, *other = b;
    if (one->rank != other->rank)
        return one->rank < other->rank ? -1 : 1;
    return (one->task > other->task) - (one->task < other->task);
}

bool chy_audit_oldest_first(struct chy_audit *audit, chancery_error *error)
{
    struct ranked *ranked;
    if (!audit->last || audit->orders == 0)
        return true;
    if (!(ranked = calloc(audit->orders, sizeof *ranked)))
        return chy_fail_memory(error);
    for (size_t i = 0; i < audit->orders; i++)
        ranked[i] = (struct ranked){audit->last[audit->order[i]], audit->order[i]};
    qsort(ranked, audit->orders, sizeof *ranked, by_rank);
    for (size_t i = 0; i < audit->orders; i++)
        audit->order[i] = ranked[i].task;
    free(ranked);
    return true;
}
