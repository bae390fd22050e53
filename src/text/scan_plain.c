/*
 * scan_plain.c - what most files are made of, taken as far as it goes: by blocks while they are
 * plain, else character by character. What stops both is left to the other ways to read: the
 * word that has it is given back, and the blank before that.
 */
#include "text/block.h"
#include "text/run.h"

static void give_back_word(struct scan *scan, struct plain *plain)
{
    if (plain->word) {
        plain->ptr = plain->word;
        plain->out = scan->words.ptr + plain->word_out;
        if (plain->word_text != SIZE_MAX) {
            scan->text.len = plain->word_text;
            scan->waiting.from = plain->word;
        }
    } else {
        plain->out -= plain->ptr - plain->start;
        plain->ptr = plain->start;
    }
}

static void give_back_blank(struct scan *scan, struct plain *plain)
{
    unsigned ends = 0, len;
    if (plain->ptr > plain->begin && plain->out[-1] == ' ')
        plain->out--;
    while ((len = blank_before(plain->begin, plain->ptr)) > 0) {
        plain->ptr -= len;
        ends += *plain->ptr == '\n';
    }
    scan->line -= ends;
    scan->row -= ends;
    scan->out->paragraphs -= ends > 1;
}

/* Room for the rest of the file where it is as long in words/v1; and with spaces around
 * ideographs, which make at most six bytes of four. */
static bool make_room(struct scan *scan, struct plain *plain, bool ideographs)
{
    size_t rest = (size_t)(scan->end - plain->ptr);
    scan->words.len = (size_t)(plain->out - scan->words.ptr);
    uint8_t *out =
        chy_buf_reserve(&scan->words, rest + (ideographs ? rest / 2 : 0) + 2 * CHY_BLOCK);
    if (!out)
        return chy_buf_finish(&scan->words, scan->error);
    plain->out = out;
    return true;
}

bool chy_scan_plain(struct scan *scan)
{
    struct plain plain = {.begin = scan->ptr, .ptr = scan->ptr};
    bool stopped = false;
    plain.out = scan->words.ptr + scan->words.len;
    while (!stopped) {
        if (!make_room(scan, &plain, false) || !chy_run_blocks(scan, &plain, &stopped))
            return false;
        if ((!stopped || *plain.ptr >= 0x80) &&
            (!make_room(scan, &plain, true) || !chy_run_characters(scan, &plain, &stopped)))
            return false;
    }
    if (plain.ptr < scan->end && *plain.ptr >= 0x80)
        give_back_word(scan, &plain);
    give_back_blank(scan, &plain);
    scan->words.len = (size_t)(plain.out - scan->words.ptr);
    scan->ptr = scan->blanks = scan->waiting.to = plain.ptr;
    scan->word_row = scan->row;
    scan->combining = 0;
    return true;
}
