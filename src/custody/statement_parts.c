/*
 * statement_parts.c - the members of a predicate that are lists and objects.
 */
#include "custody/statement_reader.h"

#include "base/date.h"
#include "base/limits.h"

static bool read_office(struct chy_reading *r, struct chy_office *out,
                        const struct chy_cursor *object)
{
    return chy_need_string(r, &out->office, object, "office") &&
           chy_need_string(r, &out->of, object, "of");
}

static bool read_signatory(struct chy_reading *r, struct chy_signatory *out,
                           const struct chy_cursor *at)
{
    static const char *const names[] = {"kind", "name", "of", "office"};
    struct chy_cursor kind;
    chancery_span view;
    if (!chy_note_unknown(r, at, names, CHY_COUNT(names)) ||
        !chy_json_member(&kind, at, "kind", r->error) ||
        !chy_json_string(&view, &kind, CHY_MAX_STRING, r->error))
        return false;
    out->seal = chy_span_is(view, CHY_KIND_SEAL);
    if (!out->seal && !chy_span_is(view, CHY_KIND_SIGNATURE))
        return chy_json_fail(&kind, r->error, "it is neither \"signature\" nor \"seal\"");
    /* a seal may be an office's alone; a signature is a person's */
    return (out->seal ? chy_may_string(r, &out->name, at, "name")
                      : chy_need_string(r, &out->name, at, "name")) &&
           read_office(r, &out->office, at);
}

static bool read_people(struct chy_reading *r, struct chy_signatory **out, size_t *count,
                        const struct chy_cursor *predicate, const char *key)
{
    struct chy_cursor list, at;
    void *items;
    if (!chy_json_member(&list, predicate, key, r->error) ||
        !chy_open_list(r, &items, count, &list, 1, CHY_MAX_SIGNATORIES, sizeof **out))
        return false;
    *out = items;
    for (size_t i = 0; i < *count; i++) {
        if (!chy_json_element(&at, &list, i, r->error) || !read_signatory(r, &(*out)[i], &at))
            return false;
    }
    return true;
}

bool chy_read_signatories(struct chy_reading *r, const struct chy_cursor *predicate)
{
    return read_people(r, &r->out->signatory, &r->out->signatories, predicate, "signatories");
}

bool chy_read_addressees(struct chy_reading *r, const struct chy_cursor *predicate)
{
    static const char *const names[] = {"of", "office"};
    struct chy_cursor list, at;
    void *items;
    if (!chy_json_member(&list, predicate, "addressees", r->error) ||
        !chy_open_list(r, &items, &r->out->addressees, &list, 0, CHY_MAX_ADDRESSEES,
                       sizeof *r->out->addressee))
        return false;
    r->out->addressee = items;
    for (size_t i = 0; i < r->out->addressees; i++) {
        if (!chy_json_element(&at, &list, i, r->error) ||
            !chy_note_unknown(r, &at, names, CHY_COUNT(names)) ||
            !read_office(r, &r->out->addressee[i], &at))
            return false;
    }
    return true;
}

/* --- the text --- */

/* [HEX, n]. Hundreds stand in a long letter: this is the part of reading that takes time. */
static bool read_paragraph(struct chy_reading *r, struct chy_digested *out,
                           const struct chy_cursor *at)
{
    struct chy_cursor digest, words;
    size_t count;
    int64_t n;
    if (!chy_json_array(&count, at, 2, r->error) ||
        !chy_json_element(&digest, at, 0, r->error) ||
        !chy_json_digest(&out->digest, &digest, r->error) ||
        !chy_json_element(&words, at, 1, r->error) ||
        !chy_json_integer(&n, &words, 1, CHY_MAX_TEXT, r->error))
        return false;
    out->words = (uint32_t)n;
    return true;
}

static bool read_paragraphs(struct chy_reading *r, const struct chy_cursor *text)
{
    struct chy_cursor list, at;
    uint64_t words = 0;
    void *items;
    if (!chy_json_member(&list, text, "paragraphs", r->error) ||
        !chy_open_list(r, &items, &r->out->paragraphs, &list, 1, CHY_MAX_PARAGRAPHS,
                       sizeof *r->out->paragraph))
        return false;
    r->out->paragraph = items;
    for (size_t i = 0; i < r->out->paragraphs; i++) {
        if (!chy_json_element(&at, &list, i, r->error) ||
            !read_paragraph(r, &r->out->paragraph[i], &at))
            return false;
        words += r->out->paragraph[i].words;
    }
    return words <= CHY_MAX_TEXT ||
           chy_json_fail_limit(&list, r->error, (size_t)words, CHY_MAX_TEXT, "words");
}

bool chy_read_text(struct chy_reading *r, const struct chy_cursor *predicate)
{
    static const char *const names[] = {"paragraphs", "text", "unicode", "words"};
    struct chy_cursor text;
    chancery_span version;
    if (!chy_json_optional(&text, predicate, "text"))
        return true;
    if (!chy_json_object(&text, r->error) ||
        !chy_json_member_string(&version, &text, "unicode", CHY_MAX_STRING, r->error))
        return false;
    r->out->has_text = true;
    r->out->text_known = chy_span_is(version, CHY_UNICODE_VERSION);
    if (!r->out->text_known)
        return true; /* another form: what else stands there has a meaning not known here */
    return chy_note_unknown(r, &text, names, CHY_COUNT(names)) &&
           chy_need_digest(r, &r->out->text, &text, "text") &&
           chy_need_digest(r, &r->out->words, &text, "words") && read_paragraphs(r, &text);
}

/* --- files and what is carried --- */

static bool read_file(struct chy_reading *r, char **name, char **media_type,
                      chancery_digest *sha256, const struct chy_cursor *at)
{
    static const char *const names[] = {"mediaType", "name", "sha256"};
    return chy_note_unknown(r, at, names, CHY_COUNT(names)) &&
           chy_need_file_name(r, name, at) && chy_need_string(r, media_type, at, "mediaType") &&
           chy_need_digest(r, sha256, at, "sha256");
}

bool chy_read_renditions(struct chy_reading *r, const struct chy_cursor *predicate)
{
    struct chy_cursor list, at;
    void *items;
    if (!chy_json_optional(&list, predicate, "renditions"))
        return true;
    if (!chy_open_list(r, &items, &r->out->renditions, &list, 1, CHY_MAX_RENDITIONS,
                       sizeof *r->out->rendition))
        return false;
    r->out->rendition = items;
    for (size_t i = 0; i < r->out->renditions; i++) {
        struct chy_rendition *to = &r->out->rendition[i];
        if (!chy_json_element(&at, &list, i, r->error) ||
            !read_file(r, &to->name, &to->media_type, &to->sha256, &at))
            return false;
    }
    return true;
}

static bool read_as(struct chy_reading *r, enum chy_carried_as *out,
                    const struct chy_cursor *object)
{
    struct chy_cursor at;
    chancery_span view;
    if (!chy_json_member(&at, object, "as", r->error) ||
        !chy_json_string(&view, &at, CHY_MAX_STRING, r->error))
        return false;
    for (enum chy_carried_as as = CHY_AS_VERBATIM; as <= CHY_AS_EDITED; as++) {
        if (chy_span_is(view, chy_as_name(as))) {
            *out = as;
            return true;
        }
    }
    return chy_json_fail(&at, r->error,
                         "it is neither \"verbatim\" nor \"translation\" nor \"edited\"");
}

bool chy_read_seen(struct chy_reading *r, struct chy_carried *out, const struct chy_cursor *at)
{
    struct chy_cursor list, digest;
    void *items;
    if (!chy_json_member(&list, at, "signatures", r->error) ||
        !chy_open_list(r, &items, &out->seens, &list, 0, CHY_MAX_SEEN, sizeof *out->seen))
        return false;
    out->seen = items;
    for (size_t i = 0; i < out->seens; i++) {
        if (!chy_json_element(&digest, &list, i, r->error) ||
            !chy_json_digest(&out->seen[i], &digest, r->error))
            return false;
    }
    return true;
}

static bool read_carried(struct chy_reading *r, struct chy_carried *out,
                         const struct chy_cursor *at)
{
    static const char *const by_file[] = {"as", "file", "label"};
    static const char *const by_statement[] = {"as", "label", "signatures", "statement"};
    struct chy_cursor file, statement;
    if (!chy_json_object(at, r->error))
        return false;
    out->is_file = chy_json_optional(&file, at, "file");
    if (out->is_file && chy_json_optional(&statement, at, "statement")) {
        return chy_json_fail(at, r->error,
                             "it names both a statement and a file; one of them is carried");
    }
    if (!read_as(r, &out->as, at) || !chy_may_string(r, &out->label, at, "label"))
        return false;
    if (out->is_file) {
        return chy_note_unknown(r, at, by_file, CHY_COUNT(by_file)) &&
               read_file(r, &out->name, &out->media_type, &out->sha256, &file);
    }
    return chy_note_unknown(r, at, by_statement, CHY_COUNT(by_statement)) &&
           chy_need_digest(r, &out->statement, at, "statement") && chy_read_seen(r, out, at);
}

bool chy_read_carries(struct chy_reading *r, const struct chy_cursor *predicate)
{
    struct chy_cursor list, at;
    void *items;
    if (!chy_json_member(&list, predicate, "carries", r->error) ||
        !chy_open_list(r, &items, &r->out->carried, &list, 1, CHY_MAX_CARRIES,
                       sizeof *r->out->carries))
        return false;
    r->out->carries = items;
    for (size_t i = 0; i < r->out->carried; i++) {
        if (!chy_json_element(&at, &list, i, r->error) ||
            !read_carried(r, &r->out->carries[i], &at))
            return false;
    }
    return true;
}

/* --- later acts --- */

static bool read_concerned(struct chy_reading *r, const struct chy_cursor *at)
{
    static const char *const names[] = {"signatures", "statement"};
    struct chy_carried *out = &r->out->concerns;
    return chy_note_unknown(r, at, names, CHY_COUNT(names)) &&
           chy_need_digest(r, &out->statement, at, "statement") && chy_read_seen(r, out, at);
}

static bool read_corrigendum(struct chy_reading *r, const struct chy_cursor *predicate)
{
    struct chy_rendition *out = &r->out->corrigendum;
    struct chy_cursor at;
    return r->out->type != CHY_ACT_CORRIGENDUM ||
           !chy_json_optional(&at, predicate, "corrigendum") ||
           read_file(r, &out->name, &out->media_type, &out->sha256, &at);
}

/* One time is written in one way. */
static bool read_received(struct chy_reading *r, const struct chy_cursor *predicate)
{
    struct chy_cursor at;
    chancery_span text;
    char again[21];
    if (!chy_json_member(&at, predicate, "received", r->error) ||
        !chy_json_string(&text, &at, CHY_MAX_STRING, r->error))
        return false;
    if (chy_time_parse(&r->out->received, text)) {
        chy_time_format(again, r->out->received);
        if (chy_span_is(text, again))
            return true;
    }
    return chy_json_fail(&at, r->error, "a time is written YYYY-MM-DDTHH:MM:SSZ");
}

/* Who vouches says where what they saw is kept. */
static bool read_attestation(struct chy_reading *r, const struct chy_cursor *predicate)
{
    struct chy_cursor at;
    chancery_span basis;
    if (!read_people(r, &r->out->attested, &r->out->attesteds, predicate, "attested") ||
        !chy_json_member(&at, predicate, "reference", r->error) ||
        !chy_json_member(&at, predicate, "basis", r->error) ||
        !chy_json_string(&basis, &at, CHY_MAX_STRING, r->error))
        return false;
    return chy_basis_of(&r->out->basis, basis) ||
           chy_json_fail(&at, r->error,
                         "it is neither \"hand-signed-original\" nor \"certified-copy\" nor "
                         "\"archival-holding\"");
}

bool chy_read_later(struct chy_reading *r, const struct chy_cursor *predicate)
{
    struct chy_cursor at;
    if (!chy_json_member(&at, predicate, "concerns", r->error) || !read_concerned(r, &at))
        return false;
    if (r->out->type == CHY_ACT_RECEIPT)
        return read_received(r, predicate);
    if (r->out->type == CHY_ACT_ATTESTATION)
        return read_attestation(r, predicate);
    return chy_need_string(r, &r->out->reason, predicate, "reason") &&
           read_corrigendum(r, predicate);
}

/* A reissue says why, and has a number above the first. */
bool chy_read_supersedes(struct chy_reading *r, const struct chy_cursor *predicate)
{
    struct chy_cursor at, reason;
    r->out->supersedes = chy_json_optional(&at, predicate, "supersedes");
    if (!r->out->supersedes) {
        return !chy_json_optional(&reason, predicate, "reason") ||
               chy_json_fail(&reason, r->error, "it is the reason for what is superseded");
    }
    if (r->out->issue_number < 2)
        return chy_json_fail(&at, r->error,
                             "an issue that supersedes another has an issueNumber above 1");
    return read_concerned(r, &at) && chy_need_string(r, &r->out->reason, predicate, "reason");
}

/* --- the masthead --- */

bool chy_may_strings(struct chy_reading *r, char ***out, size_t *count,
                     const struct chy_cursor *predicate, const char *key, size_t max)
{
    struct chy_cursor list, at;
    void *items;
    if (!chy_json_optional(&list, predicate, key))
        return true;
    if (!chy_open_list(r, &items, count, &list, 1, max, sizeof **out))
        return false;
    *out = items;
    for (size_t i = 0; i < *count; i++) {
        if (!chy_json_element(&at, &list, i, r->error) || !chy_copy_string(r, &(*out)[i], &at))
            return false;
    }
    return true;
}

bool chy_read_symbols(struct chy_reading *r, const struct chy_cursor *predicate)
{
    return chy_may_strings(r, &r->out->symbol, &r->out->symbols, predicate, "symbols",
                           CHY_MAX_SYMBOLS);
}
