/*
 * signing.c - one signature: what is signed is found, recomputed from the file, shown, signed,
 * and made durable.
 */
#include "custody/signing.h"

#include "base/file.h"
#include "base/sha256.h"
#include "custody/carry.h"
#include "custody/describe.h"

#include <stdlib.h>

/* Who signs for an annex has it at hand: nobody could say later what was seen. */
static bool annexes_are_there(const struct chy_findings *findings, chancery_error *error)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct chy_finding *one = &findings->item[i];
        if (one->code != CHANCERY_F_ANNEX_ABSENT)
            continue;
        chy_fail(error, CHANCERY_E_MISSING, "%s", one->sentence);
        return chy_fail_next(error, "Put the annex file beside the document that is signed.");
    }
    return true;
}

static bool open_signing(struct chancery_signing *signing, const char *record,
                         const chancery_trust *trust, chancery_error *error)
{
    const struct chy_directory *directory = &trust->directory;
    chancery_digest digest;
    if (!(signing->draft_path = chy_draft_path(signing->document.path, error)) ||
        !chy_signing_find(signing, record, trust, error) ||
        !chy_document_text(&signing->document, signing->statement.has_text, error))
        return false;
    const struct chy_holder *holder = chy_directory_key(directory, &signing->key);
    if (holder && !(signing->holder = chy_dup(chy_span_str(holder->name), error)))
        return false;
    if (!chy_signing_deposit(signing, trust, error))
        return false;
    digest = chy_digest_of(chy_buf_view(&signing->payload));
    if (!chy_signing_place(signing, &signing->statement, &digest, trust, error))
        return false;
    /* A statement of the record was compared by whoever signed it first: there the key is at
     * fault before it is. */
    if (!signing->from_draft && !chy_signing_allowed(signing, directory, error))
        return false;
    if (!chy_signing_recompute(signing, error) ||
        !chy_signing_allowed(signing, directory, error))
        return false;
    return chy_preview(&signing->findings, chy_buf_view(&signing->payload),
                       chy_buf_view(&signing->record_bytes), &signing->document, trust,
                       error) &&
           chy_preview_refuse(&signing->findings, signing->document.path,
                              "Draft it anew, so that text and statement say the same.",
                              error) &&
           annexes_are_there(&signing->findings, error);
}

bool chancery_signing_open(chancery_signing **out, const char *file, const char *record,
                           const chancery_public_key *key, const chancery_trust *trust,
                           chancery_error *error)
{
    return chancery_signing_open_for(out, file, record, key, NULL, trust, error);
}

bool chancery_signing_open_for(chancery_signing **out, const char *file, const char *record,
                               const chancery_public_key *key, const char *on_behalf_of,
                               const chancery_trust *trust, chancery_error *error)
{
    struct chancery_signing *signing = calloc(1, sizeof *signing);
    *out = NULL;
    if (!signing)
        return chy_fail_memory(error);
    signing->key = *key;
    if (on_behalf_of && !chy_signatory_parse(&signing->on_behalf_of, on_behalf_of, error)) {
        chancery_signing_free(signing);
        return false;
    }
    if (chy_document_read(&signing->document, file, error) &&
        open_signing(signing, record, trust, error)) {
        *out = signing;
        return true;
    }
    chy_fail_where(error, file);
    chancery_signing_free(signing);
    return false;
}

bool chancery_signing_ready(const char *file, const char *record, const chancery_trust *trust,
                            chancery_error *error)
{
    struct chancery_signing *signing = calloc(1, sizeof *signing); /* of no key */
    if (!signing)
        return chy_fail_memory(error);
    bool ok = chy_document_read(&signing->document, file, error) &&
              (signing->draft_path = chy_draft_path(file, error)) &&
              (chy_file_exists(signing->draft_path) ||
               chy_signing_find(signing, record, trust, error));
    if (!ok)
        chy_fail_where(error, file);
    chancery_signing_free(signing);
    return ok;
}

void chancery_signing_free(chancery_signing *signing)
{
    if (!signing)
        return;
    chy_record_done(&signing->record);
    chy_statement_done(&signing->statement);
    chy_document_done(&signing->document);
    chy_findings_done(&signing->findings);
    chy_buf_done(&signing->record_bytes);
    chy_buf_done(&signing->payload);
    free(signing->has_signed);
    free(signing->holder);
    chy_signatory_done(&signing->on_behalf_of);
    chy_signatory_done(&signing->procurator);
    free(signing->draft_path);
    free(signing->deposit_path);
    chy_buf_done(&signing->deposit);
    free(signing->record_path);
    free(signing);
}

/* The files that are carried by their digests stand beside the letter. */
static bool describe_annexes(struct chy_buf *out, const struct chancery_signing *signing,
                             chancery_error *error)
{
    bool ok = true;
    for (size_t i = 0; ok && i < signing->statement.carried; i++) {
        const struct chy_carried *carried = &signing->statement.carries[i];
        if (!carried->is_file || !chy_path_is_plain(chy_span_str(carried->name)))
            continue;
        char *path =
            chy_path_join(signing->document.folder, chy_span_str(carried->name), error);
        ok = path && chy_describe_letters(out, path, error);
        free(path);
    }
    return ok;
}

/* Who signs: the signatory, or another holder of the office beside him. */
static void describe_signer(struct chy_buf *out, const struct chancery_signing *signing)
{
    struct chy_signatory signer = signing->statement.signatory[signing->place];
    if (signing->countersigns)
        signer.name = signing->holder;
    if (signing->procurator.name) {
        chy_describe_signatory(out, &signing->procurator);
        chy_buf_str(out, ", for ");
    }
    chy_describe_signatory(out, &signer);
}

char *chancery_signing_summary(const chancery_signing *signing, bool with_text, bool color,
                               chancery_error *error)
{
    struct chy_buf out = {0};
    chancery_span rest = signing->document.text ? chancery_text_form(signing->document.text)
                                                : (chancery_span){0},
                  line;
    chy_buf_str(&out, color ? "\033[1m" : "");
    describe_signer(&out, signing);
    chy_buf_printf(&out, "%s %s:\n", color ? "\033[0m" : "",
                   signing->countersigns ? "countersigns" : "signs");
    chy_describe(&out, &signing->statement, &signing->record);
    chy_describe_findings(&out, &signing->findings);
    if (!describe_annexes(&out, signing, error)) {
        chy_buf_done(&out);
        return NULL;
    }
    if (with_text && rest.len > 0)
        chy_buf_str(&out, "\n");
    while (with_text && chy_span_line(&line, &rest)) {
        chy_buf_str(&out, "  | ");
        chy_buf_escaped(&out, line);
        chy_buf_str(&out, "\n");
    }
    return chy_buf_take(&out, NULL, error);
}

static void describe_done(struct chy_buf *out, const struct chancery_signing *signing)
{
    const char *lead = "still to sign: ";
    describe_signer(out, signing);
    chy_buf_str(out, signing->countersigns ? " countersigned " : " signed ");
    if (chy_act_is_later(signing->statement.type))
        chy_buf_printf(out, "the %s of ", chy_act_name(signing->statement.type));
    chy_buf_escaped(out, chy_span_str(signing->document.path));
    chy_buf_str(out, "; ");
    if (signing->others > 0) {
        chy_buf_printf(out, "%s%zu more who hold%s this office", lead, signing->others,
                       signing->others == 1 ? "s" : "");
        lead = "; ";
    }
    for (size_t i = 0; i < signing->statement.signatories; i++) {
        if (signing->has_signed[i] || i == signing->place)
            continue;
        chy_buf_str(out, lead);
        chy_describe_signatory(out, &signing->statement.signatory[i]);
        lead = "; ";
    }
    chy_buf_str(out, *lead == 's' ? "all have signed\n" : "\n");
}

/* The record of the issue that is superseded, if it is beside this one, is told too: who has
 * that document must learn of the later one. The signature stands whether or not it can be. */
static bool tell_superseded(struct chy_buf *said, const struct chancery_signing *signing,
                            chancery_span line, chancery_error *error)
{
    chancery_error failed = CHANCERY_ERROR_INIT;
    size_t added;
    uint32_t act = chy_record_find(&signing->record, &signing->statement.concerns.statement);
    if (!signing->statement.supersedes || act == UINT32_MAX)
        return true;
    const char *subject = signing->record.act[act].statement.subject;
    char *name = chy_dupf(error, "%s.intoto.jsonl", subject), *shown = NULL;
    char *path =
        name ? chy_path_join(signing->document.folder, chy_span_str(name), error) : NULL;
    bool ok = path && (shown = chy_esc(chy_span_str(path)));
    if (ok && chy_file_exists(path) && chy_record_append(path, line, &added, &failed))
        chy_buf_printf(said, "Its line is in %s too.\n", shown);
    else if (ok)
        chy_buf_printf(said,
                       "Bring its line into the record of what it supersedes, %s "
                       "(chancery merge).\n",
                       shown);
    free(shown);
    free(path);
    free(name);
    return ok;
}

static bool add_line(struct chy_buf *lines, chancery_span payload, const chancery_key *key,
                     chancery_error *error)
{
    struct chy_buf pae = {0};
    chancery_signature signature;
    chy_envelope_pae(&pae, CHY_STATEMENT_TYPE, payload);
    bool ok = chy_buf_finish(&pae, error) &&
              chy_ed25519_sign(&signature, key, chy_buf_view(&pae), error);
    if (ok)
        chy_envelope_write(lines, CHY_STATEMENT_TYPE, payload, &key->public_key, &signature);
    chy_buf_done(&pae);
    return ok;
}

bool chancery_signing_commit(char **done, chancery_signing *signing, const chancery_key *key,
                             chancery_error *error)
{
    bool ok = false;
    size_t added;
    struct chy_buf line = {0}, said = {0};
    *done = NULL;
    if (!chy_key_eq(&key->public_key, &signing->key)) {
        chy_fail(error, CHANCERY_E_INTERNAL, "another key than the one that was checked");
        goto out;
    }
    /* Both lines at once: an attestation without its letter would say nothing. */
    if ((signing->deposit.len > 0 &&
         !add_line(&line, chy_buf_view(&signing->deposit), key, error)) ||
        !add_line(&line, chy_buf_view(&signing->payload), key, error))
        goto out;
    describe_done(&said, signing);
    if (!chy_buf_finish(&line, error) ||
        !chy_record_append(signing->record_path, chy_buf_view(&line), &added, error))
        goto out;
    /* From here on the record alone is enough for the next signatory. */
    if (signing->from_draft && !chy_file_remove(signing->draft_path, error))
        goto out;
    if (signing->deposit.len > 0 && !chy_file_remove(signing->deposit_path, error))
        goto out;
    ok = tell_superseded(&said, signing, chy_buf_view(&line), error) &&
         (*done = chy_buf_take(&said, NULL, error));
out:
    chy_buf_done(&said);
    chy_buf_done(&line);
    return ok;
}
