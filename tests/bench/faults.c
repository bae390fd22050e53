/*
 * faults.c - faults ARCHIVE COUNT SEED: damages as many bags of an archive, each in one way, as
 * the seed says, and a tile of its log, and prints what an audit must then find: a line "ITEM
 * KIND PATH" for each item that is no longer what it was, PATH being a file of it, or "-".
 */
#include "archive/archive.h"
#include "archive/bag_write.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/lines.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static uint64_t state; /* of splitmix64, which anybody can do again */

static uint64_t draw(void)
{
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static uint64_t below(uint64_t limit)
{
    return draw() % limit;
}

struct bag {
    char name[CHY_MAX_NAME + 1];
    char document[CHY_MAX_NAME + 16]; /* data/…txt */
    char record[CHY_MAX_NAME + 32];
    const char *other; /* the bag after it, to be mixed up with */
    int fd;
};

static bool said(const char *item, const char *kind, const char *path)
{
    printf("%s %s %s\n", item, kind, path);
    return true;
}

/* --- kinds of damage; false where the system failed --- */

static bool flip(const struct bag *bag, const char *path)
{
    struct stat st;
    int fd = openat(bag->fd, path, O_RDWR | O_CLOEXEC);
    uint8_t byte;
    if (fd < 0 || fstat(fd, &st) != 0 || st.st_size == 0)
        return false;
    off_t at = (off_t)below((uint64_t)st.st_size);
    bool ok = pread(fd, &byte, 1, at) == 1;
    byte ^= (uint8_t)(1u << below(8));
    ok = ok && pwrite(fd, &byte, 1, at) == 1;
    close(fd);
    return ok;
}

static bool cut(const struct bag *bag, const char *path)
{
    struct stat st;
    int fd = openat(bag->fd, path, O_RDWR | O_CLOEXEC);
    bool ok = fd >= 0 && fstat(fd, &st) == 0 &&
              ftruncate(fd, (off_t)below((uint64_t)st.st_size)) == 0;
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool create(const struct bag *bag, const char *path)
{
    int fd = openat(bag->fd, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    bool ok = fd >= 0 && write(fd, "more\n", 5) == 5;
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool alter_document(const struct bag *bag)
{
    return flip(bag, bag->document) && said(bag->name, "document-altered", bag->document);
}

static bool alter_record(const struct bag *bag)
{
    return flip(bag, bag->record) && said(bag->name, "record-altered", bag->record);
}

static bool alter_directory(const struct bag *bag)
{
    return flip(bag, "directory.jsonl") &&
           said(bag->name, "directory-altered", "directory.jsonl");
}

static bool alter_info(const struct bag *bag)
{
    return flip(bag, "bag-info.txt") && said(bag->name, "info-altered", "bag-info.txt");
}

static bool alter_manifest(const struct bag *bag)
{
    return flip(bag, "manifest-sha256.txt") &&
           said(bag->name, "manifest-altered", "manifest-sha256.txt");
}

static bool alter_tagmanifest(const struct bag *bag)
{
    return flip(bag, "tagmanifest-sha256.txt") &&
           said(bag->name, "tagmanifest-altered", "tagmanifest-sha256.txt");
}

static bool cut_document(const struct bag *bag)
{
    return cut(bag, bag->document) && said(bag->name, "document-cut", bag->document);
}

static bool cut_manifest(const struct bag *bag)
{
    return cut(bag, "manifest-sha256.txt") &&
           said(bag->name, "manifest-cut", "manifest-sha256.txt");
}

static bool remove_document(const struct bag *bag)
{
    return unlinkat(bag->fd, bag->document, 0) == 0 &&
           said(bag->name, "document-missing", bag->document);
}

static bool remove_record(const struct bag *bag)
{
    return unlinkat(bag->fd, bag->record, 0) == 0 &&
           said(bag->name, "record-missing", bag->record);
}

static bool remove_tagmanifest(const struct bag *bag)
{
    return unlinkat(bag->fd, "tagmanifest-sha256.txt", 0) == 0 &&
           said(bag->name, "tagmanifest-missing", "-");
}

static bool add_payload(const struct bag *bag)
{
    return create(bag, "data/more.txt") && said(bag->name, "payload-extra", "data/more.txt");
}

static bool add_tag(const struct bag *bag)
{
    return create(bag, "more.txt") && said(bag->name, "tag-extra", "more.txt");
}

static bool link_document(const struct bag *bag)
{
    return unlinkat(bag->fd, bag->document, 0) == 0 &&
           symlinkat("/etc/hostname", bag->fd, bag->document) == 0 &&
           said(bag->name, "document-link", bag->document);
}

static bool document_to_folder(const struct bag *bag)
{
    return unlinkat(bag->fd, bag->document, 0) == 0 &&
           mkdirat(bag->fd, bag->document, 0755) == 0 &&
           said(bag->name, "document-folder", bag->document);
}

static bool remove_bag(const struct bag *bag)
{
    return chy_remove_tree(AT_FDCWD, bag->name, NULL) && said(bag->name, "bag-missing", "-");
}

static bool move_bag(const struct bag *bag)
{
    char to[CHY_MAX_NAME + 8];
    snprintf(to, sizeof to, "%s_moved", bag->name);
    return rename(bag->name, to) == 0 && said(bag->name, "bag-moved", "-");
}

/* Another document, with manifests that fit it: only the log tells. */
static bool replace_bag(const struct bag *bag)
{
    struct chy_bag_writer writer = {.fd = -1};
    struct chy_buf document = {0}, record = {0}, directory = {0}, info = {0};
    chancery_digest tagmanifest;
    char path[3 * CHY_MAX_NAME];
    bool ok = true;
    const char *const name[] = {bag->document, bag->record, "directory.jsonl", "bag-info.txt"};
    struct chy_buf *const into[] = {&document, &record, &directory, &info};
    for (size_t i = 0; ok && i < 4; i++) {
        snprintf(path, sizeof path, "%s/%s", bag->name, name[i]);
        ok = chy_file_read(into[i], path, CHY_MAX_RECORD, NULL);
    }
    chy_buf_str(&document, "One line more.\n");
    const uint8_t *oxum = info.len ? memmem(info.ptr, info.len, "Payload-Oxum", 12) : NULL;
    chancery_span labels = chy_span(info.ptr, oxum ? (size_t)(oxum - info.ptr) : info.len);
    snprintf(path, sizeof path, "%s.new", bag->name);
    ok = ok && chy_bag_write_begin(&writer, AT_FDCWD, path, NULL) &&
         chy_bag_write_bytes(&writer, bag->document, chy_buf_view(&document), NULL) &&
         chy_bag_write_bytes(&writer, bag->record, chy_buf_view(&record), NULL) &&
         chy_bag_write_bytes(&writer, "directory.jsonl", chy_buf_view(&directory), NULL) &&
         chy_bag_write_end(&tagmanifest, &writer, labels, NULL);
    chy_bag_write_done(&writer);
    ok = ok && chy_remove_tree(AT_FDCWD, bag->name, NULL) && rename(path, bag->name) == 0;
    for (size_t i = 0; i < 4; i++)
        chy_buf_done(into[i]);
    return ok && said(bag->name, "bag-replaced", "tagmanifest-sha256.txt");
}

/* Two bags, whole, each under the other's name. */
static bool swap_bags(const struct bag *bag)
{
    char aside[CHY_MAX_NAME + 8];
    snprintf(aside, sizeof aside, "%s.aside", bag->name);
    return rename(bag->name, aside) == 0 && rename(bag->other, bag->name) == 0 &&
           rename(aside, bag->other) == 0 &&
           said(bag->name, "bags-swapped", "tagmanifest-sha256.txt") &&
           said(bag->other, "bags-swapped", "tagmanifest-sha256.txt");
}

static bool (*const kinds[])(const struct bag *) = {
    alter_document, alter_record,    alter_directory, alter_info,         alter_manifest,
    cut_document,   remove_document, remove_record,   alter_tagmanifest,  cut_manifest,
    add_payload,    add_tag,         link_document,   document_to_folder, remove_tagmanifest,
    remove_bag,     move_bag,        replace_bag,     swap_bags};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* --- which bags --- */

struct names {
    char (*name)[CHY_MAX_NAME + 1];
    size_t count, cap;
};

static bool read_names(struct names *out, chancery_error *error)
{
    struct chy_lines lines = {0};
    struct chy_index_line line;
    chancery_span text;
    uint64_t place;
    bool more = true;
    bool ok = chy_lines_open(&lines, CHY_ARCHIVE_INDEX, UINT64_MAX, error);
    while (ok && chy_lines_next(&lines, &text, &place, &more, error) && more) {
        ok = chy_index_line_read(&line, text, error) &&
             chy_grow(&out->name, &out->cap, out->count, sizeof *out->name, SIZE_MAX, "names",
                      error);
        if (ok)
            memcpy(out->name[out->count++], line.bag, sizeof line.bag);
    }
    ok = ok && !more;
    chy_lines_done(&lines);
    return ok;
}

/* Every bag is damaged at most once: the first ones of a shuffle, each with the one after. */
static void shuffle(struct names *names)
{
    char swap[CHY_MAX_NAME + 1];
    for (size_t i = names->count; i > 1; i--) {
        size_t k = (size_t)below(i);
        memcpy(swap, names->name[i - 1], sizeof swap);
        memcpy(names->name[i - 1], names->name[k], sizeof swap);
        memcpy(names->name[k], swap, sizeof swap);
    }
}

/* "S_2012_17-fr-1" is of data/S_2012_17.txt. */
static bool damage(const char *name, const char *other, size_t kind, chancery_error *error)
{
    struct bag bag = {.other = other};
    const char *language = strchr(name, '-');
    int stem = language ? (int)(language - name) : (int)strlen(name);
    snprintf(bag.name, sizeof bag.name, "%s", name);
    snprintf(bag.document, sizeof bag.document, "data/%.*s.txt", stem, name);
    snprintf(bag.record, sizeof bag.record, "%s.intoto.jsonl", bag.document);
    bag.fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = (bag.fd >= 0 && kinds[kind](&bag)) ||
              chy_fail_errno(error, name, "cannot damage the bag");
    if (bag.fd >= 0)
        close(bag.fd);
    return ok;
}

/* A tile of hashes, which no bag is to blame for. */
static bool damage_log(size_t bags, chancery_error *error)
{
    struct bag log = {.fd = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    char path[64];
    if (bags < CHY_TILE_WIDTH)
        snprintf(path, sizeof path, CHY_ARCHIVE_LOG "/tile/0/000.p/%zu", bags);
    else
        snprintf(path, sizeof path, CHY_ARCHIVE_LOG "/tile/0/000");
    bool ok = (log.fd >= 0 && flip(&log, path) && said("log", "tile-altered", path)) ||
              chy_fail_errno(error, path, "cannot damage the log");
    if (log.fd >= 0)
        close(log.fd);
    return ok;
}

int main(int argc, char **argv)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    struct names names = {0};
    uint64_t count = argc == 4 ? strtoull(argv[2], NULL, 10) : 0;
    bool ok = count > 0;
    if (!ok)
        chy_fail(&error, CHANCERY_E_USAGE, "faults ARCHIVE COUNT SEED");
    ok = ok && (chdir(argv[1]) == 0 || chy_fail_errno(&error, argv[1], "cannot enter it"));
    ok = ok && read_names(&names, &error);
    if (ok && names.count < 2 * count)
        ok = chy_fail(&error, CHANCERY_E_USAGE, "twice as many bags are needed");
    state = argc == 4 ? strtoull(argv[3], NULL, 10) : 0;
    if (ok)
        shuffle(&names);
    for (size_t i = 0; ok && i < count; i++)
        ok = damage(names.name[2 * i], names.name[2 * i + 1], i % KINDS, &error);
    ok = ok && damage_log(names.count, &error);
    if (!ok)
        fprintf(stderr, "faults: %s: %s\n", error.where, error.text);
    free(names.name);
    return ok ? 0 : 1;
}
