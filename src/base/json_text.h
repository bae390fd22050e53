/*
 * json_text.h - JSON as text: what needs no parser. Between json.c and itself alone.
 */
#ifndef CHY_JSON_TEXT_H
#define CHY_JSON_TEXT_H

#include "base/buf.h"

/* A string with its quotes, canonical, or with what cannot be seen escaped too. utf8 is
 * well-formed. */
void chy_json_add_string(struct chy_buf *buf, chancery_span utf8, bool escape_hidden);

#endif
