#include "custody/preview.h"

#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/later.h"
#include "sign/envelope.h"
#include "custody/proven.h"

#include <stdlib.h>

bool chy_document_read(struct chy_document *out, const char *path, chancery_error *error)
{
    *out = (struct chy_document){.path = path};
    if (!(out->folder = chy_path_folder(path, error)) ||
        !chy_file_read_head(&out->bytes, &out->digest, path, CHY_MAX_TEXT + 1, error))
        goto fail;
    if (out->bytes.len == 0) {
        chy_fail(error, CHANCERY_E_EMPTY, "the file is empty");
        chy_fail_next(error, "Name the file that holds the text.");
        goto fail;
    }
    return true;
fail:
    chy_fail_where(error, path);
    chy_document_done(out);
    return false;
}

bool chy_document_text(struct chy_document *document, bool required, chancery_error *error)
{
    chancery_error refused = CHANCERY_ERROR_INIT;
    if (document->text)
        return true;
    if (chy_text_new(&document->text, chy_buf_view(&document->bytes), &refused))
        return chy_outline_read(&document->outline, document->text, error);
    if (!required && refused.code != CHANCERY_E_MEMORY)
        return true;
    if (error && error->code == CHANCERY_OK)
        *error = refused;
    return chy_fail_where(error, document->path);
}

void chy_document_done(struct chy_document *document)
{
    free(document->folder);
    chy_buf_done(&document->bytes);
    chy_outline_done(&document->outline);
    chancery_text_free(document->text);
    *document = (struct chy_document){0};
}

/* Findings that say no more than that the act is not signed yet. */
static void drop_unsigned(struct chy_findings *findings, const chancery_digest *act)
{
    size_t kept = 0;
    for (size_t i = 0; i < findings->count; i++) {
        struct chy_finding *one = &findings->item[i];
        if ((one->code == CHANCERY_F_SIGNATURE_MISSING ||
             one->code == CHANCERY_F_OFFICE_THRESHOLD) &&
            one->has_act && chy_digest_eq(&one->act, act)) {
            free(one->subject);
            free(one->sentence);
        } else {
            findings->item[kept++] = *one;
        }
    }
    findings->count = kept;
}

/* What became since of what the act carries or translates, and of others about its document:
 * who signs on what is withdrawn is told so. */
static bool judge_laters(struct chy_judgement *judgement, const struct chy_case *given,
                         chancery_error *error)
{
    struct chy_laters laters = {0};
    bool ok = chy_later_judge(&laters, &judgement->findings, given, &judgement->chain, error);
    chy_laters_done(&laters);
    return ok;
}

/* An act about another act: who may do it, and who signs. */
static bool preview_later(struct chy_findings *findings, const struct chy_record *record,
                          uint32_t index, const struct chy_directory *directory,
                          chancery_error *error)
{
    const struct chy_act *act = &record->act[index];
    if (!chy_later_allowed(record, index, directory, error))
        return false;
    enum chy_signed *status = calloc(act->statement.signatories + 1, sizeof *status);
    if (!status)
        return chy_fail_memory(error);
    const struct chy_chain_times times = {.directory = directory, .now = CHY_END_OF_TIME};
    chy_chain_signed(findings, status, NULL, record, index, &times);
    free(status);
    drop_unsigned(findings, &act->digest);
    return findings->failed ? chy_fail_memory(error) : true;
}

bool chy_preview(struct chy_findings *findings, chancery_span payload, chancery_span lines,
                 const struct chy_document *document, const struct chancery_trust *trust,
                 chancery_error *error)
{
    static const struct chy_directory nobody;
    static const chancery_public_key no_key;
    static const chancery_signature no_signature;
    bool ok = false;
    struct chy_buf with = {0};
    struct chy_record record = {0};
    struct chy_judgement judgement = {0};
    struct chy_search search = {.text = document->text, .left = CHY_MAX_MATCH_BYTES};
    const struct chy_directory *directory = trust ? &trust->directory : &nobody;
    chancery_digest act = chy_digest_of(payload);

    /* The act stands in the record under a signature that is nobody's. */
    chy_buf_span(&with, lines);
    chy_envelope_write(&with, CHY_STATEMENT_TYPE, payload, &no_key, &no_signature);
    if (!chy_buf_finish(&with, error) ||
        !chy_record_read(&record, chy_buf_view(&with), error) ||
        !chy_record_weigh(&record, directory, trust ? trust->now : CHY_END_OF_TIME, error))
        goto out;
    uint32_t index = chy_record_find(&record, &act);
    if (index == UINT32_MAX || !record.act[index].readable) {
        chy_fail(error, CHANCERY_E_FORMAT, "the draft is not a statement: %s",
                 index == UINT32_MAX ? "it cannot be read back" : record.act[index].why);
        goto out;
    }
    if (chy_act_is_later(record.act[index].statement.type)) {
        ok = preview_later(findings, &record, index, directory, error);
        goto out;
    }
    struct chy_case given = {.record = &record,
                             .directory = directory,
                             .now = trust ? trust->now : CHY_END_OF_TIME,
                             .file = document->digest,
                             .text = document->text,
                             .outline = document->text ? &document->outline : NULL,
                             .annex = chy_annex_beside,
                             .annex_context = document->folder};
    if (record.act[index].statement.supersedes &&
        !chy_later_allowed(&record, index, directory, error))
        goto out;
    enum chy_level level =
        chy_match_level(&record.act[index].statement, &document->digest, document->text);
    if (!chy_judge(&judgement, &given, index, level, &search, error) ||
        !judge_laters(&judgement, &given, error))
        goto out;
    chy_findings_move(findings, &judgement.findings);
    drop_unsigned(findings, &act);
    ok = findings->failed ? chy_fail_memory(error) : true;
out:
    chy_search_done(&search);
    chy_judgement_done(&judgement);
    chy_record_done(&record);
    chy_buf_done(&with);
    return ok;
}

/* The directory may know the addressee by another name than the text's, in another language
 * mostly, and then neither text nor option is wrong. */
const char *chy_preview_next(enum chy_act_type type, const struct chy_findings *findings)
{
    const struct chy_finding *worst = chy_findings_contradiction(findings);
    bool other_holder = worst && (worst->code == CHANCERY_F_OUTSIDE_TERM ||
                                  worst->code == CHANCERY_F_OFFICE_NOT_HELD);
    if (other_holder && chy_act_is_later(type))
        return "Say who does so now, the successor or an office that is authorised, with "
               "--from "
               "'NAME; OFFICE; OF'; or the day on which it was done, with --date.";
    bool translated = type == CHY_ACT_TRANSLATION;
    if (worst && worst->code == CHANCERY_F_ADDRESSEE_DIFFERS)
        return translated
                   ? "Have the name that the text writes put into the directory as an alias of "
                     "the office (chancery directory add --office --alias)."
                   : "Name the addressee in --to as the text does, or have that name put into "
                     "the directory as an alias of the office (chancery directory add --office "
                     "--alias).";
    if (worst && worst->code == CHANCERY_F_WRONG_HAND)
        return "Have the directory let that office do it for the addressee or the sender "
               "(chancery directory authorize), or say with --from who may.";
    if (worst && worst->code == CHANCERY_F_NOT_CONTAINED)
        return "Correct the text, or say with --edited which letter it holds otherwise than it "
               "was signed.";
    return "Correct the text, or the option that says otherwise.";
}

bool chy_preview_refuse(const struct chy_findings *findings, const char *file, const char *next,
                        chancery_error *error)
{
    const struct chy_finding *worst = chy_findings_contradiction(findings);
    if (!worst)
        return true;
    chy_fail(error, CHANCERY_E_CONFLICT, "%s", worst->sentence);
    chy_fail_where(error, file);
    return chy_fail_next(error, "%s", next);
}
