/*
 * file.h - reading with a bound, appending under a lock, replacing atomically.
 *
 * Nothing here follows a symbolic link in the last component when it writes. What has returned
 * true is on disk: file and folder are synced. A crash at any moment leaves the old file or the
 * new one.
 */
#ifndef CHY_FILE_H
#define CHY_FILE_H

#include "base/buf.h"

/* The whole of a regular file (or of standard input for "-"; pipes are read too) appended to
 * out; CHANCERY_E_MISSING, _UNREADABLE, _IS_FOLDER, _LIMIT (more than limit bytes: the size is
 * said), _IO. path is the error's where. */
CHY_MUST_USE bool chy_file_read(struct chy_buf *out, const char *path, size_t limit,
                                chancery_error *error);

/* The digest of such a file of at most CHY_MAX_ANNEX bytes, and its first bytes, at most
 * `keep`, appended to head: memory does not grow with the file. Errors as above. */
CHY_MUST_USE bool chy_file_read_head(struct chy_buf *head, chancery_digest *sha256,
                                     const char *path, size_t keep, chancery_error *error);

/* The digest of a file whose name came from a record, at most CHY_MAX_ANNEX bytes: only a plain
 * name inside folder, opened without following links, a regular file. *found is false, without
 * an error, if there is none or the name is not plain. */
CHY_MUST_USE bool chy_file_hash_beside(chancery_digest *sha256, bool *found, const char *folder,
                                       chancery_span name, chancery_error *error);

/* A new file with mode (0600 for secrets, 0644), written without a name (where that cannot be,
 * and with force, under a temporary one in the same folder), synced and linked into place:
 * never replaces (CHANCERY_E_EXISTS) unless force. The
 * umask may narrow mode. CHANCERY_E_REFUSED where path is a symbolic link. "-" writes to
 * standard output. */
CHY_MUST_USE bool chy_file_write(const char *path, chancery_span bytes, unsigned mode,
                                 bool force, chancery_error *error);

/* The same, always replacing, of what is too large to be held: begun, then added to, then
 * committed, which syncs it and puts it in place; chy_file_end in any case, which leaves
 * nothing behind of what was not committed. path outlives it. */
struct chy_file_new {
    const char *path;
    char *temporary;
    int fd; /* -1: there is none to be ended */
    bool
        named; /* it stands under the temporary name; else, until it is committed, under none */
};
CHY_MUST_USE bool chy_file_begin(struct chy_file_new *out, const char *path, unsigned mode,
                                 chancery_error *error);
CHY_MUST_USE bool chy_file_add(const struct chy_file_new *file, chancery_span bytes,
                               chancery_error *error);
CHY_MUST_USE bool chy_file_commit(struct chy_file_new *file, chancery_error *error);
void chy_file_end(struct chy_file_new *file);

/* Appends whole lines to a grow-only file: takes an exclusive lock, gives the present content
 * to decide (which may leave lines empty: nothing is to be added), completes a torn last line
 * with LF, appends, syncs. The file is made (0644) if absent, and is not left behind empty.
 * What was written in part is taken back. CHANCERY_E_REFUSED where path is a symbolic link. */
typedef bool chy_append_fn(void *context, chancery_span present, struct chy_buf *lines,
                           chancery_error *error);
CHY_MUST_USE bool chy_file_append(const char *path, size_t limit, chy_append_fn *decide,
                                  void *context, chancery_error *error);

/* What was made, renamed or removed in a folder is on disk when this returns true. */
CHY_MUST_USE bool chy_file_sync_folder(const char *folder, chancery_error *error);
/* The folder in which path stands. */
CHY_MUST_USE bool chy_file_sync_folder_of(const char *path, chancery_error *error);

/* Removes a file; absent is success. */
CHY_MUST_USE bool chy_file_remove(const char *path, chancery_error *error);
bool chy_file_exists(const char *path);
bool chy_file_is_folder(const char *path);
/* Others may read it (mode & 077). */
bool chy_file_is_exposed(const char *path);
/* Makes a folder and its missing parents, mode 0700 for new ones if secret else 0755. */
CHY_MUST_USE bool chy_file_make_folder(const char *path, bool secret, chancery_error *error);

/* Is the folder a bag: does it hold a bag's declaration and a folder "data"? */
bool chy_file_is_bag(const char *path);
/* CHANCERY_E_REFUSED where what stands at path, or is to be made there, is in a bag: a folder
 * above it, links followed, is one. */
CHY_MUST_USE bool chy_file_outside_bags(const char *path, chancery_error *error);
/* The same of a new file that is to stand in no archive either; "-" is none. */
CHY_MUST_USE bool chy_file_outside_archives(const char *path, chancery_error *error);
/* The same of a folder, perhaps yet to be made, into which something is put: nor is it itself
 * one. */
CHY_MUST_USE bool chy_folder_outside_archives(const char *folder, chancery_error *error);

/* Plain names of the regular files of a folder that end in suffix, sorted by bytes; *names is
 * an array of *count strings, freed with chy_names_free. At most CHY_MAX_NAMES, else
 * CHANCERY_E_LIMIT. */
CHY_MUST_USE bool chy_file_list(char ***names, size_t *count, const char *folder,
                                const char *suffix, chancery_error *error);
void chy_names_free(char **names, size_t count);

/* "dir/x.txt": folder "dir" ("." if none) and name "x.txt". New strings; NULL with the error
 * set. */
char *chy_path_folder(const char *path, chancery_error *error);
const char *chy_path_name(const char *path); /* a view of path */
char *chy_path_join(const char *folder, chancery_span name, chancery_error *error);
/* A plain file name: not empty, no '/', NUL or control, not "." or "..", at most 255 bytes. */
bool chy_path_is_plain(chancery_span name);
/* What to do about one that is not. */
#define CHY_PLAIN_NAME_NEXT                                                                    \
    "Rename the file: at most 255 bytes, without control characters, and no folder."

#endif
