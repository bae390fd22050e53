/*
 * statement_read.c - a payload into a statement; rules C18 to C48 of spec/custody-record.md.
 */
#include "custody/statement_reader.h"

#include "base/limits.h"

#include <stdlib.h>

/* "urn:chancery:letter:v1" and its like; ours that are unknown are later, others foreign. */
static enum chy_act_type type_of(chancery_span predicate_type)
{
    const chancery_span prefix = CHY_LITERAL(CHY_PREDICATE_PREFIX);
    const chancery_span suffix = CHY_LITERAL(":v1");
    if (!chy_span_starts(predicate_type, prefix))
        return CHY_ACT_FOREIGN;
    if (!chy_span_ends(predicate_type, suffix) || predicate_type.len < prefix.len + suffix.len)
        return CHY_ACT_LATER;
    enum chy_act_type type = chy_act_type_of(
        chy_span_sub(predicate_type, prefix.len, predicate_type.len - prefix.len - suffix.len));
    return type >= CHY_ACT_PROCURATION ? CHY_ACT_LATER : type;
}

/* _type and predicateType. */
static bool read_types(struct chy_reading *r, const struct chy_cursor *root)
{
    struct chy_cursor at;
    chancery_span type;
    if (!chy_json_member(&at, root, "_type", r->error) ||
        !chy_json_string(&type, &at, CHY_MAX_STRING, r->error))
        return false;
    if (!chy_span_is(type, CHY_STATEMENT_V1))
        return chy_json_fail(&at, r->error, "it is not \"" CHY_STATEMENT_V1 "\"");
    if (!chy_need_string(r, &r->out->predicate_type, root, "predicateType"))
        return false;
    r->out->type = type_of(chy_span_str(r->out->predicate_type));
    return true;
}

/* Exactly one file, with its SHA-256 and no other digest that could say something else. */
static bool read_subject(struct chy_reading *r, const struct chy_cursor *root)
{
    static const char *const names[] = {"digest", "name"};
    static const char *const algorithms[] = {"sha256"};
    struct chy_cursor list, subject, digest;
    size_t count;
    if (!chy_json_member(&list, root, "subject", r->error) ||
        !chy_json_array(&count, &list, SIZE_MAX, r->error))
        return false;
    if (count != 1) {
        return chy_json_fail(&list, r->error, "it has %zu subjects; an act is about one file",
                             count);
    }
    if (!chy_json_element(&subject, &list, 0, r->error) ||
        !chy_note_unknown(r, &subject, names, CHY_COUNT(names)) ||
        !chy_need_file_name(r, &r->out->subject, &subject) ||
        !chy_json_member(&digest, &subject, "digest", r->error) ||
        !chy_need_digest(r, &r->out->subject_digest, &digest, "sha256"))
        return false;
    const char *other = chy_json_unknown(&digest, algorithms, CHY_COUNT(algorithms));
    return !other || chy_json_fail(&digest, r->error, "only a sha256 digest may stand here");
}

/* What a statement that is not judged says of its first subject, if it is said as ours say
 * it. */
static bool glance_at_subject(struct chy_reading *r, const struct chy_cursor *root)
{
    struct chy_cursor list, subject, digest, sha256, name;
    chancery_span view;
    if (!chy_json_optional(&list, root, "subject") ||
        !chy_json_element(&subject, &list, 0, NULL) ||
        !chy_json_optional(&name, &subject, "name") ||
        !chy_json_string(&view, &name, CHY_MAX_STRING, NULL) || view.len == 0 ||
        !chy_json_optional(&digest, &subject, "digest") ||
        !chy_json_optional(&sha256, &digest, "sha256") ||
        !chy_json_digest(&r->out->subject_digest, &sha256, NULL))
        return true;
    r->out->subject = chy_dup(view, r->error);
    return r->out->subject != NULL;
}

/* What an issue alone has. */
static bool read_masthead(struct chy_reading *r, const struct chy_cursor *predicate)
{
    struct chy_statement *out = r->out;
    struct chy_cursor number;
    if (chy_json_optional(&number, predicate, "issueNumber") &&
        !chy_json_integer(&out->issue_number, &number, 1, INT32_MAX, r->error))
        return false;
    return chy_read_symbols(r, predicate) && chy_read_supersedes(r, predicate) &&
           chy_may_string(r, &out->distribution, predicate, "distribution") &&
           chy_may_string(r, &out->original_language, predicate, "originalLanguage") &&
           chy_may_string(r, &out->job_number, predicate, "jobNumber") &&
           chy_may_date(r, &out->masthead_date, predicate, "mastheadDate");
}

/* Which acts have a member: the table under "The predicate" in the specification. */
#define IN(type) (1u << CHY_ACT_##type)
#define DOCUMENTS (IN(LETTER) | IN(FORWARD) | IN(ISSUE) | IN(TRANSLATION))
#define LATER (IN(WITHDRAWAL) | IN(CORRIGENDUM) | IN(RECEIPT) | IN(ATTESTATION))

static bool note_unknown_members(struct chy_reading *r, const struct chy_cursor *predicate)
{
    static const struct {
        const char *name;
        unsigned in;
    } members[] = {
        {"addressees", DOCUMENTS | LATER},
        {"attested", IN(ATTESTATION)},
        {"basis", IN(ATTESTATION)},
        {"carries", IN(FORWARD) | IN(ISSUE)},
        {"concerns", LATER},
        {"corrigendum", IN(CORRIGENDUM)},
        {"date", DOCUMENTS | LATER},
        {"distribution", IN(ISSUE)},
        {"issueNumber", IN(ISSUE)},
        {"jobNumber", IN(ISSUE)},
        {"language", DOCUMENTS},
        {"mastheadDate", IN(ISSUE)},
        {"names", IN(TRANSLATION)},
        {"originalLanguage", IN(ISSUE)},
        {"reason", IN(ISSUE) | IN(WITHDRAWAL) | IN(CORRIGENDUM)},
        {"received", IN(RECEIPT)},
        {"reference", DOCUMENTS | LATER},
        {"renditions", DOCUMENTS},
        {"signatories", DOCUMENTS | LATER},
        {"supersedes", IN(ISSUE)},
        {"symbols", IN(ISSUE)},
        {"text", DOCUMENTS},
        {"title", DOCUMENTS},
        {"translates", IN(TRANSLATION)},
    };
    const char *names[CHY_COUNT(members)];
    size_t count = 0;
    for (size_t i = 0; i < CHY_COUNT(members); i++) {
        if (members[i].in & 1u << r->out->type)
            names[count++] = members[i].name;
    }
    return chy_note_unknown(r, predicate, names, count);
}

/* What a text and its file have. */
static bool read_document(struct chy_reading *r, const struct chy_cursor *predicate)
{
    struct chy_statement *out = r->out;
    return chy_may_string(r, &out->title, predicate, "title") &&
           chy_may_string(r, &out->language, predicate, "language") &&
           chy_read_text(r, predicate) && chy_read_renditions(r, predicate) &&
           ((out->type != CHY_ACT_FORWARD && out->type != CHY_ACT_ISSUE) ||
            chy_read_carries(r, predicate)) &&
           (out->type != CHY_ACT_ISSUE || read_masthead(r, predicate)) &&
           (out->type != CHY_ACT_TRANSLATION || chy_read_translates(r, predicate));
}

static bool read_predicate(struct chy_reading *r, const struct chy_cursor *root)
{
    struct chy_statement *out = r->out;
    struct chy_cursor predicate;
    return chy_json_member(&predicate, root, "predicate", r->error) &&
           note_unknown_members(r, &predicate) &&
           chy_need_date(r, &out->date, &predicate, "date") &&
           chy_may_string(r, &out->reference, &predicate, "reference") &&
           chy_read_signatories(r, &predicate) && chy_read_addressees(r, &predicate) &&
           (chy_act_is_later(out->type) ? chy_read_later(r, &predicate)
                                        : read_document(r, &predicate));
}

static bool fail_canonical(chancery_error *error)
{
    chy_fail(error, CHANCERY_E_CANONICAL,
             "it is not written in the canonical form (no spaces, members sorted, no needless "
             "escapes), so one statement would have several digests");
    return chy_fail_where(error, "$");
}

static bool read_statement(struct chy_reading *r, const struct chy_json *json, bool canonical)
{
    static const char *const names[] = {"_type", "predicate", "predicateType", "subject"};
    struct chy_cursor root = chy_json_root(json);
    if (!read_types(r, &root))
        return false;
    if (r->out->type == CHY_ACT_FOREIGN)
        return glance_at_subject(r, &root); /* written by another's rules */
    if (!canonical)
        return fail_canonical(r->error);
    if (r->out->type == CHY_ACT_LATER)
        return glance_at_subject(r, &root);
    return chy_note_unknown(r, &root, names, CHY_COUNT(names)) && read_subject(r, &root) &&
           read_predicate(r, &root);
}

bool chy_statement_read(struct chy_statement *out, chancery_span payload, chancery_error *error)
{
    struct chy_statement statement = {0};
    struct chy_reading reading = {&statement, error};
    struct chy_json *json = NULL;
    bool canonical, ok = false;
    if (payload.len > CHY_MAX_PAYLOAD) {
        chy_fail(error, CHANCERY_E_LIMIT, "it has %zu bytes; at most %u are allowed",
                 payload.len, CHY_MAX_PAYLOAD);
        goto out;
    }
    if (!chy_json_read(&json, &canonical, payload, error) ||
        !read_statement(&reading, json, canonical))
        goto out;
    *out = statement;
    statement = (struct chy_statement){0};
    ok = true;
out:
    chy_statement_done(&statement);
    chy_json_free(json);
    return ok;
}
