/*
 * chain_collect.c - what an act carries, directly or through others.
 */
#include "custody/chain.h"

#include "base/limits.h"
#include "base/sha256.h"

#include <stdlib.h>

uint32_t chy_chain_carried(const struct chy_record *record, const struct chy_carried *carried)
{
    uint32_t act = carried->is_file ? UINT32_MAX : chy_record_find(record, &carried->statement);
    bool is_judged = act != UINT32_MAX && record->act[act].readable &&
                     chy_act_is_judged(record->act[act].statement.type);
    return is_judged ? act : UINT32_MAX;
}

uint32_t chy_chain_carried_by(const struct chy_record *record,
                              const struct chy_statement *carrier, size_t carried)
{
    uint32_t act = chy_chain_carried(record, &carrier->carries[carried]);
    if (act != UINT32_MAX && carrier->type == CHY_ACT_TRANSLATION &&
        record->act[act].statement.type > CHY_ACT_FORWARD)
        return UINT32_MAX;
    return act;
}

bool chy_chain_translates(const struct chy_chain *chain, const struct chy_record *record,
                          const chancery_digest *act)
{
    for (size_t i = 0; i < chain->links; i++) {
        const struct chy_statement *one = &record->act[chain->link[i].act].statement;
        if (one->type == CHY_ACT_TRANSLATION && chy_digest_eq(&one->carries[0].statement, act))
            return true;
    }
    return false;
}

static bool chain_holds(const struct chy_chain *chain, uint32_t act)
{
    for (size_t i = 0; i < chain->links; i++) {
        if (chain->link[i].act == act)
            return true;
    }
    return false;
}

static bool collect(struct chy_chain *chain, size_t *cap, const struct chy_record *record,
                    struct chy_link link, unsigned depth, chancery_error *error)
{
    const struct chy_statement *statement = &record->act[link.act].statement;
    if (!chy_grow(&chain->link, cap, chain->links, sizeof link, SIZE_MAX, "acts", error))
        return false;
    link.status = calloc(statement->signatories + 1, sizeof *link.status);
    link.proven = calloc(statement->signatories + 1, sizeof *link.proven);
    uint32_t self = (uint32_t)chain->links;
    chain->link[chain->links++] = link;
    if (!link.status || !link.proven)
        return chy_fail_memory(error);
    for (size_t i = 0; i < statement->carried; i++) {
        uint32_t act = chy_chain_carried_by(record, statement, i);
        if (act == UINT32_MAX || chain_holds(chain, act))
            continue;
        if (depth == CHY_MAX_CHAIN) {
            chain->too_deep = true;
            break;
        }
        struct chy_link next = {.act = act, .carrier = self, .carried = i};
        if (!collect(chain, cap, record, next, depth + 1, error))
            return false;
    }
    return true;
}

bool chy_chain_collect(struct chy_chain *out, const struct chy_record *record, uint32_t act,
                       chancery_error *error)
{
    size_t cap = 0;
    *out = (struct chy_chain){0};
    if (collect(out, &cap, record, (struct chy_link){.act = act, .carrier = UINT32_MAX}, 1,
                error))
        return true;
    chy_chain_done(out);
    return false;
}

void chy_chain_done(struct chy_chain *chain)
{
    for (size_t i = 0; i < chain->links; i++) {
        free(chain->link[i].status);
        free(chain->link[i].proven);
    }
    free(chain->link);
    *chain = (struct chy_chain){0};
}
