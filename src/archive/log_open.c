/*
 * log_open.c - beginning a log, and opening one.
 */
#include "archive/log.h"

#include "base/file.h"
#include "base/json.h"
#include "custody/directory_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#define VERSION "chancery-log/v1"
#define MAX_CONFIG 65536u

static bool check_origin(const char *origin, chancery_error *error)
{
    if (strncmp(origin, "DSSE", 4) != 0)
        return true;
    chy_fail(error, CHANCERY_E_REFUSED,
             "an origin that begins with DSSE could make a checkpoint "
             "pass for an envelope");
    return chy_fail_next(error, "Choose one like registry.example/letters.");
}

static bool write_config(const char *folder, const struct chy_note_key *key, const char *secret,
                         chancery_error *error)
{
    struct chy_buf vkey = {0}, text = {0};
    struct chy_json *object = chy_json_new_object();
    chy_note_key_format(&vkey, key);
    chy_json_set(object, "format", chy_json_new_cstring(VERSION));
    chy_json_set(object, "key", chy_json_new_cstring(secret));
    chy_json_set(object, "log", chy_json_new_string(chy_buf_view(&vkey)));
    chy_json_write_pretty(&text, object);
    chy_buf_byte(&text, '\n');
    bool ok = chy_buf_finish(&vkey, error) && chy_buf_finish(&text, error) &&
              chy_log_write(folder, CHY_LOG_CONFIG, chy_buf_view(&text), error);
    chy_json_free(object);
    chy_buf_done(&text);
    chy_buf_done(&vkey);
    return ok;
}

bool chancery_log_init(char **done, const char *log, const char *origin, const char *key_file,
                       const chancery_key *key, chancery_error *error)
{
    struct chy_note_key own;
    const chancery_public_key public_key = chancery_key_public(key);
    const chancery_digest root = chy_merkle_empty();
    struct chy_buf vkey = {0};
    char *config = chy_log_path(log, CHY_LOG_CONFIG, error), *secret = NULL;
    bool ok = false;
    *done = NULL;
    if (!config || !check_origin(origin, error) ||
        !chy_note_key_make(&own, chy_span_str(origin), CHY_NOTE_ED25519, &public_key, error))
        goto out;
    if (chy_file_exists(config)) {
        errno = EEXIST;
        chy_fail_errno(error, config, "a log is there already");
        goto out;
    }
    if (!(secret = realpath(key_file, NULL))) {
        chy_fail_errno(error, key_file, "cannot find it");
        goto out;
    }
    /* The configuration comes last: without it there is no log yet. */
    if (!chy_file_make_folder(log, false, error) ||
        !chy_log_sign(log, &own, key, 0, &root, error) ||
        !write_config(log, &own, secret, error))
        goto out;
    chy_note_key_format(&vkey, &own);
    *done = chy_buf_take(&vkey, NULL, error);
    ok = *done != NULL;
out:
    chy_buf_done(&vkey);
    free(secret);
    free(config);
    return ok;
}

static bool parse_config(struct chy_log *log, chancery_span bytes, chancery_error *error)
{
    struct chy_json *json = NULL;
    chancery_span format, key, secret;
    bool ok = chy_json_parse(&json, bytes, error);
    struct chy_cursor root = chy_json_root(json);
    ok = ok && chy_json_member_string(&format, &root, "format", CHY_MAX_STRING, error) &&
         chy_json_member_string(&secret, &root, "key", CHY_MAX_STRING, error) &&
         chy_json_member_string(&key, &root, "log", CHY_MAX_STRING, error);
    if (ok && !chy_span_is(format, VERSION))
        ok = chy_json_fail(&root, error, "it is of another version than %s", VERSION);
    ok = ok && chy_note_key_parse(&log->key, key, error) &&
         (log->secret = chy_dup(secret, error)) != NULL;
    chy_json_free(json);
    return ok;
}

static bool lock_log(struct chy_log *log, const char *config, chancery_error *error)
{
    int failed;
    log->lock = open(config, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (log->lock < 0)
        return chy_fail_errno(error, config, "cannot open it");
    do {
        failed = flock(log->lock, LOCK_EX);
    } while (failed && errno == EINTR);
    return !failed || chy_fail_errno(error, config, "cannot lock it");
}

static bool fail_file(const struct chy_log *log, const char *name, chancery_error *error)
{
    char *path = chy_log_path(log->folder, name, NULL);
    chy_fail_in_file(error, path ? path : name);
    free(path);
    return false;
}

/* What the folder says of itself, and where a key is known from elsewhere, that it is that. */
static bool read_config(struct chy_log *out, const struct chy_note_key *key,
                        chancery_error *error)
{
    struct chy_buf config = {0};
    chancery_error why = CHANCERY_ERROR_INIT;
    bool ok = chy_log_read(&config, out, CHY_LOG_CONFIG, MAX_CONFIG, &why);
    if (!ok && key && out->lock < 0 && why.code == CHANCERY_E_MISSING) {
        out->key = *key;
        return true;
    }
    if (ok && !(ok = parse_config(out, chy_buf_view(&config), &why))) {
        fail_file(out, CHY_LOG_CONFIG, &why);
        chy_fail_next(&why, "Bring it back from a copy of the log.");
    }
    if (ok && key &&
        !(chy_key_eq(&key->key, &out->key.key) && strcmp(key->name, out->key.name) == 0)) {
        ok = chy_fail(&why, CHANCERY_E_KEY, "it is the log %s with another key than was given",
                      out->key.name);
        fail_file(out, CHY_LOG_CONFIG, &why);
    }
    if (!ok && error && error->code == CHANCERY_OK)
        *error = why;
    chy_buf_done(&config);
    return ok;
}

/* By its own key it is damaged; by one that was given it may be another log's. */
static bool fail_checkpoint(const struct chy_log *log, bool given, chancery_error *error)
{
    if (error && !given)
        error->next[0] = '\0';
    if (!given)
        chy_fail_next(error, "Bring it back from a copy of the log.");
    return fail_file(log, CHY_LOG_CHECKPOINT, error);
}

static bool read_log(struct chy_log *out, const struct chy_note_key *key, chancery_error *error)
{
    bool ok = read_config(out, key, error) &&
              chy_log_read(&out->bytes, out, CHY_LOG_CHECKPOINT, CHY_MAX_NOTE, error);
    if (ok &&
        !chy_checkpoint_open(&out->checkpoint, chy_buf_view(&out->bytes), &out->key, error))
        ok = fail_checkpoint(out, key != NULL, error);
    if (!ok)
        chy_log_done(out);
    return ok;
}

bool chy_log_open(struct chy_log *out, const char *folder, bool lock,
                  const struct chy_note_key *key, chancery_error *error)
{
    char *config = chy_log_path(folder, CHY_LOG_CONFIG, error);
    *out = (struct chy_log){.folder = folder, .lock = -1};
    bool ok = config && (!lock || lock_log(out, config, error));
    if (!ok)
        chy_log_done(out);
    free(config);
    return ok && read_log(out, key, error);
}

bool chy_log_open_below(struct chy_log *out, int parent, const char *name, const char *folder,
                        const struct chy_note_key *key, chancery_error *error)
{
    *out = (struct chy_log){.folder = folder, .lock = -1};
    out->dir = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    out->below = out->dir >= 0;
    if (out->below)
        return read_log(out, key, error);
    if (errno != ENOTDIR && errno != ELOOP)
        return chy_fail_errno(error, folder, "cannot open it");
    chy_fail(error, CHANCERY_E_REFUSED, "it is a link or a file, and no folder");
    return chy_fail_where(error, folder);
}

void chy_log_done(struct chy_log *log)
{
    if (log->lock >= 0)
        close(log->lock);
    if (log->below)
        close(log->dir);
    free(log->secret);
    chy_buf_done(&log->bytes);
    *log = (struct chy_log){.lock = -1};
}

char *chancery_log_key(const char *log, chancery_error *error)
{
    struct chy_log opened;
    if (!chy_log_open(&opened, log, false, NULL, error))
        return NULL;
    char *path = opened.secret;
    opened.secret = NULL;
    chy_log_done(&opened);
    return path;
}

char *chancery_log_checkpoint(const char *log, chancery_error *error)
{
    struct chy_log opened;
    if (!chy_log_open(&opened, log, false, NULL, error))
        return NULL;
    char *bytes = chy_buf_take(&opened.bytes, NULL, error);
    chy_log_done(&opened);
    return bytes;
}
