#include "custody/carry.h"

#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/choose.h"
#include "custody/preview.h"
#include "custody/rendition.h"
#include "custody/proven.h"

#include <stdlib.h>

char *chy_draft_path(const char *file, chancery_error *error)
{
    return chy_dupf(error, "%s.statement.json", file);
}

bool chy_draft_read(struct chy_buf *payload, struct chy_statement *statement, const char *path,
                    chancery_error *error)
{
    struct chy_json *json = NULL;
    struct chy_buf bytes = {0};
    bool ok = chy_file_read(&bytes, path, CHY_MAX_PAYLOAD, error) &&
              chy_json_parse(&json, chy_buf_view(&bytes), error);
    if (ok)
        chy_json_write_canonical(payload, json);
    ok = ok && chy_buf_finish(payload, error) &&
         chy_statement_read(statement, chy_buf_view(payload), error);
    if (!ok)
        chy_fail_where(error, path);
    chy_json_free(json);
    chy_buf_done(&bytes);
    return ok;
}

/* Does the record have an act about this file? */
static bool has_act_about(const struct chy_record *record, const chancery_digest *file)
{
    for (size_t i = 0; i < record->acts; i++) {
        const struct chy_act *act = &record->act[i];
        if (act->readable && chy_act_is_judged(act->statement.type) &&
            chy_digest_eq(&act->statement.subject_digest, file))
            return true;
    }
    return false;
}

/* No act is about this file. One that is about a file of its name was signed of other bytes:
 * carried by its digest, the letter would pass for one that nobody has signed. */
static bool is_not_changed(const struct chy_record *record, const char *path,
                           chancery_error *error)
{
    for (size_t i = 0; i < record->acts; i++) {
        const struct chy_act *act = &record->act[i];
        if (!act->readable || !chy_act_is_judged(act->statement.type) ||
            strcmp(act->statement.subject, chy_path_name(path)) != 0)
            continue;
        chy_fail(error, CHANCERY_E_REFUSED,
                 "the file was changed since it was signed; its record does not fit");
        chy_fail_where(error, path);
        return chy_fail_next(error, "Restore the file that was signed, or give this one "
                                    "another name and have it signed (chancery draft).");
    }
    return true;
}

static bool list_seen(struct chy_carried *carried, const struct chy_record *record,
                      uint32_t act, chancery_error *error)
{
    size_t cap = 0;
    const struct chy_record_signature *signature = NULL;
    while ((signature = chy_record_next(record, act, signature))) {
        if (!signature->by)
            continue;
        if (!chy_grow(&carried->seen, &cap, carried->seens, sizeof *carried->seen,
                      CHY_MAX_LINES, "signatures", error))
            return false;
        carried->seen[carried->seens++] = signature->digest;
    }
    return true;
}

/* Every line of the record but junk: the new record must stand alone. */
static void copy_lines(struct chy_buf *lines, const struct chy_record *record)
{
    for (size_t i = 0; i < record->lines; i++) {
        const struct chy_record_line *line = &record->line[i];
        if (line->kind == CHY_LINE_JUNK)
            continue;
        chy_buf_add(lines, record->bytes + line->offset, line->length);
        chy_buf_byte(lines, '\n');
    }
}

static bool not_signed(const char *path, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_REFUSED, "nobody whom the directory knows has signed it yet");
    chy_fail_where(error, path);
    return chy_fail_next(
        error,
        "Have it signed first (chancery sign), or merge the signed record (chancery merge).");
}

/* The act that verification of this file would judge: others may have added acts about it.
 * CHANCERY_E_REFUSED where nobody signed one, or what was signed is contradicted. */
static bool choose_act(uint32_t *act, const struct chy_record *record,
                       struct chy_document *document, const struct chancery_trust *trust,
                       chancery_error *error)
{
    struct chy_choice choice = {0};
    bool ok = false;
    if (!chy_document_text(document, false, error))
        return false;
    struct chy_case given = {.record = record,
                             .directory = &trust->directory,
                             .now = trust->now,
                             .file = document->digest,
                             .text = document->text,
                             .outline = document->text ? &document->outline : NULL,
                             .annex = chy_annex_beside,
                             .annex_context = document->folder};
    if (!chy_choose(&choice, &given, document->path, -1, error))
        goto out;
    if (!choice.any || choice.best.level != CHY_LEVEL_BYTES) {
        not_signed(document->path, error);
        goto out;
    }
    const struct chy_finding *worst = chy_findings_contradiction(&choice.best.findings);
    if (worst) {
        chy_fail(error, CHANCERY_E_REFUSED, "it is not authentic: %s", worst->sentence);
        chy_fail_next(error, "%s", chy_finding_next(worst));
        goto out;
    }
    *act = choice.best.act;
    ok = true;
out:
    chy_judgement_done(&choice.best);
    return ok;
}

/* What a translation translates: it is carried too, in that translation. */
static bool carry_original(struct chy_carried *out, const struct chy_record *record,
                           uint32_t translation, chancery_error *error)
{
    const struct chy_statement *statement = &record->act[translation].statement;
    if (statement->type != CHY_ACT_TRANSLATION)
        return true;
    uint32_t original = chy_chain_carried_by(record, statement, 0);
    if (original == UINT32_MAX) {
        chy_fail(error, CHANCERY_E_MISSING,
                 "its record does not hold the letter that it translates");
        return chy_fail_next(error, "Merge the record of that letter (chancery merge).");
    }
    out->as = CHY_AS_TRANSLATION;
    out->statement = record->act[original].digest;
    return list_seen(out, record, original, error);
}

/* Carried by its statement, if the record has one. *done says whether it did. original: what it
 * translates; as verbatim: nothing. */
static bool carry_statement(bool *done, struct chy_carried *carried,
                            struct chy_carried *original, struct chy_buf *lines,
                            struct chy_document *document, const struct chancery_trust *trust,
                            chancery_error *error)
{
    bool ok = false;
    uint32_t act;
    struct chy_buf bytes = {0};
    struct chy_record record = {0};
    if (!chy_record_load(&bytes, document->path, NULL, &document->digest, CHY_LITERAL(""),
                         error) ||
        !chy_record_read(&record, chy_buf_view(&bytes), error))
        goto out;
    *done = has_act_about(&record, &document->digest);
    if (!*done) {
        ok = is_not_changed(&record, document->path, error);
        goto out;
    }
    if (!trust) {
        chy_fail(error, CHANCERY_E_TRUST,
                 "a trusted directory is needed to carry a signed letter");
        goto out;
    }
    if (!chy_record_weigh(&record, &trust->directory, trust->now, error) ||
        !choose_act(&act, &record, document, trust, error))
        goto out;
    carried->statement = record.act[act].digest;
    if (!list_seen(carried, &record, act, error) ||
        !carry_original(original, &record, act, error))
        goto out;
    copy_lines(lines, &record);
    ok = true;
out:
    chy_record_done(&record);
    chy_buf_done(&bytes);
    return ok;
}

bool chy_carry_concerned(struct chy_carried *concerns, struct chy_statement *of,
                         struct chy_buf *lines, struct chy_document *document,
                         const char *record, const struct chancery_trust *trust,
                         chancery_error *error)
{
    bool ok = false;
    uint32_t act;
    struct chy_buf bytes = {0};
    struct chy_record read = {0};
    if (!trust) {
        chy_fail(error, CHANCERY_E_TRUST,
                 "a trusted directory is needed to act on what is signed");
        goto out;
    }
    if (!chy_record_load(&bytes, document->path, record, &document->digest, CHY_LITERAL(""),
                         error) ||
        !chy_record_read(&read, chy_buf_view(&bytes), error) ||
        !chy_record_weigh(&read, &trust->directory, trust->now, error))
        goto out;
    if (!has_act_about(&read, &document->digest)) {
        ok = is_not_changed(&read, document->path, error) && not_signed(document->path, error);
        goto out;
    }
    if (!choose_act(&act, &read, document, trust, error))
        goto out;
    concerns->statement = read.act[act].digest;
    if (!list_seen(concerns, &read, act, error))
        goto out;
    copy_lines(lines, &read);
    *of = read.act[act].statement;
    read.act[act].statement = (struct chy_statement){0};
    ok = true;
out:
    chy_record_done(&read);
    chy_buf_done(&bytes);
    return ok;
}

/* The record goes with its document by itself. Whoever names it as the annex takes it for the
 * signed letter, and nobody would be told that the letter is not carried. */
static bool is_not_record(const char *path, chancery_error *error)
{
    const char *name = chy_path_name(path);
    bool record = chy_span_ends(chy_span_str(name), CHY_LITERAL(".intoto.jsonl"));
    if (!record && !chy_span_ends(chy_span_str(name), CHY_LITERAL(".statement.json")))
        return true;
    chy_fail(error, CHANCERY_E_REFUSED, "this is a %s, not a document",
             record ? "custody record" : "draft");
    chy_fail_where(error, path);
    return chy_fail_next(error, "Name the document: its record is carried with it.");
}

static bool carry_bytes(struct chy_carried *carried, const char *path,
                        const chancery_digest *digest, chancery_error *error)
{
    const char *name = chy_path_name(path);
    if (!chy_path_is_plain(chy_span_str(name))) {
        chy_fail(error, CHANCERY_E_REFUSED, "an annex needs a plain file name");
        chy_fail_next(error, "%s", CHY_PLAIN_NAME_NEXT);
        return chy_fail_where(error, path);
    }
    carried->is_file = true;
    carried->sha256 = *digest;
    carried->name = chy_dup(chy_span_str(name), error);
    carried->media_type = chy_dup(chy_span_str(chy_media_type(name)), error);
    return carried->name && carried->media_type;
}

static bool new_entry(struct chy_statement *statement, size_t *cap, chancery_error *error)
{
    return chy_grow(&statement->carries, cap, statement->carried, sizeof *statement->carries,
                    CHY_MAX_CARRIES, "annexes", error);
}

/* The entry of what is carried in translation, unless that is carried already. */
static bool add_original(struct chy_statement *statement, size_t *cap,
                         struct chy_carried *original, chancery_error *error)
{
    if (original->as == CHY_AS_VERBATIM)
        return true;
    for (size_t i = 0; i < statement->carried; i++)
        if (!statement->carries[i].is_file &&
            chy_digest_eq(&statement->carries[i].statement, &original->statement))
            return true;
    if (!new_entry(statement, cap, error))
        return false;
    statement->carries[statement->carried++] = *original;
    *original = (struct chy_carried){0};
    return true;
}

bool chy_carry_file(struct chy_statement *statement, size_t *cap, struct chy_buf *lines,
                    const char *path, const struct chancery_trust *trust, chancery_error *error)
{
    bool ok = false, done = false;
    struct chy_document document = {0};
    struct chy_carried original = {0};
    char *draft = NULL;
    if (!new_entry(statement, cap, error) || !is_not_record(path, error) ||
        !chy_document_read(&document, path, error))
        goto out;
    struct chy_carried *carried = &statement->carries[statement->carried++];
    if (!(draft = chy_draft_path(path, error)) ||
        !carry_statement(&done, carried, &original, lines, &document, trust, error))
        goto out;
    if (!done && chy_file_exists(draft)) {
        not_signed(path, error);
        goto out;
    }
    ok = done ? add_original(statement, cap, &original, error)
              : carry_bytes(carried, path, &document.digest, error);
out:
    if (!ok)
        chy_fail_where(error, path);
    free(original.seen);
    free(draft);
    chy_document_done(&document);
    return ok;
}

bool chy_carry_edited(struct chy_carried *carried, const char *path, chancery_error *error)
{
    carried->as = CHY_AS_EDITED;
    if (!carried->is_file)
        return true;
    chy_fail(error, CHANCERY_E_REFUSED,
             "it is carried by its digest, as the file that it is, and nobody signed another");
    chy_fail_where(error, path);
    return chy_fail_next(error, "Leave --edited out.");
}

/* 1 to 3999; annexes are at most CHY_MAX_CARRIES. */
static void roman(struct chy_buf *out, unsigned number)
{
    static const struct {
        unsigned value;
        const char *digits;
    } table[] = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"},
                 {90, "XC"},  {50, "L"},   {40, "XL"}, {10, "X"},   {9, "IX"},
                 {5, "V"},    {4, "IV"},   {1, "I"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (; number >= table[i].value; number -= table[i].value)
            chy_buf_str(out, table[i].digits);
}

bool chy_carry_label(struct chy_statement *statement, chancery_error *error)
{
    unsigned annexes = 0, number = 0;
    for (size_t i = 0; i < statement->carried; i++)
        annexes += statement->carries[i].as != CHY_AS_TRANSLATION;
    for (size_t i = 0; i < statement->carried; i++) {
        struct chy_buf label = {0};
        /* What is carried in translation is the annex that its translation is. */
        number += statement->carries[i].as != CHY_AS_TRANSLATION;
        chy_buf_str(&label, "Annex");
        if (annexes > 1) {
            chy_buf_byte(&label, ' ');
            roman(&label, number);
        }
        if (!(statement->carries[i].label = chy_buf_take(&label, NULL, error)))
            return false;
    }
    return true;
}
