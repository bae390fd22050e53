#include "text/typeset.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <stdlib.h>

/* So many lines at the top and bottom of a page may be its head and foot. */
#define EDGE_LINES 4u

/* --- lines that end in a hyphen --- */

static bool is_letter(chancery_span line)
{
    uint8_t byte = line.len > 0 ? line.ptr[0] : 0;
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte >= 0xC3;
}

/* "Secretary-General" at a line's end: no hyphenation puts its hyphen before a capital letter
 * or a digit. */
static bool is_capital(chancery_span line)
{
    uint32_t cp = 0;
    if (line.len == 0 || chy_utf8_decode(&cp, line.ptr, line.ptr + line.len) == 0)
        return false;
    return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0xDE) ||
           (cp >= 0x400 && cp <= 0x42F);
}

/* The bytes of the hyphen, U+002D or U+2010, with which the line breaks a word that the next
 * one goes on with; 0: it breaks none. */
static size_t broken_word(chancery_span line, chancery_span next)
{
    size_t hyphen = chy_span_ends(line, CHY_LITERAL("-"))              ? 1
                    : chy_span_ends(line, CHY_LITERAL("\xE2\x80\x90")) ? 3
                                                                       : 0;
    if (hyphen == 0 || line.len == hyphen)
        return 0;
    uint8_t before = line.ptr[line.len - hyphen - 1];
    bool in_word = (before >= '0' && before <= '9') || (before >= 'A' && before <= 'Z') ||
                   (before >= 'a' && before <= 'z') || before >= 0x80;
    return in_word && (is_letter(next) || is_capital(next)) ? hyphen : 0;
}

/* The next line that is no page's; the end if there is none. */
static size_t next_of_text(const struct chy_typeset *typeset, size_t line)
{
    do
        line++;
    while (line < typeset->lines && typeset->line[line].page_line);
    return line;
}

/* --- reading --- */

static bool split(struct chy_typeset *out, chancery_span extracted, chancery_error *error)
{
    size_t cap = 0;
    uint32_t page = 1;
    for (size_t at = 0; at < extracted.len;) {
        if (extracted.ptr[at] == '\f') {
            at++;
            page++;
            continue;
        }
        size_t end = at;
        while (end < extracted.len && extracted.ptr[end] != '\n' && extracted.ptr[end] != '\f')
            end++;
        if (!chy_grow(&out->line, &cap, out->lines, sizeof *out->line, CHY_MAX_TEXT, "lines",
                      error))
            return false;
        out->line[out->lines++] =
            (struct chy_typeset_line){chy_span_sub(extracted, at, end - at), page, false, 0, 0};
        out->pages = page;
        at = end < extracted.len && extracted.ptr[end] == '\n' ? end + 1 : end;
    }
    return true;
}

static bool is_blank(chancery_span line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] != ' ' && line.ptr[i] != '\t')
            return false;
    return true;
}

/* Where on its page a line stands, and which row of numbers it is of. */
enum { HEAD = 1, FOOT = 2 };

struct edge {
    size_t line;
    enum chy_page_line kind;
    int place;
};

struct edges {
    struct edge *item;
    size_t count, cap;
    uint8_t *rows; /* by page: a bit for each row that it has a number of */
};

static uint8_t row_of(enum chy_page_line kind, int place)
{
    uint8_t bits = 0;
    for (int one = HEAD; one <= FOOT; one++)
        if (place & one)
            bits |= (uint8_t)(1u << ((kind == CHY_PAGE_LINE_DASHED ? 2 : 0) + one - 1));
    return bits;
}

/* The line's kind; its words in *words, which the caller frees. */
static enum chy_page_line kind_of(const struct chy_typeset *typeset, size_t line,
                                  const struct chy_own *own)
{
    chancery_text *text = NULL;
    chancery_span bytes = typeset->line[line].bytes;
    if (bytes.len > CHY_MAX_STRING || !chy_text_new(&text, bytes, NULL))
        return CHY_PAGE_LINE_NONE;
    enum chy_page_line kind =
        chy_page_line(text, own, typeset->line[line].page, typeset->pages);
    chancery_text_free(text);
    return kind;
}

static bool add_edge(struct edges *edges, const struct chy_typeset *typeset, size_t line,
                     enum chy_page_line kind, int place, chancery_error *error)
{
    if (!chy_grow(&edges->item, &edges->cap, edges->count, sizeof *edges->item, SIZE_MAX,
                  "lines", error))
        return false;
    edges->item[edges->count++] = (struct edge){line, kind, place};
    if (kind != CHY_PAGE_LINE_SURE)
        edges->rows[typeset->line[line].page] |= row_of(kind, place);
    return true;
}

/* The head and foot of the page whose lines are [first, end). */
static bool find_edges(struct edges *edges, const struct chy_typeset *typeset, size_t first,
                       size_t end, const struct chy_own *own, chancery_error *error)
{
    size_t top = first, bottom = end, begin = edges->count;
    enum chy_page_line kind;
    for (size_t taken = 0; top < end && taken < EDGE_LINES; top++) {
        if (is_blank(typeset->line[top].bytes))
            continue;
        if ((kind = kind_of(typeset, top, own)) == CHY_PAGE_LINE_NONE)
            break;
        if (!add_edge(edges, typeset, top, kind, HEAD, error))
            return false;
        taken++;
    }
    for (size_t taken = 0; bottom > top && taken < EDGE_LINES; bottom--) {
        if (is_blank(typeset->line[bottom - 1].bytes))
            continue;
        if ((kind = kind_of(typeset, bottom - 1, own)) == CHY_PAGE_LINE_NONE)
            break;
        if (!add_edge(edges, typeset, bottom - 1, kind, FOOT, error))
            return false;
        taken++;
    }
    for (size_t i = begin; top >= bottom && i < edges->count; i++) { /* nothing else is on it */
        edges->item[i].place = HEAD | FOOT;
        if (edges->item[i].kind != CHY_PAGE_LINE_SURE)
            edges->rows[typeset->line[first].page] |= row_of(edges->item[i].kind, HEAD | FOOT);
    }
    return true;
}

/* The rows that every page from the second on has a number of: a number that one page lacks is
 * no page number. */
static uint8_t whole_rows(const struct edges *edges, uint32_t pages)
{
    uint8_t rows = pages > 1 ? 0xFF : 0;
    for (uint32_t page = 2; page <= pages; page++)
        rows &= edges->rows[page];
    return rows;
}

static bool find_page_lines(struct chy_typeset *out, const struct chy_own *own,
                            chancery_error *error)
{
    bool ok = false;
    struct edges edges = {.rows = calloc((size_t)out->pages + 2, 1)};
    if (!edges.rows) {
        chy_fail_memory(error);
        goto out;
    }
    for (size_t first = 0, end; first < out->lines; first = end) {
        for (end = first; end < out->lines && out->line[end].page == out->line[first].page;)
            end++;
        if (!find_edges(&edges, out, first, end, own, error))
            goto out;
    }
    uint8_t rows = whole_rows(&edges, out->pages);
    for (size_t i = 0; i < edges.count; i++) {
        const struct edge *edge = &edges.item[i];
        out->line[edge->line].page_line =
            edge->kind == CHY_PAGE_LINE_SURE || (row_of(edge->kind, edge->place) & rows);
    }
    ok = true;
out:
    free(edges.item);
    free(edges.rows);
    return ok;
}

/* A doubt more of the line. */
static struct chy_doubt *add_doubt(struct chy_typeset *out, size_t *cap,
                                   struct chy_typeset_line *line, chancery_error *error)
{
    if (!chy_grow(&out->doubt, cap, out->doubts, sizeof *out->doubt, CHY_MAX_TEXT,
                  "doubtful words", error))
        return NULL;
    struct chy_doubt *doubt = &out->doubt[out->doubts];
    if (line->doubts++ == 0)
        line->doubt = out->doubts;
    out->doubts++;
    doubt->page_line = line->page_line;
    return doubt;
}

/* Each word of a page line: what was signed may hold some of them. */
static bool doubt_words(struct chy_typeset *out, size_t *cap, struct chy_typeset_line *line,
                        chancery_error *error)
{
    chancery_text *text = NULL;
    bool ok = chy_text_new(&text, line->bytes, error);
    for (uint32_t i = 0; ok && i < text->words; i++) {
        struct chy_doubt *doubt = add_doubt(out, cap, line, error);
        ok = doubt && (doubt->word = chy_dup(chy_text_word(text, i), error)) != NULL;
    }
    chancery_text_free(text);
    return ok;
}

static bool find_doubts(struct chy_typeset *out, chancery_error *error)
{
    size_t cap = 0;
    for (size_t i = 0; i < out->lines; i++) {
        struct chy_typeset_line *line = &out->line[i];
        size_t next = line->page_line ? out->lines : next_of_text(out, i);
        bool doubtful = next < out->lines &&
                        broken_word(line->bytes, out->line[next].bytes) > 0 &&
                        !is_capital(out->line[next].bytes);
        if (line->page_line ? !doubt_words(out, &cap, line, error)
                            : doubtful && !add_doubt(out, &cap, line, error))
            return false;
    }
    return true;
}

bool chy_typeset_read(struct chy_typeset *out, chancery_span extracted,
                      const struct chy_own *own, chancery_error *error)
{
    *out = (struct chy_typeset){0};
    if (split(out, extracted, error) && find_page_lines(out, own, error) &&
        find_doubts(out, error))
        return true;
    chy_typeset_done(out);
    return false;
}

void chy_typeset_done(struct chy_typeset *typeset)
{
    for (size_t i = 0; i < typeset->doubts; i++)
        free(typeset->doubt[i].word);
    free(typeset->doubt);
    free(typeset->line);
    *typeset = (struct chy_typeset){0};
}

/* --- one reading --- */

/* Is a word of one of the lines [from, to), all of pages, in this reading? */
static bool any_kept(const struct chy_typeset *typeset, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        for (size_t k = 0; k < typeset->line[i].doubts; k++)
            if (typeset->doubt[typeset->line[i].doubt + k].kept)
                return true;
    return false;
}

/* A line of the text, and its end if the next one does not go on with its last word. */
static void join_line(struct chy_buf *out, struct chy_typeset *typeset, size_t at)
{
    const struct chy_typeset_line *line = &typeset->line[at];
    size_t next = next_of_text(typeset, at), hyphen = 0;
    struct chy_doubt *doubt = line->doubts > 0 ? &typeset->doubt[line->doubt] : NULL;
    if (next < typeset->lines && !any_kept(typeset, at + 1, next))
        hyphen = broken_word(line->bytes, typeset->line[next].bytes);
    bool drop = hyphen > 0 && doubt && !doubt->kept;
    chy_buf_span(out, chy_span_sub(line->bytes, 0, line->bytes.len - (drop ? hyphen : 0)));
    if (doubt)
        doubt->at = out->len;
    if (hyphen == 0)
        chy_buf_byte(out, '\n');
}

/* The words of a page line that are kept. */
static void join_words(struct chy_buf *out, struct chy_typeset *typeset,
                       const struct chy_typeset_line *line)
{
    bool any = false;
    for (size_t k = 0; k < line->doubts; k++) {
        struct chy_doubt *doubt = &typeset->doubt[line->doubt + k];
        doubt->at = out->len;
        if (!doubt->kept)
            continue;
        chy_buf_str(out, any ? " " : "");
        chy_buf_str(out, doubt->word);
        any = true;
    }
    if (any)
        chy_buf_byte(out, '\n');
}

void chy_typeset_join(struct chy_buf *out, struct chy_typeset *typeset)
{
    uint32_t page = 1;
    for (size_t i = 0; i < typeset->lines; i++) {
        const struct chy_typeset_line *line = &typeset->line[i];
        bool written = !line->page_line || any_kept(typeset, i, i + 1);
        bool begins = out->len == 0 || out->ptr[out->len - 1] == '\n';
        if (written && line->page != page && begins)
            chy_buf_byte(out, '\f');
        page = written ? line->page : page;
        if (line->page_line)
            join_words(out, typeset, line);
        else
            join_line(out, typeset, i);
    }
}
