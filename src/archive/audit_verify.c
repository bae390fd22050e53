/*
 * audit_verify.c - the document of a bag judged by the record in it, from what was read when
 * its digests were computed: no file is read twice.
 */
#include "archive/audit_eye.h"

#include "base/date.h"
#include "base/fd.h"
#include "base/limits.h"
#include "custody/directory_file.h"
#include "custody/logged.h"
#include "custody/verify.h"

#include <stdlib.h>
#include <unistd.h>

#define DAY 86400

static chancery_span path_of(const struct chy_bag_file *file)
{
    return chy_span(file->path, file->path_len);
}

/* --- the record against the log's entry --- */

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(chancery_digest));
}

/* How the record has a signature of the entry. What the entry does not list counted for nothing
 * when it was made. */
enum held { NOT_HELD, BY_NOBODY, COUNTS };

static void compare_signatures(struct chy_audit_eye *eye, const struct chy_record *record)
{
    const struct chy_entry *entry = &eye->entry;
    unsigned char *held = calloc(entry->signatures + 1, 1);
    eye->counted = calloc(entry->signatures + 1, sizeof *eye->counted);
    size_t absent = 0;
    if (!held || !eye->counted) {
        eye->item.findings.failed = true;
        free(held);
        return;
    }
    for (size_t i = 0; i < record->signatures; i++) {
        const chancery_digest *found =
            bsearch(&record->signature[i].digest, entry->signature, entry->signatures,
                    sizeof *entry->signature, by_bytes);
        if (found && held[found - entry->signature] != COUNTS)
            held[found - entry->signature] = record->signature[i].by ? COUNTS : BY_NOBODY;
    }
    for (size_t i = 0; i < entry->signatures; i++) {
        absent += held[i] == NOT_HELD;
        if (held[i] != BY_NOBODY)
            eye->counted[eye->counteds++] = entry->signature[i];
    }
    free(held);
    if (absent > 0)
        chy_audit_find(&eye->item.findings, CHANCERY_A_ENTRY_DIFFERS, path_of(eye->document),
                       "Its entry in the log lists %zu signature%s that its record does not "
                       "hold.",
                       absent, absent == 1 ? "" : "s");
}

static void check_lapse(struct chy_audit_eye *eye, const struct chy_record *record)
{
    int64_t first = CHY_NEVER, now = eye->audit->trust->now;
    char at[21];
    for (size_t i = 0; i < record->signatures; i++) {
        const struct chy_record_signature *signature = &record->signature[i];
        if (signature->by && signature->proven != CHY_NEVER && signature->lapses < first)
            first = signature->lapses;
    }
    if (first == CHY_NEVER || first - eye->audit->options->lapse_days * DAY > now)
        return;
    chy_time_format(at, first);
    chy_audit_find(&eye->item.findings, CHANCERY_A_TIME_LAPSES, path_of(eye->document),
                   "What proves the time of a signature lapses at %s.", at);
}

static void seen_record(void *context, const struct chy_record *record)
{
    struct chy_audit_eye *eye = context;
    if (eye->has_entry && eye->lines.len > 0) /* absence is no contradiction */
        compare_signatures(eye, record);
    check_lapse(eye, record);
}

/* --- files of the bag --- */

static bool annex_in_bag(void *context, chancery_digest *sha256, bool *found,
                         chancery_span name)
{
    struct chy_audit_eye *eye = context;
    struct chy_buf path = {0};
    chy_buf_str(&path, "data/");
    chy_buf_span(&path, name);
    const struct chy_bag_file *file =
        chy_buf_ok(&path) ? chy_bag_find(&eye->bag, chy_buf_view(&path)) : NULL;
    *found = file && file->whole;
    if (*found)
        *sha256 = file->sha256;
    chy_buf_done(&path);
    return true;
}

/* A file of the bag that was too large to be kept, from the archive's own descriptor and
 * through no link: it must still be what its digest was computed of. */
static bool read_again(struct chy_buf *out, struct chy_audit_eye *eye,
                       const struct chy_bag_file *file, uint64_t limit, size_t keep,
                       chancery_error *error)
{
    chancery_digest again;
    size_t size;
    char *path = chy_dupf(error, "%s/%s", eye->folder, file->path);
    int fd = path ? chy_fd_open_below(eye->audit->folder, path, limit, &size, path, error) : -1;
    bool ok = fd >= 0 && chy_fd_hash(&again, out, keep, fd, path, error) &&
              chy_buf_finish(out, error) &&
              (chy_digest_eq(&again, &file->sha256) ||
               chy_fail(error, CHANCERY_E_CONFLICT, "it was changed while it was audited"));
    if (fd >= 0)
        close(fd);
    free(path);
    return ok;
}

static bool add_record(struct chy_audit_eye *eye, const struct chy_bag_file *file,
                       chancery_error *error)
{
    if (file->bytes.ptr || file->size == 0) {
        chy_buf_span(&eye->record, file->bytes);
        return chy_buf_finish(&eye->record, error);
    }
    return !file->whole || /* what could not be read is told */
           read_again(&eye->record, eye, file, CHY_MAX_RECORD, CHY_MAX_RECORD, error);
}

/* The document's own record; else all that lie in data/. */
static bool read_record(struct chy_audit_eye *eye, chancery_error *error)
{
    struct chy_buf name = {0};
    const struct chy_bag_file *own;
    bool ok = true;
    chy_buf_clear(&eye->record);
    eye->lines = (chancery_span){0};
    chy_buf_span(&name, path_of(eye->document));
    chy_buf_str(&name, ".intoto.jsonl");
    own = chy_buf_ok(&name) ? chy_bag_find(&eye->bag, chy_buf_view(&name)) : NULL;
    chy_buf_done(&name);
    if (own && (own->bytes.ptr || own->size == 0)) { /* nearly always: not copied */
        eye->lines = own->bytes;
        return true;
    }
    if (own) {
        ok = add_record(eye, own, error);
        eye->lines = chy_buf_view(&eye->record);
        return ok;
    }
    for (size_t i = 0; ok && i < eye->bag.files; i++) {
        const struct chy_bag_file *file = &eye->bag.file[i];
        if (!file->payload || !chy_span_ends(path_of(file), CHY_LITERAL(".intoto.jsonl")))
            continue;
        ok = add_record(eye, file, error);
        if (eye->record.len > 0 && eye->record.ptr[eye->record.len - 1] != '\n')
            chy_buf_byte(&eye->record, '\n');
    }
    eye->lines = chy_buf_view(&eye->record);
    return ok && chy_buf_finish(&eye->record, error);
}

/* --- the directory that was put beside it --- */

static bool is_known(const struct chy_audit *audit, const chancery_digest *digest)
{
    for (size_t i = 0; i < audit->histories; i++)
        if (chy_digest_eq(&audit->history[i], digest))
            return true;
    return false;
}

static bool judge_directory(struct chy_audit_eye *eye, chancery_span bytes,
                            chancery_error *error)
{
    struct chy_versions versions = {0};
    bool ok = chy_versions_read(&versions, bytes, error);
    eye->answer = CHY_DIRECTORY_OTHER;
    eye->version = 0;
    for (size_t i = 0; ok && i < versions.count; i++) {
        ok = chy_version_hash(&versions, &versions.item[i], error);
        if (!ok)
            break;
        bool known = is_known(eye->audit, &versions.item[i].digest);
        if (versions.item[i].claims > eye->version) {
            eye->version = versions.item[i].claims;
            eye->answer = CHY_DIRECTORY_OTHER;
        }
        if (versions.item[i].claims == eye->version && known)
            eye->answer = CHY_DIRECTORY_KNOWN;
    }
    if (ok && eye->answer == CHY_DIRECTORY_OTHER &&
        eye->version > eye->audit->summary.head.directory_version)
        eye->answer = CHY_DIRECTORY_NEWER;
    chy_versions_done(&versions);
    return ok;
}

/* Its bytes, kept or read again. */
static bool read_directory(chancery_span *out, struct chy_audit_eye *eye,
                           const struct chy_bag_file *file, struct chy_buf *large,
                           chancery_error *error)
{
    *out = file->bytes;
    if (file->bytes.ptr || file->size == 0)
        return true;
    bool ok = read_again(large, eye, file, CHY_MAX_DIRECTORY, CHY_MAX_DIRECTORY, error);
    *out = chy_buf_view(large);
    return ok;
}

/* Compares it, unless it is the last bag's. *why: it cannot be read again. */
static bool compare_directory(struct chy_audit_eye *eye, const struct chy_bag_file *file,
                              chancery_error *why)
{
    struct chy_buf large = {0};
    chancery_span bytes;
    if (eye->has_directory && chy_digest_eq(&eye->directory, &file->sha256))
        return true;
    eye->has_directory = false;
    bool ok = read_directory(&bytes, eye, file, &large, why);
    if (ok) {
        chancery_error own = CHANCERY_ERROR_INIT;
        eye->has_directory = judge_directory(eye, bytes, &own);
        eye->directory = file->sha256;
        if (own.code == CHANCERY_E_MEMORY)
            ok = chy_fail_memory(why);
    }
    chy_buf_done(&large);
    return ok;
}

static bool check_directory(struct chy_audit_eye *eye, chancery_error *error)
{
    const struct chy_bag_file *file = chy_bag_find(&eye->bag, CHY_LITERAL("directory.jsonl"));
    chancery_error why = CHANCERY_ERROR_INIT;
    if (!file || !file->whole)
        return true;
    if (!compare_directory(eye, file, &why)) {
        if (chy_audit_is_systemic(&why)) {
            if (error)
                *error = why;
            return false;
        }
        chy_audit_find(&eye->item.findings, CHANCERY_A_DIRECTORY_OTHER, path_of(file),
                       "The directory with which it was added was not compared: %s.", why.text);
        return true;
    }
    if (eye->answer == CHY_DIRECTORY_NEWER)
        chy_audit_find(
            &eye->item.findings, CHANCERY_A_DIRECTORY_NEWER, path_of(file),
            "It was added with version %lld of the directory; the one that judges is "
            "older.",
            (long long)eye->version);
    else if (eye->answer == CHY_DIRECTORY_OTHER)
        chy_audit_find(&eye->item.findings, CHANCERY_A_DIRECTORY_OTHER, path_of(file),
                       "The directory with which it was added is no version of the one that "
                       "judges.");
    return true;
}

/* --- the verdict --- */

static void take_verdict(struct chy_audit_eye *eye, const struct chancery_verdict *verdict)
{
    struct chy_audit_item *item = &eye->item;
    for (size_t i = 0; i < verdict->findings.count; i++) {
        const struct chy_finding *finding = &verdict->findings.item[i];
        enum chancery_severity severity = chancery_finding_severity(finding->code);
        /* Of what is about to lapse, and of the directory, the audit speaks itself. */
        if (severity == CHANCERY_NOTE || finding->code == CHANCERY_F_TIMESTAMP_LAPSES ||
            finding->code == CHANCERY_F_DIRECTORY_EXPIRED)
            continue;
        chy_audit_add(&item->findings, chancery_finding_name(finding->code), severity,
                      path_of(eye->document), chy_audit_verdict_next(finding->code), "%s",
                      finding->sentence);
    }
    eye->chain = calloc(verdict->acts + 1, sizeof *eye->chain);
    item->findings.failed |= !eye->chain;
    for (; eye->chain && eye->links < verdict->acts; eye->links++)
        eye->chain[eye->links] = verdict->act[eye->links].digest;
    eye->verified = verdict->status == CHANCERY_STATUS_AUTHENTIC;
    if (eye->verified)
        item->proves = chy_span_str(chy_act_name(verdict->act[0].statement.type));
    item->standing = chy_span_str(
        chy_standing_name(verdict->judged ? verdict->standing : CHY_STANDING_UNKNOWN));
}

static bool undecided(struct chy_audit_eye *eye, const chancery_error *why,
                      chancery_error *error)
{
    if (why->code == CHANCERY_E_MEMORY)
        return chy_fail_memory(error);
    chy_audit_find(&eye->item.findings, CHANCERY_A_UNDECIDED, path_of(eye->document),
                   "Nothing can be decided about the document: %s.", why->text);
    return true;
}

static bool read_document(struct chy_audit_eye *eye, struct chy_buf *large,
                          struct chy_presented *presented, chancery_error *error)
{
    const struct chy_bag_file *file = eye->document;
    presented->held = true;
    presented->digest = file->sha256;
    presented->document = file->bytes;
    if (file->bytes.ptr || file->size == 0)
        return true;
    bool ok = read_again(large, eye, file, CHY_MAX_ANNEX, CHY_MAX_TEXT + 1, error);
    if (ok &&
        chy_presented_may_be_read(chy_buf_view(large))) { /* another program wants all of it */
        chy_buf_clear(large);
        ok = read_again(large, eye, file, CHY_MAX_ANNEX, CHY_MAX_TYPESET + 1, error);
    }
    presented->document = chy_buf_view(large);
    return ok;
}

bool chy_audit_verify(struct chy_audit_eye *eye, chancery_error *error)
{
    const struct chancery_trust *trust = eye->audit->trust;
    chancery_error why = CHANCERY_ERROR_INIT;
    struct chancery_verdict *verdict = NULL;
    struct chy_buf large = {0};
    struct chancery_proof dated;
    struct chy_audit_scan scan;
    struct chy_presented presented = {
        .annex = annex_in_bag, .annex_context = eye, .seen = seen_record, .seen_context = eye};
    chy_buf_clear(&eye->path);
    chy_buf_printf(&eye->path, "%s/%s/%s", eye->audit->options->archive, eye->folder,
                   eye->document->path);
    chy_buf_byte(&eye->path, '\0');
    presented.name = (const char *)eye->path.ptr;
    eye->judged = eye->item.findings.count;
    bool ok = chy_buf_finish(&eye->path, &why) && read_record(eye, &why) &&
              read_document(eye, &large, &presented, &why);
    presented.record = eye->lines;
    presented.dated = chy_audit_date(&dated, eye) ? &dated : NULL;
    presented.scan = chy_audit_scan(&scan, eye);
    ok = ok &&
         chy_presented_read(&presented, &large, &eye->record, presented.name, trust, &why) &&
         chy_verify(&verdict, &presented, trust, &why);
    if (ok)
        take_verdict(eye, verdict);
    eye->judged_end = eye->item.findings.count;
    chancery_verdict_free(verdict);
    chy_reading_done(&presented.reading);
    chy_buf_done(&large);
    return (ok || undecided(eye, &why, error)) && check_directory(eye, error);
}
