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
    size_t order;            /* in which they are preferred */
    unsigned rank;           /* chy_fate_rank, where something may have become of one */
    bool overtaken, unknown; /* as it was weighed */
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
        out->item[out->count++] = (struct candidate){.act = act, .index = i, .level = level};
    }
    if (out->count > 0)
        qsort(out->item, out->count, sizeof *out->item, compare);
    for (size_t i = 0; i < out->count; i++)
        out->item[i].order = i;
    return true;
}

/* One candidate as it was judged, and what became of it. */
struct weighed {
    struct chy_judgement judgement;
    size_t order;     /* among the candidates: the lower is preferred */
    unsigned gravity; /* chy_fate; 0 too where it is not authentic */
    bool unknown;     /* it is authentic, and what became of it was not looked at */
};

static bool is_authentic(const struct chy_judgement *judgement)
{
    return chy_findings_worst(&judgement->findings) < CHANCERY_INDETERMINATE;
}

/* The milder findings, then the one that is preferred. */
static bool is_milder(const struct weighed *one, const struct weighed *other)
{
    enum chancery_severity mine = chy_findings_worst(&one->judgement.findings),
                           others = chy_findings_worst(&other->judgement.findings);
    return mine != others ? mine < others : one->order < other->order;
}

/* Of two of one rank: the better verdict, then of authentic ones the one of which later acts
 * made the gravest. */
static bool is_better_alike(const struct weighed *one, const struct weighed *other)
{
    bool authentic = is_authentic(&one->judgement);
    if (authentic != is_authentic(&other->judgement) || one->gravity == other->gravity)
        return is_milder(one, other);
    return one->gravity > other->gravity;
}

static bool carries(const struct chy_judgement *one, uint32_t act)
{
    for (size_t i = 1; i < one->chain.links; i++)
        if (one->chain.link[i].act == act)
            return true;
    return false;
}

/* Does one of lower rank displace what is the best above it? Never an authentic one if later
 * acts made something of either, or nobody looked: who adds an act and withdraws it displaces
 * nothing that says better whose it is, and who adds one hides nothing. What the other carries
 * itself is no rival. */
static bool displaces(const struct weighed *lower, const struct weighed *best)
{
    if (!is_authentic(&best->judgement) || !is_authentic(&lower->judgement))
        return is_milder(lower, best);
    if (carries(&best->judgement, lower->judgement.act))
        return is_better_alike(lower, best);
    return lower->gravity == 0 && best->gravity == 0 && !lower->unknown &&
           is_milder(lower, best);
}

/* Judges a candidate, and weighs what became of it if it is authentic, as long as *left are to
 * be weighed. */
static bool weigh(struct weighed *out, const struct chy_case *given,
                  const struct candidate *candidate, unsigned *left, struct chy_search *search,
                  chancery_error *error)
{
    *out = (struct weighed){.order = candidate->order};
    if (!chy_judge(&out->judgement, given, candidate->index, candidate->level, search, error))
        return false;
    if (!is_authentic(&out->judgement))
        return true;
    out->unknown = *left == 0;
    if (*left == 0)
        return true;
    --*left;
    if (chy_fate(&out->gravity, given, &out->judgement, error))
        return true;
    chy_judgement_done(&out->judgement);
    return false;
}

static void keep(struct weighed *best, bool *any, struct weighed *one, bool better)
{
    chy_judgement_done(better ? &best->judgement : &one->judgement);
    if (better)
        *best = *one;
    *any = true;
}

/* The better rank first, whose fate is then looked at before that of any number of others. */
static int compare_rank(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    int order = compare_int((int)y->rank, (int)x->rank);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

static void rank_all(struct candidates *all, const struct chy_case *given)
{
    for (size_t i = 0; i < all->count; i++)
        all->item[i].rank = chy_fate_rank(given, all->item[i].act);
    if (all->count > 0)
        qsort(all->item, all->count, sizeof *all->item, compare_rank);
}

/* Judges the candidates of one rank from *at on, and keeps the best of them. */
static bool choose_alike(struct weighed *best, const struct chy_case *given,
                         struct candidates *all, size_t *at, unsigned *left,
                         struct chy_search *search, chancery_error *error)
{
    const unsigned rank = all->item[*at].rank;
    bool any = false, unknown = false, ok = true, any_later = chy_fate_any(given->record);
    for (; *at < all->count && all->item[*at].rank == rank; ++*at) {
        struct candidate *candidate = &all->item[*at];
        struct weighed one;
        search->left = CHY_MAX_MATCH_BYTES / all->count;
        ok = weigh(&one, given, candidate, left, search, error);
        if (!ok)
            break;
        candidate->overtaken = one.gravity > 0;
        candidate->unknown = one.unknown;
        unknown = unknown || one.unknown;
        keep(best, &any, &one, !any || is_better_alike(&one, best));
        if (!any_later && chy_findings_worst(&best->judgement.findings) == CHANCERY_NOTE) {
            *at = all->count; /* nothing that follows can be better */
            break;
        }
    }
    best->unknown = unknown;
    return ok;
}

/* Rule 8.15 for those that were weighed beside the chosen one. */
static bool tell_weighed(struct chy_choice *choice, const struct chy_case *given,
                         const struct candidates *all, chancery_error *error)
{
    const unsigned bar = chy_fate_bar(given, &given->record->act[choice->best.act]);
    bool told = false, ok = true;
    for (size_t i = 0; ok && !told && i < all->count; i++) {
        const struct candidate *one = &all->item[i];
        bool concerns = false;
        if (one->overtaken || one->unknown)
            ok = chy_fate_concerns(&concerns, given, &choice->best, bar, one->index, error);
        told = concerns && one->overtaken;
        choice->many = choice->many || (concerns && one->unknown);
        if (told)
            chy_fate_report(&choice->best, one->act);
    }
    return ok;
}

static bool can_be_relied_on(const struct chy_choice *choice)
{
    return choice->any && choice->gravity == 0 && is_authentic(&choice->best);
}

/* Judges every candidate that the document matches, and keeps the best: the best verdict, then
 * of one rank the gravest fate, then the mildest findings, then the one that comes first. So an
 * act that somebody adds can never displace one that is judged better, nor hide what became of
 * one that is judged alike. Each may do an equal share of the work, whatever others stand in
 * the record. */
static bool choose_matching(struct chy_choice *choice, const struct chy_case *given,
                            int expected, struct chy_search *search, chancery_error *error)
{
    struct candidates all = {0};
    struct weighed best = {0};
    bool ok = list_candidates(&all, given, expected, true, error);
    if (ok && chy_fate_any(given->record))
        rank_all(&all, given);
    unsigned left = CHY_MAX_RIVALS;
    for (size_t i = 0; ok && i < all.count;) {
        struct weighed group = {0};
        ok = choose_alike(&group, given, &all, &i, &left, search, error);
        if (ok)
            keep(&best, &choice->any, &group, !choice->any || displaces(&group, &best));
        else
            chy_judgement_done(&group.judgement);
    }
    choice->best = best.judgement;
    choice->gravity = best.gravity;
    if (ok && can_be_relied_on(choice) && chy_fate_any(given->record))
        ok = tell_weighed(choice, given, &all, error);
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
    const unsigned bar = chy_fate_bar(given, &given->record->act[choice->best.act]);
    unsigned left = CHY_MAX_RIVALS;
    bool told = false, ok = list_candidates(&all, given, -1, true, error);
    for (size_t i = 0; ok && !told && i < all.count; i++) {
        struct weighed one = {0};
        bool concerns = false;
        ok = chy_fate_concerns(&concerns, given, &choice->best, bar, all.item[i].index, error);
        if (!ok || !concerns)
            continue;
        search->left = CHY_MAX_MATCH_BYTES / all.count;
        ok = weigh(&one, &undemanding, &all.item[i], &left, search, error);
        told = ok && one.gravity > 0;
        choice->many = choice->many || (ok && one.unknown);
        if (told)
            chy_fate_report(&choice->best, all.item[i].act);
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
    if (!can_be_relied_on(choice) || !chy_fate_any(given->record))
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
