/*
 * show_json.c - a record as JSON. A statement stands in it as it is; what is of no use to a
 * program that reads it (a payload that is no statement) is told by its digest.
 */
#include "report/show.h"

#include "base/sha256.h"
#include "base/spoken.h"

static struct chy_json *digest(const chancery_digest *sha256)
{
    return chy_json_new_hex(sha256->b, sizeof sha256->b);
}

/* A path need not be UTF-8, which JSON must be. */
static struct chy_json *path(const char *name)
{
    char *shown = chancery_escape(chy_span_str(name));
    struct chy_json *json = shown ? chy_json_new_cstring(shown) : NULL;
    chancery_free(shown);
    return json;
}

/* The statement itself, where it is one of ours: another's may hold numbers that are no
 * integers, which are never written. */
static void set_statement(struct chy_json *object, const struct chy_statement *statement,
                          chancery_span payload)
{
    struct chy_json *json = NULL;
    chy_json_set(object, "type", chy_json_new_cstring(chy_act_name(statement->type)));
    chy_json_set(object, "predicateType", chy_json_new_cstring(statement->predicate_type));
    if (statement->type != CHY_ACT_FOREIGN && chy_json_parse(&json, payload, NULL))
        chy_json_set(object, "statement", json);
}

static struct chy_json *signature(const struct chy_record_signature *one)
{
    struct chy_json *object = chy_json_new_object();
    chy_json_set(object, "line", chy_json_new_integer(one->line));
    chy_json_set(object, "keyid", one->has_keyid ? digest(&one->keyid) : chy_json_new_null());
    chy_json_set(object, "digest", digest(&one->digest));
    return object;
}

/* The digest of a statement, and its words where they were asked for. */
static void set_digest(struct chy_json *object, const chancery_digest *sha256, bool words)
{
    const char *word[CHY_SPOKEN_WORDS];
    chy_json_set(object, "digest", digest(sha256));
    if (!words)
        return;
    struct chy_json *list = chy_json_new_array();
    chy_spoken(word, sha256);
    for (size_t i = 0; i < CHY_SPOKEN_WORDS; i++)
        chy_json_append(list, chy_json_new_cstring(word[i]));
    chy_json_set(object, "words", list);
}

static struct chy_json *act(const struct chy_shown *shown, uint32_t index)
{
    const struct chy_record *record = &shown->record;
    const struct chy_act *self = &record->act[index];
    struct chy_json *object = chy_json_new_object(), *list = chy_json_new_array();
    set_digest(object, &self->digest, shown->words);
    chy_json_set(object, "payloadType", chy_json_new_cstring(self->payload_type));
    if (self->readable)
        set_statement(object, &self->statement, chy_span(self->payload, self->payload_len));
    else
        chy_json_set(object, "unreadable", chy_json_new_cstring(self->why));
    for (size_t i = 0; i < record->signatures; i++) {
        if (record->signature[i].act == index)
            chy_json_append(list, signature(&record->signature[i]));
    }
    chy_json_set(object, "signatures", list);
    return object;
}

static struct chy_json *other_line(const struct chy_record_line *line)
{
    struct chy_json *object = chy_json_new_object();
    bool timestamp = line->kind == CHY_LINE_TIMESTAMP;
    chy_json_set(object, "line", chy_json_new_integer(line->number));
    chy_json_set(object, "kind", chy_json_new_cstring(timestamp ? "timestamp" : "junk"));
    if (timestamp)
        chy_json_set(object, "signature", digest(&line->of));
    else
        chy_json_set(object, "why", chy_json_new_cstring(line->why));
    return object;
}

static struct chy_json *draft(const struct chy_shown *shown)
{
    if (shown->draft.len == 0)
        return chy_json_new_null();
    struct chy_json *object = chy_json_new_object();
    chancery_digest sha256 = chy_digest_of(chy_buf_view(&shown->draft));
    chy_json_set(object, "file", path(shown->draft_path));
    set_digest(object, &sha256, shown->words);
    set_statement(object, &shown->drafted, chy_buf_view(&shown->draft));
    return object;
}

char *chy_show_json(const struct chy_shown *shown, chancery_error *error)
{
    const struct chy_record *record = &shown->record;
    struct chy_json *root = chy_json_new_object();
    struct chy_json *acts = chy_json_new_array(), *others = chy_json_new_array();
    struct chy_buf out = {0};
    for (size_t i = 0; i < record->acts; i++)
        chy_json_append(acts, act(shown, (uint32_t)i));
    for (size_t i = 0; i < record->lines; i++) {
        if (record->line[i].kind != CHY_LINE_ENVELOPE)
            chy_json_append(others, other_line(&record->line[i]));
    }
    chy_json_set(root, "record", shown->recorded ? path(shown->path) : chy_json_new_null());
    chy_json_set(root, "verified", chy_json_new_bool(false));
    chy_json_set(root, "acts", acts);
    chy_json_set(root, "others", others);
    chy_json_set(root, "draft", draft(shown));
    chy_json_write_pretty(&out, root);
    char *text = chy_buf_take(&out, NULL, error);
    chy_json_free(root);
    chy_buf_done(&out);
    return text;
}
