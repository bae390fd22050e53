/*
 * audit_nagios.c - an audit as a plugin of Nagios says it: one line, performance data, and
 * statuses of its own. With a baseline, of new findings only.
 */
#include "report/audit.h"

#include "base/limits.h"
#include "base/lines.h"
#include "base/sha256.h"

#include <stdlib.h>

enum { NAGIOS_OK, NAGIOS_WARNING, NAGIOS_CRITICAL };

/* One finding, whatever its sentence says of it this time. */
static uint64_t hash_of(chancery_span item, const struct chy_audit_finding *finding)
{
    struct chy_sha256 sha;
    chancery_digest digest;
    uint64_t hash;
    const chancery_span parts[] = {item, finding->code, finding->path};
    chy_sha256_init(&sha);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        chy_sha256_update(&sha, parts[i]);
        chy_sha256_update(&sha, chy_span("", 1));
    }
    chy_sha256_final(&digest, &sha);
    memcpy(&hash, digest.b, sizeof hash);
    return hash;
}

static int by_number(const void *a, const void *b)
{
    uint64_t one, other;
    memcpy(&one, a, sizeof one);
    memcpy(&other, b, sizeof other);
    return (one > other) - (one < other);
}

static void know(struct chy_nagios *nagios, chancery_span item,
                 const struct chy_audit_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        uint64_t hash = hash_of(item, &findings->item[i]);
        if (findings->item[i].severity > CHANCERY_NOTE)
            chy_buf_add(&nagios->known, &hash, sizeof hash);
    }
}

bool chy_nagios_open(struct chy_nagios *out, const char *baseline, chancery_error *error)
{
    struct chy_lines lines = {0};
    chancery_span text;
    uint64_t place;
    bool more = true, ended = false, ok = true;
    *out = (struct chy_nagios){0};
    if (!baseline)
        return true;
    ok = chy_lines_open(&lines, baseline, CHY_MAX_REPORT, error);
    while (ok) {
        struct chy_audit_line line = {0};
        ok = chy_lines_next(&lines, &text, &place, &more, error);
        if (!ok || !more)
            break;
        ok = chy_audit_line_read(&line, text, error);
        know(out, line.item.name, &line.item.findings);
        know(out, (chancery_span){0}, &line.summary.archive);
        know(out, (chancery_span){0}, &line.summary.log);
        ended = ended || line.kind == CHY_AUDIT_SUMMARY;
        chy_audit_line_done(&line);
    }
    chy_lines_done(&lines);
    if (ok && !ended)
        ok = chy_fail(error, CHANCERY_E_FORMAT, "it has no summary: it is no whole report");
    if (!ok)
        return chy_fail_where(error, baseline);
    if (out->known.len > 0)
        qsort(out->known.ptr, out->known.len / sizeof(uint64_t), sizeof(uint64_t), by_number);
    return chy_buf_finish(&out->known, error);
}

static bool is_known(const struct chy_nagios *nagios, uint64_t hash)
{
    return nagios->known.len > 0 &&
           bsearch(&hash, nagios->known.ptr, nagios->known.len / sizeof hash, sizeof hash,
                   by_number);
}

/* What is lost is as bad as what was altered. */
static bool is_critical(const struct chy_audit_finding *finding)
{
    return finding->severity == CHANCERY_CONTRADICTED ||
           chy_span_is(finding->code, "bag-missing") ||
           chy_span_is(finding->code, "file-missing") ||
           chy_span_is(finding->code, "document-missing") ||
           chy_span_is(finding->code, "log-missing");
}

bool chy_nagios_add(struct chy_nagios *nagios, chancery_span item,
                    const struct chy_audit_findings *findings, chancery_error *error)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct chy_audit_finding *finding = &findings->item[i];
        bool critical = is_critical(finding);
        if (finding->severity == CHANCERY_NOTE || is_known(nagios, hash_of(item, finding)))
            continue;
        nagios->critical += critical;
        nagios->warning += !critical;
        if (nagios->first && (nagios->first_critical || !critical))
            continue;
        free(nagios->first);
        nagios->first_critical = critical;
        nagios->first =
            chy_dupf(error, "%.*s %.*s", (int)finding->code.len,
                     (const char *)finding->code.ptr, (int)item.len, (const char *)item.ptr);
        if (!nagios->first)
            return false;
    }
    return true;
}

static void datum(struct chy_buf *out, const char *name, uint64_t value)
{
    chy_buf_printf(out, " %s=%llu", name, (unsigned long long)value);
}

int chy_nagios_write(struct chy_buf *out, const struct chy_nagios *nagios,
                     const struct chy_audit_summary *summary, bool baseline)
{
    static const char *const words[] = {"OK", "WARNING", "CRITICAL"};
    const struct chy_audit_totals *totals = &summary->totals;
    int status = nagios->critical > 0  ? NAGIOS_CRITICAL
                 : nagios->warning > 0 ? NAGIOS_WARNING
                                       : NAGIOS_OK;
    uint64_t count = nagios->critical + nagios->warning;
    struct chy_buf text = {0};
    chy_buf_printf(out, "CHANCERY %s - ", words[status]);
    chy_audit_sentence(out, summary);
    if (nagios->first)
        chy_buf_printf(&text, "; %llu %sfinding%s, first: %s", (unsigned long long)count,
                       baseline ? "new " : "", count == 1 ? "" : "s", nagios->first);
    else if (baseline)
        chy_buf_str(&text, "; nothing new");
    for (size_t i = 0; i < text.len;
         i++) /* what follows a bar is data, and there is one line */
        chy_buf_byte(out, text.ptr[i] == '|' || text.ptr[i] < ' ' ? '/' : text.ptr[i]);
    chy_buf_str(out, " |");
    datum(out, "items", totals->items);
    datum(out, "authentic", totals->verdict[CHY_AUDIT_AUTHENTIC]);
    datum(out, "intact", totals->verdict[CHY_AUDIT_INTACT]);
    datum(out, "not_authentic", totals->verdict[CHY_AUDIT_NOT_AUTHENTIC]);
    datum(out, "indeterminate", totals->verdict[CHY_AUDIT_INDETERMINATE]);
    datum(out, "completed", totals->verdict[CHY_AUDIT_COMPLETED]);
    datum(out, "new_critical", nagios->critical);
    datum(out, "new_warning", nagios->warning);
    datum(out, "entries", summary->head.size);
    chy_buf_byte(out, '\n');
    out->failed = out->failed || text.failed;
    chy_buf_done(&text);
    return status;
}

void chy_nagios_done(struct chy_nagios *nagios)
{
    chy_buf_done(&nagios->known);
    free(nagios->first);
    *nagios = (struct chy_nagios){0};
}
