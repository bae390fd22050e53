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
#include "text/unicode.h"

/* While matching, beside CHY_WORD_EMPHASIS. */
enum { DROP_OPENING = 64, DROP_CLOSING = 128 };

enum { MARK_TYPES = 4 }; /* * ** _ __ */

struct mark {
    size_t at, len; /* bytes in the word; len 0: no mark */
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

static chancery_span bytes_of(const struct chy_word *word, const struct chy_buf *bytes)
{
    return chy_span(bytes->ptr + word->offset, word->length);
}

/* --- the words with mark characters, one after the other --- */

struct seeker {
    const struct chy_word *word;
    uint32_t words;
    chancery_span bytes;
    size_t star, line; /* the next `*` and `_`, so that each byte is looked at twice in all */
};

static size_t seek(chancery_span bytes, size_t from, int byte)
{
    const uint8_t *found =
        from < bytes.len ? memchr(bytes.ptr + from, byte, bytes.len - from) : NULL;
    return found ? (size_t)(found - bytes.ptr) : bytes.len;
}

/* The word that holds this byte, which is not before word `from`: in steps that double, then by
 * halves. */
static uint32_t word_at(const struct seeker *seeker, uint32_t from, size_t at)
{
    const struct chy_word *word = seeker->word;
    uint32_t low = from, step = 1;
    while (step < seeker->words - low && word[low + step].offset <= at) {
        low += step;
        step *= 2;
    }
    uint32_t high = step < seeker->words - low ? low + step : seeker->words;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (word[middle].offset <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The next word with a mark character at or after *index; false: there is none. */
static bool next_word(struct seeker *seeker, uint32_t *index)
{
    if (*index >= seeker->words)
        return false;
    size_t from = seeker->word[*index].offset;
    if (seeker->star < from)
        seeker->star = seek(seeker->bytes, from, '*');
    if (seeker->line < from)
        seeker->line = seek(seeker->bytes, from, '_');
    size_t at = seeker->star < seeker->line ? seeker->star : seeker->line;
    if (at == seeker->bytes.len)
        return false;
    *index = word_at(seeker, *index, at);
    return true;
}

/* --- matching --- */

/* Flags what is dropped of a word and of the one that it matches. The open marks of a type are
 * a set of bits, bit k for the word k words back. The index of the first word that loses a
 * mark; UINT32_MAX: none. */
static uint32_t match_word(struct chy_word *word, uint32_t index, uint64_t open[MARK_TYPES],
                           const struct chy_buf *bytes)
{
    struct mark opening, closing;
    chancery_span span = bytes_of(&word[index], bytes);
    find_marks(&opening, &closing, span);
    if (opening.len > 0)
        open[type_of(span, opening)] |= 1;
    uint64_t *set = closing.len > 0 ? &open[type_of(span, closing)] : NULL;
    if (!set || *set == 0)
        return UINT32_MAX;
    uint32_t from = index - (uint32_t)__builtin_ctzll(*set);
    *set &= *set - 1;
    word[from].flags |= DROP_OPENING;
    word[index].flags |= DROP_CLOSING;
    for (uint32_t k = from; k <= index; k++)
        word[k].flags |= CHY_WORD_EMPHASIS;
    return from;
}

/* Flags what is dropped. Other words only count as distance; what is out of reach falls off.
 * The first word that loses a mark; UINT32_MAX: none. */
static uint32_t match(struct chy_word *word, uint32_t words, const struct chy_buf *bytes)
{
    const uint64_t reach = (UINT64_C(2) << CHY_MAX_EMPHASIS) - 1;
    chancery_span span = chy_buf_view(bytes);
    struct seeker seeker = {word, words, span, seek(span, 0, '*'), seek(span, 0, '_')};
    uint64_t open[MARK_TYPES] = {0};
    uint32_t first = UINT32_MAX, last = 0;
    for (uint32_t i = 0; next_word(&seeker, &i); i++) {
        for (unsigned type = 0; type < MARK_TYPES; type++)
            open[type] = i - last > CHY_MAX_EMPHASIS ? 0 : open[type] << (i - last) & reach;
        last = i;
        uint32_t from = match_word(word, i, open, bytes);
        first = from < first ? from : first;
    }
    return first;
}

/* --- dropping --- */

/* Moves the bytes of a word to `to`, which is not behind them, without what is dropped; returns
 * their end. */
static size_t move_word(struct chy_word *word, struct chy_buf *bytes, size_t to)
{
    chancery_span span = bytes_of(word, bytes);
    struct mark opening, closing;
    find_marks(&opening, &closing, span);
    opening.len = word->flags & DROP_OPENING ? opening.len : 0;
    closing.len = word->flags & DROP_CLOSING ? closing.len : 0;
    word->flags &= (uint8_t) ~(DROP_OPENING | DROP_CLOSING);
    word->offset = (uint32_t)to;
    for (size_t i = 0; i < span.len; i++) {
        if (i - opening.at >= opening.len && i - closing.at >= closing.len)
            bytes->ptr[to++] = span.ptr[i];
    }
    word->length = (uint32_t)to - word->offset;
    return to;
}

/* The bytes between the words that lose marks are moved at once, with the spaces at their
 * ends. */
void chy_emphasis_drop(struct chy_word *word, uint32_t words, struct chy_buf *bytes)
{
    uint32_t i = match(word, words, bytes);
    if (i == UINT32_MAX)
        return;
    size_t end = word[i].offset;
    while (i < words) {
        uint32_t next = i;
        size_t from = word[i].offset, dropped = from - end;
        for (; next < words && !(word[next].flags & (DROP_OPENING | DROP_CLOSING)); next++)
            word[next].offset -= (uint32_t)dropped;
        size_t to = next < words ? word[next].offset : bytes->len;
        memmove(bytes->ptr + end, bytes->ptr + from, to - from);
        end += to - from;
        if (next < words) {
            end = move_word(&word[next], bytes, end);
            if (++next < words)
                bytes->ptr[end++] = ' ';
        }
        i = next;
    }
    bytes->len = end;
}
