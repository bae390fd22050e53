/*
 * audit_head.c - what an audit's report says of the audit itself.
 */
#include "archive/audit_report.h"

#include "base/date.h"
#include "base/encode.h"
#include "base/escape.h"
#include "base/limits.h"
#include "base/sha256.h"

static struct chy_json *number_or_null(int64_t number)
{
    return number > 0 ? chy_json_new_integer(number) : chy_json_new_null();
}

static struct chy_json *digest_or_null(bool has, const chancery_digest *digest)
{
    return has ? chy_json_new_hex(digest->b, sizeof digest->b) : chy_json_new_null();
}

static struct chy_json *text_or_null(chancery_span text)
{
    return text.len > 0 ? chy_json_new_string(text) : chy_json_new_null();
}

static struct chy_json *checkpoint_json(const struct chy_audit_head *head)
{
    if (head->origin.len == 0)
        return chy_json_new_null();
    struct chy_json *out = chy_json_new_object();
    char time[21];
    chy_time_format(time, head->proven);
    chy_json_set(out, "key", chy_json_new_hex(head->key.b, sizeof head->key.b));
    chy_json_set(out, "provenTime",
                 head->has_proven ? chy_json_new_cstring(time) : chy_json_new_null());
    chy_json_set(out, "root", chy_json_new_hex(head->root.b, sizeof head->root.b));
    chy_json_set(out, "size", chy_json_new_integer((int64_t)head->size));
    return out;
}

static struct chy_json *shard_json(const struct chy_audit_head *head)
{
    if (head->shards == 0)
        return chy_json_new_null();
    struct chy_json *out = chy_json_new_array();
    chy_json_append(out, chy_json_new_integer(head->shard));
    chy_json_append(out, chy_json_new_integer(head->shards));
    return out;
}

/* Absent where it was not asked for. */
static void set_day(struct chy_json *object, const char *key, chancery_date day)
{
    char text[11];
    if (!chy_date_is_set(day))
        return;
    chy_date_format(text, day);
    chy_json_set(object, key, chy_json_new_cstring(text));
}

void chy_audit_head_write(struct chy_buf *out, const struct chy_audit_head *head)
{
    char time[21];
    struct chy_json *object = chy_json_new_object();
    chy_time_format(time, head->time);
    chy_json_set(object, "archive", text_or_null(head->origin));
    chy_json_set(object, "checkpoint", checkpoint_json(head));
    chy_json_set(object, "directory", digest_or_null(head->has_directory, &head->directory));
    chy_json_set(object, "directoryVersion", number_or_null(head->directory_version));
    chy_json_set(object, "folder", chy_json_new_hex(head->folder.b, sizeof head->folder.b));
    chy_json_set(object, "format", chy_json_new_cstring(CHY_AUDIT_FORMAT));
    chy_json_set(object, "index", chy_json_new_hex(head->index.b, sizeof head->index.b));
    chy_json_set(object, "integrityOnly", chy_json_new_bool(head->integrity_only));
    chy_json_set(object, "items", chy_json_new_integer((int64_t)head->items));
    set_day(object, "keptSince", head->kept_since);
    set_day(object, "keptUntil", head->kept_until);
    chy_json_set(object, "lapseDays", chy_json_new_integer(head->lapse_days));
    chy_json_set(object, "pattern", text_or_null(head->pattern));
    chy_json_set(object, "sample", number_or_null(head->sample));
    chy_json_set(object, "seed",
                 head->sample > 0 ? chy_json_new_integer(head->seed) : chy_json_new_null());
    chy_json_set(object, "shard", shard_json(head));
    chy_json_set(object, "since", digest_or_null(head->has_since, &head->since));
    chy_json_set(object, "time", chy_json_new_cstring(time));
    chy_json_write_canonical(out, object);
    chy_json_free(object);
}

void chy_audit_head_days(struct chy_buf *out, const struct chy_audit_head *head)
{
    char since[11], until[11];
    chy_date_format(since, head->kept_since);
    chy_date_format(until, head->kept_until);
    if (since[0] && until[0])
        chy_buf_printf(out, ", of those kept from %s to %s", since, until);
    else if (since[0] || until[0])
        chy_buf_printf(out, ", of those kept %s %s", since[0] ? "since" : "until",
                       since[0] ? since : until);
}

/* --- reading --- */

bool chy_audit_has_controls(chancery_span text)
{
    const uint8_t *end = text.ptr + text.len;
    for (const uint8_t *at = text.ptr; at < end;) {
        struct chy_glyph glyph = chy_glyph_at(at, end);
        if (glyph.ill_formed || glyph.cp < 0x20 || (glyph.cp >= 0x7F && glyph.cp < 0xA0))
            return true;
        at += glyph.taken;
    }
    return false;
}

static bool optional(bool *has, struct chy_cursor *out, const struct chy_cursor *object,
                     const char *key, chancery_error *error)
{
    if (!chy_json_member(out, object, key, error))
        return false;
    *has = !chy_json_is_null(out);
    return true;
}

static bool number(int64_t *out, const struct chy_cursor *object, const char *key, int64_t min,
                   chancery_error *error)
{
    struct chy_cursor member;
    bool has;
    *out = 0;
    return optional(&has, &member, object, key, error) &&
           (!has || chy_json_integer(out, &member, min, INT64_MAX, error));
}

static bool needed_number(int64_t *out, const struct chy_cursor *object, const char *key,
                          chancery_error *error)
{
    struct chy_cursor member;
    return chy_json_member(&member, object, key, error) &&
           chy_json_integer(out, &member, 0, INT64_MAX, error);
}

static bool digest(bool *has, chancery_digest *out, const struct chy_cursor *object,
                   const char *key, chancery_error *error)
{
    struct chy_cursor member;
    return optional(has, &member, object, key, error) &&
           (!*has || chy_json_digest(out, &member, error));
}

static bool needed_digest(chancery_digest *out, const struct chy_cursor *object,
                          const char *key, chancery_error *error)
{
    struct chy_cursor member;
    return chy_json_member(&member, object, key, error) && chy_json_digest(out, &member, error);
}

static bool text(chancery_span *out, const struct chy_cursor *object, const char *key,
                 chancery_error *error)
{
    struct chy_cursor member;
    bool has;
    *out = (chancery_span){0};
    return optional(&has, &member, object, key, error) &&
           (!has || (chy_json_string(out, &member, CHY_MAX_STRING, error) &&
                     (out->len > 0 || chy_json_fail(&member, error, "it is empty"))));
}

/* Origins and patterns are not escaped, and hold no controls: a line of metrics or of a plugin
 * ends where it should. */
static bool text_without_controls(chancery_span *out, const struct chy_cursor *object,
                                  const char *key, chancery_error *error)
{
    if (!text(out, object, key, error))
        return false;
    return !chy_audit_has_controls(*out) ||
           chy_json_fail(object, error, "its %s holds a control character", key);
}

/* As it is written. */
static bool time_text(int64_t *out, const struct chy_cursor *cursor, chancery_error *error)
{
    chancery_span when;
    char again[21];
    if (!chy_json_string(&when, cursor, CHY_MAX_NAME, error))
        return false;
    if (!chy_time_parse(out, when))
        return chy_json_fail(cursor, error, "its time is none");
    chy_time_format(again, *out);
    return chy_span_is(when, again) ||
           chy_json_fail(cursor, error, "its time is not written in UTC, in seconds");
}

static bool checkpoint(struct chy_audit_head *out, const struct chy_cursor *object,
                       chancery_error *error)
{
    static const char *const names[] = {"key", "provenTime", "root", "size"};
    struct chy_cursor member, time;
    bool has;
    int64_t size;
    if (!optional(&has, &member, object, "checkpoint", error))
        return false;
    if (has != (out->origin.len > 0))
        return chy_json_fail(&member, error, "it does not fit the archive's origin");
    if (!has)
        return true;
    if (!chy_json_object(&member, error))
        return false;
    if (chy_json_unknown(&member, names, 4))
        return chy_json_fail(&member, error, "it has a member that is not known");
    if (!needed_digest(&out->key, &member, "key", error) ||
        !optional(&out->has_proven, &time, &member, "provenTime", error) ||
        (out->has_proven && !time_text(&out->proven, &time, error)) ||
        !needed_digest(&out->root, &member, "root", error) ||
        !needed_number(&size, &member, "size", error))
        return false;
    out->size = (uint64_t)size;
    return true;
}

static bool shard(struct chy_audit_head *out, const struct chy_cursor *object,
                  chancery_error *error)
{
    struct chy_cursor member, element;
    size_t count;
    if (!chy_json_member(&member, object, "shard", error))
        return false;
    if (chy_json_is_null(&member))
        return true;
    if (!chy_json_array(&count, &member, 2, error))
        return false;
    if (count != 2)
        return chy_json_fail(&member, error, "it is not a part and the number of parts");
    return chy_json_element(&element, &member, 1, error) &&
           chy_json_integer(&out->shards, &element, 1, CHY_MAX_SHARDS, error) &&
           chy_json_element(&element, &member, 0, error) &&
           chy_json_integer(&out->shard, &element, 1, out->shards, error);
}

static bool boolean(bool *out, const struct chy_cursor *object, const char *key,
                    chancery_error *error)
{
    struct chy_cursor member;
    return chy_json_member(&member, object, key, error) && chy_json_bool(out, &member, error);
}

static bool time_of(int64_t *out, const struct chy_cursor *object, chancery_error *error)
{
    struct chy_cursor member;
    return chy_json_member(&member, object, "time", error) && time_text(out, &member, error);
}

static bool day(chancery_date *out, const struct chy_cursor *object, const char *key,
                chancery_error *error)
{
    struct chy_cursor member;
    return !chy_json_optional(&member, object, key) || chy_json_date(out, &member, error);
}

bool chy_audit_head_read(struct chy_audit_head *out, const struct chy_cursor *cursor,
                         chancery_error *error)
{
    static const char *const names[] = {
        "archive",   "checkpoint", "directory", "directoryVersion",
        "folder",    "format",     "index",     "integrityOnly",
        "items",     "lapseDays",  "pattern",   "sample",
        "seed",      "shard",      "since",     "time",
        "keptSince", "keptUntil"};
    chancery_span format;
    int64_t items = 0;
    *out = (struct chy_audit_head){0};
    if (!chy_json_object(cursor, error))
        return false;
    if (chy_json_unknown(cursor, names, sizeof names / sizeof *names))
        return chy_json_fail(cursor, error, "it has a member that is not known");
    if (!chy_json_member_string(&format, cursor, "format", CHY_MAX_NAME, error))
        return false;
    if (!chy_span_is(format, CHY_AUDIT_FORMAT))
        return chy_json_fail(cursor, error, "it is of another version than %s",
                             CHY_AUDIT_FORMAT);
    if (!text_without_controls(&out->origin, cursor, "archive", error) ||
        !checkpoint(out, cursor, error) ||
        !digest(&out->has_directory, &out->directory, cursor, "directory", error) ||
        !number(&out->directory_version, cursor, "directoryVersion", 1, error) ||
        !needed_digest(&out->folder, cursor, "folder", error) ||
        !needed_digest(&out->index, cursor, "index", error) ||
        !boolean(&out->integrity_only, cursor, "integrityOnly", error) ||
        !needed_number(&items, cursor, "items", error) ||
        !needed_number(&out->lapse_days, cursor, "lapseDays", error) ||
        !text_without_controls(&out->pattern, cursor, "pattern", error) ||
        !number(&out->sample, cursor, "sample", 1, error) ||
        !number(&out->seed, cursor, "seed", 0, error) || !shard(out, cursor, error) ||
        !digest(&out->has_since, &out->since, cursor, "since", error) ||
        !day(&out->kept_since, cursor, "keptSince", error) ||
        !day(&out->kept_until, cursor, "keptUntil", error) ||
        !time_of(&out->time, cursor, error))
        return false;
    out->items = (uint64_t)items;
    return true;
}

const char *chy_audit_head_differs(const struct chy_audit_head *a,
                                   const struct chy_audit_head *b)
{
    if (!chy_span_eq(a->origin, b->origin))
        return "archive";
    if (!chy_digest_eq(&a->key, &b->key))
        return "log's key";
    if (a->has_proven != b->has_proven || a->proven != b->proven)
        return "proven time";
    if (a->size != b->size || !chy_digest_eq(&a->root, &b->root))
        return "checkpoint";
    if (!chy_digest_eq(&a->index, &b->index))
        return "index";
    if (!chy_digest_eq(&a->folder, &b->folder))
        return "folder";
    if (a->has_directory != b->has_directory || !chy_digest_eq(&a->directory, &b->directory) ||
        a->directory_version != b->directory_version)
        return "directory";
    if (a->time != b->time)
        return "time";
    if (a->integrity_only != b->integrity_only)
        return "integrityOnly";
    if (a->sample != b->sample || a->seed != b->seed)
        return "sample";
    if (!chy_span_eq(a->pattern, b->pattern))
        return "pattern";
    if (a->has_since != b->has_since || !chy_digest_eq(&a->since, &b->since))
        return "since";
    if (chy_date_cmp(a->kept_since, b->kept_since) != 0)
        return "keptSince";
    if (chy_date_cmp(a->kept_until, b->kept_until) != 0)
        return "keptUntil";
    if (a->lapse_days != b->lapse_days)
        return "lapseDays";
    return a->items != b->items ? "items" : NULL;
}
