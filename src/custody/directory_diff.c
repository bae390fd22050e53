/*
 * directory_diff.c - what one version changes in another that leads to it. Entries only grow in
 * number and stay in their places, so that they are compared one by one.
 */
#include "base/date.h"
#include "base/encode.h"
#include "custody/directory_log.h"
#include "custody/directory_say.h"
#include "custody/directory_time.h"
#include "sign/ed25519.h"

#include <stdlib.h>

struct changes {
    struct chy_buf *out;
    size_t count;
};

static struct chy_buf *begin(struct changes *changes, char sign)
{
    changes->count++;
    chy_buf_printf(changes->out, "%c ", sign);
    return changes->out;
}

static void finish(struct changes *changes, const char *reason)
{
    if (reason) {
        chy_buf_str(changes->out, ": ");
        chy_say_text(changes->out, reason);
    }
    chy_buf_byte(changes->out, '\n');
}

static void until_changed(struct changes *changes, chancery_date before, chancery_date after,
                          const char *ended)
{
    char was[11], is[11];
    chy_date_format(was, before);
    chy_date_format(is, after);
    chy_buf_printf(changes->out, ", ends %s (was %s)", is, was[0] ? was : "open");
    finish(changes, ended);
}

static void head_changes(struct changes *changes, const struct chy_directory *before,
                         const struct chy_directory *after)
{
    char was[11], is[11];
    for (size_t i = 0; i < after->roots; i++) {
        if (!chy_key_among(&after->root[i], before->root, before->roots)) {
            chy_say_key((chy_buf_str(begin(changes, '+'), "root "), changes->out),
                        &after->root[i]);
            finish(changes, NULL);
        }
    }
    for (size_t i = 0; i < before->roots; i++) {
        if (!chy_key_among(&before->root[i], after->root, after->roots)) {
            chy_say_key((chy_buf_str(begin(changes, '-'), "root "), changes->out),
                        &before->root[i]);
            finish(changes, NULL);
        }
    }
    if (before->threshold != after->threshold) {
        chy_buf_printf(begin(changes, '~'), "%lld roots must sign (was %lld)",
                       (long long)after->threshold, (long long)before->threshold);
        finish(changes, NULL);
    }
    if (chy_date_cmp(before->expires, after->expires) != 0) {
        chy_date_format(was, before->expires);
        chy_date_format(is, after->expires);
        chy_buf_printf(begin(changes, '~'), "expires %s (was %s)", is, was);
        finish(changes, NULL);
    }
}

static void holder_changes(struct changes *changes, const struct chy_directory *before,
                           const struct chy_directory *after)
{
    for (size_t i = 0; i < after->holders; i++) {
        const struct chy_holder *is = &after->holder[i];
        const struct chy_holder *was = i < before->holders ? &before->holder[i] : NULL;
        if (!was) {
            chy_say_holder(begin(changes, '+'), is);
            if (strcmp(is->capacity, "full") != 0)
                chy_buf_printf(changes->out, " (%s)", is->capacity);
            chy_buf_str(changes->out, ", ");
            chy_say_term(changes->out, is->since, is->until);
            chy_buf_str(changes->out, ", ");
            chy_say_key(changes->out, &is->key);
            finish(changes, NULL);
            continue;
        }
        if (chy_date_cmp(was->until, is->until) != 0) {
            chy_say_holder(begin(changes, '~'), is);
            until_changed(changes, was->until, is->until, is->ended);
        }
        if (!was->voided && is->voided) {
            chy_say_holder(begin(changes, '-'), is);
            chy_buf_str(changes->out, ", void");
            finish(changes, is->voided);
        }
    }
}

static void authorization_changes(struct changes *changes, const struct chy_directory *before,
                                  const struct chy_directory *after)
{
    for (size_t i = 0; i < after->authorizations; i++) {
        const struct chy_authorization *is = &after->authorization[i];
        const struct chy_authorization *was =
            i < before->authorizations ? &before->authorization[i] : NULL;
        if (!was) {
            chy_say_may(begin(changes, '+'), is);
            chy_buf_str(changes->out, ", ");
            chy_say_term(changes->out, is->since, is->until);
            finish(changes, NULL);
            continue;
        }
        if (chy_date_cmp(was->until, is->until) != 0) {
            chy_say_may(begin(changes, '~'), is);
            until_changed(changes, was->until, is->until, is->ended);
        }
        if (!was->voided && is->voided) {
            chy_say_may(begin(changes, '-'), is);
            chy_buf_str(changes->out, ", void");
            finish(changes, is->voided);
        }
    }
}

static void quorum_changes(struct changes *changes, const struct chy_directory *before,
                           const struct chy_directory *after)
{
    for (size_t i = 0; i < after->office_quorums; i++) {
        const struct chy_quorum *is = &after->office_quorum[i];
        const struct chy_quorum *was =
            i < before->office_quorums ? &before->office_quorum[i] : NULL;
        if (!was) {
            chy_say_quorum(begin(changes, '+'), is);
            chy_buf_str(changes->out, ", ");
            chy_say_term(changes->out, is->since, is->until);
            finish(changes, NULL);
            continue;
        }
        if (chy_date_cmp(was->until, is->until) != 0) {
            chy_say_quorum(begin(changes, '~'), is);
            until_changed(changes, was->until, is->until, is->ended);
        }
        if (!was->voided && is->voided) {
            chy_say_quorum(begin(changes, '-'), is);
            chy_buf_str(changes->out, ", void");
            finish(changes, is->voided);
        }
    }
}

/* Is this very alias, void or not, in the list? The places of aliases shift as lists grow. */
static bool has_alias(const struct chy_directory *directory, const struct chy_alias *alias)
{
    for (size_t i = 0; i < directory->aliases; i++) {
        const struct chy_alias *one = &directory->alias[i];
        if (!one->voided == !alias->voided && strcmp(one->alias, alias->alias) == 0 &&
            strcmp(one->office.office, alias->office.office) == 0 &&
            strcmp(one->office.of, alias->office.of) == 0)
            return true;
    }
    return false;
}

static void alias_changes(struct changes *changes, const struct chy_directory *before,
                          const struct chy_directory *after)
{
    for (size_t i = 0; i < after->aliases; i++) {
        const struct chy_alias *is = &after->alias[i];
        if (has_alias(before, is))
            continue;
        chy_buf_str(begin(changes, is->voided ? '-' : '+'), "alias ");
        chy_say_text(changes->out, is->alias);
        chy_buf_str(changes->out, " of ");
        chy_say_office(changes->out, &is->office);
        if (is->voided)
            chy_buf_str(changes->out, ", void");
        finish(changes, is->voided);
    }
}

static void end_changes(struct changes *changes, const struct chy_directory *before,
                        const struct chy_directory *after)
{
    for (size_t i = 0; i < after->ends; i++) {
        const struct chy_key_end *is = &after->end[i];
        const struct chy_holder *holder = chy_directory_key(after, &is->key);
        bool newly = i >= before->ends;
        char at[11];
        if (!newly && (before->end[i].voided || !is->voided))
            continue;
        chy_date_format(at, is->at);
        chy_say_key(begin(changes, newly ? '+' : '-'), &is->key);
        chy_buf_str(changes->out, " of ");
        chy_say_text(changes->out, holder ? holder->name : "a void holder");
        chy_buf_printf(changes->out, " %s %s", is->state, at);
        if (is->has_by) {
            chy_buf_str(changes->out, " by ");
            chy_say_key(changes->out, &is->by);
        }
        if (is->voided)
            chy_buf_str(changes->out, ", void");
        finish(changes, is->voided);
    }
}

static void time_changes(struct changes *changes, const struct chy_directory *before,
                         const struct chy_directory *after)
{
    char was[11], is[11];
    for (size_t i = 0; i < after->tsas; i++) {
        const struct chy_tsa *tsa = &after->tsa[i];
        bool newly = i >= before->tsas;
        if (!newly && (before->tsa[i].voided || !tsa->voided))
            continue;
        chy_buf_str(begin(changes, newly ? '+' : '-'), "timestamp authority ");
        chy_say_authority(changes->out, tsa);
        if (newly && tsa->policy)
            chy_buf_printf(changes->out, ", policy %s", tsa->policy);
        if (!newly)
            chy_buf_str(changes->out, ", void");
        finish(changes, tsa->voided);
    }
    if (chy_date_cmp(before->proven_since, after->proven_since) == 0)
        return;
    chy_date_format(was, before->proven_since);
    chy_date_format(is, after->proven_since);
    chy_buf_printf(begin(changes, '~'), "proven time needed since %s (was %s)",
                   is[0] ? is : "never", was[0] ? was : "never");
    finish(changes, NULL);
}

static void watcher_changes(struct changes *changes, const char *role,
                            const struct chy_watcher *before, size_t count,
                            const struct chy_watcher *after, size_t now)
{
    for (size_t i = 0; i < now; i++) {
        if (i >= count) {
            chy_say_watcher(begin(changes, '+'), role, &after[i]);
            finish(changes, NULL);
        } else if (!before[i].voided && after[i].voided) {
            chy_say_watcher(begin(changes, '-'), role, &after[i]);
            chy_buf_str(changes->out, ", void");
            finish(changes, after[i].voided);
        }
    }
}

static void log_changes(struct changes *changes, const struct chy_directory *before,
                        const struct chy_directory *after)
{
    watcher_changes(changes, "log", before->log, before->logs, after->log, after->logs);
    watcher_changes(changes, "witness", before->witness, before->witnesses, after->witness,
                    after->witnesses);
    if (before->quorum != after->quorum) {
        chy_buf_printf(begin(changes, '~'), "%lld of the witnesses prove a time (was %lld)",
                       (long long)after->quorum, (long long)before->quorum);
        finish(changes, NULL);
    }
}

size_t chy_say_changes(struct chy_buf *out, const struct chy_directory *before,
                       const struct chy_directory *after)
{
    struct changes changes = {out, 0};
    head_changes(&changes, before, after);
    holder_changes(&changes, before, after);
    authorization_changes(&changes, before, after);
    quorum_changes(&changes, before, after);
    alias_changes(&changes, before, after);
    end_changes(&changes, before, after);
    time_changes(&changes, before, after);
    log_changes(&changes, before, after);
    return changes.count;
}

struct chy_json *chy_changes_json(const struct chy_directory *before,
                                  const struct chy_directory *after, chancery_error *error)
{
    struct chy_buf lines = {0};
    struct chy_json *list = chy_json_new_array();
    chancery_span rest, line;
    chy_say_changes(&lines, before, after);
    bool ok = chy_buf_finish(&lines, error);
    rest = chy_buf_view(&lines);
    while (ok && chy_span_line(&line, &rest))
        chy_json_append(list, chy_json_new_string(line));
    chy_buf_done(&lines);
    if (ok)
        return list;
    chy_json_free(list);
    return NULL;
}
