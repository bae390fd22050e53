/*
 * outline_scan.h - the first pass of the outline: where parts begin. Only outline*.c includes
 * it.
 */
#ifndef CHY_OUTLINE_SCAN_H
#define CHY_OUTLINE_SCAN_H

#include "text/outline.h"

/* Words within which a masthead stands, and a heading ends where nothing else ends it. */
#define CHY_MASTHEAD_WORDS 128u
#define CHY_HEADING_WORDS 100u

/* A part that is known by its own words; all other words are sorted by where these stand. */
struct chy_anchor {
    enum chy_part_kind kind; /* CHY_PART_LETTER: range is its heading */
    struct chy_range range;
};

struct chy_scan {
    const struct chancery_text *text;
    struct chy_anchor *anchor; /* in order, disjoint */
    uint32_t anchors;
    struct chy_range *mark; /* in order, disjoint from the anchors */
    uint32_t marks;
    size_t anchor_cap, mark_cap;
    uint32_t job; /* the word that bears the first job number; UINT32_MAX: none */
};

/* Finds every anchor and mark from word `from` on. */
CHY_MUST_USE bool chy_scan_run(struct chy_scan *scan, const struct chancery_text *text,
                               uint32_t from, chancery_error *error);
void chy_scan_done(struct chy_scan *scan);

/* Does a letter's heading stand at `at`? strict: so that it is one in the middle of a
 * paragraph too. Its last word is then before chy_heading_end(text, at). */
bool chy_heading_at(const struct chancery_text *text, uint32_t at, bool strict);
uint32_t chy_heading_end(const struct chancery_text *text, uint32_t at);
/* The words that make `at` an annex's heading ("Annex", "Annex II"); 0: it is none. */
uint32_t chy_annex_at(const struct chancery_text *text, uint32_t at);

/* Fills out->masthead; the number of words of the masthead. */
uint32_t chy_masthead_read(struct chy_outline *out, const struct chancery_text *text);

/* Reads date, sender and addressee from letter->heading. */
void chy_letter_heading(struct chy_letter *letter, const struct chancery_text *text);
/* The blocks, names and offices of all marks: outline->mark[].mark and the anchors stand. */
void chy_marks_read(struct chy_outline *out, const struct chy_scan *scan);

/* The word after the last word of the paragraph of word `at`. */
static inline uint32_t chy_paragraph_end(const struct chancery_text *text, uint32_t at)
{
    const struct chy_paragraph *paragraph = &text->paragraph[text->word[at].paragraph];
    return paragraph->first + paragraph->count;
}

#endif
