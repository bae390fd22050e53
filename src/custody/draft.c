/*
 * draft.c - a statement made from a letter's text and from what the text does not say.
 */
#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/agree.h"
#include "custody/carry.h"
#include "custody/deposit.h"
#include "custody/describe.h"
#include "custody/draft.h"
#include "custody/marked.h"
#include "custody/masthead.h"
#include "custody/people.h"
#include "custody/preview.h"
#include "custody/rendition.h"

#include <stdlib.h>

static bool unknown(chancery_error *error, const char *what, const char *flag)
{
    chy_fail(error, CHANCERY_E_UNKNOWN, "the text does not say %s", what);
    return chy_fail_next(error, "Say it with %s.", flag);
}

/* A flag's string, else words of the text, else nothing. */
static bool set_string(char **out, const char *flag, const struct chy_drafting *draft,
                       struct chy_range words, chancery_error *error)
{
    if (flag)
        *out = chy_dup(chy_span_str(flag), error);
    else if (words.count > 0)
        *out = chy_dup(chy_text_words(draft->document.text, words.first, words.count), error);
    return *out || (!flag && words.count == 0);
}

bool chy_draft_date(struct chy_drafting *draft, bool *set, chancery_error *error)
{
    *set = draft->options->date != NULL;
    if (!*set || chy_date_parse(&draft->statement.date, chy_span_str(draft->options->date)))
        return true;
    return chy_fail(error, CHANCERY_E_USAGE, "--date takes a day as YYYY-MM-DD");
}

static bool set_date(struct chy_drafting *draft, chancery_error *error)
{
    struct chy_statement *statement = &draft->statement;
    bool set;
    if (!chy_draft_date(draft, &set, error))
        return false;
    if (set)
        return true;
    if (statement->type == CHY_ACT_ISSUE)
        statement->date = draft->document.outline.masthead.date;
    else if (statement->type == CHY_ACT_TRANSLATION && draft->trust)
        statement->date = chy_time_date(draft->trust->now);
    else if (draft->letter)
        statement->date = draft->letter->date;
    return chy_date_is_set(statement->date) ? true
                                            : unknown(error, "its date", "--date YYYY-MM-DD");
}

/* A letter is in the language of its heading. */
static bool set_language(struct chy_drafting *draft, chancery_error *error)
{
    const char *language = draft->options->language ? draft->options->language
                           : draft->letter          ? draft->letter->language
                                                    : NULL;
    if (!language)
        return unknown(error, "its language", "--language, such as --language fr");
    if (!chy_is_language_tag(language)) {
        chy_fail(error, CHANCERY_E_USAGE, "--language takes a language tag (BCP 47)");
        return chy_fail_next(error, "Say for example --language fr, or --language zh-Hans.");
    }
    draft->statement.language = chy_dup(chy_span_str(language), error);
    return draft->statement.language != NULL;
}

bool chy_draft_from(struct chy_drafting *draft, chancery_error *error)
{
    struct chy_statement *statement = &draft->statement;
    const chancery_draft_options *options = draft->options;
    statement->signatory = calloc(options->from_count, sizeof *statement->signatory);
    if (!statement->signatory)
        return chy_fail_memory(error);
    for (size_t i = 0; i < options->from_count; i++) {
        struct chy_signatory *signatory = &statement->signatory[statement->signatories++];
        if (!chy_signatory_parse(signatory, options->from[i], error))
            return false;
        /* An office that signs in its own name puts its seal, not a signature, on the paper. */
        signatory->seal =
            !signatory->name || chy_same_name(signatory->name, signatory->office.office);
    }
    return true;
}

static bool set_signatories(struct chy_drafting *draft, chancery_error *error)
{
    struct chy_statement *statement = &draft->statement;
    if (draft->options->from_count > 0)
        return chy_draft_from(draft, error);
    if (statement->type == CHY_ACT_ISSUE)
        return unknown(error, "who issues it", "--from 'NAME; OFFICE; OF'");
    if (statement->type == CHY_ACT_TRANSLATION)
        return unknown(error, "who translates it", "--from 'NAME; OFFICE; OF'");
    return chy_people_signatories(statement, draft->document.text, &draft->document.outline,
                                  draft->letter, draft->trust ? &draft->trust->directory : NULL,
                                  error);
}

bool chy_draft_to(struct chy_drafting *draft, chancery_error *error)
{
    struct chy_statement *statement = &draft->statement;
    const chancery_draft_options *options = draft->options;
    statement->addressee = calloc(options->to_count, sizeof *statement->addressee);
    if (!statement->addressee)
        return chy_fail_memory(error);
    for (size_t i = 0; i < options->to_count; i++)
        if (!chy_office_parse(&statement->addressee[statement->addressees++], options->to[i],
                              error))
            return false;
    return true;
}

static bool set_addressees(struct chy_drafting *draft, chancery_error *error)
{
    struct chy_statement *statement = &draft->statement;
    if (draft->options->to_count > 0)
        return chy_draft_to(draft, error);
    return statement->type == CHY_ACT_ISSUE || statement->type == CHY_ACT_TRANSLATION ||
           chy_people_addressees(statement, draft->document.text, draft->letter,
                                 draft->trust ? &draft->trust->directory : NULL, error);
}

static bool set_issue(struct chy_drafting *draft, chancery_error *error)
{
    struct chy_statement *statement = &draft->statement;
    const struct chy_document *document = &draft->document;
    statement->issue_number = draft->options->issue_number ? draft->options->issue_number : 1;
    return chy_draft_supersedes(draft, error) &&
           (!document->text ||
            chy_masthead_fill(statement, document->text, &document->outline, error));
}

/* A title is for texts without a heading; that of others is their heading. */
static bool set_title(struct chy_drafting *draft, chancery_error *error)
{
    struct chy_statement *statement = &draft->statement;
    const struct chy_document *document = &draft->document;
    const struct chy_range none = {0};
    if (!set_string(&statement->title, draft->options->title, draft,
                    draft->letter ? draft->letter->heading : none, error))
        return false;
    if (!document->text || chy_title_agrees(statement, document->text, &document->outline))
        return true;
    chy_fail(error, CHANCERY_E_CONFLICT, "the text has another heading than this title");
    return chy_fail_next(error, "Leave --title out: the heading is read from the text.");
}

static bool set_renditions(struct chy_drafting *draft, chancery_error *error)
{
    size_t cap = 0;
    const chancery_draft_options *options = draft->options;
    for (size_t i = 0; i < options->renditions_count; i++)
        if (!chy_rendition_add(&draft->statement, &cap, options->renditions[i],
                               draft->document.folder, draft->document.text, error))
            return false;
    return true;
}

static bool make_statement(struct chy_drafting *draft, chancery_error *error)
{
    struct chy_statement *statement = &draft->statement;
    const chancery_draft_options *options = draft->options;
    const struct chy_range none = {0};
    const char *name = chy_path_name(options->file);
    if (!chy_path_is_plain(chy_span_str(name))) {
        chy_fail(error, CHANCERY_E_REFUSED, "a letter that is signed needs a plain file name");
        return chy_fail_next(error, "%s", CHY_PLAIN_NAME_NEXT);
    }
    if (!(statement->subject = chy_dup(chy_span_str(name), error)) ||
        !(statement->predicate_type = chy_dupf(error, "urn:chancery:%s:v1", options->act)))
        return false;
    statement->subject_digest = draft->document.digest;
    if (chy_act_is_later(statement->type))
        return chy_draft_later(draft, error);
    if (!options->no_text && !chy_statement_set_text(statement, draft->document.text, error))
        return false;
    return set_date(draft, error) && set_language(draft, error) && set_title(draft, error) &&
           set_string(&statement->reference, options->reference, draft, none, error) &&
           set_signatories(draft, error) && set_addressees(draft, error) &&
           (statement->type != CHY_ACT_ISSUE || set_issue(draft, error)) &&
           (statement->type != CHY_ACT_TRANSLATION || chy_draft_translates(draft, error)) &&
           set_renditions(draft, error) && chy_draft_carried(draft, error);
}

/* The draft for people to read: the statement, indented. */
static bool write_draft(const struct chy_drafting *draft, const char *path,
                        chancery_error *error)
{
    bool ok = false;
    struct chy_json *json = NULL;
    struct chy_buf pretty = {0};
    if (!chy_json_parse(&json, chy_buf_view(&draft->payload), error))
        goto out;
    chy_json_write_pretty(&pretty, json);
    chy_buf_byte(&pretty, '\n');
    ok = chy_buf_finish(&pretty, error) &&
         chy_file_write(path, chy_buf_view(&pretty), 0644,
                        draft->options->force || draft->deposit.len > 0, error);
out:
    chy_json_free(json);
    chy_buf_done(&pretty);
    return ok;
}

/* The letter's draft, so that the attestation's can take its place. */
static bool save_deposit(const struct chy_drafting *draft, chancery_error *error)
{
    if (draft->deposit.len == 0)
        return true;
    char *path = chy_deposit_path(draft->options->file, error);
    bool ok = path && chy_deposit_write(path, chy_buf_view(&draft->deposit), error);
    free(path);
    return ok;
}

/* The draft first: if the record cannot be written after it, the draft goes again, and nothing
 * has changed. */
static bool save(const struct chy_drafting *draft, const char *path, chancery_error *error)
{
    size_t added;
    bool exists, ok = false;
    char *record = NULL;
    if (!save_deposit(draft, error) || !write_draft(draft, path, error))
        return false;
    if (draft->lines.len == 0)
        return true;
    ok = chy_record_path(&record, &exists, draft->options->file, draft->options->record, NULL,
                         NULL, error) &&
         chy_record_append(record, chy_buf_view(&draft->lines), &added, error);
    if (!ok && !chy_file_remove(path, NULL))
        chy_fail_next(error, "Remove the draft by hand: it could not be taken back.");
    free(record);
    return ok;
}

static bool describe_letters(struct chy_buf *out, const struct chy_drafting *draft,
                             chancery_error *error)
{
    bool ok = true;
    size_t option = 0; /* what is carried in translation is none */
    for (size_t i = 0; ok && i < draft->statement.carried; i++) {
        const struct chy_carried *carried = &draft->statement.carries[i];
        if (carried->as == CHY_AS_TRANSLATION)
            continue;
        ok = !carried->is_file ||
             chy_describe_letters(out, draft->options->carries[option], error);
        option++;
    }
    return ok;
}

static char *describe(const struct chy_drafting *draft, const struct chy_findings *findings,
                      const char *path, bool json, chancery_error *error)
{
    char *said = NULL;
    struct chy_buf out = {0};
    struct chy_record carried = {0};
    if (json) {
        chy_buf_span(&out, chy_buf_view(&draft->payload));
        return chy_buf_take(&out, NULL, error);
    }
    if (!chy_record_read(&carried, chy_buf_view(&draft->lines), error))
        goto out;
    chy_buf_str(&out, "Drafted ");
    chy_buf_escaped(&out, chy_span_str(path));
    chy_buf_str(&out, "\n");
    chy_describe(&out, &draft->statement, &carried);
    if (draft->trust)
        chy_describe_findings(&out, findings);
    if (describe_letters(&out, draft, error))
        said = chy_buf_take(&out, NULL, error);
out:
    chy_record_done(&carried);
    chy_buf_done(&out);
    return said;
}

static bool start(struct chy_drafting *draft, chancery_error *error)
{
    const chancery_draft_options *options = draft->options;
    draft->statement.type = chy_act_type_of(chy_span_str(options->act));
    bool later = chy_act_is_later(draft->statement.type);
    if (draft->statement.type >= CHY_ACT_PROCURATION)
        return chy_fail(error, CHANCERY_E_USAGE, "no act of this name can be drafted");
    if (strcmp(options->file, "-") == 0) {
        chy_fail(error, CHANCERY_E_USAGE,
                 "standard input has no name, and no record beside it");
        return chy_fail_next(error, "Save the text as a file, and draft that.");
    }
    if (!chy_file_outside_bags(options->file, error) ||
        (options->record && !chy_file_outside_bags(options->record, error)))
        return false;
    if (options->renditions_count > 0 && options->no_text) {
        chy_fail(error, CHANCERY_E_USAGE, "a file that is no text has no words to be compared");
        return chy_fail_next(error, "Leave --rendition or --no-text out.");
    }
    if (!chy_document_read(&draft->document, options->file, error) ||
        (!later && !chy_document_text(&draft->document, !options->no_text, error)))
        return false;
    if (draft->document.outline.letters > 0)
        draft->letter = &draft->document.outline.letter[0];
    return draft->letter || later || options->no_text ||
           !chy_is_marked(chy_buf_view(&draft->document.bytes), error);
}

/* Judged with what it carries, and with the letter that it attests. */
static bool preview(struct chy_findings *findings, const struct chy_drafting *draft,
                    chancery_error *error)
{
    struct chy_buf lines = {0};
    chy_buf_span(&lines, chy_buf_view(&draft->lines));
    if (draft->deposit.len > 0)
        chy_deposit_line(&lines, chy_buf_view(&draft->deposit));
    bool ok = chy_buf_finish(&lines, error) &&
              chy_preview(findings, chy_buf_view(&draft->payload), chy_buf_view(&lines),
                          &draft->document, draft->trust, error);
    chy_buf_done(&lines);
    return ok;
}

bool chancery_draft(char **done, const chancery_draft_options *options,
                    const chancery_trust *trust, bool json, chancery_error *error)
{
    bool ok = false;
    struct chy_drafting draft = {.options = options, .trust = trust};
    struct chy_findings findings = {0};
    char *path = NULL, *said = NULL;
    *done = NULL;
    if (!start(&draft, error) || !(path = chy_draft_path(options->file, error)))
        goto out;
    if (!options->force && chy_file_exists(path) && !chy_draft_waits(&draft, path)) {
        chy_fail(error, CHANCERY_E_EXISTS, "a draft is there already");
        chy_fail_where(error, path);
        chy_fail_next(error, "Sign it, or replace it with --force.");
        goto out;
    }
    if (!options->force && trust && !chy_act_is_later(draft.statement.type) &&
        !chy_draft_is_new(options, draft.statement.type, &draft.document.digest, NULL, trust,
                          error))
        goto out;
    if (!make_statement(&draft, error) ||
        !chy_statement_write(&draft.payload, &draft.statement, error) ||
        !chy_draft_says_more(&draft, error) || !preview(&findings, &draft, error) ||
        !chy_preview_refuse(&findings, options->file,
                            chy_preview_next(draft.statement.type, &findings), error))
        goto out;
    if (!(said = describe(&draft, &findings, path, json, error)) || !save(&draft, path, error))
        goto out;
    *done = said;
    said = NULL;
    ok = true;
out:
    if (!ok)
        chy_fail_where(error, options->file);
    free(path);
    free(said);
    chy_findings_done(&findings);
    chy_statement_done(&draft.statement);
    chy_document_done(&draft.document);
    chy_buf_done(&draft.lines);
    chy_buf_done(&draft.payload);
    chy_buf_done(&draft.deposit);
    return ok;
}
