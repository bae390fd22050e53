#include "archive/audit_item.h"

#include "base/date.h"
#include "base/encode.h"
#include "base/json_text.h"
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

const char *chy_audit_verdict_name(enum chy_audit_verdict verdict)
{
    static const char *const names[CHY_AUDIT_VERDICTS] = {
        [CHY_AUDIT_NOT_AUTHENTIC] = "not-authentic",
        [CHY_AUDIT_INDETERMINATE] = "indeterminate",
        [CHY_AUDIT_INTACT] = "intact",
        [CHY_AUDIT_AUTHENTIC] = "authentic",
    };
    return names[verdict];
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

/* --- findings --- */

static struct chy_audit_finding *grow(struct chy_audit_findings *findings)
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
    struct chy_buf text = {0};
    size_t path_len, len = 0;
    if (!findings->closing &&
        (findings->count >= MOST_LISTED || findings->bytes > MOST_BYTES)) {
        findings->more++;
        findings->most = severity > findings->most ? severity : findings->most;
        return;
    }
    if (!(finding = grow(findings)))
        return;
    chy_buf_escaped(&text, path);
    path_len = text.len;
    chy_buf_vprintf(&text, format, args);
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

/* --- writing --- */

static void string(struct chy_buf *out, const char *before, chancery_span text)
{
    chy_buf_str(out, before);
    chy_json_add_string(out, text, false);
}

static void string_or_null(struct chy_buf *out, const char *before, chancery_span text)
{
    if (text.len > 0) {
        string(out, before, text);
        return;
    }
    chy_buf_str(out, before);
    chy_buf_str(out, "null");
}

static void digest_or_null(struct chy_buf *out, const char *before, bool has,
                           const chancery_digest *digest)
{
    chy_buf_str(out, before);
    if (!has) {
        chy_buf_str(out, "null");
        return;
    }
    chy_buf_byte(out, '"');
    chy_buf_hex(out, digest->b, sizeof digest->b);
    chy_buf_byte(out, '"');
}

static void finding_write(struct chy_buf *out, const struct chy_audit_finding *finding)
{
    string(out, "{\"code\":", finding->code);
    string_or_null(out, ",\"next\":", finding->next);
    string_or_null(out, ",\"path\":", finding->path);
    string(out, ",\"sentence\":", finding->sentence);
    string(out, ",\"severity\":", chy_span_str(chy_audit_severity_name(finding->severity)));
    chy_buf_byte(out, '}');
}

void chy_audit_findings_write(struct chy_buf *out, const struct chy_audit_findings *findings)
{
    const char *before = "";
    chy_buf_byte(out, '[');
    for (int severity = CHANCERY_CONTRADICTED; severity >= CHANCERY_NOTE; severity--) {
        for (size_t i = 0; i < findings->count; i++) {
            if ((int)findings->item[i].severity != severity)
                continue;
            chy_buf_str(out, before);
            finding_write(out, &findings->item[i]);
            before = ",";
        }
    }
    chy_buf_byte(out, ']');
    out->failed = out->failed || findings->failed;
}

void chy_audit_item_write(struct chy_buf *out, const struct chy_audit_item *item)
{
    char added[11];
    chy_date_format(added, item->added);
    string_or_null(out, "{\"added\":", chy_span_str(added));
    digest_or_null(out, ",\"bag\":", item->has_bag, &item->bag);
    digest_or_null(out, ",\"document\":", item->has_document, &item->document);
    chy_buf_str(out, ",\"entry\":");
    if (item->entry == CHY_AUDIT_NO_ENTRY)
        chy_buf_str(out, "null");
    else
        chy_buf_decimal(out, item->entry);
    chy_buf_str(out, ",\"findings\":");
    chy_audit_findings_write(out, &item->findings);
    string(out, ",\"item\":", item->name);
    string_or_null(out, ",\"proves\":", item->proves);
    string_or_null(out, ",\"standing\":", item->standing);
    string(out, ",\"verdict\":", chy_span_str(chy_audit_verdict_name(item->verdict)));
    chy_buf_str(out, "}\n");
}

/* --- reading --- */

static bool text_or_null(chancery_span *out, const struct chy_cursor *object, const char *key,
                         size_t most, chancery_error *error)
{
    struct chy_cursor member;
    *out = (chancery_span){0};
    if (!chy_json_member(&member, object, key, error))
        return false;
    if (chy_json_is_null(&member))
        return true;
    return chy_json_string(out, &member, most, error) &&
           (out->len > 0 || chy_json_fail(&member, error, "it is empty"));
}

static bool digest_of(bool *has, chancery_digest *out, const struct chy_cursor *object,
                      const char *key, chancery_error *error)
{
    struct chy_cursor member;
    if (!chy_json_member(&member, object, key, error))
        return false;
    *has = !chy_json_is_null(&member);
    return !*has || chy_json_digest(out, &member, error);
}

/* One of count words; its number. */
static bool word_of(unsigned *out, const struct chy_cursor *object, const char *key,
                    const char *(*name)(unsigned), unsigned count, chancery_error *error)
{
    chancery_span word;
    if (!chy_json_member_string(&word, object, key, CHY_MAX_NAME, error))
        return false;
    for (*out = 0; *out < count; (*out)++)
        if (chy_span_is(word, name(*out)))
            return true;
    return chy_json_fail(object, error, "its %s is none that is known", key);
}

static const char *severity_of(unsigned number)
{
    return chy_audit_severity_name((enum chancery_severity)number);
}

static const char *verdict_of(unsigned number)
{
    return chy_audit_verdict_name((enum chy_audit_verdict)number);
}

static bool finding_read(struct chy_audit_finding *out, const struct chy_cursor *object,
                         chancery_error *error)
{
    static const char *const names[] = {"code", "next", "path", "sentence", "severity"};
    unsigned severity;
    if (!chy_json_object(object, error))
        return false;
    if (chy_json_unknown(object, names, sizeof names / sizeof *names))
        return chy_json_fail(object, error, "it has a member that is not known");
    if (!chy_json_member_string(&out->code, object, "code", CHY_MAX_NAME, error) ||
        !text_or_null(&out->next, object, "next", CHY_MAX_AUDIT_TEXT, error) ||
        !text_or_null(&out->path, object, "path", CHY_MAX_AUDIT_TEXT, error) ||
        !chy_json_member_string(&out->sentence, object, "sentence", CHY_MAX_AUDIT_TEXT,
                                error) ||
        !word_of(&severity, object, "severity", severity_of, CHANCERY_CONTRADICTED + 1, error))
        return false;
    out->severity = (enum chancery_severity)severity;
    return out->code.len > 0 || chy_json_fail(object, error, "its code is empty");
}

bool chy_audit_findings_read(struct chy_audit_findings *out, const struct chy_cursor *array,
                             chancery_error *error)
{
    size_t count;
    if (!chy_json_array(&count, array, CHY_MAX_AUDIT_FINDINGS, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct chy_cursor element;
        struct chy_audit_finding *finding = grow(out);
        if (!finding)
            return chy_fail_memory(error);
        *finding = (struct chy_audit_finding){0};
        if (!chy_json_element(&element, array, i, error) ||
            !finding_read(finding, &element, error))
            return false;
        out->count++;
    }
    return true;
}

static bool entry_read(uint64_t *out, const struct chy_cursor *object, chancery_error *error)
{
    struct chy_cursor member;
    int64_t number = 0;
    if (!chy_json_member(&member, object, "entry", error))
        return false;
    *out = CHY_AUDIT_NO_ENTRY;
    if (chy_json_is_null(&member))
        return true;
    if (!chy_json_integer(&number, &member, 0, (int64_t)CHY_MAX_LOG, error))
        return false;
    *out = (uint64_t)number;
    return true;
}

bool chy_audit_item_read(struct chy_audit_item *out, const struct chy_cursor *cursor,
                         chancery_error *error)
{
    static const char *const names[] = {"added", "bag",    "document", "entry",  "findings",
                                        "item",  "proves", "standing", "verdict"};
    struct chy_cursor findings, added;
    unsigned verdict;
    if (chy_json_unknown(cursor, names, sizeof names / sizeof *names))
        return chy_json_fail(cursor, error, "it has a member that is not known");
    if (!chy_json_member_string(&out->name, cursor, "item", CHY_MAX_AUDIT_TEXT, error) ||
        !digest_of(&out->has_bag, &out->bag, cursor, "bag", error) ||
        !digest_of(&out->has_document, &out->document, cursor, "document", error) ||
        !entry_read(&out->entry, cursor, error) ||
        !chy_json_member(&added, cursor, "added", error) ||
        (!chy_json_is_null(&added) && !chy_json_date(&out->added, &added, error)) ||
        !text_or_null(&out->proves, cursor, "proves", CHY_MAX_NAME, error) ||
        !text_or_null(&out->standing, cursor, "standing", CHY_MAX_NAME, error) ||
        !word_of(&verdict, cursor, "verdict", verdict_of, CHY_AUDIT_VERDICTS, error) ||
        !chy_json_member(&findings, cursor, "findings", error) ||
        !chy_audit_findings_read(&out->findings, &findings, error))
        return false;
    out->verdict = (enum chy_audit_verdict)verdict;
    return out->name.len > 0 || chy_json_fail(cursor, error, "it names no item");
}
