/*
 * audit_select.c - which items are audited: all, or those that were asked for.
 */
#include "archive/audit.h"

#include "base/limits.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>

struct ranked {
    uint64_t rank;
    uint32_t task;
};

bool chy_audit_task_name(struct chy_buf *out, const struct chy_audit *audit, size_t order,
                         chancery_error *error)
{
    const struct chy_audit_task *task = &audit->task[audit->order[order]];
    struct chy_lines index = audit->index; /* with a buffer of its own */
    struct chy_index_line line;
    chancery_span text;
    bool ok = true;
    chy_buf_clear(out);
    index.held = (struct chy_buf){0};
    if (task->len == 0 && task->found == 0) {
        chy_buf_printf(out, "entry %llu", (unsigned long long)task->entry);
    } else if (task->len == 0) {
        chy_buf_str(out, audit->unknown[task->found - 1].shown);
    } else if ((ok = chy_lines_again(&index, &text, task->place, task->len, error))) {
        if (chy_index_line_read(&line, text, NULL))
            chy_buf_str(out, line.bag);
    }
    chy_buf_done(&index.held);
    chy_buf_byte(out, '\0');
    return ok && chy_buf_finish(out, error);
}

static bool keep_pattern(struct chy_audit *audit, chancery_error *error)
{
    struct chy_buf name = {0};
    size_t kept = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < audit->orders; i++) {
        ok = chy_audit_task_name(&name, audit, i, error);
        if (ok && fnmatch(audit->options->pattern, (const char *)name.ptr, 0) == 0)
            audit->order[kept++] = audit->order[i];
    }
    audit->orders = kept;
    chy_buf_done(&name);
    return ok;
}

/* --- a sample --- */

static int by_rank(const void *a, const void *b)
{
    const struct ranked *one = a, *other = b;
    if (one->rank != other->rank)
        return one->rank < other->rank ? -1 : 1;
    return (one->task > other->task) - (one->task < other->task);
}

static int by_task(const void *a, const void *b)
{
    const uint32_t *one = a, *other = b;
    return (*one > *other) - (*one < *other);
}

/* A name's rank depends on the seed and on nothing else in the archive. */
static uint64_t rank_of(uint64_t hash, int64_t seed)
{
    char text[64];
    int len =
        snprintf(text, sizeof text, "%lld %llu", (long long)seed, (unsigned long long)hash);
    return chy_audit_hash(chy_span(text, (size_t)len));
}

static bool keep_sample(struct chy_audit *audit, chancery_error *error)
{
    size_t wanted = (size_t)audit->options->sample;
    struct ranked *ranked;
    if (audit->orders <= wanted)
        return true;
    ranked = calloc(audit->orders, sizeof *ranked);
    if (!ranked)
        return chy_fail_memory(error);
    for (size_t i = 0; i < audit->orders; i++)
        ranked[i] = (struct ranked){
            rank_of(audit->task[audit->order[i]].hash, audit->options->seed), audit->order[i]};
    qsort(ranked, audit->orders, sizeof *ranked, by_rank);
    for (size_t i = 0; i < wanted; i++)
        audit->order[i] = ranked[i].task;
    audit->orders = wanted;
    qsort(audit->order, wanted, sizeof *audit->order, by_task);
    free(ranked);
    return true;
}

/* A selection of nothing is a mistake, and no audit that found everything good. */
static bool check_some(const struct chy_audit *audit, chancery_error *error)
{
    if (audit->orders > 0 || audit->tasks == 0)
        return true;
    chy_fail(error, CHANCERY_E_MISSING,
             "none of its %zu items is one of those that were asked for", audit->tasks);
    chy_fail_where(error, audit->options->archive);
    return chy_fail_next(error,
                         "Compare the names and days that you gave with chancery archive "
                         "list.");
}

bool chy_audit_select(struct chy_audit *audit, chancery_error *error)
{
    const chancery_audit_options *options = audit->options;
    size_t kept = 0;
    audit->order = calloc(audit->tasks + 1, sizeof *audit->order);
    if (!audit->order)
        return chy_fail_memory(error);
    for (; audit->orders < audit->tasks; audit->orders++)
        audit->order[audit->orders] = (uint32_t)audit->orders;
    if ((options->pattern && !keep_pattern(audit, error)) ||
        !chy_audit_keep_kept(audit, error) || !check_some(audit, error) ||
        (options->since_count > 0 && !chy_audit_keep_since(audit, error)) ||
        (options->sample > 0 && !keep_sample(audit, error)))
        return false;
    audit->summary.head.items = audit->orders;
    for (size_t i = 0; i < audit->orders; i++) {
        uint64_t hash = audit->task[audit->order[i]].hash;
        if (options->shards == 0 ||
            hash % (uint64_t)options->shards == (uint64_t)options->shard - 1)
            audit->order[kept++] = audit->order[i];
    }
    audit->orders = kept;
    return chy_audit_oldest_first(audit, error);
}
