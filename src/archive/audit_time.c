/*
 * audit_time.c - the time that witnesses prove by the cosignatures on the archive's own
 * checkpoint, and for which signatures of a bag.
 */
#include "archive/audit_eye.h"

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

bool chy_audit_prove_time(struct chy_audit *audit, chancery_error *error)
{
    struct chy_audit_summary *summary = &audit->summary;
    struct chy_witnessed witnessed = {0};
    struct chy_checkpoint checkpoint;
    chancery_error why = CHANCERY_ERROR_INIT;
    struct chy_witnesses *witnesses = NULL;
    bool ok = true;
    if (!is_believed(audit))
        return true;
    if (!(witnesses = calloc(1, sizeof *witnesses)))
        return chy_fail_memory(error);
    witnesses->key[0] = audit->log.key;
    ok = chy_witnesses_of(witnesses, &audit->trust->directory, error);
    if (ok && !chy_witnessed_open(&checkpoint, &witnessed, chy_buf_view(&audit->log.bytes),
                                  witnesses, audit->trust->now, &why)) {
        ok = why.code != CHANCERY_E_MEMORY || chy_fail_memory(error);
        if (ok)
            chy_audit_find(&summary->log, CHANCERY_A_LOG_DAMAGED, CHY_LITERAL("log/checkpoint"),
                           "A cosignature on the checkpoint proves no time: %s.", why.text);
    }
    summary->vouched[CHY_AUDIT_BY_WITNESSES] = witnessed.has_time;
    summary->head.has_proven = witnessed.has_time;
    summary->head.proven = witnessed.time;
    free(witnesses);
    return ok;
}

bool chy_audit_date(chancery_proof *out, struct chy_audit_eye *eye)
{
    const struct chy_audit_head *head = &eye->audit->summary.head;
    uint64_t entry = eye->task.entry;
    const chancery_digest *leaf;
    if (!eye->vouch || !eye->has_entry)
        return false;
    /* The witnesses signed the root, and so this leaf; not what the bundle says by now. */
    leaf = chy_log_vouch_tile(eye->vouch, 0, entry / CHY_TILE_WIDTH);
    if (!leaf || !chy_digest_eq(&leaf[entry % CHY_TILE_WIDTH], &eye->leaf))
        return false;
    *out = (chancery_proof){.origin = (char *)(uintptr_t)eye->audit->origin,
                            .index = entry,
                            .size = head->size,
                            .leaf = eye->leaf,
                            .document = eye->entry.document,
                            .signature = eye->entry.signature,
                            .signatures = eye->entry.signatures,
                            .has_time = head->has_proven,
                            .time = head->proven};
    return true;
}
