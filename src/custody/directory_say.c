#include "custody/directory_say.h"

#include "custody/directory_log.h"

#include "base/date.h"
#include "base/encode.h"
#include "custody/directory_time.h"

struct chy_paint chy_paint_of(struct chy_buf *out, bool color)
{
    return (struct chy_paint){out, color ? "\033[1m" : "", color ? "\033[2m" : "",
                              color ? "\033[0m" : ""};
}

void chy_say_text(struct chy_buf *out, const char *text)
{
    chy_buf_escaped(out, chy_span_str(text));
}

void chy_say_office(struct chy_buf *out, const struct chy_office *office)
{
    chy_say_text(out, office->office);
    chy_buf_str(out, "; ");
    chy_say_text(out, office->of);
}

void chy_say_term(struct chy_buf *out, chancery_date since, chancery_date until)
{
    char from[11], to[11];
    chy_date_format(from, since);
    chy_date_format(to, until);
    chy_buf_printf(out, "%s to %s", from, chy_date_is_set(until) ? to : "open");
}

void chy_say_key(struct chy_buf *out, const chancery_public_key *key)
{
    char id[65];
    chancery_key_id(id, key);
    chy_buf_printf(out, "key %.16s", id);
}

void chy_say_holder(struct chy_buf *out, const struct chy_holder *holder)
{
    chy_say_text(out, holder->name);
    chy_buf_str(out, ", ");
    chy_say_office(out, &holder->office);
}

static void say_acts(struct chy_buf *out, const struct chy_authorization *one)
{
    static const char *const verbs[] = {
        [CHY_ACT_FORWARD] = "forward",       [CHY_ACT_ISSUE] = "issue",
        [CHY_ACT_WITHDRAWAL] = "withdraw",   [CHY_ACT_CORRIGENDUM] = "correct",
        [CHY_ACT_RECEIPT] = "receive",       [CHY_ACT_ATTESTATION] = "attest",
        [CHY_ACT_TRANSLATION] = "translate", [CHY_ACT_PROCURATION] = "sign"};
    const char *between = "may ";
    enum chy_act_type type;
    for (size_t i = 0; chy_act_for_another(&type, i); i++) {
        if (!one->act[type])
            continue;
        chy_buf_printf(out, "%s%s", between, verbs[type]);
        between = " and ";
    }
    chy_buf_str(out, " for ");
    chy_say_office(out, &one->on_behalf_of);
}

void chy_say_may(struct chy_buf *out, const struct chy_authorization *one)
{
    chy_say_office(out, &one->office);
    chy_buf_byte(out, ' ');
    say_acts(out, one);
}

void chy_say_quorum(struct chy_buf *out, const struct chy_quorum *one)
{
    chy_buf_printf(out, "%lld persons sign for ", (long long)one->persons);
    chy_say_office(out, &one->office);
}

/* --- a whole version --- */

static bool counts(chancery_date since, chancery_date until, const char *voided,
                   chancery_date at)
{
    return !chy_date_is_set(at) || (!voided && chy_date_cmp(since, at) <= 0 &&
                                    (!chy_date_is_set(until) || chy_date_cmp(at, until) <= 0));
}

static void say_why(struct chy_buf *out, const char *what, const char *reason)
{
    if (!reason)
        return;
    chy_buf_printf(out, "\n      %s: ", what);
    chy_say_text(out, reason);
}

static void say_end(const struct chy_paint *paint, const struct chy_directory *directory,
                    const struct chy_holder *holder, chancery_date at)
{
    const struct chy_key_end *end = chy_directory_end(directory, &holder->key);
    char date[11];
    if (!end || (chy_date_is_set(at) && chy_date_cmp(at, end->at) < 0))
        return;
    chy_date_format(date, end->at);
    chy_buf_printf(paint->out, " %s %s", end->state, date);
    if (end->has_by) {
        chy_buf_str(paint->out, " by ");
        chy_say_key(paint->out, &end->by);
    }
}

static void say_holders(const struct chy_paint *paint, const struct chy_directory *directory,
                        chancery_date at)
{
    struct chy_buf *out = paint->out;
    size_t count = 0;
    for (size_t i = 0; i < directory->holders; i++) {
        const struct chy_holder *holder = &directory->holder[i];
        count += counts(holder->since, holder->until, holder->voided, at);
    }
    chy_buf_printf(out, "%sHolders%s (%zu)\n", paint->bold, paint->plain, count);
    for (size_t i = 0; i < directory->holders; i++) {
        const struct chy_holder *holder = &directory->holder[i];
        if (!counts(holder->since, holder->until, holder->voided, at))
            continue;
        chy_buf_str(out, "  ");
        chy_say_text(out, holder->name);
        chy_buf_str(out, "\n      ");
        chy_say_office(out, &holder->office);
        if (strcmp(holder->capacity, "full") != 0)
            chy_buf_printf(out, " (%s)", holder->capacity);
        chy_buf_str(out, "\n      ");
        chy_say_term(out, holder->since, holder->until);
        chy_buf_printf(out, "  %s", paint->dim);
        chy_say_key(out, &holder->key);
        chy_buf_str(out, paint->plain);
        say_end(paint, directory, holder, at);
        say_why(out, "ended", holder->ended);
        say_why(out, "void", holder->voided);
        chy_buf_byte(out, '\n');
    }
}

/* Is this the first entry of its office, which nobody held on the day? */
static bool is_vacant(const struct chy_directory *directory, size_t i, chancery_date at)
{
    const struct chy_holder *holder = &directory->holder[i], *first = NULL;
    if (holder->voided)
        return false;
    for (size_t k = 0; k < i && !first; k++) {
        if (!directory->holder[k].voided && directory->holder[k].post == holder->post)
            first = &directory->holder[k];
    }
    return !first && chy_directory_held(directory, NULL, &holder->office, at, NULL) != CHY_HELD;
}

static void say_vacant(const struct chy_paint *paint, const struct chy_directory *directory,
                       chancery_date at)
{
    bool any = false;
    for (size_t i = 0; i < directory->holders; i++) {
        if (!is_vacant(directory, i, at))
            continue;
        if (!any)
            chy_buf_printf(paint->out, "%sVacant%s\n", paint->bold, paint->plain);
        any = true;
        chy_buf_str(paint->out, "  ");
        chy_say_office(paint->out, &directory->holder[i].office);
        chy_buf_byte(paint->out, '\n');
    }
}

static void say_authorizations(const struct chy_paint *paint,
                               const struct chy_directory *directory, chancery_date at)
{
    struct chy_buf *out = paint->out;
    size_t count = 0;
    for (size_t i = 0; i < directory->authorizations; i++) {
        const struct chy_authorization *one = &directory->authorization[i];
        if (!counts(one->since, one->until, one->voided, at))
            continue;
        if (count++ == 0)
            chy_buf_printf(out, "%sAuthorisations%s\n", paint->bold, paint->plain);
        chy_buf_str(out, "  ");
        chy_say_office(out, &one->office);
        chy_buf_str(out, "\n      ");
        say_acts(out, one);
        chy_buf_str(out, "\n      ");
        chy_say_term(out, one->since, one->until);
        say_why(out, "ended", one->ended);
        say_why(out, "void", one->voided);
        chy_buf_byte(out, '\n');
    }
}

static void say_quorums(const struct chy_paint *paint, const struct chy_directory *directory,
                        chancery_date at)
{
    size_t count = 0;
    for (size_t i = 0; i < directory->office_quorums; i++) {
        const struct chy_quorum *one = &directory->office_quorum[i];
        if (!counts(one->since, one->until, one->voided, at))
            continue;
        if (count++ == 0)
            chy_buf_printf(paint->out, "%sThresholds%s\n", paint->bold, paint->plain);
        chy_buf_str(paint->out, "  ");
        chy_say_quorum(paint->out, one);
        chy_buf_str(paint->out, "\n      ");
        chy_say_term(paint->out, one->since, one->until);
        say_why(paint->out, "ended", one->ended);
        say_why(paint->out, "void", one->voided);
        chy_buf_byte(paint->out, '\n');
    }
}

static void say_aliases(const struct chy_paint *paint, const struct chy_directory *directory,
                        chancery_date at)
{
    size_t count = 0;
    for (size_t i = 0; i < directory->aliases; i++) {
        const struct chy_alias *alias = &directory->alias[i];
        if (alias->voided && chy_date_is_set(at))
            continue;
        if (count++ == 0)
            chy_buf_printf(paint->out, "%sAliases%s\n", paint->bold, paint->plain);
        chy_buf_str(paint->out, "  ");
        chy_say_text(paint->out, alias->alias);
        chy_buf_str(paint->out, "\n      is ");
        chy_say_office(paint->out, &alias->office);
        say_why(paint->out, "void", alias->voided);
        chy_buf_byte(paint->out, '\n');
    }
}

static void say_authorities(const struct chy_paint *paint,
                            const struct chy_directory *directory, chancery_date at)
{
    struct chy_buf *out = paint->out;
    size_t count = 0;
    char day[11];
    for (size_t i = 0; i < directory->tsas; i++) {
        const struct chy_tsa *tsa = &directory->tsa[i];
        if (tsa->voided && chy_date_is_set(at))
            continue;
        if (count++ == 0)
            chy_buf_printf(out, "%sTimestamp authorities%s\n", paint->bold, paint->plain);
        chy_buf_str(out, "  ");
        chy_say_authority(out, tsa);
        say_why(out, "policy", tsa->policy);
        say_why(out, "void", tsa->voided);
        chy_buf_byte(out, '\n');
    }
    if (!chy_date_is_set(directory->proven_since))
        return;
    chy_date_format(day, directory->proven_since);
    chy_buf_printf(out, "A proven time is needed for acts of %s and later.\n", day);
}

void chy_say_directory(const struct chy_paint *paint, const struct chy_directory *directory,
                       chancery_date at)
{
    struct chy_buf *out = paint->out;
    char date[11];
    chy_date_format(date, directory->expires);
    chy_buf_str(out, "  id       ");
    chy_buf_hex(out, directory->id.b, sizeof directory->id.b);
    chy_buf_printf(out, "\n  expires  %s\n  roots    %lld of %zu must sign\n", date,
                   (long long)directory->threshold, directory->roots);
    for (size_t i = 0; i < directory->roots; i++) {
        chy_buf_printf(out, "           %s", paint->dim);
        chy_say_key(out, &directory->root[i]);
        chy_buf_printf(out, "%s\n", paint->plain);
    }
    say_holders(paint, directory, at);
    if (chy_date_is_set(at))
        say_vacant(paint, directory, at);
    say_authorizations(paint, directory, at);
    say_quorums(paint, directory, at);
    say_aliases(paint, directory, at);
    say_authorities(paint, directory, at);
    chy_say_logs(paint, directory);
}
