/*
 * archive_repair.c - the index made anew from what it is an index of: the log's entries, and
 * the bags whose tagmanifests they name.
 */
#include "archive/archive_label.h"
#include "archive/audit.h"
#include "archive/entry.h"
#include "archive/log_walk.h"

#include "base/fd.h"
#include "base/file.h"
#include "base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

struct found {     /* a bag, by what its tagmanifest is */
    uint64_t key;  /* the digest's first bytes */
    uint64_t name; /* its number in `name` */
    chancery_digest tagmanifest;
};

struct repair {
    struct chy_archive archive;
    struct chy_rows *bag;  /* struct found, sorted */
    struct chy_rows *name; /* NAME bytes each */
    struct chy_file_new index;
    struct chy_buf lines;   /* of it, that are not written yet */
    struct chy_sha256 made; /* over all of its lines */
    uint64_t misnamed;      /* bags whose names are not what they say of themselves */
    char first[CHY_MAX_NAME + 1];
};

#define NAME (CHY_MAX_NAME + 1)
/* Written at once. */
#define PIECE 65536

static int by_digest(const void *a, const void *b, void *none)
{
    const struct found *x = a, *y = b;
    (void)none;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    int order = memcmp(x->tagmanifest.b, y->tagmanifest.b, sizeof x->tagmanifest.b);
    return order != 0 ? order : (x->name > y->name) - (x->name < y->name);
}

/* A folder that is no bag, or whose tagmanifest cannot be read, is passed over: no entry names
 * it. */
static bool look_at(struct repair *repair, const char *name, chancery_error *error)
{
    struct chy_buf path = {0}, text = {0};
    if (!chy_bag_name_is_good(chy_span_str(name)))
        return true;
    chy_buf_printf(&path, "%s/%s/tagmanifest-sha256.txt", repair->archive.path, name);
    chy_buf_byte(&path, '\0');
    bool ok = chy_buf_finish(&path, error);
    if (ok && chy_file_read(&text, (const char *)path.ptr, CHY_MAX_MANIFEST, NULL)) {
        const chancery_digest digest = chy_digest_of(chy_buf_view(&text));
        const struct found found = {chy_audit_first(&digest), chy_rows_count(repair->name),
                                    digest};
        char padded[NAME] = {0};
        memcpy(padded, name, strlen(name)); /* a good name is no longer */
        ok = chy_rows_add(repair->bag, &found, error) &&
             chy_rows_add(repair->name, padded, error);
    }
    chy_buf_done(&path);
    chy_buf_done(&text);
    return ok;
}

static bool find_bags(struct repair *repair, chancery_error *error)
{
    const struct dirent *entry;
    const char *scratch = repair->archive.path;
    bool ok = chy_rows_new(&repair->bag, sizeof(struct found), scratch, error) &&
              chy_rows_new(&repair->name, NAME, scratch, error);
    DIR *dir = ok ? opendir(repair->archive.path) : NULL;
    if (ok && !dir)
        return chy_fail_errno(error, repair->archive.path, "cannot list the archive");
    while (ok && (errno = 0, entry = readdir(dir)) != NULL)
        ok = look_at(repair, entry->d_name, error);
    if (ok && errno != 0)
        ok = chy_fail_errno(error, repair->archive.path, "cannot list the archive");
    if (dir)
        closedir(dir);
    return ok && chy_rows_sort(repair->bag, by_digest, NULL, error);
}

/* Is the bag under the line's name the one of the line, and is the name its own? */
static bool is_own(bool *is, struct chy_index_line *line, const struct repair *repair,
                   chancery_error *error)
{
    const struct chy_bag_options options = {.own = true};
    char own[CHY_MAX_NAME + 1];
    struct chy_bag bag = {0};
    bool ok = chy_bag_check(&bag, repair->archive.fd, line->bag, &options, error);
    if (ok)
        chy_bag_labels(line, &bag);
    *is = ok && chy_bag_says(&bag, &line->tagmanifest) && chy_bag_name_fits(own, &bag, line);
    chy_bag_done(&bag);
    return ok;
}

/* Which bags have the line's tagmanifest: copies, from first on. */
static bool find_copies(uint64_t *first, uint64_t *copies, const struct chy_index_line *line,
                        const struct repair *repair, chancery_error *error)
{
    const uint64_t key = chy_audit_first(&line->tagmanifest),
                   count = chy_rows_count(repair->bag);
    uint64_t at;
    *copies = 0;
    if (!chy_rows_first(&at, repair->bag, key, error))
        return false;
    for (; at < count; at++) {
        struct found found;
        if (!chy_rows_get(&found, repair->bag, at, error))
            return false;
        if (found.key != key)
            break;
        if (!chy_digest_eq(&found.tagmanifest, &line->tagmanifest))
            continue;
        if ((*copies)++ == 0)
            *first = at;
    }
    return true;
}

static bool name_at(char name[NAME], const struct repair *repair, uint64_t number,
                    chancery_error *error)
{
    struct found found;
    return chy_rows_get(&found, repair->bag, number, error) &&
           chy_rows_get(name, repair->name, found.name, error);
}

/* The name of the line's bag; where copies of it stand beside it, the one under its own name is
 * meant. */
static bool find_bag(bool *is, struct chy_index_line *line, const struct repair *repair,
                     chancery_error *error)
{
    uint64_t first = 0, copies;
    bool own = false;
    if (!find_copies(&first, &copies, line, repair, error))
        return false;
    *is = copies > 0;
    for (uint64_t i = first; copies > 1 && !own && i < first + copies; i++) {
        struct chy_index_line tried = *line;
        if (!name_at(tried.bag, repair, i, error) || !is_own(&own, &tried, repair, error))
            return false;
        if (own)
            memcpy(line->bag, tried.bag, sizeof line->bag);
    }
    return own || copies == 0 || name_at(line->bag, repair, first, error);
}

/* What the bag says of itself; its defects are for the audit. */
static bool read_labels(struct chy_index_line *line, struct repair *repair,
                        chancery_error *error)
{
    const struct chy_bag_options options = {.own = true};
    char own[CHY_MAX_NAME + 1];
    struct chy_bag bag = {0};
    bool ok = chy_bag_check(&bag, repair->archive.fd, line->bag, &options, error);
    if (ok)
        chy_bag_labels(line, &bag);
    if (ok && chy_bag_says(&bag, &line->tagmanifest) && !chy_bag_name_fits(own, &bag, line) &&
        repair->misnamed++ == 0)
        memcpy(repair->first, line->bag, sizeof repair->first);
    chy_bag_done(&bag);
    return ok;
}

static bool fail_lost(const struct repair *repair, uint64_t index, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_CONFLICT, "entry %llu of the log is of a bag that is not there",
             (unsigned long long)index);
    chy_fail_where(error, repair->archive.path);
    if (repair->archive.unfinished)
        return chy_fail_next(
            error, "Look into the archive's .adding: where the bag stands there, move "
                   "it from there into the archive; else bring it back from a copy. "
                   "The index was not changed.");
    return chy_fail_next(error, "Bring the bag back from a copy; the index was not changed.");
}

static bool write_lines(struct repair *repair, chancery_error *error)
{
    const chancery_span lines = chy_buf_view(&repair->lines);
    bool ok =
        chy_buf_finish(&repair->lines, error) && chy_file_add(&repair->index, lines, error);
    chy_sha256_update(&repair->made, lines);
    chy_buf_clear(&repair->lines);
    return ok;
}

static bool take_entry(void *context, uint64_t index, chancery_span bytes,
                       chancery_error *error)
{
    struct repair *repair = context;
    struct chy_entry entry = {0};
    struct chy_index_line line = {.entry = index};
    bool found = false;
    chancery_error why = CHANCERY_ERROR_INIT;
    if (!chy_entry_parse(&entry, bytes, &why))
        return why.code == CHANCERY_E_MEMORY
                   ? chy_fail_memory(error)
                   : chy_archive_fail_entry(&repair->archive.state, index, why.text, error);
    line.document = entry.document;
    line.tagmanifest = entry.bag;
    bool ok = !entry.has_bag || find_bag(&found, &line, repair, error);
    chy_entry_done(&entry);
    if (!ok)
        return false;
    if (!found)
        return fail_lost(repair, index, error);
    if (!read_labels(&line, repair, error))
        return false;
    chy_index_line_write(&repair->lines, &line);
    return repair->lines.len < PIECE || write_lines(repair, error);
}

/* The digest of the index that is there. */
static bool hash_index(chancery_digest *out, bool *lost, const struct repair *repair,
                       chancery_error *error)
{
    const char *path = repair->archive.index;
    struct chy_sha256 sha;
    uint8_t piece[PIECE];
    size_t size;
    bool regular;
    ssize_t n;
    *lost = !chy_file_exists(path);
    if (*lost)
        return true;
    int fd = chy_fd_open(path, UINT64_MAX, &size, &regular, error);
    if (fd < 0)
        return false;
    chy_sha256_init(&sha);
    while ((n = chy_fd_read_some(fd, piece, sizeof piece)) > 0)
        chy_sha256_update(&sha, chy_span(piece, (size_t)n));
    chy_sha256_final(out, &sha);
    bool ok = n == 0 || chy_fail_errno(error, path, "cannot read it");
    chy_fd_close(fd);
    return ok;
}

static bool put_index(struct repair *repair, bool *changed, chancery_error *error)
{
    chancery_digest made, present = {{0}};
    bool lost;
    if (!write_lines(repair, error) || !hash_index(&present, &lost, repair, error))
        return false;
    chy_sha256_final(&made, &repair->made);
    *changed = lost || !chy_digest_eq(&made, &present);
    return !*changed || chy_file_commit(&repair->index, error);
}

static char *say(const struct repair *repair, bool unfinished, bool changed,
                 chancery_error *error)
{
    char *names = repair->misnamed == 0
                      ? chy_dupf(error, "%s", "")
                      : chy_dupf(error,
                                 "; %llu of them stand under names that are not their own, the "
                                 "first as %s: see chancery audit",
                                 (unsigned long long)repair->misnamed, repair->first);
    char *text =
        !names ? NULL
               : chy_dupf(error, "%s%s (%llu bags)%s",
                          unfinished ? "an interrupted add was settled; " : "",
                          changed ? "the index was made anew"
                                  : "the index is what the log and the bags say",
                          (unsigned long long)repair->archive.state.checkpoint.size, names);
    free(names);
    return text;
}

bool chancery_archive_repair_index(char **done, const char *path, const char *home,
                                   chancery_error *error)
{
    struct repair repair = {.archive = {.fd = -1, .state = {.lock = -1}}, .index = {.fd = -1}};
    struct chy_log_walk walk = {.each = take_entry, .context = &repair};
    chancery_error why = CHANCERY_ERROR_INIT;
    bool changed = false, unfinished = false;
    *done = NULL;
    chy_sha256_init(&repair.made);
    bool ok = chy_archive_open_to_repair(&repair.archive, path, home, error);
    unfinished = ok && repair.archive.unfinished;
    ok =
        ok && find_bags(&repair, error) &&
        chy_file_begin(&repair.index, repair.archive.index, 0644, error) &&
        (chy_log_walk(&walk, &repair.archive.state, &why) || chy_archive_fail_log(&why, error));
    if (ok && !chy_digest_eq(&walk.root, &repair.archive.state.checkpoint.root)) {
        chy_fail(error, CHANCERY_E_LOG, "its entries do not give the root of its checkpoint");
        chy_fail_where(error, repair.archive.log);
        ok = chy_fail_next(error, "See what is damaged: chancery log check.");
    }
    /* an interrupted add is settled when the index has its lines, and not before */
    ok =
        ok && put_index(&repair, &changed, error) && chy_archive_settle(&repair.archive, error);
    if (ok)
        *done = say(&repair, unfinished, changed, error);
    chy_file_end(&repair.index);
    chy_rows_free(repair.bag);
    chy_rows_free(repair.name);
    chy_buf_done(&repair.lines);
    chy_archive_done(&repair.archive);
    return *done != NULL;
}
