/*
 * archive_settle.c - what an add that did not come to its end has left: finished where its
 * entries are in the log, else taken back.
 */
#include "archive/archive.h"
#include "archive/entry.h"

#include "base/fd.h"
#include "base/file.h"
#include "base/lines.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* The longest line of an index has fewer bytes. */
#define TAIL 32768

static bool remove_all_in(int fd_take, chancery_error *error)
{
    const struct dirent *entry;
    bool ok = true;
    DIR *dir = fdopendir(fd_take);
    if (!dir) {
        chy_fail_errno(error, NULL, "cannot list a folder");
        close(fd_take);
        return false;
    }
    while (ok && (errno = 0, entry = readdir(dir)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        ok = chy_remove_tree(dirfd(dir), entry->d_name, error);
    }
    if (ok && errno != 0)
        ok = chy_fail_errno(error, NULL, "cannot list a folder");
    closedir(dir);
    return ok;
}

/* Folders of bags lie no deeper than a bag may; recursion ends there. */
bool chy_remove_tree(int folder, const char *name, chancery_error *error)
{
    if (unlinkat(folder, name, 0) == 0 || errno == ENOENT)
        return true;
    if (errno != EISDIR && errno != EPERM)
        return chy_fail_errno(error, name, "cannot remove it");
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return chy_fail_errno(error, name, "cannot remove it");
    return remove_all_in(fd, error) && (unlinkat(folder, name, AT_REMOVEDIR) == 0 ||
                                        chy_fail_errno(error, name, "cannot remove it"));
}

static bool sync_fd(int fd, const char *where, chancery_error *error)
{
    return fsync(fd) == 0 || errno == EINVAL ||
           chy_fail_errno(error, where, "cannot write it to disk");
}

/* --- the end of the index --- */

int chy_index_open_end(uint64_t *next, const struct chy_archive *archive, chancery_error *error)
{
    char tail[TAIL];
    struct stat st;
    struct chy_index_line last;
    int fd = openat(archive->fd, CHY_ARCHIVE_INDEX,
                    O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
    *next = 0;
    if (fd < 0 || fstat(fd, &st) != 0)
        goto fail;
    off_t from = st.st_size > TAIL ? st.st_size - TAIL : 0;
    ssize_t n = pread(fd, tail, (size_t)(st.st_size - from), from);
    if (n != st.st_size - from) {
        errno = n < 0 ? errno : EIO;
        goto fail;
    }
    const char *end = n > 0 ? memrchr(tail, '\n', (size_t)n) : NULL;
    size_t len = end ? (size_t)(end - tail) + 1 : 0;
    if (len < (size_t)n && ftruncate(fd, from + (off_t)len) != 0)
        goto fail;
    if (len == 0)
        return fd;
    const char *before = memrchr(tail, '\n', len - 1);
    size_t begin = before ? (size_t)(before - tail) + 1 : 0;
    if (!chy_index_line_read(&last, chy_span(tail + begin, len - 1 - begin), error)) {
        chy_fail_where(error, archive->index);
        chy_fail_next(error, "Make it anew: chancery archive repair-index.");
        close(fd);
        return -1;
    }
    *next = last.entry + 1;
    return fd;
fail:
    chy_fail_errno(error, archive->index, "cannot open it");
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Appends the planned lines that the index does not have yet. */
static bool add_lines(const struct chy_archive *archive, chancery_span plan,
                      chancery_error *error)
{
    uint64_t next;
    struct chy_buf missing = {0};
    chancery_span line;
    struct chy_index_line read;
    bool ok = true;
    int fd = chy_index_open_end(&next, archive, error);
    if (fd < 0)
        return false;
    while (ok && chy_span_line(&line, &plan)) {
        ok = chy_index_line_read(&read, line, error);
        if (ok && read.entry > next) {
            chy_fail(error, CHANCERY_E_CONFLICT,
                     "it ends before entry %llu of the log, which is the next to be added",
                     (unsigned long long)read.entry);
            chy_fail_where(error, archive->index);
            ok = chy_fail_next(error, "Make it anew: chancery archive repair-index.");
        } else if (ok && read.entry == next) {
            chy_buf_span(&missing, line);
            chy_buf_byte(&missing, '\n');
            next++;
        }
    }
    ok = ok && chy_buf_finish(&missing, error);
    if (ok && !(chy_fd_write(fd, chy_buf_view(&missing)) && fsync(fd) == 0))
        ok = chy_fail_errno(error, archive->index, "cannot add to it");
    close(fd);
    chy_buf_done(&missing);
    return ok;
}

/* --- the plan --- */

/* Is the plan's entry in the log, for the very bag? */
static bool is_logged(bool *logged, const struct chy_archive *archive,
                      const struct chy_index_line *line, chancery_error *error)
{
    struct chy_buf bytes = {0};
    struct chy_entry entry = {0};
    *logged = false;
    if (line->entry >= archive->state.checkpoint.size)
        return true;
    bool ok = chy_archive_read_entry(&entry, &bytes, &archive->state, line->entry, error);
    *logged = ok && entry.has_bag && chy_digest_eq(&entry.bag, &line->tagmanifest);
    chy_entry_done(&entry);
    chy_buf_done(&bytes);
    return ok;
}

/* A batch is in the log as a whole or not at all: the last line says which. */
static bool is_committed(bool *committed, const struct chy_archive *archive, chancery_span plan,
                         chancery_error *error)
{
    struct chy_index_line line;
    chancery_span text, last = {0};
    *committed = false;
    while (chy_span_line(&text, &plan))
        last = text;
    return chy_index_line_read(&line, last, error) &&
           is_logged(committed, archive, &line, error);
}

/* A plan that cannot be read, as a power cut may leave it, is not carried out. */
static bool is_torn(chancery_span plan)
{
    chancery_span text, rest = plan;
    struct chy_index_line line;
    if (plan.len == 0 || plan.ptr[plan.len - 1] != '\n')
        return true;
    while (chy_span_line(&text, &rest))
        if (!chy_index_line_read(&line, text, NULL))
            return true;
    return false;
}

/* Where log and index agree, the log has nothing of the plan, so nothing is lost with it. */
static bool drop_torn(const struct chy_archive *archive, const char *path,
                      chancery_error *error)
{
    struct chy_archive settled = *archive;
    settled.unfinished = false;
    if (chy_archive_each_line(&settled, NULL, NULL, NULL))
        return true;
    chy_fail(error, CHANCERY_E_CONFLICT,
             "the plan of an interrupted add cannot be read, and index and log do not agree");
    chy_fail_where(error, path);
    return chy_fail_next(error, "Make the index anew (chancery archive repair-index), which "
                                "also ends the plan.");
}

static bool put_in_place(const struct chy_archive *archive, int adding, const char *name,
                         chancery_error *error)
{
    if (renameat2(adding, name, archive->fd, name, RENAME_NOREPLACE) == 0)
        return true;
    if (errno == ENOENT && faccessat(archive->fd, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        return true; /* it was put there before the interruption */
    if (errno == EINVAL && faccessat(archive->fd, name, F_OK, AT_SYMLINK_NOFOLLOW) != 0 &&
        errno == ENOENT && renameat(adding, name, archive->fd, name) == 0)
        return true; /* a file system that cannot promise not to replace; nobody else writes */
    return chy_fail_errno(error, name, "cannot put the bag in place");
}

static bool put_all_in_place(const struct chy_archive *archive, int adding, chancery_span plan,
                             chancery_error *error)
{
    chancery_span rest = plan, text;
    while (chy_span_line(&text, &rest)) {
        struct chy_index_line line;
        if (!chy_index_line_read(&line, text, error) ||
            !put_in_place(archive, adding, line.bag, error))
            return false;
    }
    return sync_fd(archive->fd, archive->path, error) && sync_fd(adding, archive->path, error);
}

/* bags_only: the index and the plan stay as they are. */
static bool settle_plan(struct chy_archive *archive, int adding, bool bags_only,
                        chancery_error *error)
{
    struct chy_buf plan = {0};
    bool committed = false;
    char *path = chy_log_path(archive->path, CHY_ARCHIVE_PLAN, error);
    bool ok = path && chy_file_read(&plan, path, CHY_MAX_PLAN, error);
    bool torn = ok && is_torn(chy_buf_view(&plan));
    if (torn)
        ok = bags_only || drop_torn(archive, path, error);
    if (ok && !torn && !is_committed(&committed, archive, chy_buf_view(&plan), error))
        ok = chy_fail_where(error, path);
    if (ok && committed)
        ok = put_all_in_place(archive, adding, chy_buf_view(&plan), error) &&
             (bags_only || add_lines(archive, chy_buf_view(&plan), error));
    if (!bags_only) {
        ok = ok && chy_file_remove(path, error);
        archive->unfinished = !ok;
    }
    free(path);
    chy_buf_done(&plan);
    return ok;
}

/* -1 with *none: there is no such folder, and nothing to be settled. */
static int open_adding(bool *none, const struct chy_archive *archive, chancery_error *error)
{
    int fd = openat(archive->fd, CHY_ARCHIVE_ADDING,
                    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    *none = fd < 0 && errno == ENOENT;
    if (fd < 0 && !*none)
        chy_fail_errno(error, archive->path, "cannot open .adding");
    return fd;
}

bool chy_archive_settle(struct chy_archive *archive, chancery_error *error)
{
    bool none;
    int adding = open_adding(&none, archive, error);
    if (adding < 0)
        return none;
    bool ok = !archive->unfinished || settle_plan(archive, adding, false, error);
    /* what was staged, and is planned no more */
    return ok ? remove_all_in(adding, error) : (close(adding), false);
}

bool chy_archive_settle_bags(struct chy_archive *archive, chancery_error *error)
{
    bool none;
    int adding = open_adding(&none, archive, error);
    if (adding < 0)
        return none;
    bool ok = !archive->unfinished || settle_plan(archive, adding, true, error);
    close(adding);
    return ok;
}
