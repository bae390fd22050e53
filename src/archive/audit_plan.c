/*
 * audit_plan.c - what an archive's index, its log and its folder say there is. Every bag is one
 * task, in the order of the log; what is known of each is a few numbers, of which memory holds
 * no more for many bags than for few.
 */
#include "archive/audit.h"

#include "base/limits.h"

#include <stdio.h>

/* Lines of the index that cannot be used are told apart so often, then counted. */
#define TOLD_LINES 100

struct planning {
    struct chy_audit *audit;
    struct chy_rows *missing; /* numbers of tasks that the index does not know; uint64_t */
    uint64_t line;            /* of the index, 1-based */
    size_t bad;
};

bool chy_audit_task_add(struct chy_audit *audit, struct chy_audit_task task,
                        chancery_error *error)
{
    return chy_rows_add(audit->task, &task, error);
}

static void bad_line(struct planning *p, const char *why)
{
    if (p->bad++ < TOLD_LINES)
        chy_audit_find(&p->audit->summary.archive, CHANCERY_A_INDEX_LINE,
                       CHY_LITERAL("index.jsonl"), "Line %llu of the index cannot be used: %s.",
                       (unsigned long long)p->line, why);
}

/* Entries up to `to` that the index does not have. */
static bool fill(struct planning *p, uint64_t *next, uint64_t to, chancery_error *error)
{
    char name[32];
    for (; *next < to; (*next)++) {
        const uint64_t number = chy_rows_count(p->audit->task);
        int len = snprintf(name, sizeof name, "entry %llu", (unsigned long long)*next);
        const struct chy_audit_task task = {
            .entry = *next, .hash = chy_audit_hash(chy_span(name, (size_t)len))};
        if (!chy_audit_task_add(p->audit, task, error) ||
            !chy_rows_add(p->missing, &number, error))
            return false;
    }
    return true;
}

static bool take_line(struct planning *p, uint64_t *next, chancery_span text, uint64_t place,
                      chancery_error *error)
{
    struct chy_audit *audit = p->audit;
    struct chy_index_line line;
    chancery_error why = CHANCERY_ERROR_INIT;
    uint64_t size = audit->log.checkpoint.size;
    bool ok = true;
    if (text.len > CHY_MAX_INDEX_LINE) {
        bad_line(p, "it is too long");
    } else if (!chy_index_line_read(&line, text, &why)) {
        if (why.code == CHANCERY_E_MEMORY)
            ok = chy_fail_memory(error);
        else
            bad_line(p, why.text);
    } else if (line.entry < *next) {
        bad_line(p, "an earlier line has the same entry, or a later one");
    } else {
        const struct chy_audit_task task = {.entry = line.entry,
                                            .place = place,
                                            .hash = chy_audit_hash(chy_span_str(line.bag)),
                                            .len = (uint32_t)text.len};
        ok = fill(p, next, line.entry < size ? line.entry : size, error) &&
             chy_audit_know(audit, &line, error) && chy_audit_task_add(audit, task, error);
        *next = line.entry + 1;
    }
    return ok;
}

static bool read_index(struct planning *p, chancery_error *error)
{
    struct chy_audit *audit = p->audit;
    struct chy_sha256 sha;
    chancery_span text;
    uint64_t place, next = 0;
    bool more = false;
    chy_sha256_init(&sha);
    if (audit->index.path) {
        for (;;) {
            if (!chy_lines_next(&audit->index, &text, &place, &more, error))
                return false;
            if (!more)
                break;
            p->line++;
            chy_sha256_update(&sha, text);
            chy_sha256_update(&sha, CHY_LITERAL("\n"));
            if (!take_line(p, &next, text, place, error))
                return false;
        }
    }
    if (audit->index.torn)
        chy_audit_find(&audit->summary.archive, CHANCERY_A_INDEX_LINE,
                       CHY_LITERAL("index.jsonl"),
                       "The last line of the index, %llu, is not ended by a line feed.",
                       (unsigned long long)p->line);
    if (p->bad > TOLD_LINES)
        chy_audit_find(&audit->summary.archive, CHANCERY_A_INDEX_LINE,
                       CHY_LITERAL("index.jsonl"),
                       "%zu more lines of the index cannot be used.", p->bad - TOLD_LINES);
    chy_sha256_final(&audit->summary.head.index, &sha);
    return fill(p, &next, audit->log.checkpoint.size, error) &&
           chy_audit_know_end(audit, error);
}

bool chy_audit_plan(struct chy_audit *audit, chancery_error *error)
{
    struct planning p = {.audit = audit};
    const char *scratch = audit->options->scratch;
    bool ok = chy_rows_new(&audit->task, sizeof(struct chy_audit_task), scratch, error) &&
              chy_rows_new(&p.missing, sizeof(uint64_t), scratch, error) &&
              read_index(&p, error) && chy_audit_plan_folder(audit, p.missing, error);
    chy_rows_free(p.missing);
    return ok;
}
