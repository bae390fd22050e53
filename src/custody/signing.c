/*
 * signing.c - one signature: what is signed is found, recomputed from the file, shown, signed,
 * and made durable.
 */
#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/carry.h"
#include "custody/preview.h"
#include "custody/record.h"

#include <stdlib.h>

struct chancery_signing {
    struct chy_document document;
    char *draft_path, *record_path;
    bool from_draft;
    struct chy_buf record_bytes, payload;
    struct chy_record record; /* checked; empty if there is none yet */
    struct chy_statement statement;
    chancery_public_key key;
    size_t place;     /* which signatory this key signs for */
    bool *has_signed; /* one for each signatory */
    struct chy_findings findings;
};

/* --- what has to be signed --- */

/* The draft, in canonical form: people may have re-indented it. */
static bool load_draft(struct chancery_signing *signing, chancery_error *error)
{
    bool ok = false;
    struct chy_json *json = NULL;
    struct chy_buf bytes = {0};
    if (!chy_file_read(&bytes, signing->draft_path, CHY_MAX_PAYLOAD, error) ||
        !chy_json_parse(&json, chy_buf_view(&bytes), error))
        goto out;
    chy_json_write_canonical(&signing->payload, json);
    ok = chy_buf_finish(&signing->payload, error) &&
         chy_statement_read(&signing->statement, chy_buf_view(&signing->payload), error);
out:
    if (!ok)
        chy_fail_where(error, signing->draft_path);
    chy_json_free(json);
    chy_buf_done(&bytes);
    return ok;
}

/* Which signatories have signed, and which place this key has; SIZE_MAX: none. */
static bool find_place(struct chancery_signing *signing, const struct chy_statement *statement,
                       const chancery_digest *digest, const struct chy_directory *directory,
                       chancery_error *error)
{
    uint32_t act = chy_record_find(&signing->record, digest);
    free(signing->has_signed);
    signing->place = SIZE_MAX;
    signing->has_signed = calloc(statement->signatories + 1, sizeof *signing->has_signed);
    if (!signing->has_signed)
        return chy_fail_memory(error);
    for (size_t i = 0; i < statement->signatories; i++) {
        const struct chy_signatory *signatory = &statement->signatory[i];
        const struct chy_record_signature *one = NULL;
        while (act != UINT32_MAX && (one = chy_record_next(&signing->record, act, one))) {
            if (one->by && chy_directory_gives(directory, &one->by->key, signatory->name,
                                               &signatory->office, statement->date))
                signing->has_signed[i] = true;
        }
        if (signing->place == SIZE_MAX && !signing->has_signed[i] &&
            chy_directory_gives(directory, &signing->key, signatory->name, &signatory->office,
                                statement->date))
            signing->place = i;
    }
    return true;
}

static bool is_about(const struct chy_act *act, const chancery_digest *file)
{
    return act->readable && act->statement.type <= CHY_ACT_ISSUE &&
           chy_digest_eq(&act->statement.subject_digest, file);
}

/* Without a draft: the act of the record about this file in which this key has a place; failing
 * that, the first. */
static bool load_act(struct chancery_signing *signing, const struct chy_directory *directory,
                     chancery_error *error)
{
    const struct chy_act *chosen = NULL;
    for (size_t i = 0; i < signing->record.acts; i++) {
        const struct chy_act *act = &signing->record.act[i];
        if (!is_about(act, &signing->document.digest))
            continue;
        if (!find_place(signing, &act->statement, &act->digest, directory, error))
            return false;
        if (!chosen || signing->place != SIZE_MAX)
            chosen = act;
        if (signing->place != SIZE_MAX)
            break;
    }
    if (!chosen) {
        bool changed = signing->record.acts > 0;
        chy_fail(error, changed ? CHANCERY_E_CONFLICT : CHANCERY_E_MISSING,
                 changed ? "there is no draft, and no act in the record is about this very file"
                         : "there is neither a draft nor a record of it");
        return chy_fail_next(
            error,
            changed
                ? "If the file was changed after it was signed, restore it; else draft it anew."
                : "Draft it first: chancery draft, forward or issue.");
    }
    chy_buf_add(&signing->payload, chosen->payload, chosen->payload_len);
    return chy_buf_finish(&signing->payload, error) &&
           chy_statement_read(&signing->statement, chy_buf_view(&signing->payload), error);
}

static bool load_record(struct chancery_signing *signing, const char *record,
                        const struct chy_directory *directory, chancery_error *error)
{
    bool exists = false;
    if (!chy_record_path(&signing->record_path, &exists, signing->document.path, record, NULL,
                         NULL, error))
        return false;
    if (exists &&
        !chy_file_read(&signing->record_bytes, signing->record_path, CHY_MAX_RECORD, error))
        return false;
    return chy_record_read(&signing->record, chy_buf_view(&signing->record_bytes), error) &&
           chy_record_check(&signing->record, directory, error);
}

/* --- may it be signed? --- */

static bool conflict(struct chancery_signing *signing, const char *what, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_CONFLICT, "the %s does not describe this file: %s differs",
             signing->from_draft ? "draft" : "record", what);
    return chy_fail_next(error, signing->from_draft
                                    ? "Draft it anew with --force, and read what it says."
                                    : "Restore the file that was signed.");
}

/* Every digest and field is computed again from the file. */
static bool recompute(struct chancery_signing *signing, chancery_error *error)
{
    const struct chy_statement *statement = &signing->statement;
    const char *path = NULL;
    if (statement->type > CHY_ACT_ISSUE) {
        chy_fail(error, CHANCERY_E_REFUSED,
                 "an act of type %s is not one that this version signs",
                 statement->predicate_type);
        return false;
    }
    if (statement->unknown_field) {
        chy_fail(error, CHANCERY_E_REFUSED,
                 "the statement has a field that this version does not know: %s",
                 statement->unknown_field);
        return false;
    }
    if (strcmp(statement->subject, chy_path_name(signing->document.path)) != 0)
        return conflict(signing, "$.subject[0].name", error);
    if (!chy_digest_eq(&statement->subject_digest, &signing->document.digest))
        return conflict(signing, "$.subject[0].digest.sha256", error);
    if (statement->has_text && !chy_statement_text_is(statement, signing->document.text, &path))
        return conflict(signing, path, error);
    return true;
}

static bool refuse_key(struct chancery_signing *signing, const struct chy_directory *directory,
                       chancery_error *error)
{
    const struct chy_holder *holder = chy_directory_key(directory, &signing->key);
    struct chy_buf who = {0};
    bool waits = false;
    for (size_t i = 0; i < signing->statement.signatories; i++) {
        if (signing->has_signed[i])
            continue;
        chy_buf_str(&who, waits ? "; " : "");
        chy_describe_signatory(&who, &signing->statement.signatory[i]);
        waits = true;
    }
    chy_buf_byte(&who, '\0');
    char *name = holder ? chy_esc(chy_span_str(holder->name)) : NULL;
    const char *waiting = chy_buf_ok(&who) ? (const char *)who.ptr : "";
    if (!holder)
        chy_fail(error, CHANCERY_E_REFUSED, "this key belongs to nobody in the directory");
    else if (!waits)
        chy_fail(error, CHANCERY_E_REFUSED, "every signatory has signed already");
    else
        chy_fail(error, CHANCERY_E_REFUSED,
                 "this is the key of %s, who does not have to sign here, or has signed",
                 name ? name : "a person of the directory");
    if (waits)
        chy_fail_next(error, "Still to sign: %s.", waiting);
    free(name);
    chy_buf_done(&who);
    return false;
}

/* --- the public face --- */

static bool open_signing(struct chancery_signing *signing, const char *record,
                         const chancery_trust *trust, chancery_error *error)
{
    const struct chy_directory *directory = &trust->directory;
    chancery_digest digest;
    if (!(signing->draft_path = chy_draft_path(signing->document.path, error)) ||
        !load_record(signing, record, directory, error))
        return false;
    signing->from_draft = chy_file_exists(signing->draft_path);
    if (!(signing->from_draft ? load_draft(signing, error)
                              : load_act(signing, directory, error)))
        return false;
    if (signing->statement.has_text && !signing->document.text &&
        (!chancery_text_new(&signing->document.text, chy_buf_view(&signing->document.bytes),
                            error) ||
         !chy_outline_read(&signing->document.outline, signing->document.text, error)))
        return false;
    digest = chy_digest_of(chy_buf_view(&signing->payload));
    if (!recompute(signing, error) ||
        !find_place(signing, &signing->statement, &digest, directory, error))
        return false;
    if (signing->place == SIZE_MAX)
        return refuse_key(signing, directory, error);
    return chy_preview(&signing->findings, chy_buf_view(&signing->payload),
                       chy_buf_view(&signing->record_bytes), &signing->document, trust,
                       error) &&
           chy_preview_refuse(&signing->findings, signing->document.path,
                              "Draft it anew, so that text and statement say the same.", error);
}

bool chancery_signing_open(chancery_signing **out, const char *file, const char *record,
                           const chancery_public_key *key, const chancery_trust *trust,
                           chancery_error *error)
{
    struct chancery_signing *signing = calloc(1, sizeof *signing);
    *out = NULL;
    if (!signing)
        return chy_fail_memory(error);
    signing->key = *key;
    /* Whether it is text is for the statement to say, so the bytes are read first. */
    if (chy_document_read(&signing->document, file, false, error) &&
        open_signing(signing, record, trust, error)) {
        *out = signing;
        return true;
    }
    chy_fail_where(error, file);
    chancery_signing_free(signing);
    return false;
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
    free(signing->draft_path);
    free(signing->record_path);
    free(signing);
}

char *chancery_signing_summary(const chancery_signing *signing, bool with_text, bool color,
                               chancery_error *error)
{
    struct chy_buf out = {0};
    chancery_span rest = signing->document.text ? chancery_text_form(signing->document.text)
                                                : (chancery_span){0},
                  line;
    chy_buf_str(&out, color ? "\033[1m" : "");
    chy_describe_signatory(&out, &signing->statement.signatory[signing->place]);
    chy_buf_str(&out, color ? "\033[0m signs:\n" : " signs:\n");
    chy_describe(&out, &signing->statement);
    for (size_t i = 0; i < signing->findings.count; i++)
        chy_buf_printf(&out, "  %s %s\n",
                       chancery_finding_severity(signing->findings.item[i].code) ==
                               CHANCERY_NOTE
                           ? "note      "
                           : "warning   ",
                       signing->findings.item[i].sentence);
    if (with_text && rest.len > 0)
        chy_buf_str(&out, "\n");
    while (with_text && chy_span_line(&line, &rest)) {
        chy_buf_str(&out, "  | ");
        chy_buf_escaped(&out, line);
        chy_buf_str(&out, "\n");
    }
    return chy_buf_take(&out, NULL, error);
}

static char *describe_done(const struct chancery_signing *signing, chancery_error *error)
{
    struct chy_buf out = {0};
    const char *lead = "still to sign: ";
    chy_describe_signatory(&out, &signing->statement.signatory[signing->place]);
    chy_buf_str(&out, " signed ");
    chy_buf_escaped(&out, chy_span_str(signing->document.path));
    chy_buf_str(&out, "; ");
    for (size_t i = 0; i < signing->statement.signatories; i++) {
        if (signing->has_signed[i] || i == signing->place)
            continue;
        chy_buf_str(&out, lead);
        chy_describe_signatory(&out, &signing->statement.signatory[i]);
        lead = "; ";
    }
    chy_buf_str(&out, *lead == 's' ? "all have signed\n" : "\n");
    return chy_buf_take(&out, NULL, error);
}

bool chancery_signing_commit(char **done, chancery_signing *signing, const chancery_key *key,
                             chancery_error *error)
{
    bool ok = false;
    size_t added;
    struct chy_buf pae = {0}, line = {0};
    chancery_signature signature;
    char *said = NULL;
    *done = NULL;
    if (memcmp(key->public_key.b, signing->key.b, sizeof key->public_key.b) != 0) {
        chy_fail(error, CHANCERY_E_INTERNAL, "another key than the one that was checked");
        goto out;
    }
    chy_envelope_pae(&pae, CHY_STATEMENT_TYPE, chy_buf_view(&signing->payload));
    if (!chy_buf_finish(&pae, error) ||
        !chy_ed25519_sign(&signature, key, chy_buf_view(&pae), error))
        goto out;
    chy_envelope_write(&line, CHY_STATEMENT_TYPE, chy_buf_view(&signing->payload),
                       &key->public_key, &signature);
    if (!chy_buf_finish(&line, error) || !(said = describe_done(signing, error)) ||
        !chy_record_append(signing->record_path, chy_buf_view(&line), &added, error))
        goto out;
    /* From here on the record alone is enough for the next signatory. */
    if (signing->from_draft && !chy_file_remove(signing->draft_path, error))
        goto out;
    *done = said;
    said = NULL;
    ok = true;
out:
    free(said);
    chy_buf_done(&pae);
    chy_buf_done(&line);
    return ok;
}
