/*
 * audit_still.c - is a bag still what an earlier report says that it was? Only then may what
 * the report says of it stand for looking at it.
 */
#include "archive/audit.h"

#include "archive/entry.h"
#include "base/fd.h"
#include "base/limits.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

bool chy_audit_tagmanifest(bool *has, chancery_digest *out, const struct chy_audit *audit,
                           const char *name, chancery_error *error)
{
    struct chy_buf bytes = {0};
    struct stat st;
    bool ok = true;
    int folder = openat(audit->folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int fd = folder < 0 ? -1
                        : openat(folder, "tagmanifest-sha256.txt",
                                 O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    *has = false;
    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
        chancery_error why = CHANCERY_ERROR_INIT;
        *has = chy_fd_read(&bytes, fd, name, 0, CHY_MAX_MANIFEST, &why);
        *out = chy_digest_of(chy_buf_view(&bytes));
        if (!*has && why.code == CHANCERY_E_MEMORY)
            ok = chy_fail_memory(error);
    }
    if (fd >= 0)
        close(fd);
    if (folder >= 0)
        close(folder);
    chy_buf_done(&bytes);
    return ok;
}

/* The bag of its entry in the log. */
static bool is_logged(bool *out, struct chy_audit_entries *entries,
                      const struct chy_audit *audit, const struct chy_audit_task *task,
                      const chancery_digest *bag, chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    struct chy_entry entry;
    chancery_span text;
    *out = false;
    if (!audit->has_log || task->entry >= audit->log.checkpoint.size)
        return true;
    if (chy_audit_entry(&text, entries, task->entry, &why) &&
        chy_entry_parse(&entry, text, &why)) {
        *out = entry.has_bag && chy_digest_eq(&entry.bag, bag);
        chy_entry_done(&entry);
    }
    if (chy_audit_is_systemic(&why)) {
        if (error)
            *error = why;
        return false;
    }
    return true;
}

bool chy_audit_still(bool *out, struct chy_audit_entries *entries,
                     const struct chy_audit *audit, size_t order, bool good,
                     const chancery_digest *bag, chancery_error *error)
{
    struct chy_audit_task task;
    struct chy_buf name = {0};
    const char *folder = NULL;
    chancery_digest now = {{0}};
    bool has = false, logged = true, ok = true;
    if (!chy_audit_task_at(&task, audit, order, error))
        return false;
    if (task.found > 0) {
        folder = audit->unknown[task.found - 1].name;
    } else if (task.len > 0) {
        ok = chy_audit_task_name(&name, audit, order, error);
        folder = (const char *)name.ptr;
    }
    if (ok && folder)
        ok = chy_audit_tagmanifest(&has, &now, audit, folder, error);
    *out = ok && has == (bag != NULL) && (!has || chy_digest_eq(&now, bag));
    if (*out && good)
        ok = is_logged(&logged, entries, audit, &task, &now, error);
    *out = ok && *out && logged && (has || !good);
    chy_buf_done(&name);
    return ok;
}
