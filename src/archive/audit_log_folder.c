/*
 * audit_log_folder.c - what stands in the folder of an archive's log and is not the log's: by
 * its names, which say all that a log may hold.
 */
#include "archive/audit.h"

#include "archive/bag.h"
#include "archive/log_cosigned.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* log/tile/0/x001/x002/003.p/4 is the deepest that a log can have. */
#define MAX_DEPTH 8

struct looking {
    struct chy_audit *audit;
    struct chy_buf path; /* in the archive, of what is looked at */
};

/* What a name in a folder of the log may be. */
enum place { PLACE_LOG, PLACE_COSIGNED, PLACE_TILE, PLACE_LEVEL, PLACE_PARTIAL, PLACE_NONE };

static bool are_digits(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

static bool is_width(const char *name)
{
    size_t len = strlen(name);
    return len > 0 && len <= 3 && name[0] != '0' && are_digits(name, len);
}

static bool is_level(const char *name)
{
    return strcmp(name, "entries") == 0 ||
           (strlen(name) == 1 && name[0] >= '0' && name[0] < '0' + CHY_TILE_LEVELS);
}

/* Is a folder of this name there, and what is it? */
static enum place folder_at(enum place place, const char *name)
{
    size_t len = strlen(name);
    if (place == PLACE_LOG)
        return strcmp(name, "tile") == 0             ? PLACE_TILE
               : strcmp(name, CHY_LOG_COSIGNED) == 0 ? PLACE_COSIGNED
                                                     : PLACE_NONE;
    if (place == PLACE_TILE)
        return is_level(name) ? PLACE_LEVEL : PLACE_NONE;
    if (place == PLACE_LEVEL && len == 4 && name[0] == 'x' && are_digits(name + 1, 3))
        return PLACE_LEVEL;
    if (place == PLACE_LEVEL && len == 5 && are_digits(name, 3) && strcmp(name + 3, ".p") == 0)
        return PLACE_PARTIAL;
    return PLACE_NONE;
}

/* A file: what a writer that was interrupted left, `new`, is written over by the next. */
static bool is_file_at(enum place place, const char *name)
{
    if (place == PLACE_LOG)
        return strcmp(name, CHY_LOG_CONFIG) == 0 || strcmp(name, CHY_LOG_CHECKPOINT) == 0 ||
               strcmp(name, CHY_LOG_NEW) == 0;
    if (place == PLACE_COSIGNED)
        return chy_log_cosigned_is(&(uint64_t){0}, name);
    if (place == PLACE_LEVEL)
        return strlen(name) == 3 && are_digits(name, 3);
    return place == PLACE_PARTIAL && is_width(name);
}

static void tell(struct looking *l, const char *what)
{
    chy_audit_find(&l->audit->summary.archive, CHANCERY_A_BAG_UNKNOWN, chy_buf_view(&l->path),
                   "%s", what);
}

/* A folder or file that may not be looked into is told; false: the system failed. */
static bool unreadable(struct looking *l, chancery_error *error)
{
    int number = errno;
    if (!chy_bag_is_of_file(number)) {
        errno = number;
        return chy_fail_errno(error, l->audit->log_folder, "cannot list it");
    }
    chy_audit_find(&l->audit->summary.log, CHANCERY_A_LOG_UNREADABLE, chy_buf_view(&l->path),
                   "The folder cannot be listed: %s.", strerror(number));
    return true;
}

static bool list(struct looking *l, int fd_take, enum place place, unsigned depth,
                 chancery_error *error);

static bool look_at(struct looking *l, int folder, const char *name, enum place place,
                    unsigned depth, chancery_error *error)
{
    struct stat st;
    enum place below = folder_at(place, name);
    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT || unreadable(l, error); /* gone by now */
    if (S_ISDIR(st.st_mode) && below != PLACE_NONE && depth < MAX_DEPTH) {
        int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        return fd < 0 ? unreadable(l, error) : list(l, fd, below, depth + 1, error);
    }
    if (S_ISLNK(st.st_mode))
        tell(l, "A link stands there, which is not followed.");
    else if (!S_ISREG(st.st_mode) || !is_file_at(place, name))
        tell(l, "What stands there is not of the log.");
    return true;
}

static bool list(struct looking *l, int fd_take, enum place place, unsigned depth,
                 chancery_error *error)
{
    const struct dirent *entry;
    DIR *folder = fdopendir(fd_take);
    bool ok = folder != NULL;
    if (!folder) {
        ok = chy_fail_errno(error, l->audit->log_folder, "cannot list it");
        close(fd_take);
        return ok;
    }
    const size_t base = l->path.len;
    while (ok && (errno = 0, entry = readdir(folder)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        chy_buf_byte(&l->path, '/');
        chy_buf_str(&l->path, entry->d_name);
        ok = chy_buf_finish(&l->path, error) &&
             look_at(l, dirfd(folder), entry->d_name, place, depth, error);
        l->path.len = base;
    }
    if (ok && errno != 0)
        ok = chy_fail_errno(error, l->audit->log_folder, "cannot list it");
    closedir(folder);
    return ok;
}

bool chy_audit_log_folder(struct chy_audit *audit, chancery_error *error)
{
    struct looking l = {.audit = audit};
    int fd = openat(audit->log.dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    chy_buf_str(&l.path, CHY_ARCHIVE_LOG);
    bool ok = fd < 0 ? unreadable(&l, error) : list(&l, fd, PLACE_LOG, 0, error);
    chy_buf_done(&l.path);
    return ok;
}
