/*
 * audit_premis.c - an audit as events of PREMIS 3: what was checked of which bag, by what, and
 * what came of it.
 */
#include "report/audit.h"

#include "base/date.h"
#include "base/encode.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define AGENT "chancery " CHANCERY_VERSION

/* Text between tags. What XML cannot hold was escaped when it was found. */
static void text(struct chy_buf *out, chancery_span value)
{
    for (size_t i = 0; i < value.len; i++) {
        uint8_t c = value.ptr[i];
        if (c == '<')
            chy_buf_str(out, "&lt;");
        else if (c == '>')
            chy_buf_str(out, "&gt;");
        else if (c == '&')
            chy_buf_str(out, "&amp;");
        else
            chy_buf_byte(out, c);
    }
}

static void element(struct chy_buf *out, const char *name, chancery_span value)
{
    chy_buf_printf(out, "<premis:%s>", name);
    text(out, value);
    chy_buf_printf(out, "</premis:%s>", name);
}

static void identifier(struct chy_buf *out, const char *name, const char *type,
                       chancery_span value)
{
    chy_buf_printf(out, "<premis:%s><premis:%sType>%s</premis:%sType>", name, name, type, name);
    chy_buf_printf(out, "<premis:%sValue>", name);
    text(out, value);
    chy_buf_printf(out, "</premis:%sValue></premis:%s>", name, name);
}

bool chy_premis_open(struct chy_premis *out, const char *path, chancery_error *error)
{
    char *events = path ? chy_dupf(error, "%s.events", path) : NULL;
    *out = (struct chy_premis){.objects = {.fd = -1}, .events = {.fd = -1}};
    if (!path)
        return true;
    chy_buf_str(&out->text,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<premis:premis xmlns:premis=\"http://www.loc.gov/premis/v3\" "
                "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" version=\"3.0\">\n");
    bool ok = events && chy_part_open(&out->objects, path, true, error) &&
              chy_part_open(&out->events, events, true, error) &&
              chy_buf_finish(&out->text, error) &&
              chy_part_write(&out->objects, chy_buf_view(&out->text), error);
    free(events);
    return ok;
}

static void object(struct chy_buf *out, const struct chy_audit_item *item)
{
    struct chy_buf hex = {0};
    chy_buf_str(out, "<premis:object xsi:type=\"premis:representation\">");
    identifier(out, "objectIdentifier", "local", item->name);
    if (item->has_bag) {
        chy_buf_hex(&hex, item->bag.b, sizeof item->bag.b);
        identifier(out, "objectIdentifier", "SHA-256 of tagmanifest-sha256.txt",
                   chy_buf_view(&hex));
    }
    chy_buf_str(out, "</premis:object>\n");
    out->failed = out->failed || hex.failed;
    chy_buf_done(&hex);
}

/* Does the finding speak of the bag and its files, and not of signatures? */
static bool is_fixity(const struct chy_audit_finding *finding)
{
    static const char *const starts[] = {"bag-",  "file-",   "document-missing",
                                         "index", "not-in-", "entry-"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (chy_span_starts(finding->code, chy_span_str(starts[i])))
            return true;
    return false;
}

static const char *outcome(const struct chy_audit_item *item, bool fixity)
{
    enum chancery_severity worst = CHANCERY_NOTE;
    if (!fixity && item->verdict == CHY_AUDIT_COMPLETED)
        return "superseded";
    for (size_t i = 0; i < item->findings.count; i++) {
        const struct chy_audit_finding *finding = &item->findings.item[i];
        if (is_fixity(finding) == fixity && finding->severity > worst)
            worst = finding->severity;
    }
    return worst == CHANCERY_CONTRADICTED    ? "fail"
           : worst == CHANCERY_INDETERMINATE ? "indeterminate"
                                             : "pass";
}

static void outcomes(struct chy_buf *out, const struct chy_audit_item *item, bool fixity)
{
    chy_buf_str(out, "<premis:eventOutcomeInformation>");
    element(out, "eventOutcome", chy_span_str(outcome(item, fixity)));
    for (size_t i = 0; i < item->findings.count; i++) {
        const struct chy_audit_finding *finding = &item->findings.item[i];
        if (is_fixity(finding) != fixity)
            continue;
        chy_buf_str(out, "<premis:eventOutcomeDetail><premis:eventOutcomeDetailNote>");
        text(out, finding->code);
        chy_buf_str(out, ": ");
        if (finding->path.len > 0) {
            text(out, finding->path);
            chy_buf_str(out, ": ");
        }
        text(out, finding->sentence);
        chy_buf_str(out, "</premis:eventOutcomeDetailNote></premis:eventOutcomeDetail>");
    }
    chy_buf_str(out, "</premis:eventOutcomeInformation>");
}

static void begin_event(struct chy_premis *premis, const char *type, const char *when,
                        const char *detail)
{
    struct chy_buf *out = &premis->text;
    char number[64];
    (void)snprintf(number, sizeof number, "%s-%llu", when,
                   (unsigned long long)++premis->number);
    chy_buf_str(out, "<premis:event>");
    identifier(out, "eventIdentifier", "local", chy_span_str(number));
    element(out, "eventType", chy_span_str(type));
    element(out, "eventDateTime", chy_span_str(when));
    chy_buf_str(out, "<premis:eventDetailInformation>");
    element(out, "eventDetail", chy_span_str(detail));
    chy_buf_str(out, "</premis:eventDetailInformation>");
}

static void end_event(struct chy_buf *out, const struct chy_audit_item *item)
{
    identifier(out, "linkingAgentIdentifier", "local", chy_span_str(AGENT));
    identifier(out, "linkingObjectIdentifier", "local", item->name);
    chy_buf_str(out, "</premis:event>\n");
}

static void events(struct chy_premis *premis, const struct chy_audit_head *head,
                   const struct chy_audit_item *item)
{
    char time[21], added[11];
    chy_time_format(time, head->time);
    chy_date_format(added, item->added);
    if (added[0] && item->entry != CHY_AUDIT_NO_ENTRY) {
        char detail[64];
        (void)snprintf(detail, sizeof detail, "added as entry %llu of the archive's log",
                       (unsigned long long)item->entry);
        begin_event(premis, "ingestion", added, detail);
        end_event(&premis->text, item);
    }
    begin_event(premis, "fixity check", time,
                "SHA-256 of every file against the manifests, of the bag against the log");
    outcomes(&premis->text, item, true);
    end_event(&premis->text, item);
    if (head->integrity_only || !item->has_document)
        return;
    begin_event(premis, "digital signature validation", time,
                "Ed25519 signatures, chain of custody and directory (spec/verdict.md)");
    outcomes(&premis->text, item, false);
    end_event(&premis->text, item);
}

bool chy_premis_add(struct chy_premis *premis, const struct chy_audit_head *head,
                    const struct chy_audit_item *item, chancery_error *error)
{
    chy_buf_clear(&premis->text);
    object(&premis->text, item);
    if (!chy_buf_finish(&premis->text, error) ||
        !chy_part_write(&premis->objects, chy_buf_view(&premis->text), error))
        return false;
    chy_buf_clear(&premis->text);
    events(premis, head, item);
    return chy_buf_finish(&premis->text, error) &&
           chy_part_write(&premis->events, chy_buf_view(&premis->text), error);
}

/* The events after the objects. */
static bool append_events(struct chy_premis *premis, chancery_error *error)
{
    enum { PIECE = 1 << 16 };
    off_t at = 0;
    for (;;) {
        chy_buf_clear(&premis->text);
        uint8_t *to = chy_buf_reserve(&premis->text, PIECE);
        if (!to)
            return chy_fail_memory(error);
        ssize_t n = pread(premis->events.fd, to, PIECE, at);
        if (n < 0)
            return chy_fail_errno(error, premis->events.part, "cannot read it");
        if (n == 0)
            return true;
        if (!chy_part_write(&premis->objects, chy_span(to, (size_t)n), error))
            return false;
        at += n;
    }
}

bool chy_premis_finish(struct chy_premis *premis, chancery_error *error)
{
    struct chy_buf *out = &premis->text;
    if (!premis->objects.path)
        return true;
    if (!append_events(premis, error))
        return false;
    chy_buf_clear(out);
    chy_buf_str(out, "<premis:agent>");
    identifier(out, "agentIdentifier", "local", chy_span_str(AGENT));
    element(out, "agentName", CHY_LITERAL("chancery"));
    element(out, "agentType", CHY_LITERAL("software"));
    element(out, "agentVersion", chy_span_str(CHANCERY_VERSION));
    chy_buf_str(out, "</premis:agent>\n</premis:premis>\n");
    (void)unlink(premis->events.part); /* left over, it would only be in the way */
    return chy_buf_finish(out, error) &&
           chy_part_write(&premis->objects, chy_buf_view(out), error) &&
           chy_part_finish(&premis->objects, error);
}

void chy_premis_done(struct chy_premis *premis)
{
    chy_part_done(&premis->objects);
    chy_part_done(&premis->events);
    chy_buf_done(&premis->text);
}
