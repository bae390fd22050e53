#include "custody/scanned.h"

#include "base/sha256.h"
#include "custody/logged.h"

#include <stdlib.h>

/* An entry is digests, and whoever may append can write one: only the withdrawal itself shows
 * who withdrew. */
static bool is_held(const struct chancery_verdict *verdict, const chancery_digest *act)
{
    for (size_t i = 0; i < verdict->laters; i++) {
        const struct chy_statement *by = &verdict->later[i].statement;
        if (by->type == CHY_ACT_WITHDRAWAL && chy_digest_eq(&by->concerns.statement, act))
            return true;
    }
    return false;
}

static void report_named(struct chancery_verdict *verdict, const struct chy_act *act,
                         uint64_t entry, const char *origin)
{
    char label[CHY_ACT_LABEL];
    chy_act_label(label, &act->statement);
    chy_findings_add(&verdict->findings, CHANCERY_F_WITHDRAWAL_LOGGED, &act->digest, NULL, 0,
                     "Entry %llu (counted from 0) of the log %s names the %s as withdrawn; the "
                     "record holds no withdrawal of it that counts.",
                     (unsigned long long)entry, origin, label);
    if (verdict->standing == CHY_CURRENT)
        verdict->standing = CHY_STANDING_UNKNOWN;
}

static void report(struct chancery_verdict *verdict, const struct chy_chain *chain,
                   const struct chy_record *record, const struct chancery_scan *scan,
                   const uint64_t *entry)
{
    char *origin = chy_esc(chy_span_str(scan->origin));
    bool named = false;
    verdict->scan.origin = chy_dup(chy_span_str(scan->origin), NULL);
    verdict->scan.size = scan->size;
    if (!origin || !verdict->scan.origin) {
        verdict->findings.failed = true;
        free(origin);
        return;
    }
    for (size_t i = 0; i < chain->links; i++) {
        if (entry[i] == UINT64_MAX)
            continue;
        const struct chy_act *act = &record->act[chain->link[i].act];
        named = true;
        if (!is_held(verdict, &act->digest))
            report_named(verdict, act, entry[i], origin);
    }
    verdict->scan.withdrawn = named;
    if (!named && verdict->standing != CHY_WITHDRAWN)
        chy_findings_add(&verdict->findings, CHANCERY_F_NONE_LOGGED, NULL, scan->origin, 0,
                         "Not withdrawn as of checkpoint %llu of %s: none of the entries up to "
                         "it names a withdrawal of this or of what it carries.",
                         (unsigned long long)scan->size, origin);
    free(origin);
}

bool chy_scanned(struct chancery_verdict *verdict, const struct chy_chain *chain,
                 const struct chy_record *record, struct chancery_scan *scan,
                 chancery_error *error)
{
    if (!scan || chain->links == 0)
        return true;
    const struct chy_act *judged = &record->act[chain->link[0].act];
    chancery_digest *act = calloc(chain->links, sizeof *act);
    uint64_t *entry = calloc(chain->links, sizeof *entry);
    bool ok = (act && entry) || chy_fail_memory(error);
    for (size_t i = 0; ok && i < chain->links; i++)
        act[i] = record->act[chain->link[i].act].digest;
    ok = ok && scan->read(scan, entry, act, chain->links, error);
    if (ok && scan->remembered)
        chy_log_contradicted(verdict, scan->origin, scan->remembered, scan->given);
    else if (ok && scan->why)
        chy_findings_add(&verdict->findings, CHANCERY_F_LOG_NOT_READ, &judged->digest, NULL, 0,
                         "Whether a withdrawal is logged is not known: %s.", scan->why);
    else if (ok)
        report(verdict, chain, record, scan, entry);
    free(entry);
    free(act);
    return ok;
}
