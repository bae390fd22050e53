/*
 * log_cosigned.c - the checkpoints that witnesses cosigned, each in a file of its own, named by
 * its size.
 */
#include "archive/log_cosigned.h"

#include "archive/remembered.h"

#include "base/encode.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

bool chy_log_cosigned_is(uint64_t *size, const char *name)
{
    return chy_decimal_parse(size, chy_span_str(name), UINT64_MAX - 1) && *size > 0;
}

/* cosigned/SIZE; the caller frees. */
static char *name_of(uint64_t size, chancery_error *error)
{
    return chy_dupf(error, CHY_LOG_COSIGNED "/%llu", (unsigned long long)size);
}

bool chy_log_cosigned_read(struct chy_buf *out, const struct chy_log *log, uint64_t size,
                           chancery_error *error)
{
    char *name = name_of(size, error);
    bool ok = name && chy_log_read(out, log, name, CHY_MAX_NOTE, error);
    free(name);
    return ok;
}

/* How many signatures the note has besides the log's. */
static bool count_others(size_t *others, chancery_span bytes, chancery_error *error)
{
    struct chy_note *note = malloc(sizeof *note);
    if (!note)
        return chy_fail_memory(error);
    bool ok = chy_note_read(note, bytes, error);
    *others = ok ? note->signatures - 1 : 0;
    free(note);
    return ok;
}

bool chy_log_cosigned_keep(struct chy_buf *written, const struct chy_log *log,
                           chancery_error *error)
{
    uint64_t size = log->checkpoint.size;
    size_t others, kept = 0;
    struct chy_buf there = {0};
    char *name = name_of(size, error);
    bool ok = name && count_others(&others, chy_buf_view(&log->bytes), error);
    if (ok && others > 0) {
        /* What is kept already stays where it has more: this may be an older copy of the log.
         */
        if (!chy_log_cosigned_read(&there, log, size, NULL) ||
            !count_others(&kept, chy_buf_view(&there), NULL))
            kept = 0;
        ok = kept >= others ||
             chy_log_put(written, log->folder, name, chy_buf_view(&log->bytes), error);
    }
    chy_buf_done(&there);
    free(name);
    return ok;
}

static int by_size(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bool fail_list(const struct chy_log *log, chancery_error *error)
{
    int number = errno;
    char *path = chy_log_path(log->folder, CHY_LOG_COSIGNED, error);
    errno = number;
    if (path)
        chy_fail_errno(error, path, "cannot list it");
    free(path);
    return false;
}

/* The folder, of which no link is followed; NULL: it is not there (ENOENT) or fails. */
static DIR *open_folder(const struct chy_log *log)
{
    const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    char *path = log->below ? NULL : chy_log_path(log->folder, CHY_LOG_COSIGNED, NULL);
    int fd = log->below ? openat(log->dir, CHY_LOG_COSIGNED, flags)
             : path     ? open(path, flags)
                        : -1;
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    int number = errno;
    if (fd >= 0 && !folder)
        close(fd);
    free(path);
    errno = number;
    return folder;
}

static bool add_size(uint64_t **sizes, size_t *count, uint64_t size, chancery_error *error)
{
    if (*count == CHY_MAX_NAMES)
        return chy_fail(error, CHANCERY_E_LIMIT,
                        "at most %u cosigned checkpoints are looked at", CHY_MAX_NAMES);
    uint64_t *more = realloc(*sizes, (*count + 1) * sizeof **sizes);
    if (!more)
        return chy_fail_memory(error);
    *sizes = more;
    more[(*count)++] = size;
    return true;
}

bool chy_log_cosigned_list(uint64_t **sizes, size_t *count, const struct chy_log *log,
                           chancery_error *error)
{
    const struct dirent *entry;
    uint64_t size;
    DIR *folder = open_folder(log);
    bool ok = true;
    *sizes = NULL;
    *count = 0;
    if (!folder)
        return errno == ENOENT || fail_list(log, error);
    while (ok && (errno = 0, entry = readdir(folder)) != NULL)
        ok = !chy_log_cosigned_is(&size, entry->d_name) || add_size(sizes, count, size, error);
    if (ok && errno != 0)
        ok = fail_list(log, error);
    closedir(folder);
    if (*count > 1)
        qsort(*sizes, *count, sizeof **sizes, by_size);
    return ok;
}

/* One that is kept, if it is the log's. False: no memory. */
static bool open_kept(bool *good, size_t *others, struct chy_checkpoint *out,
                      struct chy_buf *note, const struct chy_log *log, uint64_t size,
                      chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    chy_buf_clear(note);
    *good = false;
    bool ok = chy_log_cosigned_read(note, log, size, &why) &&
              chy_checkpoint_open(out, chy_buf_view(note), &log->key, &why) &&
              out->size == size && chy_log_grew(good, log, size, &out->root, &why);
    *good = ok && *good && count_others(others, chy_buf_view(note), &why);
    return why.code != CHANCERY_E_MEMORY || chy_fail_memory(error);
}

bool chy_log_cosigned_best(struct chy_checkpoint *out, struct chy_buf *note,
                           const struct chy_log *log, uint64_t entry, chancery_error *error)
{
    uint64_t *sizes = NULL, best = 0;
    size_t count, most, others = 0;
    bool good, ok = count_others(&most, chy_buf_view(&log->bytes), error) &&
                    chy_log_cosigned_list(&sizes, &count, log, error);
    /* The first comes last, so that it wins where others have as many. */
    for (size_t i = ok ? count : 0; ok && i-- > 0 && sizes[i] > entry;) {
        if (sizes[i] >= log->checkpoint.size)
            continue;
        ok = open_kept(&good, &others, out, note, log, sizes[i], error);
        if (ok && good && others >= most) {
            most = others;
            best = sizes[i];
        }
    }
    free(sizes);
    if (ok && best > 0)
        return open_kept(&good, &others, out, note, log, best, error) &&
               (good || chy_fail(error, CHANCERY_E_LOG, "it changed while it was read"));
    chy_buf_clear(note);
    chy_buf_span(note, chy_buf_view(&log->bytes));
    return ok && chy_buf_finish(note, error) &&
           chy_checkpoint_open(out, chy_buf_view(note), &log->key, error);
}
