/*
 * json_text.h - how a string is written in JSON text. For json_write.c, and for lines of which
 * many are written at once.
 */
#ifndef CHY_JSON_TEXT_H
#define CHY_JSON_TEXT_H

#include "base/buf.h"

/* A string with its quotes, canonical, or with what cannot be seen escaped too. utf8 is
 * well-formed. */
void chy_json_add_string(struct chy_buf *buf, chancery_span utf8, bool escape_hidden);

#endif
