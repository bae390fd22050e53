/*
 * bag_listed.c - files and the manifests that list them: what is missing, altered, unlisted.
 */
#include "archive/bag_parts.h"

#include "base/encode.h"

struct chy_bag_file *chy_bag_find_file(const struct chy_bag *bag, chancery_span path)
{
    size_t low = 0, high = bag->files;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct chy_bag_file *file = &bag->file[middle];
        size_t len = file->path_len < path.len ? file->path_len : path.len;
        int order = memcmp(file->path, path.ptr, len);
        if (order == 0)
            order = file->path_len < path.len ? -1 : file->path_len > path.len;
        if (order == 0)
            return file;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* The algorithm of "PREFIXmd5.txt"; CHY_BAG_ALGS: it is not called so, or *unknown. */
static enum chy_bag_alg manifest_of(chancery_span path, chancery_span prefix, bool *unknown)
{
    const chancery_span suffix = CHY_LITERAL(".txt");
    *unknown = false;
    if (!chy_span_starts(path, prefix) || !chy_span_ends(path, suffix) ||
        path.len < prefix.len + suffix.len || memchr(path.ptr, '/', path.len))
        return CHY_BAG_ALGS;
    enum chy_bag_alg alg =
        chy_bag_alg_of(chy_span_sub(path, prefix.len, path.len - prefix.len - suffix.len));
    *unknown = alg == CHY_BAG_ALGS;
    return alg;
}

enum chy_bag_alg chy_bag_payload_manifest(chancery_span path, bool *unknown)
{
    return manifest_of(path, CHY_LITERAL("manifest-"), unknown);
}

enum chy_bag_alg chy_bag_tag_manifest(chancery_span path, bool *unknown)
{
    return manifest_of(path, CHY_LITERAL("tagmanifest-"), unknown);
}

static bool is_tag_manifest(chancery_span path)
{
    bool unknown;
    return chy_bag_tag_manifest(path, &unknown) != CHY_BAG_ALGS || unknown;
}

static void compare_with(struct chy_bag_checking *c, struct chy_bag_file *file,
                         enum chy_bag_alg alg, const uint8_t *digest)
{
    const size_t len = chy_bag_alg_len(alg);
    char hex[2 * CHY_BAG_MAX_DIGEST + 1];
    if (memcmp(c->bag->digests.ptr + file->expected[alg], digest, len) == 0)
        return;
    file->good = false;
    chy_hex(hex, digest, len);
    chy_defects_add(&c->bag->defects, CHANCERY_D_FILE_ALTERED, chy_bag_path_of(file),
                    "its bytes are not those of which %smanifest-%s.txt has the digest; their "
                    "own is %s",
                    file->payload ? "" : "tag", chy_bag_alg_name(alg), hex);
}

void chy_bag_compare(struct chy_bag_checking *c, struct chy_bag_file *file,
                     uint8_t digest[CHY_BAG_ALGS][CHY_BAG_MAX_DIGEST])
{
    bool listed = false;
    file->good = file->whole;
    for (enum chy_bag_alg alg = CHY_BAG_MD5; file->whole && alg < CHY_BAG_ALGS; alg++) {
        if (file->expected[alg] == 0)
            continue;
        listed = true;
        compare_with(c, file, alg, digest[alg]);
    }
    file->good = file->good && listed;
}

bool chy_bag_is_listed(const struct chy_bag_file *file)
{
    bool listed = false;
    for (enum chy_bag_alg alg = CHY_BAG_MD5; alg < CHY_BAG_ALGS; alg++)
        listed = listed || file->expected[alg] != 0;
    return listed;
}

static bool is_missing_already(const struct chy_bag_checking *c, chancery_span path)
{
    const struct chy_buf *missing = &c->missing;
    for (size_t at = 0; at < missing->len;) {
        size_t len = strlen((const char *)missing->ptr + at);
        if (chy_span_eq(path, chy_span(missing->ptr + at, len)))
            return true;
        at += len + 1;
    }
    return false;
}

bool chy_bag_is_hidden(const struct chy_bag *bag, chancery_span path)
{
    const struct chy_defects *defects = &bag->defects;
    for (size_t i = 0; i < defects->count; i++) {
        const struct chy_defect *defect = &defects->item[i];
        if (defect->code != CHANCERY_D_FILE_UNREADABLE || !defect->path)
            continue;
        chancery_span folder = chy_span_str(defect->path);
        if (path.len > folder.len && path.ptr[folder.len] == '/' &&
            chy_span_starts(path, folder))
            return true;
    }
    return false;
}

static void add_missing(struct chy_bag_checking *c, chancery_span path, const char *manifest)
{
    if (chy_bag_is_hidden(c->bag, path))
        return; /* whether it is there nobody can see */
    if (c->bag->defects.more > 0 || is_missing_already(c, path)) {
        c->bag->defects.more += c->bag->defects.more > 0;
        return;
    }
    chy_defects_add(&c->bag->defects, CHANCERY_D_FILE_MISSING, path,
                    "%s lists it, and it is not there", manifest);
    chy_buf_span(&c->missing, path);
    chy_buf_byte(&c->missing, '\0');
}

/* A second line for one file: the same digest is a blemish before 1.0, else an error. */
static void add_again(struct chy_bag_checking *c, const struct chy_bag_file *file,
                      enum chy_bag_alg alg, const uint8_t *digest, const char *manifest)
{
    bool same =
        memcmp(c->bag->digests.ptr + file->expected[alg], digest, chy_bag_alg_len(alg)) == 0;
    chy_defects_add(&c->bag->defects,
                    same && c->bag->version < 100 ? CHANCERY_D_BAG_FORM
                                                  : CHANCERY_D_BAG_MANIFEST,
                    chy_bag_path_of(file), "%s lists it twice%s", manifest,
                    same ? "" : ", with two digests");
}

static void take_line(struct chy_bag_checking *c, const struct chy_manifest_line *line,
                      enum chy_bag_alg alg, bool payload, const char *manifest)
{
    struct chy_bag *bag = c->bag;
    chy_buf_clear(&bag->path);
    chy_bag_path_decode(&bag->path, line->path, bag->version);
    chancery_span path = chy_buf_view(&bag->path);
    const char *why = chy_bag_path_refused(path);
    if (!why && chy_span_starts(path, CHY_LITERAL("data/")) != payload)
        why = payload ? "it does not lie in data/" : "it lies in data/";
    if (why) {
        chy_defects_add(&bag->defects, CHANCERY_D_BAG_PATH, path,
                        "%s lists this path, which is refused: %s", manifest, why);
        return;
    }
    if (line->starred || line->dotted)
        chy_defects_add(&bag->defects, CHANCERY_D_BAG_FORM, path,
                        "%s writes \"%s\" before this path", manifest,
                        line->starred ? "*" : "./");
    struct chy_bag_file *file = chy_bag_find_file(bag, path);
    if (!file) {
        add_missing(c, path, manifest);
    } else if (file->expected[alg]) {
        add_again(c, file, alg, line->digest, manifest);
    } else {
        file->expected[alg] = (uint32_t)bag->digests.len;
        chy_buf_add(&bag->digests, line->digest, chy_bag_alg_len(alg));
    }
}

void chy_bag_take_lines(struct chy_bag_checking *c, chancery_span text, enum chy_bag_alg alg,
                        bool payload, const char *manifest)
{
    chancery_span line, rest = text;
    for (size_t number = 1; chy_bag_line(&line, &rest); number++) {
        struct chy_manifest_line read;
        if (line.len == 0)
            continue;
        const char *why = chy_manifest_line_read(&read, line, alg);
        if (why)
            chy_defects_add(&c->bag->defects, CHANCERY_D_BAG_MANIFEST, chy_span_str(manifest),
                            "line %zu is malformed: %s", number, why);
        else
            take_line(c, &read, alg, payload, manifest);
    }
}

/* What no manifest lists. */
static void check_listed(struct chy_bag_checking *c, const struct chy_bag_file *file)
{
    struct chy_bag *bag = c->bag;
    const unsigned algs = chy_bag_algs_of(bag, file);
    unsigned listed = 0;
    for (enum chy_bag_alg alg = CHY_BAG_MD5; alg < CHY_BAG_ALGS; alg++)
        listed |= file->expected[alg] ? 1u << alg : 0;
    /* before 1.0 one manifest was enough; of a tag file it still is */
    bool every = file->payload && bag->version >= 100;
    if (algs == 0 || (every ? listed == algs : listed != 0))
        return;
    bool unknown;
    chancery_span path = chy_bag_path_of(file);
    bool must = file->payload || c->options->own ||
                (bag->version >= 100 &&
                 (chy_bag_payload_manifest(path, &unknown) != CHY_BAG_ALGS || unknown));
    chy_defects_add(&bag->defects, must ? CHANCERY_D_FILE_EXTRA : CHANCERY_D_FILE_UNLISTED,
                    path, "%s lists it", listed == 0 ? "no manifest" : "not every manifest");
}

void chy_bag_check_listed(struct chy_bag_checking *c)
{
    for (size_t i = 0; i < c->bag->files; i++)
        if (!is_tag_manifest(chy_bag_path_of(&c->bag->file[i])))
            check_listed(c, &c->bag->file[i]);
    if (chy_bag_find(c->bag, CHY_LITERAL("fetch.txt")))
        chy_defects_add(&c->bag->defects, CHANCERY_D_BAG_FETCH, CHY_LITERAL("fetch.txt"),
                        "it says that files are to be fetched from elsewhere; nothing is "
                        "fetched");
}
