/*
 * fd.h - open files, read and written whole, and files without a name.
 */
#ifndef CHY_FD_H
#define CHY_FD_H

#include "base/buf.h"

#include <sys/types.h>

/* read that goes on after a signal: bytes, 0 at the end, or -1 with errno. */
CHY_MUST_USE ssize_t chy_fd_read_some(int fd, void *out, size_t len);

/* Opens a file that the caller's user named, or standard input for "-"; a regular file of more
 * than limit bytes is refused. *size: of a regular file, else 0. -1 with the error set; closed
 * with chy_fd_close, which leaves standard input open. */
int chy_fd_open(const char *path, uint64_t limit, size_t *size, bool *regular,
                chancery_error *error);
void chy_fd_close(int fd);

/* Appends everything from here to the end; CHANCERY_E_LIMIT past limit bytes. expected: how
 * many there probably are. path is the error's where. */
CHY_MUST_USE bool chy_fd_read(struct chy_buf *out, int fd, const char *path, size_t expected,
                              size_t limit, chancery_error *error);

/* The digest of everything from here to the end, of at most CHY_MAX_ANNEX bytes; the first of
 * them, at most `keep`, are appended to head. path is the error's where. */
CHY_MUST_USE bool chy_fd_hash(chancery_digest *sha256, struct chy_buf *head, size_t keep,
                              int fd, const char *path, chancery_error *error);

/* A regular file below a folder, by a path of plain names, opened name by name: no link is
 * followed on the way, and no pipe waited for. shown is the error's where. -1 with
 * CHANCERY_E_MISSING, _UNREADABLE, _IO, or _REFUSED: a link, a folder or a device stands there.
 */
int chy_fd_open_below(int folder, const char *path, uint64_t limit, size_t *size,
                      const char *shown, chancery_error *error);
/* The whole of such a file appended to out. */
CHY_MUST_USE bool chy_fd_read_below(struct chy_buf *out, int folder, const char *path,
                                    size_t limit, const char *shown, chancery_error *error);

/* All bytes, or false with errno; goes on after short writes and signals. */
CHY_MUST_USE bool chy_fd_write(int fd, chancery_span bytes);

/* CHANCERY_E_LIMIT: the file has size bytes, or more than limit where size is limit. False. */
bool chy_fd_fail_size(const char *path, uint64_t size, uint64_t limit, chancery_error *error);

/* A new file in the folder without a name, for this process alone, closed with close. -1 with
 * errno. */
CHY_MUST_USE int chy_fd_scratch(const char *folder);
/* A name in the folder that nobody else has, for a file that is not whole yet. A new string;
 * NULL with the error set. */
char *chy_fd_temporary_name(const char *folder, chancery_error *error);

/* CHANCERY_E_REFUSED: path is a symbolic link, and is to be written. False. */
bool chy_fd_refuse_link(const char *path, chancery_error *error);

#endif
