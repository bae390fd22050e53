#include "custody/verdict.h"

#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *name, *rule, *next;
    enum chancery_severity severity;
} finding_table[] = {
#define X(id, name, severity, rule, next) {name, rule, next, CHANCERY_##severity},
    CHANCERY_FINDINGS(X)
#undef X
};

const char *chancery_finding_name(enum chancery_finding_code code)
{
    return (unsigned)code < CHANCERY_FINDING_COUNT ? finding_table[code].name : "unknown";
}

enum chancery_severity chancery_finding_severity(enum chancery_finding_code code)
{
    return (unsigned)code < CHANCERY_FINDING_COUNT ? finding_table[code].severity
                                                   : CHANCERY_CONTRADICTED;
}

const char *chancery_finding_rule(enum chancery_finding_code code)
{
    return (unsigned)code < CHANCERY_FINDING_COUNT ? finding_table[code].rule : "";
}

const char *chancery_finding_next(enum chancery_finding_code code)
{
    return (unsigned)code < CHANCERY_FINDING_COUNT ? finding_table[code].next : "";
}

const char *chy_level_name(enum chy_level level)
{
    static const char *const names[] = {NULL, "words", "text", "bytes"};
    return names[level];
}

const char *chy_standing_name(enum chy_standing standing)
{
    static const char *const names[] = {
        [CHY_CURRENT] = "current",     [CHY_STANDING_UNKNOWN] = "unknown",
        [CHY_CORRECTED] = "corrected", [CHY_SUPERSEDED] = "superseded",
        [CHY_WITHDRAWN] = "withdrawn",
    };
    return names[standing];
}

void chy_act_label(char out[CHY_ACT_LABEL], const struct chy_statement *statement)
{
    char date[11];
    chy_date_format(date, statement->date);
    snprintf(out, CHY_ACT_LABEL, "%s of %s", chy_act_name(statement->type), date);
}

void chy_findings_add(struct chy_findings *findings, enum chancery_finding_code code,
                      const chancery_digest *act, const char *subject, uint32_t paragraph,
                      const char *format, ...)
{
    struct chy_buf sentence = {0};
    struct chy_finding made = {.code = code, .has_act = act != NULL, .paragraph = paragraph};
    va_list args;
    va_start(args, format);
    chy_buf_vprintf(&sentence, format, args);
    va_end(args);
    if (act)
        made.act = *act;
    made.sentence = chy_buf_take(&sentence, NULL, NULL);
    made.subject = subject ? chy_dup(chy_span_str(subject), NULL) : NULL;
    if (!made.sentence || (subject && !made.subject) ||
        !chy_grow(&findings->item, &findings->cap, findings->count, sizeof made, SIZE_MAX,
                  "findings", NULL)) {
        free(made.sentence);
        free(made.subject);
        findings->failed = true;
        return;
    }
    findings->item[findings->count++] = made;
}

void chy_findings_next(struct chy_findings *findings, const char *next)
{
    if (findings->count > 0 && !findings->failed)
        findings->item[findings->count - 1].next = next;
}

const char *chy_finding_next(const struct chy_finding *finding)
{
    return finding->next ? finding->next : chancery_finding_next(finding->code);
}

void chy_findings_done(struct chy_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        free(findings->item[i].subject);
        free(findings->item[i].sentence);
    }
    free(findings->item);
    *findings = (struct chy_findings){0};
}

void chy_findings_move(struct chy_findings *to, struct chy_findings *from)
{
    to->failed |= from->failed;
    for (size_t i = 0; i < from->count; i++) {
        if (!chy_grow(&to->item, &to->cap, to->count, sizeof *to->item, SIZE_MAX, "findings",
                      NULL)) {
            to->failed = true;
            break;
        }
        to->item[to->count++] = from->item[i];
        from->item[i] = (struct chy_finding){0};
    }
    chy_findings_done(from);
}

static size_t move_all(struct chy_finding *to, const struct chy_findings *from, unsigned code)
{
    size_t moved = 0;
    for (size_t i = 0; i < from->count; i++) {
        if (from->item[i].code == code)
            to[moved++] = from->item[i];
    }
    return moved;
}

/* Codes stand in the order of their rules, and are few: one pass for each. */
void chy_findings_sort(struct chy_findings *findings)
{
    size_t moved = 0;
    struct chy_finding *sorted = calloc(findings->count + 1, sizeof *sorted);
    if (!sorted) {
        findings->failed = true;
        return;
    }
    for (int severity = CHANCERY_CONTRADICTED; severity >= CHANCERY_NOTE; severity--) {
        for (unsigned code = 0; code < CHANCERY_FINDING_COUNT; code++) {
            if ((int)finding_table[code].severity == severity)
                moved += move_all(sorted + moved, findings, code);
        }
    }
    free(findings->item);
    findings->item = sorted;
    findings->cap = findings->count + 1;
}

enum chancery_severity chy_findings_worst(const struct chy_findings *findings)
{
    enum chancery_severity worst = CHANCERY_NOTE;
    for (size_t i = 0; i < findings->count; i++) {
        enum chancery_severity one = chancery_finding_severity(findings->item[i].code);
        worst = one > worst ? one : worst;
    }
    return worst;
}

bool chy_findings_has(const struct chy_findings *findings, enum chancery_finding_code code)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->item[i].code == code)
            return true;
    }
    return false;
}

const struct chy_finding *chy_findings_contradiction(const struct chy_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (chancery_finding_severity(findings->item[i].code) == CHANCERY_CONTRADICTED)
            return &findings->item[i];
    }
    return NULL;
}

enum chancery_status chancery_verdict_status(const chancery_verdict *verdict)
{
    return verdict ? verdict->status : CHANCERY_STATUS_NOT_AUTHENTIC;
}

int chancery_verdict_exit(const chancery_verdict *verdict)
{
    static const int status[] = {
        [CHANCERY_STATUS_NOT_AUTHENTIC] = CHANCERY_EXIT_NOT_AUTHENTIC,
        [CHANCERY_STATUS_INDETERMINATE] = CHANCERY_EXIT_INDETERMINATE,
        [CHANCERY_STATUS_UNDECIDED] = CHANCERY_EXIT_UNDECIDED,
        [CHANCERY_STATUS_AUTHENTIC] = CHANCERY_EXIT_OK,
    };
    if (verdict && verdict->status == CHANCERY_STATUS_UNDECIDED)
        return chancery_error_status(verdict->error.code);
    if (verdict && verdict->status == CHANCERY_STATUS_AUTHENTIC &&
        verdict->standing >= CHY_CORRECTED)
        return CHANCERY_EXIT_INDETERMINATE; /* who relied on it would rely on what is past */
    return status[chancery_verdict_status(verdict)];
}

bool chancery_verdict_has(const chancery_verdict *verdict, enum chancery_finding_code code)
{
    return verdict && chy_findings_has(&verdict->findings, code);
}

chancery_verdict *chancery_verdict_undecided(const char *file, const chancery_error *error)
{
    chancery_verdict *verdict = calloc(1, sizeof *verdict);
    if (!verdict)
        return NULL;
    verdict->status = CHANCERY_STATUS_UNDECIDED;
    verdict->file = file ? chy_dup(chy_span_str(file), NULL) : NULL;
    if (error)
        verdict->error = *error;
    if (verdict->error.code == CHANCERY_OK)
        chy_fail(&verdict->error, CHANCERY_E_INTERNAL, "nothing was decided");
    return verdict;
}

static void free_runs(struct chy_unsigned *run, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(run[i].words);
    free(run);
}

static void free_differences(struct chy_difference *difference, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < difference[i].changes; k++)
            free(difference[i].changed[k].words);
        free(difference[i].changed);
    }
    free(difference);
}

void chancery_verdict_free(chancery_verdict *verdict)
{
    if (!verdict)
        return;
    for (size_t i = 0; i < verdict->acts; i++) {
        for (size_t k = 0; verdict->act[i].by && k < verdict->act[i].statement.signatories; k++)
            chy_signatory_done(&verdict->act[i].by[k]);
        free(verdict->act[i].by);
        chy_statement_done(&verdict->act[i].statement);
        free(verdict->act[i].status);
        free(verdict->act[i].proven);
    }
    for (size_t i = 0; i < verdict->laters; i++)
        chy_statement_done(&verdict->later[i].statement);
    free(verdict->later);
    free_runs(verdict->uncovered, verdict->uncovereds);
    free_runs(verdict->own, verdict->owns);
    free_differences(verdict->difference, verdict->differences);
    free(verdict->act);
    free(verdict->scan.origin);
    free(verdict->log.origin);
    free(verdict->log.checkpoint[0]);
    free(verdict->log.checkpoint[1]);
    chy_findings_done(&verdict->findings);
    free(verdict->file);
    free(verdict);
}
