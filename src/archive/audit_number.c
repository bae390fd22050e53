/*
 * audit_number.c - the number of a document among those of others in the archive.
 */
#include "archive/audit_eye.h"

#include <stdlib.h>

#define NOTHING ((chancery_span){0})

static bool other_name(struct chy_buf *out, struct chy_audit_eye *eye, uint32_t number,
                       chancery_error *error)
{
    const struct chy_audit_task *task = &eye->audit->task[number];
    struct chy_index_line line;
    chancery_span text;
    if (!chy_lines_again(&eye->index, &text, task->place, task->len, error))
        return false;
    if (chy_index_line_read(&line, text, NULL))
        chy_buf_str(out, line.bag);
    return true;
}

static bool check_number(struct chy_audit_eye *eye, chancery_error *error)
{
    const struct chy_audit_known *known = &eye->audit->numbers;
    uint64_t key = chy_audit_number_key(&eye->line, true),
             document = chy_audit_first(&eye->line.document);
    struct chy_buf name = {0};
    bool ok = true;
    for (size_t i = chy_audit_known_at(known, key);
         ok && i < known->count && known->pair[i].key == key; i++) {
        if (known->pair[i].value == document)
            continue;
        char *symbol = chy_esc(chy_span_str(eye->line.symbol));
        ok = symbol && other_name(&name, eye, known->pair[i].task, error);
        if (ok)
            chy_audit_find(&eye->item.findings, CHANCERY_A_NUMBER_TWICE, NOTHING,
                           "Another text has the same symbol, language and issue, %s: the bag "
                           "%.*s.",
                           symbol, (int)name.len, (const char *)name.ptr);
        free(symbol);
        break; /* one says it; the other item names this one or the same */
    }
    ok = ok && chy_buf_finish(&name, error);
    chy_buf_done(&name);
    return ok || chy_fail_memory(error);
}

static void check_gap(struct chy_audit_eye *eye)
{
    const struct chy_audit_known *known = &eye->audit->issues;
    uint64_t key = chy_audit_number_key(&eye->line, false), before = 0;
    uint64_t issue = eye->line.issue > 0 ? (uint64_t)eye->line.issue : 1;
    for (size_t i = chy_audit_known_at(known, key);
         i < known->count && known->pair[i].key == key && known->pair[i].value < issue; i++)
        before = known->pair[i].value;
    if (before > 0 && before + 1 < issue)
        chy_audit_find(&eye->item.findings, CHANCERY_A_NUMBER_GAP, NOTHING,
                       "This is issue %llu, and the one known before it is issue %llu.",
                       (unsigned long long)issue, (unsigned long long)before);
}

bool chy_audit_numbers(struct chy_audit_eye *eye, chancery_error *error)
{
    if (!eye->line.symbol[0])
        return true;
    check_gap(eye);
    return check_number(eye, error);
}
