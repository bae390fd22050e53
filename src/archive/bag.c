/*
 * bag.c - checks a bag: what it declares, what its manifests say, and every file of it, once.
 */
#include "archive/bag_list.h"
#include "archive/bag_parts.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const chancery_span none = {NULL, 0};

const struct chy_bag_file *chy_bag_find(const struct chy_bag *bag, chancery_span path)
{
    return chy_bag_find_file(bag, path);
}

static void find_manifests(struct chy_bag *bag)
{
    for (size_t i = 0; i < bag->files; i++) {
        chancery_span path = chy_bag_path_of(&bag->file[i]);
        bool unknown[2];
        enum chy_bag_alg alg = chy_bag_payload_manifest(path, &unknown[0]);
        enum chy_bag_alg tag_alg = chy_bag_tag_manifest(path, &unknown[1]);
        if (alg != CHY_BAG_ALGS)
            bag->payload_algs |= 1u << alg;
        if (tag_alg != CHY_BAG_ALGS)
            bag->tag_algs |= 1u << tag_alg;
        if (unknown[0] || unknown[1])
            chy_defects_add(&bag->defects, CHANCERY_D_BAG_ALGORITHM, path,
                            "its digests are of a kind that is not known here, and were not "
                            "compared");
    }
}

static void check_algorithms(struct chy_bag_checking *c)
{
    struct chy_bag *bag = c->bag;
    const unsigned strong = 1u << CHY_BAG_SHA256, weak = 1u << CHY_BAG_MD5 | 1u << CHY_BAG_SHA1;
    if (bag->payload_algs == 0)
        chy_defects_add(&bag->defects, CHANCERY_D_BAG_MANIFEST, none,
                        "it has no manifest that can be checked");
    else if ((bag->payload_algs & ~weak) == 0)
        chy_defects_add(&bag->defects, CHANCERY_D_BAG_WEAK, none,
                        "its manifests hold MD5 or SHA-1 only");
    if (c->options->own && (!(bag->payload_algs & strong) || !(bag->tag_algs & strong)))
        chy_defects_add(&bag->defects, CHANCERY_D_BAG_MANIFEST, none,
                        "manifest-sha256.txt or tagmanifest-sha256.txt is not there");
}

/* How many bytes of a file may be kept now. */
static uint64_t may_keep(const struct chy_bag_checking *c)
{
    size_t held = c->bag->held.len - c->forced;
    uint64_t left = held < c->options->keep_all ? c->options->keep_all - held : 0;
    return left < c->options->keep ? left : c->options->keep;
}

static void add_too_large(struct chy_bag_checking *c, const struct chy_bag_file *file,
                          uint64_t limit)
{
    chy_defects_add(&c->bag->defects, CHANCERY_D_BAG_LIMIT, chy_bag_path_of(file),
                    "it has %llu bytes; at most %llu are read", (unsigned long long)file->size,
                    (unsigned long long)limit);
}

/* A file that no manifest lists may be of any size, and has no digest to be compared with. */
static bool is_too_large(bool *is, struct chy_bag_checking *c, struct chy_bag_file *file,
                         uint64_t limit, chancery_error *error)
{
    *is = false;
    if (chy_bag_is_listed(file))
        return true;
    bool ok = chy_bag_measure(c->bag, file, &c->place, error);
    *is = ok && file->size > limit;
    return ok;
}

/* A tag file that the checker needs itself: *text is its content, len 0 where it cannot be
 * had. It stays held until `let_go`. */
static bool read_tag_file(struct chy_bag_checking *c, struct chy_bag_file *file, uint64_t limit,
                          chancery_span *text, chancery_error *error)
{
    struct chy_bag *bag = c->bag;
    bool too_large;
    *text = none;
    if (!is_too_large(&too_large, c, file, limit, error))
        return false;
    if (too_large) {
        add_too_large(c, file, limit);
        return true;
    }
    if (!chy_bag_read(bag, file, &c->place, chy_bag_algs_of(bag, file), limit, c->digest,
                      error))
        return false;
    if (file->kept)
        *text = chy_span(bag->held.ptr + file->bytes_at, (size_t)file->size);
    else if (file->whole)
        add_too_large(c, file, limit);
    return true;
}

static void let_go(struct chy_bag_checking *c, struct chy_bag_file *file)
{
    if (!file->kept ||
        (file->size <= c->options->keep && c->bag->held.len <= c->options->keep_all))
        return;
    c->bag->held.len = file->bytes_at; /* it was the last */
    file->kept = false;
}

/* Reads one manifest if it is there, compares it with the tag manifests, takes in its lines. */
static bool read_manifest(struct chy_bag_checking *c, enum chy_bag_alg alg, bool payload,
                          chancery_error *error)
{
    /* without printf: a bag of ours has two manifests of ten that it could have */
    static const char *const names[CHY_BAG_ALGS] = {
        [CHY_BAG_MD5] = "tagmanifest-md5.txt",
        [CHY_BAG_SHA1] = "tagmanifest-sha1.txt",
        [CHY_BAG_SHA224] = "tagmanifest-sha224.txt",
        [CHY_BAG_SHA256] = "tagmanifest-sha256.txt",
        [CHY_BAG_SHA384] = "tagmanifest-sha384.txt",
        [CHY_BAG_SHA512] = "tagmanifest-sha512.txt",
    };
    const char *name = names[alg] + (payload ? strlen("tag") : 0);
    chancery_span text;
    struct chy_bag *bag = c->bag;
    struct chy_bag_file *file = chy_bag_find_file(bag, chy_span_str(name));
    if (!file)
        return true;
    if (!read_tag_file(c, file, CHY_MAX_MANIFEST, &text, error))
        return false;
    if (!payload && alg == CHY_BAG_SHA256 && file->whole) {
        bag->has_tagmanifest = true;
        bag->tagmanifest = file->sha256;
    }
    if (payload)
        chy_bag_compare(c, file, c->digest);
    chy_buf_clear(&bag->text);
    const char *why = chy_bag_recode(&bag->text, text, c->encoding);
    if (why)
        chy_defects_add(&bag->defects, CHANCERY_D_BAG_ENCODING, chy_bag_path_of(file), "%s",
                        why);
    else
        chy_bag_take_lines(c, chy_buf_view(&bag->text), alg, payload, name);
    let_go(c, file);
    return true;
}

/* bagit.txt comes first: it says how the manifests are written. */
static bool read_declaration(struct chy_bag_checking *c, chancery_error *error)
{
    struct chy_bag *bag = c->bag;
    struct chy_bag_declaration said = {.encoding = CHY_LITERAL("UTF-8")};
    struct chy_bag_file *file = chy_bag_find_file(bag, CHY_LITERAL("bagit.txt"));
    chancery_span text = none;
    const char *why = "bagit.txt is not there";
    if (file && !read_tag_file(c, file, CHY_MAX_TAG_FILE, &text, error))
        return false;
    if (file)
        why = chy_bag_declaration_read(&said, text);
    if (why && (!file || file->kept))
        chy_defects_add(&bag->defects, CHANCERY_D_BAG_DECLARATION, CHY_LITERAL("bagit.txt"),
                        "%s", why);
    memcpy(c->bagit, c->digest, sizeof c->bagit);
    bag->version = said.version;
    /* kept apart from what is held, which moves */
    chy_buf_clear(&bag->info);
    chy_buf_span(&bag->info, said.encoding.len > 0 ? said.encoding : CHY_LITERAL("UTF-8"));
    c->encoding = chy_buf_view(&bag->info);
    if (file)
        let_go(c, file);
    return true;
}

static bool is_read(const struct chy_bag_file *file)
{
    bool unknown[2];
    chancery_span path = chy_bag_path_of(file);
    return chy_span_is(path, "bagit.txt") ||
           chy_bag_payload_manifest(path, &unknown[0]) != CHY_BAG_ALGS ||
           chy_bag_tag_manifest(path, &unknown[1]) != CHY_BAG_ALGS;
}

static chancery_span info_name(const struct chy_bag *bag)
{
    return bag->version > 0 && bag->version < 96 ? CHY_LITERAL("package-info.txt")
                                                 : CHY_LITERAL("bag-info.txt");
}

/* In a bag of ours what no manifest lists is a defect, and is not read: it may be of any size.
 * But for what is forced, up to so many bytes. */
static bool read_file(struct chy_bag_checking *c, struct chy_bag_file *file, uint64_t force,
                      chancery_error *error)
{
    struct chy_bag *bag = c->bag;
    const uint64_t keep = may_keep(c);
    bool too_large;
    if (!is_too_large(&too_large, c, file, force, error))
        return false;
    if (c->options->own && (too_large || (force == 0 && !chy_bag_is_listed(file))))
        return true;
    if (!chy_bag_read(bag, file, &c->place, chy_bag_algs_of(bag, file),
                      keep > force ? keep : force, c->digest, error))
        return false;
    if (file->kept && file->size > keep)
        c->forced += (size_t)file->size;
    chy_bag_compare(c, file, c->digest);
    return true;
}

/* Every other file; first the one that may say that another is needed. */
static bool read_files(struct chy_bag_checking *c, chancery_error *error)
{
    struct chy_bag *bag = c->bag;
    struct chy_bag_file *info = chy_bag_find_file(bag, info_name(bag));
    if (info && (!read_file(c, info, CHY_MAX_TAG_FILE, error) ||
                 !chy_bag_read_info(bag, info_name(bag), error)))
        return false;
    const chancery_span list = c->options->own ? chy_bag_info(bag, CHY_BAG_LIST_LABEL) : none;
    for (size_t i = 0; i < bag->files; i++) {
        struct chy_bag_file *file = &bag->file[i];
        bool is_list = list.len > 0 && chy_span_eq(list, chy_bag_path_of(file));
        if (!is_read(file) && file != info &&
            !read_file(c, file, is_list ? CHY_MAX_TEXT : 0, error))
            return false;
    }
    return true;
}

static bool check(struct chy_bag_checking *c, chancery_error *error)
{
    struct chy_bag *bag = c->bag;
    bag->own = c->options->own;
    if (!chy_bag_walk(bag, &c->place, error))
        return false;
    find_manifests(bag);
    check_algorithms(c);
    chy_buf_byte(&bag->digests, 0); /* so that no digest stands at 0 */
    if (!read_declaration(c, error))
        return false;
    for (enum chy_bag_alg alg = CHY_BAG_MD5; alg < CHY_BAG_ALGS; alg++)
        if (!read_manifest(c, alg, false, error))
            return false;
    for (enum chy_bag_alg alg = CHY_BAG_MD5; alg < CHY_BAG_ALGS; alg++)
        if (!read_manifest(c, alg, true, error))
            return false;
    struct chy_bag_file *bagit = chy_bag_find_file(bag, CHY_LITERAL("bagit.txt"));
    if (bagit)
        chy_bag_compare(c, bagit, c->bagit);
    if (!read_files(c, error))
        return false;
    chy_bag_check_listed(c);
    chy_bag_check_twins(bag, chy_buf_view(&c->missing));
    for (size_t i = 0; i < bag->files; i++)
        if (bag->file[i].kept)
            bag->file[i].bytes =
                chy_span(bag->held.ptr + bag->file[i].bytes_at, (size_t)bag->file[i].size);
    chy_bag_check_oxum(bag, info_name(bag));
    if (c->options->own)
        chy_bag_check_list(bag);
    return true;
}

static void clear(struct chy_bag *bag)
{
    chy_defects_done(&bag->defects);
    chy_buf_clear(&bag->names);
    chy_buf_clear(&bag->held);
    chy_buf_clear(&bag->info);
    chy_buf_clear(&bag->digests);
    bag->files = bag->tags = 0;
    bag->payload_algs = bag->tag_algs = bag->version = 0;
    bag->has_tagmanifest = false;
    bag->number = 0;
}

bool chy_bag_check(struct chy_bag *bag, int folder, const char *name,
                   const struct chy_bag_options *options, chancery_error *error)
{
    struct chy_bag_checking c = {.bag = bag, .options = options, .place = {.folder = -1}};
    clear(bag);
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        if (!chy_bag_is_of_file(errno))
            return chy_bag_fail(bag, name, "cannot open it", error);
        chy_defects_add(&bag->defects,
                        errno == ELOOP || errno == ENOTDIR  ? CHANCERY_D_BAG_LINK
                        : errno == EACCES || errno == EPERM ? CHANCERY_D_FILE_UNREADABLE
                                                            : CHANCERY_D_BAG_MISSING,
                        none, "the bag's folder cannot be opened: %s",
                        errno == ELOOP || errno == ENOTDIR ? "it is a link or a file"
                                                           : strerror(errno));
        return !bag->defects.failed || chy_fail_memory(error);
    }
    c.place.bag = fd;
    bool ok = check(&c, error);
    if (ok && (bag->defects.failed || !chy_buf_ok(&c.missing) || !chy_buf_ok(&bag->digests) ||
               !chy_buf_ok(&bag->text) || !chy_buf_ok(&bag->path))) {
        bag->number = ENOMEM;
        ok = chy_fail_memory(error);
    }
    chy_bag_place_done(&c.place);
    chy_buf_done(&c.place.path);
    chy_buf_done(&c.missing);
    close(fd);
    return ok;
}

void chy_bag_done(struct chy_bag *bag)
{
    chy_defects_done(&bag->defects);
    chy_buf_done(&bag->names);
    chy_buf_done(&bag->held);
    chy_buf_done(&bag->info);
    chy_buf_done(&bag->digests);
    chy_buf_done(&bag->text);
    chy_buf_done(&bag->path);
    free(bag->file);
    free(bag->tag);
    *bag = (struct chy_bag){0};
}
