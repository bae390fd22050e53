/*
 * log_held.c - a log that is checked, held to what it said before: to the checkpoint that is
 * remembered of it, and to one that is given.
 */
#include "archive/log_check.h"

#include "base/file.h"

#include <stdlib.h>

static void say_behind(struct chy_log_check *check, const struct chy_log_older *older)
{
    chy_log_say(check, CHY_LOG_BEHIND, CHY_LOG_CHECKPOINT,
                "rolled back, or an older copy: the %s checkpoint (%s) has %llu entries, and "
                "the log has %llu",
                older->name, older->path, (unsigned long long)older->checkpoint.size,
                (unsigned long long)check->log->checkpoint.size);
}

/* Both were signed, and one of them is of entries that the other denies. */
static void show_both(struct chy_log_check *check, const struct chy_log_older *older)
{
    if (check->damaged + check->missing > 0) /* then it may be the copy that is at fault */
        return;
    chy_buf_str(&check->report, "The log signed both of these, which contradict each other. "
                                "Keep them: they are the proof.\n\n");
    chy_buf_span(&check->report, older->note);
    chy_buf_byte(&check->report, '\n');
    chy_buf_span(&check->report, chy_buf_view(&check->log->bytes));
}

static void compare_older(struct chy_log_check *check, const struct chy_log_older *older)
{
    unsigned long long size = older->checkpoint.size;
    bool same = chy_digest_eq(&older->checkpoint.root, &older->root);
    if (size > check->log->checkpoint.size) {
        say_behind(check, older);
    } else if (same) {
        chy_buf_printf(&check->report, "extends the %s checkpoint of %llu entries\n",
                       older->name, size);
        check->vouched = check->vouched || older->note.ptr == check->remembered.note.ptr;
    } else if (check->lost) {
        chy_buf_printf(&check->report,
                       "until that is restored nobody can tell whether it extends the %s "
                       "checkpoint of %llu entries\n",
                       older->name, size);
    } else {
        chy_log_say(check, CHY_LOG_FORKED, CHY_LOG_CHECKPOINT,
                    "forked: the first %llu entries are not those of the %s checkpoint (%s)",
                    size, older->name, older->path);
        show_both(check, older);
    }
}

static bool add_older(struct chy_log_check *check, const char *name, const char *path,
                      chancery_span note, chancery_error *error)
{
    struct chy_log_older *older = &check->older[check->olders];
    *older = (struct chy_log_older){.name = name, .path = path, .note = note};
    if (!chy_checkpoint_open(&older->checkpoint, note, &check->log->key, error))
        return chy_fail_where(error, path);
    check->olders++;
    return true;
}

/* A log made anew under its old name has its own memory, so it is looked for by name. */
static bool compare_names(struct chy_log_check *check, chancery_error *error)
{
    char *path = NULL;
    if (!chy_remembered_rival(&path, check->home, &check->log->key, error))
        return false;
    if (path)
        chy_log_say(check, CHY_LOG_OTHER_KEY, CHY_LOG_CHECKPOINT,
                    "forked: a log of this name was seen before, and another key had signed it "
                    "(%s)",
                    path);
    free(path);
    return true;
}

static bool hold(struct chy_log_check *check, chancery_error *error)
{
    if (check->home) {
        if (!(check->path = chy_remembered_path(check->home, &check->log->key, error)) ||
            !chy_remembered_load(&check->remembered, check->home, &check->log->key, error))
            return false;
        if (check->remembered.found && !add_older(check, "remembered", check->path,
                                                  chy_buf_view(&check->remembered.note), error))
            return false;
    }
    if (!chy_log_check_files(check, error))
        return false;
    for (size_t i = 0; i < check->olders; i++)
        compare_older(check, &check->older[i]);
    return (!check->home || compare_names(check, error)) &&
           chy_buf_finish(&check->report, error);
}

static bool is_good(const struct chy_log_check *check)
{
    return check->damaged + check->missing + check->contradicted == 0;
}

bool chy_log_check(struct chy_log_check *check, chancery_error *error)
{
    if (!hold(check, error))
        return false;
    if (check->home && is_good(check)) {
        bool stored = chy_remembered_store(check->home, &check->log->key,
                                           chy_buf_view(&check->log->bytes),
                                           check->log->checkpoint.size, NULL);
        (void)stored; /* a home that cannot be written to does not stop a check */
    }
    return true;
}

void chy_log_check_done(struct chy_log_check *check)
{
    chy_remembered_done(&check->remembered);
    chy_buf_done(&check->report);
    free(check->path);
    check->path = NULL;
}

/* --- the command --- */

struct told {
    bool behind, other_key;
};

static void note_defect(void *context, enum chy_log_defect defect, const char *file,
                        const char *sentence)
{
    struct told *told = context;
    (void)file, (void)sentence;
    told->behind = told->behind || defect == CHY_LOG_BEHIND;
    told->other_key = told->other_key || defect == CHY_LOG_OTHER_KEY;
}

static char *report(const struct chy_log_check *check, const struct told *told,
                    chancery_error *error)
{
    struct chy_buf out = {0};
    chy_buf_printf(&out, "%s: %s, %llu entries", is_good(check) ? "GOOD" : "BAD",
                   check->log->key.name, (unsigned long long)check->log->checkpoint.size);
    if (!is_good(check))
        chy_buf_printf(&out, "; %zu damaged, %zu missing, %zu contradicted", check->damaged,
                       check->missing, check->contradicted);
    chy_buf_byte(&out, '\n');
    chy_buf_span(&out, chy_buf_view(&check->report));
    if (check->damaged + check->missing > 0)
        chy_buf_str(&out,
                    "next: Restore these files from a copy of the log, and check again.\n");
    if (told->behind)
        chy_buf_str(&out, "next: Bring the newer copy of the log back. To check an older copy "
                          "that is kept as one, use a CHANCERY_HOME of its own.\n");
    if (told->other_key)
        chy_buf_str(&out, "next: Ask the log's keepers whether they began it anew; only then "
                          "remove what is remembered of the other.\n");
    char *text = chy_buf_take(&out, NULL, error);
    chy_buf_done(&out);
    return text;
}

bool chancery_log_check(char **done, enum chancery_exit *status, const char *folder,
                        const char *against, const char *log_key, const char *home,
                        chancery_error *error)
{
    struct chy_note_key given;
    struct chy_buf old = {0};
    struct chy_log log = {.lock = -1};
    struct told told = {0};
    struct chy_log_check check = {
        .log = &log, .home = home, .tell = note_defect, .context = &told};
    bool ok = false;
    *done = NULL;
    if ((log_key && !chy_note_key_given(&given, log_key, error)) ||
        !chy_log_open(&log, folder, false, log_key ? &given : NULL, error))
        goto out;
    if (against) {
        if (!chy_file_read(&old, against, CHY_MAX_NOTE, error) ||
            !add_older(&check, "older", against, chy_buf_view(&old), error)) {
            chy_fail_where(error, against);
            goto out;
        }
    }
    ok = chy_log_check(&check, error) && (*done = report(&check, &told, error)) != NULL;
    *status = check.damaged + check.contradicted > 0 ? CHANCERY_EXIT_NOT_AUTHENTIC
              : check.missing > 0                    ? CHANCERY_EXIT_INDETERMINATE
                                                     : CHANCERY_EXIT_OK;
out:
    chy_log_check_done(&check);
    chy_log_done(&log);
    chy_buf_done(&old);
    return ok;
}
