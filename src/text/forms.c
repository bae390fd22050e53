/*
 * forms.c - text/v1 and words/v1 in one pass over the file.
 *
 * The file is taken in pieces: runs of characters without white space, and within them each
 * ideographic character with its marks by itself. Each piece is normalised alone, and gives one
 * word. That is the same as normalising the whole text, since NFC joins nothing across a
 * piece's edges: white space joins nothing, and what follows a piece directly is no mark, and
 * so of combining class 0 and joined at most to a jamo, which is not ideographic.
 * (tools/unicode-tables checks what this takes for granted.) So nearly every piece stays as it
 * is, and every word knows the bytes that it came from.
 *
 * What stays as it is in the file is copied late, in runs as long as they come: whole lines and
 * paragraphs of text/v1, whole lines of words/v1.
 */
#include "text/forms.h"

#include "base/limits.h"
#include "text/emphasis.h"
#include "text/fold.h"
#include "text/joiner.h"
#include "text/nfc.h"
#include "text/scan.h"
#include "base/utf8.h"

#include <stdlib.h>

/* The piece without the soft hyphens at its ends; empty if it is nothing else. */
static chancery_span without_soft_hyphens(const struct piece *piece)
{
    chancery_span span = between(piece->from, piece->to), soft = CHY_LITERAL("\xC2\xAD");
    while (chy_span_starts(span, soft))
        span = chy_span_from(span, soft.len);
    while (chy_span_ends(span, soft))
        span.len -= soft.len;
    return span;
}

/* --- text/v1 --- */

/* Appends the line ends and blanks that wait, and then a piece, to text/v1; reading goes on
 * after it. *written is the piece there, valid until the next one. */
static bool write_text(struct scan *scan, const struct piece *piece, chancery_span *written)
{
    struct run *run = &scan->text_run;
    if (scan->altered) {
        flush(&scan->text, run);
        if (scan->text.len > 0 && scan->breaks > 0)
            chy_buf_add(&scan->text, "\n\n", scan->breaks);
        run->from = scan->blanks;
        scan->altered = false;
    }
    scan->breaks = 0;
    scan->ptr = scan->blanks = piece->to;
    run->to = piece->to;
    *written = between(piece->from, piece->to);
    if (!(piece->traits & HAS_NORMALIZE))
        return true;
    run->to = piece->from;
    flush(&scan->text, run);
    run->from = run->to = piece->to;
    size_t at = scan->text.len;
    if (!chy_nfc(&scan->text, *written, scan->error))
        return false;
    *written = chy_span_from(chy_buf_view(&scan->text), at);
    return true;
}

/* --- words/v1 --- */

/* A joiner joins nothing there; the piece is known to have one. The nth joiner in the text is
 * the nth in the piece, as NFC moves none and adds none. */
static bool check_joiners(struct scan *scan, const struct piece *piece, chancery_span text)
{
    size_t wrong = chy_joiner_misplaced(text);
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
    return chy_scan_refuse(scan, ptr);
}

/* Appends the word of a piece, whose text/v1 is given, to words/v1, perhaps only to the run
 * that waits; where it begins. */
static bool write_word(struct scan *scan, const struct piece *piece, chancery_span text,
                       size_t *offset)
{
    struct run *run = &scan->words_run;
    bool same = !(piece->traits & (HAS_NORMALIZE | HAS_FOLD | HAS_SOFT));
    if (same && run->to && piece->from == run->to + 1 && *run->to == ' ') {
        *offset = scan->words.len + (size_t)(piece->from - run->from);
        run->to = piece->to;
        return true;
    }
    flush(&scan->words, run);
    *run = same ? (struct run){piece->from, piece->to} : (struct run){0};
    if (scan->out->words > 0)
        chy_buf_byte(&scan->words, ' ');
    *offset = scan->words.len;
    if (same)
        return true;
    if (!(piece->traits & (HAS_FOLD | HAS_SOFT))) {
        chy_buf_span(&scan->words, text);
        return true;
    }
    if (!(piece->traits & HAS_NORMALIZE)) { /* what is dropped or folded parted no marks */
        chy_fold(&scan->words, text);
        return true;
    }
    chy_buf_clear(&scan->folded);
    chy_fold(&scan->folded, text);
    return chy_buf_finish(&scan->folded, scan->error) &&
           chy_nfc(&scan->words, chy_buf_view(&scan->folded), scan->error);
}

/* Where the words of words/v1 end, with what waits. */
static size_t words_end(const struct scan *scan)
{
    return scan->words.len + (size_t)(scan->words_run.to - scan->words_run.from);
}

static void end_paragraph(struct chancery_text *out)
{
    if (out->paragraphs > 0) {
        struct chy_paragraph *last = &out->paragraph[out->paragraphs - 1];
        last->count = out->words - last->first;
    }
}

/* The flags of the next word, which begins a paragraph if a line without words came before
 * it. */
static bool place_word(struct scan *scan, uint8_t *flags)
{
    struct chancery_text *out = scan->out;
    *flags = 0;
    if (scan->row == scan->word_row && out->words > 0)
        return true;
    *flags = CHY_WORD_LINE;
    if (out->words == 0 || scan->row > scan->word_row + 1) {
        if (!chy_grow(&out->paragraph, &scan->paragraph_cap, out->paragraphs,
                      sizeof *out->paragraph, CHY_MAX_TEXT, "paragraphs", scan->error))
            return false;
        end_paragraph(out);
        out->paragraph[out->paragraphs++] =
            (struct chy_paragraph){.first = out->words, .line = scan->line};
        *flags |= CHY_WORD_PARAGRAPH;
    }
    scan->word_row = scan->row;
    return true;
}

static bool add_word(struct scan *scan, const struct piece *piece, chancery_span text)
{
    struct chancery_text *out = scan->out;
    chancery_span own = between(piece->from, piece->to);
    size_t offset;
    uint8_t flags;
    if ((out->words == scan->word_cap && !chy_scan_grow(scan)) || !place_word(scan, &flags) ||
        !write_word(scan, piece, text, &offset))
        return false;
    if (piece->traits & HAS_SOFT)
        own = without_soft_hyphens(piece);
    if (piece->traits & HAS_JOINER) {
        flush(&scan->words, &scan->words_run);
        scan->words_run = (struct run){0};
        if (!chy_buf_finish(&scan->words, scan->error) || !check_joiners(scan, piece, text) ||
            !check_joiners(scan, piece, chy_span_from(chy_buf_view(&scan->words), offset)))
            return false;
    }
    set_word(&out->word[out->words++], scan, own.ptr, own.ptr + own.len, offset,
             words_end(scan) - offset, flags);
    return true;
}

/* --- the file --- */

/* A line ends here, by so many bytes, and is followed by blank lines if breaks is above 1. */
static bool end_line(struct scan *scan, size_t bytes, unsigned breaks)
{
    scan->altered |= *scan->ptr != '\n' || scan->ptr > scan->blanks || scan->breaks == 2;
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
    chancery_span written;
    unsigned len = chy_utf8_decode(&cp, scan->ptr, scan->end);
    if (cp == LINE_SEPARATOR || cp == PARAGRAPH_SEPARATOR)
        return end_line(scan, len, cp == LINE_SEPARATOR ? 1 : 2);
    struct piece space = {.from = scan->ptr, .to = scan->ptr + len, .traits = HAS_NORMALIZE};
    return write_text(scan, &space, &written);
}

static bool take_piece(struct scan *scan)
{
    struct piece piece;
    chancery_span written;
    if (!chy_scan_piece(scan, &piece))
        return false;
    if (piece.to == piece.from && *scan->ptr >= 0x80)
        return take_space(scan);
    if (piece.to == piece.from) /* a control */
        return chy_scan_refuse(scan, scan->ptr);
    if (!write_text(scan, &piece, &written))
        return false;
    if (piece.traits & HAS_SOFT && without_soft_hyphens(&piece).len == 0)
        return true;
    if (!add_word(scan, &piece, written))
        return false;
    if (piece.traits == 0 && scan->ptr < scan->end && *scan->ptr == ' ')
        return chy_scan_plain(scan);
    return piece.traits == IS_IDEOGRAPH ? chy_scan_ideographs(scan) : true;
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
    scan->text_run = (struct run){scan->ptr, scan->ptr};
    scan->altered = true; /* no line ends at the beginning */
    while (scan->ptr < scan->end)
        if (!step(scan))
            return false;
    if (scan->out->words == 0)
        return chy_fail(scan->error, CHANCERY_E_EMPTY, "there is no text in it");
    end_paragraph(scan->out);
    flush(&scan->text, &scan->text_run);
    flush(&scan->words, &scan->words_run);
    chy_buf_byte(&scan->text, '\n');
    return chy_buf_finish(&scan->text, scan->error) &&
           chy_buf_finish(&scan->words, scan->error);
}

/* The forms are about as long as the file: room for that is asked for once. */
static void make_room(struct chy_buf *form, size_t len)
{
    chy_buf_reserve(form, len + 1);
    form->len = 0;
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
    make_room(&scan.text, file.len);
    make_room(&scan.words, file.len);
    bool done = read_all(&scan);
    if (done)
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
