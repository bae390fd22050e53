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

static void hash_part(struct chy_sha256 *sha, chancery_span part)
{
    chy_sha256_update(sha, part);
    chy_sha256_update(sha, chy_span("", 1));
}

static chancery_span name_in(const struct chy_audit_item *item)
{
    return item ? item->name : (chancery_span){0};
}

/* One finding, whatever its sentence says of it this time; but what was altered and is altered
 * anew is another one: its sentence has the digest of the file, and the item that of the bag.
 * item is NULL for what is found of the archive and its log. */
static uint64_t hash_of(const struct chy_audit_item *item,
                        const struct chy_audit_finding *finding)
{
    struct chy_sha256 sha;
    chancery_digest digest;
    uint64_t hash;
    chy_sha256_init(&sha);
    hash_part(&sha, name_in(item));
    hash_part(&sha, finding->code);
    hash_part(&sha, finding->path);
    if (item && finding->severity == CHANCERY_CONTRADICTED) {
        hash_part(&sha, finding->sentence);
        if (item->has_bag)
            chy_sha256_update(&sha, chy_span(item->bag.b, sizeof item->bag.b));
    }
    chy_sha256_final(&digest, &sha);
    memcpy(&hash, digest.b, sizeof hash);
    return hash;
}

static bool know(struct chy_nagios *nagios, const struct chy_audit_item *item,
                 const struct chy_audit_findings *findings, chancery_error *error)
{
    for (size_t i = 0; i < findings->count; i++) {
        uint64_t hash = hash_of(item, &findings->item[i]);
        if (findings->item[i].severity > CHANCERY_NOTE &&
            !chy_rows_add(nagios->known, &hash, error))
            return false;
    }
    return true;
}

bool chy_nagios_open(struct chy_nagios *out, const char *baseline, const char *scratch,
                     chancery_error *error)
{
    struct chy_lines lines = {0};
    struct chy_audit_counted counted = {0};
    chancery_span text;
    uint64_t place;
    bool more = true, ok = true;
    *out = (struct chy_nagios){0};
    if (!baseline)
        return true;
    ok = chy_rows_new(&out->known, sizeof(uint64_t), scratch, error) &&
         chy_lines_open(&lines, baseline, CHY_MAX_REPORT, error);
    while (ok) {
        struct chy_audit_line line = {0};
        ok = chy_lines_next(&lines, &text, &place, &more, error);
        if (!ok || !more)
            break;
        ok = chy_audit_line_read(&line, text, error) &&
             chy_audit_counted_take(&counted, &line, error) &&
             know(out, line.kind == CHY_AUDIT_ITEM ? &line.item : NULL, &line.item.findings,
                  error) &&
             know(out, NULL, &line.summary.archive, error) &&
             know(out, NULL, &line.summary.log, error);
        chy_audit_line_done(&line);
    }
    chy_lines_done(&lines);
    chy_audit_counted_done(&counted);
    if (ok && !counted.ended)
        ok = chy_fail(error, CHANCERY_E_FORMAT, "it has no summary: it is no whole report");
    if (!ok)
        return chy_fail_where(error, baseline);
    return chy_rows_sort(out->known, chy_rows_by_key, NULL, error);
}

static bool is_known(bool *known, const struct chy_nagios *nagios, uint64_t hash,
                     chancery_error *error)
{
    const uint64_t count = chy_rows_count(nagios->known);
    uint64_t at = 0, found = 0;
    *known = false;
    if (count == 0)
        return true;
    if (!chy_rows_first(&at, nagios->known, hash, error) ||
        (at < count && !chy_rows_get(&found, nagios->known, at, error)))
        return false;
    *known = at < count && found == hash;
    return true;
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

/* "file-altered annex data/annex.txt" */
static char *name_of(chancery_span item, const struct chy_audit_finding *finding,
                     chancery_error *error)
{
    const chancery_span parts[] = {finding->code, item, finding->path};
    struct chy_buf out = {0};
    char *text;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (i > 0 && parts[i].len > 0)
            chy_buf_byte(&out, ' ');
        chy_buf_escaped(&out, parts[i]);
    }
    text = chy_buf_take(&out, NULL, error);
    chy_buf_done(&out);
    return text;
}

/* Of what is known only the worst is told again, and that it has not ended: an alarm that was
 * missed once would be missed for ever. */
static bool add_known(struct chy_nagios *nagios, chancery_span item,
                      const struct chy_audit_finding *finding, chancery_error *error)
{
    if (!is_critical(finding))
        return true;
    nagios->known_critical++;
    return nagios->first_known || (nagios->first_known = name_of(item, finding, error));
}

/* A letter that was withdrawn is whole, and stays so in the archive for good. It is told once,
 * when a baseline does not know it yet. */
static bool is_standing(const struct chy_audit_finding *finding)
{
    return chy_span_is(finding->code, "withdrawn") || chy_span_is(finding->code, "corrected") ||
           chy_span_is(finding->code, "superseded");
}

bool chy_nagios_add(struct chy_nagios *nagios, const struct chy_audit_item *item,
                    const struct chy_audit_findings *findings, chancery_error *error)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct chy_audit_finding *finding = &findings->item[i];
        bool critical = is_critical(finding), known;
        if (finding->severity == CHANCERY_NOTE || (!nagios->known && is_standing(finding)))
            continue;
        if (!is_known(&known, nagios, hash_of(item, finding), error))
            return false;
        if (known) {
            if (!add_known(nagios, name_in(item), finding, error))
                return false;
            continue;
        }
        nagios->critical += critical;
        nagios->warning += !critical;
        if (nagios->first && (nagios->first_critical || !critical))
            continue;
        free(nagios->first);
        nagios->first_critical = critical;
        if (!(nagios->first = name_of(name_in(item), finding, error)))
            return false;
    }
    return true;
}

static void datum(struct chy_buf *out, const char *name, uint64_t value)
{
    chy_buf_printf(out, " %s=%llu", name, (unsigned long long)value);
}

static void tell(struct chy_buf *text, const struct chy_nagios *nagios,
                 const struct chy_audit_head *head, bool baseline)
{
    uint64_t count = nagios->critical + nagios->warning;
    struct chy_buf which = {0};
    chy_audit_chosen_say(&which, head);
    if (which.len > 0)
        chy_buf_printf(text, "; only a selection: %.*s", (int)which.len,
                       (const char *)which.ptr);
    text->failed = text->failed || which.failed;
    chy_buf_done(&which);
    if (head->integrity_only)
        chy_buf_str(text, "; no signatures looked at");
    if (nagios->first)
        chy_buf_printf(text, "; %llu %sfinding%s, first: %s", (unsigned long long)count,
                       baseline ? "new " : "", count == 1 ? "" : "s", nagios->first);
    else if (baseline)
        chy_buf_str(text, "; nothing new");
    if (nagios->first_known)
        chy_buf_printf(text, "; %llu known before and not mended, first: %s",
                       (unsigned long long)nagios->known_critical, nagios->first_known);
}

int chy_nagios_write(struct chy_buf *out, const struct chy_nagios *nagios,
                     const struct chy_audit_summary *summary, bool baseline)
{
    static const char *const words[] = {"OK", "WARNING", "CRITICAL"};
    const struct chy_audit_totals *totals = &summary->totals;
    int status = nagios->critical > 0                           ? NAGIOS_CRITICAL
                 : nagios->warning + nagios->known_critical > 0 ? NAGIOS_WARNING
                                                                : NAGIOS_OK;
    struct chy_buf text = {0};
    chy_buf_printf(out, "CHANCERY %s - ", words[status]);
    chy_audit_sentence(out, summary);
    tell(&text, nagios, &summary->head, baseline);
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
    datum(out, "known_critical", nagios->known_critical);
    datum(out, "entries", summary->head.size);
    chy_buf_byte(out, '\n');
    out->failed = out->failed || text.failed;
    chy_buf_done(&text);
    return status;
}

void chy_nagios_done(struct chy_nagios *nagios)
{
    chy_rows_free(nagios->known);
    free(nagios->first);
    free(nagios->first_known);
    *nagios = (struct chy_nagios){0};
}
