/*
 * audit_since.c - what earlier reports hold: which items need not be looked at, and which were
 * looked at longest ago.
 */
#include "archive/audit.h"

#include "base/limits.h"

#include <stdlib.h>

struct seen { /* an item of a report */
    uint64_t hash;
    uint32_t report;     /* which of those that were given */
    uint32_t good;       /* 1: with nothing to act on */
    chancery_digest bag; /* where good */
};

struct reports {
    struct chy_audit *audit;
    struct chy_rows *seen; /* struct seen; when all are read, sorted, and one of each item */
    int64_t *time;         /* of each report */
    bool *so;              /* did each judge as this audit does? */
    struct chy_sha256 sha; /* over all of them */
    int64_t newest;        /* time of the newest */
    uint32_t which;        /* and its number */
};

/* The one that counts of an item comes last: of the newest report, of these the one given last,
 * and not good before good. */
static int by_item(const void *a, const void *b, void *context)
{
    const struct seen *one = a, *other = b;
    const struct reports *r = context;
    const int64_t time = r->time[one->report], time_of_other = r->time[other->report];
    if (one->hash != other->hash)
        return one->hash < other->hash ? -1 : 1;
    if (time != time_of_other)
        return time < time_of_other ? -1 : 1;
    if (one->report != other->report)
        return one->report < other->report ? -1 : 1;
    return (int)other->good - (int)one->good;
}

static bool keep_last(struct reports *r, chancery_error *error)
{
    struct chy_rows *kept = NULL;
    struct seen last, next;
    const uint64_t count = chy_rows_count(r->seen);
    bool ok = chy_rows_sort(r->seen, by_item, r, error) &&
              chy_rows_new(&kept, sizeof last, r->audit->options->scratch, error);
    for (uint64_t i = 0; ok && i < count; i++) {
        ok = chy_rows_get(&next, r->seen, i, error);
        if (ok && i > 0 && next.hash != last.hash)
            ok = chy_rows_add(kept, &last, error);
        last = next;
    }
    ok = ok && (count == 0 || chy_rows_add(kept, &last, error));
    if (ok) {
        chy_rows_free(r->seen);
        r->seen = kept;
    } else {
        chy_rows_free(kept);
    }
    return ok;
}

static bool is_good(const struct reports *r, const struct chy_audit_item *item)
{
    bool enough = item->has_bag && item->entry != CHY_AUDIT_NO_ENTRY;
    enough =
        enough && (item->verdict == CHY_AUDIT_AUTHENTIC ||
                   (item->verdict == CHY_AUDIT_INTACT && r->audit->options->integrity_only));
    return enough && chy_audit_worst(&item->findings) == CHANCERY_NOTE;
}

/* Did the report judge as this audit does? What another directory held as good, or what was not
 * yet told as lapsing, is looked at again, and so is what was judged as of a time yet to come,
 * or by a log that named no withdrawal which it names now. */
static bool judged_so(const struct chy_audit *audit, const struct chy_audit_head *was)
{
    const struct chy_audit_head *is = &audit->summary.head;
    bool same = was->has_directory && chy_digest_eq(&was->directory, &is->directory);
    return was->time <= is->time &&
           (is->integrity_only ||
            (same && was->lapse_days >= is->lapse_days && was->size >= audit->withdrawing));
}

static bool take_line(struct reports *r, struct chy_audit_counted *counted, uint32_t number,
                      chancery_span text, int64_t *time, bool *timed, chancery_error *error)
{
    struct chy_audit_line line = {0};
    bool ok = chy_audit_line_read(&line, text, error) &&
              chy_audit_counted_take(counted, &line, error);
    if (ok && line.kind != CHY_AUDIT_ITEM) {
        const struct chy_audit_head *head =
            line.kind == CHY_AUDIT_HEAD ? &line.head : &line.summary.head;
        *time = head->time;
        r->so[number] = judged_so(r->audit, head);
        ok = *timed || chy_audit_hold(r->audit, head, r->audit->options->since[number], error);
        *timed = true;
    } else if (ok) {
        const struct seen seen = {.hash = chy_audit_hash(line.item.name),
                                  .report = number,
                                  .good = is_good(r, &line.item),
                                  .bag = line.item.bag};
        ok = chy_rows_add(r->seen, &seen, error);
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
        return chy_audit_fail_report(path, error);
    r->time[number] = time;
    if (number == 0 || time >= r->newest) {
        r->newest = time;
        r->which = number;
    }
    return true;
}

static bool find(struct seen *out, bool *found, const struct reports *r, uint64_t hash,
                 chancery_error *error)
{
    uint64_t at;
    *found = false;
    if (!chy_rows_first(&at, r->seen, hash, error) ||
        (at < chy_rows_count(r->seen) && !chy_rows_get(out, r->seen, at, error)))
        return false;
    *found = at < chy_rows_count(r->seen) && out->hash == hash;
    return true;
}

struct keeping {
    const struct reports *reports;
    struct chy_audit_entries entries;
};

/* What the newest report holds as good, and is still what it was, is left out; the others are
 * ranked by when they were looked at last, and those never looked at come first. */
static bool keep(void *context, bool *keeps, struct chy_audit_place *place, size_t order,
                 chancery_error *error)
{
    struct keeping *k = context;
    const struct reports *r = k->reports;
    struct chy_audit_task task;
    struct seen seen;
    bool found, still = false;
    if (!chy_audit_task_at(&task, r->audit, order, error) ||
        !find(&seen, &found, r, task.hash, error))
        return false;
    if (found && seen.good && seen.report == r->which && r->so[seen.report] &&
        !chy_audit_still(&still, &k->entries, r->audit, order, true, &seen.bag, error))
        return false;
    if (found)
        place->last = (uint64_t)r->time[seen.report] ^ (UINT64_C(1) << 63);
    *keeps = !still;
    return true;
}

bool chy_audit_keep_since(struct chy_audit *audit, chancery_error *error)
{
    const chancery_audit_options *options = audit->options;
    struct reports r = {.audit = audit};
    struct keeping k = {.reports = &r, .entries = {.log = &audit->log}};
    r.time = calloc(options->since_count, sizeof *r.time);
    r.so = calloc(options->since_count, sizeof *r.so);
    bool ok = ((r.time && r.so) || chy_fail_memory(error)) &&
              chy_rows_new(&r.seen, sizeof(struct seen), options->scratch, error);
    chy_sha256_init(&r.sha);
    for (size_t i = 0; ok && i < options->since_count; i++)
        ok = read_report(&r, (uint32_t)i, error);
    audit->summary.head.has_since = true;
    chy_sha256_final(&audit->summary.head.since, &r.sha);
    ok = ok && keep_last(&r, error) && chy_audit_keep(audit, keep, &k, error);
    chy_buf_done(&k.entries.bundle);
    chy_rows_free(r.seen);
    free(r.time);
    free(r.so);
    return ok;
}
