/*
 * directory_time.h - what a directory says about time: whose timestamps count, and from which
 * day they are demanded (spec/directory.md, D40 and D41). For directory*.c and proven.c.
 */
#ifndef CHY_DIRECTORY_TIME_H
#define CHY_DIRECTORY_TIME_H

#include "custody/directory.h"

/* The members timestampAuthorities and provenTimeSince, which may be absent. */
CHY_MUST_USE bool chy_directory_time_read(struct chy_directory *out,
                                          const struct chy_cursor *root, chancery_error *error);
void chy_directory_time_json(struct chy_json *object, const struct chy_directory *directory);
void chy_directory_time_done(struct chy_directory *directory);

/* Are the certificates ones that OpenSSL can read? CHANCERY_E_FORMAT. */
CHY_MUST_USE bool chy_directory_certificates(const struct chy_directory *directory,
                                             chancery_error *error);

/* "CN=Specimen, to 2040-01-01, certificate 0123456789abcdef". */
void chy_say_authority(struct chy_buf *out, const struct chy_tsa *tsa);

#endif
