/*
 * describe.c - a statement in words, for the person who drafts or signs it.
 */
#include "custody/describe.h"

#include "base/date.h"
#include "base/encode.h"
#include "base/file.h"
#include "custody/preview.h"

#include <stdlib.h>

void chy_describe_office(struct chy_buf *out, const struct chy_office *office)
{
    chy_buf_escaped(out, chy_span_str(office->office));
    chy_buf_str(out, ", ");
    chy_buf_escaped(out, chy_span_str(office->of));
}

void chy_describe_signatory(struct chy_buf *out, const struct chy_signatory *signatory)
{
    if (signatory->name) {
        chy_buf_escaped(out, chy_span_str(signatory->name));
        chy_buf_str(out, ", ");
    }
    chy_describe_office(out, &signatory->office);
    if (signatory->seal)
        chy_buf_str(out, " (seal)");
}

void chy_describe_waiting(struct chy_buf *out, const struct chy_statement *statement,
                          const bool *has_signed)
{
    const char *between = "";
    for (size_t i = 0; i < statement->signatories; i++) {
        if (has_signed[i])
            continue;
        chy_buf_str(out, between);
        chy_describe_signatory(out, &statement->signatory[i]);
        between = "; ";
    }
}

static void describe_text(struct chy_buf *out, const char *label, const char *value)
{
    if (!value)
        return;
    chy_buf_printf(out, "  %-10s ", label);
    chy_buf_escaped(out, chy_span_str(value));
    chy_buf_str(out, "\n");
}

static void describe_digest(struct chy_buf *out, const char *label,
                            const chancery_digest *digest)
{
    char hex[65];
    chy_hex(hex, digest->b, sizeof digest->b);
    chy_buf_printf(out, "  %-10s %s\n", label, hex);
}

static void describe_number(struct chy_buf *out, const char *label, int64_t number)
{
    if (number > 0)
        chy_buf_printf(out, "  %-10s %lld\n", label, (long long)number);
}

static void describe_date(struct chy_buf *out, const char *label, chancery_date date)
{
    char text[11];
    if (!chy_date_is_set(date))
        return;
    chy_date_format(text, date);
    describe_text(out, label, text);
}

static void describe_time(struct chy_buf *out, const char *label, int64_t time)
{
    char text[21];
    chy_time_format(text, time);
    describe_text(out, label, text);
}

/* --- what is carried --- */

static void describe_file(struct chy_buf *out, const char *name, const char *media_type)
{
    chy_buf_str(out, "the file ");
    chy_buf_escaped(out, chy_span_str(name));
    chy_buf_str(out, ", ");
    chy_buf_escaped(out, chy_span_str(media_type));
    chy_buf_str(out, "\n");
}

/* "letter of 2012-09-18, Letter dated ..., 2 of 2 signatures", where the record has it. */
static void describe_act(struct chy_buf *out, const struct chy_carried *carried,
                         const struct chy_record *record)
{
    uint32_t index = record ? chy_record_find(record, &carried->statement) : UINT32_MAX;
    if (index == UINT32_MAX || !record->act[index].readable) {
        chy_buf_printf(out, "an act that the record does not hold, %zu %s\n", carried->seens,
                       carried->seens == 1 ? "signature" : "signatures");
        return;
    }
    const struct chy_statement *statement = &record->act[index].statement;
    char date[11];
    chy_date_format(date, statement->date);
    chy_buf_printf(out, "%s of %s, ", chy_act_name(statement->type), date);
    chy_buf_escaped(out,
                    chy_span_str(statement->title ? statement->title : statement->subject));
    chy_buf_printf(out, ", %zu of %zu %s\n", carried->seens, statement->signatories,
                   statement->signatories == 1 ? "signature" : "signatures");
}

static void describe_seen(struct chy_buf *out, const struct chy_carried *carried)
{
    for (size_t i = 0; i < carried->seens; i++)
        describe_digest(out, "  seen", &carried->seen[i]);
}

static void describe_carried(struct chy_buf *out, const struct chy_carried *carried,
                             bool translates, const struct chy_record *record)
{
    chy_buf_str(out, translates ? "  translates " : "  carries    ");
    if (carried->label) {
        chy_buf_escaped(out, chy_span_str(carried->label));
        chy_buf_str(out, ": ");
    }
    if (carried->is_file)
        describe_file(out, carried->name, carried->media_type);
    else
        describe_act(out, carried, record);
    if (!translates)
        describe_text(out, "  as", chy_as_name(carried->as));
    describe_digest(out, carried->is_file ? "  sha256" : "  act",
                    carried->is_file ? &carried->sha256 : &carried->statement);
    describe_seen(out, carried);
}

/* --- the whole --- */

static void describe_people(struct chy_buf *out, const struct chy_statement *statement)
{
    for (size_t i = 0; i < statement->signatories; i++) {
        chy_buf_str(out, "  from       ");
        chy_describe_signatory(out, &statement->signatory[i]);
        chy_buf_str(out, "\n");
    }
    for (size_t i = 0; i < statement->addressees; i++) {
        chy_buf_str(out, "  to         ");
        chy_describe_office(out, &statement->addressee[i]);
        chy_buf_str(out, "\n");
    }
}

static void describe_issue(struct chy_buf *out, const struct chy_statement *statement)
{
    for (size_t i = 0; i < statement->symbols; i++)
        describe_text(out, "symbol", statement->symbol[i]);
    describe_number(out, "issue", statement->issue_number);
    describe_text(out, "distr.", statement->distribution);
    describe_date(out, "masthead", statement->masthead_date);
    describe_text(out, "original", statement->original_language);
    describe_text(out, "job", statement->job_number);
}

void chy_describe(struct chy_buf *out, const struct chy_statement *statement,
                  const struct chy_record *record)
{
    describe_text(out, "act", chy_act_name(statement->type));
    describe_text(out, "file", statement->subject);
    describe_text(out, "title", statement->title);
    describe_date(out, "date", statement->date);
    describe_text(out, "language", statement->language);
    describe_text(out, "reference", statement->reference);
    describe_issue(out, statement);
    describe_people(out, statement);
    if (chy_is_about_act(statement)) {
        describe_text(out, "reason", statement->reason);
        if (statement->type == CHY_ACT_ATTESTATION)
            describe_text(out, "basis", chy_basis_name(statement->basis));
        for (size_t i = 0; i < statement->attesteds; i++) {
            chy_buf_str(out, "  attests    ");
            chy_describe_signatory(out, &statement->attested[i]);
            chy_buf_str(out, "\n");
        }
        if (statement->type == CHY_ACT_RECEIPT)
            describe_time(out, "received", statement->received);
        describe_text(out, "correction", statement->corrigendum.name);
        chy_buf_str(out, statement->supersedes ? "  supersedes " : "  concerns   ");
        describe_act(out, &statement->concerns, record);
        describe_digest(out, "  act", &statement->concerns.statement);
        describe_seen(out, &statement->concerns);
    }
    for (size_t i = 0; i < statement->carried; i++)
        describe_carried(out, &statement->carries[i], statement->type == CHY_ACT_TRANSLATION,
                         record);
    for (size_t i = 0; i < statement->writtens; i++)
        describe_text(out, "written", statement->written[i]);
    describe_digest(out, "sha256", &statement->subject_digest);
    if (statement->has_text) {
        describe_digest(out, "text", &statement->text);
        describe_digest(out, "words", &statement->words);
        chy_buf_printf(out, "  %-10s %zu\n", "paragraphs", statement->paragraphs);
    }
    for (size_t i = 0; i < statement->renditions; i++) {
        chy_buf_str(out, "  rendition  ");
        describe_file(out, statement->rendition[i].name, statement->rendition[i].media_type);
        describe_digest(out, "  sha256", &statement->rendition[i].sha256);
    }
}

void chy_describe_findings(struct chy_buf *out, const struct chy_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        chy_buf_printf(out, "  %s %s\n",
                       chancery_finding_severity(findings->item[i].code) == CHANCERY_NOTE
                           ? "note      "
                           : "warning   ",
                       findings->item[i].sentence);
}

bool chy_describe_letters(struct chy_buf *out, const char *path, chancery_error *error)
{
    struct chy_document document = {0};
    chancery_error unread = CHANCERY_ERROR_INIT;
    if (!chy_document_read(&document, path, &unread))
        return unread.code == CHANCERY_E_MEMORY ? chy_fail_memory(error) : true;
    bool ok = chy_document_text(&document, false, error);
    if (ok && (document.outline.letters > 0 || document.outline.marks > 0)) {
        chy_buf_str(out, "  warning    annex ");
        chy_buf_escaped(out, chy_span_str(chy_path_name(path)));
        chy_buf_str(out, " is a letter with no custody record: it is carried by its digest, "
                         "unsigned\n");
    }
    chy_document_done(&document);
    return ok;
}
