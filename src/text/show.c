/*
 * show.c - a letter's file with what is invisible or misleading in it made visible, line by
 * line.
 */
#include "base/escape.h"
#include "text/canon.h"
#include "text/deceptive.h"
#include "text/unicode.h"

struct show {
    struct chy_buf out;
    const char *code, *warning, *plain; /* colours */
};

static void put_code(struct show *show, uint32_t cp)
{
    chy_buf_printf(&show->out, "%s{U+%04X}%s", show->code, cp, show->plain);
}

/* Spaces other than U+0020, joiners, soft hyphens, and a blank that ends the line. */
static bool is_hidden(struct chy_glyph glyph, bool ends_line)
{
    bool space = chy_unicode(glyph.cp) & CHY_CP_SPACE;
    return !glyph.visible || (space && (glyph.cp != ' ' || ends_line));
}

static void put_line(struct show *show, chancery_span line, uint32_t number)
{
    const uint8_t *ptr = line.ptr, *end = line.ptr + line.len, *text_end = end;
    while (text_end > ptr && (text_end[-1] == ' ' || text_end[-1] == '\t'))
        text_end--;
    chy_buf_printf(&show->out, "%6u  ", (unsigned)number);
    while (ptr < end) {
        struct chy_glyph glyph = chy_glyph_at(ptr, end);
        if (is_hidden(glyph, ptr >= text_end))
            put_code(show, glyph.cp);
        else
            chy_buf_add(&show->out, ptr, glyph.taken);
        ptr += glyph.taken;
    }
    chy_buf_byte(&show->out, '\n');
}

/* A deceptive word, and again with every character but ASCII by its number. */
static void put_warning(struct show *show, const struct chy_deceptive *found)
{
    chancery_span word = chy_text_word(found->text, found->word);
    const uint8_t *ptr = word.ptr, *end = word.ptr + word.len;
    chy_buf_printf(&show->out, "        %s! \"", show->warning);
    chy_buf_escaped(&show->out, word);
    chy_buf_printf(&show->out, "\" %s: ", chy_deceit_says(found->why));
    while (ptr < end) {
        struct chy_glyph glyph = chy_glyph_at(ptr, end);
        if (glyph.cp < 0x80)
            chy_buf_byte(&show->out, *ptr);
        else
            chy_buf_printf(&show->out, "{U+%04X}", glyph.cp);
        ptr += glyph.taken;
    }
    chy_buf_printf(&show->out, "%s\n", show->plain);
}

/* Takes a line of the file as chy_word counts them: it ends with LF, CR or CR LF. */
static chancery_span take_line(chancery_span *rest)
{
    size_t len = 0, end;
    while (len < rest->len && rest->ptr[len] != '\n' && rest->ptr[len] != '\r')
        len++;
    chancery_span line = chy_span_sub(*rest, 0, len);
    end = chy_span_starts(chy_span_from(*rest, len), CHY_LITERAL("\r\n")) ? len + 2 : len + 1;
    *rest = chy_span_from(*rest, end);
    return line;
}

char *chancery_text_show(chancery_text *text, bool color, chancery_error *error)
{
    struct show show = {.code = color ? "\x1b[33m" : "",
                        .warning = color ? "\x1b[1;31m" : "",
                        .plain = color ? "\x1b[0m" : ""};
    struct chy_deceptive found = {.text = text};
    chancery_span rest = chy_span(text->source, text->source_len);
    if (!chy_text_index(text, error))
        return NULL;
    bool more = chy_deceptive_next(&found);
    for (uint32_t number = 1; rest.len > 0; number++) {
        put_line(&show, take_line(&rest), number);
        while (more && text->word[found.word].line == number) {
            put_warning(&show, &found);
            more = chy_deceptive_next(&found);
        }
    }
    char *out = chy_buf_take(&show.out, NULL, error);
    chy_buf_done(&show.out);
    return out;
}
