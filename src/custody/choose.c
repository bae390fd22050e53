#include "custody/choose.h"

#include "base/file.h"
#include "base/limits.h"
#include "custody/fate.h"
#include "custody/rendition.h"

#include <stdlib.h>

/* A candidate, and how the document is what it signs. */
struct candidate {
    const struct chy_act *act;
    uint32_t index;
    enum chy_level level;
};

struct candidates {
    struct candidate *item;
    size_t count, cap;
};

static int compare_int(int a, int b)
{
    return (a > b) - (a < b);
}

/* What somebody signed as their own words goes before what translates others'. */
static int rank(enum chy_act_type type)
{
    return type == CHY_ACT_TRANSLATION ? -1 : (int)type;
}

/* The better level first, then issue before forward before letter before translation, a later
 * issue before the one before it, then by digest, so that the order of the record's lines means
 * nothing. */
static int compare(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    int order = compare_int((int)y->level, (int)x->level);
    if (order == 0)
        order = compare_int(rank(y->act->statement.type), rank(x->act->statement.type));
    if (order == 0)
        order = (x->act->statement.issue_number < y->act->statement.issue_number) -
                (x->act->statement.issue_number > y->act->statement.issue_number);
    return order ? order : memcmp(x->act->digest.b, y->act->digest.b, sizeof x->act->digest.b);
}

/* The candidates of the expected type (-1: any) that the document matches, or all, in the order
 * in which they are preferred. */
static bool list_candidates(struct candidates *out, const struct chy_case *given, int expected,
                            bool matching, chancery_error *error)
{
    for (uint32_t i = 0; i < given->record->acts; i++) {
        const struct chy_act *act = &given->record->act[i];
        if (!act->readable || !act->trusted || !chy_act_is_judged(act->statement.type) ||
            (expected >= 0 && (int)act->statement.type != expected))
            continue;
        enum chy_level level = chy_match_level(&act->statement, &given->file, given->text);
        /* Of what another program read, spacing says nothing. */
        if (given->program && level == CHY_LEVEL_TEXT)
            level = CHY_LEVEL_WORDS;
        if (matching && level == CHY_LEVEL_NONE)
            continue;
        if (!chy_grow(&out->item, &out->cap, out->count, sizeof *out->item, CHY_MAX_LINES,
                      "acts", error))
            return false;
        out->item[out->count++] = (struct candidate){act, i, level};
    }
    if (out->count > 0)
        qsort(out->item, out->count, sizeof *out->item, compare);
    return true;
}

/* One candidate as it was judged, and what became of it. */
struct weighed {
    struct chy_judgement judgement;
    unsigned gravity; /* chy_fate; 0 too where it is not authentic */
};

static bool is_authentic(const struct chy_judgement *judgement)
{
    return chy_findings_worst(&judgement->findings) < CHANCERY_INDETERMINATE;
}

/* The better verdict, then of authentic ones the one of which later acts made the gravest, then
 * the one with the milder findings. */
static bool is_better(const struct weighed *one, const struct chy_choice *best)
{
    enum chancery_severity mine = chy_findings_worst(&one->judgement.findings),
                           other = chy_findings_worst(&best->best.findings);
    if (is_authentic(&one->judgement) != is_authentic(&best->best) ||
        one->gravity == best->gravity)
        return mine < other;
    return one->gravity > best->gravity;
}

/* Judges a candidate, and weighs what became of it if it is authentic, as long as *left are to
 * be weighed; choice->many: more were authentic. */
static bool weigh(struct weighed *out, struct chy_choice *choice, const struct chy_case *given,
                  const struct candidate *candidate, unsigned *left, struct chy_search *search,
                  chancery_error *error)
{
    *out = (struct weighed){0};
    if (!chy_judge(&out->judgement, given, candidate->index, candidate->level, search, error))
        return false;
    if (!is_authentic(&out->judgement))
        return true;
    choice->many = choice->many || *left == 0;
    if (*left == 0)
        return true;
    --*left;
    if (chy_fate(&out->gravity, given, &out->judgement, error))
        return true;
    chy_judgement_done(&out->judgement);
    return false;
}

/* Judges every candidate that the document matches, and keeps the best: the best verdict, then
 * the gravest fate, then the one that comes first. So an act that somebody adds can never
 * displace one that is judged better, nor hide what became of one that is judged alike. Each
 * may do an equal share of the work, whatever others stand in the record. */
static bool choose_matching(struct chy_choice *choice, const struct chy_case *given,
                            int expected, struct chy_search *search, chancery_error *error)
{
    struct candidates all = {0};
    bool ok = list_candidates(&all, given, expected, true, error);
    bool any_later = chy_fate_any(given->record);
    unsigned left = CHY_MAX_RIVALS;
    for (size_t i = 0; ok && i < all.count; i++) {
        struct weighed one;
        search->left = CHY_MAX_MATCH_BYTES / all.count;
        ok = weigh(&one, choice, given, &all.item[i], &left, search, error);
        if (!ok)
            break;
        if (!choice->any || is_better(&one, choice)) {
            chy_judgement_done(&choice->best);
            choice->best = one.judgement;
            choice->gravity = one.gravity;
        } else {
            chy_judgement_done(&one.judgement);
        }
        choice->any = true;
        if (!any_later && chy_findings_worst(&choice->best.findings) == CHANCERY_NOTE)
            break; /* nothing that follows can be better */
    }
    free(all.item);
    return ok;
}

/* Of one type alone, or with proven times, another act may have been chosen than without: who
 * demands more must not be told less of what became of the document. */
static bool look_at_rivals(struct chy_choice *choice, const struct chy_case *given,
                           struct chy_search *search, chancery_error *error)
{
    struct candidates all = {0};
    struct chy_case undemanding = *given;
    undemanding.require_time = false;
    unsigned left = CHY_MAX_RIVALS;
    bool told = false, ok = list_candidates(&all, given, -1, true, error);
    for (size_t i = 0; ok && !told && i < all.count; i++) {
        struct weighed one;
        if (!chy_fate_is_rival(given, &choice->best, all.item[i].index))
            continue;
        search->left = CHY_MAX_MATCH_BYTES / all.count;
        ok = weigh(&one, choice, &undemanding, &all.item[i], &left, search, error);
        told = ok && one.gravity > 0;
        if (told)
            chy_fate_report(&choice->best, &given->record->act[all.item[i].index]);
        if (ok)
            chy_judgement_done(&one.judgement);
    }
    free(all.item);
    return ok;
}

/* Rule 8.15 for what was chosen, if nothing else keeps it from being relied on. */
static bool heed_rivals(struct chy_choice *choice, const struct chy_case *given, int expected,
                        struct chy_search *search, chancery_error *error)
{
    if (!choice->any || choice->gravity > 0 || !is_authentic(&choice->best) ||
        !chy_fate_any(given->record))
        return true;
    if ((expected >= 0 || given->require_time) && !look_at_rivals(choice, given, search, error))
        return false;
    if (choice->many)
        chy_fate_report_many(&choice->best, given->record);
    return true;
}

/* How many words of the act's paragraphs stand in the document. */
static bool count_found(uint32_t *found, const struct chy_act *act, struct chy_search *search,
                        chancery_error *error)
{
    struct chy_match match = {0};
    bool ok = !search->text || !act->statement.has_text || !act->statement.text_known ||
              chy_match_find(&match, &act->statement, search, 0, search->text->words, error);
    *found = match.found;
    chy_match_done(&match);
    return ok;
}

/* No act matches: the one that names the file as a rendition, else that most of the document's
 * words come from, else the one that bears its name. */
static bool choose_nearest(struct chy_choice *choice, const struct chy_case *given,
                           const char *name, struct chy_search *search, chancery_error *error)
{
    const struct candidate *nearest = NULL;
    struct candidates all = {0};
    uint32_t most = 0;
    bool ok = list_candidates(&all, given, -1, false, error);
    for (size_t i = 0; ok && i < all.count; i++) {
        const struct candidate *one = &all.item[i];
        uint32_t found = 0;
        search->left = CHY_MAX_MATCH_BYTES / all.count;
        ok = count_found(&found, one->act, search, error);
        bool named = strcmp(one->act->statement.subject, chy_path_name(name)) == 0;
        if (chy_is_rendition(&one->act->statement, &given->file))
            found = UINT32_MAX; /* this file is signed for: its words should be those */
        if (found > most || (found == 0 && named && !nearest)) {
            nearest = one;
            most = found;
        }
    }
    if (ok && nearest) {
        search->left = CHY_MAX_MATCH_BYTES;
        ok = chy_judge(&choice->best, given, nearest->index, CHY_LEVEL_NONE, search, error);
        choice->any = ok;
    }
    free(all.item);
    return ok;
}

bool chy_choose(struct chy_choice *choice, const struct chy_case *given, const char *name,
                int expected, chancery_error *error)
{
    struct chy_search search = {.text = given->text};
    bool ok = choose_matching(choice, given, expected, &search, error);
    if (ok && !choice->any && expected >= 0)
        ok = choose_matching(choice, given, -1, &search, error);
    ok = ok && heed_rivals(choice, given, expected, &search, error);
    if (ok && !choice->any)
        ok = choose_nearest(choice, given, name, &search, error);
    chy_search_done(&search);
    return ok;
}
