/*
 * outline_scan.c - one pass over the words that finds headings, annexes, job numbers and
 * signature marks: spec/outline.md, O5 to O24. Every look ahead is bounded, so the pass is
 * linear in the number of words.
 */
#include "text/outline_scan.h"
#include "text/outline_terms.h"

#include "base/limits.h"

#include <stdlib.h>

/* Where the pass stands. A heading, "Annex" or job number in the middle of a paragraph counts
 * only where re-typesetting may have joined it to what is before it: that is open ground. */
struct place {
    uint32_t ground;   /* the word directly after an annex, a job number or the masthead */
    uint32_t joined;   /* the paragraph of the last mark */
    uint32_t headings; /* before this word headings, and only they, have open ground too */
    bool body;         /* between a heading and the letter's first mark */
};

static struct place nowhere(void)
{
    return (struct place){.ground = UINT32_MAX, .joined = UINT32_MAX};
}

static struct place after_anchor(enum chy_part_kind kind, uint32_t end)
{
    struct place place = nowhere();
    if (kind == CHY_PART_LETTER) {
        place.headings = end + 1;
        place.body = true;
    } else {
        place.ground = end;
    }
    return place;
}

static bool on_open_ground(const struct chancery_text *text, const struct place *place,
                           uint32_t at)
{
    return at == place->ground || text->word[at].paragraph == place->joined;
}

/* Is the "Annex" at `at`, `words` long, a heading and not a word of a sentence? */
static bool annex_counts(const struct chy_language *language, const struct chancery_text *text,
                         const struct place *place, uint32_t at, uint32_t words)
{
    uint32_t next = at + words;
    uint32_t letter = next + chy_annex_source(language, text, next);
    if (letter < text->words && chy_heading_at(text, letter, true))
        return true;
    if (on_open_ground(text, place, at))
        return true;
    if (!chy_begins_paragraph(text, at))
        return false;
    if (chy_begins_paragraph(text, next) || (text->word[next].flags & CHY_WORD_LINE) ||
        letter > next || chy_annex_of(language, text, next) > 0)
        return true;
    return !place->body && !chy_begins_small(chy_text_word(text, next));
}

static bool job_counts(const struct chancery_text *text, const struct place *place, uint32_t at,
                       uint32_t words)
{
    uint32_t next = at + words;
    if (next == text->words || on_open_ground(text, place, at))
        return true;
    if (!chy_begins_paragraph(text, at) || !chy_begins_paragraph(text, next))
        return false;
    /* A page's foot in the middle of a letter belongs to the letter. */
    const struct chy_language *language;
    return !place->body || chy_heading_at(text, next, false) ||
           chy_annex_at(&language, text, next) > 0;
}

/* --- the pass -------------------------------------------------------------------- */

static bool add_anchor(struct chy_scan *scan, enum chy_part_kind kind, uint32_t at,
                       uint32_t end, chancery_error *error)
{
    if (!chy_grow(&scan->anchor, &scan->anchor_cap, scan->anchors, sizeof *scan->anchor,
                  CHY_MAX_TEXT, "parts", error))
        return false;
    scan->anchor[scan->anchors++] = (struct chy_anchor){kind, {at, end - at}};
    return true;
}

static bool add_mark(struct chy_scan *scan, const struct chy_language *language, uint32_t at,
                     uint32_t words, chancery_error *error)
{
    if (!chy_grow(&scan->mark, &scan->mark_cap, scan->marks, sizeof *scan->mark, CHY_MAX_TEXT,
                  "signature marks", error))
        return false;
    scan->mark[scan->marks++] = (struct chy_signed){{at, words}, language};
    return true;
}

/* The more the place says, the less a heading has to. */
static bool heading_counts(const struct chancery_text *text, const struct place *place,
                           uint32_t at)
{
    bool paragraph = chy_begins_paragraph(text, at);
    if (paragraph && chy_heading_at(text, at, false))
        return true;
    bool ground = at < place->headings || on_open_ground(text, place, at);
    return (ground || (paragraph && !place->body)) && chy_heading_at(text, at, true);
}

/* Which anchor begins at `at`? *end is the word after it, `at` if there is none. */
static enum chy_part_kind anchor_at(struct chy_scan *scan, const struct place *place,
                                    uint32_t at, uint32_t *end)
{
    const struct chancery_text *text = scan->text;
    const struct chy_language *language;
    *end = at;
    if (!scan->first[chy_text_word(text, at).ptr[0]])
        return CHY_PART_OTHER;
    uint32_t words = chy_annex_at(&language, text, at), number;
    if (words > 0 && annex_counts(language, text, place, at, words)) {
        *end = chy_annex_end(language, text, at + words);
        return CHY_PART_ANNEX;
    }
    if (heading_counts(text, place, at)) {
        *end = chy_heading_end(text, at);
        return CHY_PART_LETTER;
    }
    words = chy_job_at(text, at, &number);
    /* Before a page's head, and in a body, a job number is a page's foot. */
    bool foot =
        words > 0 && at + words < text->words && chy_page_at(scan, at + words, false) > 0;
    uint32_t page = chy_page_at(scan, at, place->body || foot);
    if (words >= page && words > 0 && !foot && job_counts(text, place, at, words)) {
        *end = at + words;
        if (scan->job == UINT32_MAX)
            scan->job = number;
        return CHY_PART_JOB;
    }
    if (page > 0) {
        *end = at + page;
        return CHY_PART_PAGE;
    }
    return CHY_PART_OTHER;
}

/* After an anchor at `at`. What stood before a page's end stands before what follows it. */
static void move_on(struct place *place, enum chy_part_kind kind, uint32_t at, uint32_t end)
{
    if (kind != CHY_PART_PAGE) {
        *place = after_anchor(kind, end);
        return;
    }
    if (place->ground == at)
        place->ground = end;
    if (place->headings == at + 1)
        place->headings = end + 1;
}

bool chy_scan_run(struct chy_scan *scan, const struct chancery_text *text,
                  const struct chy_outline *out, uint32_t from, chancery_error *error)
{
    *scan = (struct chy_scan){.text = text, .out = out, .job = UINT32_MAX, .foot = UINT32_MAX};
    chy_first_bytes(scan->first);
    for (uint32_t i = 0; i < out->masthead.symbols; i++)
        scan->first[chy_text_word(text, out->masthead.symbol[i].first).ptr[0]] = true;
    chy_pages_learn(scan);
    struct place place = nowhere();
    if (from > 0) {
        /* Between a masthead and its letter stand an agenda's words, which nothing marks. */
        place.ground = from;
        place.headings = CHY_MASTHEAD_WORDS;
    }

    uint32_t at = from;
    while (at < text->words) {
        const struct chy_language *language;
        uint32_t words = chy_mark_at(text, at, &language), end;
        if (words > 0) {
            if (!add_mark(scan, language, at, words, error))
                return false;
            place = nowhere();
            place.joined = text->word[at].paragraph;
            at += words;
            continue;
        }
        enum chy_part_kind kind = anchor_at(scan, &place, at, &end);
        if (end == at) {
            at++;
            continue;
        }
        if (!add_anchor(scan, kind, at, end, error))
            return false;
        move_on(&place, kind, at, end);
        at = end;
    }
    return true;
}

void chy_scan_done(struct chy_scan *scan)
{
    free(scan->anchor);
    free(scan->mark);
    *scan = (struct chy_scan){0};
}
