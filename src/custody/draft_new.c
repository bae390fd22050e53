/*
 * draft_new.c - is it signed already? A second statement about the same file would be a rival
 * of the first.
 */
#include "custody/draft.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/chain.h"
#include "custody/describe.h"
#include "custody/later.h"
#include "custody/proven.h"

#include <stdlib.h>

/* Those who still have to sign an act, in words; empty: nobody. */
static bool describe_waiting(struct chy_buf *out, const struct chy_record *record, uint32_t act,
                             const struct chy_chain_times *times, chancery_error *error)
{
    const struct chy_statement *statement = &record->act[act].statement;
    const struct chy_record_signature **place =
        calloc(statement->signatories + 1, sizeof *place);
    bool *signed_by = calloc(statement->signatories + 1, sizeof *signed_by);
    bool ok = place && signed_by;
    if (!ok)
        chy_fail_memory(error);
    else
        chy_chain_places(place, record, act, times);
    for (size_t i = 0; ok && i < statement->signatories; i++)
        signed_by[i] =
            (place[i] && chy_chain_has_quorum(record, act, &statement->signatory[i].office,
                                              place[i], times)) ||
            chy_chain_is_attested(record, act, i, times);
    if (ok)
        chy_describe_waiting(out, statement, signed_by);
    free(place);
    free(signed_by);
    return ok && chy_buf_finish(out, error);
}

static bool is_there(const struct chy_record *record, uint32_t act,
                     const struct chy_chain_times *times, chancery_error *error)
{
    struct chy_buf waiting = {0};
    char *who = NULL;
    if (describe_waiting(&waiting, record, act, times, error) &&
        (who = chy_buf_take(&waiting, NULL, error))) {
        if (*who == '\0') {
            chy_fail(error, CHANCERY_E_EXISTS, "it is signed already, by all who had to");
            chy_fail_next(error, "Nothing is left to do; --force drafts it anew all the same.");
        } else {
            chy_fail(error, CHANCERY_E_EXISTS, "it is signed already and waits for %s", who);
            chy_fail_next(error,
                          "Sign it (chancery sign); --force drafts it anew all the same.");
        }
    }
    free(who);
    chy_buf_done(&waiting);
    return false;
}

/* The record of the file, weighed; empty where there is none. */
static bool open_record(struct chy_record *record, struct chy_buf *bytes,
                        const chancery_draft_options *options,
                        const struct chy_chain_times *times, chancery_error *error)
{
    bool exists = false;
    char *path = NULL;
    bool ok =
        chy_record_path(&path, &exists, options->file, options->record, NULL, NULL, error) &&
        (!exists || chy_file_read(bytes, path, CHY_MAX_RECORD, error)) &&
        chy_record_read(record, chy_buf_view(bytes), error) &&
        chy_record_weigh(record, times->directory, times->now, error);
    free(path);
    return ok;
}

bool chy_draft_is_new(const chancery_draft_options *options, enum chy_act_type type,
                      const chancery_digest *file, const chancery_digest *only,
                      const struct chancery_trust *trust, chancery_error *error)
{
    const struct chy_chain_times times = {
        .directory = &trust->directory, .now = trust->now, .to_come = true};
    struct chy_buf bytes = {0};
    struct chy_record record = {0};
    bool ok = open_record(&record, &bytes, options, &times, error);
    for (uint32_t i = 0; ok && i < record.acts; i++) {
        const struct chy_act *act = &record.act[i];
        if (act->readable && act->trusted && act->statement.type == type &&
            chy_digest_eq(&act->statement.subject_digest, file) &&
            (!only || chy_digest_eq(&act->digest, only)))
            ok = is_there(&record, i, &times, error);
    }
    chy_record_done(&record);
    chy_buf_done(&bytes);
    return ok;
}

/* With another date or another reason it would still withdraw nothing more. */
static bool widens(const struct chy_drafting *draft, chancery_error *error)
{
    const struct chy_chain_times times = {
        .directory = &draft->trust->directory, .now = draft->trust->now, .to_come = true};
    struct chy_buf bytes = {0};
    struct chy_record record = {0};
    bool waits = false, ok = open_record(&record, &bytes, draft->options, &times, error);
    if (ok && !chy_later_widens(&waits, &record, &draft->statement, &times)) {
        ok = chy_fail(error, CHANCERY_E_EXISTS, "%s",
                      waits ? "a withdrawal by those whom this names has begun to be signed"
                            : "those whom this names have withdrawn it already");
        chy_fail_next(error, "%s",
                      waits
                          ? "Sign that one (chancery sign; chancery show lists it); --force "
                            "drafts another all the same."
                          : "Nothing is left to do (chancery show lists it); name with --from "
                            "who else withdraws it; --force drafts another all the same.");
    }
    chy_record_done(&record);
    chy_buf_done(&bytes);
    return ok;
}

bool chy_draft_says_more(const struct chy_drafting *draft, chancery_error *error)
{
    chancery_digest act = chy_digest_of(chy_buf_view(&draft->payload));
    if (draft->options->force || !draft->trust || !chy_act_is_later(draft->statement.type))
        return true;
    return chy_draft_is_new(draft->options, draft->statement.type, &draft->document.digest,
                            &act, draft->trust, error) &&
           (draft->statement.type != CHY_ACT_WITHDRAWAL || widens(draft, error));
}
