/*
 * audit_kept.c - bags by the day on which they say they were made.
 */
#include "archive/audit.h"

#include "archive/bag_parts.h"
#include "base/date.h"
#include "base/fd.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define LABEL "Bagging-Date"

static bool is_label(chancery_span label)
{
    bool same = label.len == strlen(LABEL);
    for (size_t i = 0; same && i < label.len; i++) {
        uint8_t byte = label.ptr[i];
        same = (byte >= 'A' && byte <= 'Z' ? byte + 0x20 : byte) ==
               (LABEL[i] >= 'A' && LABEL[i] <= 'Z' ? LABEL[i] + 0x20 : LABEL[i]);
    }
    return same;
}

/* The first value of the label; not set where there is none that is a day. */
static void find_day(chancery_date *out, chancery_span text, struct chy_buf *unfolded)
{
    struct chy_bag_tag tag;
    const char *why = NULL;
    size_t line = 0;
    while (chy_bag_info_next(&tag, &why, &text, &line, unfolded)) {
        if (why || !is_label(tag.label))
            continue;
        if (!chy_date_parse(out, tag.value))
            *out = (chancery_date){0};
        break;
    }
}

/* The text of bag-info.txt; nothing where it cannot be read. False: the system failed. */
static bool read_info(struct chy_buf *out, const struct chy_audit *audit, const char *name,
                      chancery_error *error)
{
    struct stat st;
    chancery_error why = CHANCERY_ERROR_INIT;
    int bag = openat(audit->folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int fd = bag < 0
                 ? -1
                 : openat(bag, "bag-info.txt", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool ok = fd >= 0 || chy_bag_is_of_file(errno) ||
              chy_fail_errno(error, name, "cannot read when the bag was made");
    chy_buf_clear(out);
    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
        !chy_fd_read(out, fd, name, 0, CHY_MAX_TAG_FILE, &why)) {
        chy_buf_clear(out);
        ok = !chy_audit_is_systemic(&why);
        if (!ok && error)
            *error = why;
    }
    if (fd >= 0)
        close(fd);
    if (bag >= 0)
        close(bag);
    return ok;
}

static bool day_of(chancery_date *out, const struct chy_audit *audit, size_t order,
                   chancery_error *error)
{
    struct chy_audit_task task;
    struct chy_buf name = {0}, text = {0}, unfolded = {0};
    const char *folder = NULL;
    bool ok = chy_audit_task_at(&task, audit, order, error) &&
              chy_audit_task_name(&name, audit, order, error);
    *out = (chancery_date){0};
    if (ok && task.found > 0)
        folder = audit->unknown[task.found - 1].name;
    else if (ok && task.len > 0)
        folder = (const char *)name.ptr;
    if (folder)
        ok = read_info(&text, audit, folder, error);
    if (ok && text.len > 0) {
        /* unfolded values are no longer than the text, and must not move */
        ok = chy_buf_reserve(&unfolded, text.len) != NULL || chy_fail_memory(error);
        unfolded.len = 0;
        if (ok)
            find_day(out, chy_buf_view(&text), &unfolded);
    }
    chy_buf_done(&name);
    chy_buf_done(&text);
    chy_buf_done(&unfolded);
    return ok;
}

/* One that does not say is taken: nobody hides a bag by spoiling what it says. */
static bool is_wanted(const struct chy_audit_head *head, chancery_date day)
{
    if (!chy_date_is_set(day))
        return true;
    return (!chy_date_is_set(head->kept_since) || chy_date_cmp(day, head->kept_since) >= 0) &&
           (!chy_date_is_set(head->kept_until) || chy_date_cmp(day, head->kept_until) <= 0);
}

static bool keep(void *context, bool *keeps, struct chy_audit_place *place, size_t order,
                 chancery_error *error)
{
    const struct chy_audit *audit = context;
    chancery_date day;
    (void)place;
    if (!day_of(&day, audit, order, error))
        return false;
    *keeps = is_wanted(&audit->summary.head, day);
    return true;
}

bool chy_audit_keep_kept(struct chy_audit *audit, chancery_error *error)
{
    const struct chy_audit_head *head = &audit->summary.head;
    if (!chy_date_is_set(head->kept_since) && !chy_date_is_set(head->kept_until))
        return true;
    return chy_audit_keep(audit, keep, audit, error);
}
