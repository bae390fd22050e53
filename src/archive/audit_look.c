/*
 * audit_look.c - one bag: its files against its manifests, its digest against log and index,
 * its document against what is known of others, and the line that says so.
 */
#include "archive/audit.h"

#include "archive/audit_eye.h"
#include "base/date.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOTHING ((chancery_span){0})

bool chy_audit_eye_new(struct chy_audit_eye **out, const struct chy_audit *audit,
                       chancery_error *error)
{
    struct chy_audit_eye *eye = calloc(1, sizeof *eye);
    *out = eye;
    if (!eye)
        return chy_fail_memory(error);
    eye->audit = audit;
    eye->entries.log = &audit->log;
    eye->index = audit->index;
    eye->index.held = (struct chy_buf){0};
    if (audit->dateds == 0)
        return true;
    if (!(eye->vouch = calloc(1, sizeof *eye->vouch)))
        return chy_fail_memory(error);
    chy_log_vouch_init(eye->vouch, &audit->log);
    return true;
}

void chy_audit_forget(struct chy_audit_eye *eye)
{
    chy_entry_done(&eye->entry);
    free(eye->counted);
    free(eye->chain);
    eye->counted = eye->chain = NULL;
    eye->counteds = eye->links = 0;
    chy_audit_findings_clear(&eye->item.findings);
    eye->has_line = eye->has_entry = eye->verified = eye->completed = false;
    eye->judged = eye->judged_end = 0;
    eye->folder = NULL;
    eye->document = NULL;
}

void chy_audit_eye_free(struct chy_audit_eye *eye)
{
    if (!eye)
        return;
    chy_audit_eye_free(eye->other);
    chy_audit_forget(eye);
    chy_audit_findings_done(&eye->item.findings);
    chy_bag_done(&eye->bag);
    chy_buf_done(&eye->entries.bundle);
    chy_buf_done(&eye->index.held);
    chy_buf_done(&eye->name);
    chy_buf_done(&eye->path);
    chy_buf_done(&eye->record);
    if (eye->vouch)
        chy_log_vouch_done(eye->vouch);
    free(eye->vouch);
    free(eye);
}

/* --- what is known of it --- */

static bool read_line(struct chy_audit_eye *eye, chancery_error *error)
{
    chancery_span text;
    if (!chy_lines_again(&eye->index, &text, eye->task.place, eye->task.len, error))
        return false;
    /* It was read when the audit was planned. */
    eye->has_line = chy_index_line_read(&eye->line, text, NULL);
    if (!eye->has_line)
        return chy_fail(error, CHANCERY_E_IO, "index.jsonl was changed while it was read");
    return true;
}

static bool read_name(struct chy_audit_eye *eye, chancery_error *error)
{
    const struct chy_audit_task *task = &eye->task;
    const struct chy_audit_unknown *unknown =
        task->found > 0 ? &eye->audit->unknown[task->found - 1] : NULL;
    chy_buf_clear(&eye->name);
    if (task->len > 0) {
        if (!read_line(eye, error))
            return false;
        chy_buf_str(&eye->name, eye->line.bag);
    } else if (unknown) {
        chy_buf_str(&eye->name, unknown->shown);
    } else {
        chy_buf_printf(&eye->name, "entry %llu", (unsigned long long)task->entry);
    }
    eye->item.name = chy_buf_view(&eye->name);
    chy_buf_byte(&eye->name, '\0');
    if (unknown)
        eye->folder = unknown->name;
    else if (task->len > 0)
        eye->folder = (const char *)eye->name.ptr;
    return chy_buf_finish(&eye->name, error);
}

static void say_place(struct chy_audit_eye *eye)
{
    struct chy_audit_findings *findings = &eye->item.findings;
    const struct chy_audit_task *task = &eye->task;
    if (task->entry == CHY_AUDIT_NO_ENTRY)
        chy_audit_find(findings, CHANCERY_A_BAG_UNKNOWN, NOTHING,
                       "Neither the index nor the log knows what stands under this name in the "
                       "archive's folder.");
    else if (task->len == 0)
        chy_audit_find(findings, CHANCERY_A_NOT_IN_INDEX, CHY_LITERAL("index.jsonl"),
                       "Entry %llu of the log has no line in the index.",
                       (unsigned long long)task->entry);
}

/* A log that was longer may well have had the entry: then the index is right. */
static void not_in_log(struct chy_audit_eye *eye, uint64_t number)
{
    const struct chy_audit *audit = eye->audit;
    const enum chancery_audit_code code = CHANCERY_A_NOT_IN_LOG;
    const bool behind =
        chy_audit_has(&audit->summary.log, chancery_audit_name(CHANCERY_A_LOG_BEHIND));
    chy_audit_add(&eye->item.findings, chancery_audit_name(code), chancery_audit_severity(code),
                  CHY_LITERAL("log"),
                  behind ? CHY_AUDIT_NEXT_LOG_BEHIND : chancery_audit_next(code),
                  "The index gives it entry %llu, and the log has only %llu%s.",
                  (unsigned long long)number, (unsigned long long)audit->log.checkpoint.size,
                  behind ? "; it had more" : "");
}

static bool read_entry(struct chy_audit_eye *eye, chancery_error *error)
{
    const struct chy_audit *audit = eye->audit;
    uint64_t number = eye->task.entry;
    chancery_error why = CHANCERY_ERROR_INIT;
    chancery_span text;
    if (number == CHY_AUDIT_NO_ENTRY || !audit->has_log)
        return true;
    if (number >= audit->log.checkpoint.size) {
        not_in_log(eye, number);
        return true;
    }
    if (chy_audit_entry(&text, &eye->entries, number, &why)) {
        eye->has_entry = chy_entry_parse(&eye->entry, text, &why);
        if (eye->vouch)
            eye->leaf = chy_merkle_leaf(text);
        if (why.code == CHANCERY_E_MEMORY)
            return chy_fail_memory(error);
    } else if (why.code != CHANCERY_OK) {
        if (error)
            *error = why;
        return false;
    }
    if (!eye->has_entry)
        chy_audit_find(&eye->item.findings, CHANCERY_A_ENTRY_UNREADABLE,
                       CHY_LITERAL("log/tile/entries"),
                       "Entry %llu of the log cannot be read, so the bag was not compared with "
                       "it.",
                       (unsigned long long)number);
    return true;
}

/* --- the bag --- */

/* Whoever followed a manifest that is not as it was would throw out what it forgets. */
static const char *next_of(const struct chy_audit_eye *eye, enum chancery_defect_code code)
{
    const bool listed = code == CHANCERY_D_FILE_EXTRA || code == CHANCERY_D_FILE_MISSING;
    if (listed && chy_audit_manifest_is_hurt(eye))
        return CHY_AUDIT_NEXT_MANIFEST;
    return eye->task.entry != CHY_AUDIT_NO_ENTRY ? chy_audit_defect_next(code)
                                                 : chancery_defect_next(code);
}

static void take_defects(struct chy_audit_eye *eye)
{
    const struct chy_defects *defects = &eye->bag.defects;
    for (size_t i = 0; i < defects->count; i++) {
        const struct chy_defect *defect = &defects->item[i];
        chy_audit_add(&eye->item.findings, chancery_defect_name(defect->code),
                      chancery_defect_severity(defect->code), chy_span_str(defect->path),
                      next_of(eye, defect->code), "%s", defect->sentence);
    }
    if (defects->more > 0)
        chy_audit_add(&eye->item.findings, chancery_audit_name(CHANCERY_A_MORE_FINDINGS),
                      CHANCERY_INDETERMINATE, NOTHING,
                      chancery_audit_next(CHANCERY_A_MORE_FINDINGS),
                      "%zu more defects of the bag are not listed.", defects->more);
    eye->item.findings.failed |= defects->failed;
}

/* A file or folder among the bags, of which nobody knows, that is no bag at all: what it lacks
 * to be one is nothing to mend. */
static bool is_stray(const struct chy_audit_eye *eye)
{
    struct stat st;
    if (eye->task.entry != CHY_AUDIT_NO_ENTRY)
        return false;
    int fd = openat(eye->audit->folder, eye->folder,
                    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOTDIR || errno == ELOOP;
    bool is = fstatat(fd, "bagit.txt", &st, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT &&
              fstatat(fd, "tagmanifest-sha256.txt", &st, AT_SYMLINK_NOFOLLOW) != 0 &&
              errno == ENOENT;
    close(fd);
    return is;
}

static bool check_bag(struct chy_audit_eye *eye, chancery_error *error)
{
    const struct chy_bag_options options = {
        .keep = eye->audit->trust ? CHY_MAX_RECORD : 0,
        .keep_all = eye->audit->trust ? 2 * (size_t)CHY_MAX_RECORD : 0,
        .own = true};
    struct chy_audit_findings *findings = &eye->item.findings;
    if (is_stray(eye))
        return true;
    if (!eye->folder) {
        chy_audit_add(findings, chancery_defect_name(CHANCERY_D_BAG_MISSING),
                      chancery_defect_severity(CHANCERY_D_BAG_MISSING), NOTHING,
                      chancery_defect_next(CHANCERY_D_BAG_MISSING),
                      "The log has this entry, and no bag in the archive is that of it.");
        return true;
    }
    if (!chy_bag_check(&eye->bag, eye->audit->folder, eye->folder, &options, error)) {
        chy_fail_where(error, eye->folder);
        return false;
    }
    take_defects(eye);
    if (!chy_date_parse(&eye->item.added, chy_bag_info(&eye->bag, "Bagging-Date")))
        eye->item.added = (chancery_date){0};
    eye->item.has_bag = eye->bag.has_tagmanifest;
    eye->item.bag = eye->bag.tagmanifest;
    return true;
}

static void compare_digest(struct chy_audit_eye *eye, const chancery_digest *expected,
                           const char *who)
{
    if (eye->item.has_bag && !chy_digest_eq(&eye->item.bag, expected))
        chy_audit_find(&eye->item.findings, CHANCERY_A_BAG_DIFFERS,
                       CHY_LITERAL("tagmanifest-sha256.txt"),
                       "The bag is not the one that %s names: it was altered as a whole, or "
                       "exchanged.",
                       who);
}

static void compare_index(struct chy_audit_eye *eye)
{
    bool bag = chy_digest_eq(&eye->line.tagmanifest, &eye->entry.bag);
    if (bag && chy_digest_eq(&eye->line.document, &eye->entry.document))
        return;
    chy_audit_find(&eye->item.findings, CHANCERY_A_INDEX_DIFFERS, CHY_LITERAL("index.jsonl"),
                   "The index names another %s than entry %llu of the log.",
                   bag ? "document" : "bag", (unsigned long long)eye->task.entry);
}

/* The log is what counts, then the index. */
static void compare_bag(struct chy_audit_eye *eye)
{
    if (eye->has_entry && eye->entry.has_bag) {
        compare_digest(eye, &eye->entry.bag, "its entry in the log");
        if (eye->has_line)
            compare_index(eye);
    } else if (eye->has_entry) {
        chy_audit_find(
            &eye->item.findings, CHANCERY_A_ENTRY_DIFFERS, CHY_LITERAL("log/tile/entries"),
            "Entry %llu of the log names no bag, so it is not the entry of this one.",
            (unsigned long long)eye->task.entry);
    } else if (eye->has_line) {
        compare_digest(eye, &eye->line.tagmanifest, "its line in the index");
    }
    if (eye->has_entry)
        eye->item.document = eye->entry.document;
    else if (eye->has_line)
        eye->item.document = eye->line.document;
    eye->item.has_document = eye->has_entry || eye->has_line;
}

static bool is_record(chancery_span path)
{
    return chy_span_ends(path, CHY_LITERAL(".intoto.jsonl"));
}

/* A bag that neither log nor index knows: the file that has a record beside it. */
static void guess_document(struct chy_audit_eye *eye)
{
    for (size_t i = 0; i < eye->bag.files && !eye->document; i++) {
        const struct chy_bag_file *file = &eye->bag.file[i];
        chancery_span path = chy_span(file->path, file->path_len);
        if (file->payload && is_record(path))
            eye->document = chy_bag_find(
                &eye->bag, chy_span_sub(path, 0, path.len - strlen(".intoto.jsonl")));
    }
    if (eye->document && eye->document->whole) {
        eye->item.has_document = true;
        eye->item.document = eye->document->sha256;
    } else {
        eye->document = NULL;
    }
}

static void find_document(struct chy_audit_eye *eye)
{
    if (is_stray(eye) ||
        chy_audit_has(&eye->item.findings, chancery_defect_name(CHANCERY_D_BAG_MISSING)))
        return;
    if (!eye->item.has_document) {
        guess_document(eye);
        return;
    }
    for (size_t i = 0; i < eye->bag.files && !eye->document; i++) {
        const struct chy_bag_file *file = &eye->bag.file[i];
        if (file->payload && file->whole && chy_digest_eq(&file->sha256, &eye->item.document))
            eye->document = file;
    }
    /* what may not be read may be the document */
    if (!eye->document &&
        !chy_audit_has(&eye->item.findings, chancery_defect_name(CHANCERY_D_FILE_UNREADABLE)))
        chy_audit_add(&eye->item.findings, chancery_audit_name(CHANCERY_A_DOCUMENT_MISSING),
                      chancery_audit_severity(CHANCERY_A_DOCUMENT_MISSING), CHY_LITERAL("data"),
                      chy_audit_manifest_is_hurt(eye)
                          ? CHY_AUDIT_NEXT_MANIFEST
                          : chancery_audit_next(CHANCERY_A_DOCUMENT_MISSING),
                      "No file that the manifests list is the document that was added.");
}

/* --- all of it --- */

static void set_verdict(struct chy_audit_eye *eye)
{
    struct chy_audit_item *item = &eye->item;
    enum chancery_severity worst;
    chy_audit_close(&item->findings);
    worst = chy_audit_worst(&item->findings);
    item->verdict =
        worst >= CHANCERY_CONTRADICTED ? CHY_AUDIT_NOT_AUTHENTIC : CHY_AUDIT_INDETERMINATE;
    if (worst <= CHANCERY_WARNING && eye->completed)
        item->verdict = CHY_AUDIT_COMPLETED;
    if (worst <= CHANCERY_WARNING && eye->document && !eye->audit->trust)
        item->verdict = CHY_AUDIT_INTACT;
    if (worst <= CHANCERY_WARNING && eye->document && eye->audit->trust && eye->verified)
        item->verdict = CHY_AUDIT_AUTHENTIC;
}

static bool look(struct chy_audit_eye *eye, chancery_error *error)
{
    if (!read_name(eye, error))
        return false;
    say_place(eye);
    if (!read_entry(eye, error) || !check_bag(eye, error))
        return false;
    if (eye->folder)
        compare_bag(eye);
    find_document(eye);
    if (!chy_audit_name(eye, error) || (eye->has_line && !chy_audit_numbers(eye, error)))
        return false;
    if (eye->document && eye->audit->trust && !chy_audit_verify(eye, error))
        return false;
    if (!chy_audit_newer(eye, error))
        return false;
    set_verdict(eye);
    return true;
}

bool chy_audit_look_at(struct chy_audit_eye *eye, const struct chy_audit_task *task,
                       chancery_error *error)
{
    struct chy_audit_findings findings = eye->item.findings;
    eye->task = *task;
    eye->item = (struct chy_audit_item){.entry = task->entry, .findings = findings};
    return look(eye, error);
}

bool chy_audit_look(struct chy_buf *out, struct chy_audit_eye *eye, size_t order,
                    chancery_error *error)
{
    struct chy_audit_task task;
    if (!chy_audit_task_at(&task, eye->audit, order, error))
        return false;
    bool ok = chy_audit_look_at(eye, &task, error);
    if (ok) {
        chy_audit_item_write(out, &eye->item);
        ok = chy_buf_finish(out, error);
    }
    chy_audit_forget(eye);
    return ok;
}
