/*
 * audit_chosen.c - was everything looked at, or only what was asked for?
 */
#include "archive/audit_report.h"

#include "base/date.h"

bool chy_audit_is_chosen(const struct chy_audit_head *head)
{
    return head->pattern.len > 0 || chy_date_is_set(head->kept_since) ||
           chy_date_is_set(head->kept_until) || head->has_since || head->sample > 0 ||
           head->shards > 0;
}

static void also(struct chy_buf *out, bool *more)
{
    if (*more)
        chy_buf_str(out, ", ");
    *more = true;
}

void chy_audit_chosen_say(struct chy_buf *out, const struct chy_audit_head *head)
{
    bool more = false;
    if (head->pattern.len > 0) {
        also(out, &more);
        chy_buf_str(out, "names like ");
        chy_buf_escaped(out, head->pattern);
    }
    if (head->has_since) {
        also(out, &more);
        chy_buf_str(out, "without what the report of --since holds as good");
    }
    if (head->sample > 0) {
        also(out, &more);
        chy_buf_printf(out, "a sample of %lld by seed %lld", (long long)head->sample,
                       (long long)head->seed);
    }
    if (head->shards > 0) {
        also(out, &more);
        chy_buf_printf(out, "part %lld of %lld", (long long)head->shard,
                       (long long)head->shards);
    }
}
