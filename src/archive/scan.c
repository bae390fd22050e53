/*
 * scan.c - a log read to its newest entry for a verdict: does it name an act as withdrawn?
 */
#include "archive/entry.h"
#include "archive/log_key.h"
#include "archive/log_walk.h"
#include "archive/remembered.h"

#include "base/file.h"
#include "custody/scanned.h"
#include "custody/trust.h"

#include <stdlib.h>

struct scan {
    struct chancery_scan public; /* first: the one is the other */
    char *folder, *home;
    struct chy_note_key key;
    bool has_key;
};

struct sought {
    const chancery_digest *act;
    size_t acts;
    uint64_t *entry;
};

static void look(const struct sought *sought, const chancery_digest *withdrawn, uint64_t index)
{
    for (size_t i = 0; i < sought->acts; i++)
        if (sought->entry[i] == UINT64_MAX && chy_digest_eq(&sought->act[i], withdrawn))
            sought->entry[i] = index;
}

/* An entry of a form that is not known could name a withdrawal. */
static bool read_entry(void *context, uint64_t index, chancery_span bytes,
                       chancery_error *error)
{
    chancery_error own = CHANCERY_ERROR_INIT;
    chancery_span rest = bytes;
    struct chy_entry entry;
    chancery_digest withdrawn;
    if (!chy_entry_parse(&entry, bytes, &own)) {
        if (own.code == CHANCERY_E_MEMORY)
            return chy_fail_memory(error);
        return chy_fail(error, CHANCERY_E_NOTE, "entry %llu is none that is known: %s",
                        (unsigned long long)index, own.text);
    }
    chy_entry_done(&entry);
    while (chy_entry_withdrawn_next(&withdrawn, &rest))
        look(context, &withdrawn, index);
    return true;
}

/* What only says that the log proves nothing, and is no fault of the machine. */
static bool is_of_log(const chancery_error *error)
{
    return error->code == CHANCERY_E_NOTE || error->code == CHANCERY_E_LOG ||
           error->code == CHANCERY_E_LIMIT || error->code == CHANCERY_E_MISSING ||
           error->code == CHANCERY_E_KEY || error->code == CHANCERY_E_JSON ||
           error->code == CHANCERY_E_FORMAT;
}

/* The newest entries are what a withdrawal is in: a log that is smaller than it was seen to be
 * hides them. */
static bool compare_remembered(struct scan *scan, const struct chy_log *log,
                               const struct chy_log_walk *walk,
                               const struct chy_remembered *last, chancery_error *why,
                               chancery_error *error)
{
    const struct chy_checkpoint *now = &log->checkpoint;
    if (last->found && last->checkpoint.size > now->size)
        return chy_fail(why, CHANCERY_E_LOG,
                        "it is an older copy of the log, of %llu entries, and %llu were seen "
                        "before",
                        (unsigned long long)now->size,
                        (unsigned long long)last->checkpoint.size);
    if (!last->found || chy_digest_eq(&walk->root_before, &last->checkpoint.root)) {
        bool stored =
            scan->home && chy_remembered_store(scan->home, &log->key, chy_buf_view(&log->bytes),
                                               now->size, NULL);
        (void)stored; /* a home that cannot be written to does not stop a verification */
        return true;
    }
    scan->public.remembered = chy_dup(chy_buf_view(&last->note), error);
    scan->public.given = chy_dup(chy_buf_view(&log->bytes), error);
    return scan->public.remembered && scan->public.given;
}

static bool read_log(struct scan *scan, struct sought *sought, chancery_error *why,
                     chancery_error *error)
{
    struct chy_log log = {.lock = -1};
    struct chy_remembered last = {0};
    struct chy_log_walk walk = {.each = read_entry, .context = sought};
    bool ok = chy_log_open(&log, scan->folder, false, &scan->key, why) &&
              chy_remembered_load(&last, scan->home, &log.key, error);
    if (ok) {
        walk.before = last.found ? last.checkpoint.size : 0;
        scan->public.size = log.checkpoint.size;
        ok = chy_log_walk(&walk, &log, why);
    }
    if (ok && !chy_digest_eq(&walk.root, &log.checkpoint.root))
        ok = chy_fail(why, CHANCERY_E_LOG,
                      "its entries do not give the root that the log signed");
    ok = ok && compare_remembered(scan, &log, &walk, &last, why, error);
    chy_remembered_done(&last);
    chy_log_done(&log);
    return ok;
}

static bool read_scan(struct chancery_scan *public, uint64_t *entry, const chancery_digest *act,
                      size_t acts, chancery_error *error)
{
    struct scan *scan = (struct scan *)public;
    struct sought sought = {act, acts, entry};
    chancery_error why = CHANCERY_ERROR_INIT, own = CHANCERY_ERROR_INIT;
    chancery_error *report = error ? error : &own;
    for (size_t i = 0; i < acts; i++)
        entry[i] = UINT64_MAX;
    if (!scan->has_key || read_log(scan, &sought, &why, report))
        return true; /* without a key, why it is not read is known already */
    if (report->code == CHANCERY_OK && !is_of_log(&why))
        *report = why;
    return report->code == CHANCERY_OK &&
           (public->why = chy_dup(chy_span_str(why.text), report));
}

bool chancery_scan_open(chancery_scan **out, const chancery_scan_options *options,
                        const chancery_trust *trust, chancery_error *error)
{
    struct scan *scan = calloc(1, sizeof *scan);
    struct chy_buf note = {0};
    chancery_error why = CHANCERY_ERROR_INIT;
    char *checkpoint = chy_log_path(options->log, CHY_LOG_CHECKPOINT, error);
    bool ok = false;
    *out = NULL;
    if (!scan || !checkpoint) {
        chy_fail_memory(error);
        goto out;
    }
    scan->public.read = read_scan;
    if (!(scan->folder = chy_dup(chy_span_str(options->log), error)) ||
        (options->home && !(scan->home = chy_dup(chy_span_str(options->home), error))) ||
        !chy_file_read(&note, checkpoint, CHY_MAX_NOTE, error))
        goto out;
    scan->has_key = chy_log_key_find(&scan->key, options->log_key, &trust->directory,
                                     chy_buf_view(&note), &why, error);
    if (scan->has_key)
        ok = (scan->public.origin = chy_dup(chy_span_str(scan->key.name), error)) != NULL;
    else if (why.code != CHANCERY_OK)
        ok = (scan->public.why = chy_dup(chy_span_str(why.text), error)) != NULL;
out:
    if (ok)
        *out = &scan->public;
    else if (scan)
        chancery_scan_free(&scan->public);
    chy_buf_done(&note);
    free(checkpoint);
    return ok;
}

void chancery_scan_free(chancery_scan *public)
{
    struct scan *scan = (struct scan *)public;
    if (!scan)
        return;
    free(scan->public.why);
    free(scan->public.origin);
    free(scan->public.remembered);
    free(scan->public.given);
    free(scan->folder);
    free(scan->home);
    free(scan);
}
