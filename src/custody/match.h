/*
 * match.h - signed text against a document's words: the level of match, and where in the
 * document each signed paragraph stands (spec/verdict.md, rules 1.x). Knows no signatures and
 * no directory.
 */
#ifndef CHY_MATCH_H
#define CHY_MATCH_H

#include "custody/verdict.h"
#include "text/outline.h"

/* The best level at which the document (its file digest, and its text unless that is NULL) is
 * what the statement signs. */
enum chy_level chy_match_level(const struct chy_statement *statement,
                               const chancery_digest *file, const struct chancery_text *text);

/* Adds CHANCERY_F_FORM_UNKNOWN: the text of the statement cannot be compared. */
void chy_match_unknown_form(struct chy_findings *findings, const chancery_digest *act);

/* Does every digest that must follow from this level hold? Adds CHANCERY_F_DIGESTS_DISAGREE or
 * CHANCERY_F_FORM_UNKNOWN. */
void chy_match_consistent(struct chy_findings *findings, const chancery_digest *act,
                          const struct chy_statement *statement, enum chy_level level,
                          const struct chancery_text *text);

/* How a signed paragraph stands in the document. */
enum chy_stand {
    CHY_STANDS,  /* found, in order */
    CHY_MOVED,   /* found, out of order */
    CHY_ALTERED, /* not found; other words stand where it would be */
    CHY_DROPPED, /* not found, and nothing stands there */
    CHY_UNSOUGHT /* not found, but the search was stopped before it was looked for everywhere */
};

struct chy_place {
    enum chy_stand stand;
    struct chy_range range; /* its words; CHY_ALTERED: what stands there now */
};

struct chy_match {
    struct chy_place *place; /* one for each signed paragraph */
    size_t places;
    bool whole;          /* all found, contiguous, in order, and the words digest holds */
    bool whole_unsought; /* the search was stopped before it could be known that it is not whole
                          */
    bool stopped;        /* the search was stopped before all was searched */
    struct chy_range range; /* from the first to the last word that belongs to it; count 0: none
                               of it is here */
    uint32_t found;         /* words of paragraphs that were found */
};

/* A text that paragraphs are looked for in, and the work that may still be done, in bytes to
 * hash. Freed with chy_search_done. */
struct chy_search {
    const struct chancery_text *text;
    uint64_t left;
    uint64_t looks; /* places that were looked at, each for one paragraph */
    uint32_t
        *by_digest; /* made when first needed: the text's paragraphs by digest, then place */
};
void chy_search_done(struct chy_search *search);

/* Looks for the statement's paragraphs among words [from, to) of the text; a whole match at or
 * after `from` is preferred. CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_match_find(struct chy_match *out, const struct chy_statement *statement,
                                 struct chy_search *search, uint32_t from, uint32_t to,
                                 chancery_error *error);
void chy_match_done(struct chy_match *match);

/* A statement that was looked for in the same text: its paragraphs are spoken of by its own
 * report. */
struct chy_inner {
    const struct chy_statement *statement;
    const struct chy_match *match;
};

/* One finding for each paragraph that does not stand (altered, dropped, moved: what stands
 * there now is quoted), and one for each run of words inserted between paragraphs that do. What
 * belongs to one of inner[inners] is left to its report. told, if not NULL, has an element for
 * each word of the text: set for those that a finding quotes. */
void chy_match_report(struct chy_findings *findings, const struct chy_match *match,
                      const chancery_digest *act, const struct chy_statement *statement,
                      const struct chancery_text *text, const struct chy_inner *inner,
                      size_t inners, bool *told);

#endif
