/*
 * audit_number.c - the number of a document among those of others in the archive.
 */
#include "archive/audit_eye.h"

#include <stdlib.h>

#define NOTHING ((chancery_span){0})

static bool other_name(struct chy_buf *out, struct chy_audit_eye *eye, uint64_t number,
                       chancery_error *error)
{
    struct chy_audit_task task;
    struct chy_index_line line;
    chancery_span text;
    if (!chy_rows_get(&task, eye->audit->task, number, error) ||
        !chy_lines_again(&eye->index, &text, task.place, task.len, error))
        return false;
    if (chy_index_line_read(&line, text, NULL))
        chy_buf_str(out, line.bag);
    return true;
}

static bool say_twice(struct chy_audit_eye *eye, uint64_t other, chancery_error *error)
{
    struct chy_buf name = {0};
    char *symbol = chy_esc(chy_span_str(eye->line.symbol));
    bool ok = (symbol || chy_fail_memory(error)) && other_name(&name, eye, other, error) &&
              chy_buf_finish(&name, error);
    if (ok)
        chy_audit_find(&eye->item.findings, CHANCERY_A_NUMBER_TWICE, NOTHING,
                       "Another text has the same symbol, language and issue, %s: the bag "
                       "%.*s.",
                       symbol, (int)name.len, (const char *)name.ptr);
    free(symbol);
    chy_buf_done(&name);
    return ok;
}

static bool check_number(struct chy_audit_eye *eye, chancery_error *error)
{
    struct chy_audit_search search = {.known = eye->audit->numbers,
                                      .key = chy_audit_number_key(&eye->line, true)};
    const uint64_t document = chy_audit_first(&eye->line.document);
    struct chy_audit_pair pair;
    bool more;
    do {
        if (!chy_audit_known_next(&more, &pair, &search, error))
            return false;
    } while (more && pair.value == document);
    /* one says it; the other item names this one or the same */
    return !more || say_twice(eye, pair.task, error);
}

static bool check_gap(struct chy_audit_eye *eye, chancery_error *error)
{
    struct chy_audit_search search = {.known = eye->audit->issues,
                                      .key = chy_audit_number_key(&eye->line, false)};
    const uint64_t issue = eye->line.issue > 0 ? (uint64_t)eye->line.issue : 1;
    struct chy_audit_pair pair;
    uint64_t before = 0;
    bool more;
    for (;;) {
        if (!chy_audit_known_next(&more, &pair, &search, error))
            return false;
        if (!more || pair.value >= issue)
            break;
        before = pair.value;
    }
    if (before > 0 && before + 1 < issue)
        chy_audit_find(&eye->item.findings, CHANCERY_A_NUMBER_GAP, NOTHING,
                       "This is issue %llu, and the one known before it is issue %llu.",
                       (unsigned long long)issue, (unsigned long long)before);
    return true;
}

bool chy_audit_numbers(struct chy_audit_eye *eye, chancery_error *error)
{
    return !eye->line.symbol[0] || (check_gap(eye, error) && check_number(eye, error));
}
