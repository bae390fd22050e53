/*
 * later_again.c - does another withdrawal of an act withdraw more of it than those before?
 */
#include "custody/later_parts.h"

#include "base/limits.h"
#include "base/sha256.h"

static bool is_same(const struct chy_directory *directory, const struct chy_signatory *one,
                    const struct chy_signatory *other)
{
    bool same = one->name && other->name ? chy_same_name(one->name, other->name)
                                         : !one->name && !other->name;
    return same && chy_same_office(directory, &one->office, &other->office);
}

/* Does the act of the record withdraw the same, and may it count? */
static bool is_before(const struct chy_record *record, uint32_t index,
                      const struct chy_statement *by, const struct chy_chain_times *times)
{
    const struct chy_act *act = &record->act[index];
    uint32_t about = chy_record_find(record, &by->concerns.statement);
    if (about == UINT32_MAX || !act->readable || !act->trusted ||
        act->statement.type != CHY_ACT_WITHDRAWAL || act->statement.unknown_field ||
        act->statement.signatories > CHY_MAX_SIGNATORIES ||
        !chy_digest_eq(&act->statement.concerns.statement, &by->concerns.statement))
        return false;
    const struct chy_case given = {
        .record = record, .directory = times->directory, .now = times->now};
    const struct chy_later_pair pair = {&given,
                                        index,
                                        &record->act[about].statement,
                                        &act->statement,
                                        &record->act[about].digest,
                                        NULL};
    return !chy_later_void(&pair);
}

bool chy_later_widens(bool *waits, const struct chy_record *record,
                      const struct chy_statement *by, const struct chy_chain_times *times)
{
    const struct chy_record_signature *place[CHY_MAX_SIGNATORIES + 1];
    bool withdrew[CHY_MAX_SIGNATORIES] = {false};
    *waits = false;
    if (by->signatories > CHY_MAX_SIGNATORIES)
        return true;
    for (uint32_t i = 0; i < record->acts; i++) {
        const struct chy_statement *before = &record->act[i].statement;
        if (!is_before(record, i, by, times))
            continue;
        chy_chain_places(place, record, i, times);
        for (size_t k = 0; k < before->signatories; k++) {
            bool counts =
                chy_chain_counted(record, i, k, place[k], times) == CHY_COUNTS || !place[k];
            for (size_t n = 0; counts && n < by->signatories; n++) {
                if (!is_same(times->directory, &before->signatory[k], &by->signatory[n]))
                    continue;
                withdrew[n] = true;
                *waits = *waits || !place[k];
            }
        }
    }
    for (size_t n = 0; n < by->signatories; n++)
        if (!withdrew[n])
            return true;
    return false;
}
