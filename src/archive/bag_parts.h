/*
 * bag_parts.h - the parts of the checker of bags, for bag*.c and their tests.
 */
#ifndef CHY_BAG_PARTS_H
#define CHY_BAG_PARTS_H

#include "archive/bag.h"

/* The label of bag-info.txt that names a signed list of the bag's files. */
#define CHY_BAG_LIST_LABEL "Chancery-List"

/* --- text: bag_text.c --------------------------------------------------------------------- */

/* The next line, ended by LF, CR or CRLF, without its end. False at the end of the text. */
bool chy_bag_line(chancery_span *line, chancery_span *rest);

/* Appends the text as UTF-8. encoding as bagit.txt names it. Returns why it cannot; NULL: it
 * could. */
const char *chy_bag_recode(struct chy_buf *out, chancery_span text, chancery_span encoding);

struct chy_bag_declaration {
    unsigned version; /* 93 to 97, 100 */
    chancery_span encoding;
};
/* bagit.txt. Returns why it is none; NULL: it is one. */
const char *chy_bag_declaration_read(struct chy_bag_declaration *out, chancery_span text);

/* Takes the next label and value off *rest; a value that goes on in further lines is appended
 * to `unfolded` whole, which must have room for the text from the start. *line counts on.
 * False at the end; *why is set where a line is no label. */
bool chy_bag_info_next(struct chy_bag_tag *out, const char **why, chancery_span *rest,
                       size_t *line, struct chy_buf *unfolded);

/* --- one line of a manifest: bag_manifest.c ------------------------------------------------
 */

struct chy_manifest_line {
    uint8_t digest[CHY_BAG_MAX_DIGEST];
    chancery_span path; /* still encoded; neither "*" nor "./" before it */
    bool starred, dotted;
};
/* Returns why it is none; NULL: it is one. */
const char *chy_manifest_line_read(struct chy_manifest_line *out, chancery_span line,
                                   enum chy_bag_alg alg);

/* --- paths: bag_path.c ----------------------------------------------------------------------
 */

/* Appends the path with %0A and %0D (and, from 1.0 on, %25) decoded. */
void chy_bag_path_decode(struct chy_buf *out, chancery_span path, unsigned version);
/* The reverse, as 1.0 has it. */
void chy_bag_path_encode(struct chy_buf *out, chancery_span path);
/* Why a path that a manifest names is refused; NULL: it is not. */
const char *chy_bag_path_refused(chancery_span path);
/* Appends what two paths share that differ only in case or Unicode normalisation. */
void chy_bag_path_fold(struct chy_buf *out, chancery_span path);

/* --- files on disk: bag_walk.c, bag_read.c --------------------------------------------------
 */

/* The folder below the bag in which the last file was opened. */
struct chy_bag_place {
    int bag;    /* the bag's descriptor */
    int folder; /* -1: none yet */
    struct chy_buf path;
};

/* Lists all regular files into bag->file, sorted; links and devices are defects. A folder
 * directly in the bag stays open in place. */
CHY_MUST_USE bool chy_bag_walk(struct chy_bag *bag, struct chy_bag_place *place,
                               chancery_error *error);

/* Reads a file once: digests out[alg] of algs and SHA-256; its bytes are kept if they are at
 * most `keep`. A file that cannot be read is a defect, and is not `whole`; false: the system
 * failed. */
CHY_MUST_USE bool chy_bag_read(struct chy_bag *bag, struct chy_bag_file *file,
                               struct chy_bag_place *place, unsigned algs, uint64_t keep,
                               uint8_t out[CHY_BAG_ALGS][CHY_BAG_MAX_DIGEST],
                               chancery_error *error);
/* Its size alone; 0 where it cannot be had. False: the system failed. */
CHY_MUST_USE bool chy_bag_measure(struct chy_bag *bag, struct chy_bag_file *file,
                                  struct chy_bag_place *place, chancery_error *error);
void chy_bag_place_done(struct chy_bag_place *place);

/* CHANCERY_E_IO or _MEMORY with errno, which is kept in bag->number. False. */
bool chy_bag_fail(struct chy_bag *bag, const char *where, const char *doing,
                  chancery_error *error);

/* --- bag_info.c ------------------------------------------------------------------------------
 */

/* Reads the labels, whose encoding stands in bag->info until then. */
CHY_MUST_USE bool chy_bag_read_info(struct chy_bag *bag, chancery_span name,
                                    chancery_error *error);
/* When all files were read: compares Payload-Oxum. */
void chy_bag_check_oxum(struct chy_bag *bag, chancery_span name);
/* Paths of files that are there, and of those that are missing (each ending with NUL), that
 * differ in case or normalisation only. */
void chy_bag_check_twins(struct chy_bag *bag, chancery_span missing);

/* --- what manifests list: bag_listed.c -------------------------------------------------------
 */

/* One check of one bag. */
struct chy_bag_checking {
    struct chy_bag *bag;
    const struct chy_bag_options *options;
    struct chy_bag_place place;
    chancery_span encoding;
    size_t forced;          /* bytes held that the caller did not ask for */
    struct chy_buf missing; /* paths that a manifest names, each ending with NUL */
    uint8_t digest[CHY_BAG_ALGS][CHY_BAG_MAX_DIGEST]; /* of the last file read */
    uint8_t bagit[CHY_BAG_ALGS][CHY_BAG_MAX_DIGEST];  /* of bagit.txt, which is read first */
};

static inline chancery_span chy_bag_path_of(const struct chy_bag_file *file)
{
    return chy_span(file->path, file->path_len);
}

/* The algorithms by which a manifest may list it. */
static inline unsigned chy_bag_algs_of(const struct chy_bag *bag,
                                       const struct chy_bag_file *file)
{
    return file->payload ? bag->payload_algs : bag->tag_algs;
}

struct chy_bag_file *chy_bag_find_file(const struct chy_bag *bag, chancery_span path);
/* The algorithm of "manifest-md5.txt", "tagmanifest-md5.txt"; CHY_BAG_ALGS: it is called
 * otherwise, or *unknown. */
enum chy_bag_alg chy_bag_payload_manifest(chancery_span path, bool *unknown);
enum chy_bag_alg chy_bag_tag_manifest(chancery_span path, bool *unknown);
/* Takes in the lines of a manifest: what each file is to be, and which are missing. */
void chy_bag_take_lines(struct chy_bag_checking *c, chancery_span text, enum chy_bag_alg alg,
                        bool payload, const char *manifest);
/* Does it lie below a folder that cannot be read? */
bool chy_bag_is_hidden(const struct chy_bag *bag, chancery_span path);
/* What was read, against all manifests that list it. */
void chy_bag_compare(struct chy_bag_checking *c, struct chy_bag_file *file,
                     uint8_t digest[CHY_BAG_ALGS][CHY_BAG_MAX_DIGEST]);
/* Does a manifest list it, as far as manifests were read? */
bool chy_bag_is_listed(const struct chy_bag_file *file);
/* What no manifest lists. */
void chy_bag_check_listed(struct chy_bag_checking *c);

#endif
