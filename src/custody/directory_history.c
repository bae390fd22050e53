/*
 * directory_history.c - the past of a directory: what may become of an entry in the version
 * that follows (spec/directory.md, D33 to D36).
 */
#include "custody/directory.h"

#include "base/date.h"
#include "sign/ed25519.h"

#include <stdio.h>

struct history {
    const struct chy_directory *before, *after;
    chancery_error *error;
};

static bool refuse(const struct history *history, const char *list, size_t i, const char *what)
{
    char where[64];
    snprintf(where, sizeof where, "$.%s[%zu]", list, i);
    chy_fail(history->error, CHANCERY_E_DIRECTORY,
             "version %lld %s; entries are only ended or voided, with a reason",
             (long long)history->after->version, what);
    chy_fail_where(history->error, where);
    return chy_fail_next(history->error,
                         "Do not rely on it; ask the directory's keepers what it is to say.");
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_office(const struct chy_office *a, const struct chy_office *b)
{
    return same(a->office, b->office) && same(a->of, b->of);
}

/* A reason for being void is given once, and stays. */
static bool same_void(const char *before, const char *after)
{
    return !before || same(before, after);
}

struct term {
    chancery_date since, until;
    const char *ended, *voided;
};

/* An end is set, or brought forward, with a reason; what is void is as it was. */
static bool term_follows(struct term before, struct term after)
{
    bool until_stays = chy_date_cmp(before.until, after.until) == 0;
    if (chy_date_cmp(before.since, after.since) != 0 || !same_void(before.voided, after.voided))
        return false;
    if (until_stays)
        return same(before.ended, after.ended);
    return !before.voided && after.ended && chy_date_is_set(after.until) &&
           (!chy_date_is_set(before.until) || chy_date_cmp(after.until, before.until) < 0);
}

static struct term holder_term(const struct chy_holder *holder)
{
    return (struct term){holder->since, holder->until, holder->ended, holder->voided};
}

static struct term authorization_term(const struct chy_authorization *one)
{
    return (struct term){one->since, one->until, one->ended, one->voided};
}

static bool holders_follow(const struct history *history)
{
    const struct chy_directory *before = history->before, *after = history->after;
    if (after->holders < before->holders)
        return refuse(history, "holders", after->holders, "drops a holder");
    for (size_t i = 0; i < before->holders; i++) {
        const struct chy_holder *a = &before->holder[i], *b = &after->holder[i];
        if (!same(a->name, b->name) || !same_office(&a->office, &b->office) ||
            !chy_key_eq(&a->key, &b->key) || !same(a->capacity, b->capacity) ||
            !term_follows(holder_term(a), holder_term(b)))
            return refuse(history, "holders", i, "edits a holder of the version before");
    }
    for (size_t i = before->holders; i < after->holders; i++) {
        if (after->holder[i].ended || after->holder[i].voided)
            return refuse(history, "holders", i, "ends or voids a holder that is new in it");
    }
    return true;
}

static bool authorizations_follow(const struct history *history)
{
    static const char list[] = "authorizations";
    const struct chy_directory *before = history->before, *after = history->after;
    if (after->authorizations < before->authorizations)
        return refuse(history, list, after->authorizations, "drops an authorisation");
    for (size_t i = 0; i < before->authorizations; i++) {
        const struct chy_authorization *a = &before->authorization[i],
                                       *b = &after->authorization[i];
        if (!same_office(&a->office, &b->office) ||
            !same_office(&a->on_behalf_of, &b->on_behalf_of) ||
            memcmp(a->act, b->act, sizeof a->act) != 0 ||
            !term_follows(authorization_term(a), authorization_term(b)))
            return refuse(history, list, i, "edits an authorisation of the version before");
    }
    for (size_t i = before->authorizations; i < after->authorizations; i++) {
        if (after->authorization[i].ended || after->authorization[i].voided)
            return refuse(history, list, i, "ends or voids an authorisation that is new in it");
    }
    return true;
}

static struct term quorum_term(const struct chy_quorum *one)
{
    return (struct term){one->since, one->until, one->ended, one->voided};
}

static bool quorums_follow(const struct history *history)
{
    static const char list[] = "thresholds";
    const struct chy_directory *before = history->before, *after = history->after;
    if (after->office_quorums < before->office_quorums)
        return refuse(history, list, after->office_quorums, "drops the threshold of an office");
    for (size_t i = 0; i < before->office_quorums; i++) {
        const struct chy_quorum *a = &before->office_quorum[i], *b = &after->office_quorum[i];
        if (!same_office(&a->office, &b->office) || a->persons != b->persons ||
            !term_follows(quorum_term(a), quorum_term(b)))
            return refuse(history, list, i, "edits the threshold of an office");
    }
    for (size_t i = before->office_quorums; i < after->office_quorums; i++) {
        if (after->office_quorum[i].ended || after->office_quorum[i].voided)
            return refuse(history, list, i, "ends or voids a threshold that is new in it");
    }
    return true;
}

/* Aliases are a list of lists: before's aliases stand in the same order, and more may follow
 * the last of an office that is not void. */
static bool aliases_follow(const struct history *history)
{
    static const char list[] = "offices";
    const struct chy_directory *before = history->before, *after = history->after;
    size_t at = 0, entry = 0;
    for (size_t i = 0; i < before->aliases; i++, at++) {
        const struct chy_alias *a = &before->alias[i];
        entry += i > 0 && a->first;
        while (a->first && at < after->aliases && !after->alias[at].first) {
            if (before->alias[i - 1].voided)
                return refuse(history, list, entry - 1, "adds an alias to a void list");
            at++;
        }
        const struct chy_alias *b = at < after->aliases ? &after->alias[at] : NULL;
        if (!b || a->first != b->first || !same_office(&a->office, &b->office) ||
            !same(a->alias, b->alias) || !same_void(a->voided, b->voided))
            return refuse(history, list, entry, "edits or drops an alias");
    }
    for (; at < after->aliases; at++) {
        const struct chy_alias *b = &after->alias[at];
        if (b->first)
            break;
        if (before->aliases == 0 || before->alias[before->aliases - 1].voided)
            return refuse(history, list, entry, "adds an alias to a void list");
    }
    for (entry++; at < after->aliases; at++) {
        if (after->alias[at].voided)
            return refuse(history, list, entry, "voids a list of aliases that is new in it");
    }
    return true;
}

static bool ends_follow(const struct history *history)
{
    const struct chy_directory *before = history->before, *after = history->after;
    if (after->ends < before->ends)
        return refuse(history, "keyEnds", after->ends, "drops the end of a key");
    for (size_t i = 0; i < before->ends; i++) {
        const struct chy_key_end *a = &before->end[i], *b = &after->end[i];
        if (!chy_key_eq(&a->key, &b->key) || !same(a->state, b->state) ||
            chy_date_cmp(a->at, b->at) != 0 || a->has_by != b->has_by ||
            (a->has_by && !chy_key_eq(&a->by, &b->by)) || !same_void(a->voided, b->voided))
            return refuse(history, "keyEnds", i, "edits the end of a key");
    }
    for (size_t i = before->ends; i < after->ends; i++) {
        if (after->end[i].voided)
            return refuse(history, "keyEnds", i, "voids the end of a key that is new in it");
    }
    return true;
}

static bool authorities_follow(const struct history *history)
{
    static const char list[] = "timestampAuthorities";
    const struct chy_directory *before = history->before, *after = history->after;
    if (after->tsas < before->tsas)
        return refuse(history, list, after->tsas, "drops a timestamp authority");
    for (size_t i = 0; i < before->tsas; i++) {
        const struct chy_tsa *a = &before->tsa[i], *b = &after->tsa[i];
        if (a->len != b->len || memcmp(a->certificate, b->certificate, a->len) != 0 ||
            !same(a->policy, b->policy) || !same_void(a->voided, b->voided))
            return refuse(history, list, i, "edits a timestamp authority");
    }
    for (size_t i = before->tsas; i < after->tsas; i++) {
        if (after->tsa[i].voided)
            return refuse(history, list, i, "voids a timestamp authority that is new in it");
    }
    return true;
}

static bool watchers_follow(const struct history *history, const char *list,
                            const struct chy_watcher *before, size_t count,
                            const struct chy_watcher *after, size_t now)
{
    if (now < count)
        return refuse(history, list, now, "drops a log or witness");
    for (size_t i = 0; i < count; i++)
        if (!same(before[i].name, after[i].name) ||
            !chy_key_eq(&before[i].key, &after[i].key) ||
            !same_void(before[i].voided, after[i].voided))
            return refuse(history, list, i, "edits a log or witness");
    for (size_t i = count; i < now; i++)
        if (after[i].voided)
            return refuse(history, list, i, "voids a log or witness that is new in it");
    return true;
}

static bool logs_follow(const struct history *history)
{
    const struct chy_directory *before = history->before, *after = history->after;
    return watchers_follow(history, "transparency.logs", before->log, before->logs, after->log,
                           after->logs) &&
           watchers_follow(history, "transparency.witnesses", before->witness,
                           before->witnesses, after->witness, after->witnesses);
}

bool chy_directory_history(const struct chy_directory *before,
                           const struct chy_directory *after, chancery_error *error)
{
    const struct history history = {before, after, error};
    return holders_follow(&history) && authorizations_follow(&history) &&
           aliases_follow(&history) && ends_follow(&history) && authorities_follow(&history) &&
           logs_follow(&history) && quorums_follow(&history);
}
