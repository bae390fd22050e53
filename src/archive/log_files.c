/*
 * log_files.c - the files of a log: written whole, read with a bound.
 */
#include "archive/log.h"

#include "base/fd.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A full bundle of the largest entries. */
#define MAX_TILE (CHY_TILE_WIDTH * (CHY_MAX_ENTRY + 2u))

/* Past as many files the whole file system is written to disk at once: one wait instead of one
 * for each. */
#define MANY_FILES 16

char *chy_log_path(const char *folder, const char *name, chancery_error *error)
{
    return chy_dupf(error, "%s/%s", folder, name);
}

static bool write_new(const char *path, chancery_span bytes, bool sync, chancery_error *error)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (fd < 0)
        return chy_fail_errno(error, path, "cannot write it");
    bool ok = (chy_fd_write(fd, bytes) && (!sync || fsync(fd) == 0)) ||
              chy_fail_errno(error, path, "cannot write it");
    if (close(fd) != 0 && ok)
        ok = chy_fail_errno(error, path, "cannot write it");
    if (!ok)
        unlink(path);
    return ok;
}

static bool make_folder_of(const char *path, chancery_error *error)
{
    char *folder = chy_path_folder(path, error);
    bool ok = folder && chy_file_make_folder(folder, false, error);
    free(folder);
    return ok;
}

static bool put(const char *folder, const char *to, chancery_span bytes, bool sync,
                chancery_error *error)
{
    char *from = chy_log_path(folder, CHY_LOG_NEW, error);
    bool ok = from && write_new(from, bytes, sync, error);
    if (ok && rename(from, to) != 0)
        ok = errno == ENOENT
                 ? make_folder_of(to, error) &&
                       (rename(from, to) == 0 || chy_fail_errno(error, to, "cannot write it"))
                 : chy_fail_errno(error, to, "cannot write it");
    free(from);
    return ok;
}

bool chy_log_write(const char *folder, const char *name, chancery_span bytes,
                   chancery_error *error)
{
    char *to = chy_log_path(folder, name, error);
    bool ok = to && put(folder, to, bytes, true, error) && chy_file_sync_folder_of(to, error);
    free(to);
    return ok;
}

bool chy_log_put(struct chy_buf *written, const char *folder, const char *name,
                 chancery_span bytes, chancery_error *error)
{
    char *to = chy_log_path(folder, name, error);
    bool ok = to && put(folder, to, bytes, false, error);
    if (ok)
        chy_buf_add(written, to, strlen(to) + 1);
    free(to);
    return ok && chy_buf_finish(written, error);
}

static bool sync_file(const char *path, chancery_error *error)
{
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return chy_fail_errno(error, path, "cannot open it");
    bool ok = fsync(fd) == 0 || chy_fail_errno(error, path, "cannot write it to disk");
    close(fd);
    return ok;
}

/* Is the string among those of the list, each of which ends with NUL? */
static bool is_listed(const struct chy_buf *list, const char *string)
{
    for (size_t at = 0; at < list->len; at += strlen((const char *)list->ptr + at) + 1)
        if (strcmp((const char *)list->ptr + at, string) == 0)
            return true;
    return false;
}

static bool sync_each(const struct chy_buf *written, chancery_error *error)
{
    struct chy_buf folders = {0};
    bool ok = true;
    for (size_t at = 0; ok && at < written->len;
         at += strlen((const char *)written->ptr + at) + 1) {
        const char *path = (const char *)written->ptr + at;
        char *folder = chy_path_folder(path, error);
        ok = folder && sync_file(path, error);
        if (ok && !is_listed(&folders, folder))
            chy_buf_add(&folders, folder, strlen(folder) + 1);
        free(folder);
    }
    ok = ok && chy_buf_finish(&folders, error);
    for (size_t at = 0; ok && at < folders.len;
         at += strlen((const char *)folders.ptr + at) + 1)
        ok = chy_file_sync_folder((const char *)folders.ptr + at, error);
    chy_buf_done(&folders);
    return ok;
}

bool chy_log_sync(const char *folder, const struct chy_buf *written, chancery_error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < written->len; i++)
        count += written->ptr[i] == '\0';
    if (count <= MANY_FILES)
        return sync_each(written, error);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return chy_fail_errno(error, folder, "cannot open the folder");
    bool ok = syncfs(fd) == 0 || chy_fail_errno(error, folder, "cannot write it to disk");
    close(fd);
    return ok;
}

bool chy_log_sign(const char *folder, const struct chy_note_key *key,
                  const struct chancery_key *secret, uint64_t size, const chancery_digest *root,
                  chancery_error *error)
{
    struct chy_buf text = {0}, note = {0};
    const struct chy_checkpoint checkpoint = {chy_span_str(key->name), size, *root};
    chy_checkpoint_format(&text, &checkpoint);
    chy_buf_span(&note, chy_buf_view(&text));
    chy_buf_byte(&note, '\n');
    bool ok = chy_buf_finish(&text, error) &&
              chy_note_sign(&note, chy_buf_view(&text), key, secret, 0, error) &&
              chy_buf_finish(&note, error) &&
              chy_log_write(folder, CHY_LOG_CHECKPOINT, chy_buf_view(&note), error);
    chy_buf_done(&note);
    chy_buf_done(&text);
    return ok;
}

bool chy_log_read(struct chy_buf *out, const struct chy_log *log, const char *name,
                  size_t limit, chancery_error *error)
{
    char *path = chy_log_path(log->folder, name, error);
    bool ok = path != NULL;
    if (ok && log->below)
        ok = chy_fd_read_below(out, log->dir, name, limit, path, error);
    else if (ok)
        ok = chy_file_read(out, path, limit, error);
    free(path);
    return ok;
}

static bool read_width(struct chy_buf *out, const struct chy_log *log, int level,
                       uint64_t index, unsigned width, chancery_error *error)
{
    struct chy_buf name = {0};
    chy_tile_name(&name, level, index, width);
    chy_buf_byte(&name, '\0');
    bool ok = chy_buf_finish(&name, error) &&
              chy_log_read(out, log, (const char *)name.ptr, MAX_TILE, error);
    chy_buf_done(&name);
    return ok;
}

bool chy_log_read_tile(struct chy_buf *out, const struct chy_log *log, int level,
                       uint64_t index, unsigned width, chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    if (read_width(out, log, level, index, width, &why))
        return true;
    /* the full tile may have taken its place */
    if (why.code == CHANCERY_E_MISSING && width < CHY_TILE_WIDTH &&
        read_width(out, log, level, index, CHY_TILE_WIDTH, NULL))
        return true;
    if (error && error->code == CHANCERY_OK)
        *error = why;
    return false;
}
