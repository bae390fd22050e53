/*
 * archive.h - an archive: a folder of bags, their log and their index (spec/archive.md).
 */
#ifndef CHY_ARCHIVE_H
#define CHY_ARCHIVE_H

#include "archive/bag.h"
#include "archive/log.h"

#define CHY_ARCHIVE_LOG "log"
#define CHY_ARCHIVE_INDEX "index.jsonl"
#define CHY_ARCHIVE_ADDING ".adding"
#define CHY_ARCHIVE_PLAN ".adding/plan.jsonl"

/* --- the index: archive_index.c ----------------------------------------------------------- */

/* One line of it: which entry of the log is which bag. */
struct chy_index_line {
    char bag[CHY_MAX_NAME + 1];
    chancery_digest document, tagmanifest;
    uint64_t entry;
    int64_t issue;     /* 0: not known */
    char language[64]; /* "": not known */
    char symbol[256];  /* "": not known. Not escaped */
};

/* Compact JSON with sorted members, to the byte. CHANCERY_E_JSON, _FORMAT, _CANONICAL. */
CHY_MUST_USE bool chy_index_line_read(struct chy_index_line *out, chancery_span line,
                                      chancery_error *error);
/* The two ways in which it reads: as it is written, which is most of the time of planning an
 * audit, and by JSON, which takes no line that the other reads otherwise. For its tests. */
bool chy_index_line_plain(struct chy_index_line *out, chancery_span line);
CHY_MUST_USE bool chy_index_line_parse(struct chy_index_line *out, chancery_span line,
                                       chancery_error *error);
/* With its LF. */
void chy_index_line_write(struct chy_buf *out, const struct chy_index_line *line);

/* --- names: archive_name.c ---------------------------------------------------------------- */

/* May a bag be called so? Letters and digits of ASCII, - and _, perhaps .vN (N from 2) at the
 * end; not a name that the archive itself uses. */
bool chy_bag_name_is_good(chancery_span name);
/* The name that a symbol ("S/2012/727", "en", 1) or, where symbol is NULL, the name of a file
 * gives. "": none can be made. */
void chy_bag_name_make(char out[CHY_MAX_NAME + 1], const char *symbol, const char *language,
                       int64_t issue, const char *file);
/* The length of the name without .vN, and N; 1 where there is none. */
size_t chy_bag_name_base(uint64_t *version, chancery_span name);

/* --- opening: archive_open.c -------------------------------------------------------------- */

struct chy_archive {
    const char *path;
    int fd;               /* of the folder; -1 */
    char *log;            /* path of its log */
    char *index;          /* path of its index */
    struct chy_log state; /* its log, as it was read when it was opened */
    bool unfinished;      /* an add was interrupted: what is staged is not settled */
};

/* Reads what the archive is: its log's checkpoint, which its key must have signed. lock: for a
 * writer, until chy_archive_done; what an interrupted add left is settled first. */
CHY_MUST_USE bool chy_archive_open(struct chy_archive *out, const char *path, bool lock,
                                   chancery_error *error);
/* For whoever makes the index anew: locked, settled in its bags only, and whatever the index
 * is, which may be missing. home: as chy_archive_is_newest has it; before anything is changed.
 */
CHY_MUST_USE bool chy_archive_open_to_repair(struct chy_archive *out, const char *path,
                                             const char *home, chancery_error *error);
/* Reads the log of an open archive again, and whether an add was interrupted. */
CHY_MUST_USE bool chy_archive_read_again(struct chy_archive *archive, chancery_error *error);
void chy_archive_done(struct chy_archive *archive);

/* A failure of the log, as who keeps the archive is told it: a file that is not there is no
 * mistyped name. False. */
bool chy_archive_fail_log(const chancery_error *why, chancery_error *error);
/* CHANCERY_E_LOG, in the file in which the entry stands. False. */
bool chy_archive_fail_entry(const struct chy_log *log, uint64_t index, const char *why,
                            chancery_error *error);
/* An entry of the log, and what it lists. CHANCERY_E_LOG where it is cut off, or none. */
struct chy_entry;
CHY_MUST_USE bool chy_archive_read_entry(struct chy_entry *out, struct chy_buf *bytes,
                                         const struct chy_log *log, uint64_t index,
                                         chancery_error *error);
CHY_MUST_USE bool chy_archive_entry(struct chy_buf *out, const struct chy_log *log,
                                    uint64_t index, chancery_error *error);

/* In an archive's log the entry that is this one, but names a bag too, as the index beside it
 * has it: its number, and entry becomes it. UINT64_MAX: there is none. */
CHY_MUST_USE bool chy_archive_find_entry(uint64_t *index, struct chy_buf *entry,
                                         const struct chy_log *log, chancery_error *error);

/* --- agreement: archive_agree.c ------------------------------------------------------------
 */

/* Each line of the index, in order, of as many entries as the log has; less, and the last one
 * torn, where an add was interrupted. take may be NULL. CHANCERY_E_CONFLICT and what
 * chy_index_line_read gives. */
typedef bool chy_archive_line_fn(void *context, const struct chy_index_line *line,
                                 chancery_span text, chancery_error *error);
CHY_MUST_USE bool chy_archive_each_line(const struct chy_archive *archive,
                                        chy_archive_line_fn *take, void *context,
                                        chancery_error *error);
/* Does the log extend the checkpoint of it that is remembered in home (NULL: none is)?
 * CHANCERY_E_LOG. */
CHY_MUST_USE bool chy_archive_is_newest(const struct chy_archive *archive, const char *home,
                                        chancery_error *error);
/* Opens it to be read by whoever gives something out: no add is unfinished, the log is the
 * newest, and the index has a line for each of its entries. */
CHY_MUST_USE bool chy_archive_open_whole(struct chy_archive *out, const char *path,
                                         const char *home, chancery_error *error);

/* --- settling: archive_settle.c ----------------------------------------------------------- */

/* What an add had planned: its index lines. Where the log has their entries, the bags are put
 * in place and the lines into the index; else what was staged is removed. For the holder of the
 * lock, after the log's last checkpoint was read. */
CHY_MUST_USE bool chy_archive_settle(struct chy_archive *archive, chancery_error *error);
/* Only puts the bags in place. The index is not looked at, and the plan stays until it has
 * their lines: chy_archive_settle then ends it. */
CHY_MUST_USE bool chy_archive_settle_bags(struct chy_archive *archive, chancery_error *error);
/* Opens the index to be appended to; a torn last line is cut off. *next: the entry of which the
 * next line is. -1 with the error set. */
int chy_index_open_end(uint64_t *next, const struct chy_archive *archive,
                       chancery_error *error);
/* Removes a file or a folder with all it holds, following no link; absent is success. */
CHY_MUST_USE bool chy_remove_tree(int folder, const char *name, chancery_error *error);

#endif
