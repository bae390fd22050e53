/*
 * emphasis.c - matched emphasis marks are dropped, as in Markdown's *so* and __so__.
 *
 * Matching sees words and nothing else, so that re-flowed text gives the same. Dropping twice
 * is dropping once: words never vanish, so distances stay; dropping a mark changes no other, as
 * a word has at most one opening and one closing mark, apart; and a closing mark that stayed
 * found no open mark within reach, so it finds none among the fewer that are left.
 */
#include "text/emphasis.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "text/block.h"
#include "text/unicode.h"

#include <assert.h>

enum { MARK_TYPES = 4 }; /* * ** _ __ */

struct mark {
    size_t at, len; /* bytes, in the word; len 0: no mark */
};

static bool is_mark(uint8_t byte)
{
    return byte == '*' || byte == '_';
}

static unsigned type_of(chancery_span word, struct mark mark)
{
    return (word.ptr[mark.at] == '_' ? 2u : 0u) + (unsigned)(mark.len - 1);
}

/* The length of the opening character at the start of some bytes; 0: there is none. */
static size_t opening_character(const uint8_t *ptr, size_t len)
{
    switch (ptr[0]) {
    case '(':
    case '[':
    case '{':
    case '"':
    case '\'':
    case '*':
    case '_':
        return 1;
    case 0xC2: /* inverted exclamation mark, left guillemet, inverted question mark */
        return len > 1 && (ptr[1] == 0xA1 || ptr[1] == 0xAB || ptr[1] == 0xBF) ? 2 : 0;
    default:
        return 0;
    }
}

/* The length of the closing character that ends before end; 0: there is none. */
static size_t closing_character(const uint8_t *end, size_t len)
{
    switch (end[-1]) {
    case '.':
    case ',':
    case ';':
    case ':':
    case '!':
    case '?':
    case ')':
    case ']':
    case '}':
    case '"':
    case '\'':
    case '*':
    case '_':
        return 1;
    case 0xBB: /* right guillemet */
        return len > 1 && end[-2] == 0xC2 ? 2 : 0;
    case 0xA6: /* horizontal ellipsis */
        return len > 2 && end[-2] == 0x80 && end[-3] == 0xE2 ? 3 : 0;
    default:
        return 0;
    }
}

static bool is_before_combining(chancery_span word, size_t at)
{
    uint32_t cp;
    return at < word.len && chy_utf8_decode(&cp, word.ptr + at, word.ptr + word.len) > 0 &&
           (chy_unicode(cp) & CHY_CP_MARK);
}

/* The mark of a region: its only run of mark characters, if it is one. */
static struct mark mark_in(chancery_span word, size_t from, size_t to)
{
    const struct mark none = {0};
    size_t at = from;
    while (at < to && !is_mark(word.ptr[at]))
        at++;
    size_t end = at;
    while (end < to && word.ptr[end] == word.ptr[at])
        end++;
    for (size_t i = end; i < to; i++) {
        if (is_mark(word.ptr[i]))
            return none;
    }
    if (end - at > 2 || is_before_combining(word, end))
        return none;
    return (struct mark){.at = at, .len = end - at};
}

/* The opening and the closing mark of a word. */
static void find_marks(struct mark *opening, struct mark *closing, chancery_span word)
{
    size_t lead = 0, trail = word.len, len;
    while (lead < word.len && (len = opening_character(word.ptr + lead, word.len - lead)) > 0)
        lead += len;
    while (trail > 0 && (len = closing_character(word.ptr + trail, trail)) > 0)
        trail -= len;
    if (lead >= trail) { /* nothing stands between */
        *opening = *closing = (struct mark){0};
        return;
    }
    *opening = mark_in(word, 0, lead);
    *closing = mark_in(word, trail, word.len);
}

/* --- the words with mark characters, one after the other --- */

struct seeker {
    chancery_span bytes;
    size_t from, to; /* the word's bytes */
    unsigned words;  /* since the word before; or more than CHY_MAX_EMPHASIS */
};

/* Where the next mark character is; bytes.len: there is none. */
static size_t seek_mark(chancery_span bytes, size_t from)
{
    for (; bytes.len - from >= CHY_BLOCK; from += CHY_BLOCK) {
        uint64_t marks = chy_block_marks(bytes.ptr + from);
        if (marks)
            return from + chy_lowest(marks);
    }
    while (from < bytes.len && !is_mark(bytes.ptr[from]))
        from++;
    return from;
}

static size_t seek(chancery_span bytes, size_t from, int byte)
{
    const uint8_t *found =
        from < bytes.len ? memchr(bytes.ptr + from, byte, bytes.len - from) : NULL;
    return found ? (size_t)(found - bytes.ptr) : bytes.len;
}

/* The words that begin between two places, counted until they are out of reach. */
static unsigned count_words(chancery_span bytes, size_t from, size_t to)
{
    unsigned words = 0;
    for (; to - from >= CHY_BLOCK && words <= CHY_MAX_EMPHASIS; from += CHY_BLOCK)
        words += chy_block_spaces(bytes.ptr + from);
    for (; from < to && words <= CHY_MAX_EMPHASIS; from++)
        words += bytes.ptr[from] == ' ';
    return words;
}

/* The next word with a mark character, behind the one before; false: there is none. */
static bool next_word(struct seeker *seeker)
{
    size_t before = seeker->from, at = seek_mark(seeker->bytes, seeker->to);
    if (at == seeker->bytes.len)
        return false;
    for (seeker->from = at; seeker->from > 0 && seeker->bytes.ptr[seeker->from - 1] != ' ';)
        seeker->from--;
    seeker->to = seek(seeker->bytes, at, ' ');
    seeker->words = count_words(seeker->bytes, before, seeker->from);
    return true;
}

/* --- matching --- */

/* Dropped bytes are overwritten with NUL, which no form holds, until all are known. */
enum { DROPPED = 0 };

/* The open marks of a type are a set of bits, bit k for the word k words back; where they are
 * stands at the word's number, modulo RECENT. (Numbers leap over words out of reach.) */
enum { RECENT = 64 };
static_assert(CHY_MAX_EMPHASIS < RECENT - 1, "a word within reach is a recent one");

struct matching {
    uint64_t open[MARK_TYPES];
    size_t opening[RECENT]; /* bytes of the text */
    unsigned number;        /* of the word */
    size_t first;           /* the first byte that is dropped */
};

static void drop(struct matching *matching, struct chy_buf *bytes, size_t at, size_t len)
{
    bytes->ptr[at] = bytes->ptr[at + len - 1] = DROPPED; /* one or two */
    matching->first = at < matching->first ? at : matching->first;
}

/* The words from an opening mark to its closing one. */
static bool note(struct chancery_text *out, size_t *cap, struct chy_emphasis emphasis,
                 chancery_error *error)
{
    if (!chy_grow(&out->emphasis, cap, out->emphases, sizeof *out->emphasis, CHY_MAX_TEXT,
                  "emphasis marks", error))
        return false;
    out->emphasis[out->emphases++] = emphasis;
    return true;
}

static bool match_word(struct chancery_text *out, size_t *cap, struct matching *matching,
                       const struct seeker *at, struct chy_buf *bytes, chancery_error *error)
{
    struct mark opening, closing;
    chancery_span word = chy_span_sub(chy_buf_view(bytes), at->from, at->to - at->from);
    find_marks(&opening, &closing, word);
    if (opening.len > 0) {
        matching->open[type_of(word, opening)] |= 1;
        matching->opening[matching->number % RECENT] = at->from + opening.at;
    }
    uint64_t *set = closing.len > 0 ? &matching->open[type_of(word, closing)] : NULL;
    if (!set || *set == 0)
        return true;
    unsigned back = (unsigned)__builtin_ctzll(*set);
    *set &= *set - 1;
    drop(matching, bytes, matching->opening[(matching->number - back) % RECENT], closing.len);
    drop(matching, bytes, at->from + closing.at, closing.len);
    return note(out, cap, (struct chy_emphasis){(uint32_t)at->from, back}, error);
}

/* Words without marks only count as distance; what is out of reach falls off. */
static bool match(struct chancery_text *out, struct matching *matching, struct chy_buf *bytes,
                  chancery_error *error)
{
    const uint64_t reach = (UINT64_C(2) << CHY_MAX_EMPHASIS) - 1;
    struct seeker at = {.bytes = chy_buf_view(bytes)};
    size_t cap = 0;
    while (next_word(&at)) {
        for (unsigned type = 0; type < MARK_TYPES; type++)
            matching->open[type] =
                at.words > CHY_MAX_EMPHASIS ? 0 : matching->open[type] << at.words & reach;
        matching->number += at.words;
        if (!match_word(out, &cap, matching, &at, bytes, error))
            return false;
    }
    return true;
}

/* --- dropping --- */

/* Where a word begins when the bytes at `from` move to `to`, over a gap. */
static uint32_t moved(uint32_t offset, size_t from, size_t to)
{
    return (uint32_t)(offset < from ? to : offset - (from - to));
}

/* Closes the gaps, from the first one on. A word that begins with a gap begins behind it. */
static void squeeze(struct chancery_text *out, struct chy_buf *bytes, size_t first)
{
    struct chy_paragraph *paragraph = out->paragraph, *end = paragraph + out->paragraphs;
    struct chy_emphasis *emphasis = out->emphasis, *last = emphasis + out->emphases;
    size_t to = first, from = first;
    while (paragraph < end && paragraph->offset < first)
        paragraph++;
    while (emphasis < last && emphasis->offset < first)
        emphasis++;
    while (from < bytes->len) {
        while (from < bytes->len && bytes->ptr[from] == DROPPED)
            from++;
        size_t next = seek(chy_buf_view(bytes), from, DROPPED);
        for (; paragraph < end && paragraph->offset < next; paragraph++)
            paragraph->offset = moved(paragraph->offset, from, to);
        for (; emphasis < last && emphasis->offset < next; emphasis++)
            emphasis->offset = moved(emphasis->offset, from, to);
        memmove(bytes->ptr + to, bytes->ptr + from, next - from);
        to += next - from;
        from = next;
    }
    bytes->len = to;
}

bool chy_emphasis_drop(struct chancery_text *out, struct chy_buf *bytes, chancery_error *error)
{
    struct matching matching; /* an opening mark is read where its bit is set */
    memset(matching.open, 0, sizeof matching.open);
    matching.number = 0;
    matching.first = bytes->len;
    if (!match(out, &matching, bytes, error))
        return false;
    if (matching.first < bytes->len)
        squeeze(out, bytes, matching.first);
    return true;
}
