/*
 * forms.c - text/v1 and words/v1 in one pass over the file.
 *
 * The file is taken in pieces: runs of characters without white space, and within them each
 * ideographic character with its marks by itself. Each piece is normalised alone, and gives one
 * word. That is the same as normalising the whole text, since NFC joins nothing across a
 * piece's edges: white space joins nothing, and what follows a piece directly is no mark, and
 * so of combining class 0 and joined at most to a jamo, which is not ideographic.
 * (tools/unicode-tables checks what this takes for granted.) So nearly every piece is copied as
 * it is, and every word knows the bytes that it came from.
 */
#include "text/forms.h"

#include "base/limits.h"
#include "text/emphasis.h"
#include "text/fold.h"
#include "text/joiner.h"
#include "text/nfc.h"
#include "text/screen.h"
#include "text/unicode.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { SOFT_HYPHEN = 0xAD, LINE_SEPARATOR = 0x2028, PARAGRAPH_SEPARATOR = 0x2029 };

/* What a piece holds. */
enum {
    HAS_NORMALIZE = 1, /* a character that NFC may change */
    HAS_FOLD = 2,      /* a soft hyphen, or perhaps a character of the fold table */
    HAS_JOINER = 4,    /* ZWNJ or ZWJ, which are right in some places */
    IS_IDEOGRAPH = 8
};

struct piece {
    const uint8_t *from, *to; /* its bytes in the file */
    const uint8_t *first,
        *last; /* the same without soft hyphens at the ends; NULL: no more is there */
    unsigned traits;
};

struct scan {
    const uint8_t *begin, *ptr, *end; /* the file, and where reading stands */
    const uint8_t *blanks;  /* from here to ptr only spaces and tabs, not written yet */
    unsigned breaks;        /* line ends not written yet; 2: a blank line */
    unsigned combining;     /* combining marks in a row, as decomposed */
    bool marks;             /* an emphasis mark was seen */
    uint32_t line;          /* of the file */
    uint32_t row, word_row; /* line ends so far; what that was at the last word */
    size_t word_cap, paragraph_cap;
    struct chy_buf text, words, folded;
    struct chancery_text *out;
    chancery_error *error;
};

static bool is_joiner(uint32_t cp)
{
    return cp == CHY_CP_ZWNJ || cp == CHY_CP_ZWJ;
}

/* Decodes and screens the character at ptr, above ASCII; its length, or 0 with the error set. A
 * soft hyphen does not end a row of marks, since words/v1 drops it. */
static unsigned take(struct scan *scan, const uint8_t *ptr, uint32_t *cp, unsigned *properties)
{
    unsigned len = chy_utf8_decode(cp, ptr, scan->end);
    bool good = len > 0;
    if (good) {
        *properties = chy_unicode(*cp);
        good = (*properties & CHY_CP_CLASS) == CHY_CP_ALLOWED || is_joiner(*cp);
    }
    if (good && *cp != SOFT_HYPHEN) {
        unsigned before = *properties & CHY_CP_NONSTARTER ? scan->combining : 0;
        scan->combining = before + (*properties >> CHY_CP_TAIL_SHIFT & CHY_CP_TAIL);
        good = scan->combining <= CHY_MAX_COMBINING;
    }
    if (!good) {
        chy_screen_fail(scan->error, chy_span(scan->begin, (size_t)(scan->end - scan->begin)),
                        (size_t)(ptr - scan->begin));
        return 0;
    }
    return len;
}

static unsigned traits_of(uint32_t cp, unsigned properties)
{
    unsigned traits = properties & CHY_CP_NORMALIZE ? HAS_NORMALIZE : 0;
    if (cp == SOFT_HYPHEN || (cp >= 0x2010 && cp <= 0x201F))
        traits |= HAS_FOLD;
    traits |= is_joiner(cp) ? HAS_JOINER : 0;
    return traits | (properties & CHY_CP_IDEOGRAPHIC ? IS_IDEOGRAPH : 0);
}

/* An ideograph begins a piece, and after one only marks (and soft hyphens) go on with it. */
static bool is_next_piece(const struct piece *piece, uint32_t cp, unsigned properties)
{
    if (piece->traits & IS_IDEOGRAPH)
        return cp != SOFT_HYPHEN && !(properties & CHY_CP_MARK);
    return (properties & CHY_CP_IDEOGRAPHIC) && piece->to > piece->from;
}

/* Reads the piece at scan->ptr, which is empty before white space and controls. */
static bool read_piece(struct scan *scan, struct piece *piece)
{
    *piece = (struct piece){.from = scan->ptr, .to = scan->ptr};
    while (piece->to < scan->end) {
        uint32_t cp = *piece->to;
        unsigned properties = 0, len = 1;
        if (cp < 0x80) {
            if (cp <= 0x20 || cp == 0x7F || (piece->traits & IS_IDEOGRAPH))
                break;
            scan->combining = 0;
            scan->marks |= cp == '*' || cp == '_';
        } else {
            len = take(scan, piece->to, &cp, &properties);
            if (len == 0)
                return false;
            if ((properties & CHY_CP_SPACE) || is_next_piece(piece, cp, properties))
                break;
            piece->traits |= traits_of(cp, properties);
        }
        if (cp != SOFT_HYPHEN) {
            piece->first = piece->first ? piece->first : piece->to;
            piece->last = piece->to + len;
        }
        piece->to += len;
    }
    return true;
}

static chancery_span between(const uint8_t *from, const uint8_t *to)
{
    return chy_span(from, (size_t)(to - from));
}

/* Appends the line ends and blanks that wait, and then a piece, to text/v1, where it begins at
 * *text_at; reading goes on after it. */
static bool write_text(struct scan *scan, const struct piece *piece, size_t *text_at)
{
    if (scan->text.len > 0 && scan->breaks > 0)
        chy_buf_add(&scan->text, "\n\n", scan->breaks);
    scan->breaks = 0;
    chy_buf_span(&scan->text, between(scan->blanks, piece->from));
    scan->ptr = scan->blanks = piece->to;
    *text_at = scan->text.len;
    if (piece->traits & HAS_NORMALIZE)
        return chy_nfc(&scan->text, between(piece->from, piece->to), scan->error);
    chy_buf_span(&scan->text, between(piece->from, piece->to));
    return true;
}

/* Each joiner of a piece stands right in a form of it. NFC keeps joiners in their order, so a
 * number tells which one of the file is wrong. */
static bool check_joiners(struct scan *scan, const struct piece *piece, chancery_span form)
{
    size_t wrong = chy_joiner_misplaced(form);
    const uint8_t *ptr = piece->from;
    if (wrong == SIZE_MAX)
        return true;
    for (;;) {
        uint32_t cp;
        unsigned len = chy_utf8_decode(&cp, ptr, scan->end);
        if (is_joiner(cp) && wrong-- == 0)
            break;
        ptr += len;
    }
    return chy_screen_fail(scan->error, between(scan->begin, scan->end),
                           (size_t)(ptr - scan->begin));
}

/* Appends the word of a piece, whose text/v1 is given, to words/v1. */
static bool write_word(struct scan *scan, const struct piece *piece, chancery_span text)
{
    if (scan->out->words > 0)
        chy_buf_byte(&scan->words, ' ');
    scan->out->word[scan->out->words].offset = (uint32_t)scan->words.len;
    if (!(piece->traits & HAS_FOLD)) {
        chy_buf_span(&scan->words, text);
        return true;
    }
    chy_buf_clear(&scan->folded);
    chy_fold(&scan->folded, text);
    return chy_buf_finish(&scan->folded, scan->error) &&
           chy_nfc(&scan->words, chy_buf_view(&scan->folded), scan->error);
}

/* Begins a paragraph with the next word if a line without words came before it. */
static bool place_word(struct scan *scan)
{
    struct chancery_text *out = scan->out;
    struct chy_word *word = &out->word[out->words];
    if (out->words == 0 || scan->row > scan->word_row + 1) {
        if (!chy_grow(&out->paragraph, &scan->paragraph_cap, out->paragraphs,
                      sizeof *out->paragraph, CHY_MAX_TEXT, "paragraphs", scan->error))
            return false;
        out->paragraph[out->paragraphs++] =
            (struct chy_paragraph){.first = out->words, .line = scan->line};
        word->flags = CHY_WORD_PARAGRAPH | CHY_WORD_LINE;
    } else if (scan->row > scan->word_row) {
        word->flags = CHY_WORD_LINE;
    }
    word->paragraph = out->paragraphs - 1;
    out->paragraph[word->paragraph].count++;
    scan->word_row = scan->row;
    return true;
}

static bool add_word(struct scan *scan, const struct piece *piece, chancery_span text)
{
    struct chancery_text *out = scan->out;
    if (!chy_grow(&out->word, &scan->word_cap, out->words, sizeof *out->word, CHY_MAX_TEXT,
                  "words", scan->error) ||
        !place_word(scan) || !write_word(scan, piece, text))
        return false;
    struct chy_word *word = &out->word[out->words++];
    if (piece->traits & HAS_JOINER &&
        !(check_joiners(scan, piece, text) &&
          check_joiners(scan, piece, chy_span_from(chy_buf_view(&scan->words), word->offset))))
        return false;
    word->length = (uint32_t)scan->words.len - word->offset;
    word->source = (uint32_t)(piece->first - scan->begin);
    word->source_end = (uint32_t)(piece->last - scan->begin);
    word->line = scan->line;
    return true;
}

/* A line ends here, by so many bytes, and is followed by blank lines if breaks is above 1. */
static bool end_line(struct scan *scan, size_t bytes, unsigned breaks)
{
    scan->combining = 0;
    scan->row += breaks;
    scan->breaks = scan->breaks + breaks > 2 ? 2 : scan->breaks + breaks;
    scan->ptr += bytes;
    scan->blanks = scan->ptr;
    return true;
}

/* White space above ASCII: it parts words, and stays in text/v1 unless it ends a line. */
static bool take_space(struct scan *scan)
{
    uint32_t cp = 0;
    unsigned len = chy_utf8_decode(&cp, scan->ptr, scan->end);
    if (cp == LINE_SEPARATOR || cp == PARAGRAPH_SEPARATOR)
        return end_line(scan, len, cp == LINE_SEPARATOR ? 1 : 2);
    struct piece space = {.from = scan->ptr, .to = scan->ptr + len, .traits = HAS_NORMALIZE};
    size_t text_at;
    return write_text(scan, &space, &text_at);
}

static bool take_piece(struct scan *scan)
{
    struct piece piece;
    if (!read_piece(scan, &piece))
        return false;
    if (piece.to == piece.from && *scan->ptr >= 0x80)
        return take_space(scan);
    if (piece.to == piece.from) { /* a control */
        return chy_screen_fail(scan->error, between(scan->begin, scan->end),
                               (size_t)(scan->ptr - scan->begin));
    }
    size_t text_at;
    if (!write_text(scan, &piece, &text_at))
        return false;
    if (!piece.first) /* soft hyphens only */
        return true;
    return add_word(scan, &piece, chy_span_from(chy_buf_view(&scan->text), text_at));
}

static bool step(struct scan *scan)
{
    switch (*scan->ptr) {
    case ' ':
    case '\t':
        scan->combining = 0;
        scan->ptr++;
        return true;
    case '\r':
        scan->line++;
        return end_line(scan, scan->ptr + 1 < scan->end && scan->ptr[1] == '\n' ? 2 : 1, 1);
    case '\n':
        scan->line++;
        return end_line(scan, 1, 1);
    case '\f':
        return end_line(scan, 1, 2);
    default:
        return take_piece(scan);
    }
}

static bool read_all(struct scan *scan)
{
    if (chy_span_starts(between(scan->ptr, scan->end), CHY_LITERAL("\xEF\xBB\xBF")))
        scan->ptr += 3;
    scan->blanks = scan->ptr;
    while (scan->ptr < scan->end)
        if (!step(scan))
            return false;
    if (scan->out->words == 0)
        return chy_fail(scan->error, CHANCERY_E_EMPTY, "there is no text in it");
    chy_buf_byte(&scan->text, '\n');
    return chy_buf_finish(&scan->text, scan->error) &&
           chy_buf_finish(&scan->words, scan->error);
}

bool chy_forms_read(struct chancery_text *out, chancery_span file, chancery_error *error)
{
    if (file.len > CHY_MAX_TEXT) {
        return chy_fail(error, CHANCERY_E_LIMIT, "the text has more than %u bytes, the limit",
                        CHY_MAX_TEXT);
    }
    if (file.len == 0)
        return chy_fail(error, CHANCERY_E_EMPTY, "there is no text in it");
    struct scan scan = {.begin = file.ptr,
                        .ptr = file.ptr,
                        .end = file.ptr + file.len,
                        .line = 1,
                        .out = out,
                        .error = error};
    bool done = read_all(&scan);
    if (done && scan.marks)
        chy_emphasis_drop(out->word, out->words, &scan.words);
    if (done) {
        out->text = (uint8_t *)chy_buf_take(&scan.text, &out->text_len, error);
        out->words_bytes = (uint8_t *)chy_buf_take(&scan.words, &out->words_len, error);
        done = out->text && out->words_bytes;
    }
    chy_buf_done(&scan.text);
    chy_buf_done(&scan.words);
    chy_buf_done(&scan.folded);
    return done;
}

void chy_forms_done(struct chancery_text *text)
{
    free(text->text);
    free(text->words_bytes);
    free(text->word);
    free(text->paragraph);
}
