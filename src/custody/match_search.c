/*
 * match_search.c - where in a document's words signed paragraphs are found (spec/verdict.md,
 * rule 1.2). All of the work that grows with the document times the statement is counted.
 */
#include "custody/match_search.h"

#include "base/sha256.h"

#include <stdlib.h>

/* --- the text's own paragraphs, by digest --- */

static int compare_paragraphs(const void *a, const void *b, void *context)
{
    const struct chancery_text *text = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int order = memcmp(text->paragraph_digest[x].b, text->paragraph_digest[y].b, 32);
    return order ? order : (x > y) - (x < y);
}

static bool sort_paragraphs(struct chy_search *search, chancery_error *error)
{
    const struct chancery_text *text = search->text;
    if (search->by_digest)
        return true;
    search->by_digest = calloc((size_t)text->paragraphs + 1, sizeof *search->by_digest);
    if (!search->by_digest)
        return chy_fail_memory(error);
    for (uint32_t i = 0; i < text->paragraphs; i++)
        search->by_digest[i] = i;
    qsort_r(search->by_digest, text->paragraphs, sizeof *search->by_digest, compare_paragraphs,
            (void *)(uintptr_t)text);
    return true;
}

void chy_search_done(struct chy_search *search)
{
    free(search->by_digest);
    *search = (struct chy_search){0};
}

/* The first of by_digest that is not before (digest, first). */
static uint32_t lower_bound(const struct chy_search *search, const chancery_digest *digest,
                            uint32_t first)
{
    uint32_t low = 0, high = search->text->paragraphs;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t at = search->by_digest[middle];
        int order = memcmp(search->text->paragraph_digest[at].b, digest->b, sizeof digest->b);
        if (order < 0 || (order == 0 && search->text->paragraph[at].first < first))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Among the text's own paragraphs: the first at or after `after`, else the first in the window;
 * UINT32_MAX. */
static uint32_t indexed_place(const struct chy_window *window,
                              const struct chy_digested *paragraph, uint32_t after)
{
    const struct chy_search *search = window->search;
    const uint32_t starts[] = {after, window->from};
    for (size_t i = 0; i < 2; i++) {
        uint32_t found = lower_bound(search, &paragraph->digest, starts[i]);
        if (found == search->text->paragraphs)
            continue;
        uint32_t at = search->by_digest[found];
        const struct chy_paragraph *p = &search->text->paragraph[at];
        if (chy_digest_eq(&search->text->paragraph_digest[at], &paragraph->digest) &&
            p->count == paragraph->words && p->first + p->count <= window->to)
            return p->first;
    }
    return UINT32_MAX;
}

/* --- any run of words --- */

/* Do the words at `at` make this paragraph? Says no, and that the search is stopped, when no
 * more work may be done. */
static bool stands_at(struct chy_window *window, const struct chy_digested *paragraph,
                      uint32_t at)
{
    struct chy_search *search = window->search;
    search->looks++;
    if (at < window->from || at > window->to || paragraph->words > window->to - at ||
        paragraph->words == 0)
        return false;
    chancery_span words = chy_text_words(search->text, at, paragraph->words);
    uint64_t cost = words.len + 64;
    if (cost > search->left) {
        window->stopped = true;
        return false;
    }
    search->left -= cost;
    uint32_t own = search->text->word[at].paragraph;
    if (search->text->paragraph[own].first == at &&
        search->text->paragraph[own].count == paragraph->words) /* computed with the text */
        return chy_digest_eq(&search->text->paragraph_digest[own], &paragraph->digest);
    chancery_digest digest = chy_digest_of(words);
    return chy_digest_eq(&digest, &paragraph->digest);
}

/* At every word where so many can stand, from `after` to the end, then from the beginning: each
 * place that is looked at is paid for. */
static uint32_t any_place(struct chy_window *window, const struct chy_digested *paragraph,
                          uint32_t after)
{
    if (paragraph->words == 0 || paragraph->words > window->to - window->from)
        return UINT32_MAX;
    uint32_t places = window->to - window->from - paragraph->words + 1;
    uint32_t skip = after - window->from < places ? after - window->from : 0;
    for (uint32_t i = 0; i < places && !window->stopped; i++) {
        uint32_t at = window->from + (skip + i) % places;
        if (stands_at(window, paragraph, at))
            return at;
    }
    return UINT32_MAX;
}

/* --- the whole of a statement --- */

/* All paragraphs one after the other from `at`, and the words digest over them. */
static bool whole_at(struct chy_window *window, const struct chy_statement *statement,
                     uint32_t at)
{
    uint32_t next = at;
    for (size_t i = 0; i < statement->paragraphs; i++) {
        if (!stands_at(window, &statement->paragraph[i], next))
            return false;
        next += statement->paragraph[i].words;
    }
    chancery_digest digest = chy_digest_of(chy_text_words(window->search->text, at, next - at));
    return chy_digest_eq(&digest, &statement->words);
}

/* Where a paragraph of the text begins with the first signed one, else where any word does. */
static uint32_t whole_place(struct chy_window *window, const struct chy_statement *statement,
                            uint32_t total)
{
    const struct chancery_text *text = window->search->text;
    uint32_t last = window->to - total; /* where it may begin */
    for (uint32_t i = text->word[window->from].paragraph;
         i < text->paragraphs && text->paragraph[i].first <= last && !window->stopped; i++) {
        if (whole_at(window, statement, text->paragraph[i].first))
            return text->paragraph[i].first;
    }
    for (uint32_t at = window->from; at <= last && !window->stopped; at++) {
        if (!(text->word[at].flags & CHY_WORD_PARAGRAPH) && whole_at(window, statement, at))
            return at;
    }
    return UINT32_MAX;
}

bool chy_search_whole(struct chy_match *out, struct chy_window *window,
                      const struct chy_statement *statement)
{
    uint64_t total = 0; /* one statement's words fit in 32 bits, but let nobody have to know */
    for (size_t i = 0; i < statement->paragraphs; i++)
        total += statement->paragraph[i].words;
    if (total == 0 || total > window->to - window->from)
        return false;
    uint32_t at = whole_place(window, statement, (uint32_t)total);
    if (at == UINT32_MAX)
        return false;
    out->whole = true;
    out->range = (struct chy_range){at, (uint32_t)total};
    out->found = (uint32_t)total;
    for (size_t i = 0; i < statement->paragraphs; i++) {
        uint32_t words = statement->paragraph[i].words;
        out->place[i] = (struct chy_place){CHY_STANDS, {at, words}};
        at += words;
    }
    return true;
}

/* --- each paragraph by itself --- */

bool chy_search_each(struct chy_match *out, struct chy_window *window,
                     const struct chy_statement *statement, chancery_error *error)
{
    uint32_t expected = window->from;
    if (!sort_paragraphs(window->search, error))
        return false;
    for (size_t i = 0; i < statement->paragraphs; i++) {
        const struct chy_digested *paragraph = &statement->paragraph[i];
        uint32_t at = UINT32_MAX;
        if (stands_at(window, paragraph, expected))
            at = expected;
        if (at == UINT32_MAX)
            at = indexed_place(window, paragraph, expected);
        if (at == UINT32_MAX && window->to > window->from)
            at = any_place(window, paragraph, expected < window->to ? expected : window->from);
        if (at == UINT32_MAX) {
            out->place[i].stand = window->stopped ? CHY_UNSOUGHT : CHY_DROPPED;
            continue;
        }
        out->place[i] = (struct chy_place){CHY_MOVED, {at, paragraph->words}};
        out->found += paragraph->words;
        expected = at + paragraph->words;
    }
    return true;
}
