/*
 * audit_check.c - signed reports in their order: each is what was signed and names the one
 * before it; and what changed from one to the next.
 */
#include "report/audit.h"

#include "archive/audit_sign.h"
#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/lines.h"

#include <stdlib.h>

struct checking {
    struct chy_pen pen;
    struct chy_note_key key;
    int status;
};

/* Notes hold up to a hundred signatures. */
static bool open_note(struct chy_audit_note *out, chancery_digest *digest, const char *report,
                      const struct chy_note_key *key, chancery_error *error)
{
    struct chy_note *note = calloc(1, sizeof *note);
    struct chy_note_answer answer;
    struct chy_buf bytes = {0};
    char *path = chy_audit_note_path(report, error);
    bool ok = path && (note || chy_fail_memory(error)) &&
              chy_file_read(&bytes, path, CHY_MAX_NOTE, error) &&
              ((chy_note_read(note, chy_buf_view(&bytes), error) &&
                chy_note_open(&answer, note, key, 1, error) &&
                chy_audit_note_parse(out, note->text, error)) ||
               chy_fail_where(error, path));
    *digest = chy_digest_of(chy_buf_view(&bytes));
    free(path);
    free(note);
    chy_buf_done(&bytes);
    return ok;
}

static void bad(struct checking *c, const char *report, const char *what)
{
    c->status = CHANCERY_EXIT_NOT_AUTHENTIC;
    chy_buf_str(&c->pen.out, "BAD  ");
    chy_pen_text(&c->pen, report);
    chy_buf_printf(&c->pen.out, ": %s\n", what);
}

/* --- what changed --- */

struct walk {
    struct chy_lines lines;
    struct chy_audit_line line; /* the item that is looked at, or the summary */
};

static bool step(struct walk *w, chancery_error *error)
{
    chancery_span text;
    uint64_t place;
    bool more = false;
    do {
        chy_audit_line_done(&w->line);
        if (!chy_lines_next(&w->lines, &text, &place, &more, error))
            return false;
        if (!more)
            return chy_fail(error, CHANCERY_E_FORMAT, "it has no summary");
        if (!chy_audit_line_read(&w->line, text, error))
            return false;
    } while (w->line.kind == CHY_AUDIT_HEAD);
    return true;
}

static bool start(struct walk *w, const char *report, chancery_error *error)
{
    return (chy_lines_open(&w->lines, report, CHY_MAX_REPORT, error) && step(w, error)) ||
           chy_fail_where(error, report);
}

static void stop(struct walk *w)
{
    chy_audit_line_done(&w->line);
    chy_lines_done(&w->lines);
}

/* <0: a's item is before b's; a report that is at its end is after all. */
static int order(const struct walk *a, const struct walk *b)
{
    const struct chy_audit_item *one = &a->line.item, *other = &b->line.item;
    if (a->line.kind == CHY_AUDIT_SUMMARY || b->line.kind == CHY_AUDIT_SUMMARY)
        return (a->line.kind == CHY_AUDIT_SUMMARY) - (b->line.kind == CHY_AUDIT_SUMMARY);
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

static void tell_change(struct checking *c, const struct chy_audit_item *was,
                        const struct chy_audit_item *is)
{
    struct chy_buf *out = &c->pen.out;
    bool bag = bag_changed(was, is);
    if (!bag && was->verdict == is->verdict && chy_span_eq(was->standing, is->standing))
        return;
    chy_buf_str(out, "  changed: ");
    chy_buf_escaped(out, is->name);
    chy_buf_printf(out, ", %s", chy_audit_verdict_name(was->verdict));
    if (was->verdict != is->verdict)
        chy_buf_printf(out, " before, now %s", chy_audit_verdict_name(is->verdict));
    if (!chy_span_eq(was->standing, is->standing) && is->standing.len > 0) {
        chy_buf_str(out, ", now ");
        chy_buf_escaped(out, is->standing);
    }
    chy_buf_str(out, bag ? "; its manifests are other ones\n" : "\n");
}

static bool compare(struct checking *c, const char *before, const char *report,
                    chancery_error *error)
{
    struct walk was = {0}, is = {0};
    uint64_t more = 0, gone = 0;
    bool ok = start(&was, before, error) && start(&is, report, error);
    while (ok && (was.line.kind == CHY_AUDIT_ITEM || is.line.kind == CHY_AUDIT_ITEM)) {
        int first = order(&was, &is);
        gone += first < 0;
        more += first > 0;
        if (first == 0)
            tell_change(c, &was.line.item, &is.line.item);
        ok = (first > 0 || step(&was, error) || chy_fail_where(error, before)) &&
             (first < 0 || step(&is, error) || chy_fail_where(error, report));
    }
    if (more > 0)
        chy_buf_printf(&c->pen.out, "  %llu more than in the report before\n",
                       (unsigned long long)more);
    if (gone > 0)
        chy_buf_printf(&c->pen.out, "  %llu of the report before are not in this one\n",
                       (unsigned long long)gone);
    stop(&was);
    stop(&is);
    return ok;
}

/* --- one report --- */

/* The sentence of the summary. */
static bool headline(struct checking *c, const char *report, bool follows,
                     chancery_error *error)
{
    struct walk w = {0};
    char time[21];
    bool ok = start(&w, report, error);
    while (ok && w.line.kind != CHY_AUDIT_SUMMARY)
        ok = step(&w, error) || chy_fail_where(error, report);
    if (ok) {
        chy_time_format(time, w.line.summary.head.time);
        chy_buf_str(&c->pen.out, "GOOD ");
        chy_pen_text(&c->pen, report);
        chy_buf_printf(&c->pen.out, ": as of %s, ", time);
        chy_audit_sentence(&c->pen.out, &w.line.summary);
        chy_buf_str(&c->pen.out, follows ? "; follows the one before\n" : "\n");
    }
    stop(&w);
    return ok;
}

static bool check_one(struct checking *c, const char *report, const char *before,
                      chancery_digest *last, chancery_error *error)
{
    struct chy_audit_note note = {0};
    chancery_digest of_note, of_report;
    chancery_error why = CHANCERY_ERROR_INIT;
    bool follows;
    if (!chy_audit_digest(&of_report, report, error))
        return false;
    if (!open_note(&note, &of_note, report, &c->key, &why)) {
        if (why.code != CHANCERY_E_NOTE) {
            if (error)
                *error = why;
            return false;
        }
        bad(c, report, why.text);
        *last = of_note;
        return true;
    }
    follows = before && note.has_previous && chy_digest_eq(&note.previous, last);
    *last = of_note;
    if (!chy_digest_eq(&note.report, &of_report)) {
        bad(c, report, "it is not the report that was signed");
        return true;
    }
    if (before && !follows)
        bad(c, report, "it does not follow the report before it");
    return headline(c, report, follows, error) &&
           (!before || compare(c, before, report, error));
}

bool chancery_audit_check(char **done, int *status, const char *const *reports, size_t count,
                          const char *signer, chancery_error *error)
{
    struct checking c = {.status = CHANCERY_EXIT_OK};
    chancery_digest last = {{0}};
    bool ok = chy_note_key_given(&c.key, signer, error);
    *done = NULL;
    for (size_t i = 0; ok && i < count; i++)
        ok = check_one(&c, reports[i], i > 0 ? reports[i - 1] : NULL, &last, error);
    *status = c.status;
    if (ok)
        *done = chy_buf_take(&c.pen.out, NULL, error);
    chy_buf_done(&c.pen.out);
    return *done != NULL;
}
