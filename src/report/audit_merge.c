/*
 * audit_merge.c - the reports of parts become that of the whole, item by item.
 *
 * Nothing is missing and nothing counted twice: every part says the same of archive, index,
 * folder, checkpoint, directory, time and options; each of the N parts is there once; each item
 * belongs to its part, by its name; the items of a part rise strictly; together they are as
 * many as each part counted, in the whole archive, before it took its share.
 */
#include "report/audit.h"

#include "archive/audit.h"
#include "base/limits.h"
#include "base/lines.h"

#include <stdlib.h>

/* Read at once of each: a thousand reports may be open. */
#define PIECE 8192

struct one_part {
    const char *path;
    struct chy_lines lines;
    struct chy_audit_line head; /* kept */
    struct chy_audit_line line; /* the next item; after the last, the summary */
    struct chy_buf text;        /* of that line, with its LF */
    struct chy_audit_totals totals;
    bool begun;
    uint64_t last_entry; /* of the item before */
    struct chy_buf last_name;
};

struct merging {
    struct one_part *part;
    size_t parts;
    struct chy_audit_summary summary;
};

static bool refuse(const struct one_part *part, chancery_error *error, const char *format, ...)
    CHY_PRINTF(3, 4);
static bool refuse(const struct one_part *part, chancery_error *error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    chy_vfail(error, CHANCERY_E_CONFLICT, format, args);
    va_end(args);
    chy_fail_where(error, part->path);
    return chy_fail_next(error, "Audit this part again, with the same --at, and merge all.");
}

static int compare_names(chancery_span a, chancery_span b)
{
    size_t least = a.len < b.len ? a.len : b.len;
    int order = least > 0 ? memcmp(a.ptr, b.ptr, least) : 0;
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* By entry; those without one at the end, by name. */
static int compare(uint64_t entry, chancery_span name, uint64_t other_entry,
                   chancery_span other_name)
{
    if (entry != other_entry)
        return entry < other_entry ? -1 : 1;
    return entry == CHY_AUDIT_NO_ENTRY ? compare_names(name, other_name) : 0;
}

static bool check_item(struct one_part *part, chancery_error *error)
{
    const struct chy_audit_item *item = &part->line.item;
    const struct chy_audit_head *head = &part->head.head;
    if (!chy_audit_item_fits(item, head->integrity_only))
        return refuse(part, error,
                      "the item %.*s has a verdict that such an audit does not have",
                      (int)item->name.len, (const char *)item->name.ptr);
    if (chy_audit_hash(item->name) % (uint64_t)head->shards != (uint64_t)head->shard - 1)
        return refuse(part, error, "the item %.*s does not belong to part %lld",
                      (int)item->name.len, (const char *)item->name.ptr,
                      (long long)head->shard);
    if (part->begun &&
        compare(part->last_entry, chy_buf_view(&part->last_name), item->entry, item->name) >= 0)
        return refuse(part, error, "the item %.*s is there twice, or not in its order",
                      (int)item->name.len, (const char *)item->name.ptr);
    part->begun = true;
    part->last_entry = item->entry;
    chy_buf_clear(&part->last_name);
    chy_buf_span(&part->last_name, item->name);
    return chy_buf_finish(&part->last_name, error) &&
           chy_audit_totals_add(&part->totals, item, error);
}

static bool check_end(struct one_part *part, chancery_error *error)
{
    const struct chy_audit_summary *summary = &part->line.summary;
    const char *differs = chy_audit_head_differs(&summary->head, &part->head.head);
    if (differs || summary->head.shard != part->head.head.shard ||
        summary->head.shards != part->head.head.shards)
        return refuse(part, error, "its beginning and its end are not of one audit");
    if (!chy_audit_totals_same(&summary->totals, &part->totals))
        return refuse(part, error, "its summary counts other items than it holds");
    return true;
}

static bool next_line(struct one_part *part, chancery_error *error)
{
    chancery_span text;
    uint64_t place;
    bool more = false;
    chy_audit_line_done(&part->line);
    if (!chy_lines_next(&part->lines, &text, &place, &more, error))
        return false;
    if (!more)
        return refuse(part, error, "it has no summary: its audit is not finished");
    chy_buf_clear(&part->text);
    chy_buf_span(&part->text, text);
    chy_buf_byte(&part->text, '\n');
    if (!chy_buf_finish(&part->text, error))
        return false;
    if (!chy_audit_line_read(&part->line, text, error))
        return chy_fail_where(error, part->path);
    if (part->line.kind == CHY_AUDIT_HEAD)
        return refuse(part, error, "it begins twice");
    return part->line.kind == CHY_AUDIT_ITEM ? check_item(part, error) : check_end(part, error);
}

static bool open_part(struct one_part *part, const char *path, chancery_error *error)
{
    chancery_span text;
    uint64_t place;
    bool more = false;
    part->path = path;
    if (!chy_lines_open(&part->lines, path, CHY_MAX_REPORT, error))
        return false;
    part->lines.piece = PIECE;
    if (!chy_lines_next(&part->lines, &text, &place, &more, error))
        return false;
    if (!more)
        return refuse(part, error, "it is empty");
    if (!chy_audit_line_read(&part->head, text, error))
        return chy_fail_where(error, path);
    if (part->head.kind != CHY_AUDIT_HEAD || part->head.head.shards == 0)
        return refuse(part, error, "it is not the report of a part (--shard K/N)");
    return next_line(part, error);
}

/* Each part once, and all of one audit. */
static bool check_parts(const struct merging *m, chancery_error *error)
{
    const struct chy_audit_head *first = &m->part[0].head.head;
    bool *seen = calloc((size_t)first->shards, sizeof *seen);
    bool ok = seen || chy_fail_memory(error);
    for (size_t i = 0; ok && i < m->parts; i++) {
        const struct one_part *part = &m->part[i];
        const struct chy_audit_head *head = &part->head.head;
        const char *differs = head->shards != first->shards
                                  ? "number of parts"
                                  : chy_audit_head_differs(first, head);
        if (differs)
            ok = refuse(part, error, "it is of another audit than %s: its %s differs",
                        m->part[0].path, differs);
        else if (seen[head->shard - 1])
            ok = refuse(part, error, "part %lld is there twice", (long long)head->shard);
        else
            seen[head->shard - 1] = true;
    }
    for (int64_t k = 0; ok && k < first->shards; k++)
        if (!seen[k]) {
            chy_fail(error, CHANCERY_E_CONFLICT, "part %lld of %lld is missing",
                     (long long)k + 1, (long long)first->shards);
            ok = chy_fail_next(error, "Name the reports of all parts.");
        }
    free(seen);
    return ok;
}

/* The part whose next item comes first; NULL: all are at their ends. */
static struct one_part *first_of(const struct merging *m)
{
    struct one_part *first = NULL;
    for (size_t i = 0; i < m->parts; i++) {
        struct one_part *part = &m->part[i];
        if (part->line.kind != CHY_AUDIT_ITEM)
            continue;
        if (!first || compare(part->line.item.entry, part->line.item.name,
                              first->line.item.entry, first->line.item.name) < 0)
            first = part;
    }
    return first;
}

static bool merge_items(struct merging *m, struct chy_sink *sink, chancery_error *error)
{
    struct one_part *part;
    uint64_t next = CHY_AUDIT_NO_ENTRY;
    while ((part = first_of(m))) {
        if (part->line.item.entry != CHY_AUDIT_NO_ENTRY && part->line.item.entry == next)
            return refuse(part, error, "entry %llu is in another part too",
                          (unsigned long long)next);
        next = part->line.item.entry;
        if (!chy_sink_take(sink, chy_buf_view(&part->text), error) || !next_line(part, error))
            return false;
    }
    if (m->summary.totals.items == m->summary.head.items)
        return true;
    return refuse(
        &m->part[0], error, "the parts hold %llu items together, and the audit has %llu",
        (unsigned long long)m->summary.totals.items, (unsigned long long)m->summary.head.items);
}

static bool same_findings(const struct chy_audit_findings *a,
                          const struct chy_audit_findings *b, bool *same, chancery_error *error)
{
    struct chy_buf one = {0}, other = {0};
    chy_audit_findings_write(&one, a);
    chy_audit_findings_write(&other, b);
    bool ok = chy_buf_finish(&one, error) && chy_buf_finish(&other, error);
    *same = ok && chy_span_eq(chy_buf_view(&one), chy_buf_view(&other));
    chy_buf_done(&one);
    chy_buf_done(&other);
    return ok;
}

/* What every part found of log and archive. */
static bool take_ends(struct merging *m, chancery_error *error)
{
    struct chy_audit_summary *first = &m->part[0].line.summary;
    for (size_t i = 1; i < m->parts; i++) {
        const struct chy_audit_summary *other = &m->part[i].line.summary;
        bool log, archive;
        if (!same_findings(&first->log, &other->log, &log, error) ||
            !same_findings(&first->archive, &other->archive, &archive, error))
            return false;
        if (!log || !archive)
            return refuse(&m->part[i], error, "it found something else of the %s than %s",
                          log ? "archive" : "log", m->part[0].path);
    }
    for (size_t k = 0; k < CHY_AUDIT_VOUCHERS; k++) {
        m->summary.vouched[k] = true; /* for every part */
        for (size_t i = 0; i < m->parts; i++)
            m->summary.vouched[k] &= m->part[i].line.summary.vouched[k];
    }
    m->summary.log = first->log;
    m->summary.archive = first->archive;
    first->log = first->archive = (struct chy_audit_findings){0};
    return true;
}

/* A chy_audit_hold_fn. Without the log itself only what it signed is compared, and what
 * contradicts an earlier report is not made one with it. */
static bool hold(void *context, const struct chy_audit_head *was, const char *report,
                 chancery_error *error)
{
    const struct merging *m = context;
    const struct chy_audit_head *is = &m->summary.head;
    const char *why = NULL;
    if (was->origin.len == 0 || is->origin.len == 0)
        return true;
    if (!chy_span_eq(was->origin, is->origin))
        why = "it is the report of another archive";
    else if (!chy_digest_eq(&was->key, &is->key))
        why = "the log of the parts has another key than in it";
    else if (was->size > is->size)
        why = "the log of the parts has fewer entries than in it";
    else if (was->size == is->size && !chy_digest_eq(&was->root, &is->root))
        why = "the log of the parts is another one of as many entries than in it";
    if (!why)
        return true;
    chy_fail(error, CHANCERY_E_CONFLICT, "%s", why);
    chy_fail_where(error, report);
    return chy_fail_next(error,
                         "Name the archive's own report; if this is it, keep it, and find "
                         "out who changed the log.");
}

static void done(struct merging *m)
{
    for (size_t i = 0; i < m->parts; i++) {
        struct one_part *part = &m->part[i];
        chy_lines_done(&part->lines);
        chy_audit_line_done(&part->head);
        chy_buf_done(&part->text);
        chy_buf_done(&part->last_name);
        chy_audit_totals_done(&part->totals);
    }
    chy_audit_summary_done(&m->summary); /* views of the first part's last line */
    for (size_t i = 0; i < m->parts; i++)
        chy_audit_line_done(&m->part[i].line);
    free(m->part);
}

bool chy_audit_merge(int *status, const chancery_audit_options *options, chancery_error *error)
{
    struct merging m = {.part = calloc(options->part_count + 1, sizeof *m.part)};
    struct chy_sink sink = {.report = {.fd = -1},
                            .premis = {.objects = {.fd = -1}, .events = {.fd = -1}}};
    size_t none = 0;
    bool ok = m.part || chy_fail_memory(error);
    for (size_t i = 0; ok && i < options->part_count; i++) {
        m.parts++;
        ok = open_part(&m.part[i], options->parts[i], error);
    }
    ok = ok && check_parts(&m, error);
    if (ok) {
        m.summary.head = m.part[0].head.head;
        m.summary.head.shard = m.summary.head.shards = 0;
        ok = chy_audit_hold_given(options, hold, &m, error) &&
             chy_sink_open(&sink, options, &m.summary, m.summary.head.items, NULL, NULL, &none,
                           error) &&
             merge_items(&m, &sink, error) && take_ends(&m, error) &&
             chy_sink_finish(&sink, status, error);
    }
    chy_sink_done(&sink);
    done(&m);
    return ok;
}
