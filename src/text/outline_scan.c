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

static bool begins_paragraph(const struct chancery_text *text, uint32_t at)
{
    return at == text->words || (text->word[at].flags & CHY_WORD_PARAGRAPH);
}

static bool on_open_ground(const struct chancery_text *text, const struct place *place,
                           uint32_t at)
{
    return at == place->ground || text->word[at].paragraph == place->joined;
}

/* --- annexes --------------------------------------------------------------------- */

/* "[Original: French]" after the word "Annex". */
static uint32_t annex_source(const struct chancery_text *text, uint32_t at)
{
    uint32_t words = chy_term_at(chy_terms.annex_source, text, at, text->words);
    if (words == 0 || at + words >= text->words ||
        chy_term_at(chy_terms.mark, text, at + words, text->words) > 0)
        return 0;
    return chy_span_ends(chy_text_word(text, at + words), CHY_LITERAL("]")) ? words + 1 : 0;
}

uint32_t chy_annex_at(const struct chancery_text *text, uint32_t at)
{
    uint32_t words = chy_term_at(chy_terms.annex, text, at, text->words);
    uint32_t next = at + words;
    /* "Annex I", but a new line or paragraph after "Annex" is a title: "A summary". */
    if (words > 0 && next < text->words && !(text->word[next].flags & CHY_WORD_LINE) &&
        chy_is_numeral(chy_text_word(text, next)))
        words++;
    return words;
}

/* Is the "Annex" at `at`, `words` long, a heading and not a word of a sentence? */
static bool annex_counts(const struct chancery_text *text, const struct place *place,
                         uint32_t at, uint32_t words)
{
    uint32_t next = at + words;
    uint32_t letter = next + annex_source(text, next);
    if (letter < text->words && chy_heading_at(text, letter, true))
        return true;
    if (on_open_ground(text, place, at))
        return true;
    if (!begins_paragraph(text, at))
        return false;
    if (begins_paragraph(text, next) || (text->word[next].flags & CHY_WORD_LINE) ||
        letter > next || chy_term_at(chy_terms.annex_of, text, next, text->words) > 0)
        return true;
    uint8_t first = chy_text_word(text, next).ptr[0];
    return !place->body && !(first >= 'a' && first <= 'z');
}

/* The end of an annex's heading, whose first words end at `next`. */
static uint32_t annex_end(const struct chancery_text *text, uint32_t at, uint32_t next)
{
    if (next < text->words && chy_term_at(chy_terms.annex_of, text, next, text->words) > 0)
        next = chy_heading_end(text, at);
    return next < text->words ? next + annex_source(text, next) : next;
}

/* --- job numbers ----------------------------------------------------------------- */

static bool job_counts(const struct chancery_text *text, const struct place *place, uint32_t at,
                       uint32_t words)
{
    uint32_t next = at + words;
    if (next == text->words || on_open_ground(text, place, at))
        return true;
    if (!begins_paragraph(text, at) || !begins_paragraph(text, next))
        return false;
    /* A page's foot in the middle of a letter belongs to the letter. */
    return !place->body || chy_heading_at(text, next, false) || chy_annex_at(text, next) > 0;
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

static bool add_mark(struct chy_scan *scan, uint32_t at, uint32_t words, chancery_error *error)
{
    if (!chy_grow(&scan->mark, &scan->mark_cap, scan->marks, sizeof *scan->mark, CHY_MAX_TEXT,
                  "signature marks", error))
        return false;
    scan->mark[scan->marks++] = (struct chy_range){at, words};
    return true;
}

/* Which anchor begins at `at`? *end is the word after it, `at` if there is none. */
static enum chy_part_kind anchor_at(struct chy_scan *scan, const struct place *place,
                                    uint32_t at, uint32_t *end)
{
    const struct chancery_text *text = scan->text;
    bool paragraph = begins_paragraph(text, at);
    *end = at;
    bool ground = paragraph || at < place->headings || on_open_ground(text, place, at);
    if (ground && chy_heading_at(text, at, !paragraph)) {
        *end = chy_heading_end(text, at);
        return CHY_PART_LETTER;
    }
    uint32_t words = chy_annex_at(text, at);
    if (words > 0 && annex_counts(text, place, at, words)) {
        *end = annex_end(text, at, at + words);
        return CHY_PART_ANNEX;
    }
    uint32_t number;
    words = chy_job_at(text, at, &number);
    if (words > 0 && job_counts(text, place, at, words)) {
        *end = at + words;
        if (scan->job == UINT32_MAX)
            scan->job = number;
        return CHY_PART_JOB;
    }
    return CHY_PART_OTHER;
}

bool chy_scan_run(struct chy_scan *scan, const struct chancery_text *text, uint32_t from,
                  chancery_error *error)
{
    *scan = (struct chy_scan){.text = text, .job = UINT32_MAX};
    struct place place = nowhere();
    if (from > 0) {
        /* Between a masthead and its letter stand an agenda's words, which nothing marks. */
        place.ground = from;
        place.headings = CHY_MASTHEAD_WORDS;
    }

    uint32_t at = from;
    while (at < text->words) {
        uint32_t words = chy_term_at(chy_terms.mark, text, at, text->words);
        if (words > 0) {
            if (!add_mark(scan, at, words, error))
                return false;
            place = nowhere();
            place.joined = text->word[at].paragraph;
            at += words;
            continue;
        }
        uint32_t end;
        enum chy_part_kind kind = anchor_at(scan, &place, at, &end);
        if (end == at) {
            at++;
            continue;
        }
        if (!add_anchor(scan, kind, at, end, error))
            return false;
        place = after_anchor(kind, end);
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
