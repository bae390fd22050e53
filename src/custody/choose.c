#include "custody/choose.h"

#include "base/file.h"
#include "base/limits.h"

static int compare_int(int a, int b)
{
    return (a > b) - (a < b);
}

/* Is `a` to be preferred to `b`? The better verdict, then the better level, then issue before
 * forward before letter: so an act that somebody adds can never displace one that is judged
 * better. */
static bool is_better(const struct chy_judgement *a, const struct chy_judgement *b,
                      const struct chy_record *record)
{
    int order = compare_int((int)chy_findings_worst(&b->findings),
                            (int)chy_findings_worst(&a->findings));
    if (order == 0)
        order = compare_int((int)a->level, (int)b->level);
    if (order == 0)
        order = compare_int((int)record->act[a->act].statement.type,
                            (int)record->act[b->act].statement.type);
    return order > 0;
}

static bool is_candidate(const struct chy_act *act, int expected)
{
    return act->readable && act->trusted && act->statement.type <= CHY_ACT_ISSUE &&
           (expected < 0 || (int)act->statement.type == expected);
}

/* Judges every act that the document matches at some level, and keeps the best. */
static bool choose_matching(struct chy_choice *choice, const struct chy_case *given,
                            int expected, struct chy_budget *budget, chancery_error *error)
{
    for (uint32_t i = 0; i < given->record->acts; i++) {
        const struct chy_act *act = &given->record->act[i];
        struct chy_judgement judgement;
        if (!is_candidate(act, expected))
            continue;
        enum chy_level level = chy_match_level(&act->statement, &given->file, given->text);
        if (level == CHY_LEVEL_NONE)
            continue;
        if (!chy_judge(&judgement, given, i, level, budget, error))
            return false;
        if (!choice->any || is_better(&judgement, &choice->best, given->record)) {
            chy_judgement_done(&choice->best);
            choice->best = judgement;
        } else {
            chy_judgement_done(&judgement);
        }
        choice->any = true;
    }
    return true;
}

/* No act matches: the one that most of the document's words come from, else the one that bears
 * its name. */
static bool choose_nearest(struct chy_choice *choice, const struct chy_case *given,
                           const char *name, int expected, struct chy_budget *budget,
                           chancery_error *error)
{
    uint32_t nearest = UINT32_MAX, most = 0;
    for (uint32_t i = 0; i < given->record->acts; i++) {
        const struct chy_act *act = &given->record->act[i];
        struct chy_match match = {0};
        if (!is_candidate(act, expected))
            continue;
        if (given->text && act->statement.has_text && act->statement.text_known &&
            !chy_match_find(&match, &act->statement, given->text, 0, given->text->words, budget,
                            error))
            return false;
        uint32_t found = match.found;
        chy_match_done(&match);
        bool named = strcmp(act->statement.subject, chy_path_name(name)) == 0;
        if (found == 0 && !named)
            continue;
        if (nearest == UINT32_MAX || found > most ||
            (found == most &&
             act->statement.type > given->record->act[nearest].statement.type)) {
            nearest = i;
            most = found;
        }
    }
    if (nearest == UINT32_MAX)
        return true;
    choice->any = true;
    return chy_judge(&choice->best, given, nearest, CHY_LEVEL_NONE, budget, error);
}

/* Chooses among the acts of the expected type first, then, where the document matches none of
 * these, among all. */
bool chy_choose(struct chy_choice *choice, const struct chy_case *given, const char *name,
                int expected, chancery_error *error)
{
    struct chy_budget budget = {CHY_MAX_MATCH_BYTES};
    if (!choose_matching(choice, given, expected, &budget, error))
        return false;
    if (!choice->any && expected >= 0 && !choose_matching(choice, given, -1, &budget, error))
        return false;
    return choice->any || choose_nearest(choice, given, name, -1, &budget, error);
}
