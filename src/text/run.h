/*
 * run.h - what is shared by the files that take plain words many at a time (chy_scan_plain).
 *
 * Everything is written at once, and what then cannot stay is given back.
 */
#ifndef CHY_RUN_H
#define CHY_RUN_H

#include "text/plain.h"
#include "text/scan.h"

/* How far it went. */
struct plain {
    const uint8_t *begin, *ptr; /* the file */
    uint8_t *out;               /* words/v1 */
    /* Of the word or ideograph at ptr: where it begins, and what a space has to be written
     * before. Blocks do not tell it. */
    const uint8_t *start;
    bool before_ideograph, before_other;
    /* The word at ptr, if something of it is altered: where it begins in the file and in
     * words/v1, and the length of text/v1 there, SIZE_MAX if that has it as the file does. */
    const uint8_t *word, *altered; /* altered: where something last was */
    size_t word_out, word_text;
};

static inline bool is_tail(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The first byte of the character before ptr. */
static inline const uint8_t *character_before(const uint8_t *ptr)
{
    do
        ptr--;
    while (is_tail(*ptr));
    return ptr;
}

/* How many bytes the blank before ptr has, of those that are taken; 0: none is there. */
static inline unsigned blank_before(const uint8_t *begin, const uint8_t *ptr)
{
    if (ptr == begin)
        return 0;
    if (ptr[-1] == ' ' || ptr[-1] == '\n')
        return 1;
    return ptr[-1] == 0xA0 && ptr - begin >= 2 && ptr[-2] == 0xC2 ? 2 : 0; /* U+00A0 */
}

/* Where the word at ptr begins. What is known of an altered one is not looked at again, so that
 * each byte is once. */
static inline const uint8_t *word_before(const struct plain *plain)
{
    const uint8_t *from = plain->ptr, *floor = plain->word ? plain->altered : plain->begin;
    while (from > floor && blank_before(plain->begin, from) == 0)
        from--;
    return plain->word && from == floor ? plain->word : from;
}

/* Something of the word that begins at `start` is altered at ptr, perhaps not the first thing.
 */
static inline void begin_altered(struct scan *scan, struct plain *plain, const uint8_t *start)
{
    plain->altered = plain->ptr;
    if (plain->word == start)
        return;
    plain->word = start;
    plain->word_out = (size_t)(plain->out - scan->words.ptr) - (size_t)(plain->ptr - start);
    plain->word_text = SIZE_MAX;
}

static inline bool begin_paragraph(struct scan *scan, const struct plain *plain)
{
    return chy_scan_paragraph(scan, (size_t)(plain->out - scan->words.ptr));
}

/* Takes marks that join the letter before them, which is plain, at once and all, in the word
 * that begins at `start`; false: they do not, and nothing is done. */
CHY_MUST_USE bool chy_run_marks(struct scan *scan, struct plain *plain, const uint8_t *start);

/* Blocks of bytes, of which no ideograph is one, nor anything that is altered: up to what is
 * none of these, or to the last bytes of the file. *stopped: which of them. There is room in
 * words/v1 for the rest of the file and two blocks. */
CHY_MUST_USE bool chy_run_blocks(struct scan *scan, struct plain *plain, bool *stopped);

/* Character by character: ideographs too, letters that marks join, and what the fold table has.
 * Up to what is none of these, or to where it is worthwhile to read blocks. *stopped: which of
 * them. There is room in words/v1 for three bytes for each two of the file, and two blocks. */
CHY_MUST_USE bool chy_run_characters(struct scan *scan, struct plain *plain, bool *stopped);

#endif
