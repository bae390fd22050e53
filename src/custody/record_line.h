/*
 * record_line.h - one line of a custody record, read (rules C2 to C13 of
 * spec/custody-record.md). For record*.c alone.
 */
#ifndef CHY_RECORD_READ_LINE_H
#define CHY_RECORD_READ_LINE_H

#include "custody/record.h"

struct chy_parsed_line {
    enum chy_line_kind kind;
    struct chy_envelope envelope; /* CHY_LINE_ENVELOPE */
    chancery_digest of;           /* CHY_LINE_TIMESTAMP */
    char *why;                    /* CHY_LINE_JUNK */
};

/* False only for want of memory. scratch is room that a caller of many lines keeps. */
CHY_MUST_USE bool chy_record_line_read(struct chy_parsed_line *out, chancery_span line,
                                       struct chy_buf *scratch, chancery_error *error);
void chy_record_line_done(struct chy_parsed_line *line);

/* A timestamp line: what it is over, and its token, which replaces what is in *token. */
CHY_MUST_USE bool chy_record_line_token(chancery_digest *of, struct chy_buf *token,
                                        chancery_span line, chancery_error *error);

/* A record's bytes without the byte-order mark that some editors put before them. */
chancery_span chy_record_unmarked(chancery_span bytes);

/* Nothing but white space: such lines are passed over. */
bool chy_record_line_is_blank(chancery_span line);

/* "$.signatures[0]: what is wrong", from an error that is set; freed with chancery_free. */
char *chy_record_why(const chancery_error *cause, chancery_error *error);

#endif
