/*
 * signing_check.c - may it be signed: does the statement say what the file says, and may this
 * key sign it?
 */
#include "custody/signing.h"

#include "base/date.h"
#include "base/file.h"
#include "base/sha256.h"
#include "custody/describe.h"
#include "custody/masthead.h"

#include <stdlib.h>

static bool conflict(struct chancery_signing *signing, const char *what, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_CONFLICT, "the %s does not describe this file: %s differs",
             signing->from_draft ? "draft" : "record", what);
    return chy_fail_next(error, signing->from_draft
                                    ? "Draft it anew with --force, and read what it says."
                                    : "Restore the file that was signed.");
}

/* What this version would sign without knowing or showing what it means. */
static bool is_known(const struct chy_statement *statement, chancery_error *error)
{
    if (statement->type > CHY_ACT_ISSUE)
        return chy_fail(error, CHANCERY_E_REFUSED,
                        "an act of type %s is not one that this version signs",
                        statement->predicate_type);
    if (statement->unknown_field)
        return chy_fail(error, CHANCERY_E_REFUSED,
                        "the statement has a field that this version does not know: %s",
                        statement->unknown_field);
    if (statement->renditions > 0)
        return chy_fail(error, CHANCERY_E_REFUSED,
                        "the statement names renditions, which this version cannot compare "
                        "with the text");
    return true;
}

/* The fields that the text tells: what the draft would say of it. */
static bool fields_agree(struct chancery_signing *signing, chancery_error *error)
{
    const struct chy_document *document = &signing->document;
    struct chy_statement read = {.type = signing->statement.type};
    const char *path = NULL;
    if (!document->text)
        return true;
    if (!chy_title_agrees(&signing->statement, document->text, &document->outline))
        return conflict(signing, "$.predicate.title", error);
    if (read.type != CHY_ACT_ISSUE)
        return true;
    bool ok = chy_masthead_fill(&read, document->text, &document->outline, error);
    if (ok && !chy_masthead_is(&signing->statement, &read, &path))
        ok = conflict(signing, path, error);
    chy_statement_done(&read);
    return ok;
}

bool chy_signing_recompute(struct chancery_signing *signing, chancery_error *error)
{
    const struct chy_statement *statement = &signing->statement;
    const char *path = NULL;
    if (!is_known(statement, error))
        return false;
    if (strcmp(statement->subject, chy_path_name(signing->document.path)) != 0)
        return conflict(signing, "$.subject[0].name", error);
    if (!chy_digest_eq(&statement->subject_digest, &signing->document.digest))
        return conflict(signing, "$.subject[0].digest.sha256", error);
    if (statement->has_text && !chy_statement_text_is(statement, signing->document.text, &path))
        return conflict(signing, path, error);
    return fields_agree(signing, error);
}

static bool refuse_key(const struct chancery_signing *signing,
                       const struct chy_directory *directory, chancery_error *error)
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

bool chy_signing_allowed(const struct chancery_signing *signing,
                         const struct chy_directory *directory, chancery_error *error)
{
    const struct chy_key_end *end = chy_directory_end(directory, &signing->key);
    char date[11];
    if (signing->place == SIZE_MAX)
        return refuse_key(signing, directory, error);
    if (!end)
        return true;
    chy_date_format(date, end->at);
    return chy_fail(error, CHANCERY_E_REFUSED,
                    "this key has ended (%s, %s); nothing would prove that it signed before",
                    end->state, date);
}
