/*
 * archive_add.c - documents into an archive, all or none: staged whole, then entered in the
 * log, which is the moment of it, then put in place and indexed.
 */
#include "archive/archive_add.h"
#include "archive/bag_parts.h"

#include "base/date.h"
#include "base/encode.h"
#include "base/file.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct adding {
    struct chy_archive archive;
    const chancery_archive_add_options *options;
    int fd; /* of .adding */
    struct chy_taken *item;
    size_t count, fresh; /* fresh: that are not held already */
    struct chy_buf entries, plan;
};

static void write_info(struct chy_buf *out, const struct chy_taken *taken, int64_t now)
{
    char date[11];
    chy_date_format(date, chy_time_date(now));
    chy_buf_printf(out, "Bag-Software-Agent: chancery %s\nBagging-Date: %s\n", CHANCERY_VERSION,
                   date);
    if (taken->follows) {
        chy_buf_str(out, "Chancery-Follows: ");
        chy_buf_hex(out, taken->before.b, sizeof taken->before.b);
        chy_buf_byte(out, '\n');
    }
    if (taken->line.issue > 0)
        chy_buf_printf(out, "Chancery-Issue-Number: %lld\n", (long long)taken->line.issue);
    if (taken->line.language[0]) {
        chy_buf_str(out, "Chancery-Language: ");
        chy_buf_escaped(out, chy_span_str(taken->line.language));
        chy_buf_byte(out, '\n');
    }
    if (taken->list)
        chy_buf_printf(out, "%s: %s\n", CHY_BAG_LIST_LABEL, taken->list);
    chy_buf_printf(out, "External-Identifier: %s\n", taken->identifier);
}

static void staged_name(char out[24], size_t index)
{
    snprintf(out, 24, "%zu", index);
}

/* Nothing is taken in that the audit would complain of: names that are twins, for one. */
static bool check_staged(const struct adding *adding, const char *staged, chancery_error *error)
{
    const struct chy_bag_options options = {.own = true};
    struct chy_bag bag = {0};
    bool ok = chy_bag_check(&bag, adding->fd, staged, &options, error);
    if (ok && bag.defects.count > 0) {
        const struct chy_defect *defect = &bag.defects.item[0];
        ok = chy_fail(error, CHANCERY_E_REFUSED, "its bag would have a defect, %s: %s",
                      chancery_defect_name(defect->code), defect->sentence);
        chy_fail_where(error, defect->path);
        chy_fail_next(error, "%s", chancery_defect_next(defect->code));
    }
    chy_bag_done(&bag);
    return ok;
}

/* The bag becomes whole, and gets the name that it is to have. */
static bool complete(struct adding *adding, size_t index, chancery_error *error)
{
    struct chy_taken *taken = &adding->item[index];
    struct chy_buf info = {0};
    char staged[24];
    staged_name(staged, index);
    if (taken->held)
        return true;
    if (!taken->follows)
        memcpy(taken->line.bag, taken->base, sizeof taken->line.bag);
    if (faccessat(adding->archive.fd, taken->line.bag, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        return chy_archive_fail_exists(
            taken, "a folder or file that the index does not know has this name", error);
    write_info(&info, taken, adding->options->now);
    bool ok = chy_buf_finish(&info, error) &&
              chy_bag_write_end(&taken->line.tagmanifest, &taken->writer, chy_buf_view(&info),
                                error) &&
              check_staged(adding, staged, error) &&
              (renameat(adding->fd, staged, adding->fd, taken->line.bag) == 0 ||
               chy_fail_errno(error, taken->line.bag, "cannot name the bag"));
    chy_buf_done(&info);
    if (!ok)
        return false;
    taken->line.entry = adding->archive.state.checkpoint.size + adding->fresh++;
    char hex[65];
    chy_hex(hex, taken->line.tagmanifest.b, sizeof taken->line.tagmanifest.b);
    memcpy(taken->entry.ptr + taken->bag_at, hex, 64);
    chy_bundle_add(&adding->entries, chy_buf_view(&taken->entry));
    chy_index_line_write(&adding->plan, &taken->line);
    chy_bag_write_done(&taken->writer);
    return true;
}

/* All that is staged on disk, and then what is to become of it. */
static bool write_plan(struct adding *adding, chancery_error *error)
{
    char *path = chy_log_path(adding->archive.path, CHY_ARCHIVE_PLAN, error);
    bool ok = path && (syncfs(adding->fd) == 0 ||
                       chy_fail_errno(error, adding->archive.path, "cannot write it to disk"));
    ok = ok && chy_file_write(path, chy_buf_view(&adding->plan), 0644, false, error);
    free(path);
    return ok;
}

static bool check_key(const struct adding *adding, chancery_error *error)
{
    const chancery_public_key key = chancery_key_public(adding->options->key);
    if (chy_key_eq(&key, &adding->archive.state.key.key))
        return true;
    chy_fail(error, CHANCERY_E_KEY, "the key is not that of the archive's log");
    chy_fail_where(error, adding->archive.path);
    return chy_fail_next(error, "Name the log's own key with --key.");
}

/* The log takes the entries; what comes of it, old or new, is settled from what the log then
 * says. */
static bool commit(struct adding *adding, chancery_error *error)
{
    struct chy_buf report = {0};
    struct chy_archive *archive = &adding->archive;
    bool ok =
        chy_log_append_entries(archive->log, chy_buf_view(&adding->entries),
                               adding->options->key, adding->options->home, &report, error);
    chy_buf_done(&report);
    chy_log_done(&archive->state);
    archive->unfinished = true;
    return chy_log_open(&archive->state, archive->log, false, NULL, error) &&
           chy_archive_settle(archive, error) && ok;
}

/* A list is one operand. */
static size_t operands(const chancery_archive_add_options *options)
{
    return options->list ? 1 : options->count;
}

static const char *operand(const chancery_archive_add_options *options, size_t index)
{
    return options->list ? options->list : options->files[index];
}

void chy_taken_done(struct chy_taken *taken)
{
    chy_bag_write_done(&taken->writer);
    chy_buf_done(&taken->entry);
    free(taken->identifier);
    free(taken->list);
    free(taken->stamp);
    *taken = (struct chy_taken){.writer = {.fd = -1}};
}

static bool stage(struct adding *adding, const chancery_trust *trust, struct chy_buf *done,
                  chancery_error *error)
{
    const chancery_archive_add_options *options = adding->options;
    const size_t count = operands(options);
    if (mkdirat(adding->archive.fd, CHY_ARCHIVE_ADDING, 0755) != 0 && errno != EEXIST)
        return chy_fail_errno(error, adding->archive.path, "cannot make .adding in it");
    adding->fd = openat(adding->archive.fd, CHY_ARCHIVE_ADDING,
                        O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (adding->fd < 0)
        return chy_fail_errno(error, adding->archive.path, "cannot open .adding in it");
    adding->item = calloc(count, sizeof *adding->item);
    if (!adding->item)
        return chy_fail_memory(error);
    for (size_t i = 0; i < count; i++)
        adding->item[i].writer.fd = -1;
    for (adding->count = 0; adding->count < count; adding->count++) {
        char name[24];
        staged_name(name, adding->count);
        struct chy_taken *taken = &adding->item[adding->count];
        bool ok = chy_archive_take(taken, adding->fd, name, operand(options, adding->count),
                                   options, trust, done, error);
        /* thousands of open folders are more than a process may have */
        if (taken->writer.fd >= 0)
            close(taken->writer.fd);
        taken->writer.fd = -1;
        if (!ok)
            return false;
    }
    return true;
}

static bool reopen(struct adding *adding, size_t index, chancery_error *error)
{
    char name[24];
    staged_name(name, index);
    int fd = openat(adding->fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    adding->item[index].writer.fd = fd;
    return fd >= 0 || chy_fail_errno(error, name, "cannot open what is staged");
}

static bool add_all(struct adding *adding, const chancery_trust *trust, struct chy_buf *done,
                    chancery_error *error)
{
    if (!check_key(adding, error) || !stage(adding, trust, done, error) ||
        !chy_archive_held(&adding->archive, adding->item, adding->count, error))
        return false;
    for (size_t i = 0; i < adding->count; i++)
        if (!reopen(adding, i, error) || !complete(adding, i, error))
            return false;
    if (!chy_buf_finish(&adding->plan, error) || !chy_buf_finish(&adding->entries, error))
        return false;
    return adding->fresh == 0 || (write_plan(adding, error) && commit(adding, error));
}

static void say(struct chy_buf *done, const struct adding *adding)
{
    for (size_t i = 0; i < adding->count; i++) {
        const struct chy_taken *taken = &adding->item[i];
        if (taken->held)
            chy_buf_printf(done, "held already %s\n", taken->holder);
        else
            chy_buf_printf(done, "%llu %s\n", (unsigned long long)taken->line.entry,
                           taken->line.bag);
    }
}

bool chancery_archive_add(char **done, const chancery_archive_add_options *options,
                          const chancery_trust *trust, chancery_error *error)
{
    chancery_error own = CHANCERY_ERROR_INIT, *report = error ? error : &own;
    struct adding adding = {.options = options, .fd = -1};
    struct chy_buf said = {0};
    *done = NULL;
    if (options->count > CHY_MAX_ADDED)
        return chy_fail(error, CHANCERY_E_USAGE, "%zu documents at once; at most %u are taken",
                        options->count, CHY_MAX_ADDED);
    if (!chy_archive_open(&adding.archive, options->archive, true, report))
        return false;
    bool ok = add_all(&adding, trust, &said, report);
    /* what is staged and not planned goes; where this fails, the next add does it */
    if (!adding.archive.unfinished && !chy_archive_settle(&adding.archive, NULL))
        adding.archive.unfinished = true;
    if (ok) {
        chy_buf_clear(&said);
        say(&said, &adding);
    }
    if (said.len > 0)
        *done = chy_buf_take(&said, NULL, ok ? report : NULL);
    ok = ok && *done;
    for (size_t i = 0; adding.item && i < operands(options); i++)
        chy_taken_done(&adding.item[i]);
    free(adding.item);
    chy_buf_done(&adding.entries);
    chy_buf_done(&adding.plan);
    chy_buf_done(&said);
    if (adding.fd >= 0)
        close(adding.fd);
    chy_archive_done(&adding.archive);
    return ok;
}
