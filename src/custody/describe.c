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

static void describe_carried(struct chy_buf *out, const struct chy_carried *carried)
{
    char hex[65];
    chy_hex(hex, (carried->is_file ? &carried->sha256 : &carried->statement)->b, 32);
    chy_buf_str(out, "  carries    ");
    if (carried->label) {
        chy_buf_escaped(out, chy_span_str(carried->label));
        chy_buf_str(out, ", ");
    }
    if (carried->is_file) {
        chy_buf_str(out, "the file ");
        chy_buf_escaped(out, chy_span_str(carried->name));
        chy_buf_printf(out, " %.16s\n", hex);
    } else {
        chy_buf_printf(out, "the act %.16s with %zu %s\n", hex, carried->seens,
                       carried->seens == 1 ? "signature" : "signatures");
    }
}

void chy_describe(struct chy_buf *out, const struct chy_statement *statement)
{
    char date[11];
    chy_date_format(date, statement->date);
    describe_text(out, "act", chy_act_name(statement->type));
    describe_text(out, "file", statement->subject);
    describe_text(out, "title", statement->title);
    describe_text(out, "date", date);
    describe_text(out, "language", statement->language);
    describe_text(out, "reference", statement->reference);
    for (size_t i = 0; i < statement->symbols; i++)
        describe_text(out, "symbol", statement->symbol[i]);
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
    for (size_t i = 0; i < statement->carried; i++)
        describe_carried(out, &statement->carries[i]);
    describe_digest(out, "sha256", &statement->subject_digest);
    if (statement->has_text) {
        describe_digest(out, "text", &statement->text);
        describe_digest(out, "words", &statement->words);
        chy_buf_printf(out, "  %-10s %zu\n", "paragraphs", statement->paragraphs);
    }
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
