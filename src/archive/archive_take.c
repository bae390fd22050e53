/*
 * archive_take.c - one document on its way into an archive: verified, and staged with all that
 * its verdict rests on. What is verified is what is staged.
 */
#include "archive/archive_add.h"
#include "archive/bag_list.h"
#include "archive/entry.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/limits.h"
#include "custody/verify.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* The operand, as it was found. */
struct source {
    char *file, *folder; /* the document, and where it stands */
    char *record;        /* of a bag that has one beside its document; NULL: to be found */
    struct chy_bag bag;  /* of a bag */
    int bag_fd;          /* -1: it is none */
    struct chy_buf document, lines;
    chancery_digest digest;
    chancery_verdict *verdict;
    struct chy_record acts;
    /* Of each signature, whose key made it, as found when it was verified. */
    const struct chy_holder **by;
    bool failed; /* memory ran out */
};

static void source_done(struct source *source)
{
    if (source->bag_fd >= 0)
        close(source->bag_fd);
    free(source->file);
    free(source->folder);
    free(source->record);
    chy_bag_done(&source->bag);
    chy_buf_done(&source->document);
    chy_buf_done(&source->lines);
    chancery_verdict_free(source->verdict);
    chy_record_done(&source->acts);
    free(source->by);
}

/* --- a bag that somebody else made --- */

static bool refuse_bag(const struct chy_bag *bag, const char *path, struct chy_buf *refused,
                       chancery_error *error)
{
    const struct chy_defect *worst = NULL;
    size_t grave = bag->defects.more;
    for (size_t i = 0; i < bag->defects.count; i++) {
        const struct chy_defect *defect = &bag->defects.item[i];
        if (chancery_defect_severity(defect->code) <= CHANCERY_WARNING)
            continue;
        grave++;
        worst = worst ? worst : defect;
        chy_buf_printf(refused, "%s: ", chancery_defect_name(defect->code));
        chy_buf_escaped(refused, chy_span_str(defect->path ? defect->path : "the bag"));
        chy_buf_printf(refused, ": %s\n", defect->sentence);
    }
    if (!worst)
        return true;
    chy_fail(error, CHANCERY_E_REFUSED, "the bag has %zu defect%s; the first is %s: %s", grave,
             grave == 1 ? "" : "s", chancery_defect_name(worst->code), worst->sentence);
    chy_fail_where(error, path);
    return chy_fail_next(error, "%s", chancery_defect_next(worst->code));
}

static bool open_bag(struct source *source, const char *path, struct chy_buf *refused,
                     chancery_error *error)
{
    const struct chy_bag_options options = {.keep = 0};
    char *data = chy_log_path(path, "data", error), *record = NULL;
    bool ok = data && chy_bag_check(&source->bag, AT_FDCWD, path, &options, error) &&
              refuse_bag(&source->bag, path, refused, error);
    if (ok) {
        source->bag_fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        ok = source->bag_fd >= 0 || chy_fail_errno(error, path, "cannot open the bag");
    }
    ok = ok && (source->file = chy_folder_document(data, error)) != NULL;
    record = ok ? chy_dupf(error, "%s.intoto.jsonl", source->file) : NULL;
    ok = ok && record;
    if (ok && chy_file_exists(record)) {
        source->record = record;
        record = NULL;
    }
    free(record);
    free(data);
    return ok;
}

static bool is_bag(const char *path)
{
    char *bagit = chy_log_path(path, "bagit.txt", NULL);
    bool is = bagit && chy_file_is_folder(path) && chy_file_exists(bagit);
    free(bagit);
    return is;
}

static bool find_document(struct source *source, const char *operand, struct chy_buf *refused,
                          chancery_error *error)
{
    if (is_bag(operand)) {
        if (!open_bag(source, operand, refused, error))
            return false;
    } else if (chy_file_is_folder(operand)) {
        source->file = chy_folder_document(operand, error);
    } else {
        source->file = chy_dup(chy_span_str(operand), error);
    }
    return source->file && (source->folder = chy_path_folder(source->file, error)) != NULL;
}

/* --- its verdict --- */

static bool refuse_verdict(const struct source *source, bool unverified, chancery_error *error)
{
    enum chancery_status status = chancery_verdict_status(source->verdict);
    if (status == CHANCERY_STATUS_AUTHENTIC ||
        (status == CHANCERY_STATUS_INDETERMINATE && unverified && source->acts.signatures > 0))
        return true;
    char *summary = chancery_report_summary(source->verdict, error);
    if (!summary)
        return false;
    chy_fail(error, CHANCERY_E_REFUSED, "it is not taken in: %s", summary);
    chy_fail_where(error, source->file);
    free(summary);
    if (source->acts.signatures == 0 && status == CHANCERY_STATUS_INDETERMINATE)
        return chy_fail_next(error,
                             "Put its record beside it; or, where nobody signed it with a "
                             "key, name it in a list that the office signs: chancery "
                             "archive add ARCHIVE --manifest LIST.csv.");
    return chy_fail_next(error, status == CHANCERY_STATUS_INDETERMINATE
                                    ? "See what is missing (chancery verify), or take it as it "
                                      "is (--unverified)."
                                    : "See why: chancery verify.");
}

static void seen_record(void *context, const struct chy_record *record)
{
    struct source *source = context;
    source->by = calloc(record->signatures + 1, sizeof *source->by);
    source->failed = !source->by;
    for (size_t i = 0; source->by && i < record->signatures; i++)
        source->by[i] = record->signature[i].by;
}

/* The acts of the record that was verified, which is checked then: nothing is verified again.
 */
static bool read_acts(struct source *source, chancery_span record, chancery_error *error)
{
    if (source->failed)
        return chy_fail_memory(error);
    if (!chy_record_read(&source->acts, record, error))
        return false;
    for (size_t i = 0; source->by && i < source->acts.signatures; i++)
        source->acts.signature[i].by = source->by[i];
    return true;
}

static bool verify(struct source *source, const chancery_archive_add_options *options,
                   const chancery_trust *trust, chancery_error *error)
{
    struct chy_presented presented = {.name = source->file,
                                      .folder = source->folder,
                                      .seen = seen_record,
                                      .seen_context = source};
    if (!chy_file_read_head(&source->document, &source->digest, source->file, CHY_MAX_TEXT + 1,
                            error))
        return false;
    presented.digest = source->digest;
    presented.document = chy_buf_view(&source->document);
    bool ok = chy_record_load(&source->lines, source->file, source->record, &source->digest,
                              presented.document, error);
    presented.record = chy_buf_view(&source->lines);
    ok = ok &&
         chy_presented_read(&presented, &source->document, &source->lines, source->record,
                            trust, error) &&
         chy_verify(&source->verdict, &presented, trust, error) &&
         read_acts(source, presented.record, error) &&
         refuse_verdict(source, options->unverified, error);
    chy_reading_done(&presented.reading);
    return ok;
}

/* Alone, without the files that it names, a list would be a bag that lacks them. */
static bool refuse_list(const struct source *source,
                        const chancery_archive_add_options *options, chancery_error *error)
{
    struct chy_list list;
    if (options->list || source->bag_fd >= 0 || source->document.len > CHY_MAX_TEXT ||
        !chy_list_read(&list, chy_buf_view(&source->document), NULL))
        return true;
    chy_list_done(&list);
    chy_fail(error, CHANCERY_E_REFUSED, "this is a list of files, which goes in with them");
    chy_fail_where(error, source->file);
    return chy_fail_next(error, "Name it with --manifest.");
}

/* --- what it is called --- */

static bool name_it(struct chy_taken *out, const struct source *source, chancery_error *error)
{
    const chancery_verdict *verdict = source->verdict;
    const struct chy_statement *statement = verdict->judged ? &verdict->act[0].statement : NULL;
    const char *symbol = statement && statement->symbols > 0 ? statement->symbol[0] : NULL;
    const char *name = chy_path_name(source->file);
    out->line.document = source->digest;
    if (symbol && strlen(symbol) < sizeof out->line.symbol)
        memcpy(out->line.symbol, symbol, strlen(symbol) + 1);
    if (statement && statement->language &&
        strlen(statement->language) < sizeof out->line.language)
        memcpy(out->line.language, statement->language, strlen(statement->language) + 1);
    if (symbol)
        out->line.issue = statement->issue_number > 0 ? statement->issue_number : 1;
    chy_bag_name_make(out->base, symbol, out->line.language, out->line.issue, name);
    out->identifier = chy_esc(chy_span_str(symbol ? symbol : name));
    if (!out->identifier)
        return chy_fail_memory(error);
    if (out->base[0])
        return true;
    chy_fail(error, CHANCERY_E_REFUSED, "no name for its bag can be made of its own");
    chy_fail_where(error, source->file);
    return chy_fail_next(error, "Rename the file; log and index are names that the archive "
                                "uses itself.");
}

/* --- staging --- */

/* A file of the document's folder that an act names, if it is there with this digest. */
static bool put_named(struct chy_taken *out, const struct source *source, const char *name,
                      const chancery_digest *sha256, chancery_error *error)
{
    chancery_digest there;
    bool found = false;
    if (!chy_file_hash_beside(&there, &found, source->folder, chy_span_str(name), NULL) ||
        !found || !chy_digest_eq(&there, sha256))
        return true;
    char *path = chy_dupf(error, "data/%s", name);
    char *from = chy_log_path(source->folder, name, error);
    bool ok = path && from &&
              (faccessat(out->writer.fd, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0 ||
               chy_bag_write_copy(&out->writer, path, AT_FDCWD, from, sha256, error));
    free(path);
    free(from);
    return ok;
}

static bool put_statement_files(struct chy_taken *out, const struct source *source,
                                const struct chy_statement *statement, chancery_error *error)
{
    bool ok = true;
    for (size_t i = 0; ok && i < statement->carried; i++)
        if (statement->carries[i].is_file)
            ok = put_named(out, source, statement->carries[i].name,
                           &statement->carries[i].sha256, error);
    for (size_t i = 0; ok && i < statement->renditions; i++)
        ok = put_named(out, source, statement->rendition[i].name,
                       &statement->rendition[i].sha256, error);
    if (ok && statement->corrigendum.name)
        ok = put_named(out, source, statement->corrigendum.name, &statement->corrigendum.sha256,
                       error);
    return ok;
}

static bool put_record(struct chy_taken *out, const struct source *source,
                       chancery_error *error)
{
    char *path = chy_dupf(error, "data/%s.intoto.jsonl", chy_path_name(source->file));
    bool ok =
        path && (source->record ||
                 chy_bag_write_bytes(&out->writer, path, chy_buf_view(&source->lines), error));
    free(path);
    return ok;
}

/* The document, its record, and the files that the acts of its record name. */
static bool put_document(struct chy_taken *out, const struct source *source,
                         chancery_error *error)
{
    char *path = chy_dupf(error, "data/%s", chy_path_name(source->file));
    bool ok = path && chy_bag_write_copy(&out->writer, path, AT_FDCWD, source->file,
                                         &source->digest, error);
    free(path);
    ok = ok && put_record(out, source, error);
    for (size_t i = 0; ok && i < source->acts.acts; i++)
        if (source->acts.act[i].readable)
            ok = put_statement_files(out, source, &source->acts.act[i].statement, error);
    return ok;
}

/* What a file of the bag must be: the document and its record what was verified, whatever was
 * written to them since the bag was checked. */
static chancery_digest must_be(const struct source *source, const struct chy_bag_file *file)
{
    const char *name = strchr(file->path, '/');
    name = file->payload && name ? name + 1 : "";
    if (strcmp(name, chy_path_name(source->file)) == 0)
        return source->digest;
    if (source->record && strcmp(name, chy_path_name(source->record)) == 0)
        return chy_digest_of(chy_buf_view(&source->lines));
    return file->sha256;
}

/* Everything that another's bag holds: the payload as it is, its tag files below source/. */
static bool put_bag(struct chy_taken *out, const struct source *source, chancery_error *error)
{
    bool ok = true;
    for (size_t i = 0; ok && i < source->bag.files; i++) {
        const struct chy_bag_file *file = &source->bag.file[i];
        const chancery_digest digest = must_be(source, file);
        char *path = chy_dupf(error, "%s%s", file->payload ? "" : "source/", file->path);
        ok = path &&
             chy_bag_write_copy(&out->writer, path, source->bag_fd, file->path, &digest, error);
        free(path);
    }
    return ok && put_record(out, source, error);
}

static bool put_directory(struct chy_taken *out, const chancery_trust *trust,
                          chancery_error *error)
{
    struct chy_buf bytes = {0};
    bool ok = chy_file_read(&bytes, trust->path, CHY_MAX_DIRECTORY, error) &&
              chy_bag_write_bytes(&out->writer, "directory.jsonl", chy_buf_view(&bytes), error);
    chy_buf_done(&bytes);
    return ok;
}

static bool make_entry(struct chy_taken *out, const struct source *source,
                       chancery_error *error)
{
    static const chancery_digest none = {{0}}; /* known when the bag is whole */
    out->bag_at = strlen("chancery-entry/v1\ndocument ") + 64 + strlen("\nbag ");
    return chy_entry_write(&out->entry, &source->digest, &none, &source->acts, true,
                           source->file, error);
}

/* The files of a signed list, each with the digest that the list has of it. */
static bool put_listed(struct chy_taken *out, const struct source *source,
                       chancery_error *error)
{
    struct chy_list list = {.rows = 0};
    int folder = open(source->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = folder >= 0 || chy_fail_errno(error, source->folder, "cannot open it");
    if (ok && source->document.len > CHY_MAX_TEXT) {
        ok =
            chy_fail(error, CHANCERY_E_LIMIT, "a list may have at most %u bytes", CHY_MAX_TEXT);
        chy_fail_where(error, source->file);
    }
    if (ok && !chy_list_read(&list, chy_buf_view(&source->document), error))
        ok = chy_fail_where(error, source->file);
    for (size_t i = 0; ok && i < list.rows; i++) {
        char *path = chy_dupf(error, "data/%.*s", (int)list.row[i].file.len,
                              (const char *)list.row[i].file.ptr);
        ok = path && chy_bag_write_copy(&out->writer, path, folder, path + 5,
                                        &list.row[i].sha256, error);
        free(path);
    }
    if (ok)
        ok = (out->list = chy_dupf(error, "data/%s", chy_path_name(source->file))) != NULL;
    chy_list_done(&list);
    if (folder >= 0)
        close(folder);
    return ok;
}

bool chy_archive_take(struct chy_taken *out, int adding, const char *name, const char *operand,
                      const chancery_archive_add_options *options, const chancery_trust *trust,
                      struct chy_buf *refused, chancery_error *error)
{
    struct source source = {.bag_fd = -1};
    *out = (struct chy_taken){.writer = {.fd = -1}, .trust = trust};
    bool ok = find_document(&source, operand, refused, error) &&
              verify(&source, options, trust, error) && refuse_list(&source, options, error) &&
              name_it(out, &source, error) && make_entry(out, &source, error) &&
              chy_taken_stamps(out, &source.acts, error) &&
              chy_bag_write_begin(&out->writer, adding, name, error) &&
              (source.bag_fd >= 0 ? put_bag(out, &source, error)
                                  : put_document(out, &source, error)) &&
              (!options->list || put_listed(out, &source, error)) &&
              put_directory(out, trust, error) && chy_buf_finish(&out->writer.manifest, error);
    if (ok)
        out->manifest = chy_digest_of(chy_buf_view(&out->writer.manifest));
    else
        chy_fail_where(error, operand);
    source_done(&source);
    return ok;
}
