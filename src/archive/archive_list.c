/*
 * archive_list.c - what an archive holds, as its index says; for people also which bag is
 * superseded by which, and whose entry in the log names a withdrawal.
 */
#include "archive/archive.h"
#include "archive/audit.h"
#include "archive/entry.h"

#include "base/limits.h"

#include <stdlib.h>

/* A bag that is the second or a later version, and the length of its name without .vN. */
struct later {
    char name[CHY_MAX_NAME + 1];
    size_t base;
    uint64_t version;
};

struct listing {
    const struct chy_archive *archive;
    struct chy_buf *out;
    bool json;
    struct later *later; /* sorted; of each document the newest is last */
    size_t laters, cap;
    struct chy_audit_entries entries;
};

static int by_base(const struct later *a, const struct later *b)
{
    size_t len = a->base < b->base ? a->base : b->base;
    int order = memcmp(a->name, b->name, len);
    return order ? order : (a->base > b->base) - (a->base < b->base);
}

static int by_version(const void *a, const void *b)
{
    const struct later *x = a, *y = b;
    int order = by_base(x, y);
    return order ? order : (x->version > y->version) - (x->version < y->version);
}

static struct later named(const char *bag)
{
    struct later out = {.base = 0};
    memcpy(out.name, bag, strlen(bag) + 1);
    out.base = chy_bag_name_base(&out.version, chy_span_str(bag));
    return out;
}

static bool note_later(void *context, const struct chy_index_line *line, chancery_span text,
                       chancery_error *error)
{
    struct listing *listing = context;
    const struct later this = named(line->bag);
    (void)text;
    if (this.version < 2)
        return true;
    if (!chy_grow(&listing->later, &listing->cap, listing->laters, sizeof this, UINT32_MAX,
                  "versions", error))
        return false;
    listing->later[listing->laters++] = this;
    return true;
}

/* The newest version of the document, where the bag is an older one. */
static const char *superseding(const struct listing *listing, const char *bag)
{
    struct later this = named(bag);
    size_t low = 0, high = listing->laters;
    while (low < high) { /* the first that is past all of the document's */
        size_t middle = low + (high - low) / 2;
        if (by_base(&listing->later[middle], &this) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    const struct later *newest = low > 0 ? &listing->later[low - 1] : NULL;
    return newest && by_base(newest, &this) == 0 && newest->version > this.version
               ? newest->name
               : NULL;
}

/* Nothing is verified here, so a log that cannot be read is passed over. */
static bool names_withdrawal(struct listing *listing, uint64_t number)
{
    struct chy_entry entry = {0};
    chancery_span text;
    bool names = chy_audit_entry(&text, &listing->entries, number, NULL) &&
                 chy_entry_parse(&entry, text, NULL) && entry.withdrawn > 0;
    chy_entry_done(&entry);
    return names;
}

static bool say_line(void *context, const struct chy_index_line *line, chancery_span text,
                     chancery_error *error)
{
    struct listing *listing = context;
    struct chy_buf *out = listing->out;
    (void)error;
    if (listing->json) {
        chy_buf_span(out, text);
        chy_buf_byte(out, '\n');
        return true;
    }
    chy_buf_printf(out, "%llu  %s", (unsigned long long)line->entry, line->bag);
    if (line->symbol[0]) {
        chy_buf_str(out, "  ");
        chy_buf_escaped(out, chy_span_str(line->symbol));
    }
    if (line->language[0]) {
        chy_buf_str(out, "  ");
        chy_buf_escaped(out, chy_span_str(line->language));
    }
    const char *newest = superseding(listing, line->bag);
    if (newest)
        chy_buf_printf(out, "  superseded by %s", newest);
    if (line->entry < listing->archive->state.checkpoint.size &&
        names_withdrawal(listing, line->entry))
        chy_buf_str(out, "  with a withdrawal");
    chy_buf_byte(out, '\n');
    return true;
}

static bool list_lines(struct chy_buf *out, const struct chy_archive *archive, bool json,
                       chancery_error *error)
{
    struct listing listing = {
        .archive = archive, .out = out, .json = json, .entries = {.log = &archive->state}};
    bool ok = json || chy_archive_each_line(archive, note_later, &listing, error);
    if (listing.laters > 0)
        qsort(listing.later, listing.laters, sizeof *listing.later, by_version);
    ok = ok && chy_archive_each_line(archive, say_line, &listing, error);
    free(listing.later);
    chy_buf_done(&listing.entries.bundle);
    return ok;
}

char *chancery_archive_list(const char *path, bool json, bool *unfinished,
                            chancery_error *error)
{
    struct chy_archive archive;
    struct chy_buf out = {0};
    char *listed = NULL;
    if (!chy_archive_open(&archive, path, false, error))
        return NULL;
    *unfinished = archive.unfinished;
    if (list_lines(&out, &archive, json, error))
        listed = chy_buf_take(&out, NULL, error);
    chy_buf_done(&out);
    chy_archive_done(&archive);
    return listed;
}
