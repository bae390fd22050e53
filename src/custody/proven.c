#include "custody/proven.h"

#include "base/date.h"
#include "base/limits.h"
#include "custody/attest.h"
#include "custody/record_line.h"

#include <stdlib.h>

bool chy_directory_authorities(struct chy_authorities **out,
                               const struct chy_directory *directory, chancery_error *error)
{
    struct chy_authority list[CHY_MAX_AUTHORITIES];
    size_t count = 0;
    for (size_t i = 0; i < directory->tsas && count < CHY_MAX_AUTHORITIES; i++) {
        const struct chy_tsa *tsa = &directory->tsa[i];
        if (!tsa->voided)
            list[count++] =
                (struct chy_authority){chy_span(tsa->certificate, tsa->len), tsa->policy};
    }
    return chy_authorities_new(out, list, count, error);
}

struct proving {
    struct chy_record *record;
    struct chy_authorities *authorities;
    int64_t now;
    struct chy_buf token;
    struct chy_digest_index by_digest; /* stamps that verify, by the digest of their token */
    chancery_error *error;
};

/* One timestamp line. What is wrong with it is no error. */
static bool read_stamp(struct proving *p, struct chy_stamp *stamp,
                       const struct chy_record_line *line)
{
    struct chy_token token;
    chancery_error why = CHANCERY_ERROR_INIT;
    chancery_span text = chy_span(p->record->bytes + line->offset, line->length);
    *stamp = (struct chy_stamp){.line = line->number, .of = line->of};
    if (!chy_record_line_token(&stamp->of, &p->token, text, &why) ||
        !chy_token_verify(&token, chy_buf_view(&p->token), &stamp->of, NULL, p->authorities,
                          p->now, &why)) {
        if (why.code == CHANCERY_E_MEMORY)
            return chy_fail_memory(p->error);
        stamp->why = chy_record_why(&why, p->error);
        return stamp->why != NULL;
    }
    stamp->token = token.digest;
    stamp->latest = token.latest;
    stamp->until = stamp->lapses = token.until;
    return true;
}

static bool read_stamps(struct proving *p, size_t count)
{
    struct chy_record *record = p->record;
    record->stamp = calloc(count, sizeof *record->stamp);
    if (!record->stamp)
        return chy_fail_memory(p->error);
    for (size_t i = 0; i < record->lines; i++) {
        if (record->line[i].kind != CHY_LINE_TIMESTAMP)
            continue;
        struct chy_stamp *stamp = &record->stamp[record->stamps++];
        if (!read_stamp(p, stamp, &record->line[i]))
            return false;
        if (!stamp->why && !chy_digest_index_set(&p->by_digest, &stamp->token,
                                                 (uint32_t)(record->stamps - 1), p->error))
            return false;
    }
    return true;
}

/* The stamp that this one covers in time (N2); NULL: none. */
static struct chy_stamp *covered_by(const struct proving *p, const struct chy_stamp *later)
{
    uint32_t at = later->why ? CHY_NO_INDEX : chy_digest_index_find(&p->by_digest, &later->of);
    struct chy_stamp *found = at != CHY_NO_INDEX ? &p->record->stamp[at] : NULL;
    return found && later->latest <= found->until ? found : NULL;
}

/* A token that a later one covers lapses when that one does. Each round takes every chain one
 * step further, whatever the order of the lines. */
static void cover(struct proving *p)
{
    struct chy_record *record = p->record;
    bool changed = true;
    for (unsigned round = 0; changed && round < CHY_MAX_RENEWALS; round++) {
        changed = false;
        for (size_t i = 0; i < record->stamps; i++)
            record->stamp[i].next = record->stamp[i].lapses;
        for (size_t i = 0; i < record->stamps; i++) {
            const struct chy_stamp *later = &record->stamp[i];
            struct chy_stamp *covered = covered_by(p, later);
            if (covered && later->lapses > covered->next)
                covered->next = later->lapses;
        }
        for (size_t i = 0; i < record->stamps; i++) {
            changed |= record->stamp[i].next != record->stamp[i].lapses;
            record->stamp[i].lapses = record->stamp[i].next;
        }
    }
    for (size_t i = 0; i < record->stamps; i++) {
        struct chy_stamp *covered = covered_by(p, &record->stamp[i]);
        if (covered)
            covered->covered |= record->stamp[i].lapses >= p->now;
    }
}

static bool end_lapsed(struct proving *p)
{
    for (size_t i = 0; i < p->record->stamps; i++) {
        struct chy_stamp *stamp = &p->record->stamp[i];
        char day[21];
        if (stamp->why || stamp->lapses >= p->now)
            continue;
        chy_time_format(day, stamp->lapses);
        stamp->lapsed = true;
        stamp->why = chy_dupf(p->error,
                              "it lapsed at %s, when a certificate of its chain expired, and "
                              "no later timestamp covers it",
                              day);
        if (!stamp->why)
            return false;
    }
    return true;
}

static void take(struct chy_record_signature *signature, int64_t proven, int64_t lapses)
{
    signature->proven = proven < signature->proven ? proven : signature->proven;
    signature->lapses = lapses > signature->lapses ? lapses : signature->lapses;
}

/* What the tokens over it say. */
static bool prove_own(struct proving *p)
{
    struct chy_record *record = p->record;
    struct chy_digest_index of = {
        0}; /* the latest stamp over a digest; `before` has the rest */
    bool ok = true;
    for (size_t i = 0; ok && i < record->stamps; i++) {
        struct chy_stamp *stamp = &record->stamp[i];
        stamp->before = chy_digest_index_find(&of, &stamp->of);
        ok = chy_digest_index_set(&of, &stamp->of, (uint32_t)i, p->error);
    }
    for (size_t i = 0; ok && i < record->signatures; i++) {
        struct chy_record_signature *signature = &record->signature[i];
        uint32_t at = chy_digest_index_find(&of, &signature->digest);
        for (; at != CHY_NO_INDEX; at = record->stamp[at].before) {
            const struct chy_stamp *stamp = &record->stamp[at];
            if (!stamp->why)
                take(signature, stamp->latest, stamp->lapses);
            else if (stamp->lapsed && stamp->lapses > signature->lapsed)
                signature->lapsed = stamp->lapses;
        }
    }
    chy_digest_index_done(&of);
    return ok;
}

/* What an act lists was there when the act was signed: whoever signs a digest has it. True if
 * something was learnt. */
static bool prove_listed(struct chy_record *record, const struct chy_record_signature *by,
                         const struct chy_carried *listed)
{
    bool changed = false;
    uint32_t found =
        listed->is_file ? CHY_NO_INDEX : chy_record_find(record, &listed->statement);
    for (size_t k = 0; found != CHY_NO_INDEX && k < listed->seens; k++) {
        const struct chy_record_signature *seen =
            chy_record_signature(record, found, &listed->seen[k]);
        if (!seen || (seen->proven <= by->proven && seen->lapses >= by->lapses))
            continue;
        take(&record->signature[seen - record->signature], by->proven, by->lapses);
        changed = true;
    }
    return changed;
}

static bool prove_all_listed(struct chy_record *record, const struct chy_record_signature *by)
{
    const struct chy_act *act = &record->act[by->act];
    bool changed = false;
    if (!by->by || !act->readable || by->proven == CHY_NEVER)
        return false;
    for (size_t i = 0; i < act->statement.carried; i++)
        changed |= prove_listed(record, by, &act->statement.carries[i]);
    if (chy_act_is_later(act->statement.type))
        changed |= prove_listed(record, by, &act->statement.concerns);
    return changed;
}

/* Of tokens, the times of the signatures that they are over. */
static bool prove_by_stamps(struct proving *p, const struct chy_directory *directory,
                            size_t count)
{
    if (!chy_directory_authorities(&p->authorities, directory, p->error) ||
        !read_stamps(p, count))
        return false;
    cover(p);
    return end_lapsed(p) && prove_own(p);
}

bool chy_record_prove(struct chy_record *record, const struct chy_directory *directory,
                      int64_t now, chancery_error *error)
{
    struct proving p = {.record = record, .now = now, .error = error};
    const struct chy_chain_times times = {.directory = directory, .now = now};
    size_t count = 0;
    bool ok = true, changed = false;
    for (size_t i = 0; i < record->lines; i++)
        count += record->line[i].kind == CHY_LINE_TIMESTAMP;
    for (size_t i = 0; i < record->signatures; i++)
        changed |= record->signature[i].proven != CHY_NEVER;
    if (count > 0) {
        ok = prove_by_stamps(&p, directory, count);
        changed = true;
    }
    for (unsigned depth = 0; ok && changed && depth <= CHY_MAX_CHAIN; depth++) {
        changed = false;
        for (size_t i = 0; i < record->signatures; i++)
            changed |= prove_all_listed(record, &record->signature[i]);
    }
    if (ok)
        chy_attestations_trust(record, &times);
    chy_authorities_free(p.authorities);
    chy_digest_index_done(&p.by_digest);
    chy_buf_done(&p.token);
    return ok;
}

bool chy_record_weigh(struct chy_record *record, const struct chy_directory *directory,
                      int64_t now, chancery_error *error)
{
    return chy_record_check(record, directory, error) &&
           chy_record_prove(record, directory, now, error);
}
