/*
 * outline_page.c - what a page bears at its head and foot, "S/2012/727 2/3 12-52626", where a
 * text was taken from pages: spec/outline.md, O37.
 */
#include "text/outline_scan.h"
#include "text/outline_terms.h"

/* A run of such words is no longer. */
#define PAGE_WORDS 16u

static bool is_own_symbol(const struct chy_scan *scan, chancery_span word)
{
    for (uint32_t i = 0; i < scan->out->masthead.symbols; i++) {
        uint32_t at = scan->out->masthead.symbol[i].first;
        if (chy_same_symbol(word, chy_text_word(scan->text, at)))
            return true;
    }
    return false;
}

/* "12-52626" and "12-52626E" are one number. */
static bool same_job(chancery_span a, chancery_span b)
{
    return a.len >= 8 && b.len >= 8 && memcmp(a.ptr, b.ptr, 8) == 0;
}

static bool is_own_job(const struct chy_scan *scan, uint32_t number)
{
    return scan->foot != UINT32_MAX &&
           same_job(chy_text_word(scan->text, number), chy_text_word(scan->text, scan->foot));
}

/* The word of the job number that is beside the page number at `at`; UINT32_MAX: none is. */
static uint32_t job_beside(const struct chancery_text *text, uint32_t at)
{
    uint32_t number;
    if (at + 1 < text->words && chy_job_at(text, at + 1, &number) > 0)
        return number;
    if (at > 0 && chy_job_at(text, at - 1, &number) > 0)
        return number;
    return UINT32_MAX;
}

void chy_pages_learn(struct chy_scan *scan)
{
    const struct chancery_text *text = scan->text;
    uint32_t alone = UINT32_MAX; /* the first job number that is a paragraph */
    for (uint32_t i = 0; i < text->words && scan->pages == 0; i++) {
        uint32_t pages = chy_page_count(chy_text_word(text, i)), number;
        if (pages > 0) {
            uint32_t job = job_beside(text, i);
            bool symbol =
                (i > 0 && is_own_symbol(scan, chy_text_word(text, i - 1))) ||
                (i + 1 < text->words && is_own_symbol(scan, chy_text_word(text, i + 1)));
            if (job != UINT32_MAX || symbol)
                scan->pages = pages;
            scan->foot = job;
        } else if (alone == UINT32_MAX && chy_begins_paragraph(text, i)) {
            uint32_t words = chy_job_at(text, i, &number);
            if (words > 0 && chy_begins_paragraph(text, i + words))
                alone = number;
        }
    }
    if (scan->foot == UINT32_MAX)
        scan->foot = alone;
}

/* What stands in a run. */
struct run {
    bool symbol, page, job;
};

/* The words of the next piece of a run at `at`, 0 if it is over. */
static uint32_t take_piece(struct run *run, const struct chy_scan *scan, uint32_t at)
{
    const struct chancery_text *text = scan->text;
    chancery_span word = chy_text_word(text, at);
    uint32_t pages = chy_page_count(word), number;
    if (pages > 0 && pages == scan->pages) {
        run->page = true;
        return 1;
    }
    if (is_own_symbol(scan, word)) {
        run->symbol = true;
        return 1;
    }
    uint32_t words = chy_job_at(text, at, &number);
    if (words == 0 || !is_own_job(scan, number))
        return 0;
    run->job = true;
    return words;
}

uint32_t chy_page_at(const struct chy_scan *scan, uint32_t at, bool body)
{
    const struct chancery_text *text = scan->text;
    struct run run = {0};
    uint32_t end = at, words = 1;
    while (end < text->words && end - at < PAGE_WORDS &&
           (end == at || !chy_begins_paragraph(text, end)) &&
           (words = take_piece(&run, scan, end)) > 0)
        end += words;
    /* A page number beside the document's own symbol or job number is in no sentence. */
    if (run.page && (run.symbol || run.job))
        return end - at;
    bool alone = end > at && chy_begins_paragraph(text, at) && chy_begins_paragraph(text, end);
    /* Outside a letter a job number by itself is a part of its own. */
    return alone && (run.symbol || run.page || body) ? end - at : 0;
}
