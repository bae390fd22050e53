/*
 * audit.c - what an audit begins with: the archive's folder, its index, and the directory that
 * judges. (Its log: audit_log.c.)
 */
#include "archive/audit.h"

#include "archive/bag.h"
#include "base/date.h"
#include "base/fd.h"
#include "base/limits.h"
#include "custody/directory_file.h"
#include "custody/trust.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#define DAY 86400

/* --- index and folder --- */

static bool fail_no_archive(const char *path, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_MISSING, "it is no archive: it has neither log nor index");
    chy_fail_where(error, path);
    return chy_fail_next(
        error, "Name the folder that chancery archive init made; where its log and its "
               "index were lost, bring them back from a copy.");
}

static bool fail_unreadable(struct chy_audit *audit, const char *path, const char *why,
                            int number, chancery_error *error)
{
    if (!chy_bag_is_of_file(number)) {
        errno = number;
        return chy_fail_errno(error, path, "cannot read it");
    }
    chy_audit_add(&audit->summary.archive, chancery_defect_name(CHANCERY_D_FILE_UNREADABLE),
                  chancery_defect_severity(CHANCERY_D_FILE_UNREADABLE), chy_span_str(path),
                  chancery_defect_next(CHANCERY_D_FILE_UNREADABLE), "%s cannot be read: %s.",
                  why, strerror(number));
    return true;
}

/* An index that cannot be used is a finding: what the log has is looked at all the same. */
static bool no_index(struct chy_audit *audit, const chancery_error *why, chancery_error *error)
{
    struct chy_audit_findings *findings = &audit->summary.archive;
    const chancery_span path = CHY_LITERAL("index.jsonl");
    if (why->code != CHANCERY_E_MISSING && why->code != CHANCERY_E_UNREADABLE &&
        why->code != CHANCERY_E_REFUSED) {
        if (error)
            *error = *why;
        return false;
    }
    if (!audit->has_log)
        return fail_no_archive(audit->options->archive, error);
    if (why->code == CHANCERY_E_UNREADABLE)
        chy_audit_add(findings, chancery_defect_name(CHANCERY_D_FILE_UNREADABLE),
                      chancery_defect_severity(CHANCERY_D_FILE_UNREADABLE), path,
                      chancery_defect_next(CHANCERY_D_FILE_UNREADABLE),
                      "The index cannot be read: %s.", why->text);
    else if (why->code == CHANCERY_E_REFUSED)
        chy_audit_find(findings, CHANCERY_A_INDEX_LINE, path, "The index was not read: %s.",
                       why->text);
    else if (audit->log.checkpoint.size > 0)
        chy_audit_find(findings, CHANCERY_A_INDEX_LINE, path, "The index is not there.");
    return true;
}

static bool open_index(struct chy_audit *audit, chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    char *path = chy_dupf(error, "%s/" CHY_ARCHIVE_INDEX, audit->options->archive);
    size_t size;
    bool ok = path != NULL;
    int fd = ok ? chy_fd_open_below(audit->folder, CHY_ARCHIVE_INDEX, CHY_MAX_INDEX, &size,
                                    path, &why)
                : -1;
    if (ok && fd < 0) {
        ok = no_index(audit, &why, error);
    } else if (ok && !chy_lines_take(&audit->index, fd, path, CHY_MAX_INDEX, error)) {
        close(fd);
        ok = false;
    }
    free(path);
    return ok;
}

/* Log, index and folder are seen as of one moment: whoever adds documents holds the folder's
 * lock until they agree. Where there are no locks nobody is waited for. */
static void hold(const struct chy_audit *audit, int operation)
{
    int failed;
    do {
        failed = flock(audit->folder, operation);
    } while (failed && errno == EINTR);
}

/* True: so many names. False, with errno: it cannot be listed. */
static bool count_names(size_t *out, DIR *folder)
{
    for (*out = 0; (errno = 0, readdir(folder)) != NULL;)
        ++*out;
    return errno == 0;
}

/* An add that goes on, or that was interrupted; anything else that stands there. */
static bool look_at_adding(struct chy_audit *audit, chancery_error *error)
{
    struct chy_audit_findings *findings = &audit->summary.archive;
    const chancery_span path = CHY_LITERAL(CHY_ARCHIVE_ADDING);
    size_t names = 0;
    int number, fd = openat(audit->folder, CHY_ARCHIVE_ADDING,
                            O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *adding = fd >= 0 ? fdopendir(fd) : NULL;
    bool listed = adding && count_names(&names, adding);
    number = errno;
    if (adding)
        closedir(adding);
    else if (fd >= 0)
        close(fd);
    if (!listed && number == ENOENT)
        return true;
    if (!listed && (number == ENOTDIR || number == ELOOP))
        chy_audit_find(findings, CHANCERY_A_BAG_UNKNOWN, path,
                       "What stands there is no folder, so no add left it.");
    else if (!listed)
        return fail_unreadable(audit, CHY_ARCHIVE_ADDING, "The folder", number, error);
    else if (names > 2) /* "." and ".." */
        chy_audit_find(findings, CHANCERY_A_UNFINISHED_ADD, path,
                       "Documents are being added, or an add was interrupted.");
    return true;
}

static bool open_folder(struct chy_audit *audit, chancery_error *error)
{
    const char *path = audit->options->archive;
    audit->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (audit->folder < 0)
        return chy_fail_errno(error, path, "cannot open the archive");
    hold(audit, LOCK_SH);
    return look_at_adding(audit, error);
}

/* --- the directory that judges --- */

/* The digests of its versions from the one in force down. */
static bool read_history(struct chy_audit *audit, chancery_error *error)
{
    const struct chancery_trust *trust = audit->trust;
    struct chy_versions versions = {0};
    chancery_digest next = trust->digest;
    size_t cap = 0;
    bool ok = !trust->path || chy_versions_load(&versions, trust->path, error);
    while (ok) {
        ok = chy_grow(&audit->history, &cap, audit->histories, sizeof next, CHY_MAX_VERSIONS,
                      "versions", error);
        if (!ok)
            break;
        audit->history[audit->histories++] = next;
        const struct chy_version *version =
            trust->path ? chy_versions_find(&versions, &next) : NULL;
        if (!version || !version->has_previous)
            break;
        next = version->previous;
    }
    chy_versions_done(&versions);
    return ok;
}

static bool open_directory(struct chy_audit *audit, chancery_error *error)
{
    struct chy_audit_head *head = &audit->summary.head;
    const struct chancery_trust *trust = audit->trust;
    int64_t expires;
    char date[11];
    if (!trust)
        return true;
    head->has_directory = true;
    head->directory = trust->digest;
    head->directory_version = trust->directory.version;
    chy_date_format(date, trust->directory.expires);
    if (trust->expired)
        chy_audit_add(
            &audit->summary.archive, chancery_finding_name(CHANCERY_F_DIRECTORY_EXPIRED),
            chancery_finding_severity(CHANCERY_F_DIRECTORY_EXPIRED),
            CHY_LITERAL("directory.jsonl"), chancery_finding_next(CHANCERY_F_DIRECTORY_EXPIRED),
            "The directory that judges expired on %s.", date);
    else if (chy_time_parse(&expires, chy_span_str(date)) &&
             expires - audit->options->lapse_days * DAY <= trust->now)
        chy_audit_find(&audit->summary.archive, CHANCERY_A_DIRECTORY_EXPIRES,
                       CHY_LITERAL("directory.jsonl"),
                       "The directory that judges expires on %s.", date);
    return read_history(audit, error);
}

bool chy_audit_days(chancery_date *since, chancery_date *until,
                    const chancery_audit_options *options)
{
    *since = *until = (chancery_date){0};
    return (!options->kept_since || chy_date_parse(since, chy_span_str(options->kept_since))) &&
           (!options->kept_until || chy_date_parse(until, chy_span_str(options->kept_until)));
}

static void take_options(struct chy_audit *audit)
{
    const chancery_audit_options *options = audit->options;
    struct chy_audit_head *head = &audit->summary.head;
    head->integrity_only = options->integrity_only;
    head->lapse_days = options->lapse_days;
    head->shard = options->shard;
    head->shards = options->shards;
    head->sample = options->sample;
    head->seed = options->sample > 0 ? options->seed : 0;
    head->pattern = chy_span_str(options->pattern);
    head->time = options->now;
    (void)chy_audit_days(&head->kept_since, &head->kept_until, options); /* were checked */
}

bool chy_audit_open(struct chy_audit *out, const chancery_audit_options *options,
                    const chancery_trust *trust, chancery_error *error)
{
    *out = (struct chy_audit){.options = options, .trust = trust, .folder = -1};
    out->log.lock = -1;
    take_options(out);
    bool ok = open_folder(out, error) && chy_audit_open_log(out, error) &&
              open_index(out, error) && open_directory(out, error) &&
              chy_audit_read_withdrawn(out, error) && chy_audit_plan(out, error) &&
              chy_audit_select(out, error) &&
              chy_audit_hold_given(options, chy_audit_hold, out, error);
    if (ok) {
        chy_audit_hold_end(out);
        chy_audit_believe_withdrawn(out);
    }
    ok = ok && chy_audit_prove_time(out, error);
    if (out->folder >= 0)
        hold(out, LOCK_UN);
    return ok;
}

void chy_audit_done(struct chy_audit *audit)
{
    chy_log_done(&audit->log);
    free(audit->dated);
    free(audit->log_folder);
    chy_lines_done(&audit->index);
    for (size_t i = 0; i < audit->unknowns; i++) {
        free(audit->unknown[i].name);
        free(audit->unknown[i].shown);
    }
    free(audit->unknown);
    chy_rows_free(audit->task);
    chy_rows_free(audit->order);
    chy_rows_free(audit->versions);
    chy_rows_free(audit->numbers);
    chy_rows_free(audit->issues);
    chy_rows_free(audit->withdrawn);
    free(audit->history);
    free(audit->origin);
    chy_audit_summary_done(&audit->summary);
    if (audit->folder >= 0)
        close(audit->folder);
    *audit = (struct chy_audit){.folder = -1};
}
