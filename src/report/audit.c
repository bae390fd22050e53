/*
 * audit.c - an audit from beginning to end.
 */
#include "report/audit.h"

#include "archive/audit.h"
#include "base/date.h"
#include "base/limits.h"

#include <sys/stat.h>

static bool check_options(const chancery_audit_options *options, const chancery_trust *trust,
                          chancery_error *error)
{
    chancery_date since, until;
    if (!chy_audit_days(&since, &until, options))
        return chy_fail(error, CHANCERY_E_USAGE,
                        "--kept-since and --kept-until take a day as in 2012-10-01");
    if (chy_date_is_set(since) && chy_date_is_set(until) && chy_date_cmp(since, until) > 0)
        return chy_fail(error, CHANCERY_E_USAGE, "--kept-until is before --kept-since");
    if (!options->parts && !options->integrity_only && !trust)
        return chy_fail(error, CHANCERY_E_TRUST, "an audit of signatures needs a directory");
    if (options->jobs > CHY_MAX_JOBS)
        return chy_fail(error, CHANCERY_E_LIMIT,
                        "%lld jobs are too many; at most %d are allowed",
                        (long long)options->jobs, CHY_MAX_JOBS);
    if (options->shards > CHY_MAX_SHARDS || options->part_count > CHY_MAX_SHARDS)
        return chy_fail(error, CHANCERY_E_LIMIT,
                        "there are too many parts; at most %d are "
                        "allowed",
                        CHY_MAX_SHARDS);
    if (options->shards < 0 || options->shard > options->shards ||
        (options->shard < 1) != (options->shards == 0))
        return chy_fail(error, CHANCERY_E_USAGE, "there is no part %lld of %lld",
                        (long long)options->shard, (long long)options->shards);
    if (options->pattern && chy_audit_has_controls(chy_span_str(options->pattern)))
        return chy_fail(error, CHANCERY_E_USAGE, "the pattern holds a control character");
    return chy_audit_places(options, error);
}

struct going_on {
    const struct chy_audit *audit;
    struct chy_audit_entries entries;
};

static bool is_next(void *context, bool *out, size_t number, const struct chy_audit_item *item,
                    chancery_error *error)
{
    struct going_on *g = context;
    const struct chy_audit *audit = g->audit;
    struct chy_audit_task task;
    *out = false;
    if (number >= audit->orders)
        return true;
    if (!chy_audit_task_at(&task, audit, number, error))
        return false;
    *out = task.hash == chy_audit_hash(item->name) && task.entry == item->entry;
    return !*out || chy_audit_still(out, &g->entries, audit, number,
                                    item->verdict >= CHY_AUDIT_INTACT && audit->has_log,
                                    item->has_bag ? &item->bag : NULL, error);
}

static bool rank(void *context, uint64_t *out, size_t number, chancery_error *error)
{
    const struct chy_audit *audit = context;
    struct chy_audit_place place;
    if (!chy_audit_place_at(&place, audit, number, error))
        return false;
    *out = place.task;
    return true;
}

static bool run(int *status, const chancery_audit_options *options, const chancery_trust *trust,
                chancery_error *error)
{
    struct chy_audit audit = {.folder = -1};
    struct going_on g = {.audit = &audit, .entries = {.log = &audit.log}};
    struct chy_sink sink = {0};
    size_t done = 0;
    bool opened = false;
    bool ok = chy_audit_open(&audit, options, options->integrity_only ? NULL : trust, error);
    if (ok) {
        opened = true;
        ok =
            chy_sink_open(&sink, options, &audit.summary, audit.orders,
                          options->fresh ? NULL : is_next, &g, &done, error) &&
            chy_audit_work(&audit, done, chy_sink_take, chy_sink_wait, &sink, error) &&
            chy_part_order(&sink.report, audit.orders, rank, &audit, options->scratch, error) &&
            chy_sink_finish(&sink, status, error);
    }
    if (options->resumed)
        *options->resumed = done;
    if (opened)
        chy_sink_done(&sink);
    chy_buf_done(&g.entries.bundle);
    chy_audit_done(&audit);
    return ok;
}

bool chancery_audit(int *status, const chancery_audit_options *options,
                    const chancery_trust *trust, chancery_error *error)
{
    *status = CHANCERY_EXIT_UNDECIDED;
    if (!check_options(options, trust, error))
        return false;
    return options->parts ? chy_audit_merge(status, options, error)
                          : run(status, options, trust, error);
}

bool chancery_audit_begun(int64_t *time, bool *found, const char *output, chancery_error *error)
{
    struct chy_lines lines = {0};
    struct chy_audit_line line = {0};
    chancery_span text;
    uint64_t place;
    struct stat st;
    bool more = false, ok = true;
    char *part = chy_dupf(error, "%s.part", output);
    *found = false;
    if (!part)
        return false;
    if (lstat(part, &st) == 0 && S_ISREG(st.st_mode)) { /* nobody writes into a pipe here */
        ok = chy_lines_open(&lines, part, CHY_MAX_REPORT, error) &&
             chy_lines_next(&lines, &text, &place, &more, error);
        if (ok && more && chy_audit_line_read(&line, text, NULL) &&
            line.kind == CHY_AUDIT_HEAD) {
            *found = true;
            *time = line.head.time;
        }
    }
    chy_audit_line_done(&line);
    chy_lines_done(&lines);
    chancery_free(part);
    return ok;
}
