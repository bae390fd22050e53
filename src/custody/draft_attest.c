/*
 * draft_attest.c - an attestation of what was signed on paper.
 */
#include "custody/draft.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/carry.h"
#include "custody/deposit.h"

#include <stdlib.h>

static bool set_attested(struct chy_drafting *draft, chancery_error *error)
{
    const chancery_draft_options *options = draft->options;
    struct chy_statement *statement = &draft->statement;
    if (options->attested_count == 0 || options->attested_count > CHY_MAX_SIGNATORIES) {
        chy_fail(error, CHANCERY_E_UNKNOWN, "nothing says whose signature is attested");
        return chy_fail_next(error, "Say it with --for 'NAME; OFFICE; OF'.");
    }
    statement->attested = calloc(options->attested_count, sizeof *statement->attested);
    if (!statement->attested)
        return chy_fail_memory(error);
    for (size_t i = 0; i < options->attested_count; i++)
        if (!chy_signatory_parse(&statement->attested[statement->attesteds++],
                                 options->attested[i], error))
            return false;
    return true;
}

static bool set_basis(struct chy_drafting *draft, chancery_error *error)
{
    const char *basis = draft->options->basis;
    if (!draft->statement.reference) {
        chy_fail(error, CHANCERY_E_UNKNOWN, "nothing says where the original is kept");
        return chy_fail_next(error, "Say it with --reference.");
    }
    if (basis && chy_basis_of(&draft->statement.basis, chy_span_str(basis)))
        return true;
    chy_fail(error, CHANCERY_E_USAGE, "nothing says what the attestation rests on");
    return chy_fail_next(error, "Say --basis hand-signed-original, certified-copy or "
                                "archival-holding.");
}

/* What waits: FILE.attested.json, else a letter's FILE.statement.json. NULL: neither. */
static char *waiting_path(const struct chy_drafting *draft, bool *failed, chancery_error *error)
{
    char *deposit = chy_deposit_path(draft->options->file, error);
    char *path = chy_draft_path(draft->options->file, error);
    *failed = !deposit || !path;
    if (!*failed && chy_file_exists(deposit)) {
        free(path);
        return deposit;
    }
    free(deposit);
    if (*failed || !chy_file_exists(path)) {
        free(path);
        return NULL;
    }
    return path;
}

/* Lines that the record has already: what the letter carries is among them. */
static bool read_lines(struct chy_drafting *draft, chancery_error *error)
{
    return chy_record_load(&draft->lines, draft->options->file, draft->options->record,
                           &draft->document.digest, CHY_LITERAL(""), error);
}

static bool check_deposit(struct chy_drafting *draft, const char *path, chancery_error *error)
{
    struct chy_findings findings = {0};
    bool ok = chy_document_text(&draft->document, false, error) &&
              chy_preview(&findings, chy_buf_view(&draft->deposit), chy_buf_view(&draft->lines),
                          &draft->document, draft->trust, error) &&
              chy_preview_refuse(&findings, path, "Draft the letter anew with --force.", error);
    chy_findings_done(&findings);
    return ok;
}

/* Without a draft, a letter that a signatory or an attestation has signed for is attested. */
static bool find_signed(struct chy_drafting *draft, struct chy_statement *of,
                        chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    if (chy_carry_concerned(&draft->statement.concerns, of, &draft->lines, &draft->document,
                            draft->options->record, draft->trust, &why))
        return true;
    if (why.code != CHANCERY_E_REFUSED) {
        if (error)
            *error = why;
        return false;
    }
    chy_fail(error, why.code, "there is no draft of it, and %s", why.text);
    return chy_fail_next(error, "Draft it first (chancery draft FILE), then attest it.");
}

bool chy_draft_attested(struct chy_drafting *draft, struct chy_statement *of,
                        chancery_error *error)
{
    bool failed, ok;
    if (!set_attested(draft, error) || !set_basis(draft, error))
        return false;
    if (!draft->trust)
        return chy_fail(error, CHANCERY_E_TRUST, "a trusted directory is needed to attest");
    char *path = waiting_path(draft, &failed, error);
    if (!path)
        return !failed && find_signed(draft, of, error);
    ok = chy_deposit_read(&draft->deposit, of, path, error) && read_lines(draft, error) &&
         check_deposit(draft, path, error);
    if (ok && !chy_digest_eq(&of->subject_digest, &draft->document.digest)) {
        chy_fail(error, CHANCERY_E_CONFLICT, "the file was changed after it was drafted");
        ok = chy_fail_next(error, "Restore the file, or draft the letter anew with --force.");
    }
    draft->statement.concerns.statement = chy_digest_of(chy_buf_view(&draft->deposit));
    free(path);
    return ok;
}

bool chy_draft_waits(const struct chy_drafting *draft, const char *path)
{
    struct chy_buf payload = {0};
    struct chy_statement statement = {0};
    bool waits = draft->statement.type == CHY_ACT_ATTESTATION &&
                 chy_deposit_read(&payload, &statement, path, NULL);
    chy_statement_done(&statement);
    chy_buf_done(&payload);
    return waits;
}
