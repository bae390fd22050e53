/*
 * bag_read.c - reads one file of a bag, once: its digests, and its bytes where they are kept.
 */
#include "archive/bag_parts.h"

#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 65536

/* The folder of the path, opened name by name, each without following a link. -1 with errno. */
static int open_folder(struct chy_bag_place *place, chancery_span folder)
{
    int at = place->bag;
    if (folder.len == 0)
        return at;
    if (place->folder >= 0 && chy_span_eq(folder, chy_buf_view(&place->path)))
        return place->folder;
    chy_bag_place_done(place);
    for (size_t from = 0; from < folder.len;) {
        char name[256];
        size_t len = 0;
        while (from + len < folder.len && folder.ptr[from + len] != '/')
            len++;
        if (len >= sizeof name) {
            errno = ENAMETOOLONG;
            len = 0;
        }
        memcpy(name, folder.ptr + from, len);
        name[len] = '\0';
        int next =
            len == 0 ? -1 : openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        int number = errno;
        if (at != place->bag)
            close(at);
        errno = number;
        if (next < 0)
            return -1;
        at = next;
        from += len + 1;
    }
    place->folder = at;
    chy_buf_span(&place->path, folder);
    return at;
}

void chy_bag_place_done(struct chy_bag_place *place)
{
    if (place->folder >= 0)
        close(place->folder);
    place->folder = -1;
    chy_buf_clear(&place->path);
}

/* Opens the folder in which the file stands; *name is the file's there. */
static int open_folder_of(const char **name, const struct chy_bag_file *file,
                          struct chy_bag_place *place)
{
    size_t slash = file->path_len;
    while (slash > 0 && file->path[slash - 1] != '/')
        slash--;
    *name = file->path + slash;
    return open_folder(place, chy_span(file->path, slash > 0 ? slash - 1 : 0));
}

static int open_file(const struct chy_bag_file *file, struct chy_bag_place *place)
{
    const char *name;
    int at = open_folder_of(&name, file, place);
    return at < 0 ? -1
                  : openat(at, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

bool chy_bag_measure(struct chy_bag *bag, struct chy_bag_file *file,
                     struct chy_bag_place *place, chancery_error *error)
{
    struct stat st;
    const char *name;
    int at = open_folder_of(&name, file, place);
    if (at < 0 || fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return chy_bag_is_of_file(errno) ||
               chy_bag_fail(bag, file->path, "cannot look at it", error);
    file->size = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
    return true;
}

static void add_unreadable(struct chy_bag *bag, const struct chy_bag_file *file, int number)
{
    chy_defects_add(&bag->defects, CHANCERY_D_FILE_UNREADABLE,
                    chy_span(file->path, file->path_len), "it cannot be read: %s",
                    strerror(number));
}

/* Bytes behind those that are held; where no more are to be held, a piece that is used again.
 */
struct room {
    uint8_t *piece;
    struct chy_buf *held;
    bool keep;
};

static uint8_t *room_for(struct room *room, size_t len)
{
    return room->keep ? chy_buf_reserve(room->held, len) : room->piece;
}

/* Reads at most `size` bytes and looks whether there are more: what grows while it is read has
 * an end for us. *total: bytes read. */
static bool read_all(struct chy_bag *bag, struct room *room, int fd, uint64_t size,
                     struct chy_bag_hash *hash, uint64_t *total, chancery_error *error)
{
    *total = 0;
    for (;;) {
        size_t want = size - *total + 1 > PIECE ? PIECE : (size_t)(size - *total + 1);
        if (room->keep)
            want = (size_t)(size - *total + 1);
        uint8_t *into = room_for(room, want);
        if (!into) {
            errno = ENOMEM;
            return chy_bag_fail(bag, NULL, "cannot read a file", error);
        }
        ssize_t n = chy_fd_read_some(fd, into, want);
        if (room->keep)
            room->held->len -= want - (n > 0 ? (size_t)n : 0);
        if (n < 0)
            return chy_bag_fail(bag, NULL, "cannot read a file", error);
        if (n == 0)
            return true;
        *total += (uint64_t)n;
        if (!chy_bag_hash_update(hash, chy_span(into, (size_t)n), error))
            return false;
        /* past the size it is not read; less than was asked for, at the size, is the end */
        if (*total > size || (*total == size && (size_t)n < want))
            return true;
    }
}

static bool take_in(struct chy_bag *bag, struct chy_bag_file *file, int fd, unsigned algs,
                    uint64_t keep, uint8_t out[CHY_BAG_ALGS][CHY_BAG_MAX_DIGEST],
                    chancery_error *error)
{
    uint8_t piece[PIECE];
    struct chy_bag_hash hash;
    struct stat st;
    struct room room = {.piece = piece, .held = &bag->held};
    uint64_t total = 0;
    bool ok = false;
    if (fstat(fd, &st) != 0)
        return chy_bag_fail(bag, file->path, "cannot read it", error);
    if (!S_ISREG(st.st_mode)) {
        chy_defects_add(&bag->defects, CHANCERY_D_BAG_LINK,
                        chy_span(file->path, file->path_len), "it is not a file any more");
        return true;
    }
    file->bytes_at = bag->held.len;
    room.keep = (uint64_t)st.st_size <= keep;
    if (!chy_bag_hash_init(&hash, algs, error) ||
        !read_all(bag, &room, fd, (uint64_t)st.st_size, &hash, &total, error) ||
        !chy_bag_hash_final(out, &hash, error))
        goto out;
    file->size = total;
    file->whole = total == (uint64_t)st.st_size;
    file->kept = room.keep && file->whole;
    memcpy(file->sha256.b, out[CHY_BAG_SHA256], sizeof file->sha256.b);
    if (!file->whole)
        chy_defects_add(&bag->defects, CHANCERY_D_FILE_CHANGING,
                        chy_span(file->path, file->path_len), "it became %s while it was read",
                        total > (uint64_t)st.st_size ? "longer" : "shorter");
    ok = true;
out:
    if (!file->kept)
        bag->held.len = file->bytes_at;
    chy_bag_hash_done(&hash);
    return ok || chy_fail_where(error, file->path);
}

bool chy_bag_read(struct chy_bag *bag, struct chy_bag_file *file, struct chy_bag_place *place,
                  unsigned algs, uint64_t keep, uint8_t out[CHY_BAG_ALGS][CHY_BAG_MAX_DIGEST],
                  chancery_error *error)
{
    int fd = open_file(file, place);
    if (fd < 0) {
        if (!chy_bag_is_of_file(errno))
            return chy_bag_fail(bag, file->path, "cannot open it", error);
        add_unreadable(bag, file, errno);
        return true;
    }
    bool ok = take_in(bag, file, fd, algs, keep, out, error);
    close(fd);
    return ok;
}
