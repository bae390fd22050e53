/*
 * audit_folder.c - what stands in an archive's folder, against what its index says; and bags
 * that stand under another name than theirs.
 */
#include "archive/audit.h"

#include "archive/entry.h"
#include "base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct indexed { /* a line of the index */
    uint64_t hash, task;
};

struct listing {
    struct chy_audit *audit;
    struct chy_rows *present; /* hashes of the names in the folder; uint64_t */
    struct chy_rows *indexed; /* struct indexed */
    struct chy_rows *strange; /* hashes of names that the index does not know; uint64_t */
    struct chy_rows *missing; /* numbers of tasks that do not stand under their names */
    uint64_t more;            /* strange names past CHY_MAX_UNKNOWN */
    struct chy_audit_entries entries;
};

static bool is_ours(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
           strcmp(name, CHY_ARCHIVE_LOG) == 0 || strcmp(name, CHY_ARCHIVE_INDEX) == 0 ||
           strcmp(name, CHY_ARCHIVE_ADDING) == 0;
}

/* Escaped, and so that no two names are shown alike: what is escaped begins with a backslash,
 * and a backslash of the name itself is doubled. */
static char *show_name(const char *name, chancery_error *error)
{
    struct chy_buf doubled = {0};
    char *out = NULL;
    for (; *name; name++) {
        if (*name == '\\')
            chy_buf_byte(&doubled, '\\');
        chy_buf_byte(&doubled, (uint8_t)*name);
    }
    if (chy_buf_finish(&doubled, error) && !(out = chancery_escape(chy_buf_view(&doubled))))
        (void)chy_fail_memory(error);
    chy_buf_done(&doubled);
    return out;
}

static bool add_unknown(struct chy_audit *audit, const char *name, chancery_error *error)
{
    char *copy = chy_dup(chy_span_str(name), error);
    char *shown = copy ? show_name(name, error) : NULL;
    if (!shown ||
        !chy_grow(&audit->unknown, &audit->unknown_cap, audit->unknowns, sizeof *audit->unknown,
                  CHY_MAX_UNKNOWN, "names in the archive's folder that its index does not know",
                  error)) {
        free(copy);
        free(shown);
        return false;
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

typedef bool each_fn(struct listing *l, const char *name, uint64_t hash, chancery_error *error);

static bool each_name(struct listing *l, each_fn *each, chancery_error *error)
{
    const char *path = l->audit->options->archive;
    int fd = openat(l->audit->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    const struct dirent *name = NULL;
    bool ok = folder || chy_fail_errno(error, path, "cannot list it");
    if (!folder && fd >= 0)
        close(fd);
    while (ok && (errno = 0, name = readdir(folder)) != NULL)
        if (!is_ours(name->d_name) && !chy_audit_is_lost_found(l->audit, name->d_name))
            ok = each(l, name->d_name, chy_audit_hash(chy_span_str(name->d_name)), error);
    if (ok && errno != 0)
        ok = chy_fail_errno(error, path, "cannot list it");
    if (folder)
        closedir(folder);
    return ok;
}

static bool note_present(struct listing *l, const char *name, uint64_t hash,
                         chancery_error *error)
{
    (void)name;
    return chy_rows_add(l->present, &hash, error);
}

/* A name that came since is of the next audit. */
static bool note_unknown(struct listing *l, const char *name, uint64_t hash,
                         chancery_error *error)
{
    uint64_t at, found;
    if (!chy_rows_first(&at, l->strange, hash, error))
        return false;
    if (at == chy_rows_count(l->strange))
        return true;
    return chy_rows_get(&found, l->strange, at, error) &&
           (found != hash || add_unknown(l->audit, name, error));
}

/* The digest over the hashes of all names says what stood in the folder. */
static bool list_present(struct listing *l, chancery_error *error)
{
    struct chy_sha256 sha;
    if (!each_name(l, note_present, error) ||
        !chy_rows_sort(l->present, chy_rows_by_key, NULL, error))
        return false;
    chy_sha256_init(&sha);
    for (uint64_t i = 0; i < chy_rows_count(l->present); i++) {
        uint64_t hash;
        if (!chy_rows_get(&hash, l->present, i, error))
            return false;
        chy_sha256_update(&sha, chy_span(&hash, sizeof hash));
    }
    chy_sha256_final(&l->audit->summary.head.folder, &sha);
    return true;
}

static bool list_indexed(struct listing *l, chancery_error *error)
{
    for (uint64_t i = 0; i < chy_rows_count(l->audit->task); i++) {
        struct chy_audit_task task;
        if (!chy_rows_get(&task, l->audit->task, i, error))
            return false;
        const struct indexed indexed = {task.hash, i};
        if (task.len > 0 && !chy_rows_add(l->indexed, &indexed, error))
            return false;
    }
    return chy_rows_sort(l->indexed, chy_rows_by_key, NULL, error);
}

/* Of a folder and an index, both in the order of the hashes: what is in the one and not in the
 * other. Two lines of the index may have one name. */
static bool compare(struct listing *l, chancery_error *error)
{
    const uint64_t present = chy_rows_count(l->present), indexed = chy_rows_count(l->indexed);
    bool matched = false;
    for (uint64_t i = 0, k = 0; i < present || k < indexed;) {
        uint64_t hash = 0;
        struct indexed line = {0};
        if ((i < present && !chy_rows_get(&hash, l->present, i, error)) ||
            (k < indexed && !chy_rows_get(&line, l->indexed, k, error)))
            return false;
        if (i < present && k < indexed && hash == line.hash) {
            matched = true;
            k++;
        } else if (i < present && (k == indexed || hash < line.hash)) {
            bool room = chy_rows_count(l->strange) < CHY_MAX_UNKNOWN;
            if (!matched && room && !chy_rows_add(l->strange, &hash, error))
                return false;
            l->more += !matched && !room;
            matched = false;
            i++;
        } else {
            if (!chy_rows_add(l->missing, &line.task, error))
                return false;
            k++;
        }
    }
    return true;
}

static bool list_folder(struct listing *l, chancery_error *error)
{
    struct chy_audit *audit = l->audit;
    if (!list_present(l, error) || !list_indexed(l, error) || !compare(l, error))
        return false;
    if (chy_rows_count(l->strange) == 0)
        return true;
    if (l->more > 0)
        chy_audit_find(&audit->summary.archive, CHANCERY_A_BAG_UNKNOWN, (chancery_span){0},
                       "Neither the index nor the log knows %llu more name%s in the archive's "
                       "folder, under which a bag that is missing may stand.",
                       (unsigned long long)l->more, l->more == 1 ? "" : "s");
    if (!each_name(l, note_unknown, error))
        return false;
    if (audit->unknowns > 0)
        qsort(audit->unknown, audit->unknowns, sizeof *audit->unknown, by_name);
    return chy_rows_sort(l->missing, chy_rows_by_key, NULL, error);
}

/* --- bags that stand under another name --- */

/* What bag the index or, without a line, the log says that it is. */
static bool wanted(chancery_digest *out, bool *has, struct listing *l,
                   const struct chy_audit_task *task, chancery_error *error)
{
    struct chy_audit *audit = l->audit;
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
    if (audit->has_log && chy_audit_entry(&text, &l->entries, task->entry, error)) {
        struct chy_entry entry;
        if (chy_entry_parse(&entry, text, NULL)) {
            *has = entry.has_bag;
            *out = entry.bag;
            chy_entry_done(&entry);
        }
    }
    return !error || error->code == CHANCERY_OK;
}

/* The first unknown name under which the bag stands; 0: none. */
static uint32_t claim(struct chy_audit *audit, const chancery_digest *digest)
{
    for (size_t k = 0; k < audit->unknowns; k++) {
        struct chy_audit_unknown *unknown = &audit->unknown[k];
        if (unknown->claimed || !unknown->has_digest ||
            !chy_digest_eq(&unknown->digest, digest))
            continue;
        unknown->claimed = true;
        return (uint32_t)k + 1;
    }
    return 0;
}

static bool find_task(struct listing *l, uint64_t number, chancery_error *error)
{
    struct chy_audit *audit = l->audit;
    struct chy_audit_task task;
    chancery_digest digest;
    bool has;
    if (!chy_rows_get(&task, audit->task, number, error) ||
        !wanted(&digest, &has, l, &task, error))
        return false;
    task.found = has ? claim(audit, &digest) : 0;
    if (task.found == 0)
        return true;
    if (task.len == 0)
        task.hash = chy_audit_hash(chy_span_str(audit->unknown[task.found - 1].shown));
    return chy_rows_put(audit->task, number, &task, error);
}

static bool find_moved(struct listing *l, chancery_error *error)
{
    struct chy_audit *audit = l->audit;
    for (size_t i = 0; i < audit->unknowns; i++)
        if (!chy_audit_tagmanifest(&audit->unknown[i].has_digest, &audit->unknown[i].digest,
                                   audit, audit->unknown[i].name, error))
            return false;
    for (uint64_t i = 0; audit->unknowns > 0 && i < chy_rows_count(l->missing); i++) {
        uint64_t number;
        if (!chy_rows_get(&number, l->missing, i, error) || !find_task(l, number, error))
            return false;
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
        if (!audit->unknown[i].claimed && !chy_audit_task_add(audit, task, error))
            return false;
    }
    return true;
}

bool chy_audit_plan_folder(struct chy_audit *audit, struct chy_rows *missing,
                           chancery_error *error)
{
    struct listing l = {.audit = audit, .missing = missing, .entries = {.log = &audit->log}};
    const char *scratch = audit->options->scratch;
    bool ok = chy_rows_new(&l.present, sizeof(uint64_t), scratch, error) &&
              chy_rows_new(&l.indexed, sizeof(struct indexed), scratch, error) &&
              chy_rows_new(&l.strange, sizeof(uint64_t), scratch, error) &&
              list_folder(&l, error) && find_moved(&l, error) && add_strangers(audit, error);
    chy_rows_free(l.present);
    chy_rows_free(l.indexed);
    chy_rows_free(l.strange);
    chy_buf_done(&l.entries.bundle);
    return ok;
}
