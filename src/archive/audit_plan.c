/*
 * audit_plan.c - what an archive's index, its log and its folder say there is. Every bag is one
 * task, in the order of the log; memory grows by some bytes for each, and no more.
 */
#include "archive/audit.h"

#include "archive/entry.h"
#include "base/fd.h"
#include "base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Lines of the index that cannot be used are told apart so often, then counted. */
#define TOLD_LINES 100

struct planning {
    struct chy_audit *audit;
    struct chy_buf present; /* hashes of the names in the folder, sorted; uint64_t */
    struct chy_audit_entries entries;
    uint64_t line; /* of the index, 1-based */
    size_t bad;
};

static bool add_task(struct chy_audit *audit, struct chy_audit_task task, chancery_error *error)
{
    if (!chy_grow(&audit->task, &audit->task_cap, audit->tasks, sizeof task, UINT32_MAX,
                  "items", error))
        return false;
    audit->task[audit->tasks++] = task;
    return true;
}

static bool add_known(struct chy_audit_known *known, uint64_t key, uint64_t value, size_t task,
                      chancery_error *error)
{
    if (!chy_grow(&known->pair, &known->cap, known->count, sizeof *known->pair, UINT32_MAX,
                  "items", error))
        return false;
    known->pair[known->count++] = (struct chy_audit_pair){key, value, (uint32_t)task};
    return true;
}

static int by_key(const void *a, const void *b)
{
    const struct chy_audit_pair *one = a, *other = b;
    if (one->key != other->key)
        return one->key < other->key ? -1 : 1;
    if (one->value != other->value)
        return one->value < other->value ? -1 : 1;
    return (one->task > other->task) - (one->task < other->task);
}

static void sort_known(struct chy_audit_known *known)
{
    if (known->count > 0)
        qsort(known->pair, known->count, sizeof *known->pair, by_key);
}

static void bad_line(struct planning *p, const char *why)
{
    if (p->bad++ < TOLD_LINES)
        chy_audit_find(&p->audit->summary.archive, CHANCERY_A_INDEX_LINE,
                       CHY_LITERAL("index.jsonl"), "Line %llu of the index cannot be used: %s.",
                       (unsigned long long)p->line, why);
}

/* Entries up to `to` that the index does not have. */
static bool fill(struct chy_audit *audit, uint64_t *next, uint64_t to, chancery_error *error)
{
    char name[32];
    for (; *next < to; (*next)++) {
        int len = snprintf(name, sizeof name, "entry %llu", (unsigned long long)*next);
        const struct chy_audit_task task = {
            .entry = *next, .hash = chy_audit_hash(chy_span(name, (size_t)len))};
        if (!add_task(audit, task, error))
            return false;
    }
    return true;
}

static bool know(struct chy_audit *audit, const struct chy_index_line *line,
                 chancery_error *error)
{
    uint64_t version;
    chancery_span name = chy_span_str(line->bag);
    size_t base = chy_bag_name_base(&version, name), task = audit->tasks;
    if (!add_known(&audit->versions, chy_audit_hash(chy_span_sub(name, 0, base)), version, task,
                   error))
        return false;
    return !line->symbol[0] ||
           (add_known(&audit->numbers, chy_audit_number_key(line, true),
                      chy_audit_first(&line->document), task, error) &&
            add_known(&audit->issues, chy_audit_number_key(line, false),
                      line->issue > 0 ? (uint64_t)line->issue : 1, task, error));
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
        ok = fill(audit, next, line.entry < size ? line.entry : size, error) &&
             know(audit, &line, error) && add_task(audit, task, error);
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
    if (!fill(audit, &next, audit->log.checkpoint.size, error))
        return false;
    sort_known(&audit->versions);
    sort_known(&audit->numbers);
    sort_known(&audit->issues);
    return true;
}

/* --- what stands in the folder --- */

static int by_number(const void *a, const void *b)
{
    uint64_t one, other;
    memcpy(&one, a, sizeof one);
    memcpy(&other, b, sizeof other);
    return (one > other) - (one < other);
}

static bool holds(const struct chy_buf *sorted, uint64_t number)
{
    return sorted->len > 0 && bsearch(&number, sorted->ptr, sorted->len / sizeof number,
                                      sizeof number, by_number) != NULL;
}

static bool is_ours(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
           strcmp(name, CHY_ARCHIVE_LOG) == 0 || strcmp(name, CHY_ARCHIVE_INDEX) == 0 ||
           strcmp(name, CHY_ARCHIVE_ADDING) == 0;
}

static bool add_unknown(struct chy_audit *audit, const char *name, chancery_error *error)
{
    char *copy = chy_dup(chy_span_str(name), error);
    char *shown = chancery_escape(chy_span_str(name));
    if (!copy || !shown ||
        !chy_grow(&audit->unknown, &audit->unknown_cap, audit->unknowns, sizeof *audit->unknown,
                  CHY_MAX_UNKNOWN, "names in the archive's folder that its index does not know",
                  error)) {
        free(copy);
        free(shown);
        return chy_fail_memory(error);
    }
    audit->unknown[audit->unknowns++] =
        (struct chy_audit_unknown){.name = copy, .shown = shown};
    return true;
}

static int by_name(const void *a, const void *b)
{
    const struct chy_audit_unknown *one = a, *other = b;
    return strcmp(one->shown, other->shown);
}

/* Hashes of all names that stand in the folder; with `indexed`, those that are not in it become
 * unknown. */
static bool read_names(struct planning *p, const struct chy_buf *indexed, chancery_error *error)
{
    struct chy_audit *audit = p->audit;
    const char *path = audit->options->archive;
    int fd = openat(audit->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    struct dirent *name = NULL;
    bool ok = folder || chy_fail_errno(error, path, "cannot list it");
    if (!folder && fd >= 0)
        close(fd);
    while (ok) {
        errno = 0;
        name = readdir(folder);
        if (!name)
            break;
        if (is_ours(name->d_name) || chy_audit_is_lost_found(audit, name->d_name))
            continue;
        uint64_t hash = chy_audit_hash(chy_span_str(name->d_name));
        chy_buf_add(&p->present, &hash, sizeof hash);
        if (!holds(indexed, hash))
            ok = add_unknown(audit, name->d_name, error);
    }
    if (ok && errno != 0)
        ok = chy_fail_errno(error, path, "cannot list it");
    if (folder)
        closedir(folder);
    if (!ok || !chy_buf_finish(&p->present, error))
        return false;
    if (p->present.len > 0)
        qsort(p->present.ptr, p->present.len / sizeof(uint64_t), sizeof(uint64_t), by_number);
    if (audit->unknowns > 0)
        qsort(audit->unknown, audit->unknowns, sizeof *audit->unknown, by_name);
    chy_sha256(&audit->summary.head.folder, chy_buf_view(&p->present));
    return true;
}

static bool list_folder(struct planning *p, chancery_error *error)
{
    struct chy_buf indexed = {0};
    const struct chy_audit *audit = p->audit;
    for (size_t i = 0; i < audit->tasks; i++)
        if (audit->task[i].len > 0)
            chy_buf_add(&indexed, &audit->task[i].hash, sizeof audit->task[i].hash);
    bool ok = chy_buf_finish(&indexed, error);
    if (ok && indexed.len > 0)
        qsort(indexed.ptr, indexed.len / sizeof(uint64_t), sizeof(uint64_t), by_number);
    ok = ok && read_names(p, &indexed, error);
    chy_buf_done(&indexed);
    return ok;
}

/* --- bags that stand under another name --- */

/* What bag the index or, without a line, the log says that it is. */
static bool wanted(chancery_digest *out, bool *has, struct planning *p,
                   const struct chy_audit_task *task, chancery_error *error)
{
    struct chy_audit *audit = p->audit;
    chancery_span text;
    *has = false;
    if (task->len > 0) {
        struct chy_index_line line;
        if (!chy_lines_again(&audit->index, &text, task->place, task->len, error))
            return false;
        *has = chy_index_line_read(&line, text, NULL);
        *out = line.tagmanifest;
        return true;
    }
    if (audit->has_log && chy_audit_entry(&text, &p->entries, task->entry, error)) {
        struct chy_entry entry;
        if (chy_entry_parse(&entry, text, NULL)) {
            *has = entry.has_bag;
            *out = entry.bag;
            chy_entry_done(&entry);
        }
    }
    return !error || error->code == CHANCERY_OK;
}

static bool find_moved(struct planning *p, chancery_error *error)
{
    struct chy_audit *audit = p->audit;
    for (size_t i = 0; i < audit->unknowns; i++)
        if (!chy_audit_tagmanifest(&audit->unknown[i].has_digest, &audit->unknown[i].digest,
                                   audit, audit->unknown[i].name, error))
            return false;
    for (size_t i = 0; audit->unknowns > 0 && i < audit->tasks; i++) {
        struct chy_audit_task *task = &audit->task[i];
        chancery_digest digest;
        bool has;
        if (task->len > 0 && holds(&p->present, task->hash))
            continue;
        if (!wanted(&digest, &has, p, task, error))
            return false;
        for (size_t k = 0; has && task->found == 0 && k < audit->unknowns; k++) {
            struct chy_audit_unknown *unknown = &audit->unknown[k];
            if (unknown->claimed || !unknown->has_digest ||
                !chy_digest_eq(&unknown->digest, &digest))
                continue;
            unknown->claimed = true;
            task->found = (uint32_t)k + 1;
            if (task->len == 0)
                task->hash = chy_audit_hash(chy_span_str(unknown->shown));
        }
    }
    return true;
}

static bool add_strangers(struct chy_audit *audit, chancery_error *error)
{
    for (size_t i = 0; i < audit->unknowns; i++) {
        const struct chy_audit_task task = {
            .entry = CHY_AUDIT_NO_ENTRY,
            .hash = chy_audit_hash(chy_span_str(audit->unknown[i].shown)),
            .found = (uint32_t)i + 1};
        if (!audit->unknown[i].claimed && !add_task(audit, task, error))
            return false;
    }
    return true;
}

bool chy_audit_plan(struct chy_audit *audit, chancery_error *error)
{
    struct planning p = {.audit = audit, .entries = {.log = &audit->log}};
    bool ok = read_index(&p, error) && list_folder(&p, error) && find_moved(&p, error) &&
              add_strangers(audit, error);
    chy_buf_done(&p.present);
    chy_buf_done(&p.entries.bundle);
    return ok;
}
