/*
 * match.c - what the places where signed paragraphs were found say together: which stand, which
 * moved, and what stands where one is missing.
 */
#include "custody/match_search.h"

#include <stdlib.h>

static uint32_t range_end(const struct chy_match *match, size_t place)
{
    return chy_range_end(match->place[place].range);
}

/* The longest run of places in increasing order stands; the other found ones are moved.
 * Patience sorting. */
static bool mark_order(struct chy_match *out, chancery_error *error)
{
    bool ok = false;
    size_t *tail = calloc(out->places + 1, sizeof *tail),
           *before = calloc(out->places + 1, sizeof *before);
    size_t length = 0;
    if (!tail || !before) {
        chy_fail_memory(error);
        goto out;
    }
    for (size_t i = 0; i < out->places; i++) {
        if (out->place[i].stand != CHY_MOVED)
            continue;
        size_t low = 0, high = length;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (range_end(out, tail[middle]) <= out->place[i].range.first)
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low ? tail[low - 1] : SIZE_MAX;
        if (low == length || range_end(out, i) < range_end(out, tail[low]))
            tail[low] = i;
        length = low == length ? length + 1 : length;
    }
    for (size_t i = length ? tail[length - 1] : SIZE_MAX; i != SIZE_MAX; i = before[i])
        out->place[i].stand = CHY_STANDS;
    ok = true;
out:
    free(tail);
    free(before);
    return ok;
}

/* The end of the text's paragraph that holds word `at`, at most `to`. */
static uint32_t paragraph_end(const struct chy_window *window, uint32_t at, uint32_t to)
{
    const struct chy_paragraph *paragraph =
        &window->search->text->paragraph[window->search->text->word[at].paragraph];
    uint32_t end = paragraph->first + paragraph->count;
    return end < to ? end : to;
}

/* What stands now between found neighbours where signed paragraphs are not found: one of the
 * text's paragraphs for each, the rest of the gap for the last; at the text's edges one
 * each. */
static void fill_gap(struct chy_match *out, const struct chy_window *window, size_t first,
                     size_t last, uint32_t begin, uint32_t end, bool closed)
{
    uint32_t at = begin;
    for (size_t i = first; i < last && at < end; i++) {
        uint32_t stop = closed && i + 1 == last ? end : paragraph_end(window, at, end);
        out->place[i] = (struct chy_place){CHY_ALTERED, {at, stop - at}};
        at = stop;
    }
}

/* Before the first found paragraph: the text's paragraphs that precede it, as many as are not
 * found. */
static uint32_t leading_begin(const struct chy_window *window, uint32_t end, size_t count)
{
    uint32_t at = end;
    while (count-- > 0 && at > window->from) {
        uint32_t first =
            window->search->text->paragraph[window->search->text->word[at - 1].paragraph].first;
        at = first > window->from ? first : window->from;
    }
    return at;
}

static void fill_gaps(struct chy_match *out, const struct chy_window *window)
{
    size_t i = 0;
    uint32_t begin = UINT32_MAX;
    while (i < out->places) {
        if (out->place[i].stand == CHY_STANDS) {
            begin = out->place[i].range.first + out->place[i].range.count;
            i++;
            continue;
        }
        size_t last = i;
        while (last < out->places && out->place[last].stand != CHY_STANDS)
            last++;
        size_t dropped = 0;
        for (size_t k = i; k < last; k++)
            dropped += out->place[k].stand == CHY_DROPPED;
        bool closed = last < out->places;
        uint32_t end = closed ? out->place[last].range.first : window->to;
        if (begin == UINT32_MAX && !closed)
            return;
        uint32_t from = begin == UINT32_MAX ? leading_begin(window, end, dropped) : begin;
        if (dropped == last - i)
            fill_gap(out, window, i, last, from, end, closed);
        i = last;
    }
}

static void set_range(struct chy_match *out)
{
    uint32_t first = UINT32_MAX, end = 0;
    for (size_t i = 0; i < out->places; i++) {
        const struct chy_place *place = &out->place[i];
        if (place->stand != CHY_STANDS && place->stand != CHY_ALTERED)
            continue;
        first = place->range.first < first ? place->range.first : first;
        end = place->range.first + place->range.count > end
                  ? place->range.first + place->range.count
                  : end;
    }
    out->range =
        first == UINT32_MAX ? (struct chy_range){0} : (struct chy_range){first, end - first};
}

bool chy_match_find(struct chy_match *out, const struct chy_statement *statement,
                    struct chy_search *search, uint32_t from, uint32_t to,
                    chancery_error *error)
{
    bool ok = false;
    struct chy_window window = {.search = search, .from = from, .to = to};
    *out = (struct chy_match){.places = statement->paragraphs};
    out->place = calloc(statement->paragraphs + 1, sizeof *out->place);
    if (!out->place) {
        chy_fail_memory(error);
        goto out;
    }
    if (!chy_search_whole(out, &window, statement)) {
        out->whole_unsought = window.stopped;
        if (!chy_search_each(out, &window, statement, error) || !mark_order(out, error))
            goto out;
        fill_gaps(out, &window);
        set_range(out);
    }
    out->stopped = window.stopped;
    ok = true;
out:
    if (!ok)
        chy_match_done(out);
    return ok;
}

void chy_match_done(struct chy_match *match)
{
    free(match->place);
    *match = (struct chy_match){0};
}
