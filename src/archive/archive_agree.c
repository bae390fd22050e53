/*
 * archive_agree.c - do log, index and what is remembered of the log agree? What is given out or
 * made anew from a part of an archive would leave behind what the rest of it holds.
 */
#include "archive/archive.h"
#include "archive/remembered.h"

#include "base/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/file.h>

bool chy_archive_each_line(const struct chy_archive *archive, chy_archive_line_fn *take,
                           void *context, chancery_error *error)
{
    struct chy_lines lines = {0};
    chancery_span text;
    uint64_t place, count = 0;
    bool more = true;
    bool ok = chy_lines_open(&lines, archive->index, UINT64_MAX, error);
    while (ok && (ok = chy_lines_next(&lines, &text, &place, &more, error)) && more) {
        struct chy_index_line line;
        if (archive->unfinished && !chy_index_line_read(&line, text, NULL))
            break; /* an interrupted add tore it, and the next one mends it */
        ok = chy_index_line_read(&line, text, error);
        if (ok && line.entry != count)
            ok = chy_fail(error, CHANCERY_E_CONFLICT, "line %llu of it is of entry %llu",
                          (unsigned long long)count + 1, (unsigned long long)line.entry);
        ok = ok && (!take || take(context, &line, text, error));
        count++;
    }
    chy_lines_done(&lines);
    if (ok && count != archive->state.checkpoint.size && !archive->unfinished)
        ok = chy_fail(error, CHANCERY_E_CONFLICT, "it has %llu lines, and the log %llu entries",
                      (unsigned long long)count,
                      (unsigned long long)archive->state.checkpoint.size);
    if (!ok) {
        chy_fail_where(error, archive->index);
        chy_fail_next(error, "Make it anew: chancery archive repair-index.");
    }
    return ok;
}

static bool fail_behind(const struct chy_archive *archive, const struct chy_remembered *last,
                        chancery_error *error)
{
    unsigned long long now = archive->state.checkpoint.size, then = last->checkpoint.size;
    if (then > now)
        chy_fail(error, CHANCERY_E_LOG,
                 "it has %llu entries, and had %llu when it was seen last: it was rolled back, "
                 "or is an older copy",
                 now, then);
    else
        chy_fail(error, CHANCERY_E_LOG,
                 "its first %llu entries are not those that it had when it was seen last: it "
                 "was forked",
                 then);
    chy_fail_where(error, archive->log);
    return chy_fail_next(error,
                         "Bring the newest copy of the archive back, with its log. Where none "
                         "is left, begin a new archive with another origin and key, and add "
                         "the bags of this one to it in their order. An older copy that is "
                         "kept as one has a CHANCERY_HOME of its own.");
}

bool chy_archive_is_newest(const struct chy_archive *archive, const char *home,
                           chancery_error *error)
{
    struct chy_remembered last;
    bool extends = false;
    bool ok = chy_remembered_load(&last, home, &archive->state.key, error) &&
              chy_log_extends(&extends, &archive->state, &last, error);
    if (ok && !extends)
        ok = fail_behind(archive, &last, error);
    chy_remembered_done(&last);
    return ok;
}

/* Where a folder cannot be locked, what an add changes meanwhile is refused, and no more. */
static void hold(const struct chy_archive *archive, int how)
{
    int failed;
    do {
        failed = flock(archive->fd, how);
    } while (failed && errno == EINTR);
}

static bool fail_unfinished(const struct chy_archive *archive, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_CONFLICT,
             "an add was interrupted, and what it holds is not settled yet");
    chy_fail_where(error, archive->path);
    return chy_fail_next(error, "Settle it first: chancery archive repair-index.");
}

bool chy_archive_open_whole(struct chy_archive *out, const char *path, const char *home,
                            chancery_error *error)
{
    if (!chy_archive_open(out, path, false, error))
        return false;
    /* Log and index are read as of one moment: no add goes on. */
    hold(out, LOCK_SH);
    bool ok = chy_archive_read_again(out, error) &&
              (!out->unfinished || fail_unfinished(out, error)) &&
              chy_archive_is_newest(out, home, error) &&
              chy_archive_each_line(out, NULL, NULL, error);
    hold(out, LOCK_UN);
    if (!ok)
        chy_archive_done(out);
    return ok;
}
