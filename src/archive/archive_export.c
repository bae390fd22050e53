/*
 * archive_export.c - a bag to be given away: checked, copied, with SHA-512 manifests and a
 * proof that the archive's log holds it.
 */
#include "archive/archive.h"
#include "archive/bag_write.h"
#include "archive/entry.h"
#include "archive/log_prove.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROOF "proof.tlog-proof"
#define OLD_MANIFEST "archived/tagmanifest-sha256.txt"

/* The version of the bag whose line this is, where it is one of these; 0: it is another's. */
static uint64_t version_of(chancery_span line, chancery_span base)
{
    const chancery_span before = CHY_LITERAL("{\"bag\":\"");
    uint64_t version;
    if (!chy_span_starts(line, before))
        return 0;
    chancery_span name = chy_span_from(line, before.len);
    const uint8_t *quote = name.len > 0 ? memchr(name.ptr, '"', name.len) : NULL;
    name = chy_span_sub(name, 0, quote ? (size_t)(quote - name.ptr) : 0);
    size_t len = chy_bag_name_base(&version, name);
    return chy_span_eq(chy_span_sub(name, 0, len), base) ? version : 0;
}

static bool fail_older(const char *name, chancery_span base, uint64_t newest,
                       chancery_error *error)
{
    chy_fail(error, CHANCERY_E_REFUSED,
             "it is superseded by %.*s.v%llu, whose record has what came later, as a "
             "withdrawal would",
             (int)base.len, (const char *)base.ptr, (unsigned long long)newest);
    chy_fail_where(error, name);
    return chy_fail_next(error, "Export the newest: %.*s.v%llu.", (int)base.len,
                         (const char *)base.ptr, (unsigned long long)newest);
}

/* Its line; a bag that has a newer version would say less than the archive knows. */
static bool find_line(struct chy_index_line *out, const struct chy_archive *archive,
                      const char *name, chancery_error *error)
{
    struct chy_lines lines = {0};
    chancery_span text;
    uint64_t place, own, newest = 0;
    bool more = true, found = false;
    const chancery_span whole = chy_span(name, strlen(name));
    const chancery_span base = chy_span_sub(whole, 0, chy_bag_name_base(&own, whole));
    bool ok = chy_lines_open(&lines, archive->index, UINT64_MAX, error);
    while (ok && (ok = chy_lines_next(&lines, &text, &place, &more, error)) && more) {
        uint64_t version = version_of(text, base);
        newest = version > newest ? version : newest;
        if (version == own && !found) {
            found = true;
            ok = chy_index_line_read(out, text, error);
        }
    }
    chy_lines_done(&lines);
    if (!ok)
        return chy_fail_where(error, archive->index);
    if (found)
        return newest == own || fail_older(name, base, newest, error);
    chy_fail(error, CHANCERY_E_UNKNOWN, "the archive holds no bag of this name");
    chy_fail_where(error, name);
    return chy_fail_next(error, "See what it holds: chancery archive list.");
}

/* It is what the log says, whole and unaltered. */
static bool check_bag(struct chy_bag *bag, const struct chy_archive *archive,
                      const struct chy_index_line *line, chancery_error *error)
{
    const struct chy_bag_options options = {.own = true};
    if (!chy_bag_check(bag, archive->fd, line->bag, &options, error))
        return false;
    if (bag->defects.count > 0)
        chy_fail(error, CHANCERY_E_REFUSED, "the bag is damaged: %s: %s",
                 bag->defects.item[0].path ? bag->defects.item[0].path : "the bag",
                 bag->defects.item[0].sentence);
    else if (!bag->has_tagmanifest || !chy_digest_eq(&bag->tagmanifest, &line->tagmanifest))
        chy_fail(error, CHANCERY_E_REFUSED, "the bag is not the one that was taken in");
    else
        return true;
    chy_fail_where(error, line->bag);
    return chy_fail_next(error, "Bring it back from a copy.");
}

static bool make_proof(struct chy_buf *out, const struct chy_archive *archive,
                       const struct chy_index_line *line, chancery_error *error)
{
    struct chy_tlog_proof proof = {.index = line->entry};
    const struct chy_log *log = &archive->state;
    struct chy_entry entry = {0};
    struct chy_buf note = {0};
    bool ok = chy_archive_read_entry(&entry, &proof.extra, log, line->entry, error);
    if (ok && (!entry.has_bag || !chy_digest_eq(&entry.bag, &line->tagmanifest))) {
        chy_fail(error, CHANCERY_E_LOG, "the log's entry %llu is not of the bag",
                 (unsigned long long)line->entry);
        chy_fail_where(error, log->folder);
        ok = chy_fail_next(error, "See what is damaged: chancery log check.");
    }
    ok = ok && chy_log_prove_entry(&proof, &note, log, error);
    if (ok) {
        chy_tlog_proof_format(out, &proof);
        ok = chy_buf_finish(out, error);
    }
    chy_buf_done(&note);
    chy_entry_done(&entry);
    chy_tlog_proof_done(&proof);
    return ok;
}

/* Every file as it is; the archive's tag manifest, whose digest the log has, below archived/.
 */
static bool copy_files(struct chy_bag_writer *writer, const struct chy_bag *bag, int fd,
                       chancery_error *error)
{
    bool ok = true;
    for (size_t i = 0; ok && i < bag->files; i++) {
        const struct chy_bag_file *file = &bag->file[i];
        bool old = strcmp(file->path, "tagmanifest-sha256.txt") == 0;
        ok = chy_bag_write_copy(writer, old ? OLD_MANIFEST : file->path, fd, file->path,
                                &file->sha256, error);
    }
    return ok;
}

static bool write_copy(struct chy_bag_writer *writer, const struct chy_bag *bag, int fd,
                       chancery_span proof, chancery_error *error)
{
    writer->sha512 = true;
    return copy_files(writer, bag, fd, error) &&
           chy_bag_write_bytes(writer, PROOF, proof, error) &&
           chy_buf_finish(&writer->manifest512, error) &&
           chy_bag_write_bytes(writer, "manifest-sha512.txt",
                               chy_buf_view(&writer->manifest512), error) &&
           chy_buf_finish(&writer->tags, error) && chy_buf_finish(&writer->tags512, error) &&
           chy_bag_write_unlisted(writer, "tagmanifest-sha256.txt", chy_buf_view(&writer->tags),
                                  error) &&
           chy_bag_write_unlisted(writer, "tagmanifest-sha512.txt",
                                  chy_buf_view(&writer->tags512), error);
}

static bool fail_exists(const char *folder, const char *name, chancery_error *error)
{
    char *path = chy_path_join(folder, chy_span_str(name), error);
    chy_fail(error, CHANCERY_E_EXISTS, "it is there already");
    chy_fail_where(error, path);
    free(path);
    return chy_fail_next(error, "Move it away, or name another folder with --output.");
}

/* Made under a name that begins with a point, and given its own when it is whole. */
static bool export_one(struct chy_buf *done, const struct chy_archive *archive,
                       const char *name, int to, const char *folder, chancery_error *error)
{
    struct chy_index_line line = {.entry = 0};
    struct chy_bag bag = {0};
    struct chy_bag_writer writer = {.fd = -1};
    struct chy_buf proof = {0};
    char staged[CHY_MAX_NAME + 16];
    int fd = -1;
    bool begun = false, ok = false;
    snprintf(staged, sizeof staged, ".exporting-%s", name);
    if (!find_line(&line, archive, name, error) || !check_bag(&bag, archive, &line, error) ||
        !make_proof(&proof, archive, &line, error))
        goto out;
    if (faccessat(to, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
        fail_exists(folder, name, error);
        goto out;
    }
    fd = openat(archive->fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        chy_fail_errno(error, name, "cannot open the bag");
        goto out;
    }
    if (!chy_remove_tree(to, staged, error))
        goto out;
    begun = true;
    ok = chy_bag_write_begin(&writer, to, staged, error) &&
         write_copy(&writer, &bag, fd, chy_buf_view(&proof), error) &&
         (syncfs(to) == 0 || chy_fail_errno(error, folder, "cannot write it to disk")) &&
         (renameat(to, staged, to, name) == 0 ||
          chy_fail_errno(error, name, "cannot export it")) &&
         chy_file_sync_folder(folder, error);
    if (ok)
        chy_buf_printf(done, "%s/%s\n", folder, name);
out:
    chy_bag_write_done(&writer);
    if (!ok && begun && !chy_remove_tree(to, staged, NULL))
        chy_fail_next(error, "Remove what begins with .exporting-.");
    if (fd >= 0)
        close(fd);
    chy_bag_done(&bag);
    chy_buf_done(&proof);
    return ok;
}

/* Where one cannot be given away, none is, and no folder is made. */
static bool check_names(const struct chy_archive *archive, const char *const *bags,
                        size_t count, chancery_error *error)
{
    struct chy_index_line line;
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        ok = chy_bag_name_is_good(chy_span_str(bags[i])) ||
             chy_fail(error, CHANCERY_E_UNKNOWN, "no bag is called so");
        chy_fail_where(error, bags[i]);
        chy_fail_next(error, "See what the archive holds: chancery archive list.");
        ok = ok && find_line(&line, archive, bags[i], error);
    }
    return ok;
}

bool chancery_archive_export(char **done, const char *path, const char *const *bags,
                             size_t count, const char *folder, const char *home,
                             chancery_error *error)
{
    struct chy_archive archive;
    struct chy_buf said = {0};
    bool ok = true;
    int to = -1;
    *done = NULL;
    if (!chy_archive_open_whole(&archive, path, home, error))
        return false;
    if (!check_names(&archive, bags, count, error) ||
        !chy_folder_outside_archives(folder, error) ||
        !chy_file_make_folder(folder, false, error) ||
        ((to = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0 &&
         !chy_fail_errno(error, folder, "cannot open it")))
        ok = false;
    for (size_t i = 0; ok && i < count; i++)
        ok = export_one(&said, &archive, bags[i], to, folder, error);
    if (ok)
        *done = chy_buf_take(&said, NULL, error);
    if (to >= 0)
        close(to);
    chy_buf_done(&said);
    chy_archive_done(&archive);
    return *done != NULL;
}
