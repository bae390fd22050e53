/*
 * statement_write.c - a statement into its canonical payload. What is not set is left out, but
 * for the lists of signatories and addressees, which every act has.
 */
#include "custody/statement_reader.h"

#include "base/date.h"

#include <stdio.h>

/* Members that may be absent. */
static void set_string(struct chy_json *object, const char *key, const char *value)
{
    if (value)
        chy_json_set(object, key, chy_json_new_cstring(value));
}

static void set_date(struct chy_json *object, const char *key, chancery_date date)
{
    if (chy_date_is_set(date))
        chy_json_set(object, key, chy_json_new_date(date));
}

static struct chy_json *digest(const chancery_digest *sha256)
{
    return chy_json_new_hex(sha256->b, sizeof sha256->b);
}

static void set_office(struct chy_json *object, const struct chy_office *office)
{
    set_string(object, "office", office->office);
    set_string(object, "of", office->of);
}

static struct chy_json *people(const struct chy_signatory *signatory, size_t count)
{
    struct chy_json *list = chy_json_new_array();
    for (size_t i = 0; i < count; i++) {
        struct chy_json *one = chy_json_new_object();
        set_string(one, "kind", signatory[i].seal ? CHY_KIND_SEAL : CHY_KIND_SIGNATURE);
        set_string(one, "name", signatory[i].name);
        set_office(one, &signatory[i].office);
        chy_json_append(list, one);
    }
    return list;
}

static struct chy_json *addressees(const struct chy_statement *s)
{
    struct chy_json *list = chy_json_new_array();
    for (size_t i = 0; i < s->addressees; i++) {
        struct chy_json *one = chy_json_new_object();
        set_office(one, &s->addressee[i]);
        chy_json_append(list, one);
    }
    return list;
}

static struct chy_json *text(const struct chy_statement *s)
{
    struct chy_json *paragraphs = chy_json_new_array();
    for (size_t i = 0; i < s->paragraphs; i++) {
        struct chy_json *pair = chy_json_new_array();
        chy_json_append(pair, digest(&s->paragraph[i].digest));
        chy_json_append(pair, chy_json_new_integer(s->paragraph[i].words));
        chy_json_append(paragraphs, pair);
    }
    struct chy_json *object = chy_json_new_object();
    chy_json_set(object, "paragraphs", paragraphs);
    chy_json_set(object, "text", digest(&s->text));
    set_string(object, "unicode", CHY_UNICODE_VERSION);
    chy_json_set(object, "words", digest(&s->words));
    return object;
}

static struct chy_json *file(const char *name, const char *media_type,
                             const chancery_digest *sha256)
{
    struct chy_json *object = chy_json_new_object();
    set_string(object, "mediaType", media_type);
    set_string(object, "name", name);
    chy_json_set(object, "sha256", digest(sha256));
    return object;
}

static struct chy_json *renditions(const struct chy_statement *s)
{
    struct chy_json *list = chy_json_new_array();
    for (size_t i = 0; i < s->renditions; i++) {
        const struct chy_rendition *one = &s->rendition[i];
        chy_json_append(list, file(one->name, one->media_type, &one->sha256));
    }
    return list;
}

/* An act, and its signatures that were there. */
static void set_seen(struct chy_json *object, const struct chy_carried *c)
{
    struct chy_json *seen = chy_json_new_array();
    for (size_t i = 0; i < c->seens; i++)
        chy_json_append(seen, digest(&c->seen[i]));
    chy_json_set(object, "signatures", seen);
    chy_json_set(object, "statement", digest(&c->statement));
}

static struct chy_json *carried(const struct chy_carried *c)
{
    struct chy_json *object = chy_json_new_object();
    set_string(object, "as", chy_as_name(c->as));
    set_string(object, "label", c->label);
    if (c->is_file) {
        chy_json_set(object, "file", file(c->name, c->media_type, &c->sha256));
        return object;
    }
    set_seen(object, c);
    return object;
}

static struct chy_json *carries(const struct chy_statement *s)
{
    struct chy_json *list = chy_json_new_array();
    for (size_t i = 0; i < s->carried; i++)
        chy_json_append(list, carried(&s->carries[i]));
    return list;
}

static struct chy_json *strings(char *const *string, size_t count)
{
    struct chy_json *list = chy_json_new_array();
    for (size_t i = 0; i < count; i++)
        chy_json_append(list, chy_json_new_cstring(string[i]));
    return list;
}

static void set_masthead(struct chy_json *predicate, const struct chy_statement *s)
{
    set_string(predicate, "distribution", s->distribution);
    set_string(predicate, "jobNumber", s->job_number);
    set_date(predicate, "mastheadDate", s->masthead_date);
    set_string(predicate, "originalLanguage", s->original_language);
    if (s->issue_number != 0)
        chy_json_set(predicate, "issueNumber", chy_json_new_integer(s->issue_number));
    if (s->symbols > 0)
        chy_json_set(predicate, "symbols", strings(s->symbol, s->symbols));
}

static void set_translates(struct chy_json *predicate, const struct chy_statement *s)
{
    struct chy_json *object = chy_json_new_object();
    set_string(object, "language", s->original_language);
    set_seen(object, &s->carries[0]);
    chy_json_set(predicate, "translates", object);
    if (s->writtens > 0)
        chy_json_set(predicate, "names", strings(s->written, s->writtens));
}

static void set_later(struct chy_json *predicate, const struct chy_statement *s)
{
    struct chy_json *object = chy_json_new_object();
    set_seen(object, &s->concerns);
    chy_json_set(predicate, s->supersedes ? "supersedes" : "concerns", object);
    set_string(predicate, "reason", s->reason);
    if (s->type == CHY_ACT_ATTESTATION) {
        chy_json_set(predicate, "attested", people(s->attested, s->attesteds));
        set_string(predicate, "basis", chy_basis_name(s->basis));
    }
    if (s->type == CHY_ACT_RECEIPT) {
        char received[21];
        chy_time_format(received, s->received);
        set_string(predicate, "received", received);
    }
    if (s->corrigendum.name)
        chy_json_set(
            predicate, "corrigendum",
            file(s->corrigendum.name, s->corrigendum.media_type, &s->corrigendum.sha256));
}

static struct chy_json *predicate(const struct chy_statement *s)
{
    struct chy_json *object = chy_json_new_object();
    chy_json_set(object, "addressees", addressees(s));
    chy_json_set(object, "signatories", people(s->signatory, s->signatories));
    set_date(object, "date", s->date);
    set_string(object, "reference", s->reference);
    if (chy_is_about_act(s))
        set_later(object, s);
    if (chy_act_is_later(s->type))
        return object;
    set_string(object, "title", s->title);
    set_string(object, "language", s->language);
    if (s->has_text)
        chy_json_set(object, "text", text(s));
    if (s->renditions > 0)
        chy_json_set(object, "renditions", renditions(s));
    if (s->type == CHY_ACT_TRANSLATION)
        set_translates(object, s);
    else if (s->type != CHY_ACT_LETTER)
        chy_json_set(object, "carries", carries(s));
    if (s->type == CHY_ACT_ISSUE)
        set_masthead(object, s);
    return object;
}

static struct chy_json *subject(const struct chy_statement *s)
{
    struct chy_json *sha256 = chy_json_new_object();
    chy_json_set(sha256, "sha256", digest(&s->subject_digest));
    struct chy_json *file = chy_json_new_object();
    chy_json_set(file, "digest", sha256);
    set_string(file, "name", s->subject);
    struct chy_json *list = chy_json_new_array();
    chy_json_append(list, file);
    return list;
}

bool chy_statement_write(struct chy_buf *out, const struct chy_statement *statement,
                         chancery_error *error)
{
    /* what was not understood cannot be written again without losing it */
    if (statement->type >= CHY_ACT_LATER || statement->unknown_field ||
        (statement->has_text && !statement->text_known)) {
        return chy_fail(error, CHANCERY_E_INTERNAL,
                        "a statement that was not wholly understood was to be written");
    }
    char type[sizeof CHY_PREDICATE_PREFIX + sizeof "corrigendum:v1"];
    struct chy_json *root = chy_json_new_object();
    set_string(root, "_type", CHY_STATEMENT_V1);
    snprintf(type, sizeof type, CHY_PREDICATE_PREFIX "%s:v1", chy_act_name(statement->type));
    set_string(root, "predicateType", type);
    chy_json_set(root, "predicate", predicate(statement));
    chy_json_set(root, "subject", subject(statement));
    chy_json_write_canonical(out, root);
    chy_json_free(root);
    return chy_buf_finish(out, error);
}
