#include "archive/audit_item.h"

#include "base/date.h"
#include "base/encode.h"
#include "base/escape.h"
#include "base/json_text.h"
#include "base/limits.h"

#include <stdlib.h>

const char *chy_audit_verdict_name(enum chy_audit_verdict verdict)
{
    static const char *const names[CHY_AUDIT_VERDICTS] = {
        [CHY_AUDIT_NOT_AUTHENTIC] = "not-authentic",
        [CHY_AUDIT_INDETERMINATE] = "indeterminate",
        [CHY_AUDIT_COMPLETED] = "completed",
        [CHY_AUDIT_INTACT] = "intact",
        [CHY_AUDIT_AUTHENTIC] = "authentic",
    };
    return names[verdict];
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

/* Everything that an audit says was escaped when it was written: what comes from elsewhere must
 * be so too, since it goes on to terminals, and into lines that other programs read. */
static bool shown(chancery_span text, const struct chy_cursor *object, chancery_error *error)
{
    const uint8_t *end = text.ptr + text.len;
    for (const uint8_t *at = text.ptr; at < end;) {
        struct chy_glyph glyph = chy_glyph_at(at, end);
        if (!glyph.visible)
            return chy_json_fail(object, error, "it holds a character that cannot be seen");
        at += glyph.taken;
    }
    return true;
}

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
           (out->len > 0 || chy_json_fail(&member, error, "it is empty")) &&
           shown(*out, &member, error);
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
    enum chancery_severity weighs;
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
        !shown(out->sentence, object, error) ||
        !word_of(&severity, object, "severity", severity_of, CHANCERY_CONTRADICTED + 1, error))
        return false;
    out->severity = (enum chancery_severity)severity;
    if (!chy_audit_code_known(&weighs, out->code))
        return chy_json_fail(object, error, "its code is none that is known");
    return weighs == out->severity ||
           chy_span_is(out->code, chancery_audit_name(CHANCERY_A_MORE_FINDINGS)) ||
           chy_json_fail(object, error, "its severity is not that of its code");
}

bool chy_audit_findings_read(struct chy_audit_findings *out, const struct chy_cursor *array,
                             chancery_error *error)
{
    size_t count;
    if (!chy_json_array(&count, array, CHY_MAX_AUDIT_FINDINGS, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct chy_cursor element;
        struct chy_audit_finding *finding = chy_audit_findings_grow(out);
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
    enum chancery_severity worst;
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
    worst = chy_audit_worst(&out->findings);
    if ((out->verdict == CHY_AUDIT_NOT_AUTHENTIC) != (worst == CHANCERY_CONTRADICTED) ||
        (out->verdict >= CHY_AUDIT_COMPLETED && worst >= CHANCERY_INDETERMINATE) ||
        (out->verdict == CHY_AUDIT_COMPLETED &&
         !chy_audit_has(&out->findings, chancery_audit_name(CHANCERY_A_NEWER_BAG))))
        return chy_json_fail(cursor, error, "its verdict is not that of its findings");
    return (out->name.len > 0 || chy_json_fail(cursor, error, "it names no item")) &&
           shown(out->name, cursor, error);
}

bool chy_audit_item_fits(const struct chy_audit_item *item, bool integrity_only)
{
    return integrity_only
               ? item->verdict != CHY_AUDIT_AUTHENTIC && item->verdict != CHY_AUDIT_COMPLETED
               : item->verdict != CHY_AUDIT_INTACT;
}
