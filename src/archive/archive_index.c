/*
 * archive_index.c - the lines of an archive's index.
 */
#include "archive/archive.h"

#include "base/encode.h"
#include "base/json.h"
#include "base/limits.h"

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

/* --- as this program writes it ------------------------------------------------------------ */

/* What its closing quote ends: printing ASCII without an escape, that there is room for. */
static bool take_text(char *out, size_t size, chancery_span *rest)
{
    size_t len = 0;
    while (len < rest->len && rest->ptr[len] != '"') {
        uint8_t byte = rest->ptr[len];
        if (byte < ' ' || byte > '~' || byte == '\\' || len + 1 >= size)
            return false;
        out[len++] = (char)byte;
    }
    if (len == 0 || len == rest->len)
        return false;
    out[len] = '\0';
    *rest = chy_span_from(*rest, len + 1);
    return true;
}

static bool take_digest(chancery_digest *out, chancery_span *rest)
{
    const size_t digits = 2 * sizeof out->b;
    if (!chy_unhex(out->b, sizeof out->b, chy_span_sub(*rest, 0, digits)))
        return false;
    *rest = chy_span_from(*rest, digits);
    return chy_span_take(rest, CHY_LITERAL("\""));
}

static bool take_number(uint64_t *out, chancery_span *rest, uint64_t least, uint64_t most)
{
    size_t len = 0;
    *out = 0;
    for (; len < rest->len && rest->ptr[len] >= '0' && rest->ptr[len] <= '9'; len++) {
        if (len > 15 || (len == 1 && *out == 0))
            return false;
        *out = *out * 10 + rest->ptr[len] - '0';
    }
    *rest = chy_span_from(*rest, len);
    return len > 0 && *out >= least && *out <= most;
}

bool chy_index_line_plain(struct chy_index_line *out, chancery_span line)
{
    uint64_t issue = 0;
    *out = (struct chy_index_line){.entry = 0};
    bool ok = chy_span_take(&line, CHY_LITERAL("{\"bag\":\"")) &&
              take_text(out->bag, sizeof out->bag, &line) &&
              chy_bag_name_is_good(chy_span_str(out->bag)) &&
              chy_span_take(&line, CHY_LITERAL(",\"document\":\"")) &&
              take_digest(&out->document, &line) &&
              chy_span_take(&line, CHY_LITERAL(",\"entry\":")) &&
              take_number(&out->entry, &line, 0, CHY_MAX_LOG);
    if (ok && chy_span_take(&line, CHY_LITERAL(",\"issue\":")))
        ok = take_number(&issue, &line, 1, INT32_MAX);
    if (ok && chy_span_take(&line, CHY_LITERAL(",\"language\":\"")))
        ok = take_text(out->language, sizeof out->language, &line);
    if (ok && chy_span_take(&line, CHY_LITERAL(",\"symbol\":\"")))
        ok = take_text(out->symbol, sizeof out->symbol, &line);
    out->issue = (int64_t)issue;
    return ok && chy_span_take(&line, CHY_LITERAL(",\"tagmanifest\":\"")) &&
           take_digest(&out->tagmanifest, &line) && chy_span_is(line, "}");
}

/* --- any line ------------------------------------------------------------------------------
 */

bool chy_index_line_read(struct chy_index_line *out, chancery_span line, chancery_error *error)
{
    return chy_index_line_plain(out, line) || chy_index_line_parse(out, line, error);
}

bool chy_index_line_parse(struct chy_index_line *out, chancery_span line, chancery_error *error)
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
