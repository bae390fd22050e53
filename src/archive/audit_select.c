/*
 * audit_select.c - which items are audited: all, or those that were asked for.
 */
#include "archive/audit.h"

#include "base/limits.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>

/* --- one item --- */

bool chy_audit_place_at(struct chy_audit_place *out, const struct chy_audit *audit,
                        size_t order, chancery_error *error)
{
    *out = (struct chy_audit_place){.task = order};
    return !audit->order || chy_rows_get(out, audit->order, order, error);
}

bool chy_audit_task_at(struct chy_audit_task *out, const struct chy_audit *audit, size_t order,
                       chancery_error *error)
{
    struct chy_audit_place place;
    return chy_audit_place_at(&place, audit, order, error) &&
           chy_rows_get(out, audit->task, place.task, error);
}

bool chy_audit_task_name(struct chy_buf *out, const struct chy_audit *audit, size_t order,
                         chancery_error *error)
{
    struct chy_audit_task task;
    struct chy_lines index = audit->index; /* with a buffer of its own */
    struct chy_index_line line;
    chancery_span text;
    bool ok = true;
    if (!chy_audit_task_at(&task, audit, order, error))
        return false;
    chy_buf_clear(out);
    index.held = (struct chy_buf){0};
    if (task.len == 0 && task.found == 0) {
        chy_buf_printf(out, "entry %llu", (unsigned long long)task.entry);
    } else if (task.len == 0) {
        chy_buf_str(out, audit->unknown[task.found - 1].shown);
    } else if ((ok = chy_lines_again(&index, &text, task.place, task.len, error))) {
        if (chy_index_line_read(&line, text, NULL))
            chy_buf_str(out, line.bag);
    }
    chy_buf_done(&index.held);
    chy_buf_byte(out, '\0');
    return ok && chy_buf_finish(out, error);
}

/* --- those that are wanted --- */

bool chy_audit_keep(struct chy_audit *audit, chy_audit_keep_fn *keep, void *context,
                    chancery_error *error)
{
    struct chy_rows *kept = NULL;
    bool ok =
        chy_rows_new(&kept, sizeof(struct chy_audit_place), audit->options->scratch, error);
    for (size_t i = 0; ok && i < audit->orders; i++) {
        struct chy_audit_place place;
        bool keeps = false;
        ok = chy_audit_place_at(&place, audit, i, error) &&
             keep(context, &keeps, &place, i, error) &&
             (!keeps || chy_rows_add(kept, &place, error));
    }
    if (!ok) {
        chy_rows_free(kept);
        return false;
    }
    chy_rows_free(audit->order);
    audit->order = kept;
    audit->orders = (size_t)chy_rows_count(kept);
    return true;
}

struct wanting {
    const struct chy_audit *audit;
    struct chy_buf name;
};

static bool has_pattern(void *context, bool *keeps, struct chy_audit_place *place, size_t order,
                        chancery_error *error)
{
    struct wanting *w = context;
    (void)place;
    if (!chy_audit_task_name(&w->name, w->audit, order, error))
        return false;
    *keeps = fnmatch(w->audit->options->pattern, (const char *)w->name.ptr, 0) == 0;
    return true;
}

static bool keep_pattern(struct chy_audit *audit, chancery_error *error)
{
    struct wanting w = {.audit = audit};
    bool ok = chy_audit_keep(audit, has_pattern, &w, error);
    chy_buf_done(&w.name);
    return ok;
}

static bool is_of_shard(void *context, bool *keeps, struct chy_audit_place *place, size_t order,
                        chancery_error *error)
{
    const struct chy_audit *audit = context;
    const chancery_audit_options *options = audit->options;
    struct chy_audit_task task;
    (void)place;
    if (!chy_audit_task_at(&task, audit, order, error))
        return false;
    *keeps = task.hash % (uint64_t)options->shards == (uint64_t)options->shard - 1;
    return true;
}

/* --- a sample --- */

static int by_rank(const void *a, const void *b, void *none)
{
    const struct chy_audit_place *one = a, *other = b;
    (void)none;
    if (one->rank != other->rank)
        return one->rank < other->rank ? -1 : 1;
    return (one->task > other->task) - (one->task < other->task);
}

static int by_task(const void *a, const void *b, void *none)
{
    const struct chy_audit_place *one = a, *other = b;
    (void)none;
    return (one->task > other->task) - (one->task < other->task);
}

/* A name's rank depends on the seed and on nothing else in the archive. */
static bool rank(void *context, bool *keeps, struct chy_audit_place *place, size_t order,
                 chancery_error *error)
{
    const struct chy_audit *audit = context;
    struct chy_audit_task task;
    char text[64];
    *keeps = true;
    if (!chy_audit_task_at(&task, audit, order, error))
        return false;
    int len = snprintf(text, sizeof text, "%lld %llu", (long long)audit->options->seed,
                       (unsigned long long)task.hash);
    place->rank = chy_audit_hash(chy_span(text, (size_t)len));
    return true;
}

static bool is_in_sample(void *context, bool *keeps, struct chy_audit_place *place,
                         size_t order, chancery_error *error)
{
    const struct chy_audit *audit = context;
    (void)place;
    (void)error;
    *keeps = order < (size_t)audit->options->sample;
    return true;
}

static bool keep_sample(struct chy_audit *audit, chancery_error *error)
{
    return audit->orders <= (size_t)audit->options->sample ||
           (chy_audit_keep(audit, rank, audit, error) &&
            chy_rows_sort(audit->order, by_rank, NULL, error) &&
            chy_audit_keep(audit, is_in_sample, audit, error) &&
            chy_rows_sort(audit->order, by_task, NULL, error));
}

/* --- the order of the work --- */

static int by_last(const void *a, const void *b, void *none)
{
    const struct chy_audit_place *one = a, *other = b;
    return one->last != other->last ? (one->last < other->last ? -1 : 1) : by_task(a, b, none);
}

/* A selection of nothing is a mistake, and no audit that found everything good. */
static bool check_some(const struct chy_audit *audit, chancery_error *error)
{
    const uint64_t items = chy_rows_count(audit->task);
    if (audit->orders > 0 || items == 0)
        return true;
    chy_fail(error, CHANCERY_E_MISSING,
             "none of its %llu items is one of those that were asked for",
             (unsigned long long)items);
    chy_fail_where(error, audit->options->archive);
    return chy_fail_next(error,
                         "Compare the names and days that you gave with chancery archive "
                         "list.");
}

bool chy_audit_select(struct chy_audit *audit, chancery_error *error)
{
    const chancery_audit_options *options = audit->options;
    audit->orders = (size_t)chy_rows_count(audit->task);
    if ((options->pattern && !keep_pattern(audit, error)) ||
        !chy_audit_keep_kept(audit, error) || !check_some(audit, error) ||
        (options->since_count > 0 && !chy_audit_keep_since(audit, error)) ||
        (options->sample > 0 && !keep_sample(audit, error)))
        return false;
    audit->summary.head.items = audit->orders;
    if (options->shards > 0 && !chy_audit_keep(audit, is_of_shard, audit, error))
        return false;
    /* what was looked at longest ago comes first */
    return options->since_count == 0 || chy_rows_sort(audit->order, by_last, NULL, error);
}
