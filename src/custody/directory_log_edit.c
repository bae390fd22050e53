/*
 * directory_log_edit.c - changes to what a directory says of transparency logs: add-log,
 * add-witness, void-witness.
 */
#include "base/limits.h"
#include "custody/directory_change.h"

static bool add(struct chy_watcher **list, size_t *count, const char *what, const char *name,
                const char *key, chancery_error *error)
{
    if (!chy_change_room(list, *count, sizeof **list, CHY_MAX_WITNESSES, what, error))
        return false;
    struct chy_watcher *made = &(*list)[*count];
    made->name = chy_dup(chy_span_str(name), error);
    ++*count;
    return made->name && chancery_public_key_read(&made->key, key, error);
}

/* Those that count. */
static size_t living(const struct chy_directory *directory)
{
    size_t count = 0;
    for (size_t i = 0; i < directory->witnesses; i++)
        count += !directory->witness[i].voided;
    return count;
}

/* Where none is left, no cosignature proves anything, and no quorum would change that. */
static bool quorum_can_be_met(const struct chy_directory *directory, chancery_error *error)
{
    size_t left = living(directory);
    if (left == 0 || (uint64_t)directory->quorum <= left)
        return true;
    chy_fail(
        error, CHANCERY_E_CONFLICT,
        "%zu witness%s would be left, and the quorum is %lld: nothing would prove a time any "
        "longer",
        left, left == 1 ? "" : "es", (long long)directory->quorum);
    return chy_fail_next(error, "Say a lower --quorum with it, or add another witness first.");
}

static bool set_quorum(struct chy_directory *directory, int64_t quorum, chancery_error *error)
{
    if (quorum == 0)
        quorum = directory->quorum > 0 ? directory->quorum : 1;
    directory->quorum = quorum;
    if ((uint64_t)quorum <= living(directory))
        return true;
    chy_fail(error, CHANCERY_E_USAGE, "a quorum of %lld cannot be met by %zu witnesses",
             (long long)quorum, living(directory));
    return chy_fail_next(error, "Add the witnesses first, the quorum with the last of them.");
}

bool chancery_directory_add_log(const char *path, const char *home, const char *name,
                                const char *key, chancery_error *error)
{
    struct chy_change change = {0};
    struct chy_directory *directory = &change.directory;
    bool ok = chy_change_begin(&change, path, home, error) &&
              add(&directory->log, &directory->logs, "logs", name, key, error) &&
              chy_change_store(&change, true, error);
    chy_change_done(&change);
    return ok;
}

bool chancery_directory_add_witness(const char *path, const char *home, const char *name,
                                    const char *key, int64_t quorum, chancery_error *error)
{
    struct chy_change change = {0};
    struct chy_directory *directory = &change.directory;
    bool ok = chy_change_begin(&change, path, home, error) &&
              add(&directory->witness, &directory->witnesses, "witnesses", name, key, error) &&
              set_quorum(directory, quorum, error) && chy_change_store(&change, true, error);
    chy_change_done(&change);
    return ok;
}

static bool void_one(struct chy_watcher *one, size_t count, const char *name,
                     const char *reason, bool *found, chancery_error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (one[i].voided || strcmp(one[i].name, name) != 0)
            continue;
        *found = true;
        one[i].voided = chy_dup(chy_span_str(reason), error);
        return one[i].voided != NULL;
    }
    return true;
}

bool chancery_directory_void_witness(const char *path, const char *home, const char *name,
                                     const char *reason, int64_t quorum, chancery_error *error)
{
    struct chy_change change = {0};
    struct chy_directory *directory = &change.directory;
    bool found = false;
    bool ok = chy_change_begin(&change, path, home, error) &&
              void_one(directory->log, directory->logs, name, reason, &found, error) &&
              void_one(directory->witness, directory->witnesses, name, reason, &found, error);
    if (ok && !found) {
        chy_fail(error, CHANCERY_E_UNKNOWN, "the directory lists no such log or witness");
        ok = chy_fail_next(error, "List what is there: chancery directory show FILE");
    }
    ok = ok && (quorum == 0 || set_quorum(directory, quorum, error)) &&
         quorum_can_be_met(directory, error) && chy_change_store(&change, true, error);
    chy_change_done(&change);
    return ok;
}
