/*
 * audit_changes.c - what changed from one report to the next: items of another verdict,
 * standing, bag or name, and items that are gone.
 */
#include "report/audit_walk.h"

#include "base/limits.h"
#include "base/sha256.h"

bool chy_audit_walk_ended(const struct chy_audit_walk *walk)
{
    return walk->line.kind == CHY_AUDIT_SUMMARY;
}

static bool step(struct chy_audit_walk *walk, chancery_error *error)
{
    chancery_span text;
    uint64_t place;
    bool more = false;
    do {
        chy_audit_line_done(&walk->line);
        if (!chy_lines_next(&walk->lines, &text, &place, &more, error))
            return false;
        if (!more)
            return chy_fail(error, CHANCERY_E_FORMAT, "it has no summary");
        if (!chy_audit_line_read(&walk->line, text, error) ||
            !chy_audit_counted_take(&walk->counted, &walk->line, error))
            return false;
    } while (walk->line.kind == CHY_AUDIT_HEAD);
    return true;
}

bool chy_audit_walk_next(struct chy_audit_walk *walk, chancery_error *error)
{
    return step(walk, error) || chy_fail_where(error, walk->report);
}

bool chy_audit_walk_start(struct chy_audit_walk *walk, const char *report,
                          chancery_error *error)
{
    *walk = (struct chy_audit_walk){.report = report};
    return chy_lines_open(&walk->lines, report, CHY_MAX_REPORT, error) &&
           chy_audit_walk_next(walk, error);
}

void chy_audit_walk_done(struct chy_audit_walk *walk)
{
    chy_audit_line_done(&walk->line);
    chy_audit_counted_done(&walk->counted);
    chy_lines_done(&walk->lines);
}

struct changes {
    struct chy_buf *out;
    const struct chy_audit_head *was, *is;
    uint64_t more, gone, lost;
};

/* <0: a's item is before b's; a report that is at its end is after all. */
static int order(const struct chy_audit_walk *a, const struct chy_audit_walk *b)
{
    const struct chy_audit_item *one = &a->line.item, *other = &b->line.item;
    if (chy_audit_walk_ended(a) || chy_audit_walk_ended(b))
        return chy_audit_walk_ended(a) - chy_audit_walk_ended(b);
    if (one->entry != other->entry)
        return one->entry < other->entry ? -1 : 1;
    if (one->entry != CHY_AUDIT_NO_ENTRY)
        return 0;
    size_t least = one->name.len < other->name.len ? one->name.len : other->name.len;
    int differs = memcmp(one->name.ptr, other->name.ptr, least);
    return differs != 0 ? differs
                        : (one->name.len > other->name.len) - (one->name.len < other->name.len);
}

static bool bag_changed(const struct chy_audit_item *a, const struct chy_audit_item *b)
{
    return a->has_bag != b->has_bag || (a->has_bag && !chy_digest_eq(&a->bag, &b->bag));
}

/* Where signatures were looked at in one of the two only, intact is as good as authentic. */
static bool same_verdict(const struct changes *c, const struct chy_audit_item *was,
                         const struct chy_audit_item *is)
{
    return was->verdict == is->verdict ||
           (c->was->integrity_only != c->is->integrity_only &&
            was->verdict >= CHY_AUDIT_INTACT && is->verdict >= CHY_AUDIT_INTACT);
}

static void tell_change(const struct changes *c, const struct chy_audit_item *was,
                        const struct chy_audit_item *is)
{
    struct chy_buf *out = c->out;
    bool bag = bag_changed(was, is), verdict = same_verdict(c, was, is);
    bool name = chy_span_eq(was->name, is->name);
    bool standing = c->was->integrity_only != c->is->integrity_only ||
                    chy_span_eq(was->standing, is->standing);
    if (!bag && verdict && standing && name)
        return;
    chy_buf_str(out, "  changed: ");
    chy_buf_escaped(out, was->name);
    chy_buf_printf(out, ", %s", chy_audit_verdict_name(was->verdict));
    if (!verdict)
        chy_buf_printf(out, " before, now %s", chy_audit_verdict_name(is->verdict));
    if (!standing && is->standing.len > 0) {
        chy_buf_str(out, ", now ");
        chy_buf_escaped(out, is->standing);
    }
    if (!name) {
        chy_buf_str(out, ", now called ");
        chy_buf_escaped(out, is->name);
    }
    if (bag && !is->has_bag)
        chy_buf_str(out,
                    chy_audit_has(&is->findings, chancery_defect_name(CHANCERY_D_BAG_MISSING))
                        ? "; its bag is missing"
                        : "; its bag has no manifest of its manifests any more");
    else if (bag)
        chy_buf_str(out, was->has_bag ? "; its manifests are other ones"
                                      : "; its bag is there again, or its manifests are");
    chy_buf_byte(out, '\n');
}

static void tell_gone(struct changes *c, const struct chy_audit_item *was)
{
    c->gone++;
    c->lost += was->entry != CHY_AUDIT_NO_ENTRY;
    chy_buf_str(c->out, "  gone: ");
    chy_buf_escaped(c->out, was->name);
    chy_buf_printf(c->out, ", %s before\n", chy_audit_verdict_name(was->verdict));
}

static bool compare(struct changes *c, struct chy_audit_walk *was, struct chy_audit_walk *is,
                    chancery_error *error)
{
    /* Two selections have other items without anything being gone. */
    const bool all = !chy_audit_is_chosen(c->was) && !chy_audit_is_chosen(c->is);
    bool ok = true;
    while (ok && !(chy_audit_walk_ended(was) && chy_audit_walk_ended(is))) {
        int first = order(was, is);
        if (first == 0)
            tell_change(c, &was->line.item, &is->line.item);
        else if (first < 0 && all)
            tell_gone(c, &was->line.item);
        c->more += first > 0;
        ok = (first > 0 || chy_audit_walk_next(was, error)) &&
             (first < 0 || chy_audit_walk_next(is, error));
    }
    if (!all)
        chy_buf_str(c->out, "  not everything was audited in both: only what both hold was "
                            "compared\n");
    else if (c->more > 0)
        chy_buf_printf(c->out, "  %llu more than in the report before\n",
                       (unsigned long long)c->more);
    return ok;
}

bool chy_audit_changes(struct chy_buf *out, uint64_t *lost, const struct chy_audit_past *was,
                       const struct chy_audit_past *is, chancery_error *error)
{
    struct chy_audit_walk before = {0}, now = {0};
    struct changes c = {
        .out = out, .was = &was->line.summary.head, .is = &is->line.summary.head};
    bool ok = chy_audit_walk_start(&before, was->report, error) &&
              chy_audit_walk_start(&now, is->report, error) &&
              compare(&c, &before, &now, error);
    *lost = c.lost;
    chy_audit_walk_done(&before);
    chy_audit_walk_done(&now);
    return ok;
}
