/*
 * forms.c - text/v1 and words/v1 in one pass over the file.
 *
 * The file is taken in pieces: runs of characters without white space, and within them each
 * ideographic character with its marks by itself. Each piece is normalised alone, and gives one
 * word. That is the same as normalising the whole text, since NFC joins nothing across a
 * piece's edges: white space joins nothing, and what follows a piece directly is no mark, and
 * so of combining class 0 and joined at most to a jamo, which is not ideographic.
 * (tools/unicode-tables checks what this takes for granted.)
 *
 * Nearly all pieces stay as they are, and are taken many at a time (scan_plain.c). What stays
 * as it is in text/v1 is copied late, in runs as long as they come; if nothing changes at all,
 * text/v1 is the file.
 */
#include "text/forms.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "text/block.h"
#include "text/emphasis.h"
#include "text/fold.h"
#include "text/joiner.h"
#include "text/nfc.h"
#include "text/plain.h"
#include "text/scan.h"

#include <stdlib.h>

/* --- text/v1 --- */

/* Most files need no such copy, so its room is asked for late. */
void chy_scan_flush(struct scan *scan, const uint8_t *to)
{
    struct waiting *waiting = &scan->waiting;
    waiting->to = to;
    if (waiting->to > waiting->from) {
        if (scan->text.cap == 0 &&
            chy_buf_reserve(&scan->text, (size_t)(scan->end - waiting->from) + CHY_BLOCK))
            scan->text.len = 0;
        chy_buf_span(&scan->text, between(waiting->from, waiting->to));
    }
    waiting->from = to;
}

/* Something of text/v1 stands at scan->ptr: writes the line ends and blanks that wait. */
static void begin_text(struct scan *scan)
{
    if (scan->altered) {
        chy_scan_flush(scan, scan->waiting.to);
        if (scan->text.len > 0 && scan->breaks > 0)
            chy_buf_add(&scan->text, "\n\n", scan->breaks);
        scan->waiting.from = scan->blanks;
        scan->altered = false;
    }
    scan->breaks = 0;
}

/* Appends a piece, and moves behind it. *written is the piece there, valid until the next one.
 */
static bool write_text(struct scan *scan, const struct piece *piece, chancery_span *written)
{
    struct waiting *waiting = &scan->waiting;
    scan->ptr = scan->blanks = waiting->to = piece->to;
    *written = between(piece->from, piece->to);
    if (!(piece->traits & HAS_NORMALIZE))
        return true;
    chy_scan_flush(scan, piece->from);
    waiting->from = waiting->to = piece->to;
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

/* Appends the word of a piece, whose text/v1 is given. */
static bool write_word(struct scan *scan, const struct piece *piece, chancery_span text)
{
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

bool chy_scan_more_paragraphs(struct scan *scan)
{
    return chy_grow(&scan->out->paragraph, &scan->paragraph_cap, scan->out->paragraphs,
                    sizeof *scan->out->paragraph, CHY_MAX_TEXT, "paragraphs", scan->error);
}

/* A word stands at scan->ptr, and begins a paragraph if a line without words came before it. */
static bool begin_word(struct scan *scan)
{
    bool first = scan->out->paragraphs == 0;
    if (!first)
        chy_buf_byte(&scan->words, ' ');
    if ((first || scan->row > scan->word_row + 1) && !chy_scan_paragraph(scan, scan->words.len))
        return false;
    scan->word_row = scan->row;
    return true;
}

static bool add_word(struct scan *scan, const struct piece *piece, chancery_span text)
{
    size_t offset = scan->words.len;
    if (!write_word(scan, piece, text))
        return false;
    if (!(piece->traits & HAS_JOINER))
        return true;
    return chy_buf_finish(&scan->words, scan->error) && check_joiners(scan, piece, text) &&
           check_joiners(scan, piece, chy_span_from(chy_buf_view(&scan->words), offset));
}

/* --- the file --- */

static bool take_piece(struct scan *scan, bool begun)
{
    struct piece piece;
    chancery_span written;
    if (!chy_scan_piece(scan, &piece))
        return false;
    begin_text(scan);
    if (!write_text(scan, &piece, &written))
        return false;
    return !chy_scan_is_word(&piece) ||
           ((begun || begin_word(scan)) && add_word(scan, &piece, written));
}

/* Takes plain words, or one piece. */
static bool take(struct scan *scan)
{
    const uint8_t *from = scan->ptr;
    bool ideographic, plain = *from < 0x80 ? chy_is_plain_byte(*from)
                                           : chy_plain_at(from, scan->end, &ideographic) > 0;
    if (plain) {
        begin_text(scan);
        if (!begin_word(scan) || !chy_scan_plain(scan))
            return false;
    }
    return scan->ptr > from || take_piece(scan, plain);
}

/* What the forms are in the end. text/v1 is the file's if it was never copied, as long as the
 * last line ends there as it has to. */
static bool finish(struct scan *scan)
{
    struct chancery_text *out = scan->out;
    const struct waiting *waiting = &scan->waiting;
    if (scan->text.len == 0 && waiting->to < scan->end && *waiting->to == '\n') {
        out->text = waiting->from;
        out->text_len = (size_t)(waiting->to - waiting->from) + 1;
    } else {
        chy_scan_flush(scan, waiting->to);
        chy_buf_byte(&scan->text, '\n');
        out->text_own = (uint8_t *)chy_buf_take(&scan->text, &out->text_len, scan->error);
        out->text = out->text_own;
    }
    out->words_bytes = (uint8_t *)chy_buf_take(&scan->words, &out->words_len, scan->error);
    return out->text && out->words_bytes;
}

bool chy_forms_read(struct chancery_text *out, chancery_span file, chancery_error *error)
{
    if (file.len > CHY_MAX_TEXT) {
        return chy_fail(error, CHANCERY_E_LIMIT, "the text has more than %u bytes, the limit",
                        CHY_MAX_TEXT);
    }
    struct scan scan = chy_scan_begin(file, out, error);
    bool done = true;
    if (chy_buf_reserve(&scan.words, file.len + 8 * CHY_BLOCK)) /* mostly all that is needed */
        scan.words.len = 0;
    for (chy_scan_blanks(&scan); done && scan.ptr < scan.end; chy_scan_blanks(&scan))
        done = take(&scan);
    if (done && out->paragraphs == 0)
        done = chy_fail(error, CHANCERY_E_EMPTY, "there is no text in it");
    done = done && chy_buf_finish(&scan.text, error) && chy_buf_finish(&scan.words, error) &&
           chy_emphasis_drop(out, &scan.words, error) && finish(&scan);
    chy_buf_done(&scan.text);
    chy_buf_done(&scan.words);
    chy_buf_done(&scan.folded);
    return done;
}

void chy_forms_done(struct chancery_text *text)
{
    free(text->text_own);
    free(text->words_bytes);
    free(text->paragraph);
    free(text->paragraph_digest);
    free(text->emphasis);
    free(text->word);
}
