/*
 * audit_report.c - the summary of an audit, and reading any line of a report.
 */
#include "archive/audit_report.h"

#include "base/encode.h"
#include "base/json_text.h"
#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>

/* --- totals --- */

static int compare(const struct chy_audit_count *count, chancery_span code)
{
    size_t len = strlen(count->code), least = len < code.len ? len : code.len;
    int differs = memcmp(count->code, code.ptr, least);
    return differs != 0 ? differs : (len > code.len) - (len < code.len);
}

static bool count_code(struct chy_audit_totals *totals, chancery_span code, uint64_t times,
                       chancery_error *error)
{
    size_t low = 0, high = totals->codes;
    if (code.len > CHY_AUDIT_CODE)
        return chy_fail(error, CHANCERY_E_FORMAT, "a code of %zu bytes is none", code.len);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(&totals->code[middle], code);
        if (order == 0) {
            totals->code[middle].count += times;
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (!chy_grow(&totals->code, &totals->cap, totals->codes, sizeof *totals->code,
                  CHY_MAX_AUDIT_CODES, "kinds of findings", error))
        return false;
    memmove(&totals->code[low + 1], &totals->code[low],
            (totals->codes - low) * sizeof *totals->code);
    totals->code[low] = (struct chy_audit_count){.count = times};
    memcpy(totals->code[low].code, code.ptr, code.len);
    totals->codes++;
    return true;
}

bool chy_audit_totals_add(struct chy_audit_totals *totals, const struct chy_audit_item *item,
                          chancery_error *error)
{
    totals->items++;
    totals->verdict[item->verdict]++;
    totals->corrected += chy_span_is(item->standing, "corrected");
    totals->superseded += chy_span_is(item->standing, "superseded");
    totals->withdrawn += chy_span_is(item->standing, "withdrawn");
    totals->warned += item->verdict >= CHY_AUDIT_INTACT &&
                      chy_audit_worst(&item->findings) == CHANCERY_WARNING;
    for (size_t i = 0; i < item->findings.count; i++)
        if (!count_code(totals, item->findings.item[i].code, 1, error))
            return false;
    return true;
}

void chy_audit_totals_done(struct chy_audit_totals *totals)
{
    free(totals->code);
    *totals = (struct chy_audit_totals){0};
}

void chy_audit_summary_done(struct chy_audit_summary *summary)
{
    chy_audit_totals_done(&summary->totals);
    chy_audit_findings_done(&summary->archive);
    chy_audit_findings_done(&summary->log);
}

int chy_audit_exit(const struct chy_audit_summary *summary)
{
    const uint64_t *verdict = summary->totals.verdict;
    enum chancery_severity archive = chy_audit_worst(&summary->archive);
    enum chancery_severity log = chy_audit_worst(&summary->log);
    enum chancery_severity worst = archive > log ? archive : log;
    if (verdict[CHY_AUDIT_NOT_AUTHENTIC] > 0 || worst >= CHANCERY_CONTRADICTED)
        return CHANCERY_EXIT_NOT_AUTHENTIC;
    if (verdict[CHY_AUDIT_INDETERMINATE] > 0 || worst == CHANCERY_INDETERMINATE)
        return CHANCERY_EXIT_INDETERMINATE;
    return CHANCERY_EXIT_OK;
}

void chy_audit_number(struct chy_buf *out, uint64_t number)
{
    char digits[21];
    int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            chy_buf_byte(out, ',');
        chy_buf_byte(out, (uint8_t)digits[i]);
    }
}

static void also(struct chy_buf *out, uint64_t number, const char *what)
{
    if (number == 0)
        return;
    chy_buf_str(out, ", ");
    chy_audit_number(out, number);
    chy_buf_printf(out, " %s", what);
}

void chy_audit_sentence(struct chy_buf *out, const struct chy_audit_summary *summary)
{
    const struct chy_audit_totals *totals = &summary->totals;
    enum chy_audit_verdict good =
        summary->head.integrity_only ? CHY_AUDIT_INTACT : CHY_AUDIT_AUTHENTIC;
    chy_audit_number(out, totals->verdict[good]);
    chy_buf_str(out, " of ");
    chy_audit_number(out, totals->items);
    chy_buf_printf(out, " %s", chy_audit_verdict_name(good));
    also(out, totals->verdict[CHY_AUDIT_NOT_AUTHENTIC], "not authentic");
    also(out, totals->verdict[CHY_AUDIT_INDETERMINATE], "indeterminate");
    also(out, totals->verdict[CHY_AUDIT_COMPLETED], "completed later");
    chy_audit_head_days(out, &summary->head);
}

/* --- the line of the summary --- */

static void number(struct chy_buf *out, const char *before, uint64_t number)
{
    chy_buf_str(out, before);
    chy_buf_decimal(out, number);
}

static void codes_write(struct chy_buf *out, const struct chy_audit_totals *totals)
{
    chy_buf_str(out, "[");
    for (size_t i = 0; i < totals->codes; i++) {
        chy_buf_str(out, i > 0 ? ",{\"code\":" : "{\"code\":");
        chy_json_add_string(out, chy_span_str(totals->code[i].code), false);
        number(out, ",\"count\":", totals->code[i].count);
        chy_buf_byte(out, '}');
    }
    chy_buf_str(out, "]");
}

static const char *const vouchers[] = {[CHY_AUDIT_BY_DIRECTORY] = "directory",
                                       [CHY_AUDIT_BY_LOG_KEY] = "log-key",
                                       [CHY_AUDIT_BY_REMEMBERED] = "remembered",
                                       [CHY_AUDIT_BY_REPORT] = "report",
                                       [CHY_AUDIT_BY_WITNESSES] = "witnesses"};

static void vouched_write(struct chy_buf *out, const bool *vouched)
{
    const char *before = "";
    chy_buf_str(out, ",\"vouched\":[");
    for (size_t i = 0; i < CHY_AUDIT_VOUCHERS; i++) {
        if (!vouched[i])
            continue;
        chy_buf_printf(out, "%s\"%s\"", before, vouchers[i]);
        before = ",";
    }
    chy_buf_byte(out, ']');
}

void chy_audit_summary_write(struct chy_buf *out, const struct chy_audit_summary *summary)
{
    const struct chy_audit_totals *totals = &summary->totals;
    struct chy_buf sentence = {0};
    chy_audit_sentence(&sentence, summary);
    chy_buf_str(out, "{\"summary\":{\"archive\":");
    chy_audit_findings_write(out, &summary->archive);
    chy_buf_str(out, ",\"audit\":");
    chy_audit_head_write(out, &summary->head);
    number(out, ",\"authentic\":", totals->verdict[CHY_AUDIT_AUTHENTIC]);
    chy_buf_str(out, ",\"codes\":");
    codes_write(out, totals);
    number(out, ",\"completed\":", totals->verdict[CHY_AUDIT_COMPLETED]);
    number(out, ",\"corrected\":", totals->corrected);
    number(out, ",\"exit\":", (uint64_t)chy_audit_exit(summary));
    number(out, ",\"indeterminate\":", totals->verdict[CHY_AUDIT_INDETERMINATE]);
    number(out, ",\"intact\":", totals->verdict[CHY_AUDIT_INTACT]);
    number(out, ",\"items\":", totals->items);
    chy_buf_str(out, ",\"log\":");
    chy_audit_findings_write(out, &summary->log);
    number(out, ",\"notAuthentic\":", totals->verdict[CHY_AUDIT_NOT_AUTHENTIC]);
    chy_buf_str(out, ",\"sentence\":");
    chy_json_add_string(out, chy_buf_view(&sentence), false);
    number(out, ",\"superseded\":", totals->superseded);
    vouched_write(out, summary->vouched);
    number(out, ",\"warned\":", totals->warned);
    number(out, ",\"withdrawn\":", totals->withdrawn);
    chy_buf_str(out, "}}\n");
    out->failed = out->failed || sentence.failed;
    chy_buf_done(&sentence);
}

/* --- reading --- */

static bool count_read(uint64_t *out, const struct chy_cursor *object, const char *key,
                       chancery_error *error)
{
    struct chy_cursor member;
    int64_t number = 0;
    if (!chy_json_member(&member, object, key, error) ||
        !chy_json_integer(&number, &member, 0, INT64_MAX, error))
        return false;
    *out = (uint64_t)number;
    return true;
}

static bool code_read(struct chy_audit_totals *out, const struct chy_cursor *object,
                      chancery_error *error)
{
    static const char *const names[] = {"code", "count"};
    enum chancery_severity severity;
    chancery_span code;
    uint64_t count;
    size_t before = out->codes;
    if (!chy_json_object(object, error))
        return false;
    if (chy_json_unknown(object, names, 2))
        return chy_json_fail(object, error, "it has a member that is not known");
    if (!chy_json_member_string(&code, object, "code", CHY_AUDIT_CODE, error) ||
        !count_read(&count, object, "count", error))
        return false;
    if (!chy_audit_code_known(&severity, code))
        return chy_json_fail(object, error, "its code is none that is known");
    if ((before > 0 && compare(&out->code[before - 1], code) >= 0) || count == 0)
        return chy_json_fail(object, error, "the codes are not sorted, or one counts nothing");
    return count_code(out, code, count, error);
}

static bool codes_read(struct chy_audit_totals *out, const struct chy_cursor *object,
                       chancery_error *error)
{
    struct chy_cursor array, element;
    size_t count;
    if (!chy_json_member(&array, object, "codes", error) ||
        !chy_json_array(&count, &array, CHY_MAX_AUDIT_CODES, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!chy_json_element(&element, &array, i, error) || !code_read(out, &element, error))
            return false;
    return true;
}

static bool counts_read(struct chy_audit_totals *out, const struct chy_cursor *object,
                        chancery_error *error)
{
    uint64_t *verdict = out->verdict;
    if (!count_read(&out->items, object, "items", error) ||
        !count_read(&verdict[CHY_AUDIT_AUTHENTIC], object, "authentic", error) ||
        !count_read(&verdict[CHY_AUDIT_COMPLETED], object, "completed", error) ||
        !count_read(&verdict[CHY_AUDIT_INTACT], object, "intact", error) ||
        !count_read(&verdict[CHY_AUDIT_INDETERMINATE], object, "indeterminate", error) ||
        !count_read(&verdict[CHY_AUDIT_NOT_AUTHENTIC], object, "notAuthentic", error) ||
        !count_read(&out->warned, object, "warned", error) ||
        !count_read(&out->corrected, object, "corrected", error) ||
        !count_read(&out->superseded, object, "superseded", error) ||
        !count_read(&out->withdrawn, object, "withdrawn", error))
        return false;
    uint64_t left = out->items;
    for (size_t i = 0; i < CHY_AUDIT_VERDICTS; i++) {
        if (verdict[i] > left)
            return chy_json_fail(object, error, "its counts do not add up");
        left -= verdict[i];
    }
    return left == 0 || chy_json_fail(object, error, "its counts do not add up");
}

/* In the order in which they are written, each once. */
static bool vouched_read(bool *out, const struct chy_cursor *object, chancery_error *error)
{
    struct chy_cursor array, element;
    chancery_span word;
    size_t count, at = 0;
    if (!chy_json_member(&array, object, "vouched", error) ||
        !chy_json_array(&count, &array, CHY_AUDIT_VOUCHERS, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!chy_json_element(&element, &array, i, error) ||
            !chy_json_string(&word, &element, CHY_MAX_NAME, error))
            return false;
        while (at < CHY_AUDIT_VOUCHERS && !chy_span_is(word, vouchers[at]))
            at++;
        if (at == CHY_AUDIT_VOUCHERS)
            return chy_json_fail(&array, error, "what vouched for the log is not known");
        out[at++] = true;
    }
    return true;
}

/* What is derived must be what it is derived from: the summary written again is the same. */
static bool derived(const struct chy_audit_summary *summary, const struct chy_cursor *cursor,
                    chancery_error *error)
{
    struct chy_buf sentence = {0};
    chancery_span said;
    uint64_t status;
    chy_audit_sentence(&sentence, summary);
    bool ok = chy_buf_finish(&sentence, error) && count_read(&status, cursor, "exit", error) &&
              chy_json_member_string(&said, cursor, "sentence", CHY_MAX_AUDIT_TEXT, error);
    const uint64_t *verdict = summary->totals.verdict;
    if (ok && (summary->head.integrity_only
                   ? verdict[CHY_AUDIT_AUTHENTIC] + verdict[CHY_AUDIT_COMPLETED]
                   : verdict[CHY_AUDIT_INTACT]) > 0)
        ok = chy_json_fail(cursor, error,
                           "it counts a verdict that such an audit does not have");
    if (ok && (status != (uint64_t)chy_audit_exit(summary) ||
               !chy_span_eq(said, chy_buf_view(&sentence))))
        ok = chy_json_fail(cursor, error, "it says something else than its counts");
    chy_buf_done(&sentence);
    return ok;
}

static bool summary_read(struct chy_audit_summary *out, const struct chy_cursor *cursor,
                         chancery_error *error)
{
    static const char *const names[] = {
        "archive",       "audit",  "authentic", "codes",        "corrected", "exit",
        "indeterminate", "intact", "items",     "log",          "sentence",  "superseded",
        "vouched",       "warned", "withdrawn", "notAuthentic", "completed"};
    struct chy_cursor member;
    if (!chy_json_object(cursor, error))
        return false;
    if (chy_json_unknown(cursor, names, sizeof names / sizeof *names))
        return chy_json_fail(cursor, error, "it has a member that is not known");
    return chy_json_member(&member, cursor, "audit", error) &&
           chy_audit_head_read(&out->head, &member, error) &&
           counts_read(&out->totals, cursor, error) &&
           codes_read(&out->totals, cursor, error) &&
           chy_json_member(&member, cursor, "archive", error) &&
           chy_audit_findings_read(&out->archive, &member, error) &&
           chy_json_member(&member, cursor, "log", error) &&
           chy_audit_findings_read(&out->log, &member, error) &&
           vouched_read(out->vouched, cursor, error) && derived(out, cursor, error);
}

bool chy_audit_line_read(struct chy_audit_line *out, chancery_span line, chancery_error *error)
{
    static const char *const head[] = {"audit"}, *const summary[] = {"summary"};
    struct chy_cursor member;
    bool canonical;
    *out = (struct chy_audit_line){.kind = CHY_AUDIT_ITEM};
    if (!chy_json_read(&out->json, &canonical, line, error))
        return false;
    struct chy_cursor root = chy_json_root(out->json);
    if (!chy_json_object(&root, error))
        return false;
    if (!canonical)
        return chy_fail(error, CHANCERY_E_CANONICAL,
                        "the line is not written as an audit writes it");
    if (chy_json_optional(&member, &root, "audit")) {
        out->kind = CHY_AUDIT_HEAD;
        return (!chy_json_unknown(&root, head, 1) ||
                chy_json_fail(&root, error, "it has a member that is not known")) &&
               chy_audit_head_read(&out->head, &member, error);
    }
    if (chy_json_optional(&member, &root, "summary")) {
        out->kind = CHY_AUDIT_SUMMARY;
        return (!chy_json_unknown(&root, summary, 1) ||
                chy_json_fail(&root, error, "it has a member that is not known")) &&
               summary_read(&out->summary, &member, error);
    }
    return chy_audit_item_read(&out->item, &root, error);
}

void chy_audit_line_done(struct chy_audit_line *line)
{
    chy_audit_findings_done(&line->item.findings);
    chy_audit_summary_done(&line->summary);
    chy_json_free(line->json);
    *line = (struct chy_audit_line){0};
}
