/*
 * match_search.h - finding signed paragraphs. For match.c alone.
 */
#ifndef CHY_MATCH_SEARCH_H
#define CHY_MATCH_SEARCH_H

#include "custody/match.h"

/* Words [from, to) of the text, and whether the work that may be done was too little. */
struct chy_window {
    struct chy_search *search;
    uint32_t from, to;
    bool stopped;
};

/* All paragraphs one after the other: sets places, range, found and whole, and is true, if they
 * are there. */
bool chy_search_whole(struct chy_match *out, struct chy_window *window,
                      const struct chy_statement *statement);

/* Each paragraph by itself: where the one before leads, else among the text's paragraphs, else
 * anywhere. A found one is CHY_MOVED until its order is known. CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_search_each(struct chy_match *out, struct chy_window *window,
                                  const struct chy_statement *statement, chancery_error *error);

#endif
