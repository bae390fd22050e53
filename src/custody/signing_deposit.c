/*
 * signing_deposit.c - the letter that an attestation is about, where no signatory has signed it
 * with a key.
 */
#include "custody/signing.h"

#include "base/file.h"
#include "base/sha256.h"
#include "custody/deposit.h"
#include "custody/proven.h"

/* The letter says what the file says, as if it were signed itself. */
static bool holds(struct chancery_signing *signing, struct chy_statement *letter,
                  chancery_error *error)
{
    struct chy_statement attestation = signing->statement;
    signing->statement = *letter;
    bool ok = chy_document_text(&signing->document, letter->has_text, error) &&
              chy_signing_recompute(signing, error);
    signing->statement = attestation;
    return ok;
}

bool chy_signing_deposit(struct chancery_signing *signing, const struct chancery_trust *trust,
                         chancery_error *error)
{
    struct chy_statement letter = {0};
    const chancery_digest *about = &signing->statement.concerns.statement;
    if (!signing->from_draft || signing->statement.type != CHY_ACT_ATTESTATION ||
        chy_record_find(&signing->record, about) != UINT32_MAX)
        return true;
    if (!(signing->deposit_path = chy_deposit_path(signing->document.path, error)) ||
        !chy_deposit_read(&signing->deposit, &letter, signing->deposit_path, error))
        return false;
    chancery_digest digest = chy_digest_of(chy_buf_view(&signing->deposit));
    bool ok = chy_digest_eq(&digest, about);
    if (!ok) {
        chy_fail(error, CHANCERY_E_CONFLICT, "it is not the letter that the draft attests");
        chy_fail_where(error, signing->deposit_path);
        chy_fail_next(error, "Draft the letter and the attestation anew with --force.");
    }
    ok = ok && holds(signing, &letter, error);
    chy_statement_done(&letter);
    if (!ok)
        return false;
    chy_deposit_line(&signing->record_bytes, chy_buf_view(&signing->deposit));
    chy_record_done(&signing->record);
    return chy_buf_finish(&signing->record_bytes, error) &&
           chy_record_read(&signing->record, chy_buf_view(&signing->record_bytes), error) &&
           chy_record_weigh(&signing->record, &trust->directory, trust->now, error);
}
