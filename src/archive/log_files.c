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

#define NEW_NAME "new"

char *chy_log_path(const char *folder, const char *name, chancery_error *error)
{
    return chy_dupf(error, "%s/%s", folder, name);
}

static bool write_new(const char *path, chancery_span bytes, chancery_error *error)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (fd < 0)
        return chy_fail_errno(error, path, "cannot write it");
    bool ok = (chy_fd_write(fd, bytes) && fsync(fd) == 0) ||
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

bool chy_log_write(const char *folder, const char *name, chancery_span bytes,
                   chancery_error *error)
{
    char *from = chy_log_path(folder, NEW_NAME, error), *to = chy_log_path(folder, name, error);
    bool ok = from && to && write_new(from, bytes, error);
    if (ok && rename(from, to) != 0)
        ok = errno == ENOENT
                 ? make_folder_of(to, error) &&
                       (rename(from, to) == 0 || chy_fail_errno(error, to, "cannot write it"))
                 : chy_fail_errno(error, to, "cannot write it");
    ok = ok && chy_file_sync_folder_of(to, error);
    free(from);
    free(to);
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

bool chy_log_read_tile(struct chy_buf *out, const char *folder, int level, uint64_t index,
                       unsigned width, chancery_error *error)
{
    struct chy_buf name = {0};
    char *path = NULL;
    chy_tile_name(&name, level, index, width);
    chy_buf_byte(&name, '\0');
    bool ok = chy_buf_finish(&name, error) &&
              (path = chy_log_path(folder, (const char *)name.ptr, error)) != NULL;
    if (ok && width < CHY_TILE_WIDTH && !chy_file_exists(path)) {
        char *whole = NULL;
        chy_buf_clear(&name);
        chy_tile_name(&name, level, index, CHY_TILE_WIDTH);
        chy_buf_byte(&name, '\0');
        whole = chy_log_path(folder, (const char *)name.ptr, NULL);
        if (whole && chy_file_exists(whole)) {
            free(path);
            path = whole;
            whole = NULL;
        }
        free(whole);
    }
    ok = ok && chy_file_read(out, path, MAX_TILE, error);
    free(path);
    chy_buf_done(&name);
    return ok;
}
