/*
 * show_text.c - a record for people: an act a paragraph, its signatures below it.
 */
#include "report/show.h"

#include "base/date.h"
#include "base/encode.h"
#include "base/sha256.h"
#include "base/spoken.h"
#include "report/pen.h"

#define SHORT_DIGEST 12
#define WORDS_A_LINE 6

static void hex(struct chy_pen *pen, const chancery_digest *digest)
{
    chy_buf_hex(&pen->out, digest->b, sizeof digest->b);
}

/* "  date          " */
static void label(struct chy_pen *pen, const char *name)
{
    chy_buf_printf(&pen->out, "\n  %-14s", name);
}

static void field(struct chy_pen *pen, const char *name, const char *value)
{
    if (value) {
        label(pen, name);
        chy_pen_text(pen, value);
    }
}

static void date_field(struct chy_pen *pen, const char *name, chancery_date date)
{
    char day[11];
    chy_date_format(day, date);
    field(pen, name, chy_date_is_set(date) ? day : NULL);
}

static void count(struct chy_pen *pen, size_t n, const char *one, const char *many)
{
    chy_buf_printf(&pen->out, "%zu %s", n, n == 1 ? one : many);
}

static void office(struct chy_pen *pen, const struct chy_office *of)
{
    chy_pen_text(pen, of->office);
    chy_buf_str(&pen->out, "; ");
    chy_pen_text(pen, of->of);
}

static void people(struct chy_pen *pen, const struct chy_statement *statement)
{
    for (size_t i = 0; i < statement->signatories; i++) {
        const struct chy_signatory *signatory = &statement->signatory[i];
        label(pen, i == 0 ? "from" : "");
        if (signatory->name) {
            chy_pen_text(pen, signatory->name);
            chy_buf_str(&pen->out, "; ");
        }
        office(pen, &signatory->office);
        chy_buf_str(&pen->out, signatory->seal ? " (seal)" : "");
    }
    for (size_t i = 0; i < statement->addressees; i++) {
        label(pen, i == 0 ? "to" : "");
        office(pen, &statement->addressee[i]);
    }
}

static void file(struct chy_pen *pen, const char *name, const char *media_type,
                 const chancery_digest *sha256)
{
    chy_pen_text(pen, name);
    chy_buf_str(&pen->out, " (");
    chy_pen_text(pen, media_type);
    chy_buf_str(&pen->out, ") sha256 ");
    hex(pen, sha256);
}

static void time_field(struct chy_pen *pen, const char *name, int64_t time)
{
    char text[21];
    chy_time_format(text, time);
    field(pen, name, text);
}

static void seen(struct chy_pen *pen, const struct chy_carried *one)
{
    chy_buf_str(&pen->out, "statement ");
    hex(pen, &one->statement);
    chy_buf_str(&pen->out, ", ");
    count(pen, one->seens, "signature seen", "signatures seen");
}

static void carried(struct chy_pen *pen, const struct chy_carried *one)
{
    if (one->label) {
        chy_pen_text(pen, one->label);
        chy_buf_str(&pen->out, ": ");
    }
    if (one->is_file) {
        file(pen, one->name, one->media_type, &one->sha256);
        chy_buf_printf(&pen->out, ", %s", chy_as_name(one->as));
        return;
    }
    chy_buf_printf(&pen->out, "%s, ", chy_as_name(one->as));
    seen(pen, one);
}

static void masthead(struct chy_pen *pen, const struct chy_statement *statement)
{
    for (size_t i = 0; i < statement->symbols; i++)
        field(pen, i == 0 ? "symbol" : "", statement->symbol[i]);
    if (statement->issue_number != 0) {
        label(pen, "issue");
        chy_buf_printf(&pen->out, "%lld", (long long)statement->issue_number);
    }
    date_field(pen, "masthead", statement->masthead_date);
    field(pen, "distribution", statement->distribution);
    field(pen, "original", statement->original_language);
    field(pen, "job number", statement->job_number);
}

static void statement_fields(struct chy_pen *pen, const struct chy_statement *statement)
{
    field(pen, "title", statement->title);
    date_field(pen, "date", statement->date);
    field(pen, "language", statement->language);
    field(pen, "reference", statement->reference);
    people(pen, statement);
    if (chy_is_about_act(statement)) {
        field(pen, "reason", statement->reason);
        if (statement->type == CHY_ACT_ATTESTATION)
            field(pen, "basis", chy_basis_name(statement->basis));
        for (size_t i = 0; i < statement->attesteds; i++) {
            label(pen, i == 0 ? "attests" : "");
            if (statement->attested[i].name) {
                chy_pen_text(pen, statement->attested[i].name);
                chy_buf_str(&pen->out, ", ");
            }
            office(pen, &statement->attested[i].office);
        }
        if (statement->type == CHY_ACT_RECEIPT)
            time_field(pen, "received", statement->received);
        field(pen, "correction", statement->corrigendum.name);
        label(pen, statement->supersedes ? "supersedes" : "concerns");
        seen(pen, &statement->concerns);
    }
    masthead(pen, statement);
    for (size_t i = 0; i < statement->carried; i++) {
        label(pen, i > 0                                    ? ""
                   : statement->type == CHY_ACT_TRANSLATION ? "translates"
                                                            : "carries");
        carried(pen, &statement->carries[i]);
    }
    for (size_t i = 0; i < statement->writtens; i++)
        field(pen, i == 0 ? "written" : "", statement->written[i]);
    for (size_t i = 0; i < statement->renditions; i++) {
        const struct chy_rendition *rendition = &statement->rendition[i];
        label(pen, i == 0 ? "renditions" : "");
        file(pen, rendition->name, rendition->media_type, &rendition->sha256);
    }
    if (statement->subject) {
        field(pen, "file", statement->subject);
        label(pen, "");
        chy_buf_str(&pen->out, "sha256 ");
        hex(pen, &statement->subject_digest);
    }
    if (statement->has_text) {
        label(pen, "text");
        if (statement->text_known)
            count(pen, statement->paragraphs, "paragraph", "paragraphs");
        else
            chy_buf_str(&pen->out, "in a form that this version does not know");
    }
    field(pen, "not known", statement->unknown_field);
}

/* "letter 3b1f0c2a9d4e" */
static void heading(struct chy_pen *pen, const struct chy_statement *statement,
                    const chancery_digest *digest)
{
    chy_buf_str(&pen->out, pen->out.len > 0 ? "\n" : "");
    chy_pen_style(pen, "1");
    if (statement && statement->type >= CHY_ACT_LATER) {
        chy_pen_text(pen, statement->predicate_type);
    } else {
        chy_buf_str(&pen->out,
                    statement ? chy_act_name(statement->type) : "unreadable payload");
    }
    chy_pen_style(pen, "0");
    chy_buf_byte(&pen->out, ' ');
    chy_buf_hex(&pen->out, digest->b, SHORT_DIGEST / 2);
}

/* Lines alone are counted: whose they are, only the directory tells. */
static void signatures(struct chy_pen *pen, const struct chy_record *record, uint32_t act)
{
    const struct chy_statement *statement = &record->act[act].statement;
    size_t seen = 0;
    for (size_t i = 0; i < record->signatures; i++) {
        const struct chy_record_signature *one = &record->signature[i];
        if (one->act != act)
            continue;
        label(pen, seen++ == 0 ? "signatures" : "");
        chy_buf_printf(&pen->out, "line %u, ", (unsigned)one->line);
        if (one->has_keyid) {
            chy_buf_str(&pen->out, "keyid ");
            hex(pen, &one->keyid);
        } else {
            chy_buf_str(&pen->out, "no keyid");
        }
    }
    if (seen < statement->signatories) {
        label(pen, "");
        chy_buf_printf(&pen->out, "waits for %zu more: %zu of ", statement->signatories - seen,
                       seen);
        count(pen, statement->signatories, "signatory", "signatories");
    }
}

/* The statement's digest, and as words to be read aloud. */
static void statement(struct chy_pen *pen, const chancery_digest *digest, bool words)
{
    const char *word[CHY_SPOKEN_WORDS];
    label(pen, "statement");
    hex(pen, digest);
    if (!words)
        return;
    chy_spoken(word, digest);
    for (size_t i = 0; i < CHY_SPOKEN_WORDS; i++) {
        if (i % WORDS_A_LINE == 0)
            label(pen, i == 0 ? "words" : "");
        chy_buf_printf(&pen->out, "%s%s", i % WORDS_A_LINE > 0 ? " " : "", word[i]);
    }
}

static void act(struct chy_pen *pen, const struct chy_shown *shown, uint32_t index)
{
    const struct chy_record *record = &shown->record;
    const struct chy_act *self = &record->act[index];
    heading(pen, self->readable ? &self->statement : NULL, &self->digest);
    if (self->readable)
        statement_fields(pen, &self->statement);
    else
        field(pen, "because", self->why);
    statement(pen, &self->digest, shown->words);
    signatures(pen, record, index);
    chy_buf_byte(&pen->out, '\n');
}

static void other_lines(struct chy_pen *pen, const struct chy_record *record)
{
    for (size_t i = 0; i < record->lines; i++) {
        const struct chy_record_line *line = &record->line[i];
        if (line->kind == CHY_LINE_TIMESTAMP) {
            chy_buf_printf(&pen->out, "\nline %u: a timestamp of the signature ", line->number);
            hex(pen, &line->of);
            chy_buf_byte(&pen->out, '\n');
        } else if (line->kind == CHY_LINE_JUNK) {
            chy_buf_printf(&pen->out, "\nline %u: does not count: %s\n", line->number,
                           line->why);
        }
    }
}

static void draft(struct chy_pen *pen, const struct chy_shown *shown)
{
    chancery_digest digest = chy_digest_of(chy_buf_view(&shown->draft));
    heading(pen, &shown->drafted, &digest);
    chy_buf_str(&pen->out, ", a draft that nobody has signed yet");
    field(pen, "draft", shown->draft_path);
    statement_fields(pen, &shown->drafted);
    statement(pen, &digest, shown->words);
    chy_buf_byte(&pen->out, '\n');
}

char *chy_show_text(const struct chy_shown *shown, bool color, chancery_error *error)
{
    struct chy_pen pen = {.color = color};
    const struct chy_record *record = &shown->record;
    if (shown->recorded) {
        chy_pen_text(&pen, shown->path);
        chy_buf_str(&pen.out, ": ");
        count(&pen, record->acts, "act, ", "acts, ");
        count(&pen, record->signatures, "signature", "signatures");
        chy_buf_str(&pen.out, ". Not verified: this is what the record says of itself.\n");
    }
    for (size_t i = 0; i < record->acts; i++)
        act(&pen, shown, (uint32_t)i);
    other_lines(&pen, record);
    if (shown->draft.len > 0)
        draft(&pen, shown);
    char *report = chy_buf_take(&pen.out, NULL, error);
    chy_buf_done(&pen.out);
    return report;
}
