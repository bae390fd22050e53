/*
 * verify_read.c - a document that another program reads, and the record that its words lead to.
 */
#include "custody/verify.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/record.h"
#include "text/rendition.h"

static bool is_ours(const struct chy_act *act)
{
    return act->readable && act->statement.type <= CHY_ACT_ISSUE;
}

static bool has_bytes(const struct chy_record *record, const chancery_digest *digest)
{
    for (size_t i = 0; i < record->acts; i++) {
        if (is_ours(&record->act[i]) &&
            chy_digest_eq(&record->act[i].statement.subject_digest, digest))
            return true;
    }
    return false;
}

/* Are these the words of an act of the record? Who signed it is asked later. */
static bool has_words(const void *context, const struct chancery_text *text)
{
    const struct chy_record *record = context;
    for (size_t i = 0; i < record->acts; i++) {
        if (is_ours(&record->act[i]) && record->act[i].statement.text_known &&
            chy_digest_eq(&record->act[i].statement.words, &text->words_digest))
            return true;
    }
    return false;
}

/* All of a document of which no more than a text's bytes were kept. */
static bool read_whole(struct chy_presented *presented, struct chy_buf *bytes,
                       chancery_error *error)
{
    if (bytes->len <= CHY_MAX_TEXT)
        return true;
    if (strcmp(presented->name, "-") == 0) {
        chy_fail(error, CHANCERY_E_LIMIT,
                 "it has more than %u bytes, and its words cannot be read from standard input",
                 CHY_MAX_TEXT);
        return chy_fail_next(error, "Save it, and name the file.");
    }
    chy_buf_clear(bytes);
    if (!chy_file_read(bytes, presented->name, CHY_MAX_TYPESET, error))
        return false;
    presented->document = chy_buf_view(bytes);
    chancery_digest again = chy_digest_of(presented->document);
    return chy_digest_eq(&again, &presented->digest) ||
           chy_fail(error, CHANCERY_E_IO, "it was changed while it was read");
}

static bool may_be_read(chancery_span document)
{
    return chy_span_starts(document, CHY_LITERAL("%PDF-")) ||
           chy_span_starts(document, CHY_LITERAL("PK\x03\x04"));
}

/* The record again, now that the words are known. */
static bool find_record(struct chy_record *record, struct chy_presented *presented,
                        struct chy_buf *bytes, const struct chancery_text *text,
                        chancery_error *error)
{
    chy_record_done(record);
    chy_buf_done(bytes);
    if (!chy_record_load(bytes, presented->name, NULL, &presented->digest,
                         chancery_text_form(text), error))
        return false;
    presented->record = chy_buf_view(bytes);
    return chy_record_read(record, presented->record, error);
}

static bool read_with(struct chy_presented *presented, enum chy_medium medium,
                      struct chy_record *record, struct chy_buf *record_bytes,
                      const char *given, chancery_error *error)
{
    struct chy_buf extracted = {0};
    bool found = false;
    bool ok = chy_rendition_extract(&extracted, presented->document, medium, error) &&
              chy_rendition_text(&presented->read, &found, chy_buf_view(&extracted), medium,
                                 has_words, record, error);
    if (ok && !given) {
        ok = find_record(record, presented, record_bytes, presented->read, error);
        chancery_text_free(presented->read);
        presented->read = NULL;
        ok = ok && chy_rendition_text(&presented->read, &found, chy_buf_view(&extracted),
                                      medium, has_words, record, error);
    }
    if (ok)
        presented->program = chy_medium_program(medium);
    chy_buf_done(&extracted);
    return ok;
}

bool chy_presented_read(struct chy_presented *presented, struct chy_buf *bytes,
                        struct chy_buf *record, const char *given, chancery_error *error)
{
    struct chy_record acts = {0};
    bool ok = true;
    if (!may_be_read(presented->document))
        return true;
    ok = chy_record_read(&acts, presented->record, error);
    if (ok && !has_bytes(&acts, &presented->digest)) {
        ok = read_whole(presented, bytes, error);
        enum chy_medium medium = chy_medium_of(presented->document);
        if (ok && medium != CHY_MEDIUM_OTHER)
            ok = read_with(presented, medium, &acts, record, given, error);
    }
    chy_record_done(&acts);
    return ok || chy_fail_where(error, presented->name);
}
