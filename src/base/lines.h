/*
 * lines.h - the lines of a file that is too large to be held: each is read when it is asked
 * for, and may be asked for again by its place.
 *
 * A zeroed struct has no lines. A pipe, which cannot be read twice, is held whole.
 */
#ifndef CHY_LINES_H
#define CHY_LINES_H

#include "base/buf.h"

struct chy_lines {
    char *path;          /* NULL: bytes that the caller holds */
    int fd;              /* where path is a regular file */
    bool open;           /* fd is */
    chancery_span bytes; /* where it is not: what is left of them */
    chancery_span whole; /* and all of them */
    struct chy_buf held; /* read from fd, or all of what is no regular file */
    size_t from;         /* where in held the next line begins */
    uint64_t at, limit;  /* the place of held[from]; bytes that the file may have */
    size_t piece;        /* bytes that are asked for at once; 0: as many as are quick to read */
    bool given;          /* the line that stands there */
    bool ended;
    bool torn; /* after the end: the last line had no LF */
};

/* Errors as those of chy_file_read. */
CHY_MUST_USE bool chy_lines_open(struct chy_lines *out, const char *path, uint64_t limit,
                                 chancery_error *error);
/* A regular file that is open, which becomes its own; path is the error's where.
 * CHANCERY_E_MEMORY, and fd stays the caller's. */
CHY_MUST_USE bool chy_lines_take(struct chy_lines *out, int fd, const char *path,
                                 uint64_t limit, chancery_error *error);
/* Lines of bytes that outlive it. */
void chy_lines_of(struct chy_lines *out, chancery_span bytes);

/* The next line, without its LF, good until the next call, and its place. *more is false at
 * the end. Of a line longer than CHY_MAX_LINE its beginning is given. */
CHY_MUST_USE bool chy_lines_next(struct chy_lines *lines, chancery_span *line, uint64_t *place,
                                 bool *more, chancery_error *error);
/* len bytes at a place, good until the next call. CHANCERY_E_IO: they are not there any
 * more. */
CHY_MUST_USE bool chy_lines_again(struct chy_lines *lines, chancery_span *line, uint64_t place,
                                  size_t len, chancery_error *error);
void chy_lines_done(struct chy_lines *lines);

#endif
