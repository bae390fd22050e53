/*
 * audit_time.c - the times that witnesses prove by the cosignatures on the archive's own
 * checkpoints, and for which signatures of a bag.
 */
#include "archive/audit_eye.h"

#include "archive/log_cosigned.h"
#include "archive/remembered.h"
#include "archive/witnessed.h"
#include "custody/logged.h"
#include "custody/trust.h"

#include <stdlib.h>

/* Only of the log that the directory lists, or whose key was given (spec/log.md, L20), and of
 * none that contradicts itself. */
static bool is_believed(const struct chy_audit *audit)
{
    const struct chy_audit_summary *summary = &audit->summary;
    return audit->trust && audit->has_log &&
           (summary->vouched[CHY_AUDIT_BY_DIRECTORY] ||
            summary->vouched[CHY_AUDIT_BY_LOG_KEY]) &&
           !chy_audit_has(&summary->log, chancery_audit_name(CHANCERY_A_LOG_FORKED));
}

/* What is made of the cosignatures. */
struct proving {
    struct chy_audit *audit;
    struct chy_witnesses witnesses;
    struct chy_buf note;
};

static bool add_time(struct chy_audit *audit, uint64_t size, int64_t time,
                     chancery_error *error)
{
    struct chy_audit_dated *more =
        realloc(audit->dated, (audit->dateds + 1) * sizeof *audit->dated);
    if (!more)
        return chy_fail_memory(error);
    audit->dated = more;
    more[audit->dateds++] = (struct chy_audit_dated){.size = size, .time = time};
    audit->summary.vouched[CHY_AUDIT_BY_WITNESSES] = true;
    return true;
}

/* One that proves nothing is told. False: no memory. */
static bool open_note(struct chy_checkpoint *out, struct chy_witnessed *witnessed,
                      struct proving *p, chancery_span note, const char *file,
                      chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    if (chy_witnessed_open(out, witnessed, note, &p->witnesses, p->audit->trust->now, &why))
        return true;
    witnessed->has_time = false;
    if (why.code == CHANCERY_E_MEMORY)
        return chy_fail_memory(error);
    chy_audit_find(&p->audit->summary.log, CHANCERY_A_LOG_DAMAGED, chy_span_str(file),
                   "A cosignature on the checkpoint proves no time: %s.", why.text);
    return true;
}

static bool prove_present(struct proving *p, chancery_error *error)
{
    struct chy_audit *audit = p->audit;
    struct chy_audit_head *head = &audit->summary.head;
    struct chy_witnessed witnessed = {0};
    struct chy_checkpoint checkpoint;
    if (!open_note(&checkpoint, &witnessed, p, chy_buf_view(&audit->log.bytes),
                   "log/checkpoint", error))
        return false;
    head->has_proven = witnessed.has_time;
    head->proven = witnessed.time;
    return !witnessed.has_time || add_time(audit, head->size, witnessed.time, error);
}

/* Both were signed by the log's key: where the tiles can be read, they tell whether the log's
 * first entries are those that were cosigned. */
static bool hold(struct proving *p, const struct chy_checkpoint *was, int64_t time,
                 const char *file, chancery_error *error)
{
    struct chy_audit *audit = p->audit;
    const struct chy_log *log = &audit->log;
    chancery_error why = CHANCERY_ERROR_INIT;
    bool grew = false;
    if (was->size > log->checkpoint.size) {
        chy_audit_find(
            &audit->summary.log, CHANCERY_A_LOG_BEHIND, chy_span_str(file),
            "The log has %llu entries, and had %llu when witnesses cosigned this: it "
            "was rolled back, or is an older copy.",
            (unsigned long long)log->checkpoint.size, (unsigned long long)was->size);
        return true;
    }
    if (!chy_log_grew(&grew, log, was->size, &was->root, &why)) {
        if (!chy_audit_is_systemic(&why))
            return true; /* what of the log cannot be read has been told */
        if (error)
            *error = why;
        return false;
    }
    if (grew)
        return add_time(audit, was->size, time, error);
    if (audit->summary.log.count == 0) /* damaged tiles would give another root too */
        chy_audit_find(&audit->summary.log, CHANCERY_A_LOG_FORKED, chy_span_str(file),
                       "The log is forked: its first %llu entries are not those that witnesses "
                       "cosigned.",
                       (unsigned long long)was->size);
    return true;
}

static bool prove_kept(struct proving *p, uint64_t size, chancery_error *error)
{
    struct chy_witnessed witnessed = {0};
    struct chy_checkpoint was;
    chancery_error why = CHANCERY_ERROR_INIT;
    char *file = chy_dupf(error, "log/" CHY_LOG_COSIGNED "/%llu", (unsigned long long)size);
    bool ok = file != NULL;
    chy_buf_clear(&p->note);
    if (ok && !chy_log_cosigned_read(&p->note, &p->audit->log, size, &why)) {
        ok = !chy_audit_is_systemic(&why);
        if (ok)
            chy_audit_find(&p->audit->summary.log, CHANCERY_A_LOG_UNREADABLE,
                           chy_span_str(file), "What witnesses cosigned cannot be read: %s.",
                           why.text);
        else if (error)
            *error = why;
    } else if (ok) {
        ok = open_note(&was, &witnessed, p, chy_buf_view(&p->note), file, error);
        if (ok && witnessed.has_time && was.size != size)
            chy_audit_find(&p->audit->summary.log, CHANCERY_A_LOG_DAMAGED, chy_span_str(file),
                           "It is a checkpoint of %llu entries.", (unsigned long long)was.size);
        else if (ok && witnessed.has_time)
            ok = hold(p, &was, witnessed.time, file, error);
    }
    free(file);
    return ok;
}

static bool prove_all(struct proving *p, chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    uint64_t *sizes = NULL;
    size_t count = 0;
    bool ok = true;
    if (!chy_log_cosigned_list(&sizes, &count, &p->audit->log, &why)) {
        ok = !chy_audit_is_systemic(&why);
        if (ok)
            chy_audit_find(&p->audit->summary.log, CHANCERY_A_LOG_UNREADABLE,
                           CHY_LITERAL("log/" CHY_LOG_COSIGNED),
                           "What witnesses cosigned cannot be read: %s.", why.text);
        else if (error)
            *error = why;
    }
    for (size_t i = 0; ok && i < count; i++)
        ok = prove_kept(p, sizes[i], error);
    free(sizes);
    return ok && prove_present(p, error);
}

/* What had more entries has the first ones too: each gets the earliest time of all that have
 * it. */
static void take_earliest(struct chy_audit *audit)
{
    for (size_t i = audit->dateds; i-- > 1;)
        if (audit->dated[i - 1].time > audit->dated[i].time)
            audit->dated[i - 1].time = audit->dated[i].time;
}

bool chy_audit_prove_time(struct chy_audit *audit, chancery_error *error)
{
    struct proving *p;
    if (!is_believed(audit))
        return true;
    if (!(p = calloc(1, sizeof *p)))
        return chy_fail_memory(error);
    p->audit = audit;
    p->witnesses.key[0] = audit->log.key;
    bool ok =
        chy_witnesses_of(&p->witnesses, &audit->trust->directory, error) && prove_all(p, error);
    take_earliest(audit);
    if (!is_believed(audit)) {
        audit->dateds = 0;
        audit->summary.head.has_proven = false;
        audit->summary.vouched[CHY_AUDIT_BY_WITNESSES] = false;
    }
    chy_buf_done(&p->note);
    free(p);
    return ok;
}

/* The first that has the entry; NULL: none has. */
static const struct chy_audit_dated *dated_at(const struct chy_audit *audit, uint64_t entry)
{
    for (size_t i = 0; i < audit->dateds; i++)
        if (audit->dated[i].size > entry)
            return &audit->dated[i];
    return NULL;
}

bool chy_audit_date(chancery_proof *out, struct chy_audit_eye *eye)
{
    const struct chy_audit_dated *dated;
    uint64_t entry = eye->task.entry;
    const chancery_digest *leaf;
    if (!eye->vouch || !eye->has_entry || !(dated = dated_at(eye->audit, entry)))
        return false;
    /* The witnesses signed the root, and so this leaf; not what the bundle says by now. */
    leaf = chy_log_vouch_tile(eye->vouch, 0, entry / CHY_TILE_WIDTH);
    if (!leaf || !chy_digest_eq(&leaf[entry % CHY_TILE_WIDTH], &eye->leaf))
        return false;
    *out = (chancery_proof){.origin = (char *)(uintptr_t)eye->audit->origin,
                            .index = entry,
                            .size = dated->size,
                            .leaf = eye->leaf,
                            .document = eye->entry.document,
                            .signature = eye->entry.signature,
                            .signatures = eye->entry.signatures,
                            .has_time = true,
                            .time = dated->time};
    return true;
}
