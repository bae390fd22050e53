/*
 * verify_procurators.c - who signed for others, for the verdict.
 */
#include "custody/verify.h"

#include "custody/chain.h"

#include <stdlib.h>

bool chy_verify_procurators(struct chy_verdict_act *out, const struct chy_record *record,
                            uint32_t act, const struct chy_chain_times *times,
                            chancery_error *error)
{
    const struct chy_statement *statement = &record->act[act].statement;
    const struct chy_record_signature **place =
        calloc(statement->signatories + 1, sizeof *place);
    out->by = calloc(statement->signatories + 1, sizeof *out->by);
    bool ok = place && out->by, any = false;
    for (size_t i = 0; i < statement->signatories; i++)
        any = any || out->status[i] == CHY_PER_PROCURATIONEM;
    if (ok && any)
        chy_chain_places(place, record, act, times);
    for (size_t i = 0; ok && i < statement->signatories; i++) {
        if (out->status[i] != CHY_PER_PROCURATIONEM)
            continue;
        const struct chy_holder *by = place[i]->by;
        out->by[i].name = chy_dup(chy_span_str(by->name), NULL);
        out->by[i].office.office = chy_dup(chy_span_str(by->office.office), NULL);
        out->by[i].office.of = chy_dup(chy_span_str(by->office.of), NULL);
        ok = out->by[i].name && out->by[i].office.office && out->by[i].office.of;
    }
    free(place);
    return ok || chy_fail_memory(error);
}
