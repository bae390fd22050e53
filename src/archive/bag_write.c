/*
 * bag_write.c - a new bag, file by file.
 */
#include "archive/bag_write.h"

#include "archive/bag_parts.h"
#include "base/encode.h"
#include "base/fd.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 65536

bool chy_bag_write_begin(struct chy_bag_writer *out, int parent, const char *name,
                         chancery_error *error)
{
    *out = (struct chy_bag_writer){.fd = -1};
    if (mkdirat(parent, name, 0755) != 0)
        return chy_fail_errno(error, name, "cannot make the bag's folder");
    out->fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return out->fd >= 0 || chy_fail_errno(error, name, "cannot open the bag's folder");
}

void chy_bag_write_done(struct chy_bag_writer *writer)
{
    if (writer->fd >= 0)
        close(writer->fd);
    chy_buf_done(&writer->manifest);
    chy_buf_done(&writer->tags);
    chy_buf_done(&writer->manifest512);
    chy_buf_done(&writer->tags512);
    *writer = (struct chy_bag_writer){.fd = -1};
}

/* One line of a manifest: "HEX  PATH", the path encoded. */
static void add_line(struct chy_buf *out, const void *digest, size_t len, chancery_span path)
{
    chy_buf_hex(out, digest, len);
    chy_buf_str(out, "  ");
    chy_bag_path_encode(out, path);
    chy_buf_byte(out, '\n');
}

/* The folder in which path is to stand, made where it is absent; a new descriptor. */
static int folder_for(const struct chy_bag_writer *writer, const char *path)
{
    int at = fcntl(writer->fd, F_DUPFD_CLOEXEC, 0);
    const char *slash;
    while (at >= 0 && (slash = strchr(path, '/')) != NULL) {
        char name[CHY_MAX_NAME + 1];
        size_t len = (size_t)(slash - path);
        if (len >= sizeof name) {
            close(at);
            errno = ENAMETOOLONG;
            return -1;
        }
        memcpy(name, path, len);
        name[len] = '\0';
        int next = -1;
        if (mkdirat(at, name, 0755) == 0 || errno == EEXIST)
            next = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        int number = errno;
        close(at);
        errno = number;
        at = next;
        path = slash + 1;
    }
    return at;
}

static int create(const struct chy_bag_writer *writer, const char *path, chancery_error *error)
{
    const char *why = chy_bag_path_refused(chy_span_str(path));
    if (why) {
        chy_fail(error, CHANCERY_E_REFUSED, "no bag may hold a file of this name: %s", why);
        chy_fail_where(error, path);
        chy_fail_next(error, "Rename it.");
        return -1;
    }
    int folder = folder_for(writer, path);
    const char *slash = strrchr(path, '/');
    int fd = folder < 0 ? -1
                        : openat(folder, slash ? slash + 1 : path,
                                 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (fd < 0)
        chy_fail_errno(error, path, "cannot write it");
    if (folder >= 0)
        close(folder);
    return fd;
}

typedef uint8_t digests[CHY_BAG_ALGS][CHY_BAG_MAX_DIGEST];

static unsigned algs_of(const struct chy_bag_writer *writer)
{
    return 1u << CHY_BAG_SHA256 | (writer->sha512 ? 1u << CHY_BAG_SHA512 : 0);
}

static void take_down(struct chy_bag_writer *writer, const char *path, uint64_t size,
                      digests digest)
{
    const chancery_span name = chy_span_str(path);
    bool payload = strncmp(path, "data/", 5) == 0;
    add_line(payload ? &writer->manifest : &writer->tags, digest[CHY_BAG_SHA256], 32, name);
    if (writer->sha512)
        add_line(payload ? &writer->manifest512 : &writer->tags512, digest[CHY_BAG_SHA512], 64,
                 name);
    writer->files += payload;
    writer->bytes += payload ? size : 0;
}

static bool close_written(int fd, bool ok, const char *path, chancery_error *error)
{
    return (close(fd) == 0 && ok) || chy_fail_errno(error, path, "cannot write it");
}

bool chy_bag_write_unlisted(struct chy_bag_writer *writer, const char *path,
                            chancery_span bytes, chancery_error *error)
{
    int fd = create(writer, path, error);
    if (fd < 0)
        return false;
    bool ok = chy_fd_write(fd, bytes) || chy_fail_errno(error, path, "cannot write it");
    return close_written(fd, ok, path, error);
}

bool chy_bag_write_bytes(struct chy_bag_writer *writer, const char *path, chancery_span bytes,
                         chancery_error *error)
{
    struct chy_bag_hash hash;
    digests digest;
    bool ok = chy_bag_hash_init(&hash, algs_of(writer), error) &&
              chy_bag_hash_update(&hash, bytes, error) &&
              chy_bag_hash_final(digest, &hash, error) &&
              chy_bag_write_unlisted(writer, path, bytes, error);
    chy_bag_hash_done(&hash);
    if (ok)
        take_down(writer, path, bytes.len, digest);
    return ok;
}

static bool copy(int to, const char *path, int from, const char *source, uint64_t *size,
                 struct chy_bag_hash *hash, chancery_error *error)
{
    uint8_t piece[PIECE];
    ssize_t n;
    while ((n = chy_fd_read_some(from, piece, sizeof piece)) > 0) {
        chancery_span bytes = chy_span(piece, (size_t)n);
        *size += bytes.len;
        if (!chy_bag_hash_update(hash, bytes, error))
            return false;
        if (!chy_fd_write(to, bytes))
            return chy_fail_errno(error, path, "cannot write it");
    }
    return n == 0 || chy_fail_errno(error, source, "cannot read it");
}

static bool copy_from(struct chy_bag_writer *writer, const char *path, int from,
                      const char *source, const chancery_digest *sha256, chancery_error *error)
{
    struct chy_bag_hash hash;
    digests digest = {{0}};
    uint64_t size = 0;
    int to = create(writer, path, error);
    if (to < 0)
        return false;
    bool ok = chy_bag_hash_init(&hash, algs_of(writer), error) &&
              copy(to, path, from, source, &size, &hash, error) &&
              chy_bag_hash_final(digest, &hash, error);
    chy_bag_hash_done(&hash);
    if (!close_written(to, ok, path, error))
        return false;
    if (memcmp(digest[CHY_BAG_SHA256], sha256->b, sizeof sha256->b) != 0) {
        chy_fail(error, CHANCERY_E_CONFLICT,
                 "it has another digest than it must have: it was changed, or is another file");
        chy_fail_where(error, source);
        return chy_fail_next(error, "Find out which file is meant, and what writes to it.");
    }
    take_down(writer, path, size, digest);
    return true;
}

bool chy_bag_write_copy(struct chy_bag_writer *writer, const char *path, int from,
                        const char *source, const chancery_digest *sha256,
                        chancery_error *error)
{
    /* in a folder that was opened no link is followed; a path that a person named may be one */
    int in = openat(from, source,
                    O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK |
                        (from == AT_FDCWD ? 0 : O_NOFOLLOW));
    if (in < 0)
        return chy_fail_errno(error, source, "cannot open it");
    bool ok = copy_from(writer, path, in, source, sha256, error);
    close(in);
    return ok;
}

bool chy_bag_write_end(chancery_digest *tagmanifest, struct chy_bag_writer *writer,
                       chancery_span info, chancery_error *error)
{
    struct chy_buf text = {0};
    chy_buf_span(&text, info);
    chy_buf_printf(&text, "Payload-Oxum: %llu.%llu\n", (unsigned long long)writer->bytes,
                   (unsigned long long)writer->files);
    bool ok = chy_buf_finish(&text, error) &&
              chy_bag_write_bytes(writer, "bagit.txt",
                                  CHY_LITERAL("BagIt-Version: 1.0\n"
                                              "Tag-File-Character-Encoding: UTF-8\n"),
                                  error) &&
              chy_bag_write_bytes(writer, "bag-info.txt", chy_buf_view(&text), error) &&
              chy_buf_finish(&writer->manifest, error) &&
              chy_bag_write_bytes(writer, "manifest-sha256.txt",
                                  chy_buf_view(&writer->manifest), error) &&
              chy_buf_finish(&writer->tags, error) &&
              chy_bag_write_unlisted(writer, "tagmanifest-sha256.txt",
                                     chy_buf_view(&writer->tags), error);
    if (ok)
        *tagmanifest = chy_digest_of(chy_buf_view(&writer->tags));
    chy_buf_done(&text);
    return ok;
}
