/*
 * outline.h - what a United Nations document is made of, read from its canonical text:
 * masthead, letters, signature marks, annexes, job number. spec/outline.md gives the rules.
 *
 * Everything is a range of words of the text. Nothing is dropped: what is not recognised is
 * `other`. The outline knows no directory; where a name ends and an office begins in a
 * signature block is settled by the caller (custody), who knows who holds office; here stands
 * what the text alone says.
 */
#ifndef CHY_OUTLINE_H
#define CHY_OUTLINE_H

#include "text/language.h"

struct chy_range {
    uint32_t first, count; /* words; count 0: not there */
};

static inline uint32_t chy_range_end(struct chy_range range)
{
    return range.first + range.count;
}

/* The words [first, end); none if that is empty. */
static inline struct chy_range chy_between(uint32_t first, uint32_t end)
{
    return (struct chy_range){first, end > first ? end - first : 0};
}

/* Lines of the file (1-based) and paragraphs that a range touches; it has words. */
static inline uint32_t chy_range_first_line(const struct chancery_text *text,
                                            struct chy_range range)
{
    return text->word[range.first].line;
}

static inline uint32_t chy_range_last_line(const struct chancery_text *text,
                                           struct chy_range range)
{
    return text->word[range.first + range.count - 1].line;
}

static inline uint32_t chy_range_paragraphs(const struct chancery_text *text,
                                            struct chy_range range)
{
    return text->word[range.first + range.count - 1].paragraph -
           text->word[range.first].paragraph + 1;
}

enum chy_part_kind {
    CHY_PART_MASTHEAD, /* symbol, distribution, date, original language */
    CHY_PART_LETTER,   /* from its heading to the end of its signature block */
    CHY_PART_ANNEX,    /* the word "Annex", "Annex I", "Enclosure", before a letter or text */
    CHY_PART_JOB,      /* the job number at the foot, "12-52626" */
    CHY_PART_PAGE,     /* a page's head or foot outside any letter, "S/2012/727 2/3 12-52626" */
    CHY_PART_OTHER     /* not recognised */
};

/* One "(Signed)" and what stands with it. */
struct chy_mark {
    struct chy_range mark;  /* the words of "(Signed)" itself */
    struct chy_range block; /* the words after it, to the next mark, or the end of its block;
                               where names stand before marks, the words before it */
    struct chy_range name;  /* in the block, next to the mark, as far as the text alone tells */
    struct chy_range office; /* the rest of the block, or what stands before the mark where the
                                language puts it there; may be empty */
    uint32_t letter;  /* index of its letter in outline->letter, or UINT32_MAX: in no letter */
    bool name_before; /* the block ends where the mark begins, and the name with it */
};

struct chy_letter {
    const char *language;             /* BCP 47 tag of the language of its heading, static */
    const struct chy_language *terms; /* the table of that language, static */
    enum chy_letter_kind kind;
    struct chy_range all;       /* heading to the end of the signature block */
    struct chy_range heading;   /* the whole heading paragraph */
    chancery_date date;         /* of the heading, if it bears one */
    struct chy_range from;      /* the sender: the words after "from", before "addressed to" */
    struct chy_range to;        /* the addressees: the words after "addressed to" */
    struct chy_range body;      /* between heading and first signature block */
    uint32_t first_mark, marks; /* in outline->mark */
    bool heading_only_date;     /* a heading with neither "from" nor "addressed to" */
};

struct chy_part {
    enum chy_part_kind kind;
    struct chy_range range;
    uint32_t letter; /* CHY_PART_LETTER: index in outline->letter */
};

struct chy_outline {
    struct chy_part *part; /* in the order of the text, disjoint, covering every word */
    uint32_t parts;
    struct chy_letter *letter;
    uint32_t letters;
    struct chy_mark *mark;
    uint32_t marks;
    struct {
        struct chy_range symbol[4]; /* "S/2012/727"; two may stand on one masthead */
        uint32_t symbols;
        struct chy_range distribution; /* "General" */
        chancery_date date;            /* "1 October 2012" */
        struct chy_range date_words;
        struct chy_range language; /* "English" */
        const char *language_tag;  /* "en", static; NULL if not said or not known */
    } masthead;
    struct chy_range job;   /* "12-52626" */
    struct chy_range *page; /* heads and feet of pages, inside letters and outside, in order */
    uint32_t pages;
};

CHY_MUST_USE bool chy_outline_read(struct chy_outline *out, const struct chancery_text *text,
                                   chancery_error *error);
void chy_outline_done(struct chy_outline *outline);

/* A date written out in words, in any of the languages, beginning at `at` ("18 September
 * 2012"): the number of words, 0 if there is none. */
uint32_t chy_outline_date(chancery_date *date, const struct chancery_text *text, uint32_t at,
                          uint32_t to);

/* --- what sender and addressee are made of, in the language of their letter --- */

/* The words of `range` that are the phrase (words form); punctuation may follow its last word,
 * and what clings to a word in the language ("l'", "و") may come before its first. count 0: it
 * is not there. */
struct chy_range chy_party_find(const struct chy_language *language,
                                const struct chancery_text *text, struct chy_range range,
                                chancery_span phrase);
/* Does the word, of a heading, name nobody ("the", "and", "of")? */
bool chy_party_connective(const struct chy_language *language, chancery_span word);
/* The range without an article at its beginning, if more than that is in it. */
struct chy_range chy_party_without_article(const struct chy_language *language,
                                           const struct chancery_text *text,
                                           struct chy_range range);
/* What an office of these words is of, "Mali" of "the Prime Minister of Mali": as far as the
 * language says it with a word of its own. */
struct chy_range chy_party_of(const struct chy_language *language,
                              const struct chancery_text *text, struct chy_range range);
/* Parts a range in two before its word number `at` (above 0) if one addressee may end and the
 * next begin there. *left: the first; *right: the rest, in which `*skip` bytes of the first
 * word ("و") are no part of it. */
bool chy_party_split(struct chy_range *left, struct chy_range *right, size_t *skip,
                     const struct chy_language *language, const struct chancery_text *text,
                     struct chy_range range, uint32_t at);

/* The bytes of the file of a range of words, whole lines: from the beginning of the line of its
 * first word to the end (with its line ending) of the line of its last; in a flattened file
 * where other words stand on those lines, from the first word's first byte to the last word's
 * last. A view of the text. */
chancery_span chy_outline_source(const struct chancery_text *text, struct chy_range range);

#endif
