/*
 * outline.c - the outline from its pieces: spec/outline.md, O16 to O19 and O25 to O27.
 */
#include "text/outline_scan.h"

#include <stdlib.h>

/* Room for everything that can be: the counts are known once the scan is done. */
static bool make_room(struct chy_outline *out, const struct chy_scan *scan,
                      chancery_error *error)
{
    size_t anchors = scan->anchors;
    out->part = calloc(2 * anchors + 3, sizeof *out->part);
    out->letter = calloc(anchors + 1, sizeof *out->letter);
    out->mark = calloc((size_t)scan->marks + 1, sizeof *out->mark);
    out->page = calloc(anchors + 1, sizeof *out->page);
    if (!out->part || !out->letter || !out->mark || !out->page)
        return chy_fail_memory(error);
    return true;
}

/* The letter whose heading is the anchor; it reaches to the end of its last block, or to limit
 * if nothing in it is signed. */
static void add_letter(struct chy_outline *out, const struct chancery_text *text,
                       struct chy_range heading, uint32_t first_mark, uint32_t limit)
{
    struct chy_letter *letter = &out->letter[out->letters];
    letter->heading = heading;
    chy_letter_heading(letter, text);
    letter->first_mark = first_mark;

    uint32_t i = first_mark;
    for (; i < out->marks && out->mark[i].mark.first < limit; i++)
        out->mark[i].letter = out->letters;
    letter->marks = i - first_mark;

    uint32_t end = limit, body_end = limit;
    if (letter->marks > 0) {
        const struct chy_mark *last = &out->mark[i - 1];
        end = chy_range_end(last->name_before || last->block.count == 0 ? last->mark
                                                                        : last->block);
        body_end = chy_mark_begin(&out->mark[first_mark]);
    }
    letter->all = (struct chy_range){heading.first, end - heading.first};
    letter->body =
        (struct chy_range){chy_range_end(heading), body_end - chy_range_end(heading)};
    out->letters++;
}

/* Adds a part, and before it, as `other`, the words since the part before. */
static void add_part(struct chy_outline *out, enum chy_part_kind kind, struct chy_range range,
                     uint32_t letter)
{
    uint32_t covered = out->parts > 0 ? chy_range_end(out->part[out->parts - 1].range) : 0;
    if (range.first > covered)
        out->part[out->parts++] =
            (struct chy_part){CHY_PART_OTHER, {covered, range.first - covered}, UINT32_MAX};
    if (range.count > 0)
        out->part[out->parts++] = (struct chy_part){kind, range, letter};
}

/* The word before which the letter of anchor `i` ends if nothing in it is signed: the next
 * anchor but for the ends of pages, and before it no page's end either. */
static uint32_t letter_limit(const struct chy_scan *scan, uint32_t i, bool is_signed)
{
    uint32_t next = i + 1;
    while (next < scan->anchors && scan->anchor[next].kind == CHY_PART_PAGE)
        next++;
    uint32_t limit = next < scan->anchors ? scan->anchor[next].range.first : scan->text->words;
    while (!is_signed && --next > i && chy_range_end(scan->anchor[next].range) == limit)
        limit = scan->anchor[next].range.first;
    return limit;
}

static void add_parts(struct chy_outline *out, const struct chy_scan *scan, uint32_t masthead)
{
    const struct chancery_text *text = scan->text;
    uint32_t mark = 0;
    add_part(out, CHY_PART_MASTHEAD, (struct chy_range){0, masthead}, UINT32_MAX);
    for (uint32_t i = 0; i < scan->anchors; i++) {
        const struct chy_anchor *anchor = &scan->anchor[i];
        while (mark < out->marks && out->mark[mark].mark.first < anchor->range.first)
            mark++;
        if (anchor->kind == CHY_PART_LETTER) {
            uint32_t index = out->letters, limit = letter_limit(scan, i, true);
            if (mark == out->marks || out->mark[mark].mark.first >= limit)
                limit = letter_limit(scan, i, false);
            add_letter(out, text, anchor->range, mark, limit);
            add_part(out, CHY_PART_LETTER, out->letter[index].all, index);
            continue;
        }
        if (anchor->kind == CHY_PART_PAGE)
            out->page[out->pages++] = anchor->range;
        /* A page that ends in the middle of a letter is no part. */
        if (out->parts == 0 ||
            anchor->range.first >= chy_range_end(out->part[out->parts - 1].range))
            add_part(out, anchor->kind, anchor->range, UINT32_MAX);
    }
    add_part(out, CHY_PART_OTHER, (struct chy_range){text->words, 0}, UINT32_MAX);
}

/* The document's job number: the first that is a part, else that of its pages. */
static void set_job(struct chy_outline *out, const struct chy_scan *scan)
{
    uint32_t job = scan->job != UINT32_MAX ? scan->job
                   : scan->pages > 0       ? scan->foot
                                           : UINT32_MAX;
    if (job != UINT32_MAX)
        out->job = (struct chy_range){job, 1};
}

bool chy_outline_read(struct chy_outline *out, const struct chancery_text *text,
                      chancery_error *error)
{
    struct chy_scan scan = {0};
    bool ok = false;
    *out = (struct chy_outline){0};
    uint32_t masthead = chy_masthead_read(out, text);
    if (!chy_scan_run(&scan, text, out, masthead, error) || !make_room(out, &scan, error))
        goto out;

    for (; out->marks < scan.marks; out->marks++)
        out->mark[out->marks] =
            (struct chy_mark){.mark = scan.mark[out->marks].range, .letter = UINT32_MAX};
    chy_marks_read(out, &scan);
    add_parts(out, &scan, masthead);
    set_job(out, &scan);
    ok = true;
out:
    chy_scan_done(&scan);
    if (!ok)
        chy_outline_done(out);
    return ok;
}

void chy_outline_done(struct chy_outline *outline)
{
    free(outline->part);
    free(outline->letter);
    free(outline->mark);
    free(outline->page);
    *outline = (struct chy_outline){0};
}
