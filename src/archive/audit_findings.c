/*
 * audit_findings.c - the codes that an audit knows, and what it found of one bag.
 */
#include "archive/audit_item.h"

#include "base/limits.h"

#include <stdlib.h>

/* One is kept free to say how many more there are; a line is to stay below CHY_MAX_LINE. */
#define MOST_LISTED (CHY_MAX_AUDIT_FINDINGS - 1)
#define MOST_BYTES (CHY_MAX_LINE / 4)

static const struct {
    const char *name, *rule, *next;
    enum chancery_severity severity;
} audit_table[] = {
#define X(id, name, severity, rule, next) {name, rule, next, CHANCERY_##severity},
    CHANCERY_AUDIT_FINDINGS(X)
#undef X
};

const char *chancery_audit_name(enum chancery_audit_code code)
{
    return (unsigned)code < CHANCERY_AUDIT_COUNT ? audit_table[code].name : "unknown";
}

enum chancery_severity chancery_audit_severity(enum chancery_audit_code code)
{
    return (unsigned)code < CHANCERY_AUDIT_COUNT ? audit_table[code].severity
                                                 : CHANCERY_CONTRADICTED;
}

const char *chancery_audit_rule(enum chancery_audit_code code)
{
    return (unsigned)code < CHANCERY_AUDIT_COUNT ? audit_table[code].rule : "";
}

const char *chancery_audit_next(enum chancery_audit_code code)
{
    return (unsigned)code < CHANCERY_AUDIT_COUNT ? audit_table[code].next : "";
}

bool chy_audit_code_known(enum chancery_severity *out, chancery_span code)
{
    for (int i = 0; i < CHANCERY_AUDIT_COUNT; i++) {
        *out = audit_table[i].severity;
        if (chy_span_is(code, audit_table[i].name))
            return true;
    }
    for (int i = 0; i < CHANCERY_DEFECT_COUNT; i++) {
        *out = chancery_defect_severity((enum chancery_defect_code)i);
        if (chy_span_is(code, chancery_defect_name((enum chancery_defect_code)i)))
            return true;
    }
    for (int i = 0; i < CHANCERY_FINDING_COUNT; i++) {
        *out = chancery_finding_severity((enum chancery_finding_code)i);
        if (chy_span_is(code, chancery_finding_name((enum chancery_finding_code)i)))
            return true;
    }
    return false;
}

const char *chy_audit_severity_name(enum chancery_severity severity)
{
    static const char *const names[] = {
        [CHANCERY_NOTE] = "note",
        [CHANCERY_WARNING] = "warning",
        [CHANCERY_INDETERMINATE] = "indeterminate",
        [CHANCERY_CONTRADICTED] = "not-authentic",
    };
    return names[severity];
}

struct chy_audit_finding *chy_audit_findings_grow(struct chy_audit_findings *findings)
{
    if (!chy_grow(&findings->item, &findings->cap, findings->count, sizeof *findings->item,
                  SIZE_MAX, "findings", NULL)) {
        findings->failed = true;
        return NULL;
    }
    return &findings->item[findings->count];
}

static void add(struct chy_audit_findings *findings, const char *code,
                enum chancery_severity severity, chancery_span path, const char *next,
                const char *format, va_list args) CHY_PRINTF(6, 0);
static void add(struct chy_audit_findings *findings, const char *code,
                enum chancery_severity severity, chancery_span path, const char *next,
                const char *format, va_list args)
{
    struct chy_audit_finding *finding;
    struct chy_buf text = {0}, sentence = {0};
    size_t path_len, len = 0;
    if (!findings->closing &&
        (findings->count >= MOST_LISTED || findings->bytes > MOST_BYTES)) {
        findings->more++;
        findings->most = severity > findings->most ? severity : findings->most;
        return;
    }
    if (!(finding = chy_audit_findings_grow(findings)))
        return;
    chy_buf_escaped(&text, path);
    path_len = text.len;
    chy_buf_vprintf(&sentence, format, args);
    chy_buf_escaped(&text, chy_buf_view(&sentence));
    text.failed = text.failed || sentence.failed;
    chy_buf_done(&sentence);
    char *memory = chy_buf_take(&text, &len, NULL);
    if (!memory) {
        findings->failed = true;
        return;
    }
    *finding = (struct chy_audit_finding){
        .severity = severity,
        .code = chy_span_str(code),
        .path = chy_span(memory, path_len),
        .sentence = chy_span(memory + path_len, len - path_len),
        .next = chy_span_str(next),
        .memory = memory,
    };
    findings->count++;
    findings->bytes += len;
}

void chy_audit_close(struct chy_audit_findings *findings)
{
    size_t more = findings->more;
    if (more == 0)
        return;
    findings->more = 0;
    findings->bytes = 0;
    findings->closing = true;
    chy_audit_add(findings, chancery_audit_name(CHANCERY_A_MORE_FINDINGS), findings->most,
                  (chancery_span){0}, chancery_audit_next(CHANCERY_A_MORE_FINDINGS),
                  "%zu more findings are not listed.", more);
}

void chy_audit_add(struct chy_audit_findings *findings, const char *code,
                   enum chancery_severity severity, chancery_span path, const char *next,
                   const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(findings, code, severity, path, next, format, args);
    va_end(args);
}

void chy_audit_find(struct chy_audit_findings *findings, enum chancery_audit_code code,
                    chancery_span path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(findings, chancery_audit_name(code), chancery_audit_severity(code), path,
        chancery_audit_next(code), format, args);
    va_end(args);
}

enum chancery_severity chy_audit_worst(const struct chy_audit_findings *findings)
{
    enum chancery_severity worst = CHANCERY_NOTE;
    for (size_t i = 0; i < findings->count; i++)
        if (findings->item[i].severity > worst)
            worst = findings->item[i].severity;
    return worst;
}

bool chy_audit_has(const struct chy_audit_findings *findings, const char *code)
{
    for (size_t i = 0; i < findings->count; i++)
        if (chy_span_is(findings->item[i].code, code))
            return true;
    return false;
}

void chy_audit_findings_clear(struct chy_audit_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        free(findings->item[i].memory);
    findings->count = findings->bytes = findings->more = 0;
    findings->most = CHANCERY_NOTE;
    findings->failed = findings->closing = false;
}

void chy_audit_findings_done(struct chy_audit_findings *findings)
{
    chy_audit_findings_clear(findings);
    free(findings->item);
    *findings = (struct chy_audit_findings){0};
}
