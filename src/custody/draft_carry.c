/*
 * draft_carry.c - what a forward or an issue carries, in the order given.
 */
#include "custody/draft.h"

#include "custody/carry.h"

static bool is_edited(const chancery_draft_options *options, const char *path)
{
    for (size_t i = 0; i < options->edited_count; i++)
        if (strcmp(options->edited[i], path) == 0)
            return true;
    return false;
}

/* What is edited is one of the files that are carried. */
static bool all_carried(const chancery_draft_options *options, chancery_error *error)
{
    for (size_t i = 0; i < options->edited_count; i++) {
        bool carried = false;
        for (size_t k = 0; k < options->carries_count; k++)
            carried = carried || strcmp(options->edited[i], options->carries[k]) == 0;
        if (carried)
            continue;
        chy_fail(error, CHANCERY_E_USAGE, "--edited names a file that is not carried");
        chy_fail_where(error, options->edited[i]);
        return chy_fail_next(error, "Name it with --%s too.",
                             strcmp(options->act, "issue") == 0 ? "carries" : "annex");
    }
    return true;
}

bool chy_draft_carried(struct chy_drafting *draft, chancery_error *error)
{
    size_t cap = 0;
    const chancery_draft_options *options = draft->options;
    if (!all_carried(options, error))
        return false;
    for (size_t i = 0; i < options->carries_count; i++) {
        size_t entry = draft->statement.carried;
        if (!chy_carry_file(&draft->statement, &cap, &draft->lines, options->carries[i],
                            draft->trust, error) ||
            (is_edited(options, options->carries[i]) &&
             !chy_carry_edited(&draft->statement.carries[entry], options->carries[i], error)))
            return false;
    }
    return draft->statement.type == CHY_ACT_FORWARD ? chy_carry_label(&draft->statement, error)
                                                    : true;
}
