/*
 * bag_info.c - what a bag says of itself as a whole: its labels, and whether two of its paths
 * are one to some systems.
 */
#include "archive/bag_parts.h"

#include "base/limits.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static uint8_t lower(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte + 0x20 : byte;
}

static bool is_label(chancery_span label, const char *name)
{
    bool same = label.len == strlen(name);
    for (size_t i = 0; same && i < label.len; i++)
        same = lower(label.ptr[i]) == lower((uint8_t)name[i]);
    return same;
}

chancery_span chy_bag_info(const struct chy_bag *bag, const char *label)
{
    for (size_t i = 0; i < bag->tags; i++)
        if (is_label(bag->tag[i].label, label))
            return bag->tag[i].value;
    return (chancery_span){NULL, 0};
}

/* "BYTES.FILES" */
void chy_bag_check_oxum(struct chy_bag *bag, chancery_span name)
{
    char really[48];
    uint64_t bytes = 0, files = 0;
    /* how large a file is that may not be read, nobody here knows */
    if (chy_defects_has(&bag->defects, CHANCERY_D_FILE_UNREADABLE) ||
        chy_defects_has(&bag->defects, CHANCERY_D_FILE_CHANGING))
        return;
    for (size_t i = 0; i < bag->files; i++) {
        bytes += bag->file[i].payload ? bag->file[i].size : 0;
        files += bag->file[i].payload;
    }
    snprintf(really, sizeof really, "%llu.%llu", (unsigned long long)bytes,
             (unsigned long long)files);
    for (size_t i = 0; i < bag->tags; i++) {
        if (!is_label(bag->tag[i].label, "Payload-Oxum") ||
            chy_span_is(bag->tag[i].value, really))
            continue;
        char *said = chy_esc(bag->tag[i].value);
        chy_defects_add(&bag->defects, CHANCERY_D_BAG_OXUM, name,
                        "its Payload-Oxum is %s, and the bag holds %s", said ? said : "",
                        really);
        chancery_free(said);
    }
}

bool chy_bag_read_info(struct chy_bag *bag, chancery_span name, chancery_error *error)
{
    const struct chy_bag_file *file = chy_bag_find(bag, name);
    struct chy_bag_tag tag;
    const char *why = NULL;
    size_t line = 0, end;
    if (file && file->whole && !file->kept)
        chy_defects_add(&bag->defects, CHANCERY_D_BAG_LIMIT, name,
                        "it has %llu bytes; at most %u are read",
                        (unsigned long long)file->size, CHY_MAX_TAG_FILE);
    if (!file || !file->kept)
        return true;
    chy_buf_clear(&bag->text);
    why =
        chy_bag_recode(&bag->text, chy_span(bag->held.ptr + file->bytes_at, (size_t)file->size),
                       chy_buf_view(&bag->info));
    if (why) {
        chy_defects_add(&bag->defects, CHANCERY_D_BAG_ENCODING, name, "%s", why);
        return true;
    }
    /* unfolded values are no longer than the text, and must not move */
    chy_buf_clear(&bag->info);
    if (bag->text.len > 0 && !chy_buf_reserve(&bag->info, bag->text.len)) {
        bag->number = ENOMEM;
        return chy_fail_memory(error);
    }
    bag->info.len = 0;
    chancery_span rest = chy_buf_view(&bag->text);
    for (end = 1; chy_bag_info_next(&tag, &why, &rest, &line, &bag->info); end = line + 1) {
        if (why) {
            chy_defects_add(&bag->defects, CHANCERY_D_BAG_LABEL, name, "line %zu %s", end, why);
            continue;
        }
        if (!chy_grow(&bag->tag, &bag->tags_cap, bag->tags, sizeof tag, CHY_MAX_TAG_FILE,
                      "labels", error)) {
            bag->number = ENOMEM;
            return false;
        }
        bag->tag[bag->tags++] = tag;
    }
    return true;
}

struct folded {
    const uint8_t *ptr; /* the folded path */
    size_t len;
    chancery_span path;
};

static int by_fold(const void *a, const void *b)
{
    const struct folded *x = a, *y = b;
    int order = memcmp(x->ptr, y->ptr, x->len < y->len ? x->len : y->len);
    return order ? order : (x->len > y->len) - (x->len < y->len);
}

static void add_path(struct chy_buf *folds, struct folded *item, chancery_span path)
{
    size_t from = folds->len;
    chy_bag_path_fold(folds, path);
    item->len = folds->len - from;
    item->path = path;
}

void chy_bag_check_twins(struct chy_bag *bag, chancery_span missing)
{
    struct chy_buf folds = {0};
    size_t count = bag->files, at = 0;
    for (size_t i = 0; i < missing.len; i++)
        count += missing.ptr[i] == '\0';
    struct folded *item = calloc(count + 1, sizeof *item);
    if (!item) {
        bag->defects.failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        chancery_span path;
        if (i < bag->files) {
            path = chy_span(bag->file[i].path, bag->file[i].path_len);
        } else {
            path = chy_span(missing.ptr + at, strlen((const char *)missing.ptr + at));
            at += path.len + 1;
        }
        add_path(&folds, &item[i], path);
    }
    at = 0;
    for (size_t i = 0; chy_buf_ok(&folds) && i < count; i++) { /* folds moves no more */
        item[i].ptr = folds.ptr + at;
        at += item[i].len;
    }
    if (!chy_buf_ok(&folds))
        bag->defects.failed = true;
    else if (count > 1)
        qsort(item, count, sizeof *item, by_fold);
    for (size_t i = 1; chy_buf_ok(&folds) && i < count; i++) {
        if (by_fold(&item[i - 1], &item[i]) != 0)
            continue;
        char *other = chy_esc(item[i - 1].path);
        chy_defects_add(&bag->defects, CHANCERY_D_BAG_TWIN, item[i].path,
                        "on some systems it is the same file as %s", other ? other : "");
        chancery_free(other);
    }
    chy_buf_done(&folds);
    free(item);
}
