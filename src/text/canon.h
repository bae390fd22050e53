/*
 * canon.h - canonical text: a letter's file in its two forms, text/v1 and words/v1, with digests.
 * spec/canonical-text.md gives the rules by number.
 *
 * A chancery_text can only be made here, so nothing that skipped the canonicaliser can be signed.
 */
#ifndef CHY_CANON_H
#define CHY_CANON_H

#include "base/buf.h"
#include "base/span.h"

/* One word of words/v1. Offsets in bytes. */
struct chy_word {
    uint32_t offset, length;       /* in words form: words are joined by one U+0020, so words a to b are
                                      one run of bytes from word[a].offset to word[b].offset + word[b].length */
    uint32_t source, source_end;   /* the file's bytes that it was read from */
    uint32_t line;                 /* 1-based line of the file */
    uint32_t paragraph;            /* 0-based */
    uint8_t flags;                 /* CHY_WORD_* */
};

enum {
    CHY_WORD_LINE = 1,       /* the first word of its line in text/v1 */
    CHY_WORD_PARAGRAPH = 2,  /* the first word of its paragraph */
    CHY_WORD_EMPHASIS = 4    /* emphasis marks were dropped around it, or around a run that it is in */
};

/* One paragraph: a run of lines that have words, between lines that have none. */
struct chy_paragraph {
    uint32_t first, count;  /* words */
    uint32_t offset;        /* of its first word, in bytes of words/v1 */
    uint32_t line;          /* 1-based line of the file where it begins */
};

/* Words from an opening emphasis mark to its closing one, both among them. */
struct chy_emphasis {
    uint32_t offset; /* of the last, in bytes of words/v1 */
    uint32_t back;   /* so many words before it is the first */
};

struct chancery_text {
    chancery_digest file;         /* SHA-256 of the file's bytes */
    chancery_digest text_digest;  /* SHA-256 of text/v1 */
    chancery_digest words_digest; /* SHA-256 of words/v1 */
    uint8_t *source;              /* the file's bytes */
    size_t source_len;
    const uint8_t *text;          /* text/v1: the file's bytes, or else text_own */
    uint8_t *text_own;
    size_t text_len;
    uint8_t *words_bytes;         /* words/v1: all words joined by one U+0020, no final LF */
    size_t words_len;
    struct chy_paragraph *paragraph;
    chancery_digest *paragraph_digest; /* of each: SHA-256 of its words joined by U+0020 */
    uint32_t paragraphs;
    struct chy_emphasis *emphasis; /* where marks were dropped */
    uint32_t emphases;
    struct chy_word *word; /* filled by chy_text_index; NULL before */
    uint32_t words;
};

/* How many U+0020 are there: one less than words. */
size_t chy_spaces(chancery_span words);

/* The words of a paragraph, joined by U+0020. A view. */
static inline chancery_span chy_text_paragraph(const struct chancery_text *text, uint32_t paragraph)
{
    size_t from = text->paragraph[paragraph].offset;
    size_t to = paragraph + 1 < text->paragraphs ? text->paragraph[paragraph + 1].offset - 1 : text->words_len;
    return (chancery_span){text->words_bytes + from, to - from};
}

/* Finds the words of a text one by one (word, words), which the outline and matching need and the forms and
 * digests do not. Does nothing the second time. CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_text_index(struct chancery_text *text, chancery_error *error);

/* chancery_text_new, and chy_text_index. */
CHY_MUST_USE bool chy_text_new(struct chancery_text **out, chancery_span bytes, chancery_error *error);

/* Words [first, first+count) as one run of bytes of words/v1; the empty span if count is 0. A view. */
static inline chancery_span chy_text_words(const struct chancery_text *text, uint32_t first, uint32_t count)
{
    if (count == 0)
        return (chancery_span){0};
    const struct chy_word *last = &text->word[first + count - 1];
    size_t from = text->word[first].offset;
    return (chancery_span){text->words_bytes + from, (size_t)last->offset + last->length - from};
}

static inline chancery_span chy_text_word(const struct chancery_text *text, uint32_t index)
{
    return chy_text_words(text, index, 1);
}

/*
 * Words form of a short text that is not a letter: a name, an office, a title, a heading in a
 * statement or directory. Appends the words joined by one U+0020. The same rules and refusals as for a
 * letter (CHANCERY_E_ENCODING, _CHARACTER; _EMPTY where there are no words), and words that mix scripts
 * or digits are refused too (_CHARACTER).
 */
CHY_MUST_USE bool chy_words_of(struct chy_buf *out, chancery_span text, chancery_error *error);

/* Do two short texts have the same words? Texts that are refused have none in common with anything. */
bool chy_same_words(chancery_span a, chancery_span b);

/* Do the words at index `at` (before `to`) begin with the words of needle (words form)? The number of
 * words in needle if so, else 0. */
uint32_t chy_text_at(const struct chancery_text *text, chancery_span needle, uint32_t at, uint32_t to);

#endif
