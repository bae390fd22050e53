/*
 * verdict_json.c - the verdict as one JSON object (spec/verdict.schema.json).
 */
#include "base/date.h"
#include "base/json.h"
#include "custody/verdict.h"

#include <stdlib.h>

static struct chy_json *string_or_null(const char *text)
{
    return text ? chy_json_new_cstring(text) : chy_json_new_null();
}

static struct chy_json *count_or_null(uint32_t number)
{
    return number ? chy_json_new_integer(number) : chy_json_new_null();
}

static const char *status_name(enum chancery_status status)
{
    static const char *const names[] = {
        [CHANCERY_STATUS_NOT_AUTHENTIC] = "not-authentic",
        [CHANCERY_STATUS_INDETERMINATE] = "indeterminate",
        [CHANCERY_STATUS_UNDECIDED] = "undecided",
        [CHANCERY_STATUS_AUTHENTIC] = "authentic",
    };
    return names[status];
}

static const char *severity_name(enum chancery_severity severity)
{
    static const char *const names[] = {
        [CHANCERY_NOTE] = "note",
        [CHANCERY_WARNING] = "warning",
        [CHANCERY_INDETERMINATE] = "indeterminate",
        [CHANCERY_CONTRADICTED] = "not-authentic",
    };
    return names[severity];
}

static const char *signed_name(enum chy_signed status)
{
    static const char *const names[] = {
        [CHY_SIGNED] = "signed",
        [CHY_UNSIGNED] = "missing",
        [CHY_ATTESTED] = "attested",
        [CHY_PER_PROCURATIONEM] = "per-procurationem",
        [CHY_NOT_ENTITLED] = "not-entitled",
    };
    return names[status];
}

/* Who signed for the signatory. */
static struct chy_json *by_json(const struct chy_signatory *by)
{
    if (!by->name)
        return chy_json_new_null();
    struct chy_json *out = chy_json_new_object();
    chy_json_set(out, "name", chy_json_new_cstring(by->name));
    chy_json_set(out, "office", chy_json_new_cstring(by->office.office));
    chy_json_set(out, "of", chy_json_new_cstring(by->office.of));
    return out;
}

static struct chy_json *signatory_json(const struct chy_signatory *signatory,
                                       enum chy_signed status, int64_t proven,
                                       const struct chy_signatory *by)
{
    char at[21];
    struct chy_json *out = chy_json_new_object();
    chy_json_set(out, "name", string_or_null(signatory->name));
    chy_json_set(out, "office", string_or_null(signatory->office.office));
    chy_json_set(out, "of", string_or_null(signatory->office.of));
    chy_json_set(out, "status", chy_json_new_cstring(signed_name(status)));
    chy_json_set(out, "by", by_json(by));
    chy_time_format(at, proven);
    chy_json_set(out, "time",
                 proven != INT64_MAX ? chy_json_new_cstring(at) : chy_json_new_null());
    return out;
}

/* What a translation translates. */
static struct chy_json *translates_json(const struct chy_statement *statement)
{
    if (statement->type != CHY_ACT_TRANSLATION)
        return chy_json_new_null();
    const chancery_digest *act = &statement->carries[0].statement;
    struct chy_json *out = chy_json_new_object(), *names = chy_json_new_array();
    for (size_t i = 0; i < statement->writtens; i++)
        chy_json_append(names, chy_json_new_cstring(statement->written[i]));
    chy_json_set(out, "act", chy_json_new_hex(act->b, sizeof act->b));
    chy_json_set(out, "from", chy_json_new_cstring(statement->original_language));
    chy_json_set(out, "into", chy_json_new_cstring(statement->language));
    chy_json_set(out, "names", names);
    return out;
}

static struct chy_json *act_json(const struct chy_verdict_act *act)
{
    const struct chy_statement *statement = &act->statement;
    struct chy_json *out = chy_json_new_object(), *signatories = chy_json_new_array(),
                    *addressees = chy_json_new_array();
    for (size_t i = 0; i < statement->signatories; i++)
        chy_json_append(signatories, signatory_json(&statement->signatory[i], act->status[i],
                                                    act->proven[i], &act->by[i]));
    for (size_t i = 0; i < statement->addressees; i++) {
        struct chy_json *office = chy_json_new_object();
        chy_json_set(office, "office", string_or_null(statement->addressee[i].office));
        chy_json_set(office, "of", string_or_null(statement->addressee[i].of));
        chy_json_append(addressees, office);
    }
    chy_json_set(out, "type", chy_json_new_cstring(chy_act_name(statement->type)));
    chy_json_set(out, "digest", chy_json_new_hex(act->digest.b, sizeof act->digest.b));
    chy_json_set(out, "date", chy_json_new_date(statement->date));
    chy_json_set(out, "title", string_or_null(statement->title));
    chy_json_set(out, "signatories", signatories);
    chy_json_set(out, "addressees", addressees);
    chy_json_set(out, "edited", chy_json_new_bool(act->edited));
    chy_json_set(out, "translates", translates_json(statement));
    return out;
}

/* The file that a later act points to: the corrections, or the later issue. */
static struct chy_json *later_file_json(const struct chy_statement *statement)
{
    const char *name = statement->supersedes ? statement->subject : statement->corrigendum.name;
    const chancery_digest *sha256 =
        statement->supersedes ? &statement->subject_digest : &statement->corrigendum.sha256;
    if (!name)
        return chy_json_new_null();
    struct chy_json *out = chy_json_new_object();
    chy_json_set(out, "name", chy_json_new_cstring(name));
    chy_json_set(out, "sha256", chy_json_new_hex(sha256->b, sizeof sha256->b));
    return out;
}

static struct chy_json *later_json(const struct chy_verdict_later *later)
{
    const struct chy_statement *statement = &later->statement;
    const chancery_digest *concerns = &statement->concerns.statement;
    char received[21];
    struct chy_json *out = chy_json_new_object(), *signatories = chy_json_new_array();
    for (size_t i = 0; i < statement->signatories; i++) {
        const struct chy_signatory *signatory = &statement->signatory[i];
        struct chy_json *one = chy_json_new_object();
        chy_json_set(one, "name", string_or_null(signatory->name));
        chy_json_set(one, "office", string_or_null(signatory->office.office));
        chy_json_set(one, "of", string_or_null(signatory->office.of));
        chy_json_append(signatories, one);
    }
    chy_json_set(out, "type", chy_json_new_cstring(chy_act_name(statement->type)));
    chy_json_set(out, "digest", chy_json_new_hex(later->digest.b, sizeof later->digest.b));
    chy_json_set(out, "concerns", chy_json_new_hex(concerns->b, sizeof concerns->b));
    chy_json_set(out, "date", chy_json_new_date(statement->date));
    chy_json_set(out, "reason", string_or_null(statement->reason));
    chy_json_set(out, "reference", string_or_null(statement->reference));
    chy_time_format(received, statement->received);
    chy_json_set(out, "received",
                 statement->type == CHY_ACT_RECEIPT ? chy_json_new_cstring(received)
                                                    : chy_json_new_null());
    chy_json_set(out, "basis",
                 statement->type == CHY_ACT_ATTESTATION
                     ? chy_json_new_cstring(chy_basis_name(statement->basis))
                     : chy_json_new_null());
    chy_json_set(out, "file", later_file_json(statement));
    chy_json_set(out, "signatories", signatories);
    return out;
}

static struct chy_json *finding_json(const struct chy_finding *finding)
{
    struct chy_json *out = chy_json_new_object();
    chy_json_set(out, "code", chy_json_new_cstring(chancery_finding_name(finding->code)));
    chy_json_set(out, "severity",
                 chy_json_new_cstring(severity_name(chancery_finding_severity(finding->code))));
    chy_json_set(out, "act",
                 finding->has_act ? chy_json_new_hex(finding->act.b, sizeof finding->act.b)
                                  : chy_json_new_null());
    chy_json_set(out, "subject", string_or_null(finding->subject));
    chy_json_set(out, "paragraph", count_or_null(finding->paragraph));
    chy_json_set(out, "sentence", string_or_null(finding->sentence));
    chy_json_set(out, "next", string_or_null(chy_finding_next(finding)));
    return out;
}

static struct chy_json *run_json(const struct chy_unsigned *run)
{
    struct chy_json *out = chy_json_new_object();
    chy_json_set(out, "line", chy_json_new_integer(run->line));
    chy_json_set(out, "count", chy_json_new_integer(run->count));
    chy_json_set(out, "words", string_or_null(run->words));
    return out;
}

static struct chy_json *reader_json(const struct chancery_verdict *verdict)
{
    if (!verdict->program)
        return chy_json_new_null();
    struct chy_json *out = chy_json_new_object();
    chy_json_set(out, "program", chy_json_new_cstring(verdict->program));
    chy_json_set(out, "rendition", chy_json_new_bool(verdict->is_rendition));
    return out;
}

static struct chy_json *log_json(const struct chy_verdict_log *log)
{
    char time[21];
    if (!log->origin)
        return chy_json_new_null();
    struct chy_json *out = chy_json_new_object();
    chy_json_set(out, "origin", chy_json_new_cstring(log->origin));
    chy_json_set(out, "index", chy_json_new_integer((int64_t)log->index));
    chy_json_set(out, "size", chy_json_new_integer((int64_t)log->size));
    chy_json_set(out, "leaf", chy_json_new_hex(log->leaf.b, sizeof log->leaf.b));
    chy_time_format(time, log->time);
    chy_json_set(out, "time", log->has_time ? chy_json_new_cstring(time) : chy_json_new_null());
    return out;
}

static struct chy_json *scan_json(const struct chy_verdict_scan *scan)
{
    if (!scan->origin)
        return chy_json_new_null();
    struct chy_json *out = chy_json_new_object();
    chy_json_set(out, "origin", chy_json_new_cstring(scan->origin));
    chy_json_set(out, "size", chy_json_new_integer((int64_t)scan->size));
    chy_json_set(out, "withdrawn", chy_json_new_bool(scan->withdrawn));
    return out;
}

static struct chy_json *contradiction_json(const struct chy_verdict_log *log)
{
    struct chy_json *out = chy_json_new_array();
    for (size_t i = 0; log->checkpoint[0] && i < 2; i++)
        chy_json_append(out, chy_json_new_cstring(log->checkpoint[i]));
    return out;
}

static struct chy_json *difference_json(const struct chy_difference *difference)
{
    static const char *const kinds[] = {[CHY_CHANGE_SAME] = "same",
                                        [CHY_CHANGE_REMOVED] = "removed",
                                        [CHY_CHANGE_ADDED] = "added"};
    struct chy_json *out = chy_json_new_object(), *changes = chy_json_new_array();
    for (size_t i = 0; i < difference->changes; i++) {
        struct chy_json *change = chy_json_new_object();
        chy_json_set(change, "kind", chy_json_new_cstring(kinds[difference->changed[i].kind]));
        chy_json_set(change, "words", string_or_null(difference->changed[i].words));
        chy_json_append(changes, change);
    }
    chy_json_set(out, "act", chy_json_new_hex(difference->act.b, sizeof difference->act.b));
    chy_json_set(out, "paragraph", chy_json_new_integer(difference->paragraph));
    chy_json_set(out, "changes", changes);
    return out;
}

static struct chy_json *error_json(const chancery_error *error)
{
    if (error->code == CHANCERY_OK)
        return chy_json_new_null();
    struct chy_json *out = chy_json_new_object();
    chy_json_set(out, "code", chy_json_new_cstring(chancery_error_name(error->code)));
    chy_json_set(out, "where",
                 error->where[0] ? chy_json_new_cstring(error->where) : chy_json_new_null());
    chy_json_set(out, "line", count_or_null(error->line));
    chy_json_set(out, "column", count_or_null(error->column));
    chy_json_set(out, "sentence", chy_json_new_cstring(error->text));
    chy_json_set(out, "next", chy_json_new_cstring(chancery_error_next(error)));
    return out;
}

char *chancery_report_json(const chancery_verdict *verdict, chancery_error *error)
{
    char at[21];
    struct chy_buf text = {0};
    struct chy_json *out = chy_json_new_object(), *acts = chy_json_new_array(),
                    *findings = chy_json_new_array();
    struct chy_json *uncovered = chy_json_new_array(), *own = chy_json_new_array(),
                    *differences = chy_json_new_array(), *later = chy_json_new_array();
    bool decided = verdict->status != CHANCERY_STATUS_UNDECIDED;
    /* A path may hold any bytes, and JSON only UTF-8. */
    char *summary = chancery_report_summary(verdict, error);
    char *file = verdict->file ? chancery_escape(chy_span_str(verdict->file)) : NULL;
    for (size_t i = 0; i < verdict->acts; i++)
        chy_json_append(acts, act_json(&verdict->act[i]));
    for (size_t i = 0; i < verdict->findings.count; i++)
        chy_json_append(findings, finding_json(&verdict->findings.item[i]));
    for (size_t i = 0; i < verdict->laters; i++)
        chy_json_append(later, later_json(&verdict->later[i]));
    for (size_t i = 0; i < verdict->uncovereds; i++)
        chy_json_append(uncovered, run_json(&verdict->uncovered[i]));
    for (size_t i = 0; i < verdict->owns; i++)
        chy_json_append(own, run_json(&verdict->own[i]));
    for (size_t i = 0; i < verdict->differences; i++)
        chy_json_append(differences, difference_json(&verdict->difference[i]));
    chy_json_set(out, "verdict", chy_json_new_cstring(status_name(verdict->status)));
    chy_json_set(out, "match", string_or_null(chy_level_name(verdict->match)));
    chy_json_set(out, "proves",
                 verdict->status == CHANCERY_STATUS_AUTHENTIC
                     ? chy_json_new_cstring(chy_act_name(verdict->act[0].statement.type))
                     : chy_json_new_null());
    chy_json_set(out, "standing",
                 chy_json_new_cstring(chy_standing_name(
                     verdict->judged ? verdict->standing : CHY_STANDING_UNKNOWN)));
    chy_json_set(out, "acts", acts);
    chy_json_set(out, "findings", findings);
    chy_json_set(out, "unsigned", uncovered);
    chy_json_set(out, "later", later);
    chy_json_set(out, "issuer", own);
    chy_json_set(out, "differences", differences);
    chy_json_set(out, "reader", reader_json(verdict));
    chy_json_set(out, "log", log_json(&verdict->log));
    chy_json_set(out, "logScan", scan_json(&verdict->scan));
    chy_json_set(out, "logContradiction", contradiction_json(&verdict->log));
    chy_json_set(out, "summary", string_or_null(summary));
    chy_json_set(out, "file", string_or_null(file));
    chy_time_format(at, verdict->at);
    chy_json_set(out, "at", decided ? chy_json_new_cstring(at) : chy_json_new_null());
    chy_json_set(out, "directory",
                 decided
                     ? chy_json_new_hex(verdict->directory_id.b, sizeof verdict->directory_id.b)
                     : chy_json_new_null());
    chy_json_set(out, "directoryVersion",
                 decided ? chy_json_new_integer(verdict->directory_version)
                         : chy_json_new_null());
    chy_json_set(out, "error", error_json(&verdict->error));
    chy_json_write_pretty(&text, out);
    chy_buf_byte(&text, '\n');
    chy_json_free(out);
    free(file);
    free(summary);
    return chy_buf_take(&text, NULL, error);
}
