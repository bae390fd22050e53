#include "archive/remembered.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#define FOLDER "logs"

/* HOME/logs/HEX: SHA-256 of the log's verifier key. */
char *chy_remembered_path(const char *home, const struct chy_note_key *key,
                          chancery_error *error)
{
    char hex[65];
    struct chy_buf vkey = {0};
    char *path = NULL;
    chy_note_key_format(&vkey, key);
    if (chy_buf_finish(&vkey, error)) {
        chancery_digest digest = chy_digest_of(chy_buf_view(&vkey));
        chy_hex(hex, digest.b, sizeof digest.b);
        path = chy_dupf(error, "%s/" FOLDER "/%s", home, hex);
    }
    chy_buf_done(&vkey);
    return path;
}

static bool load(struct chy_remembered *out, const char *path, const struct chy_note_key *key,
                 chancery_error *error)
{
    chancery_error own = CHANCERY_ERROR_INIT;
    *out = (struct chy_remembered){0};
    if (!chy_file_read(&out->note, path, CHY_MAX_NOTE, &own)) {
        if (own.code == CHANCERY_E_MISSING)
            return true;
        if (error && error->code == CHANCERY_OK)
            *error = own;
        return false;
    }
    out->found = chy_checkpoint_open(&out->checkpoint, chy_buf_view(&out->note), key, &own);
    if (out->found)
        return true;
    chy_remembered_done(out);
    chy_fail(error, CHANCERY_E_NOTE, "the remembered checkpoint of this log is damaged: %s",
             own.text);
    chy_fail_where(error, path);
    return chy_fail_next(error,
                         "Find out why before you remove it: it is what a log is held to.");
}

bool chy_remembered_load(struct chy_remembered *out, const char *home,
                         const struct chy_note_key *key, chancery_error *error)
{
    *out = (struct chy_remembered){0};
    if (!home)
        return true;
    char *path = chy_remembered_path(home, key, error);
    bool ok = path && load(out, path, key, error);
    free(path);
    return ok;
}

/* Of whatever key: its first line is the name. */
static bool is_of_log(bool *is, const char *path, const char *name, chancery_error *error)
{
    struct chy_buf note = {0};
    chancery_error own = CHANCERY_ERROR_INIT;
    chancery_span line, rest;
    *is = false;
    bool ok = chy_file_read(&note, path, CHY_MAX_NOTE, &own);
    rest = chy_buf_view(&note);
    *is = ok && chy_span_line(&line, &rest) && chy_span_is(line, name);
    chy_buf_done(&note);
    if (ok || own.code == CHANCERY_E_MISSING || own.code == CHANCERY_E_LIMIT)
        return true;
    if (error && error->code == CHANCERY_OK)
        *error = own;
    return false;
}

bool chy_remembered_rival(char **path, const char *home, const struct chy_note_key *key,
                          chancery_error *error)
{
    char *own = chy_remembered_path(home, key, error),
         *folder = own ? chy_path_folder(own, error) : NULL, **names = NULL;
    size_t count = 0;
    bool ok = folder != NULL, is = false;
    *path = NULL;
    if (ok && chy_file_is_folder(folder))
        ok = chy_file_list(&names, &count, folder, "", error);
    for (size_t i = 0; ok && !is && i < count; i++) {
        char *other;
        if (strlen(names[i]) != 64 || strcmp(names[i], chy_path_name(own)) == 0)
            continue;
        other = chy_path_join(folder, chy_span_str(names[i]), error);
        ok = other && is_of_log(&is, other, key->name, error);
        if (ok && is)
            *path = other;
        else
            free(other);
    }
    chy_names_free(names, count);
    free(folder);
    free(own);
    return ok;
}

/* Until it is closed no other program stores here: the larger checkpoint stays. */
static int lock_folder(const char *folder, chancery_error *error)
{
    int failed, fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        chy_fail_errno(error, folder, "cannot open the folder");
        return -1;
    }
    do {
        failed = flock(fd, LOCK_EX);
    } while (failed && errno == EINTR);
    if (!failed)
        return fd;
    chy_fail_errno(error, folder, "cannot lock the folder");
    close(fd);
    return -1;
}

bool chy_remembered_store(const char *home, const struct chy_note_key *key, chancery_span note,
                          uint64_t size, chancery_error *error)
{
    struct chy_remembered there = {0};
    char *path = chy_remembered_path(home, key, error),
         *folder = path ? chy_path_folder(path, error) : NULL;
    int lock = -1;
    bool ok = folder && chy_file_make_folder(folder, true, error) &&
              (lock = lock_folder(folder, error)) >= 0 && load(&there, path, key, error);
    if (ok && !(there.found && there.checkpoint.size >= size))
        ok = chy_file_write(path, note, 0644, true, error);
    if (lock >= 0)
        close(lock);
    chy_remembered_done(&there);
    free(folder);
    free(path);
    return ok;
}

void chy_remembered_done(struct chy_remembered *remembered)
{
    chy_buf_done(&remembered->note);
    *remembered = (struct chy_remembered){0};
}
