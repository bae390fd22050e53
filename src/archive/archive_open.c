/*
 * archive_open.c - beginning an archive, and opening one.
 */
#include "archive/archive.h"

#include "base/escape.h"
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* An index without a line. One that a begun init left is taken over. */
static bool make_index(const char *path, chancery_error *error)
{
    struct stat st;
    int fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (fd < 0)
        return chy_fail_errno(error, path, "cannot make it");
    bool ok = (fstat(fd, &st) == 0 && fsync(fd) == 0) ||
              chy_fail_errno(error, path, "cannot make it");
    close(fd);
    if (ok && st.st_size > 0) {
        chy_fail(error, CHANCERY_E_EXISTS, "the folder is an archive already");
        chy_fail_where(error, path);
        ok =
            chy_fail_next(error, "Add documents to it (chancery archive add), or begin another "
                                 "in a folder of its own.");
    }
    return ok && chy_file_sync_folder_of(path, error);
}

/* What a begun init leaves, and what file systems make at their root. */
static bool may_stand(const char *name)
{
    static const char *const names[] = {
        ".", "..", CHY_ARCHIVE_ADDING, CHY_ARCHIVE_INDEX, CHY_ARCHIVE_LOG, "lost+found"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* The audit would tell each thing that stands there as one that nobody knows. */
static bool check_empty(const char *archive, const char *index, chancery_error *error)
{
    const struct dirent *entry;
    DIR *folder = opendir(archive);
    bool ok = true;
    if (!folder)
        return errno == ENOENT || chy_fail_errno(error, archive, "cannot list it");
    if (!chy_file_exists(index)) {
        while ((errno = 0, entry = readdir(folder)) != NULL && may_stand(entry->d_name))
            ;
        if (!entry && errno != 0) {
            ok = chy_fail_errno(error, archive, "cannot list it");
        } else if (entry) {
            char *shown = chy_esc(chy_span_str(entry->d_name));
            chy_fail(error, CHANCERY_E_EXISTS, "the folder is not empty: it holds %s",
                     shown ? shown : "something");
            free(shown);
            chy_fail_where(error, archive);
            ok = chy_fail_next(error, "Begin the archive in a folder of its own, and take "
                                      "documents in from where they stand: chancery archive "
                                      "add.");
        }
    }
    closedir(folder);
    return ok;
}

bool chancery_archive_init(char **done, const char *archive, const char *origin,
                           const char *key_file, const chancery_key *key, chancery_error *error)
{
    char *log = chy_log_path(archive, CHY_ARCHIVE_LOG, error);
    char *index = chy_log_path(archive, CHY_ARCHIVE_INDEX, error);
    *done = NULL;
    /* The log comes last, and its configuration last of all: without it there is no archive. */
    char *adding = chy_log_path(archive, CHY_ARCHIVE_ADDING, error);
    bool ok = log && index && adding && chy_file_outside_archives(archive, error) &&
              check_empty(archive, index, error) &&
              chy_file_make_folder(archive, false, error) &&
              chy_file_make_folder(adding, false, error) && make_index(index, error) &&
              chancery_log_init(done, log, origin, key_file, key, error);
    free(log);
    free(index);
    free(adding);
    return ok;
}

static bool lock_folder(const struct chy_archive *archive, chancery_error *error)
{
    int failed;
    do {
        failed = flock(archive->fd, LOCK_EX);
    } while (failed && errno == EINTR);
    return !failed || chy_fail_errno(error, archive->path, "cannot lock it");
}

/* But for what file systems make at their root. */
static bool is_empty(const char *path)
{
    const struct dirent *entry;
    DIR *folder = opendir(path);
    while (folder && (entry = readdir(folder)) != NULL &&
           (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            strcmp(entry->d_name, "lost+found") == 0))
        ;
    bool empty = folder && !entry;
    if (folder)
        closedir(folder);
    return empty;
}

static bool find_index(const struct chy_archive *archive, bool may_be_lost,
                       chancery_error *error)
{
    struct stat st;
    int failed = fstatat(archive->fd, CHY_ARCHIVE_INDEX, &st, AT_SYMLINK_NOFOLLOW);
    if (!failed && S_ISREG(st.st_mode))
        return true;
    if (failed && errno == ENOENT && may_be_lost && chy_file_is_folder(archive->log))
        return true;
    const bool empty = is_empty(archive->path), log = chy_file_is_folder(archive->log);
    if (empty)
        chy_fail(error, CHANCERY_E_MISSING, "the folder is no archive: it is empty");
    else
        chy_fail(error, CHANCERY_E_MISSING, "the folder is no archive: it holds %s",
                 log ? "no " CHY_ARCHIVE_INDEX
                     : "neither " CHY_ARCHIVE_INDEX " nor " CHY_ARCHIVE_LOG);
    chy_fail_where(error, archive->path);
    return chy_fail_next(
        error, "%s",
        empty
            ? "Is it where the disk with the archive is to be mounted? Then mount it; begin a "
              "new archive (chancery archive init) only where there was none."
        : log ? "Make its index anew: chancery archive repair-index."
              : "Name the folder of an archive, or begin one (chancery archive init).");
}

/* A file of the log that is not there is no mistyped name: the folder is an archive. */
bool chy_archive_fail_log(const chancery_error *why, chancery_error *error)
{
    if (error && error->code == CHANCERY_OK)
        *error = *why;
    if (error && why->code == CHANCERY_E_MISSING)
        error->next[0] = '\0';
    if (why->code == CHANCERY_E_MISSING)
        chy_fail_next(error,
                      "Bring it back from a copy of the archive; chancery audit says what "
                      "else is missing.");
    return false;
}

bool chy_archive_read_again(struct chy_archive *archive, chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    chy_log_done(&archive->state);
    if (!chy_log_open(&archive->state, archive->log, false, NULL, &why))
        return chy_archive_fail_log(&why, error);
    archive->unfinished =
        faccessat(archive->fd, CHY_ARCHIVE_PLAN, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    return true;
}

static bool open_it(struct chy_archive *out, const char *path, bool lock, bool repair,
                    chancery_error *error)
{
    *out = (struct chy_archive){.path = path, .fd = -1, .state = {.lock = -1}};
    out->log = chy_log_path(path, CHY_ARCHIVE_LOG, error);
    out->index = chy_log_path(path, CHY_ARCHIVE_INDEX, error);
    if (!out->log || !out->index)
        return false;
    out->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (out->fd < 0)
        return chy_fail_errno(error, path, "cannot open the archive");
    if (!find_index(out, repair, error) || (lock && !lock_folder(out, error)))
        return false;
    return chy_archive_read_again(out, error);
}

bool chy_archive_open(struct chy_archive *out, const char *path, bool lock,
                      chancery_error *error)
{
    bool ok =
        open_it(out, path, lock, false, error) && (!lock || chy_archive_settle(out, error));
    if (!ok)
        chy_archive_done(out);
    return ok;
}

bool chy_archive_open_to_repair(struct chy_archive *out, const char *path, const char *home,
                                chancery_error *error)
{
    bool ok = open_it(out, path, true, true, error) &&
              chy_archive_is_newest(out, home, error) && chy_archive_settle_bags(out, error);
    if (!ok)
        chy_archive_done(out);
    return ok;
}

void chy_archive_done(struct chy_archive *archive)
{
    chy_log_done(&archive->state);
    if (archive->fd >= 0)
        close(archive->fd);
    free(archive->log);
    free(archive->index);
    *archive = (struct chy_archive){.fd = -1, .state = {.lock = -1}};
}

char *chancery_archive_key(const char *archive, chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    struct chy_archive opened = {.path = archive, .fd = -1};
    char *key = NULL;
    opened.log = chy_log_path(archive, CHY_ARCHIVE_LOG, error);
    opened.fd = opened.log ? open(archive, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (opened.log && opened.fd < 0)
        chy_fail_errno(error, archive, "cannot open the archive");
    else if (opened.log && find_index(&opened, true, error) &&
             !(key = chancery_log_key(opened.log, &why)))
        chy_archive_fail_log(&why, error);
    if (opened.fd >= 0)
        close(opened.fd);
    free(opened.log);
    return key;
}
