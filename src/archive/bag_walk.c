/*
 * bag_walk.c - what stands in a bag: every regular file, by its path.
 */
#include "archive/bag_parts.h"

#include "base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes of a folder's entries at a time; a bag's have three hundred. */
enum { ENTRIES = 4096 };

bool chy_bag_is_of_file(int number)
{
    switch (number) {
    case EACCES:
    case EPERM:
    case ENOENT:
    case ENOTDIR:
    case EISDIR:
    case ELOOP:
    case ENAMETOOLONG:
    case ENXIO:
        return true;
    default:
        return false;
    }
}

bool chy_bag_fail(struct chy_bag *bag, const char *where, const char *doing,
                  chancery_error *error)
{
    bag->number = errno;
    return chy_fail_errno(error, where, doing);
}

static bool fail_memory(struct chy_bag *bag, chancery_error *error)
{
    bag->number = ENOMEM;
    return chy_fail_memory(error);
}

/* The path of what is looked at now stands in bag->path. */
static void add_defect(struct chy_bag *bag, enum chancery_defect_code code, const char *why)
{
    chy_defects_add(&bag->defects, code, chy_buf_view(&bag->path), "%s", why);
}

static bool add_file(struct chy_bag *bag, chancery_error *error)
{
    if (bag->files == CHY_MAX_BAG_FILES) {
        chy_defects_add(&bag->defects, CHANCERY_D_BAG_LIMIT, (chancery_span){0},
                        "it has more than %u files, the limit; the others were not looked at",
                        CHY_MAX_BAG_FILES);
        return true;
    }
    if (!chy_grow(&bag->file, &bag->files_cap, bag->files, sizeof *bag->file, CHY_MAX_BAG_FILES,
                  "files in the bag", error))
        return fail_memory(bag, error);
    bag->file[bag->files++] = (struct chy_bag_file){
        .path_at = bag->names.len,
        .path_len = bag->path.len,
        .payload = chy_span_starts(chy_buf_view(&bag->path), CHY_LITERAL("data/")),
    };
    chy_buf_span(&bag->names, chy_buf_view(&bag->path));
    chy_buf_byte(&bag->names, '\0');
    return chy_buf_ok(&bag->names) || fail_memory(bag, error);
}

static unsigned char kind_of(int folder, const struct dirent64 *entry)
{
    struct stat st;
    if (entry->d_type != DT_UNKNOWN)
        return entry->d_type;
    if (fstatat(folder, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return DT_UNKNOWN;
    return S_ISREG(st.st_mode)   ? DT_REG
           : S_ISDIR(st.st_mode) ? DT_DIR
           : S_ISLNK(st.st_mode) ? DT_LNK
                                 : DT_CHR;
}

/* A walk through one bag. */
struct walk {
    struct chy_bag *bag;
    struct chy_bag_place *place;
};

static bool walk(const struct walk *w, int folder, unsigned depth, chancery_error *error);

/* The files of data/ are read next, so it is not opened again. */
static void keep_or_close(const struct walk *w, int fd, size_t path_len, unsigned depth)
{
    if (depth > 0) {
        close(fd);
        return;
    }
    chy_bag_place_done(w->place);
    w->place->folder = fd;
    chy_buf_span(&w->place->path, chy_span(w->bag->path.ptr, path_len));
}

static bool walk_into(const struct walk *w, int folder, const char *name, unsigned depth,
                      chancery_error *error)
{
    struct chy_bag *bag = w->bag;
    const size_t path_len = bag->path.len;
    if (depth == CHY_MAX_BAG_DEPTH) {
        add_defect(bag, CHANCERY_D_BAG_LIMIT, "it lies too deep, and was not looked into");
        return true;
    }
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0) {
        bool ok = walk(w, fd, depth + 1, error);
        keep_or_close(w, fd, path_len, depth);
        return ok;
    }
    if (!chy_bag_is_of_file(errno))
        return chy_bag_fail(bag, name, "cannot open the folder", error);
    chy_defects_add(&bag->defects, CHANCERY_D_FILE_UNREADABLE, chy_buf_view(&bag->path),
                    "the folder cannot be opened: %s", strerror(errno));
    return true;
}

/* The path of the folder in bag->path ends with '/', or is empty. */
static bool look_at(const struct walk *w, int folder, const struct dirent64 *entry,
                    unsigned depth, chancery_error *error)
{
    struct chy_bag *bag = w->bag;
    chy_buf_str(&bag->path, entry->d_name);
    if (!chy_buf_ok(&bag->path))
        return fail_memory(bag, error);
    if (bag->path.len > CHY_MAX_BAG_PATH) {
        add_defect(bag, CHANCERY_D_BAG_LIMIT, "its path is too long, and it was not read");
        return true;
    }
    switch (kind_of(folder, entry)) {
    case DT_REG:
        return add_file(bag, error);
    case DT_DIR:
        return walk_into(w, folder, entry->d_name, depth, error);
    case DT_LNK:
        add_defect(bag, CHANCERY_D_BAG_LINK, "it is a symbolic link, which is not followed");
        return true;
    default:
        add_defect(bag, CHANCERY_D_BAG_LINK, "it is a device, a pipe or a socket, not a file");
        return true;
    }
}

/* Entries that the system gave at once, all looked at. */
static bool look_at_all(const struct walk *w, int folder, const uint8_t *entries, size_t len,
                        unsigned depth, bool *empty, chancery_error *error)
{
    const size_t base = w->bag->path.len;
    for (size_t at = 0; at < len;) {
        const struct dirent64 *entry = (const void *)(entries + at);
        at += entry->d_reclen;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        *empty = false;
        bool ok = look_at(w, folder, entry, depth, error);
        w->bag->path.len = base;
        if (!ok)
            return false;
    }
    return true;
}

/* A folder that no file's path explains. data/ itself may have lost its files, which is told.
 */
static void add_empty(struct chy_bag *bag)
{
    const chancery_span path = chy_span(bag->path.ptr, bag->path.len - 1);
    if (bag->own && !chy_span_is(path, "data"))
        chy_defects_add(&bag->defects, CHANCERY_D_FILE_EXTRA, path,
                        "it is an empty folder, which is of no file");
}

/* Without readdir, which asks for 32 KiB and five times the system for what one call says of a
 * folder of a bag. */
static bool walk(const struct walk *w, int folder, unsigned depth, chancery_error *error)
{
    alignas(struct dirent64) uint8_t entries[ENTRIES];
    ssize_t len;
    bool empty = true;
    if (depth > 0)
        chy_buf_byte(&w->bag->path, '/');
    while ((len = getdents64(folder, entries, sizeof entries)) > 0)
        if (!look_at_all(w, folder, entries, (size_t)len, depth, &empty, error))
            return false;
    if (len == 0 && empty && depth > 0)
        add_empty(w->bag);
    return len == 0 || chy_bag_fail(w->bag, NULL, "cannot list a folder", error);
}

static int by_path(const void *a, const void *b)
{
    const struct chy_bag_file *x = a, *y = b;
    return strcmp(x->path, y->path);
}

bool chy_bag_walk(struct chy_bag *bag, struct chy_bag_place *place, chancery_error *error)
{
    const struct walk w = {bag, place};
    chy_buf_clear(&bag->path);
    if (!walk(&w, place->bag, 0, error))
        return false;
    for (size_t i = 0; i < bag->files; i++)
        bag->file[i].path = (const char *)bag->names.ptr + bag->file[i].path_at;
    if (bag->files > 1)
        qsort(bag->file, bag->files, sizeof *bag->file, by_path);
    return true;
}
