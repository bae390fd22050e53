/*
 * archive_held.c - what an archive's index has of the documents that are to be taken in.
 */
#include "archive/archive_add.h"
#include "archive/archive_label.h"
#include "archive/entry.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/lines.h"

#include <stdio.h>
#include <stdlib.h>

struct held {
    const struct chy_archive *archive;
    struct chy_taken *item;
    size_t count;
    struct chy_taken **by_name, **by_document;
};

bool chy_archive_fail_exists(const struct chy_taken *taken, const char *why,
                             chancery_error *error)
{
    chy_fail(error, CHANCERY_E_EXISTS, "%s", why);
    chy_fail_where(error, taken->base);
    return chy_fail_next(error, "See what the archive holds (chancery archive list); a text "
                                "that differs needs a symbol, an issue number or a name of "
                                "its own.");
}

static int by_name(const void *a, const void *b)
{
    const struct chy_taken *const *x = a, *const *y = b;
    return strcasecmp((*x)->base, (*y)->base);
}

static int by_document(const void *a, const void *b)
{
    const struct chy_taken *const *x = a, *const *y = b;
    return memcmp((*x)->line.document.b, (*y)->line.document.b, sizeof(chancery_digest));
}

static bool sort_documents(struct held *held, chancery_error *error)
{
    held->by_document = calloc(held->count, sizeof(struct chy_taken *));
    if (!held->by_document)
        return chy_fail_memory(error);
    for (size_t i = 0; i < held->count; i++)
        held->by_document[i] = &held->item[i];
    qsort(held->by_document, held->count, sizeof *held->by_document, by_document);
    return true;
}

/* Two of this add may not have one name. */
static bool sort_names(struct held *held, chancery_error *error)
{
    held->by_name = calloc(held->count, sizeof *held->by_name);
    if (!held->by_name)
        return chy_fail_memory(error);
    for (size_t i = 0; i < held->count; i++)
        held->by_name[i] = &held->item[i];
    qsort(held->by_name, held->count, sizeof *held->by_name, by_name);
    for (size_t i = 1; i < held->count; i++) {
        const struct chy_taken *a = held->by_name[i - 1], *b = held->by_name[i];
        if (strcasecmp(a->base, b->base) != 0)
            continue;
        return chy_archive_fail_exists(b,
                                       chy_digest_eq(&a->line.document, &b->line.document)
                                           ? "one document is named twice"
                                           : "two documents of this add would have this name",
                                       error);
    }
    return true;
}

static struct chy_taken *find(const struct held *held, chancery_span base)
{
    char name[CHY_MAX_NAME + 1];
    size_t low = 0, high = held->count;
    memcpy(name, base.ptr, base.len);
    name[base.len] = '\0';
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcasecmp(held->by_name[middle]->base, name);
        if (order == 0)
            return held->by_name[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* The name between {"bag":" and the next quote, which no name holds. */
static chancery_span name_in(chancery_span line)
{
    const chancery_span before = CHY_LITERAL("{\"bag\":\"");
    if (!chy_span_starts(line, before))
        return (chancery_span){0};
    chancery_span name = chy_span_from(line, before.len);
    const uint8_t *quote = memchr(name.ptr, '"', name.len);
    return chy_span_sub(name, 0, quote ? (size_t)(quote - name.ptr) : 0);
}

/* Has this line, of a bag with a name of so many bytes, the number of this entry? Lines have
 * sorted members, so it stands at one place. */
static bool is_line_of(chancery_span line, size_t name, uint64_t entry)
{
    char member[48];
    const size_t at = strlen("{\"bag\":\"") + name + strlen("\",\"document\":\"") + 64;
    snprintf(member, sizeof member, "\",\"entry\":%llu,", (unsigned long long)entry);
    return line.len > at && chy_span_starts(chy_span_from(line, at), chy_span_str(member));
}

static bool fail_line(const struct chy_index_line *line, const char *what, bool of_bag,
                      chancery_error *error)
{
    chy_fail(error, CHANCERY_E_CONFLICT, "its line of the bag %s has another %s than %s",
             line->bag, what, of_bag ? "the bag itself" : "the log");
    return !of_bag || strcmp(what, "name") != 0
               ? false
               : chy_fail_next(error, "See which bags were renamed (chancery audit), and give "
                                      "them their names back.");
}

/* Has the bag, whole as the log has it, the very payload that is offered? A bag that is damaged
 * is no reason to hold nothing newer. */
static bool is_same(const struct chy_bag *bag, const struct chy_taken *taken,
                    const struct chy_index_line *line)
{
    const struct chy_bag_file *manifest = chy_bag_find(bag, CHY_LITERAL("manifest-sha256.txt"));
    bool same = chy_bag_says(bag, &line->tagmanifest) && bag->defects.more == 0 && manifest &&
                manifest->good && chy_digest_eq(&manifest->sha256, &taken->manifest);
    for (size_t i = 0; same && i < bag->defects.count; i++)
        same = chancery_defect_severity(bag->defects.item[i].code) <= CHANCERY_WARNING;
    return same;
}

/* A line by which a document is known is the one of the log, and of a bag that says so itself:
 * a name that was given to another bag neither keeps a document out nor lets one in. A bag that
 * is damaged says nothing. */
static bool check_line(const struct held *held, struct chy_taken *taken,
                       const struct chy_index_line *line, chancery_error *error)
{
    const struct chy_bag_options options = {.own = true};
    struct chy_buf bytes = {0};
    struct chy_entry entry = {0};
    struct chy_bag bag = {0};
    const char *differs = NULL;
    char own[CHY_MAX_NAME + 1];
    if (line->entry >= held->archive->state.checkpoint.size)
        return fail_line(line, "entry", false, error);
    bool ok = chy_archive_read_entry(&entry, &bytes, &held->archive->state, line->entry, error);
    if (ok && (!entry.has_bag || !chy_digest_eq(&entry.bag, &line->tagmanifest)))
        ok = fail_line(line, "tagmanifest", false, error);
    if (ok && !chy_digest_eq(&entry.document, &line->document))
        ok = fail_line(line, "document", false, error);
    ok = ok && chy_bag_check(&bag, held->archive->fd, line->bag, &options, error);
    if (ok && chy_bag_says(&bag, &line->tagmanifest)) {
        differs = chy_bag_line_differs(&bag, line);
        if (!differs && !chy_bag_name_fits(own, &bag, line))
            differs = "name";
        ok = !differs || fail_line(line, differs, true, error);
    }
    if (ok && is_same(&bag, taken, line)) {
        taken->held = true;
        memcpy(taken->holder, line->bag, sizeof taken->holder);
    }
    /* what is held already is not added, so that nothing is left behind by it */
    if (ok && !taken->held && chy_digest_eq(&line->document, &taken->line.document))
        ok = chy_archive_grown(held->archive, taken, line, &entry, &bag, error);
    chy_bag_done(&bag);
    chy_entry_done(&entry);
    chy_buf_done(&bytes);
    return ok;
}

/* The very document may be held under another name, that of a file, or from before it had a
 * symbol: what that bag holds is not left behind either. */
static bool check_document(const struct held *held, chancery_span text, size_t name,
                           chancery_error *error)
{
    const size_t at = strlen("{\"bag\":\"") + name + strlen("\",\"document\":\"");
    struct chy_index_line line;
    chancery_digest digest;
    size_t low = 0, high = held->count;
    if (!chy_unhex(digest.b, sizeof digest.b, chy_span_sub(text, at, 64)))
        return true; /* whoever needs this line will say so */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (memcmp(held->by_document[middle]->line.document.b, digest.b, sizeof digest.b) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < held->count && chy_digest_eq(&held->by_document[low]->line.document, &digest);
         low++)
        if (!chy_index_line_read(&line, text, error) ||
            !chy_archive_grown_from(held->archive, held->by_document[low], &line, error))
            return false;
    return true;
}

/* What the index has of the documents that are taken in: the newest version of each. Only lines
 * of these are read as JSON. */
static bool take_line(struct held *held, chancery_span text, uint64_t entry,
                      chancery_error *error)
{
    struct chy_index_line line;
    uint64_t version;
    chancery_span name = name_in(text);
    if (name.len == 0 || name.len > CHY_MAX_NAME)
        return chy_fail(error, CHANCERY_E_FORMAT, "a line names no bag");
    if (!is_line_of(text, name.len, entry))
        return chy_fail(error, CHANCERY_E_CONFLICT,
                        "its line of entry %llu of the log is not where it is to be",
                        (unsigned long long)entry);
    struct chy_taken *taken =
        find(held, chy_span_sub(name, 0, chy_bag_name_base(&version, name)));
    if (!taken)
        return check_document(held, text, name.len, error);
    if (!chy_index_line_read(&line, text, error) || !check_line(held, taken, &line, error))
        return false;
    if (!chy_digest_eq(&line.document, &taken->line.document) ||
        strncmp(line.bag, taken->base, strlen(taken->base)) != 0)
        return chy_archive_fail_exists(taken, "the archive holds another document of this name",
                                       error);
    int written = version >= UINT32_MAX
                      ? -1
                      : snprintf(taken->line.bag, sizeof taken->line.bag, "%s.v%llu",
                                 taken->base, (unsigned long long)version + 1);
    if (written < 0 || (size_t)written >= sizeof taken->line.bag)
        return chy_archive_fail_exists(taken, "there are too many versions of it", error);
    taken->follows = true;
    taken->before = line.tagmanifest;
    return true;
}

/* An index to which no line can be added once the log has the entries is refused before. */
static bool read_index(struct held *held, chancery_error *error)
{
    struct chy_lines lines = {0};
    chancery_span line;
    uint64_t place, count = 0;
    bool more = true;
    bool ok = chy_lines_open(&lines, held->archive->index, UINT64_MAX, error);
    while (ok && chy_lines_next(&lines, &line, &place, &more, error) && more) {
        ok = take_line(held, line, count++, error);
    }
    ok = ok && !more;
    if (ok && lines.torn)
        ok = chy_fail(error, CHANCERY_E_CONFLICT, "its last line is not ended by a line feed");
    chy_lines_done(&lines);
    if (ok && count != held->archive->state.checkpoint.size)
        ok = chy_fail(error, CHANCERY_E_CONFLICT, "it has %llu lines, and the log %llu entries",
                      (unsigned long long)count,
                      (unsigned long long)held->archive->state.checkpoint.size);
    if (!ok) {
        chy_fail_where(error, held->archive->index);
        chy_fail_next(error, "Make it anew: chancery archive repair-index.");
    }
    return ok;
}

bool chy_archive_held(const struct chy_archive *archive, struct chy_taken *item, size_t count,
                      chancery_error *error)
{
    struct held held = {.archive = archive, .item = item, .count = count};
    bool ok =
        sort_names(&held, error) && sort_documents(&held, error) && read_index(&held, error);
    free(held.by_name);
    free(held.by_document);
    return ok;
}
