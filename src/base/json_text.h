/*
 * json_text.h - JSON as text: what needs no parser. Between json.c and itself alone.
 */
#ifndef CHY_JSON_TEXT_H
#define CHY_JSON_TEXT_H

#include "base/buf.h"

/* Refuses what jansson would take and we do not, before memory is asked for: a byte-order mark,
 * a zero byte (it loses one that follows a number), and more than CHY_MAX_DEPTH levels
 * (CHANCERY_E_LIMIT). */
CHY_MUST_USE bool chy_json_prescan(chancery_span bytes, chancery_error *error);

/* Sets the error's offset, line and column from a byte offset; past the end is the end. */
bool chy_json_fail_at(chancery_error *error, chancery_span bytes, size_t offset);

/* A string with its quotes, canonical, or with what cannot be seen escaped too. utf8 is
 * well-formed. */
void chy_json_add_string(struct chy_buf *buf, chancery_span utf8, bool escape_hidden);

#endif
