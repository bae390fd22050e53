/*
 * marked.h - text with marks around it that are no letter's own.
 */
#ifndef CHY_MARKED_H
#define CHY_MARKED_H

#include "base/error.h"
#include "base/span.h"

/* A page of a word processor or a browser, a message with its head, or what was quoted in one:
 * true with CHANCERY_E_CONFLICT, which says what it is and what to do. */
bool chy_is_marked(chancery_span text, chancery_error *error);

#endif
