/*
 * draft_later.c - an act about another act: what it is about is read from the record, and who
 * signs it is, unless said otherwise, who signed that. An issue that supersedes another is one
 * too.
 */
#include "custody/draft.h"

#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "custody/carry.h"
#include "custody/rendition.h"

#include <stdlib.h>

static bool copy_signatories(struct chy_statement *to, const struct chy_statement *from,
                             chancery_error *error)
{
    to->signatory = calloc(from->signatories, sizeof *to->signatory);
    if (!to->signatory)
        return chy_fail_memory(error);
    for (size_t i = 0; i < from->signatories; i++) {
        const struct chy_signatory *one = &from->signatory[i];
        struct chy_signatory *made = &to->signatory[to->signatories++];
        made->seal = one->seal;
        if ((one->name && !(made->name = chy_dup(chy_span_str(one->name), error))) ||
            !(made->office.office = chy_dup(chy_span_str(one->office.office), error)) ||
            !(made->office.of = chy_dup(chy_span_str(one->office.of), error)))
            return false;
    }
    return true;
}

static bool copy_option(char **out, const char *given, chancery_error *error)
{
    return !given || (*out = chy_dup(chy_span_str(given), error));
}

static bool set_reason(struct chy_drafting *draft, chancery_error *error)
{
    const char *reason = draft->options->reason;
    if (draft->statement.type == CHY_ACT_RECEIPT ||
        draft->statement.type == CHY_ACT_ATTESTATION)
        return true;
    if (reason && *reason && strlen(reason) <= CHY_MAX_STRING)
        return copy_option(&draft->statement.reason, reason, error);
    chy_fail(error, CHANCERY_E_USAGE, "a %s says why, in 1 to %u bytes",
             draft->statement.supersedes ? "reissue" : draft->options->act, CHY_MAX_STRING);
    return chy_fail_next(error, "Say it with --reason.");
}

/* Who receives is no signatory, and may be any of those it is addressed to. */
static bool set_from(struct chy_drafting *draft, const struct chy_statement *of,
                     chancery_error *error)
{
    if (draft->options->from_count > 0)
        return chy_draft_from(draft, error);
    if (draft->statement.type != CHY_ACT_RECEIPT &&
        draft->statement.type != CHY_ACT_ATTESTATION)
        return copy_signatories(&draft->statement, of, error);
    chy_fail(error, CHANCERY_E_UNKNOWN, "nothing says who %s it",
             draft->statement.type == CHY_ACT_RECEIPT ? "received" : "attests");
    return chy_fail_next(error, "Say it with --from 'NAME; OFFICE; OF'.");
}

static bool set_received(struct chy_drafting *draft, chancery_error *error)
{
    const char *received = draft->options->received;
    if (draft->statement.type != CHY_ACT_RECEIPT || (!received && !draft->trust))
        return true;
    draft->statement.received = draft->trust ? draft->trust->now : 0;
    if (!received || chy_time_parse(&draft->statement.received, chy_span_str(received)))
        return true;
    chy_fail(error, CHANCERY_E_USAGE, "--received takes a day or an RFC 3339 time");
    return chy_fail_next(error, "Say for example --received 2012-09-19T08:30:00Z.");
}

/* The file that says what is corrected. */
static bool set_corrigendum(struct chy_drafting *draft, chancery_error *error)
{
    struct chy_rendition *made = &draft->statement.corrigendum;
    const char *path = draft->options->corrigendum;
    const char *name = path ? chy_path_name(path) : NULL;
    struct chy_document document = {0};
    if (!path)
        return true;
    if (draft->statement.type != CHY_ACT_CORRIGENDUM)
        return chy_fail(error, CHANCERY_E_USAGE,
                        "only a corrigendum has a file of corrections");
    if (!chy_path_is_plain(chy_span_str(name))) {
        chy_fail(error, CHANCERY_E_REFUSED, "corrections need a plain file name");
        return chy_fail_next(error, "%s", CHY_PLAIN_NAME_NEXT);
    }
    if (!chy_document_read(&document, path, error))
        return false;
    made->sha256 = document.digest;
    chy_document_done(&document);
    return copy_option(&made->name, name, error) &&
           copy_option(&made->media_type, chy_media_type(name), error);
}

bool chy_draft_supersedes(struct chy_drafting *draft, chancery_error *error)
{
    struct chy_statement *statement = &draft->statement, of = {0};
    const char *path = draft->options->supersedes;
    struct chy_document document = {0};
    if (!path && !draft->options->reason)
        return true;
    if (!path) {
        chy_fail(error, CHANCERY_E_USAGE, "a reason is for an issue that supersedes another");
        return chy_fail_next(error, "Name the document of that issue with --supersedes.");
    }
    statement->supersedes = true;
    bool ok = set_reason(draft, error) && chy_document_read(&document, path, error) &&
              chy_carry_concerned(&statement->concerns, &of, &draft->lines, &document, NULL,
                                  draft->trust, error);
    if (ok && draft->options->issue_number == 0)
        statement->issue_number = (of.issue_number ? of.issue_number : 1) + 1;
    if (ok && (statement->issue_number < 2 || statement->issue_number > INT32_MAX)) {
        chy_fail(error, CHANCERY_E_USAGE, "a reissue has an --issue-number above 1");
        ok = chy_fail_next(error, "Leave --issue-number out: it is then one above the last.");
    }
    chy_document_done(&document);
    chy_statement_done(&of);
    return ok;
}

static bool find_concerned(struct chy_drafting *draft, struct chy_statement *of,
                           chancery_error *error)
{
    if (draft->statement.type == CHY_ACT_ATTESTATION)
        return chy_draft_attested(draft, of, error);
    return chy_carry_concerned(&draft->statement.concerns, of, &draft->lines, &draft->document,
                               draft->options->record, draft->trust, error);
}

bool chy_draft_later(struct chy_drafting *draft, chancery_error *error)
{
    struct chy_statement *statement = &draft->statement, of = {0};
    const chancery_draft_options *options = draft->options;
    bool set = false;
    bool ok = set_reason(draft, error) && chy_draft_date(draft, &set, error) &&
              copy_option(&statement->reference, options->reference, error) &&
              set_corrigendum(draft, error) && set_received(draft, error) &&
              find_concerned(draft, &of, error) && set_from(draft, &of, error) &&
              chy_draft_to(draft, error);
    if (ok && !set)
        statement->date = chy_time_date(draft->trust->now);
    chy_statement_done(&of);
    return ok;
}
