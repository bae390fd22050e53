/*
 * verify_read.c - a document that another program reads, and the record that its words lead to.
 */
#include "custody/verify.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/proven.h"

/* Has somebody signed for the very file? Lines of strangers do not count, or any of them could
 * keep the file from being read. */
static bool has_bytes(const struct chy_record *record, const chancery_digest *digest)
{
    for (size_t i = 0; i < record->acts; i++) {
        const struct chy_act *act = &record->act[i];
        if (act->trusted && chy_act_is_judged(act->statement.type) &&
            chy_digest_eq(&act->statement.subject_digest, digest))
            return true;
    }
    return false;
}

/* All of a document of which no more than a text's bytes were kept. */
static bool read_whole(struct chy_presented *presented, struct chy_buf *bytes,
                       chancery_error *error)
{
    if (presented->held && presented->document.len > CHY_MAX_TYPESET)
        return chy_fail(error, CHANCERY_E_LIMIT,
                        "it has more than %u bytes, and its words are not read",
                        CHY_MAX_TYPESET);
    if (presented->held || bytes->len <= CHY_MAX_TEXT)
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

bool chy_presented_may_be_read(chancery_span document)
{
    return chy_span_starts(document, CHY_LITERAL("%PDF-")) ||
           chy_span_starts(document, CHY_LITERAL("PK\x03\x04"));
}

static bool read_record(struct chy_record *record, const struct chy_presented *presented,
                        const chancery_trust *trust, chancery_error *error)
{
    return chy_record_read(record, presented->record, error) &&
           chy_record_weigh(record, &trust->directory, trust->now, error);
}

/* The record that the words lead to. */
static bool find_record(struct chy_record *record, struct chy_presented *presented,
                        struct chy_buf *bytes, chancery_span extracted, enum chy_medium medium,
                        const chancery_trust *trust, chancery_error *error)
{
    struct chy_reading first = {0};
    bool ok = chy_reading_first(&first, extracted, medium, error);
    if (ok) {
        chy_record_done(record);
        chy_buf_done(bytes);
        ok = chy_record_load_pdf(
            bytes, presented->name, &presented->digest, chancery_text_form(first.text),
            medium == CHY_MEDIUM_PDF ? extracted : (chancery_span){0}, error);
        presented->record = chy_buf_view(bytes);
    }
    chy_reading_done(&first);
    return ok && read_record(record, presented, trust, error);
}

static bool read_with(struct chy_presented *presented, enum chy_medium medium,
                      struct chy_record *record, struct chy_buf *record_bytes,
                      const char *given, const chancery_trust *trust, chancery_error *error)
{
    struct chy_buf extracted = {0};
    bool ok = chy_rendition_extract(&extracted, presented->document, medium, error) &&
              (given || find_record(record, presented, record_bytes, chy_buf_view(&extracted),
                                    medium, trust, error)) &&
              chy_reading_choose(&presented->reading, chy_buf_view(&extracted), medium, record,
                                 &presented->digest, error);
    if (ok)
        presented->program = chy_medium_program(medium);
    chy_buf_done(&extracted);
    return ok;
}

bool chy_presented_read(struct chy_presented *presented, struct chy_buf *bytes,
                        struct chy_buf *record, const char *given, const chancery_trust *trust,
                        chancery_error *error)
{
    struct chy_record acts = {0};
    bool ok = true;
    if (!chy_presented_may_be_read(presented->document))
        return true;
    ok = read_record(&acts, presented, trust, error);
    if (ok && !has_bytes(&acts, &presented->digest)) {
        ok = read_whole(presented, bytes, error);
        enum chy_medium medium = chy_medium_of(presented->document);
        if (ok && medium != CHY_MEDIUM_OTHER)
            ok = read_with(presented, medium, &acts, record, given, trust, error);
    }
    chy_record_done(&acts);
    return ok || chy_fail_where(error, presented->name);
}
