/*
 * archive_repair.c - the index made anew from what it is an index of: the log's entries, and
 * the bags whose tagmanifests they name.
 */
#include "archive/archive_label.h"
#include "archive/entry.h"
#include "archive/log_walk.h"

#include "base/file.h"
#include "base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct found { /* a bag, by what its tagmanifest is */
    chancery_digest tagmanifest;
    char *name;
};

struct repair {
    struct chy_archive archive;
    struct found *bag;
    size_t bags, cap;
    struct chy_buf index;
    uint64_t misnamed; /* bags whose names are not what they say of themselves */
    char first[CHY_MAX_NAME + 1];
};

static int by_digest(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    return memcmp(x->tagmanifest.b, y->tagmanifest.b, sizeof x->tagmanifest.b);
}

static int order_of(const void *digest, const void *bag)
{
    const struct found *found = bag;
    return memcmp(digest, found->tagmanifest.b, sizeof found->tagmanifest.b);
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
        ok = chy_grow(&repair->bag, &repair->cap, repair->bags, sizeof *repair->bag, SIZE_MAX,
                      "bags", error);
        if (ok) {
            struct found *found = &repair->bag[repair->bags];
            found->tagmanifest = chy_digest_of(chy_buf_view(&text));
            found->name = chy_dup(chy_span_str(name), error);
            ok = found->name != NULL;
            repair->bags += ok;
        }
    }
    chy_buf_done(&path);
    chy_buf_done(&text);
    return ok;
}

static bool find_bags(struct repair *repair, chancery_error *error)
{
    const struct dirent *entry;
    bool ok = true;
    DIR *dir = opendir(repair->archive.path);
    if (!dir)
        return chy_fail_errno(error, repair->archive.path, "cannot list the archive");
    while (ok && (errno = 0, entry = readdir(dir)) != NULL)
        ok = look_at(repair, entry->d_name, error);
    if (ok && errno != 0)
        ok = chy_fail_errno(error, repair->archive.path, "cannot list the archive");
    closedir(dir);
    if (repair->bags > 1)
        qsort(repair->bag, repair->bags, sizeof *repair->bag, by_digest);
    return ok;
}

/* Is the bag under this name the one of the line, and is the name its own? */
static bool is_own(bool *is, struct chy_index_line *line, const struct found *found,
                   const struct repair *repair, chancery_error *error)
{
    const struct chy_bag_options options = {.own = true};
    char own[CHY_MAX_NAME + 1];
    struct chy_bag bag = {0};
    memcpy(line->bag, found->name, strlen(found->name) + 1);
    bool ok = chy_bag_check(&bag, repair->archive.fd, line->bag, &options, error);
    if (ok)
        chy_bag_labels(line, &bag);
    *is = ok && chy_bag_says(&bag, &line->tagmanifest) && chy_bag_name_fits(own, &bag, line);
    chy_bag_done(&bag);
    return ok;
}

/* Where copies of a bag stand beside it, the one under its own name is meant. */
static bool choose(const struct found **found, const struct chy_index_line *line,
                   const struct repair *repair, chancery_error *error)
{
    const struct found *first = *found, *end = repair->bag + repair->bags;
    while (first > repair->bag && order_of(line->tagmanifest.b, first - 1) == 0)
        first--;
    *found = first;
    if (first + 1 == end || order_of(line->tagmanifest.b, first + 1) != 0)
        return true;
    for (const struct found *at = first; at < end; at++) {
        struct chy_index_line tried = *line;
        bool is;
        if (order_of(line->tagmanifest.b, at) != 0)
            break;
        if (!is_own(&is, &tried, at, repair, error))
            return false;
        if (is) {
            *found = at;
            break;
        }
    }
    return true;
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
    return chy_fail_next(error, "Bring the bag back from a copy; the index was not changed.");
}

static bool take_entry(void *context, uint64_t index, chancery_span bytes,
                       chancery_error *error)
{
    struct repair *repair = context;
    struct chy_entry entry = {0};
    struct chy_index_line line = {.entry = index};
    if (!chy_entry_parse(&entry, bytes, error))
        return chy_fail_where(error, repair->archive.log);
    const struct found *found =
        entry.has_bag && repair->bags > 0
            ? bsearch(entry.bag.b, repair->bag, repair->bags, sizeof *repair->bag, order_of)
            : NULL;
    line.document = entry.document;
    line.tagmanifest = entry.bag;
    chy_entry_done(&entry);
    if (!found)
        return fail_lost(repair, index, error);
    if (!choose(&found, &line, repair, error))
        return false;
    memcpy(line.bag, found->name, strlen(found->name) + 1);
    if (!read_labels(&line, repair, error))
        return false;
    chy_index_line_write(&repair->index, &line);
    return true;
}

static bool write_index(struct repair *repair, bool *changed, chancery_error *error)
{
    struct chy_buf present = {0};
    const bool lost = !chy_file_exists(repair->archive.index);
    bool ok = chy_buf_finish(&repair->index, error) &&
              (lost || chy_file_read(&present, repair->archive.index, SIZE_MAX, error));
    *changed =
        ok && (lost || !chy_span_eq(chy_buf_view(&present), chy_buf_view(&repair->index)));
    if (ok && *changed)
        ok = chy_file_write(repair->archive.index, chy_buf_view(&repair->index), 0644, true,
                            error);
    chy_buf_done(&present);
    return ok;
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

bool chancery_archive_repair_index(char **done, const char *path, chancery_error *error)
{
    struct repair repair = {.archive = {.fd = -1, .state = {.lock = -1}}};
    struct chy_log_walk walk = {.each = take_entry, .context = &repair};
    bool changed = false, unfinished = false;
    *done = NULL;
    bool ok = chy_archive_open_to_repair(&repair.archive, path, error);
    unfinished = ok && repair.archive.unfinished;
    ok = ok && find_bags(&repair, error) && chy_log_walk(&walk, &repair.archive.state, error);
    if (ok && !chy_digest_eq(&walk.root, &repair.archive.state.checkpoint.root)) {
        chy_fail(error, CHANCERY_E_LOG, "its entries do not give the root of its checkpoint");
        chy_fail_where(error, repair.archive.log);
        ok = chy_fail_next(error, "See what is damaged: chancery log check.");
    }
    /* an interrupted add is settled when the index has its lines, and not before */
    ok = ok && write_index(&repair, &changed, error) &&
         chy_archive_settle(&repair.archive, error);
    if (ok)
        *done = say(&repair, unfinished, changed, error);
    for (size_t i = 0; i < repair.bags; i++)
        free(repair.bag[i].name);
    free(repair.bag);
    chy_buf_done(&repair.index);
    chy_archive_done(&repair.archive);
    return *done != NULL;
}
