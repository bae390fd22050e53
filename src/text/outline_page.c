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

/* "12-52626" and "GE.12-52626E" are one number; a barcode has none but its own. */
static bool same_job(chancery_span a, chancery_span b)
{
    chancery_span x = chy_job_digits(a), y = chy_job_digits(b);
    return x.len > 0 ? chy_span_eq(x, y) : chy_span_eq(a, b);
}

static bool is_own_job(const struct chy_scan *scan, uint32_t number)
{
    return scan->foot != UINT32_MAX &&
           same_job(chy_text_word(scan->text, number), chy_text_word(scan->text, scan->foot));
}

/* The job number in the run of own symbols, page numbers and job numbers that fills the words
 * [at, end); UINT32_MAX: there is none, or other words. */
static uint32_t job_of_run(const struct chy_scan *scan, uint32_t at, uint32_t end)
{
    const struct chancery_text *text = scan->text;
    uint32_t job = UINT32_MAX, number;
    if (end - at > PAGE_WORDS)
        return UINT32_MAX;
    while (at < end) {
        chancery_span word = chy_text_word(text, at);
        uint32_t words = chy_job_at(text, at, &number);
        if (words > 0)
            job = number;
        else if (chy_page_count(word) == 0 && !is_own_symbol(scan, word))
            return UINT32_MAX;
        at += words > 0 ? words : 1;
    }
    return job;
}

/* The document's own job number stands in a paragraph by itself, or ends the text. */
static uint32_t find_foot(const struct chy_scan *scan)
{
    const struct chancery_text *text = scan->text;
    uint32_t job = UINT32_MAX, last = text->words > PAGE_WORDS ? text->words - PAGE_WORDS : 0;
    for (uint32_t i = 0; i < text->paragraphs && job == UINT32_MAX; i++) {
        const struct chy_paragraph *paragraph = &text->paragraph[i];
        job = job_of_run(scan, paragraph->first, paragraph->first + paragraph->count);
    }
    for (uint32_t i = last; i < text->words && job == UINT32_MAX; i++)
        job = job_of_run(scan, i, text->words);
    return job;
}

/* Does the document's own symbol or job number begin at `at`? */
static bool is_own_at(const struct chy_scan *scan, uint32_t at)
{
    uint32_t number;
    return at < scan->text->words &&
           (is_own_symbol(scan, chy_text_word(scan->text, at)) ||
            (chy_job_at(scan->text, at, &number) > 0 && is_own_job(scan, number)));
}

void chy_pages_learn(struct chy_scan *scan)
{
    const struct chancery_text *text = scan->text;
    scan->foot = find_foot(scan);
    for (uint32_t i = 0; i < text->words && scan->pages == 0; i++) {
        uint32_t pages = chy_page_count(chy_text_word(text, i));
        if (pages > 0 && (is_own_at(scan, i + 1) || (i > 0 && is_own_at(scan, i - 1))))
            scan->pages = pages;
    }
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

uint32_t chy_page_at(const struct chy_scan *scan, uint32_t at, bool job_alone)
{
    const struct chancery_text *text = scan->text;
    struct run run = {0};
    uint32_t end = at, words = 1;
    while (end < text->words && end - at < PAGE_WORDS &&
           (end == at || !chy_begins_paragraph(text, end)) &&
           (words = take_piece(&run, scan, end)) > 0)
        end += words;
    /* Two of the three side by side are in no sentence. */
    if (run.page + run.symbol + run.job > 1)
        return end - at;
    bool alone = end > at && chy_begins_paragraph(text, at) && chy_begins_paragraph(text, end);
    return alone && (run.symbol || run.page || job_alone) ? end - at : 0;
}
