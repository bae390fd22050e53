#include "custody/match.h"

#include "base/sha256.h"

#include <stdlib.h>

struct search {
    const struct chancery_text *text;
    uint32_t from, to;
    uint32_t *by_digest; /* indexes of the text's paragraphs within [from, to), sorted by
                            digest, then place */
    uint32_t indexed;
    struct chy_budget *budget;
    bool stopped;
};

static int compare_paragraphs(const void *a, const void *b, void *context)
{
    const struct chancery_text *text = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int order = memcmp(text->paragraph[x].digest.b, text->paragraph[y].digest.b, 32);
    return order ? order : (x > y) - (x < y);
}

static bool search_init(struct search *search, chancery_error *error)
{
    const struct chancery_text *text = search->text;
    search->by_digest = calloc(text->paragraphs ? text->paragraphs : 1, sizeof(uint32_t));
    if (!search->by_digest)
        return chy_fail_memory(error);
    for (uint32_t i = 0; i < text->paragraphs; i++) {
        const struct chy_paragraph *paragraph = &text->paragraph[i];
        if (paragraph->first >= search->from &&
            paragraph->first + paragraph->count <= search->to)
            search->by_digest[search->indexed++] = i;
    }
    qsort_r(search->by_digest, search->indexed, sizeof(uint32_t), compare_paragraphs,
            (void *)(uintptr_t)text);
    return true;
}

/* Do the words at `at` make this paragraph? Spends the budget; says no, and stops, when it is
 * spent. */
static bool stands_at(struct search *search, const struct chy_digested *paragraph, uint32_t at)
{
    if (at < search->from || at > search->to || paragraph->words > search->to - at ||
        paragraph->words == 0)
        return false;
    chancery_span words = chy_text_words(search->text, at, paragraph->words);
    uint64_t cost = words.len + 64;
    if (cost > search->budget->left) {
        search->stopped = true;
        return false;
    }
    search->budget->left -= cost;
    chancery_digest digest = chy_digest_of(words);
    return chy_digest_eq(&digest, &paragraph->digest);
}

/* The first of by_digest that is not before (digest, first). */
static uint32_t lower_bound(const struct search *search, const chancery_digest *digest,
                            uint32_t first)
{
    uint32_t low = 0, high = search->indexed;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct chy_paragraph *p = &search->text->paragraph[search->by_digest[middle]];
        int order = memcmp(p->digest.b, digest->b, sizeof digest->b);
        if (order < 0 || (order == 0 && p->first < first))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Among the text's own paragraphs: the first at or after `after`, else the first at all;
 * UINT32_MAX. */
static uint32_t indexed_place(const struct search *search, const struct chy_digested *paragraph,
                              uint32_t after)
{
    const uint32_t starts[] = {after, 0};
    for (size_t i = 0; i < 2; i++) {
        uint32_t found = lower_bound(search, &paragraph->digest, starts[i]);
        if (found == search->indexed)
            continue;
        const struct chy_paragraph *p = &search->text->paragraph[search->by_digest[found]];
        if (chy_digest_eq(&p->digest, &paragraph->digest) && p->count == paragraph->words)
            return p->first;
    }
    return UINT32_MAX;
}

/* At every word, from `after` to the end, then from the beginning. */
static uint32_t any_place(struct search *search, const struct chy_digested *paragraph,
                          uint32_t after)
{
    uint32_t span = search->to - search->from;
    for (uint32_t i = 0; i < span && !search->stopped; i++) {
        uint32_t at = search->from + (after - search->from + i) % span;
        if (stands_at(search, paragraph, at))
            return at;
    }
    return UINT32_MAX;
}

/* All paragraphs one after the other from `at`, and the words digest over them. */
static bool whole_at(struct search *search, const struct chy_statement *statement, uint32_t at)
{
    uint32_t next = at;
    for (size_t i = 0; i < statement->paragraphs; i++) {
        if (!stands_at(search, &statement->paragraph[i], next))
            return false;
        next += statement->paragraph[i].words;
    }
    chancery_digest digest = chy_digest_of(chy_text_words(search->text, at, next - at));
    return chy_digest_eq(&digest, &statement->words);
}

/* A whole match: where a paragraph of the text begins with the first signed one, or where any
 * word does. */
static bool find_whole(struct chy_match *out, struct search *search,
                       const struct chy_statement *statement)
{
    uint32_t total = 0, at = UINT32_MAX;
    const struct chancery_text *text = search->text;
    for (size_t i = 0; i < statement->paragraphs; i++)
        total += statement->paragraph[i].words;
    if (statement->paragraphs == 0 || total > search->to - search->from)
        return false;
    for (uint32_t i = 0; i < text->paragraphs && at == UINT32_MAX; i++) {
        uint32_t first = text->paragraph[i].first;
        if (first >= search->from && first + total <= search->to &&
            whole_at(search, statement, first))
            at = first;
    }
    for (uint32_t i = search->from;
         i + total <= search->to && at == UINT32_MAX && !search->stopped; i++)
        if (!(text->word[i].flags & CHY_WORD_PARAGRAPH) && whole_at(search, statement, i))
            at = i;
    if (at == UINT32_MAX)
        return false;
    out->whole = true;
    out->range = (struct chy_range){at, total};
    out->found = total;
    for (size_t i = 0; i < statement->paragraphs; i++) {
        uint32_t words = statement->paragraph[i].words;
        out->place[i] = (struct chy_place){CHY_STANDS, {at, words}};
        at += words;
    }
    return true;
}

/* Each paragraph by itself: where the one before leads, else among the text's paragraphs, else
 * anywhere. */
static void find_each(struct chy_match *out, struct search *search,
                      const struct chy_statement *statement)
{
    uint32_t expected = search->from;
    for (size_t i = 0; i < statement->paragraphs; i++) {
        const struct chy_digested *paragraph = &statement->paragraph[i];
        uint32_t at = UINT32_MAX;
        if (stands_at(search, paragraph, expected))
            at = expected;
        if (at == UINT32_MAX)
            at = indexed_place(search, paragraph, expected);
        if (at == UINT32_MAX && search->to > search->from)
            at = any_place(search, paragraph, expected < search->to ? expected : search->from);
        out->place[i] = (struct chy_place){CHY_DROPPED, {0}};
        if (at != UINT32_MAX) {
            out->place[i] = (struct chy_place){CHY_MOVED, {at, paragraph->words}};
            out->found += paragraph->words;
            expected = at + paragraph->words;
        }
    }
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
            const struct chy_range *range = &out->place[tail[middle]].range;
            if (range->first + range->count <= out->place[i].range.first)
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low ? tail[low - 1] : SIZE_MAX;
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
static uint32_t paragraph_end(const struct search *search, uint32_t at, uint32_t to)
{
    const struct chy_paragraph *paragraph =
        &search->text->paragraph[search->text->word[at].paragraph];
    uint32_t end = paragraph->first + paragraph->count;
    return end < to ? end : to;
}

/* What stands now between found neighbours where signed paragraphs are not found: one of the
 * text's paragraphs for each, the rest of the gap for the last; at the text's edges one each.
 */
static void fill_gap(struct chy_match *out, const struct search *search, size_t first,
                     size_t last, uint32_t begin, uint32_t end, bool closed)
{
    uint32_t at = begin;
    for (size_t i = first; i < last && at < end; i++) {
        uint32_t stop = closed && i + 1 == last ? end : paragraph_end(search, at, end);
        out->place[i] = (struct chy_place){CHY_ALTERED, {at, stop - at}};
        at = stop;
    }
}

/* Before the first found paragraph: the text's paragraphs that precede it, as many as are not
 * found. */
static uint32_t leading_begin(const struct search *search, uint32_t end, size_t count)
{
    uint32_t at = end;
    while (count-- > 0 && at > search->from) {
        uint32_t first = search->text->paragraph[search->text->word[at - 1].paragraph].first;
        at = first > search->from ? first : search->from;
    }
    return at;
}

static void fill_gaps(struct chy_match *out, const struct search *search)
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
        uint32_t end = closed ? out->place[last].range.first : search->to;
        if (begin == UINT32_MAX && !closed)
            return;
        uint32_t from = begin == UINT32_MAX ? leading_begin(search, end, dropped) : begin;
        if (dropped == last - i)
            fill_gap(out, search, i, last, from, end, closed);
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
                    const struct chancery_text *text, uint32_t from, uint32_t to,
                    struct chy_budget *budget, chancery_error *error)
{
    bool ok = false;
    struct search search = {.text = text, .from = from, .to = to, .budget = budget};
    *out = (struct chy_match){.places = statement->paragraphs};
    out->place = calloc(statement->paragraphs + 1, sizeof *out->place);
    if (!out->place) {
        chy_fail_memory(error);
        goto out;
    }
    if (!find_whole(out, &search, statement)) {
        if (!search_init(&search, error))
            goto out;
        find_each(out, &search, statement);
        if (!mark_order(out, error))
            goto out;
        fill_gaps(out, &search);
        set_range(out);
    }
    out->stopped = search.stopped;
    ok = true;
out:
    free(search.by_digest);
    if (!ok)
        chy_match_done(out);
    return ok;
}

void chy_match_done(struct chy_match *match)
{
    free(match->place);
    *match = (struct chy_match){0};
}
