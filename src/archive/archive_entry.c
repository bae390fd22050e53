/*
 * archive_entry.c - an entry of an archive's log, by its number.
 */
#include "archive/archive.h"
#include "archive/entry.h"

static unsigned width_of(const struct chy_log *log, uint64_t tile)
{
    uint64_t size = log->checkpoint.size;
    return size / CHY_TILE_WIDTH > tile ? CHY_TILE_WIDTH : (unsigned)(size % CHY_TILE_WIDTH);
}

bool chy_archive_fail_entry(const struct chy_log *log, uint64_t index, const char *why,
                            chancery_error *error)
{
    struct chy_buf path = {0};
    const uint64_t tile = index / CHY_TILE_WIDTH;
    chy_buf_printf(&path, "%s/", log->folder);
    chy_tile_name(&path, CHY_TILE_ENTRIES, tile, width_of(log, tile));
    chy_buf_byte(&path, '\0');
    chy_fail(error, CHANCERY_E_LOG, "entry %llu of it cannot be read: %s",
             (unsigned long long)index, why);
    chy_fail_where(error, chy_buf_ok(&path) ? (const char *)path.ptr : log->folder);
    chy_buf_done(&path);
    return chy_fail_next(error, "Bring the file back from a copy of the log; chancery audit "
                                "says what else is damaged.");
}

bool chy_archive_entry(struct chy_buf *out, const struct chy_log *log, uint64_t index,
                       chancery_error *error)
{
    struct chy_buf bundle = {0};
    chancery_error why = CHANCERY_ERROR_INIT;
    chancery_span entry = {0}, rest;
    const uint64_t tile = index / CHY_TILE_WIDTH;
    bool ok =
        chy_log_read_tile(&bundle, log, CHY_TILE_ENTRIES, tile, width_of(log, tile), &why) ||
        chy_archive_fail_log(&why, error);
    rest = chy_buf_view(&bundle);
    for (uint64_t i = 0; ok && i <= index % CHY_TILE_WIDTH; i++)
        ok = chy_bundle_next(&entry, &rest) ||
             chy_archive_fail_entry(log, index, "the file is cut off", error);
    if (ok)
        chy_buf_span(out, entry);
    chy_buf_done(&bundle);
    return ok && chy_buf_finish(out, error);
}

bool chy_archive_read_entry(struct chy_entry *out, struct chy_buf *bytes,
                            const struct chy_log *log, uint64_t index, chancery_error *error)
{
    chancery_error why = CHANCERY_ERROR_INIT;
    *out = (struct chy_entry){0};
    if (!chy_archive_entry(bytes, log, index, error))
        return false;
    if (chy_entry_parse(out, chy_buf_view(bytes), &why))
        return true;
    return why.code == CHANCERY_E_MEMORY ? chy_fail_memory(error)
                                         : chy_archive_fail_entry(log, index, why.text, error);
}
