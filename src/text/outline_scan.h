/*
 * outline_scan.h - the first pass of the outline: where parts begin. Only outline*.c includes
 * it.
 */
#ifndef CHY_OUTLINE_SCAN_H
#define CHY_OUTLINE_SCAN_H

#include "text/outline.h"

/* Words within which a masthead stands. */
#define CHY_MASTHEAD_WORDS 128u

/* A part that is known by its own words; all other words are sorted by where these stand. */
struct chy_anchor {
    enum chy_part_kind kind; /* CHY_PART_LETTER: range is its heading */
    struct chy_range range;
};

/* A signature mark, and in whose language it is. */
struct chy_signed {
    struct chy_range range;
    const struct chy_language *language;
};

struct chy_scan {
    const struct chancery_text *text;
    const struct chy_outline *out; /* its masthead is read */
    struct chy_anchor *anchor;     /* in order, disjoint */
    uint32_t anchors;
    struct chy_signed *mark; /* in order, disjoint from the anchors */
    uint32_t marks;
    size_t anchor_cap, mark_cap;
    bool first[256]; /* bytes with which an anchor may begin */
    uint32_t job;    /* the word that bears the first job number; UINT32_MAX: none */
    uint32_t foot;   /* the word that bears the job number of the pages; UINT32_MAX: none */
    uint32_t pages;  /* the 3 of the pages' "2/3"; 0: not known */
};

/* Finds every anchor and mark from word `from` on; out: with its masthead, for what pages bear.
 */
CHY_MUST_USE bool chy_scan_run(struct chy_scan *scan, const struct chancery_text *text,
                               const struct chy_outline *out, uint32_t from,
                               chancery_error *error);
void chy_scan_done(struct chy_scan *scan);

/* What the first words of a heading say. */
struct chy_opening {
    const struct chy_language *language;
    enum chy_letter_kind kind;
    uint32_t words;          /* "Letter dated"; none where the date comes first */
    chancery_date date;      /* not set: none stands where it should */
    struct chy_range sender; /* where it stands before the date, or before the addressee */
    uint32_t next;           /* the word after the date */
    struct chy_range to;     /* where a closing follows */
    uint32_t end;            /* after the closing; 0: none */
};

/* Do the first words of a heading in this language stand at `at`? */
bool chy_opening_read(struct chy_opening *out, const struct chy_language *language,
                      const struct chancery_text *text, uint32_t at);
/* As chy_opening_read, in the first language in which they do. */
bool chy_opening_find(struct chy_opening *out, const struct chancery_text *text, uint32_t at);
/* No heading that begins at `at` reaches beyond this word. */
uint32_t chy_heading_limit(const struct chy_language *language,
                           const struct chancery_text *text, uint32_t at);
/* The first words of a body, with which a heading in this language is over. */
bool chy_begins_body(const struct chy_language *language, const struct chancery_text *text,
                     uint32_t at);

/* Does a letter's heading stand at `at`? strict: so that it is one in the middle of a
 * paragraph too. Its last word is then before chy_heading_end(text, at). */
bool chy_heading_at(const struct chancery_text *text, uint32_t at, bool strict);
uint32_t chy_heading_end(const struct chancery_text *text, uint32_t at);
/* The end of what a heading at `at` goes on with after the word before `from`. */
uint32_t chy_heading_reach(const struct chy_language *language,
                           const struct chancery_text *text, uint32_t at, uint32_t from);
/* A letter's heading that is an annex's ("...的信的附件"): its words; 0: none stands at `at`.
 */
uint32_t chy_annexed_heading(const struct chy_language **language,
                             const struct chancery_text *text, uint32_t at);
/* The word after the date of a heading that has its sender, from `at` on, before its date; `at`
 * if there is no date. */
uint32_t chy_dated_at(const struct chy_language *language, const struct chancery_text *text,
                      uint32_t at);

/* The words that make `at` an annex's heading ("Annex", "Annex II"), and in what language it
 * is; 0: it is none. */
uint32_t chy_annex_at(const struct chy_language **language, const struct chancery_text *text,
                      uint32_t at);
/* Where the heading of an annex ends whose first words end before `next`. */
uint32_t chy_annex_end(const struct chy_language *language, const struct chancery_text *text,
                       uint32_t next);
/* The words "[Original: French]" at `at`; 0: they are not there. */
uint32_t chy_annex_source(const struct chy_language *language, const struct chancery_text *text,
                          uint32_t at);
/* The words "to the letter dated" at `at`, through a date that comes later; 0: not there. */
uint32_t chy_annex_of(const struct chy_language *language, const struct chancery_text *text,
                      uint32_t at);

/* What the pages bear: scan->foot and scan->pages. */
void chy_pages_learn(struct chy_scan *scan);
/* The words of a page's head or foot at `at`, which may be a job number alone; 0: there is
 * none.
 */
uint32_t chy_page_at(const struct chy_scan *scan, uint32_t at, bool job_alone);

/* Fills out->masthead; the number of words of the masthead. */
uint32_t chy_masthead_read(struct chy_outline *out, const struct chancery_text *text);

/* Reads language, kind, date, sender and addressee from letter->heading. */
void chy_letter_heading(struct chy_letter *letter, const struct chancery_text *text);
/* The blocks, names and offices of all marks: outline->mark[].mark and the anchors stand. */
void chy_marks_read(struct chy_outline *out, const struct chy_scan *scan);

/* The first word of a mark's block, or of an office before it. */
static inline uint32_t chy_mark_begin(const struct chy_mark *mark)
{
    uint32_t first = mark->mark.first;
    if (mark->name_before && mark->block.count > 0)
        return mark->block.first;
    return mark->office.count > 0 && mark->office.first < first ? mark->office.first : first;
}

static inline bool chy_begins_paragraph(const struct chancery_text *text, uint32_t at)
{
    return at == text->words || (text->word[at].flags & CHY_WORD_PARAGRAPH);
}

/* The word after the last word of the paragraph of word `at`. */
static inline uint32_t chy_paragraph_end(const struct chancery_text *text, uint32_t at)
{
    const struct chy_paragraph *paragraph = &text->paragraph[text->word[at].paragraph];
    return paragraph->first + paragraph->count;
}

#endif
