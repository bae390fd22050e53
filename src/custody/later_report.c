/*
 * later_report.c - sentences about later acts.
 */
#include "custody/later_parts.h"

#include "base/date.h"
#include "base/encode.h"
#include "base/sha256.h"

#include <stdio.h>
#include <stdlib.h>

/* Which of two acts about one document it concerns, and which is judged; empty where it is the
 * same. As their digests begin. */
#define RIVAL_SAID 160
static void say_rival(char out[RIVAL_SAID], const struct chy_later_pair *pair)
{
    char named[65], judged[65];
    out[0] = '\0';
    if (!pair->rival)
        return;
    chy_hex(named, pair->act->b, sizeof pair->act->b);
    chy_hex(judged, pair->rival->digest.b, sizeof pair->rival->digest.b);
    snprintf(
        out, RIVAL_SAID,
        " That is the act %.16s; the one that is judged, its rival %.16s, is about the same "
        "document.",
        named, judged);
}

void chy_later_report_unproven(struct chy_findings *findings, const struct chy_later_pair *pair,
                               const struct chy_later_weight *weight)
{
    char label[CHY_ACT_LABEL], rival[RIVAL_SAID];
    chy_act_label(label, pair->about);
    say_rival(rival, pair);
    chy_findings_add(findings,
                     weight->untimed ? CHANCERY_F_LATER_UNTIMED : CHANCERY_F_LATER_UNPROVEN,
                     pair->act, NULL, 0, "A later act (%s) about the %s would count, but %s.%s",
                     chy_act_name(pair->by->type), label, chy_later_unproven(weight), rival);
}

void chy_later_report_unknown(struct chy_findings *findings, const struct chy_later_pair *pair)
{
    char label[CHY_ACT_LABEL], rival[RIVAL_SAID];
    chy_act_label(label, pair->about);
    say_rival(rival, pair);
    chy_findings_add(findings, CHANCERY_F_LATER_ACT, pair->act, pair->by->unknown_field, 0,
                     "A later act (%s) about the %s has a field that this version does not "
                     "know.%s",
                     chy_act_name(pair->by->type), label, rival);
}

/* The file that says what is corrected: where it is, and what to do where it is not. Static;
 * next NULL: it can be read. */
struct corrections {
    const char *place, *next;
};

static struct corrections find_corrections(const struct chy_later_pair *pair)
{
    const struct chy_rendition *file = &pair->by->corrigendum;
    const struct chy_case *given = pair->given;
    chancery_digest digest;
    bool found = false;
    if (pair->by->type != CHY_ACT_CORRIGENDUM || !file->name)
        return (struct corrections){0};
    if (!given->annex ||
        !given->annex(given->annex_context, &digest, &found, chy_span_str(file->name)) ||
        !found)
        return (struct corrections){
            "which is not beside the document",
            "Ask the sender for the file of the corrections that was signed, and put it beside "
            "the document; read nothing else as them."};
    if (!chy_digest_eq(&digest, &file->sha256))
        return (struct corrections){
            "and the file of that name beside the document is another one",
            "Do not read the file beside the document; ask the sender for the one that was "
            "signed."};
    return (struct corrections){"which is beside the document", NULL};
}

/* " The corrections are in the file F, which is beside the document."; empty: in none. */
static char *describe_file(const struct chy_later_pair *pair, const char *place)
{
    const struct chy_statement *by = pair->by;
    char *name = NULL, *said = NULL;
    if (by->type == CHY_ACT_CORRIGENDUM && !by->corrigendum.name)
        return chy_dup(CHY_LITERAL(""), NULL);
    if (by->type == CHY_ACT_WITHDRAWAL)
        return chy_dup(CHY_LITERAL(""), NULL);
    name =
        chy_esc(chy_span_str(by->type == CHY_ACT_ISSUE ? by->subject : by->corrigendum.name));
    if (name && by->type == CHY_ACT_ISSUE)
        said = chy_dupf(NULL, " Issue %lld is the file %s.", (long long)by->issue_number, name);
    else if (name)
        said = chy_dupf(NULL, " The corrections are in the file %s, %s.", name, place);
    free(name);
    return said;
}

static void report_receipt(struct chy_findings *findings, const struct chy_later_pair *pair,
                           const struct chy_later_weight *weight)
{
    char time[21], label[CHY_ACT_LABEL];
    chancery_span who = chy_buf_view(&weight->speakers);
    char *reference = chy_esc(chy_span_str(pair->by->reference ? pair->by->reference : ""));
    chy_time_format(time, pair->by->received);
    chy_act_label(label, pair->about);
    findings->failed |= !reference;
    if (reference)
        chy_findings_add(findings, CHANCERY_F_RECEIVED, pair->act, pair->by->signatory[0].name,
                         0, "%.*s received the %s at %s%s%s.", (int)who.len,
                         (const char *)who.ptr, label, time, *reference ? ", as " : "",
                         reference);
    free(reference);
}

struct deed {
    const char *verb;
    enum chancery_finding_code code, code_in_part;
    const char *verb_in_part, *others; /* how it is said of some who signed */
};

static const struct deed deeds[] = {
    [CHY_ACT_ISSUE] = {"reissued", CHANCERY_F_SUPERSEDED, CHANCERY_F_SUPERSEDED, "reissued",
                       "."},
    [CHY_ACT_WITHDRAWAL] = {"withdrew", CHANCERY_F_WITHDRAWN, CHANCERY_F_WITHDRAWN_IN_PART,
                            "withdrew from", "; others who signed it have not."},
    [CHY_ACT_CORRIGENDUM] = {"corrected", CHANCERY_F_CORRECTED, CHANCERY_F_CORRECTED_IN_PART,
                             "corrected",
                             "; others who signed it have not signed this correction."}};

void chy_later_report(struct chy_findings *findings, const struct chy_later_pair *pair,
                      const struct chy_later_weight *weight, bool whole)
{
    if (pair->by->type == CHY_ACT_ATTESTATION)
        return; /* told with the signatory that it is for */
    if (pair->by->type == CHY_ACT_RECEIPT) {
        report_receipt(findings, pair, weight);
        return;
    }
    const struct deed *deed = &deeds[pair->by->type];
    const struct corrections corrections = find_corrections(pair);
    char date[11], label[CHY_ACT_LABEL], rival[RIVAL_SAID];
    char *reason = chy_esc(chy_span_str(pair->by->reason)),
         *file = describe_file(pair, corrections.place);
    chancery_span who = chy_buf_view(&weight->speakers);
    chy_date_format(date, pair->by->date);
    chy_act_label(label, pair->about);
    say_rival(rival, pair);
    findings->failed |= !reason || !file;
    if (reason && file)
        chy_findings_add(findings, whole ? deed->code : deed->code_in_part, pair->act,
                         pair->by->signatory[0].name, 0, "%.*s %s the %s on %s: \"%s\"%s%s%s",
                         (int)who.len, (const char *)who.ptr,
                         whole ? deed->verb : deed->verb_in_part, label, date, reason,
                         whole ? "." : deed->others, file, rival);
    if (reason && file && corrections.next)
        chy_findings_next(findings, corrections.next);
    free(reason);
    free(file);
}
