/*
 * archive_label.c - what a bag of an archive says that it is, in its bag-info.txt, which the
 * log's entry covers: its line of the index and its name are held to that.
 */
#include "archive/archive_label.h"

#include "base/encode.h"

#include <stdlib.h>

#define ELLIPSIS "\xE2\x80\xA6"

static int64_t number_of(chancery_span digits)
{
    int64_t number = 0;
    if (digits.len == 0 || digits.len > 10)
        return 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
            return 0;
        number = number * 10 + (digits.ptr[i] - '0');
    }
    return number <= INT32_MAX ? number : 0;
}

static void copy_label(char *out, size_t size, chancery_span value)
{
    if (value.len < size && value.len > 0)
        memcpy(out, value.ptr, value.len);
    out[value.len < size ? value.len : 0] = '\0';
}

void chy_bag_labels(struct chy_index_line *out, const struct chy_bag *bag)
{
    out->issue = number_of(chy_bag_info(bag, "Chancery-Issue-Number"));
    out->symbol[0] = '\0';
    copy_label(out->language, sizeof out->language, chy_bag_info(bag, "Chancery-Language"));
    if (out->issue > 0) /* else it is the file's name */
        copy_label(out->symbol, sizeof out->symbol, chy_bag_info(bag, "External-Identifier"));
}

/* Is this how a bag writes the symbol? */
static bool is_written(const char *symbol, chancery_span label)
{
    char *text = chy_esc(chy_span_str(symbol));
    chancery_span written = text ? chy_span_str(text) : (chancery_span){0};
    while (written.len > 0 && written.ptr[0] == ' ')
        written = chy_span_from(written, 1);
    while (written.len > 0 && written.ptr[written.len - 1] == ' ')
        written.len--;
    bool is = text && chy_span_eq(written, label);
    free(text);
    return is;
}

/* A label from which the symbol cannot be told to the byte: cut off, or with what is not seen.
 */
static bool is_lossy(chancery_span label)
{
    return chy_span_ends(label, chy_span_str(ELLIPSIS)) ||
           (label.len > 0 && memchr(label.ptr, '\\', label.len));
}

bool chy_bag_says(const struct chy_bag *bag, const chancery_digest *tagmanifest)
{
    const struct chy_bag_file *info = chy_bag_find(bag, CHY_LITERAL("bag-info.txt"));
    return bag->has_tagmanifest && chy_digest_eq(&bag->tagmanifest, tagmanifest) && info &&
           info->good;
}

const char *chy_bag_line_differs(const struct chy_bag *bag, const struct chy_index_line *line)
{
    struct chy_index_line own = {.issue = 0};
    const chancery_span label = chy_bag_info(bag, "External-Identifier");
    chy_bag_labels(&own, bag);
    if (own.issue != line->issue)
        return "issue number";
    if (strcmp(own.language, line->language) != 0)
        return "language";
    if (own.issue == 0)
        return line->symbol[0] ? "symbol" : NULL;
    if (is_written(line->symbol, label) ||
        (is_lossy(label) && strcmp(line->symbol, own.symbol) == 0) ||
        (is_lossy(label) && line->symbol[0] == '\0'))
        return NULL;
    return "symbol";
}

/* The names that it may have, without .vN: that of its symbol, or of the file that is the
 * document. */
static bool is_base(char own[CHY_MAX_NAME + 1], const struct chy_bag *bag,
                    const struct chy_index_line *line, chancery_span base)
{
    struct chy_index_line said = {.issue = 0};
    const chancery_span label = chy_bag_info(bag, "External-Identifier");
    bool known = false;
    own[0] = '\0';
    chy_bag_labels(&said, bag);
    if (said.issue > 0) {
        bool exact = is_written(line->symbol, label);
        if (!exact && is_lossy(label))
            return true;
        chy_bag_name_make(own, exact ? line->symbol : said.symbol, said.language, said.issue,
                          NULL);
        return chy_span_is(base, own);
    }
    for (size_t i = 0; i < bag->files; i++) {
        const struct chy_bag_file *file = &bag->file[i];
        if (!file->payload || !file->whole || !chy_digest_eq(&file->sha256, &line->document))
            continue;
        known = true;
        chy_bag_name_make(own, NULL, NULL, 0, file->path);
        if (chy_span_is(base, own))
            return true;
    }
    return !known;
}

bool chy_bag_follows(chancery_digest *out, const struct chy_bag *bag)
{
    const chancery_span hex = chy_bag_info(bag, "Chancery-Follows");
    return hex.len == 64 && chy_unhex(out->b, sizeof out->b, hex);
}

bool chy_bag_name_fits(char own[CHY_MAX_NAME + 1], const struct chy_bag *bag,
                       const struct chy_index_line *line)
{
    uint64_t version;
    chancery_digest before;
    const chancery_span name = chy_span_str(line->bag);
    const size_t base = chy_bag_name_base(&version, name);
    return is_base(own, bag, line, chy_span_sub(name, 0, base)) &&
           chy_bag_follows(&before, bag) == (version > 1);
}
