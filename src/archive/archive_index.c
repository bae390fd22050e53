/*
 * archive_index.c - the lines of an archive's index.
 */
#include "archive/archive.h"

#include "base/json.h"

#include <stdio.h>

static struct chy_json *json_of(const struct chy_index_line *line)
{
    struct chy_json *object = chy_json_new_object();
    chy_json_set(object, "bag", chy_json_new_cstring(line->bag));
    chy_json_set(object, "document",
                 chy_json_new_hex(line->document.b, sizeof line->document.b));
    chy_json_set(object, "entry", chy_json_new_integer((int64_t)line->entry));
    if (line->issue > 0)
        chy_json_set(object, "issue", chy_json_new_integer(line->issue));
    if (line->language[0])
        chy_json_set(object, "language", chy_json_new_cstring(line->language));
    if (line->symbol[0])
        chy_json_set(object, "symbol", chy_json_new_cstring(line->symbol));
    chy_json_set(object, "tagmanifest",
                 chy_json_new_hex(line->tagmanifest.b, sizeof line->tagmanifest.b));
    return object;
}

void chy_index_line_write(struct chy_buf *out, const struct chy_index_line *line)
{
    struct chy_json *object = json_of(line);
    chy_json_write_canonical(out, object);
    chy_buf_byte(out, '\n');
    chy_json_free(object);
}

static bool read_optional(char *out, size_t size, const struct chy_cursor *object,
                          const char *key, chancery_error *error)
{
    struct chy_cursor at;
    chancery_span text;
    if (!chy_json_optional(&at, object, key))
        return true;
    if (!chy_json_string(&text, &at, size - 1, error))
        return false;
    memcpy(out, text.ptr, text.len);
    return text.len > 0 || chy_json_fail(&at, error, "it is empty");
}

static bool read_members(struct chy_index_line *out, const struct chy_cursor *root,
                         chancery_error *error)
{
    static const char *const names[] = {"bag",      "document", "entry",      "issue",
                                        "language", "symbol",   "tagmanifest"};
    struct chy_cursor at;
    chancery_span bag;
    int64_t entry;
    if (!chy_json_object(root, error) ||
        !chy_json_member_string(&bag, root, "bag", CHY_MAX_NAME, error) ||
        !chy_json_member(&at, root, "document", error) ||
        !chy_json_digest(&out->document, &at, error) ||
        !chy_json_member(&at, root, "tagmanifest", error) ||
        !chy_json_digest(&out->tagmanifest, &at, error) ||
        !chy_json_member(&at, root, "entry", error) ||
        !chy_json_integer(&entry, &at, 0, (int64_t)CHY_MAX_LOG, error))
        return false;
    if (!chy_bag_name_is_good(bag))
        return chy_json_fail(root, error, "its bag's name is none");
    memcpy(out->bag, bag.ptr, bag.len);
    out->entry = (uint64_t)entry;
    if (chy_json_optional(&at, root, "issue") &&
        !chy_json_integer(&out->issue, &at, 1, INT32_MAX, error))
        return false;
    const char *unknown = chy_json_unknown(root, names, sizeof names / sizeof names[0]);
    if (unknown)
        return chy_json_fail(root, error, "it has a member that is not known here");
    return read_optional(out->language, sizeof out->language, root, "language", error) &&
           read_optional(out->symbol, sizeof out->symbol, root, "symbol", error);
}

bool chy_index_line_read(struct chy_index_line *out, chancery_span line, chancery_error *error)
{
    struct chy_json *json = NULL;
    *out = (struct chy_index_line){.entry = 0};
    bool canonical, ok = chy_json_read(&json, &canonical, line, error);
    struct chy_cursor root = chy_json_root(json);
    ok = ok && read_members(out, &root, error);
    if (ok && !canonical)
        ok = chy_fail(error, CHANCERY_E_CANONICAL, "it is not written as the index is");
    chy_json_free(json);
    return ok;
}
