/*
 * draft_later.c - an act about another act: what it is about is read from the record, and who
 * signs it is, unless said otherwise, who signed that.
 */
#include "custody/draft.h"

#include "base/date.h"
#include "base/limits.h"
#include "custody/carry.h"

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
    if (reason && *reason && strlen(reason) <= CHY_MAX_STRING)
        return copy_option(&draft->statement.reason, reason, error);
    chy_fail(error, CHANCERY_E_USAGE, "a %s says why, in 1 to %u bytes", draft->options->act,
             CHY_MAX_STRING);
    return chy_fail_next(error, "Say it with --reason.");
}

bool chy_draft_later(struct chy_drafting *draft, chancery_error *error)
{
    struct chy_statement *statement = &draft->statement, of = {0};
    const chancery_draft_options *options = draft->options;
    bool set = false;
    bool ok = set_reason(draft, error) && chy_draft_date(draft, &set, error) &&
              copy_option(&statement->reference, options->reference, error) &&
              chy_carry_concerned(&statement->concerns, &of, &draft->lines, &draft->document,
                                  options->record, draft->trust, error) &&
              (options->from_count > 0 ? chy_draft_from(draft, error)
                                       : copy_signatories(statement, &of, error)) &&
              chy_draft_to(draft, error);
    if (ok && !set)
        statement->date = chy_time_date(draft->trust->now);
    chy_statement_done(&of);
    return ok;
}
