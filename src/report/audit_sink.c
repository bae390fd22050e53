/*
 * audit_sink.c - one line after the other to all who want it, and an unfinished report gone on
 * with.
 */
#include "report/audit.h"

#include "base/limits.h"
#include "base/lines.h"

#include <stdlib.h>
#include <unistd.h>

static bool show(const struct chy_sink *sink, chancery_span bytes, chancery_error *error)
{
    return bytes.len == 0 || sink->options->show(sink->options->context, bytes) ||
           chy_fail(error, CHANCERY_E_IO, "what the audit says cannot be written");
}

/* To all but the report itself. */
static bool tell(struct chy_sink *sink, const struct chy_audit_item *item, chancery_span line,
                 chancery_error *error)
{
    const chancery_audit_options *options = sink->options;
    struct chy_audit_totals *totals = &sink->summary->totals;
    if (!chy_audit_totals_add(totals, item, error))
        return false;
    if (options->premis && !chy_premis_add(&sink->premis, &sink->summary->head, item, error))
        return false;
    if (options->nagios) {
        if (!chy_nagios_add(&sink->nagios, item, &item->findings, error))
            return false;
    } else if (options->json) {
        if (!show(sink, line, error))
            return false;
    } else {
        chy_buf_clear(&sink->pen.out);
        chy_audit_text_item(&sink->pen, item);
        if (!chy_buf_finish(&sink->pen.out, error) ||
            !show(sink, chy_buf_view(&sink->pen.out), error))
            return false;
    }
    if (options->progress && !options->progress(options->context, totals->items, sink->total)) {
        chy_fail(error, CHANCERY_E_DECLINED, "the audit was stopped after %llu of %llu items",
                 (unsigned long long)totals->items, (unsigned long long)sink->total);
        return chy_fail_next(error, "%s",
                             options->output
                                 ? "Run it again with the same --output: it goes on there."
                                 : "With --output REPORT it goes on where it was stopped.");
    }
    return true;
}

static chancery_span without_end(chancery_span line)
{
    return line.len > 0 && line.ptr[line.len - 1] == '\n' ? chy_span_sub(line, 0, line.len - 1)
                                                          : line;
}

bool chy_sink_take(void *context, chancery_span bytes, chancery_error *error)
{
    struct chy_sink *sink = context;
    struct chy_audit_line line = {0};
    bool ok = chy_audit_line_read(&line, without_end(bytes), error) &&
              (line.kind == CHY_AUDIT_ITEM ||
               chy_fail(error, CHANCERY_E_INTERNAL, "a line of the audit is no item")) &&
              chy_part_write(&sink->report, bytes, error) &&
              tell(sink, &line.item, bytes, error);
    chy_audit_line_done(&line);
    return ok;
}

bool chy_sink_wait(void *context)
{
    const struct chy_sink *sink = context;
    const chancery_audit_options *options = sink->options;
    return !options->progress ||
           options->progress(options->context, sink->summary->totals.items, sink->total);
}

/* --- an unfinished report --- */

struct resuming {
    struct chy_sink *sink;
    chy_audit_is_next_fn *is_next;
    void *context;
    size_t done;
    uint64_t kept; /* bytes that are gone on with */
};

/* The item that was to come here, whole? *more is false where it is not: what follows is made
 * anew. */
static bool resume_line(struct resuming *r, chancery_span text, bool *more,
                        chancery_error *error)
{
    struct chy_audit_line line = {0};
    struct chy_buf whole = {0};
    chancery_error why = CHANCERY_ERROR_INIT;
    bool ok = true;
    *more = chy_audit_line_read(&line, text, &why) && line.kind == CHY_AUDIT_ITEM &&
            chy_audit_item_fits(&line.item, r->sink->summary->head.integrity_only);
    if (why.code == CHANCERY_E_MEMORY)
        ok = chy_fail_memory(error);
    if (ok && *more)
        ok = r->is_next(r->context, more, r->done, &line.item, error);
    if (ok && *more) {
        chy_buf_span(&whole, text);
        chy_buf_byte(&whole, '\n');
        ok = chy_buf_finish(&whole, error) &&
             tell(r->sink, &line.item, chy_buf_view(&whole), error);
        r->done++;
    }
    chy_buf_done(&whole);
    chy_audit_line_done(&line);
    return ok;
}

/* A line that was cut off ends at the end of the file, without an LF. */
static bool is_whole(const struct chy_report_part *part, uint64_t end)
{
    char last;
    return end > 0 && pread(part->fd, &last, 1, (off_t)end - 1) == 1 && last == '\n';
}

static bool resume(struct resuming *r, chancery_span head, chancery_error *error)
{
    const struct chy_report_part *part = &r->sink->report;
    struct chy_lines lines = {0};
    chancery_span text;
    uint64_t place;
    bool more = true, first = true, ok;
    ok = chy_lines_open(&lines, part->part, CHY_MAX_REPORT, error);
    while (ok && more) {
        ok = chy_lines_next(&lines, &text, &place, &more, error);
        if (!ok || !more || !is_whole(part, place + text.len + 1))
            break;
        if (first)
            more = chy_span_eq(text, without_end(head));
        else
            ok = resume_line(r, text, &more, error);
        first = false;
        if (ok && more)
            r->kept = place + text.len + 1;
    }
    chy_lines_done(&lines);
    if (ok && r->kept == 0 && r->sink->options->going_on) {
        chy_fail(error, CHANCERY_E_CONFLICT, "it is the beginning of another audit");
        return chy_fail_where(error, part->part);
    }
    return ok && (ftruncate(part->fd, (off_t)r->kept) == 0 ||
                  chy_fail_errno(error, part->part, "cannot write it"));
}

static bool open_report(struct resuming *r, chancery_error *error)
{
    struct chy_sink *sink = r->sink;
    struct chy_buf head = {0};
    bool ok = chy_part_open(&sink->report, sink->options->output, r->is_next == NULL, error);
    if (ok && sink->report.path) {
        chy_buf_str(&head, "{\"audit\":");
        chy_audit_head_write(&head, &sink->summary->head);
        chy_buf_str(&head, "}\n");
        ok = chy_buf_finish(&head, error) &&
             (!r->is_next || resume(r, chy_buf_view(&head), error)) &&
             (r->kept > 0 || chy_part_write(&sink->report, chy_buf_view(&head), error));
    }
    chy_buf_done(&head);
    return ok;
}

bool chy_sink_open(struct chy_sink *out, const chancery_audit_options *options,
                   struct chy_audit_summary *summary, uint64_t total,
                   chy_audit_is_next_fn *is_next, void *context, size_t *done,
                   chancery_error *error)
{
    struct resuming r = {.sink = out, .is_next = is_next, .context = context};
    *out = (struct chy_sink){.options = options, .summary = summary, .total = total};
    out->report.fd = out->premis.objects.fd = out->premis.events.fd = -1;
    out->pen.color = options->color;
    bool ok = chy_nagios_open(&out->nagios, options->baseline, options->scratch, error) &&
              chy_premis_open(&out->premis, options->premis, error) && open_report(&r, error);
    *done = r.done;
    return ok;
}

static bool show_end(struct chy_sink *sink, chancery_span line, int *status,
                     chancery_error *error)
{
    const chancery_audit_options *options = sink->options;
    const struct chy_audit_summary *summary = sink->summary;
    *status = chy_audit_exit(summary);
    chy_buf_clear(&sink->pen.out);
    if (options->nagios) {
        if (!chy_nagios_add(&sink->nagios, NULL, &summary->archive, error) ||
            !chy_nagios_add(&sink->nagios, NULL, &summary->log, error))
            return false;
        *status =
            chy_nagios_write(&sink->pen.out, &sink->nagios, summary, options->baseline != NULL);
    } else if (options->json) {
        chy_buf_span(&sink->pen.out, line);
    } else {
        chy_audit_text_summary(&sink->pen, summary);
    }
    return chy_buf_finish(&sink->pen.out, error) &&
           show(sink, chy_buf_view(&sink->pen.out), error);
}

bool chy_sink_finish(struct chy_sink *sink, int *status, chancery_error *error)
{
    const chancery_audit_options *options = sink->options;
    struct chy_buf line = {0};
    chy_audit_summary_write(&line, sink->summary);
    bool ok =
        chy_buf_finish(&line, error) &&
        chy_part_write(&sink->report, chy_buf_view(&line), error) &&
        chy_part_finish(&sink->report, error) &&
        (!options->whole || options->whole(options->context, error)) &&
        chy_premis_finish(&sink->premis, error) &&
        (!options->prometheus ||
         chy_prometheus_write(options->prometheus, sink->summary,
                              options->clock > 0 ? options->clock : options->now, error)) &&
        show_end(sink, chy_buf_view(&line), status, error);
    chy_buf_done(&line);
    return ok;
}

void chy_sink_done(struct chy_sink *sink)
{
    chy_part_done(&sink->report);
    chy_nagios_done(&sink->nagios);
    chy_premis_done(&sink->premis);
    chy_buf_done(&sink->pen.out);
}
