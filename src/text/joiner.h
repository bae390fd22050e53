/*
 * joiner.h - where ZWNJ and ZWJ may stand: RFC 5892, Appendix A.1 and A.2. There they change
 * what a reader sees (Persian, the scripts of India); elsewhere nobody sees them.
 */
#ifndef CHY_JOINER_H
#define CHY_JOINER_H

#include "base/span.h"

/* The first joiner of a word in NFC that stands where it joins nothing, by number from 0 on
 * among the word's joiners; SIZE_MAX: all stand right. Well-formed text; linear time. */
size_t chy_joiner_misplaced(chancery_span word);

#endif
