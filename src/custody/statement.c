/*
 * statement.c - what a statement is made of: names of acts, people as options give them,
 * digests from a canonical text, and freeing. statement_read.c and statement_write.c do the
 * JSON.
 */
#include "custody/statement.h"

#include "base/limits.h"
#include "base/sha256.h"

#include <stdlib.h>
#include <strings.h>

static const char *const act_names[] = {
    [CHY_ACT_LETTER] = "letter",
    [CHY_ACT_FORWARD] = "forward",
    [CHY_ACT_ISSUE] = "issue",
    [CHY_ACT_TRANSLATION] = "translation",
    [CHY_ACT_WITHDRAWAL] = "withdrawal",
    [CHY_ACT_CORRIGENDUM] = "corrigendum",
    [CHY_ACT_RECEIPT] = "receipt",
    [CHY_ACT_ATTESTATION] = "attestation",
    [CHY_ACT_PROCURATION] = "per-procurationem",
    [CHY_ACT_LATER] = "later",
    [CHY_ACT_FOREIGN] = "foreign",
};

enum chy_act_type chy_act_type_of(chancery_span name)
{
    for (enum chy_act_type type = CHY_ACT_LETTER; type < CHY_ACT_LATER; type++) {
        if (chy_span_is(name, act_names[type]))
            return type;
    }
    return CHY_ACT_FOREIGN;
}

const char *chy_act_name(enum chy_act_type type)
{
    return act_names[type];
}

bool chy_act_is_later(enum chy_act_type type)
{
    return type > CHY_ACT_TRANSLATION && type < CHY_ACT_PROCURATION;
}

bool chy_act_is_judged(enum chy_act_type type)
{
    return type <= CHY_ACT_TRANSLATION;
}

bool chy_act_for_another(enum chy_act_type *type, size_t index)
{
    static const enum chy_act_type sorted[] = {
        CHY_ACT_ATTESTATION, CHY_ACT_CORRIGENDUM, CHY_ACT_FORWARD,     CHY_ACT_ISSUE,
        CHY_ACT_PROCURATION, CHY_ACT_RECEIPT,     CHY_ACT_TRANSLATION, CHY_ACT_WITHDRAWAL};
    if (index >= sizeof sorted / sizeof *sorted)
        return false;
    *type = sorted[index];
    return true;
}

const char *chy_basis_name(enum chy_basis basis)
{
    static const char *const names[] = {[CHY_BASIS_ORIGINAL] = "hand-signed-original",
                                        [CHY_BASIS_COPY] = "certified-copy",
                                        [CHY_BASIS_HOLDING] = "archival-holding"};
    return names[basis];
}

bool chy_basis_of(enum chy_basis *out, chancery_span name)
{
    for (*out = CHY_BASIS_ORIGINAL; *out <= CHY_BASIS_HOLDING; ++*out)
        if (chy_span_is(name, chy_basis_name(*out)))
            return true;
    return false;
}

const char *chy_as_name(enum chy_carried_as as)
{
    static const char *const names[] = {[CHY_AS_VERBATIM] = "verbatim",
                                        [CHY_AS_TRANSLATION] = "translation",
                                        [CHY_AS_EDITED] = "edited"};
    return names[as];
}

/* --- languages --- */

bool chy_is_language_tag(const char *tag)
{
    for (size_t run = 0, part = 0;; tag++) {
        bool letter = (*tag >= 'a' && *tag <= 'z') || (*tag >= 'A' && *tag <= 'Z');
        if (letter || (part > 0 && *tag >= '0' && *tag <= '9')) {
            run++;
            continue;
        }
        if (run < (part == 0 ? 2 : 1) || run > 8 || (*tag != '-' && *tag != '\0'))
            return false;
        if (*tag == '\0')
            return true;
        run = 0;
        part++;
    }
}

bool chy_same_language(const char *a, const char *b)
{
    size_t len = strcspn(a, "-");
    return strcspn(b, "-") == len && strncasecmp(a, b, len) == 0;
}

/* The four letters of its script, behind the language and what narrows that in three letters;
 * empty: it names none. */
static chancery_span script_of(const char *tag)
{
    for (bool first = true;; first = false) {
        size_t len = strcspn(tag, "-");
        if (!first && len == 4 && !(*tag >= '0' && *tag <= '9'))
            return chy_span(tag, len);
        if ((!first && len != 3) || tag[len] == '\0')
            return (chancery_span){0};
        tag += len + 1;
    }
}

bool chy_other_script(const char *a, const char *b)
{
    chancery_span one = script_of(a), other = script_of(b);
    return one.len > 0 && other.len > 0 &&
           strncasecmp((const char *)one.ptr, (const char *)other.ptr, one.len) != 0;
}

/* --- people as options give them --- */

#define PARTS_MAX 3

static chancery_span trimmed(chancery_span text)
{
    while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '\t'))
        text = chy_span_from(text, 1);
    while (text.len > 0 && (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\t'))
        text.len--;
    return text;
}

/* Splits at semicolons; false if there are not exactly `count` parts. */
static bool split(chancery_span *part, size_t count, const char *text)
{
    chancery_span rest = chy_span_str(text);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *end = rest.len > 0 ? memchr(rest.ptr, ';', rest.len) : NULL;
        if ((end != NULL) != (i + 1 < count))
            return false;
        size_t len = end ? (size_t)(end - rest.ptr) : rest.len;
        part[i] = trimmed(chy_span_sub(rest, 0, len));
        rest = chy_span_from(rest, len + 1);
    }
    return true;
}

/* A copy of one part, which must be a text that can be compared: names and offices are compared
 * in words form. */
static char *copy_part(chancery_span part, const char *what, chancery_error *error)
{
    struct chy_buf words = {0};
    char *copy = NULL;
    if (part.len == 0) {
        chy_fail(error, CHANCERY_E_USAGE, "the %s is empty", what);
    } else if (part.len > CHY_MAX_STRING) {
        chy_fail(error, CHANCERY_E_LIMIT, "the %s has %zu bytes; at most %u are allowed", what,
                 part.len, CHY_MAX_STRING);
    } else if (chy_words_of(&words, part, error)) {
        copy = chy_dup(part, error);
    }
    chy_buf_done(&words);
    return copy;
}

static bool copy_office(struct chy_office *out, chancery_span office, chancery_span of,
                        chancery_error *error)
{
    struct chy_office copy = {.office = copy_part(office, "office", error)};
    if (copy.office)
        copy.of = copy_part(of, "country or organisation of the office", error);
    if (!copy.of) {
        chy_office_done(&copy);
        return false;
    }
    *out = copy;
    return true;
}

bool chy_office_parse(struct chy_office *out, const char *text, chancery_error *error)
{
    chancery_span part[PARTS_MAX];
    bool ok = split(part, 2, text)
                  ? copy_office(out, part[0], part[1], error)
                  : chy_fail(error, CHANCERY_E_USAGE, "it does not have two parts");
    chy_fail_where(error, text);
    return ok || chy_fail_next(
                     error, "Write 'OFFICE; OF', as in 'Secretary-General; United Nations'.");
}

bool chy_signatory_parse(struct chy_signatory *out, const char *text, chancery_error *error)
{
    struct chy_signatory copy = {0};
    chancery_span part[PARTS_MAX];
    bool ok = split(part, 3, text) ||
              chy_fail(error, CHANCERY_E_USAGE, "it does not have three parts");
    if (ok && part[0].len > 0) {
        copy.name = copy_part(part[0], "name", error);
        ok = copy.name != NULL;
    } else {
        copy.seal = true;
    }
    ok = ok && copy_office(&copy.office, part[1], part[2], error);
    if (ok) {
        *out = copy;
        return true;
    }
    chy_signatory_done(&copy);
    chy_fail_where(error, text);
    return chy_fail_next(
        error, "Write 'NAME; OFFICE; OF', as in 'BAN Ki-moon; Secretary-General; "
               "United Nations'; for the seal of an office leave the name empty, as in "
               "'; Permanent Mission; Mali'.");
}

/* --- the text --- */

bool chy_statement_set_text(struct chy_statement *statement, const struct chancery_text *text,
                            chancery_error *error)
{
    struct chy_digested *paragraph = calloc(text->paragraphs, sizeof *paragraph);
    if (!paragraph)
        return chy_fail_memory(error);
    for (uint32_t i = 0; i < text->paragraphs; i++) {
        paragraph[i] =
            (struct chy_digested){text->paragraph_digest[i], text->paragraph[i].count};
    }
    free(statement->paragraph);
    statement->paragraph = paragraph;
    statement->paragraphs = text->paragraphs;
    statement->has_text = statement->text_known = true;
    statement->text = text->text_digest;
    statement->words = text->words_digest;
    statement->subject_digest = text->file;
    return true;
}

static bool same_paragraphs(const struct chy_statement *statement,
                            const struct chancery_text *text)
{
    if (statement->paragraphs != text->paragraphs)
        return false;
    for (uint32_t i = 0; i < text->paragraphs; i++) {
        if (statement->paragraph[i].words != text->paragraph[i].count ||
            !chy_digest_eq(&statement->paragraph[i].digest, &text->paragraph_digest[i]))
            return false;
    }
    return true;
}

bool chy_statement_text_is(const struct chy_statement *statement,
                           const struct chancery_text *text, const char **path)
{
    const char *differs = NULL;
    if (!chy_digest_eq(&statement->subject_digest, &text->file))
        differs = "$.subject[0].digest.sha256";
    else if (!statement->has_text || !statement->text_known)
        differs = "$.predicate.text";
    else if (!chy_digest_eq(&statement->text, &text->text_digest))
        differs = "$.predicate.text.text";
    else if (!chy_digest_eq(&statement->words, &text->words_digest))
        differs = "$.predicate.text.words";
    else if (!same_paragraphs(statement, text))
        differs = "$.predicate.text.paragraphs";
    if (differs && path)
        *path = differs;
    return !differs;
}

/* --- freeing --- */

void chy_office_done(struct chy_office *office)
{
    free(office->office);
    free(office->of);
    *office = (struct chy_office){0};
}

void chy_signatory_done(struct chy_signatory *signatory)
{
    free(signatory->name);
    chy_office_done(&signatory->office);
    *signatory = (struct chy_signatory){0};
}

static void free_people(struct chy_statement *statement)
{
    for (size_t i = 0; i < statement->signatories; i++)
        chy_signatory_done(&statement->signatory[i]);
    free(statement->signatory);
    for (size_t i = 0; i < statement->attesteds; i++)
        chy_signatory_done(&statement->attested[i]);
    free(statement->attested);
    for (size_t i = 0; i < statement->addressees; i++)
        chy_office_done(&statement->addressee[i]);
    free(statement->addressee);
}

static void free_files(struct chy_statement *statement)
{
    for (size_t i = 0; i < statement->renditions; i++) {
        free(statement->rendition[i].name);
        free(statement->rendition[i].media_type);
    }
    free(statement->rendition);
    for (size_t i = 0; i < statement->carried; i++) {
        struct chy_carried *carried = &statement->carries[i];
        free(carried->seen);
        free(carried->name);
        free(carried->media_type);
        free(carried->label);
    }
    free(statement->carries);
}

void chy_statement_done(struct chy_statement *statement)
{
    free_people(statement);
    free_files(statement);
    for (size_t i = 0; i < statement->symbols; i++)
        free(statement->symbol[i]);
    free(statement->symbol);
    for (size_t i = 0; i < statement->writtens; i++)
        free(statement->written[i]);
    free(statement->written);
    free(statement->paragraph);
    free(statement->predicate_type);
    free(statement->subject);
    free(statement->title);
    free(statement->language);
    free(statement->reference);
    free(statement->distribution);
    free(statement->original_language);
    free(statement->job_number);
    free(statement->unknown_field);
    free(statement->concerns.seen);
    free(statement->reason);
    free(statement->corrigendum.name);
    free(statement->corrigendum.media_type);
    *statement = (struct chy_statement){0};
}
