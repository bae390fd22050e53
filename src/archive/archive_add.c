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
#include "base/lines.h"

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
    struct chy_taken **by_name;
    struct chy_buf entries, plan;
};

static bool fail_exists(const struct chy_taken *taken, const char *why, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_EXISTS, "%s", why);
    chy_fail_where(error, taken->base);
    return chy_fail_next(error, "See what the archive holds (chancery archive list); a text "
                                "that differs needs a symbol, an issue number or a name of "
                                "its own.");
}

static int by_name(const void *a, const void *b)
{
    const struct chy_taken *const *x = a, *const *y = b;
    return strcasecmp((*x)->base, (*y)->base);
}

/* Two of this add may not have one name. */
static bool sort_names(struct adding *adding, chancery_error *error)
{
    adding->by_name = calloc(adding->count, sizeof *adding->by_name);
    if (!adding->by_name)
        return chy_fail_memory(error);
    for (size_t i = 0; i < adding->count; i++)
        adding->by_name[i] = &adding->item[i];
    qsort(adding->by_name, adding->count, sizeof *adding->by_name, by_name);
    for (size_t i = 1; i < adding->count; i++) {
        const struct chy_taken *a = adding->by_name[i - 1], *b = adding->by_name[i];
        if (strcasecmp(a->base, b->base) != 0)
            continue;
        return fail_exists(b,
                           chy_digest_eq(&a->line.document, &b->line.document)
                               ? "one document is named twice"
                               : "two documents of this add would have this name",
                           error);
    }
    return true;
}

static struct chy_taken *find(const struct adding *adding, chancery_span base)
{
    char name[CHY_MAX_NAME + 1];
    size_t low = 0, high = adding->count;
    memcpy(name, base.ptr, base.len);
    name[base.len] = '\0';
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcasecmp(adding->by_name[middle]->base, name);
        if (order == 0)
            return adding->by_name[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* The name between {"bag":" and the next quote, which no name holds. */
static chancery_span name_in(chancery_span line)
{
    const chancery_span before = CHY_LITERAL("{\"bag\":\"");
    if (!chy_span_starts(line, before))
        return (chancery_span){0};
    chancery_span name = chy_span_from(line, before.len);
    const uint8_t *quote = memchr(name.ptr, '"', name.len);
    return chy_span_sub(name, 0, quote ? (size_t)(quote - name.ptr) : 0);
}

/* What the index has of the documents that are taken in: the newest version of each. Only lines
 * of these are read as JSON. */
static bool take_line(struct adding *adding, chancery_span text, chancery_error *error)
{
    struct chy_index_line line;
    uint64_t version;
    chancery_span name = name_in(text);
    if (name.len == 0 || name.len > CHY_MAX_NAME)
        return chy_fail(error, CHANCERY_E_FORMAT, "a line names no bag");
    struct chy_taken *taken =
        find(adding, chy_span_sub(name, 0, chy_bag_name_base(&version, name)));
    if (!taken)
        return true;
    if (!chy_index_line_read(&line, text, error))
        return false;
    if (!chy_digest_eq(&line.document, &taken->line.document) ||
        strncmp(line.bag, taken->base, strlen(taken->base)) != 0)
        return fail_exists(taken, "the archive holds another document of this name", error);
    int written = version >= UINT32_MAX
                      ? -1
                      : snprintf(taken->line.bag, sizeof taken->line.bag, "%s.v%llu",
                                 taken->base, (unsigned long long)version + 1);
    if (written < 0 || (size_t)written >= sizeof taken->line.bag)
        return fail_exists(taken, "there are too many versions of it", error);
    taken->follows = true;
    taken->before = line.tagmanifest;
    memcpy(taken->newest, line.bag, sizeof taken->newest);
    struct chy_buf path = {0}, manifest = {0};
    chy_buf_printf(&path, "%s/%s/manifest-sha256.txt", adding->archive.path, line.bag);
    chy_buf_byte(&path, '\0');
    /* a bag that is damaged is no reason to hold nothing newer */
    taken->held = chy_buf_ok(&path) &&
                  chy_file_read(&manifest, (const char *)path.ptr, CHY_MAX_MANIFEST, NULL);
    chancery_digest digest = chy_digest_of(chy_buf_view(&manifest));
    taken->held = taken->held && chy_digest_eq(&digest, &taken->manifest);
    chy_buf_done(&path);
    chy_buf_done(&manifest);
    return true;
}

static bool read_index(struct adding *adding, chancery_error *error)
{
    struct chy_lines lines = {0};
    chancery_span line;
    uint64_t place, count = 0;
    bool more = true;
    bool ok = chy_lines_open(&lines, adding->archive.index, UINT64_MAX, error);
    while (ok && chy_lines_next(&lines, &line, &place, &more, error) && more) {
        ok = take_line(adding, line, error);
        count++;
    }
    ok = ok && !more;
    chy_lines_done(&lines);
    if (ok && count != adding->archive.state.checkpoint.size)
        ok = chy_fail(error, CHANCERY_E_CONFLICT, "it has %llu lines, and the log %llu entries",
                      (unsigned long long)count,
                      (unsigned long long)adding->archive.state.checkpoint.size);
    if (!ok) {
        chy_fail_where(error, adding->archive.index);
        chy_fail_next(error, "Make it anew: chancery archive repair-index.");
    }
    return ok;
}

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
        return fail_exists(taken, "a folder or file that the index does not know has this name",
                           error);
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
        !sort_names(adding, error) || !read_index(adding, error))
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
            chy_buf_printf(done, "held already %s\n", taken->newest);
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
    free(adding.by_name);
    chy_buf_done(&adding.entries);
    chy_buf_done(&adding.plan);
    chy_buf_done(&said);
    if (adding.fd >= 0)
        close(adding.fd);
    chy_archive_done(&adding.archive);
    return ok;
}
